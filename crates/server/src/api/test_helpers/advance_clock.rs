//! `POST /v1/test_helpers/clock/advance`.

use axum::extract::State;
use domain::calendar::TARGET;
use domain::time::{SECOND_MS, Timestamp};
use serde_json::Value;
use utoipa::ToSchema;

use super::ClockView;
use crate::app::App;
use crate::clock::{ADVANCE_MAX_MS, advance};
use crate::extract::{Body, Call, Merchant, Reply, SECONDS_MAX};
use crate::problem::{Fault, Problem};

/// How far to move: one of the two.
#[derive(ToSchema)]
#[serde(untagged)]
pub enum AdvanceClock {
    /// By a span.
    #[schema(title = "AdvanceBy")]
    By(AdvanceBy),
    /// To a time.
    #[schema(title = "AdvanceTo")]
    To(AdvanceTo),
}

/// How far to move, as a span.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct AdvanceBy {
    /// By so many seconds, up to two years.
    #[schema(minimum = 0, maximum = 63_158_400)]
    seconds: i64,
}

/// How far to move, as a time.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct AdvanceTo {
    /// To this time, in Unix seconds.
    #[schema(minimum = 0, maximum = 253_402_300_799_i64)]
    to: i64,
}

#[derive(Clone, Copy)]
enum Target {
    By(i64),
    To(Timestamp),
}

/// Moves business time of test mode on, from due time to due time, and answers when all that
/// fell due is done. It never moves back.
///
/// # Errors
/// 403 with a live key; 400 for more than two years, backwards, or past the calendars' end.
#[utoipa::path(
    post, path = "/v1/test_helpers/clock/advance", tag = "Test helpers", operation_id = "test_advance_clock",
    request_body = AdvanceClock,
    responses((status = 200, description = "As asked.", body = ClockView), crate::openapi::Refusals)
)]
pub async fn advance_clock(
    State(app): State<App>,
    mut call: Call,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(|fields| {
        let by = fields.int("seconds", 0..=ADVANCE_MAX_MS / SECOND_MS);
        let to = fields.int("to", 0..=SECONDS_MAX);
        match (by, to) {
            (Some(seconds), None) => Some(Target::By(seconds * SECOND_MS)),
            (None, Some(to)) => Timestamp::from_seconds(to).map(Target::To),
            (Some(_), Some(_)) => {
                fields.fault("to", "mutually_exclusive", "cannot stand beside `seconds`");
                None
            }
            (None, None) => {
                // What is there and of no use has its own fault already.
                let given = ["seconds", "to"].map(|name| fields.get(name));
                if given.into_iter().flatten().all(Value::is_null) {
                    fields.fault("seconds", "required", "or `to` is required");
                }
                None
            }
        }
    });
    let merchant = call.merchant(&app).await?;
    merchant.test_mode_only()?;
    let _turn = app.changes.turn(&merchant).await;
    if let Some(reply) = call.replay(&app, &merchant, &input).await? {
        return Ok(reply);
    }
    let target = target(&merchant, *input.value()?)?;
    advance(&app, merchant.scope, target).await?;
    call.write(&app, input, move |_, _, _| Ok(ClockView::at(target))).await
}

/// Where the clock goes, if it may.
fn target(merchant: &Merchant, asked: Target) -> Result<Timestamp, Problem> {
    let refuse = |param: &'static str, code, words: &str| {
        let message = format!("`{param}` {words}.");
        Problem::faults(vec![Fault::of(param, code, message)])
    };
    let (param, target) = match asked {
        Target::By(ms) => ("seconds", merchant.now.plus_ms(ms)),
        Target::To(to) => ("to", to),
    };
    // The API tells whole seconds, so the second that it told is not the past.
    if target.seconds() < merchant.now.seconds() {
        return Err(refuse(param, "clock_moved_back", "lies in the past; time only moves on"));
    }
    if target.ms() - merchant.now.ms() > ADVANCE_MAX_MS {
        return Err(refuse(param, "clock_moved_too_far", "is more than two years ahead"));
    }
    let year = jiff::Timestamp::from_second(target.seconds())
        .map_or(i16::MAX, |at| at.to_zoned(jiff::tz::TimeZone::UTC).year());
    if year >= TARGET.last_year() {
        return Err(refuse(param, "past_calendar_end", "lies beyond the end of the calendars"));
    }
    Ok(target.max(merchant.now))
}
