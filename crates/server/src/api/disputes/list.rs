//! `GET /v1/disputes`.

use axum::extract::State;
use domain::dispute::DisputeStatus;
use domain::ids::{DisputeId, SessionId, TransactionId};
use store::disputes::{self, Filter};
use store::page::Page;
use store::{DbError, cases};
use utoipa::IntoParams;

use super::{DisputeView, view};
use crate::api::names::DisputeStatusName;
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
    /// Those of this payment session.
    #[param(required = false, value_type = String)]
    pub payment_session: SessionId,
    /// Those of this status.
    #[param(required = false, inline, value_type = DisputeStatusName)]
    pub status: DisputeStatus,
}

struct Asked {
    filter: Filter,
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
    let input = query.read(|params| {
        let statuses: Vec<&str> = DisputeStatus::ALL.iter().map(|it| it.as_str()).collect();
        let filter = Filter {
            transaction: params.text("transaction", rules::id),
            session: params.text("payment_session", rules::id),
            status: params.text("status", rules::spelled(&statuses)),
        };
        Asked { filter, page: params.page() }
    });
    call.read(&app, input, |tx, merchant, asked| {
        let (scope, now) = (&merchant.scope, merchant.now);
        let found = disputes::list(tx, scope, asked.filter, now, &asked.page)?;
        ListView::try_of(found, |(id, session)| {
            let case = cases::find(tx, scope, session)?;
            view(&case.ok_or(DbError::Corrupt("a dispute without its session"))?, id, now)
        })
    })
    .await
}
