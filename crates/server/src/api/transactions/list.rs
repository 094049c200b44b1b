//! `GET /v1/transactions`.

use axum::extract::State;
use domain::case::Case;
use domain::ids::{CustomerId, SessionId, TransactionId};
use domain::transaction::TransactionStatus;
use store::page::Page;
use store::transaction_lists::{self, Filter};
use store::{DbError, cases};
use utoipa::IntoParams;

use super::TransactionView;
use super::view::EXPANDABLE;
use crate::api::names::TransactionStatusName;
use crate::app::App;
use crate::extract::{Call, Expand, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

/// What transactions can be asked for by.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TransactionFilter {
    /// Those of this payment session.
    #[param(required = false, value_type = String)]
    pub payment_session: SessionId,
    /// Those of this status.
    #[param(required = false, inline, value_type = TransactionStatusName)]
    pub status: TransactionStatus,
    /// Those of this customer.
    #[param(required = false, value_type = String)]
    pub customer: CustomerId,
    /// Show the whole object in place of its id: `customer`, `payment_session`, `payment_method`,
    /// `mandate`.
    #[param(required = false, rename = "expand[]")]
    pub expand: Vec<String>,
}

struct Asked {
    filter: Filter,
    page: Page<TransactionId>,
    expand: Expand,
}

/// List transactions
///
/// Newest first.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/transactions", tag = "Transactions", operation_id = "list_transactions",
    params(ListParams, TransactionFilter),
    responses((status = 200, description = "Transactions.", body = ListView<TransactionView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| {
        let statuses: Vec<&str> = TransactionStatus::ALL.iter().map(|it| it.as_str()).collect();
        let filter = Filter {
            session: params.text("payment_session", rules::id),
            status: params.text("status", rules::spelled(&statuses)),
            customer: params.text("customer", rules::id),
        };
        Asked { filter, page: params.page(), expand: params.expand(EXPANDABLE) }
    });
    let server = app.clone();
    call.read(&app, input, move |tx, merchant, asked| {
        let found = transaction_lists::list(tx, &merchant.scope, &asked.filter, &asked.page)?;
        // Tries that follow each other are mostly of one session, whose case is read once.
        let mut known: Option<Case> = None;
        ListView::try_of(found, |transaction| {
            let case = match known.take() {
                Some(case) if case.session.id == transaction.session => case,
                _ => cases::find(tx, &merchant.scope, transaction.session)?
                    .ok_or(DbError::Corrupt("a transaction without its session"))?,
            };
            let mut view = TransactionView::whole(tx, &case, &transaction, merchant.now)?;
            view.expand(tx, &server, merchant, &case, &asked.expand)?;
            known = Some(case);
            Ok::<_, Problem>(view)
        })
    })
    .await
}
