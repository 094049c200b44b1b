//! `GET /v1/refunds`.

use axum::extract::State;
use domain::ids::{RefundId, SessionId, TransactionId};
use domain::refund::RefundStatus;
use store::page::Page;
use store::refunds::{self, Filter};
use store::{DbError, cases};
use utoipa::IntoParams;

use super::{RefundView, view};
use crate::api::names::RefundStatusName;
use crate::app::App;
use crate::extract::{Call, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

/// What refunds can be asked for by.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RefundFilter {
    /// Those of this transaction.
    #[param(required = false, value_type = String)]
    pub transaction: TransactionId,
    /// Those of this payment session.
    #[param(required = false, value_type = String)]
    pub payment_session: SessionId,
    /// Those of this status.
    #[param(required = false, inline, value_type = RefundStatusName)]
    pub status: RefundStatus,
}

struct Asked {
    filter: Filter,
    page: Page<RefundId>,
}

/// List refunds
///
/// Newest first.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/refunds", tag = "Refunds", operation_id = "list_refunds",
    params(ListParams, RefundFilter),
    responses((status = 200, description = "Refunds.", body = ListView<RefundView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| {
        let statuses: Vec<&str> = RefundStatus::ALL.iter().map(|it| it.as_str()).collect();
        let filter = Filter {
            transaction: params.text("transaction", rules::id),
            session: params.text("payment_session", rules::id),
            status: params.text("status", rules::spelled(&statuses)),
        };
        Asked { filter, page: params.page() }
    });
    call.read(&app, input, |tx, merchant, asked| {
        let found = refunds::list(tx, &merchant.scope, asked.filter, &asked.page)?;
        ListView::try_of(found, |(id, session)| {
            let case = cases::find(tx, &merchant.scope, session)?;
            view(&case.ok_or(DbError::Corrupt("a refund without its session"))?, id)
        })
    })
    .await
}
