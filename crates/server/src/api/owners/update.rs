//! `POST /v1/owners/{id}`.

use axum::extract::State;
use domain::ids::OwnerId;
use domain::news::EventType;
use store::owners;

use super::OwnerView;
use super::input::{Changes, UpdateOwner};
use crate::app::App;
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::problem::Problem;
use crate::record::{previous_attributes, record};

/// Update an owner
///
/// What is left out keeps its value; null clears it.
///
/// # Errors
/// 400 for what is wrong with the body, 404 when there is no such owner, or no longer.
#[utoipa::path(
    post, path = "/v1/owners/{id}", tag = "Owners", operation_id = "update_owner",
    params(("id" = String, Path, description = "The owner's id.")),
    request_body = UpdateOwner,
    responses((status = 200, description = "The owner.", body = OwnerView), crate::openapi::Refusals)
)]
pub async fn update(
    State(app): State<App>,
    call: Call,
    id: PathId<OwnerId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(|fields| Some(Changes::of_known(fields))).and(query.none());
    call.write(&app, input, move |tx, merchant, changes| {
        let id = id.of_a("owner")?;
        let owner = owners::lock(tx, &merchant.scope, id)?;
        let mut owner = owner.ok_or_else(|| Problem::not_found("owner", None))?;
        let before = OwnerView::of(&owner);
        changes.clone().apply(&mut owner).map_err(|fault| Problem::faults(vec![fault]))?;
        let view = OwnerView::of(&owner);
        if let Some(previous) = previous_attributes(&before, &view) {
            owners::update(tx, &owner)?;
            let (scope, id) = (&merchant.scope, id.to_string());
            let kind = EventType::OwnerUpdated;
            record(tx, scope, &merchant.origin(), kind, &id, &view, Some(&previous))?;
        }
        Ok(view)
    })
    .await
}
