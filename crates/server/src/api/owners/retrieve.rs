//! `GET /v1/owners/{id}`.

use axum::extract::State;
use domain::ids::OwnerId;
use store::owners;

use super::OwnerView;
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Retrieve an owner
///
/// Deleted ones too, for what was paid to them is history.
///
/// # Errors
/// 404 when there is no such owner.
#[utoipa::path(
    get, path = "/v1/owners/{id}", tag = "Owners", operation_id = "retrieve_owner",
    params(("id" = String, Path, description = "The owner's id.")),
    responses((status = 200, description = "The owner.", body = OwnerView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<OwnerId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a("owner"));
    call.read(&app, input, |tx, merchant, id| {
        let owner = owners::find(tx, &merchant.scope, *id)?;
        let owner = owner.ok_or_else(|| Problem::not_found("owner", None))?;
        Ok(OwnerView::of(&owner))
    })
    .await
}
