//! `POST /v1/owner_payouts/{id}/cancel`.

use axum::extract::State;
use domain::ids::OwnerPayoutId;
use domain::news::EventType;

use super::{OwnerPayoutView, WHAT, lock};
use crate::app::App;
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::owner_money::{free, refused, write_payout};
use crate::problem::Problem;

/// Cancel an owner payout
///
/// Its transfers are free again; what the owner owes is netted from them. Canceling it twice
/// changes nothing.
///
/// # Errors
/// 404 when there is no such payout, 409 when it was sent, or has failed.
#[utoipa::path(
    post, path = "/v1/owner_payouts/{id}/cancel", tag = "Owner payouts", operation_id = "cancel_owner_payout",
    params(("id" = String, Path, description = "The payout's id.")),
    responses((status = 200, description = "The owner payout.", body = OwnerPayoutView), crate::openapi::Refusals)
)]
pub async fn cancel(
    State(app): State<App>,
    call: Call,
    id: PathId<OwnerPayoutId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.empty().and(query.none());
    call.write(&app, input, move |tx, merchant, ()| {
        let mut locked = lock(tx, merchant, id.of_a(WHAT)?)?;
        let was = locked.payout.status;
        if !locked.payout.cancel(merchant.now).map_err(refused)? {
            return Ok(OwnerPayoutView::of(&locked.payout, &merchant.scope));
        }
        let payout = free(tx, merchant, locked, was)?;
        Ok(write_payout(tx, merchant, &payout, EventType::OwnerPayoutCanceled)?)
    })
    .await
}
