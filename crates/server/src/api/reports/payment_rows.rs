//! `GET /v1/reports/payments/rows`.

use axum::extract::State;
use domain::ids::MovementId;
use domain::method::MethodType;
use domain::money::Currency;
use domain::movement::Allocation;
use domain::session::ReportingType;
use jiff::civil::Date;
use store::page::Page;
use store::reports::{self, Filter};
use utoipa::IntoParams;

use super::{days, read_days, zone};
use crate::api::balance_transactions::BalanceTransactionView;
use crate::api::names::CurrencyName;
use crate::app::App;
use crate::extract::rules::{one_of, spelled};
use crate::extract::{Call, ListParams, ListView, Query, Reply};
use crate::problem::Problem;
use crate::reports::payments::{CUSTOMER_BALANCE, UNKNOWN, span};

/// Which line of a report.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RowParams {
    /// The first day, where the account is.
    #[param(required = true, value_type = String, format = Date)]
    pub from: Date,
    /// The last day; at most 366 days in all.
    #[param(required = true, value_type = String, format = Date)]
    pub to: Date,
    /// What it is for; `surplus` or `suspense` for money that is not a session's.
    #[param(required = false, min_length = 1, max_length = 40)]
    pub reporting_type: String,
    /// How it was paid; `customer_balance` for credit, `unknown` where nobody knows.
    #[param(required = false, min_length = 1, max_length = 40)]
    pub payment_method_type: String,
    /// The currency.
    #[param(required = false, inline, value_type = CurrencyName)]
    pub currency: Currency,
}

/// List the movements behind a report
///
/// The balance transactions that a line or a total of the report adds up, newest first.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/reports/payments/rows", tag = "Reports", operation_id = "list_report_rows",
    params(ListParams, RowParams),
    responses((status = 200, description = "Balance transactions.", body = ListView<BalanceTransactionView>), crate::openapi::Refusals)
)]
pub async fn payment_rows(
    State(app): State<App>,
    call: Call,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.read(|params| {
        let given = read_days(params);
        let currencies: Vec<&str> = Currency::ALL.iter().map(|it| it.as_str()).collect();
        let currency = params.text("currency", spelled::<Currency>(&currencies));
        let filter = Filter {
            reporting_type: params
                .text("reporting_type", one_of(reporting_types()))
                .unwrap_or_default(),
            method: params.text("payment_method_type", one_of(methods())).unwrap_or_default(),
            currency: currency.map(|it| it.to_string()).unwrap_or_default(),
        };
        (given, filter, params.page::<MovementId>())
    });
    let input = input.and_then(|(given, filter, page)| Ok((days(given)?, filter, page)));
    call.read(&app, input, |tx, merchant, (days, filter, page)| {
        let Some((start, end)) = span(days.from, days.to, &zone(merchant)) else {
            return Err(Problem::internal());
        };
        let created_from = page.created_from.max(start.ms());
        let created_to = page.created_to.min(end.ms());
        let page = Page { created_from, created_to, ..page.clone() };
        let found = reports::rows(tx, &merchant.scope, filter, &page)?;
        let (scope, now) = (&merchant.scope, merchant.now);
        Ok(ListView::of(found, |row| BalanceTransactionView::of(&row, scope, now)))
    })
    .await
}

/// What a line can be for: what sessions are for, and money that is not a session's.
fn reporting_types() -> Vec<&'static str> {
    let others = [Allocation::Surplus, Allocation::Suspense].map(Allocation::as_str);
    ReportingType::ALL.iter().map(|it| it.as_str()).chain(others).collect()
}

/// How a line can be paid.
fn methods() -> Vec<&'static str> {
    let others = [CUSTOMER_BALANCE, UNKNOWN];
    MethodType::ALL.iter().map(|it| it.as_str()).chain(others).collect()
}
