//! `POST /v1/owner_payouts/{id}/approve`.

use axum::extract::State;
use domain::ids::OwnerPayoutId;
use domain::news::EventType;

use super::{OwnerPayoutView, WHAT, lock};
use crate::app::App;
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::owner_money::{refused, write_payout};
use crate::problem::Problem;

/// Approve an owner payout
///
/// It may be sent then. Approving it twice changes nothing.
///
/// # Errors
/// 404 when there is no such payout, 409 when it is paid, canceled or has failed.
#[utoipa::path(
    post, path = "/v1/owner_payouts/{id}/approve", tag = "Owner payouts", operation_id = "approve_owner_payout",
    params(("id" = String, Path, description = "The payout's id.")),
    responses((status = 200, description = "The owner payout.", body = OwnerPayoutView), crate::openapi::Refusals)
)]
pub async fn approve(
    State(app): State<App>,
    call: Call,
    id: PathId<OwnerPayoutId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.empty().and(query.none());
    call.write(&app, input, move |tx, merchant, ()| {
        let mut payout = lock(tx, merchant, id.of_a(WHAT)?)?.payout;
        if payout.approve(merchant.now).map_err(refused)? {
            return Ok(write_payout(tx, merchant, &payout, EventType::OwnerPayoutUpdated)?);
        }
        Ok(OwnerPayoutView::of(&payout, &merchant.scope))
    })
    .await
}
