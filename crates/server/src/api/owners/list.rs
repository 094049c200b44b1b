//! `GET /v1/owners`.

use axum::extract::State;
use store::owners;

use super::OwnerView;
use crate::app::App;
use crate::extract::{Call, ListParams, ListView, Query, Reply};
use crate::problem::Problem;

/// List owners
///
/// Newest first; deleted ones are left out.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/owners", tag = "Owners", operation_id = "list_owners",
    params(ListParams),
    responses((status = 200, description = "Owners.", body = ListView<OwnerView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| params.page());
    call.read(&app, input, |tx, merchant, page| {
        let found = owners::list(tx, &merchant.scope, page)?;
        Ok(ListView::of(found, |owner| OwnerView::of(&owner)))
    })
    .await
}
