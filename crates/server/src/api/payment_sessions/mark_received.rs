//! `POST /v1/payment_sessions/{id}/mark_received`.

use axum::extract::State;
use domain::ids::SessionId;
use domain::text::DESCRIPTION_MAX;
use jiff::ToSpan as _;
use jiff::civil::Date;
use utoipa::ToSchema;

use super::input::AMOUNT_MAX;
use super::{PaymentSessionView, WHAT, lock};
use crate::app::App;
use crate::days::{Given, local_day};
use crate::extract::rules::{date, words};
use crate::extract::{Body, Call, Expand, PathId, Query, Reply};
use crate::problem::Problem;
use crate::statements::by_hand::{SaidReceived, mark_received as mark};

/// Money comes so long before it is asked for, at the most.
const YEARS_BEFORE: i64 = 1;

/// Money that came, at a person's word.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct MarkReceived {
    /// How much came, in minor units of the session's currency.
    #[schema(minimum = 1, maximum = 99_999_900)]
    amount: i64,
    /// The day on which it came: not ahead, nor more than a year before the session was created.
    #[schema(value_type = String, format = "date")]
    received_on: Date,
    /// How it is known, in the words of who says so. Kept with the mark, and with the key.
    #[schema(min_length = 1, max_length = 1000)]
    note: String,
}

/// Mark money as received
///
/// For money that was seen to come and that no bank tells of here, or not yet. It counts at once. When
/// the bank tells of it later, by the same amount, its entry is linked to the mark and counts once.
///
/// # Errors
/// 400 for what is wrong with the body, a day to come or long past; 404 when there is no such session; 409 when
/// the session offers no transfer, is paid or canceled.
#[utoipa::path(
    post, path = "/v1/payment_sessions/{id}/mark_received", tag = "Payment sessions",
    operation_id = "mark_payment_session_received",
    params(("id" = String, Path, description = "The session's id.")),
    request_body = MarkReceived,
    responses((status = 200, description = "The payment session.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn mark_received(
    State(app): State<App>,
    call: Call,
    id: PathId<SessionId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body
        .read(|fields| {
            let amount = fields.required_int("amount", 1..=AMOUNT_MAX);
            let on = fields.required_text("received_on", date);
            let note = fields.required_text("note", words(DESCRIPTION_MAX));
            Some(SaidReceived { amount: amount?, on: on?, note: note? })
        })
        .and(query.none());
    let server = app.clone();
    let session = id.of_a(WHAT).ok();
    let reply = call
        .write(&app, input, move |tx, merchant, said| {
            let id = id.of_a(WHAT)?;
            let locked = lock(tx, &merchant.scope, id)?;
            let created_on = local_day(tx, &merchant.scope, locked.case.session.created_at)?;
            let from = created_on.saturating_sub(YEARS_BEFORE.years());
            let given = Given { param: "received_on", day: said.on };
            given.check(merchant.today()?, from, "the session was a year ahead")?;
            mark(tx, &server, merchant, locked, said)?;
            PaymentSessionView::load(tx, &server, merchant, id, &Expand::default())
        })
        .await?;
    app.changes.announce_all(session);
    Ok(reply)
}
