//! `POST /v1/owner_payouts/{id}/mark_paid`.

use axum::extract::State;
use domain::ids::OwnerPayoutId;
use domain::news::EventType;
use jiff::civil::Date;
use store::transfers;
use utoipa::ToSchema;

use super::input::read_reference;
use super::{OwnerPayoutView, WHAT, lock};
use crate::app::App;
use crate::days::{self, local_day};
use crate::extract::rules::date;
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::owner_money::{pay, refused, write_payout};
use crate::problem::Problem;

/// When and how a payout was paid.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct MarkOwnerPayoutPaid {
    /// The day on which it was paid; today when left out, where the account is.
    #[schema(value_type = Option<String>, format = Date)]
    paid_on: Option<Date>,
    /// The bank's reference of the payment.
    #[schema(min_length = 1, max_length = 200)]
    reference: Option<String>,
}

/// What was said.
struct Paid {
    on: Option<Date>,
    reference: Option<String>,
}

/// Mark an owner payout as paid
///
/// For a payout that was sent by hand. Its transfers are paid out then. Saying the same twice
/// changes nothing.
///
/// # Errors
/// 400 for a day to come, or before its transfers were made; 404 when there is no such payout; 409 when it is not approved, or has
/// ended otherwise.
#[utoipa::path(
    post, path = "/v1/owner_payouts/{id}/mark_paid", tag = "Owner payouts",
    operation_id = "mark_owner_payout_paid",
    params(("id" = String, Path, description = "The payout's id.")),
    request_body(content = Option<MarkOwnerPayoutPaid>),
    responses((status = 200, description = "The owner payout.", body = OwnerPayoutView), crate::openapi::Refusals)
)]
pub async fn mark_paid(
    State(app): State<App>,
    call: Call,
    id: PathId<OwnerPayoutId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body
        .read(|fields| {
            let on = fields.text("paid_on", date);
            Some(Paid { on, reference: fields.text("reference", read_reference) })
        })
        .and(query.none());
    call.write(&app, input, move |tx, merchant, said| {
        let mut locked = lock(tx, merchant, id.of_a(WHAT)?)?;
        let today = merchant.today()?;
        if let Some(day) = said.on {
            let made =
                transfers::of_payout(tx, locked.payout.id)?.iter().map(|it| it.created_at).min();
            let from = local_day(tx, &merchant.scope, made.unwrap_or(locked.payout.created_at))?;
            let given = days::Given { param: "paid_on", day };
            given.check(today, from, "the first of its transfers was made")?;
        }
        let reference = said.reference.as_deref();
        let paid = locked.payout.pay(said.on, reference, today, merchant.now);
        if !paid.map_err(refused)? {
            return Ok(OwnerPayoutView::of(&locked.payout, &merchant.scope));
        }
        let payout = pay(tx, merchant, locked)?;
        Ok(write_payout(tx, merchant, &payout, EventType::OwnerPayoutPaid)?)
    })
    .await
}
