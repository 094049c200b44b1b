//! `GET /v1/balance_transactions`.

use axum::extract::State;
use domain::ids::{MovementId, SessionId, TransactionId};
use domain::movement::MovementKind;
use store::movement_lists::{self, Filter};
use store::page::Page;
use utoipa::IntoParams;

use super::BalanceTransactionView;
use crate::api::names::MovementKindName;
use crate::app::App;
use crate::extract::{Call, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

/// What balance transactions can be asked for by.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BalanceTransactionFilter {
    /// Those of this type.
    #[param(required = false, rename = "type", inline, value_type = MovementKindName)]
    pub kind: MovementKind,
    /// Those of this transaction.
    #[param(required = false, value_type = String)]
    pub source: TransactionId,
    /// Those of this payment session.
    #[param(required = false, value_type = String)]
    pub payment_session: SessionId,
}

struct Asked {
    filter: Filter,
    page: Page<MovementId>,
}

/// List balance transactions
///
/// Every movement of money, newest first.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/balance_transactions", tag = "Ledger", operation_id = "list_balance_transactions",
    params(ListParams, BalanceTransactionFilter),
    responses((status = 200, description = "Balance transactions.", body = ListView<BalanceTransactionView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| {
        let kinds: Vec<&str> = MovementKind::ALL.iter().map(|it| it.as_str()).collect();
        let filter = Filter {
            kind: params.text("type", rules::spelled(&kinds)),
            transaction: params.text("source", rules::id),
            session: params.text("payment_session", rules::id),
        };
        Asked { filter, page: params.page() }
    });
    call.read(&app, input, |tx, merchant, asked| {
        let found = movement_lists::list(tx, &merchant.scope, asked.filter, &asked.page)?;
        let (scope, now) = (&merchant.scope, merchant.now);
        Ok(ListView::of(found, |row| BalanceTransactionView::of(&row, scope, now)))
    })
    .await
}
