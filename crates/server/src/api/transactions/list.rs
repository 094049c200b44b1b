//! `GET /v1/transactions`.

use axum::extract::State;
use domain::ids::TransactionId;
use domain::transaction::TransactionStatus;
use store::page::Page;
use store::transaction_lists::{self, Filter};
use store::{DbError, cases};

use super::view::TransactionView;
use crate::app::App;
use crate::extract::{Call, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

/// Transactions, newest first.
///
/// # Errors
/// 400 for a parameter that makes no sense.
#[utoipa::path(
    get, path = "/v1/transactions", tag = "Transactions", operation_id = "list_transactions",
    params(
        ListParams,
        ("payment_session" = Option<String>, Query, description = "A session's id."),
        ("status" = Option<String>, Query, description = "A transaction's status."),
        ("customer" = Option<String>, Query, description = "A customer's id."),
    ),
    responses((status = 200, description = "As asked.", body = ListView<TransactionView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let statuses: Vec<&str> = TransactionStatus::ALL.iter().map(|it| it.as_str()).collect();
    let asked = query.read(|params| {
        let filter = Filter {
            session: params.text("payment_session", rules::id),
            status: params.text("status", rules::spelled(&statuses)),
            customer: params.text("customer", rules::id),
        };
        (filter, params.page())
    });
    call.read(&app, asked, |tx, merchant, asked: &(Filter, Page<TransactionId>)| {
        let (filter, page) = asked;
        let listed = transaction_lists::list(tx, &merchant.scope, filter, page)?;
        let views = listed.try_map(|transaction| {
            let case = cases::find(tx, &merchant.scope, transaction.session)?;
            let case = case.ok_or(DbError::Corrupt("a transaction without its session"))?;
            Ok::<_, Problem>(TransactionView::of(&case, &transaction, merchant.now))
        })?;
        Ok(ListView::of(views, |view| view))
    })
    .await
}
