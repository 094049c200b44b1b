//! `GET /v1/refunds/{id}`.

use axum::extract::State;
use domain::ids::RefundId;
use store::{cases, refunds};

use super::{RefundView, WHAT, unknown, view};
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Retrieve a refund
///
/// # Errors
/// 404 when there is no such refund.
#[utoipa::path(
    get, path = "/v1/refunds/{id}", tag = "Refunds", operation_id = "retrieve_refund",
    params(("id" = String, Path, description = "The refund's id.")),
    responses((status = 200, description = "The refund.", body = RefundView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<RefundId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a(WHAT));
    call.read(&app, input, |tx, merchant, id| {
        let session = refunds::session_of(tx, &merchant.scope, *id)?.ok_or_else(unknown)?;
        let case = cases::find(tx, &merchant.scope, session)?.ok_or_else(unknown)?;
        view(&case, *id)
    })
    .await
}
