//! `GET /v1/transfers/{id}/reversals`.

use axum::extract::State;
use domain::ids::TransferId;
use store::transfers;

use super::{TransferReversalView, WHAT};
use crate::app::App;
use crate::extract::{Call, ListView, PathId, Query, Reply};
use crate::problem::Problem;

/// List a transfer's reversals
///
/// All of them, newest first.
///
/// # Errors
/// 404 when there is no such transfer.
#[utoipa::path(
    get, path = "/v1/transfers/{id}/reversals", tag = "Transfers", operation_id = "list_transfer_reversals",
    params(("id" = String, Path, description = "The transfer's id.")),
    responses((status = 200, description = "Its reversals.", body = ListView<TransferReversalView>), crate::openapi::Refusals)
)]
pub async fn list_reversals(
    State(app): State<App>,
    call: Call,
    id: PathId<TransferId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a(WHAT));
    call.read(&app, input, |tx, merchant, id| {
        let scope = &merchant.scope;
        let transfer = transfers::find(tx, scope, *id)?;
        let transfer = transfer.ok_or_else(|| Problem::not_found(WHAT, None))?;
        let found = transfers::reversals(tx, transfer.id)?;
        let views = found.iter().rev().map(|it| TransferReversalView::of(it, scope));
        Ok(ListView::whole(views.collect()))
    })
    .await
}
