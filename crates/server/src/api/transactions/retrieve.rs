//! `GET /v1/transactions/{id}`.

use axum::extract::State;
use domain::ids::TransactionId;

use super::TransactionView;
use super::view::EXPANDABLE;
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Retrieve a transaction
///
/// # Errors
/// 400 for a field that cannot be expanded, 404 when there is no such transaction.
#[utoipa::path(
    get, path = "/v1/transactions/{id}", tag = "Transactions",
    operation_id = "retrieve_transaction",
    params(
        ("id" = String, Path, description = "The transaction's id."),
        ("expand[]" = Option<Vec<String>>, Query, description = "Show the whole object in place of its id: `customer`, `payment_session`, `payment_method`, `mandate`."),
    ),
    responses((status = 200, description = "The transaction.", body = TransactionView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<TransactionId>,
    query: Query,
) -> Result<Reply, Problem> {
    let server = app.clone();
    call.read(&app, query.expand(EXPANDABLE), move |tx, merchant, expand| {
        let (case, transaction) = TransactionView::find(tx, merchant, id.of_a("transaction")?)?;
        let mut view = TransactionView::whole(tx, &case, &transaction, merchant.now)?;
        view.expand(tx, &server, merchant, &case, expand)?;
        Ok(view)
    })
    .await
}
