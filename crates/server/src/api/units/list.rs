//! `GET /v1/units`.

use axum::extract::State;
use store::units;

use super::UnitView;
use crate::app::App;
use crate::extract::{Call, ListParams, ListView, Query, Reply};
use crate::problem::Problem;

/// List units
///
/// Newest first; deleted ones are left out.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/units", tag = "Units", operation_id = "list_units",
    params(ListParams),
    responses((status = 200, description = "Units.", body = ListView<UnitView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| params.page());
    call.read(&app, input, |tx, merchant, page| {
        let today = merchant.today()?;
        let found = units::list(tx, &merchant.scope, page)?;
        let views = found.try_map(|unit| {
            let history = units::ownership_history(tx, &merchant.scope, unit.id)?;
            Ok::<_, Problem>(UnitView::of(&unit, &history, today))
        })?;
        Ok(ListView::of(views, |view| view))
    })
    .await
}
