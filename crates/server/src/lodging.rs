//! Mandates that their scheme lodges with the payer's bank: taking them there, hearing of them,
//! and calling them back.
//!
//! A mandate is signed for one collection. When that is over, or was withdrawn, the bank is told to
//! forget it, with the batch of a cut-off as everything that it is told.

use domain::attempt::{Attempt, Progress};
use domain::case::Case;
use domain::debit::{MandateOutcome, Scheme, timetable};
use domain::ids::{ConnectionId, MandateId, SessionId};
use domain::movement::MovementSource;
use domain::scope::Scope;
use domain::settle::Outcome;
use domain::time::Timestamp;
use store::jobs::{self, Clock, NewJob};
use store::mandate_orders::{self, NewOrder, OrderKind};
use store::mandates::{self, Mandate, MandateStatus};
use store::{DbError, Tx, cases, clocks};

use crate::api::mandates as api;
use crate::app::App;
use crate::jobs::{EXPORT_BATCH, export_subject};
use crate::record::Origin;
use crate::settle::settle_locked;

/// Why a mandate ended whose one collection is over.
pub const USED: &str = "used";
/// Why a mandate ended before anything was collected under it.
pub const WITHDRAWN: &str = "withdrawn";

/// A line of a report about a mandate.
pub struct Report<'a> {
    /// Who says it.
    pub from: ConnectionId,
    /// The mandate's scheme.
    pub scheme: Scheme,
    /// Its reference there.
    pub reference: &'a str,
    /// What became of it.
    pub outcome: &'a MandateOutcome,
}

/// What a report line about a mandate did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// No mandate of ours has that reference.
    Unknown,
    /// It was taken in; the session, where a payment changed by it.
    Known(Option<SessionId>),
}

/// Has a mandate lodged at the cut-off `at`.
///
/// # Errors
/// Only the database's.
pub fn lodge(
    tx: &mut Tx<'_>,
    scope: &Scope,
    connection: ConnectionId,
    mandate: MandateId,
    at: Timestamp,
) -> Result<(), DbError> {
    order(tx, scope, connection, mandate, OrderKind::Lodge, at)
}

/// What an attempt's new progress means for its mandate: called back once its collection has
/// cleared or failed, and at once when it was withdrawn.
///
/// # Errors
/// Only the database's.
pub fn follow_up(tx: &mut Tx<'_>, case: &Case, attempt: &Attempt) -> Result<(), DbError> {
    let scheme = Scheme::of(attempt.method).filter(|scheme| scheme.lodges());
    let Some((scheme, id)) = scheme.zip(attempt.mandate) else { return Ok(()) };
    let scope = case.session.scope;
    let now = clocks::now(tx, &scope)?;
    let over_at = match attempt.progress {
        Progress::Collected { clears_at, .. } => clears_at.max(now),
        Progress::Failed { .. } | Progress::Canceled { .. } => now,
        _ => return Ok(()),
    };
    let ended = |mandate: &Mandate| mandate.status == MandateStatus::Inactive;
    if mandates::find(tx, &scope, id)?.is_none_or(|mandate| ended(&mandate)) {
        // The bank said so itself.
        return Ok(());
    }
    if matches!(attempt.progress, Progress::Canceled { .. }) {
        mandate_orders::drop_waiting(tx, &scope, id)?;
        api::end(tx, &scope, id, WITHDRAWN)?;
        if !mandate_orders::any_sent(tx, &scope, id)? {
            return Ok(());
        }
    }
    match timetable::next_cutoff(over_at, scheme) {
        Ok(at) => order(tx, &scope, attempt.connection, id, OrderKind::Cancel, at),
        // Past the calendar's end nothing leaves by itself.
        Err(_) => Ok(()),
    }
}

/// Ends a mandate because its bank says so: there is nothing left to tell it.
///
/// # Errors
/// Only the database's.
pub fn ended_by_bank(
    tx: &mut Tx<'_>,
    scope: &Scope,
    mandate: MandateId,
    code: &str,
) -> Result<(), DbError> {
    mandate_orders::drop_waiting(tx, scope, mandate)?;
    api::end(tx, scope, mandate, code)
}

/// Takes in what a bank says of a mandate. A debit that has not left fails with it; one that has
/// left gets a line of its own.
///
/// # Errors
/// Only the database's.
pub fn settle_mandate(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &Scope,
    report: &Report<'_>,
) -> Result<Heard, DbError> {
    clocks::keep(tx, scope)?;
    let Some(mandate) = mandates::by_reference(tx, scope, report.scheme, report.reference)? else {
        return Ok(Heard::Unknown);
    };
    let code = match report.outcome {
        MandateOutcome::Lodged => {
            api::lodged(tx, scope, mandate.id)?;
            return Ok(Heard::Known(None));
        }
        MandateOutcome::Ended { code } => code,
    };
    let Some(locked) = cases::lock(tx, scope, mandate.session)? else {
        return Err(DbError::Corrupt("mandates.payment_session"));
    };
    ended_by_bank(tx, scope, mandate.id, code)?;
    let waits = |attempt: &&Attempt| {
        attempt.mandate == Some(mandate.id)
            && matches!(attempt.progress, Progress::Scheduled { .. })
    };
    let Some(attempt) = locked.case.attempts.iter().find(waits).map(|attempt| attempt.id) else {
        return Ok(Heard::Known(None));
    };
    let from = MovementSource::Connection(report.from);
    let declined = Outcome::Declined { code: code.clone() };
    settle_locked(tx, app, &Origin::system(), locked, attempt, from, &declined).map(Heard::Known)
}

/// Writes an order and sees to it that its batch is made.
fn order(
    tx: &mut Tx<'_>,
    scope: &Scope,
    connection: ConnectionId,
    mandate: MandateId,
    kind: OrderKind,
    cutoff_at: Timestamp,
) -> Result<(), DbError> {
    let clock = clocks::keep(tx, scope)?;
    let created_at = clock.at(tx.now_real());
    let order = NewOrder { mandate, connection, kind, cutoff_at, created_at };
    mandate_orders::insert(tx, scope, &order)?;
    let subject = export_subject(connection, cutoff_at);
    let (kind, clock_kind, due_at) = (EXPORT_BATCH, Clock::Business, cutoff_at);
    let job = NewJob { kind, subject: &subject, payload: "", clock: clock_kind, due_at };
    jobs::ensure(tx, scope, &job, &clock)
}
