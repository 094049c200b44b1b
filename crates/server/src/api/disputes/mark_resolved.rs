//! `POST /v1/disputes/{id}/mark_resolved`.

use axum::extract::State;
use domain::dispute::DisputeOutcome;
use domain::ids::DisputeId;

use super::{DisputeView, WHAT, find, lock, view};
use crate::api::payment_sessions::refused;
use crate::app::App;
use crate::cases::change;
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Mark a dispute as resolved
///
/// The merchant lets it be: the payer keeps the money. Marking it twice changes nothing. Should the
/// network decide for the merchant all the same, it ends as `won`.
///
/// # Errors
/// 404 when there is no such dispute; 409 when it was decided otherwise.
#[utoipa::path(
    post, path = "/v1/disputes/{id}/mark_resolved", tag = "Disputes", operation_id = "mark_dispute_resolved",
    params(("id" = String, Path, description = "The dispute's id.")),
    responses((status = 200, description = "The dispute.", body = DisputeView), crate::openapi::Refusals)
)]
pub async fn mark_resolved(
    State(app): State<App>,
    call: Call,
    id: PathId<DisputeId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.empty().and(query.none());
    let server = app.clone();
    call.write(&app, input, move |tx, merchant, ()| {
        let id = id.of_a(WHAT)?;
        let locked = lock(tx, &merchant.scope, id)?;
        match find(&locked.case, id)?.outcome {
            None => {}
            Some((DisputeOutcome::Accepted, _)) => return view(&locked.case, id, locked.now),
            Some(_) => {
                let message = "This dispute was decided already.";
                return Err(Problem::conflict("dispute_closed", message));
            }
        }
        let marked = change(tx, &server, &merchant.origin(), locked, |case, now| {
            case.accept_dispute(id, now);
            Ok(())
        })?;
        let ((), case) = marked.map_err(refused)?;
        view(&case, id, merchant.now)
    })
    .await
}
