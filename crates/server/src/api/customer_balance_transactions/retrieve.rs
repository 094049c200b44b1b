//! `GET /v1/customer_balance_transactions/{id}`.

use axum::extract::State;
use domain::ids::CustomerBalanceTransactionId;
use store::customer_balances;

use super::CustomerBalanceTransactionView;
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// What the API calls one, in sentences.
const WHAT: &str = "customer balance transaction";

/// Retrieve a customer balance transaction
///
/// # Errors
/// 404 when there is no such change.
#[utoipa::path(
    get, path = "/v1/customer_balance_transactions/{id}", tag = "Customer balance",
    operation_id = "retrieve_customer_balance_transaction",
    params(("id" = String, Path, description = "The change's id.")),
    responses((status = 200, description = "The change.", body = CustomerBalanceTransactionView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<CustomerBalanceTransactionId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a(WHAT));
    call.read(&app, input, |tx, merchant, id| {
        let row = customer_balances::find_change(tx, &merchant.scope, *id)?;
        let row = row.ok_or_else(|| Problem::not_found(WHAT, None))?;
        Ok(CustomerBalanceTransactionView::of(&row, &merchant.scope))
    })
    .await
}
