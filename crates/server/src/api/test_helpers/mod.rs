//! Test helpers: what a developer's tests need of the sandbox. Test keys only.
//!
//! They ask the pretend world first and answer when it has answered, so they span several
//! `Tx`. A repeat with the same idempotency key is looked for before anything is asked.

pub mod advance_clock;
pub mod bounce_refund;
pub mod close_dispute;
pub mod fail;
pub mod pay;
pub mod return_payment;
pub mod show_clock;
pub mod transfer;
pub mod walk_away;

use std::time::Duration;

use serde::Serialize;
use utoipa::ToSchema;

/// How long a helper waits for the sandbox.
const PATIENCE: Duration = Duration::from_secs(10);

/// A scope's business time.
#[derive(Serialize, ToSchema)]
pub struct ClockView {
    /// Always `clock`.
    #[schema(value_type = String, pattern = "^clock$")]
    object: ClockObject,
    /// Unix seconds.
    now: i64,
}

/// The `object` of a clock.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum ClockObject {
    /// The only one.
    Clock,
}

impl ClockView {
    const fn at(now: domain::time::Timestamp) -> Self {
        Self { object: ClockObject::Clock, now: now.seconds() }
    }
}
