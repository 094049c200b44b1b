//! `GET /v1/transactions/{id}`.

use axum::extract::State;
use domain::ids::TransactionId;

use super::view::TransactionView;
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// A transaction as it is now.
///
/// # Errors
/// 404 when it is not this account's, in this mode.
#[utoipa::path(
    get, path = "/v1/transactions/{id}", tag = "Transactions", operation_id = "retrieve_transaction",
    params(("id" = String, Path, description = "The transaction's id.")),
    responses((status = 200, description = "As asked.", body = TransactionView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<TransactionId>,
    query: Query,
) -> Result<Reply, Problem> {
    let id = id.of_a("transaction");
    call.read(&app, query.none(), move |tx, merchant, ()| {
        TransactionView::load(tx, merchant, id.clone()?)
    })
    .await
}
