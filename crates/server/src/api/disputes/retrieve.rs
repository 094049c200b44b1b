//! `GET /v1/disputes/{id}`.

use axum::extract::State;
use domain::ids::DisputeId;
use store::{cases, disputes};

use super::{DisputeView, WHAT, unknown, view};
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Retrieve a dispute
///
/// # Errors
/// 404 when there is no such dispute.
#[utoipa::path(
    get, path = "/v1/disputes/{id}", tag = "Disputes", operation_id = "retrieve_dispute",
    params(("id" = String, Path, description = "The dispute's id.")),
    responses((status = 200, description = "The dispute.", body = DisputeView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<DisputeId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a(WHAT));
    call.read(&app, input, |tx, merchant, id| {
        let session = disputes::session_of(tx, &merchant.scope, *id)?.ok_or_else(unknown)?;
        let case = cases::find(tx, &merchant.scope, session)?.ok_or_else(unknown)?;
        view(&case, *id, merchant.now)
    })
    .await
}
