//! `DELETE /v1/owners/{id}`.

use axum::extract::State;
use domain::ids::{OwnerId, SessionId, UnitId};
use domain::news::EventType;
use store::owners::{self, Owner};
use store::{sessions, units};

use super::OwnerView;
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;
use crate::record::record;

/// Delete an owner
///
/// Final. The owner can still be retrieved, for what was paid to it is history. Refused while it
/// has a part of a unit, now or from a day to come, while an unpaid payment session is to pay it,
/// and while money of it is with us or owed.
///
/// # Errors
/// 404 when there is no such owner; 409 `owner_has_units` with `unit`,
/// `owner_has_open_payment_sessions` with `payment_session`, or `owner_has_balance`.
#[utoipa::path(
    delete, path = "/v1/owners/{id}", tag = "Owners", operation_id = "delete_owner",
    params(("id" = String, Path, description = "The owner's id.")),
    responses((status = 200, description = "The owner, with `deleted`.", body = OwnerView), crate::openapi::Refusals)
)]
pub async fn delete(
    State(app): State<App>,
    call: Call,
    id: PathId<OwnerId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a("owner"));
    call.write(&app, input, |tx, merchant, id| {
        let scope = &merchant.scope;
        let owner = owners::lock(tx, scope, *id)?;
        let owner = owner.ok_or_else(|| Problem::not_found("owner", None))?;
        if let Some(unit) = units::owned_from(tx, scope, *id, merchant.today()?)? {
            return Err(has_units(unit));
        }
        if let Some(session) = sessions::open_for_owner(tx, scope, *id)? {
            return Err(is_to_be_paid(session));
        }
        if owners::has_balance(tx, scope, *id)? {
            let message = "Money of this owner is with us, or owed by it. Settle it first.";
            return Err(Problem::conflict("owner_has_balance", message));
        }
        owners::delete(tx, scope, *id, merchant.now)?;
        let view = OwnerView::of(&Owner { deleted_at: Some(merchant.now), ..owner });
        let (origin, object) = (merchant.origin(), id.to_string());
        record(tx, scope, &origin, EventType::OwnerDeleted, &object, &view, None)?;
        Ok(view)
    })
    .await
}

fn has_units(unit: UnitId) -> Problem {
    let message = format!(
        "This owner has a part of {unit}, now or from a day to come. Say first who owns that."
    );
    Problem::conflict("owner_has_units", message).with_detail("unit", unit.to_string())
}

fn is_to_be_paid(session: SessionId) -> Problem {
    let message = format!(
        "{session} is unpaid, and is to pay this owner. Cancel it first, or let it be paid."
    );
    Problem::conflict("owner_has_open_payment_sessions", message)
        .with_detail("payment_session", session.to_string())
}
