//! `GET /v1/owner_payouts/{id}`.

use axum::extract::State;
use domain::ids::OwnerPayoutId;
use store::owner_payouts;

use super::{OwnerPayoutView, WHAT};
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Retrieve an owner payout
///
/// # Errors
/// 404 when there is no such payout.
#[utoipa::path(
    get, path = "/v1/owner_payouts/{id}", tag = "Owner payouts", operation_id = "retrieve_owner_payout",
    params(("id" = String, Path, description = "The payout's id.")),
    responses((status = 200, description = "The owner payout.", body = OwnerPayoutView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<OwnerPayoutId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a(WHAT));
    call.read(&app, input, |tx, merchant, id| {
        let payout = owner_payouts::find(tx, &merchant.scope, *id)?;
        let payout = payout.ok_or_else(|| Problem::not_found(WHAT, None))?;
        Ok(OwnerPayoutView::of(&payout, &merchant.scope))
    })
    .await
}
