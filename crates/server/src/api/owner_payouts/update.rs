//! `POST /v1/owner_payouts/{id}`.

use axum::extract::State;
use domain::ids::OwnerPayoutId;
use domain::news::EventType;
use store::owner_payouts;

use super::input::UpdateOwnerPayout;
use super::{OwnerPayoutView, WHAT, lock};
use crate::app::App;
use crate::extract::{Body, Call, MetadataChanges, PathId, Query, Reply};
use crate::problem::Problem;
use crate::record::{previous_attributes, record};

/// Update an owner payout
///
/// Only its metadata can change.
///
/// # Errors
/// 400 for what is wrong with the body, 404 when there is no such payout.
#[utoipa::path(
    post, path = "/v1/owner_payouts/{id}", tag = "Owner payouts", operation_id = "update_owner_payout",
    params(("id" = String, Path, description = "The payout's id.")),
    request_body = UpdateOwnerPayout,
    responses((status = 200, description = "The owner payout.", body = OwnerPayoutView), crate::openapi::Refusals)
)]
pub async fn update(
    State(app): State<App>,
    call: Call,
    id: PathId<OwnerPayoutId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(|fields| Some(MetadataChanges::read(fields))).and(query.none());
    call.write(&app, input, move |tx, merchant, changes| {
        let scope = &merchant.scope;
        let mut payout = lock(tx, merchant, id.of_a(WHAT)?)?.payout;
        let before = OwnerPayoutView::of(&payout, scope);
        let metadata = changes.apply(&payout.metadata);
        payout.metadata = metadata.map_err(|fault| Problem::faults(vec![fault]))?;
        let view = OwnerPayoutView::of(&payout, scope);
        if let Some(previous) = previous_attributes(&before, &view) {
            owner_payouts::update(tx, scope, &payout)?;
            let kind = EventType::OwnerPayoutUpdated;
            record(tx, scope, &merchant.origin(), kind, &view.id, &view, Some(&previous))?;
        }
        Ok(view)
    })
    .await
}
