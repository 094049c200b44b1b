//! `GET /v1/statement_entries`.

use axum::extract::State;
use domain::ids::{BankAccountId, SessionId, StatementEntryId};
use store::page::Page;
use store::statement_entries::{self as rows, Filter};
use utoipa::IntoParams;

use super::{StatementEntryView, shown};
use crate::app::App;
use crate::extract::{Call, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

/// What statement entries can be asked for by.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StatementEntryFilter {
    /// `matched`, or `unmatched` for those in suspense.
    #[param(required = false, pattern = "^(matched|unmatched)$")]
    pub status: String,
    /// Those of this bank account.
    #[param(required = false, value_type = String)]
    pub bank_account: BankAccountId,
    /// Those that were taken for this session.
    #[param(required = false, value_type = String)]
    pub payment_session: SessionId,
}

struct Asked {
    filter: Filter,
    page: Page<StatementEntryId>,
}

/// List statement entries
///
/// Newest first.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/statement_entries", tag = "Bank statements", operation_id = "list_statement_entries",
    params(ListParams, StatementEntryFilter),
    responses((status = 200, description = "Statement entries.", body = ListView<StatementEntryView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| {
        let status = params.text("status", rules::one_of(vec!["matched", "unmatched"]));
        let filter = Filter {
            bank_account: params.text("bank_account", rules::id),
            session: params.text("payment_session", rules::id),
            status: status.unwrap_or_default(),
        };
        Asked { filter, page: params.page() }
    });
    call.read(&app, input, |tx, merchant, asked| {
        let found = rows::list(tx, &merchant.scope, &asked.filter, &asked.page)?;
        let mut views = Vec::with_capacity(found.items.len());
        for entry in &found.items {
            views.push(shown(tx, merchant, entry)?);
        }
        let mut views = views.into_iter();
        Ok(ListView::of(found, |_| views.next()))
    })
    .await
}
