//! `GET /v1/disputes`.

use axum::extract::State;
use domain::ids::{DisputeId, TransactionId};
use store::page::Page;
use store::{DbError, cases, disputes};
use utoipa::IntoParams;

use super::{DisputeView, view};
use crate::app::App;
use crate::extract::{Call, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

/// What disputes can be asked for by.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DisputeFilter {
    /// Those of this transaction.
    #[param(required = false, value_type = String)]
    pub transaction: TransactionId,
}

struct Asked {
    transaction: Option<TransactionId>,
    page: Page<DisputeId>,
}

/// List disputes
///
/// Newest first.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/disputes", tag = "Disputes", operation_id = "list_disputes",
    params(ListParams, DisputeFilter),
    responses((status = 200, description = "Disputes.", body = ListView<DisputeView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| Asked {
        transaction: params.text("transaction", rules::id),
        page: params.page(),
    });
    call.read(&app, input, |tx, merchant, asked| {
        let found = disputes::list(tx, &merchant.scope, asked.transaction, &asked.page)?;
        ListView::try_of(found, |(id, session)| {
            let case = cases::find(tx, &merchant.scope, session)?;
            view(&case.ok_or(DbError::Corrupt("a dispute without its session"))?, id, merchant.now)
        })
    })
    .await
}
