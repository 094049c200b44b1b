//! `GET /v1/refunds`.

use axum::extract::State;
use domain::ids::{RefundId, TransactionId};
use store::page::Page;
use store::{DbError, cases, refunds};
use utoipa::IntoParams;

use super::{RefundView, view};
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
}

struct Asked {
    transaction: Option<TransactionId>,
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
    let input = query.read(|params| Asked {
        transaction: params.text("transaction", rules::id),
        page: params.page(),
    });
    call.read(&app, input, |tx, merchant, asked| {
        let found = refunds::list(tx, &merchant.scope, asked.transaction, &asked.page)?;
        ListView::try_of(found, |(id, session)| {
            let case = cases::find(tx, &merchant.scope, session)?;
            view(&case.ok_or(DbError::Corrupt("a refund without its session"))?, id)
        })
    })
    .await
}
