//! `POST /v1/units`.

use axum::extract::State;
use domain::ids::UnitId;
use domain::news::EventType;
use store::units::{self, Details, Fees, Unit};

use super::input::{CreateUnit, NewUnit};
use super::{UnitView, ownership};
use crate::app::App;
use crate::extract::{Body, Call, Query, Reply};
use crate::problem::Problem;
use crate::record::record;

/// Create a unit
///
/// A home that is let. Payments for it can be split among its owners.
///
/// # Errors
/// 400 for what is wrong with the body, 404 for an owner whom there is not.
#[utoipa::path(
    post, path = "/v1/units", tag = "Units", operation_id = "create_unit",
    request_body = CreateUnit,
    responses((status = 200, description = "The unit.", body = UnitView), crate::openapi::Refusals)
)]
pub async fn create(
    State(app): State<App>,
    call: Call,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(NewUnit::read).and(query.none());
    call.write(&app, input, |tx, merchant, new| {
        let mut unit = Unit {
            id: tx.id::<UnitId>(),
            scope: merchant.scope,
            created_at: merchant.now,
            name: new.name.clone(),
            details: Details::default(),
            fees: Fees::default(),
            deleted_at: None,
        };
        new.rest.clone().apply(&mut unit).map_err(|fault| Problem::faults(vec![fault]))?;
        units::insert(tx, &unit)?;
        let history = match &new.rest.ownerships {
            Some(wanted) => ownership::write(tx, merchant, unit.id, wanted)?,
            None => Vec::new(),
        };
        let view = UnitView::of(&unit, &history, merchant.today()?);
        let (scope, id) = (&merchant.scope, unit.id.to_string());
        record(tx, scope, &merchant.origin(), EventType::UnitCreated, &id, &view, None)?;
        Ok(view)
    })
    .await
}
