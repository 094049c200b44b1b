//! `DELETE /v1/units/{id}`.

use axum::extract::State;
use domain::ids::{SessionId, UnitId};
use domain::news::EventType;
use store::sessions;
use store::units::{self, Unit};

use super::UnitView;
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;
use crate::record::record;

/// Delete a unit
///
/// Final. The unit can still be retrieved, with who owned it. Refused while the money of a payment
/// session is still to be passed on by its owners or less its fees.
///
/// # Errors
/// 404 when there is no such unit, or no longer; 409 `unit_has_open_payment_sessions` with
/// `payment_session`.
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
        if let Some(session) = sessions::open_for_unit(tx, scope, *id)? {
            return Err(is_to_be_split(session));
        }
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

fn is_to_be_split(session: SessionId) -> Problem {
    let message = format!(
        "The money of {session} is still to be passed on for this unit. Cancel it first, or let it be paid and split."
    );
    Problem::conflict("unit_has_open_payment_sessions", message)
        .with_detail("payment_session", session.to_string())
}
