//! `POST /v1/owner_payouts/{id}/mark_failed`.

use axum::extract::State;
use domain::ids::OwnerPayoutId;
use domain::news::EventType;
use domain::text::LINE_MAX;
use utoipa::ToSchema;

use super::{OwnerPayoutView, WHAT, lock};
use crate::app::App;
use crate::extract::rules::line;
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::owner_money::{free, refused, write_payout};
use crate::problem::Problem;

/// Why a payout was not paid.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct MarkOwnerPayoutFailed {
    /// Why, in the merchant's or the bank's words.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Mark an owner payout as failed
///
/// It was not paid, or the money of a paid one came back. Its transfers are free again; what the
/// owner owes is netted from them. Saying the same twice changes nothing.
///
/// # Errors
/// 400 without a reason; 404 when there is no such payout; 409 when it is a draft or canceled.
#[utoipa::path(
    post, path = "/v1/owner_payouts/{id}/mark_failed", tag = "Owner payouts",
    operation_id = "mark_owner_payout_failed",
    params(("id" = String, Path, description = "The payout's id.")),
    request_body = MarkOwnerPayoutFailed,
    responses((status = 200, description = "The owner payout.", body = OwnerPayoutView), crate::openapi::Refusals)
)]
pub async fn mark_failed(
    State(app): State<App>,
    call: Call,
    id: PathId<OwnerPayoutId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let read = body.read(|fields| fields.required_text("reason", line(LINE_MAX)));
    let (input, server) = (read.and(query.none()), app.clone());
    call.write(&app, input, move |tx, merchant, reason| {
        let mut locked = lock(tx, merchant, id.of_a(WHAT)?)?;
        let was = locked.payout.status;
        if !locked.payout.fail(reason, merchant.now).map_err(refused)? {
            return Ok(OwnerPayoutView::of(&locked.payout, &merchant.scope));
        }
        let payout = free(tx, &server, merchant, locked, was)?;
        Ok(write_payout(tx, merchant, &payout, EventType::OwnerPayoutFailed)?)
    })
    .await
}
