//! `GET /v1/bank_accounts`.

use axum::extract::State;
use domain::ids::BankAccountId;
use domain::money::Currency;
use store::bank_accounts;
use store::page::Page;
use utoipa::IntoParams;

use super::BankAccountView;
use crate::api::names::CurrencyName;
use crate::app::App;
use crate::extract::{Call, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

/// What bank accounts can be asked for by.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BankAccountFilter {
    /// Those in this currency.
    #[param(required = false, inline, value_type = CurrencyName)]
    pub currency: Currency,
}

struct Asked {
    currency: Option<Currency>,
    page: Page<BankAccountId>,
}

/// List bank accounts
///
/// Newest first, without those that were deleted.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/bank_accounts", tag = "Bank accounts", operation_id = "list_bank_accounts",
    params(ListParams, BankAccountFilter),
    responses((status = 200, description = "Bank accounts.", body = ListView<BankAccountView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| {
        let names: Vec<&str> = Currency::ALL.iter().map(|it| it.as_str()).collect();
        let currency = params.text("currency", rules::spelled(&names));
        Asked { currency, page: params.page() }
    });
    call.read(&app, input, |tx, merchant, asked| {
        let found = bank_accounts::list(tx, &merchant.scope, asked.currency, &asked.page)?;
        Ok(ListView::of(found, |account| BankAccountView::of(&account, merchant)))
    })
    .await
}
