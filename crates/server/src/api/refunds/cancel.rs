//! `POST /v1/refunds/{id}/cancel`.

use axum::extract::State;
use domain::ids::RefundId;
use domain::refund::RefundProgress;

use super::{RefundView, WHAT, find, lock, view};
use crate::api::payment_sessions::refused;
use crate::app::App;
use crate::cases::change;
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::problem::Problem;
use crate::refunds::REQUESTED;

/// Cancel a refund
///
/// Possible until it has left. Canceling it twice changes nothing.
///
/// # Errors
/// 404 when there is no such refund; 409 when it has left, or has ended otherwise.
#[utoipa::path(
    post, path = "/v1/refunds/{id}/cancel", tag = "Refunds", operation_id = "cancel_refund",
    params(("id" = String, Path, description = "The refund's id.")),
    responses((status = 200, description = "The refund.", body = RefundView), crate::openapi::Refusals)
)]
pub async fn cancel(
    State(app): State<App>,
    call: Call,
    id: PathId<RefundId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.empty().and(query.none());
    let server = app.clone();
    call.write(&app, input, move |tx, merchant, ()| {
        let id = id.of_a(WHAT)?;
        let locked = lock(tx, &merchant.scope, id)?;
        match find(&locked.case, id)?.progress {
            RefundProgress::Pending => {}
            RefundProgress::Canceled { .. } => return view(&locked.case, id),
            _ => {
                let message = "This refund has left, or has ended; it cannot be canceled.";
                return Err(Problem::conflict("refund_not_cancelable", message));
            }
        }
        let source = tx.source();
        let canceled = change(tx, &server, &merchant.origin(), locked, |case, now| {
            case.cancel_refund(id, REQUESTED, now, source.as_ref());
            Ok(())
        })?;
        let ((), case) = canceled.map_err(refused)?;
        view(&case, id)
    })
    .await
}
