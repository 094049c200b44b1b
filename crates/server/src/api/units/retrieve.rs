//! `GET /v1/units/{id}`.

use axum::extract::State;
use domain::ids::UnitId;
use store::units;

use super::UnitView;
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Retrieve a unit
///
/// Deleted ones too, for who owned them is history.
///
/// # Errors
/// 404 when there is no such unit.
#[utoipa::path(
    get, path = "/v1/units/{id}", tag = "Units", operation_id = "retrieve_unit",
    params(("id" = String, Path, description = "The unit's id.")),
    responses((status = 200, description = "The unit.", body = UnitView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<UnitId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a("unit"));
    call.read(&app, input, |tx, merchant, id| {
        let unit = units::find(tx, &merchant.scope, *id)?;
        let unit = unit.ok_or_else(|| Problem::not_found("unit", None))?;
        let history = units::ownership_history(tx, &merchant.scope, *id)?;
        Ok(UnitView::of(&unit, &history, merchant.today()?))
    })
    .await
}
