//! Debits that are not made on the day that was planned: the payer's bank has not answered about the
//! mandate, or there was no money and it tries again.

use domain::attempt::Attempt;
use domain::case::Case;
use domain::debit::timetable;
use domain::ids::AttemptId;
use domain::news::EventType;
use domain::scope::Scope;
use domain::settle::Outcome;
use store::collection_moves::{self, Move, MoveReason};
use store::mandates::MandateStatus;
use store::{DbError, Tx, batches, clocks, mandates};

use crate::api::transactions::TransactionView;
use crate::mail;
use crate::record::{Origin, record};

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

/// Keeps that a debit moved, for its instruction and for the timeline, and tells the payer and the merchant
/// the new day.
///
/// # Errors
/// Only the database's.
pub fn note(
    tx: &mut Tx<'_>,
    origin: &Origin,
    case: &Case,
    attempt: &Attempt,
    outcome: &Outcome,
) -> Result<(), DbError> {
    let scope = &case.session.scope;
    let (reason, event, collection_on) = match outcome {
        Outcome::Postponed { collection_on, .. } => {
            batches::move_instruction(tx, scope, attempt.id, *collection_on)?;
            let event = EventType::TransactionPostponed;
            (MoveReason::MandateUnanswered, event, *collection_on)
        }
        Outcome::Retried { collection_on } => {
            (MoveReason::Retried, EventType::TransactionRetried, *collection_on)
        }
        _ => return Ok(()),
    };
    let moved_at = clocks::now(tx, scope)?;
    let moved = Move { moved_at, reason, collection_on };
    collection_moves::insert(tx, scope, attempt.id, &moved)?;
    mail::tell_of_move(tx, case, attempt, &moved)?;
    let Some(transaction) = case.transaction(attempt.transaction) else { return Ok(()) };
    let view = TransactionView::whole(tx, case, transaction, moved_at)?;
    record(tx, scope, origin, event, &view.id, &view, None)
}
