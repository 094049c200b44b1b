//! `GET /v1/ledger_entries`.

use axum::extract::State;
use domain::ids::{CustomerId, LedgerEntryId, OwnerId, SessionId, TransactionId};
use domain::ledger::{LedgerAccount, UnknownAccount};
use store::ledger_entries::{self, Filter};
use store::page::Page;
use utoipa::IntoParams;

use super::LedgerEntryView;
use crate::app::App;
use crate::extract::rules::Wrong;
use crate::extract::{Call, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

/// What ledger entries can be asked for by: one of these at a time.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LedgerEntryFilter {
    /// Those that touch this account of the ledger.
    #[param(required = false, min_length = 1, max_length = 100)]
    pub account: String,
    /// Those of this payment session.
    #[param(required = false, value_type = String)]
    pub payment_session: SessionId,
    /// Those of this transaction.
    #[param(required = false, value_type = String)]
    pub transaction: TransactionId,
    /// Those of this customer's payment sessions and balance.
    #[param(required = false, value_type = String)]
    pub customer: CustomerId,
    /// Those of this owner's money and debt.
    #[param(required = false, value_type = String)]
    pub owner: OwnerId,
}

#[derive(Clone, Debug)]
struct Asked {
    filter: Filter,
    page: Page<LedgerEntryId>,
}

/// The rule of an account of the ledger.
fn ledger_account(given: &str) -> Result<LedgerAccount, Wrong> {
    given.parse().map_err(|UnknownAccount| {
        let words = "must be an account of the ledger, such as `merchant_funds` or `owner:` and an owner's id";
        Wrong::new("unknown_value", words)
    })
}

/// List ledger entries
///
/// The books, newest first. Each row debits one account and credits another.
///
/// # Errors
/// 400 for parameters that make no sense, and for more than one filter at a time.
#[utoipa::path(
    get, path = "/v1/ledger_entries", tag = "Ledger", operation_id = "list_ledger_entries",
    params(ListParams, LedgerEntryFilter),
    responses((status = 200, description = "Ledger entries.", body = ListView<LedgerEntryView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| {
        let account = params.text("account", ledger_account).map(Filter::Account);
        let session = params.text("payment_session", rules::id).map(Filter::Session);
        let transaction = params.text("transaction", rules::id).map(Filter::Transaction);
        let customer = params.text("customer", rules::id).map(Filter::Customer);
        let owner = params.text("owner", rules::id).map(Filter::Owner);
        let given = [account, session, transaction, customer, owner];
        let mut given = given.into_iter().flatten();
        let filter = given.next().unwrap_or(Filter::All);
        (Asked { filter, page: params.page() }, given.next().is_some())
    });
    let input = input.and_then(|(asked, more)| match more {
        false => Ok(asked),
        true => {
            let message = "Ledger entries are asked for by one filter at a time.";
            Err(Problem::invalid("filters_exclude_each_other", message, None))
        }
    });
    call.read(&app, input, |tx, merchant, asked| {
        let found = ledger_entries::list(tx, &merchant.scope, &asked.filter, &asked.page)?;
        Ok(ListView::of(found, |entry| LedgerEntryView::of(&entry, &merchant.scope)))
    })
    .await
}
