//! Debits that are not made on the day that was planned: the payer's bank has not answered about the
//! mandate, or there was no money and it tries again.

use domain::attempt::Attempt;
use domain::case::Case;
use domain::debit::timetable;
use domain::ids::AttemptId;
use domain::scope::Scope;
use domain::settle::Outcome;
use store::collection_moves::{self, Move, MoveReason};
use store::mandates::MandateStatus;
use store::{DbError, Tx, batches, clocks, mandates};

use crate::mail;

/// Why a debit failed about whose mandate the payer's bank never answered.
pub const UNANSWERED: &str = "mandate_unanswered";

/// What becomes of a debit at its cut-off whose mandate nobody answered about: it waits for the next
/// one, and after some of those it fails. `None` when it can leave.
///
/// # Errors
/// Only the database's.
pub fn without_answer(
    tx: &mut Tx<'_>,
    scope: &Scope,
    attempt: AttemptId,
) -> Result<Option<Outcome>, DbError> {
    let Some(mandate) = mandates::of_attempt(tx, scope, attempt)? else { return Ok(None) };
    let waits = mandate.scheme.rules().answer_days.is_some();
    if !waits || mandate.status == MandateStatus::Active {
        return Ok(None);
    }
    let now = clocks::now(tx, scope)?;
    let next = timetable::postponed(now, mandate.created_at, mandate.scheme).ok().flatten();
    Ok(Some(match next {
        Some(days) => {
            Outcome::Postponed { cutoff_at: days.cutoff, collection_on: days.collection_on }
        }
        None => Outcome::Declined { code: UNANSWERED.to_owned() },
    }))
}

/// Keeps that a debit moved, for its instruction and for the timeline, and tells the payer whose bank
/// lets it wait.
///
/// # Errors
/// Only the database's.
pub fn note(
    tx: &mut Tx<'_>,
    case: &Case,
    attempt: &Attempt,
    outcome: &Outcome,
) -> Result<(), DbError> {
    let scope = &case.session.scope;
    let (reason, collection_on) = match outcome {
        Outcome::Postponed { collection_on, .. } => {
            batches::move_instruction(tx, scope, attempt.id, *collection_on)?;
            mail::tell_of_postponement(tx, case, attempt, *collection_on)?;
            (MoveReason::MandateUnanswered, *collection_on)
        }
        Outcome::Retried { collection_on } => (MoveReason::Retried, *collection_on),
        _ => return Ok(()),
    };
    let moved_at = clocks::now(tx, scope)?;
    collection_moves::insert(tx, scope, attempt.id, &Move { moved_at, reason, collection_on })
}
