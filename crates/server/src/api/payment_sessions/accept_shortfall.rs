//! `POST /v1/payment_sessions/{id}/accept_shortfall`.

use axum::extract::State;
use domain::ids::SessionId;

use super::{PaymentSessionView, WHAT, lock, refused};
use crate::app::App;
use crate::cases;
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Accept a shortfall
///
/// What was received is enough: the rest is not asked for any more, and the session becomes paid.
///
/// # Errors
/// 404 when there is no such session; 409 when nothing was received, it is paid or canceled, or
/// money is under way.
#[utoipa::path(
    post, path = "/v1/payment_sessions/{id}/accept_shortfall", tag = "Payment sessions",
    operation_id = "accept_payment_session_shortfall",
    params(("id" = String, Path, description = "The session's id.")),
    responses((status = 200, description = "The payment session.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn accept_shortfall(
    State(app): State<App>,
    call: Call,
    id: PathId<SessionId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.empty().and(query.none());
    let server = app.clone();
    call.write(&app, input, move |tx, merchant, ()| {
        let locked = lock(tx, &merchant.scope, id.of_a(WHAT)?)?;
        let origin = merchant.origin();
        let accepted =
            cases::change(tx, &server, &origin, locked, |case, now| case.accept_shortfall(now))?;
        let ((), case) = accepted.map_err(refused)?;
        Ok(PaymentSessionView::of(&case.session, &merchant.account, &server.public_url))
    })
    .await
}
