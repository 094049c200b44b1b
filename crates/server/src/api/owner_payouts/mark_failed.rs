//! `POST /v1/owner_payouts/{id}/mark_failed`.

use axum::extract::State;
use domain::ids::OwnerPayoutId;
use domain::news::EventType;
use domain::payout::{OwnerPayout, PayoutFailure};
use domain::text::LINE_MAX;
use jiff::civil::Date;
use store::Tx;
use utoipa::ToSchema;

use super::input::read_reference;
use super::{OwnerPayoutView, WHAT, lock};
use crate::app::App;
use crate::days::{self, local_day};
use crate::extract::rules::{date, line};
use crate::extract::{Body, Call, Merchant, PathId, Query, Reply};
use crate::owner_money::{free, refused, write_payout};
use crate::problem::Problem;

/// Why a payout was not paid.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct MarkOwnerPayoutFailed {
    /// Why, in the merchant's or the bank's words.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
    /// The day on which it failed, or its money came back; today when left out, where the account
    /// is. Not before it was paid or, where it was not, approved.
    #[schema(value_type = Option<String>, format = Date)]
    failed_on: Option<Date>,
    /// The bank's reference of the money that came back.
    #[schema(min_length = 1, max_length = 200)]
    reference: Option<String>,
}

/// What was said.
struct Failed {
    reason: String,
    on: Option<Date>,
    reference: Option<String>,
}

/// Mark an owner payout as failed
///
/// It was not paid, or the money of a paid one came back. Its transfers are free again; what the
/// owner owes is netted from them. Saying the same twice changes nothing.
///
/// # Errors
/// 400 without a reason, or for a day to come or too early; 404 when there is no such payout; 409 when it is a draft or canceled.
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
    let read = body.read(|fields| {
        let reason = fields.required_text("reason", line(LINE_MAX));
        let on = fields.text("failed_on", date);
        let reference = fields.text("reference", read_reference);
        Some(Failed { reason: reason?, on, reference })
    });
    let input = read.and(query.none());
    call.write(&app, input, move |tx, merchant, said| {
        let mut locked = lock(tx, merchant, id.of_a(WHAT)?)?;
        let (was, today) = (locked.payout.status, merchant.today()?);
        let Failed { reason, on, reference } = said;
        let said = PayoutFailure { reason, on: *on, reference: reference.as_deref() };
        let before = locked.payout.clone();
        if !locked.payout.fail(said, today, merchant.now).map_err(refused)? {
            return Ok(OwnerPayoutView::of(&locked.payout, &merchant.scope));
        }
        if let Some(day) = *on {
            check(tx, merchant, &before, day)?;
        }
        let payout = free(tx, merchant, locked, was)?;
        Ok(write_payout(tx, merchant, &payout, EventType::OwnerPayoutFailed)?)
    })
    .await
}

/// It fails after it was paid, or else after it was approved.
fn check(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    payout: &OwnerPayout,
    day: Date,
) -> Result<(), Problem> {
    let (from, what) = match (payout.paid_on, payout.approved_at) {
        (Some(on), _) => (on, "it was paid"),
        (None, Some(at)) => (local_day(tx, &merchant.scope, at)?, "it was approved"),
        (None, None) => (Date::MIN, "it was made"),
    };
    days::Given { param: "failed_on", day }.check(merchant.today()?, from, what)
}
