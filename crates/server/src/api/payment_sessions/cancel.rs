//! `POST /v1/payment_sessions/{id}/cancel`.

use axum::extract::State;
use domain::ids::SessionId;
use domain::session::CancellationReason;
use store::cases as rows;

use super::refused;
use super::view::PaymentSessionView;
use crate::app::App;
use crate::cases;
use crate::extract::{Body, Call, PathId, Reply};
use crate::problem::Problem;

/// Withdraws a payment session. Canceling it again changes nothing.
///
/// # Errors
/// 404; 409 when it is paid or money is under way, with `cancelable_after` when that is known.
#[utoipa::path(
    post, path = "/v1/payment_sessions/{id}/cancel", tag = "Payment sessions", operation_id = "cancel_payment_session",
    params(("id" = String, Path, description = "The session's id.")),
    responses((status = 200, description = "As asked.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn cancel(
    State(app): State<App>,
    mut call: Call,
    id: PathId<SessionId>,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.empty();
    let merchant = call.merchant(&app).await?;
    input.value()?;
    let id = id.of_a("payment session")?;
    // A page at the processor is closed first: what is confirmed there comes before the cancel.
    cases::expire_redirected(&app, merchant.scope, id).await?;
    let parts = app.clone();
    let reply = call
        .write(&app, input, move |tx, merchant, ()| {
            let unknown = || Problem::not_found("payment session", None);
            let locked = rows::lock(tx, &merchant.scope, id)?.ok_or_else(unknown)?;
            let reason = CancellationReason::Requested;
            let canceled = cases::change(tx, &parts, &merchant.origin(), locked, |case, now| {
                case.cancel(reason, now)
            })?;
            let (_, case) = canceled.map_err(refused)?;
            Ok(PaymentSessionView::of(&case.session, &merchant.account, &parts.public_url))
        })
        .await?;
    app.changes.announce(id);
    Ok(reply)
}
