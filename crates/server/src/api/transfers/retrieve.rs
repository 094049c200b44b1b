//! `GET /v1/transfers/{id}`.

use axum::extract::State;
use domain::ids::TransferId;
use store::transfers;

use super::view::TransferWithReversalsView;
use super::{TransferView, WHAT};
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Retrieve a transfer
///
/// With what was taken back of it.
///
/// # Errors
/// 404 when there is no such transfer.
#[utoipa::path(
    get, path = "/v1/transfers/{id}", tag = "Transfers", operation_id = "retrieve_transfer",
    params(("id" = String, Path, description = "The transfer's id.")),
    responses((status = 200, description = "The transfer.", body = TransferWithReversalsView), crate::openapi::Refusals)
)]
pub async fn retrieve(
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
        let reversals = transfers::reversals(tx, transfer.id)?;
        let view = TransferView::of(&transfer, scope, merchant.now);
        Ok(TransferWithReversalsView::of(view, &reversals, scope))
    })
    .await
}
