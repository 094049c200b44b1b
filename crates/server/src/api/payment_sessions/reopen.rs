//! `POST /v1/payment_sessions/{id}/reopen`.

use axum::extract::State;
use domain::ids::SessionId;

use super::{PaymentSessionView, WHAT, lock, refused, still_has_customer};
use crate::app::App;
use crate::cases;
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Reopen a payment session
///
/// Opens the page again after the payer took the money back. It asks for what remains. One that is
/// open is left as it is.
///
/// # Errors
/// 404 when there is no such session; 409 when it is paid or canceled, money is under way, or nothing
/// remains to be paid (`nothing_remaining`).
#[utoipa::path(
    post, path = "/v1/payment_sessions/{id}/reopen", tag = "Payment sessions",
    operation_id = "reopen_payment_session",
    params(("id" = String, Path, description = "The session's id.")),
    responses((status = 200, description = "The payment session.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn reopen(
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
        still_has_customer(&locked.session)?;
        let origin = merchant.origin();
        let reopened = cases::change(tx, &server, &origin, locked, |case, now| case.reopen(now))?;
        let ((), case) = reopened.map_err(refused)?;
        Ok(PaymentSessionView::of(&case.session, &merchant.account, &server.public_url))
    })
    .await
}
