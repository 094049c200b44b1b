//! `GET /v1/work_items/{id}`.

use axum::extract::State;
use domain::ids::WorkItemId;
use store::work_items;

use super::{WHAT, WorkItemView};
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Retrieve a work item
///
/// # Errors
/// 404 when there is no such work item.
#[utoipa::path(
    get, path = "/v1/work_items/{id}", tag = "Work items", operation_id = "retrieve_work_item",
    params(("id" = String, Path, description = "The work item's id.")),
    responses((status = 200, description = "The work item.", body = WorkItemView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<WorkItemId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a(WHAT));
    call.read(&app, input, |tx, merchant, id| {
        let item = work_items::find(tx, &merchant.scope, *id)?;
        let item = item.ok_or_else(|| Problem::not_found(WHAT, None))?;
        Ok(WorkItemView::of(&item, &merchant.scope))
    })
    .await
}
