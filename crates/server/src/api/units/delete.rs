//! `DELETE /v1/units/{id}`.

use axum::extract::State;
use domain::ids::UnitId;
use domain::news::EventType;
use store::units::{self, Unit};

use super::UnitView;
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;
use crate::record::record;

/// Delete a unit
///
/// Final. The unit can still be retrieved, with who owned it.
///
/// # Errors
/// 404 when there is no such unit, or no longer.
#[utoipa::path(
    delete, path = "/v1/units/{id}", tag = "Units", operation_id = "delete_unit",
    params(("id" = String, Path, description = "The unit's id.")),
    responses((status = 200, description = "The unit, with `deleted`.", body = UnitView), crate::openapi::Refusals)
)]
pub async fn delete(
    State(app): State<App>,
    call: Call,
    id: PathId<UnitId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a("unit"));
    call.write(&app, input, |tx, merchant, id| {
        let scope = &merchant.scope;
        let unit = units::lock(tx, scope, *id)?;
        let unit = unit.ok_or_else(|| Problem::not_found("unit", None))?;
        units::delete(tx, scope, *id, merchant.now)?;
        let history = units::ownership_history(tx, scope, *id)?;
        let unit = Unit { deleted_at: Some(merchant.now), ..unit };
        let view = UnitView::of(&unit, &history, merchant.today()?);
        let (origin, object) = (merchant.origin(), id.to_string());
        record(tx, scope, &origin, EventType::UnitDeleted, &object, &view, None)?;
        Ok(view)
    })
    .await
}
