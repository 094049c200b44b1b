//! `POST /v1/units/{id}`.

use axum::extract::State;
use domain::ids::UnitId;
use domain::news::EventType;
use store::units;

use super::input::{Changes, UpdateUnit};
use super::{UnitView, ownership};
use crate::app::App;
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::problem::Problem;
use crate::record::{previous_attributes, record};

/// Update a unit
///
/// What is left out keeps its value; null clears it. `owners` are those from
/// `ownership_starts_on` on: what was said of other days stays.
///
/// # Errors
/// 400 for what is wrong with the body, 404 when there is no such unit, or no longer, or no such
/// owner, 409 `ownership_history_full`.
#[utoipa::path(
    post, path = "/v1/units/{id}", tag = "Units", operation_id = "update_unit",
    params(("id" = String, Path, description = "The unit's id.")),
    request_body = UpdateUnit,
    responses((status = 200, description = "The unit.", body = UnitView), crate::openapi::Refusals)
)]
pub async fn update(
    State(app): State<App>,
    call: Call,
    id: PathId<UnitId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(|fields| Some(Changes::of_known(fields))).and(query.none());
    call.write(&app, input, move |tx, merchant, changes| {
        let (id, scope, today) = (id.of_a("unit")?, &merchant.scope, merchant.today()?);
        let unit = units::lock(tx, scope, id)?;
        let mut unit = unit.ok_or_else(|| Problem::not_found("unit", None))?;
        let history = units::ownership_history(tx, scope, id)?;
        let before = UnitView::of(&unit, &history, today);
        changes.clone().apply(&mut unit).map_err(|fault| Problem::faults(vec![fault]))?;
        let history = match &changes.ownerships {
            Some(wanted) => ownership::write(tx, merchant, id, wanted)?,
            None => history,
        };
        let view = UnitView::of(&unit, &history, today);
        if let Some(previous) = previous_attributes(&before, &view) {
            units::update(tx, &unit)?;
            let (kind, object) = (EventType::UnitUpdated, id.to_string());
            record(tx, scope, &merchant.origin(), kind, &object, &view, Some(&previous))?;
        }
        Ok(view)
    })
    .await
}
