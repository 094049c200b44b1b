//! `GET /v1/balance_transactions/{id}`.

use axum::extract::State;
use domain::ids::MovementId;
use store::movement_lists;

use super::BalanceTransactionView;
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// What the API calls one, in sentences.
const WHAT: &str = "balance transaction";

/// Retrieve a balance transaction
///
/// # Errors
/// 404 when there is no such balance transaction.
#[utoipa::path(
    get, path = "/v1/balance_transactions/{id}", tag = "Ledger", operation_id = "retrieve_balance_transaction",
    params(("id" = String, Path, description = "The balance transaction's id.")),
    responses((status = 200, description = "The balance transaction.", body = BalanceTransactionView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<MovementId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a(WHAT));
    call.read(&app, input, |tx, merchant, id| {
        let row = movement_lists::find(tx, &merchant.scope, *id)?;
        let row = row.ok_or_else(|| Problem::not_found(WHAT, None))?;
        Ok(BalanceTransactionView::of(&row, &merchant.scope, merchant.now))
    })
    .await
}
