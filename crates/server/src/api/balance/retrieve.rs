//! `GET /v1/balance`.

use axum::extract::State;

use super::BalanceView;
use crate::app::App;
use crate::extract::{Call, Query, Reply};
use crate::problem::Problem;

/// Retrieve the balance
///
/// What the merchant has in each currency, by where it is.
///
/// # Errors
/// 400 for parameters: it takes none.
#[utoipa::path(
    get, path = "/v1/balance", tag = "Ledger", operation_id = "retrieve_balance",
    responses((status = 200, description = "The balance.", body = BalanceView), crate::openapi::Refusals)
)]
pub async fn retrieve(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    call.read(&app, query.none(), |tx, merchant, ()| {
        Ok(BalanceView::load(tx, &merchant.scope, merchant.now)?)
    })
    .await
}
