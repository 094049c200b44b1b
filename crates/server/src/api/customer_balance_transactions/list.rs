//! `GET /v1/customer_balance_transactions`.

use axum::extract::State;
use domain::ids::{CustomerBalanceTransactionId, CustomerId};
use store::customer_balances;
use store::page::Page;
use utoipa::IntoParams;

use super::CustomerBalanceTransactionView;
use crate::app::App;
use crate::extract::{Call, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

/// What changes of balances can be asked for by.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CustomerBalanceTransactionFilter {
    /// Those of this customer.
    #[param(required = false, value_type = String)]
    pub customer: CustomerId,
}

struct Asked {
    customer: Option<CustomerId>,
    page: Page<CustomerBalanceTransactionId>,
}

/// List customer balance transactions
///
/// Newest first.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/customer_balance_transactions", tag = "Customer balance",
    operation_id = "list_customer_balance_transactions",
    params(ListParams, CustomerBalanceTransactionFilter),
    responses((status = 200, description = "Changes.", body = ListView<CustomerBalanceTransactionView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query
        .read(|params| Asked { customer: params.text("customer", rules::id), page: params.page() });
    call.read(&app, input, |tx, merchant, asked| {
        let scope = &merchant.scope;
        let found = customer_balances::list(tx, scope, asked.customer, &asked.page)?;
        Ok(ListView::of(found, |row| CustomerBalanceTransactionView::of(&row, scope)))
    })
    .await
}
