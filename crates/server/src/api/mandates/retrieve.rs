//! `GET /v1/mandates/{id}`.

use axum::extract::State;
use domain::ids::MandateId;
use store::mandates;

use super::MandateView;
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Retrieve a mandate
///
/// # Errors
/// 404 when there is no such mandate.
#[utoipa::path(
    get, path = "/v1/mandates/{id}", tag = "Mandates", operation_id = "retrieve_mandate",
    params(("id" = String, Path, description = "The mandate's id.")),
    responses((status = 200, description = "The mandate.", body = MandateView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<MandateId>,
    query: Query,
) -> Result<Reply, Problem> {
    call.read(&app, query.none(), move |tx, merchant, ()| {
        let mandate = mandates::find(tx, &merchant.scope, id.of_a("mandate")?)?;
        let mandate = mandate.ok_or_else(|| Problem::not_found("mandate", None))?;
        Ok(MandateView::of(&mandate, &merchant.scope))
    })
    .await
}
