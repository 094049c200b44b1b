//! `GET /v1/transfers`.

use axum::extract::State;
use domain::ids::{OwnerId, SessionId, TransactionId, TransferId};
use store::page::Page;
use store::transfers::{self, Filter};
use utoipa::IntoParams;

use super::TransferView;
use crate::app::App;
use crate::extract::{Call, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

/// What transfers can be asked for by.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TransferFilter {
    /// Those of this transaction.
    #[param(required = false, value_type = String)]
    pub source_transaction: TransactionId,
    /// Those of this payment session.
    #[param(required = false, value_type = String)]
    pub payment_session: SessionId,
    /// Those to this owner.
    #[param(required = false, value_type = String)]
    pub destination: OwnerId,
}

struct Asked {
    filter: Filter,
    page: Page<TransferId>,
}

/// List transfers
///
/// Newest first.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/transfers", tag = "Transfers", operation_id = "list_transfers",
    params(ListParams, TransferFilter),
    responses((status = 200, description = "Transfers.", body = ListView<TransferView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| {
        let filter = Filter {
            transaction: params.text("source_transaction", rules::id),
            session: params.text("payment_session", rules::id),
            owner: params.text("destination", rules::id),
        };
        Asked { filter, page: params.page() }
    });
    call.read(&app, input, |tx, merchant, asked| {
        let found = transfers::list(tx, &merchant.scope, asked.filter, &asked.page)?;
        Ok(ListView::of(found, |it| TransferView::of(&it, &merchant.scope, merchant.now)))
    })
    .await
}
