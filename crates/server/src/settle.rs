//! The one road by which a payment changes, with its Tx around it.
//!
//! Page, inbox, poll, report line, timeout and test helper call [`settle`]. The domain decides
//! what follows; this module locks, books, saves and tells.

use domain::case::Case;
use domain::ids::{AttemptId, ConnectionId, MovementId, SessionId, WorkItemId};
use domain::ledger;
use domain::movement::{Allocation, Movement, MovementKind, MovementSource};
use domain::news::Snapshot;
use domain::scope::Scope;
use domain::session::ReportingType;
use domain::settle::{self as rules, Contradiction, Outcome, Report, Settlement, WorkItem};
use store::work_items::{self, WorkItemRow};
use store::{DbError, Tx, attempts, cases, clocks};

use crate::app::App;
use crate::cases::write_back;
use crate::record::Origin;

/// Applies what `from` says of an attempt. Gives the session when something changed.
///
/// # Errors
/// Only the database's. A report that contradicts us is booked and raised, never refused.
pub fn settle(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &Scope,
    attempt: AttemptId,
    from: ConnectionId,
    outcome: &Outcome,
) -> Result<Option<SessionId>, DbError> {
    let Some(session) = attempts::session_of(tx, scope, attempt)? else { return Ok(None) };
    let Some(mut locked) = cases::lock(tx, scope, session)? else { return Ok(None) };
    let now = locked.now;
    let before = Snapshot::of(&locked.case);
    let source = tx.source();
    let report = Report { attempt, from, now, source: source.as_ref() };
    let settlement = rules::settle(&mut locked.case, report, outcome);
    raise(tx, &locked.case, &settlement.work)?;
    if !settlement.changed {
        return Ok(None);
    }
    cases::book(tx, scope, &settlement.movements, &settlement.entries)?;
    end_mandate(tx, &locked.case, attempt, &settlement, outcome)?;
    write_back(tx, app, &Origin::system(), &locked, &before)?;
    Ok(Some(session))
}

/// Books what a rail reports of something we know nothing about: into suspense, and to a person.
pub fn settle_unmatched(
    tx: &mut Tx<'_>,
    scope: &Scope,
    from: ConnectionId,
    reference: &str,
    outcome: &Outcome,
) -> Result<(), DbError> {
    let now = clocks::now(tx, scope)?;
    let (kind, code, money) = match outcome {
        Outcome::Received { money, .. } => (MovementKind::Collection, None, money),
        Outcome::Returned { kind, code, money } => (*kind, Some(code.clone()), money),
        _ => return Ok(()),
    };
    let movement = Movement {
        id: tx.id::<MovementId>(),
        session: None,
        transaction: None,
        attempt: None,
        kind,
        allocation: Allocation::Suspense,
        amount: money.amount,
        fee: money.fee,
        currency: money.currency,
        code,
        value_date: money.value_date,
        booked_at: now,
        source: MovementSource::Connection(from),
        source_id: money.source_id.clone(),
        available_at: now,
    };
    if !store::movements::insert(tx, scope, &movement)? {
        return Ok(());
    }
    let source = tx.source();
    for entry in ledger::entries(&movement, ReportingType::Charge, 0, source.as_ref()) {
        store::movements::post(tx, scope, &entry, now, now)?;
    }
    let row = WorkItemRow {
        id: tx.id::<WorkItemId>(),
        created_at: now,
        kind: "unmatched".to_owned(),
        session: None,
        transaction: None,
        movement: Some(movement.id),
        cause: format!("unmatched:{from}:{}", money.source_id),
        text: format!(
            "The bank reports a {kind} for “{reference}”, which matches no payment of ours. The money is in suspense."
        ),
    };
    work_items::insert(tx, scope, &row)
}

/// Puts what a person has to look at on the work list, once per cause.
fn raise(tx: &mut Tx<'_>, case: &Case, work: &[WorkItem]) -> Result<(), DbError> {
    let scope = case.session.scope;
    for item in work {
        let row = WorkItemRow {
            id: tx.id::<WorkItemId>(),
            created_at: clocks::now(tx, &scope)?,
            kind: item.kind.as_str().to_owned(),
            session: Some(case.session.id),
            transaction: case.attempt(item.attempt).map(|attempt| attempt.transaction),
            movement: item.movement,
            cause: item.cause.clone(),
            text: words(item.kind).to_owned(),
        };
        work_items::insert(tx, &scope, &row)?;
    }
    Ok(())
}

/// What happened and what can be done, in plain words.
pub const fn words(kind: Contradiction) -> &'static str {
    match kind {
        Contradiction::CollectedAfterDecline => {
            "Money arrived for a try that was reported as declined. It was booked; check with the processor."
        }
        Contradiction::CollectedAfterCancel => {
            "Money arrived for a try that had been given up or withdrawn. It was booked."
        }
        Contradiction::CollectedBeforeExport => {
            "The bank reports a collection for an instruction that had not left. It was booked; check with the bank."
        }
        Contradiction::CollectedTwice => {
            "The same try was collected twice. The second amount is surplus and is owed to the payer."
        }
        Contradiction::WrongCurrency => {
            "Money arrived in another currency than the session's. It is in suspense; nothing was exchanged."
        }
        Contradiction::AmountDiffers => {
            "Another amount arrived than was asked for. It counts towards the session."
        }
        Contradiction::DeclinedAfterCollection => {
            "The processor reports a decline for a payment that it had reported as paid. The payment stands; check with the processor."
        }
        Contradiction::AbandonedAfterCollection => {
            "The processor reports as given up what it had reported as paid. The payment stands; check with the processor."
        }
        Contradiction::ReturnedWithoutCollection => {
            "A return was reported for a payment that was never collected. It is in suspense; check with the bank."
        }
        Contradiction::ReturnedTooMuch => {
            "More was taken back than was collected, or in another currency. It is in suspense; check with the bank."
        }
        Contradiction::DisputedWithoutCollection => {
            "A dispute was reported for a payment that was never collected. Check with the bank."
        }
        Contradiction::Surplus => {
            "More money arrived than was asked for, or after the session was closed. It is surplus and is owed to the payer; it could not be voided."
        }
    }
}

/// A mandate that its bank no longer honours must not be used again.
fn end_mandate(
    tx: &mut Tx<'_>,
    case: &Case,
    attempt: AttemptId,
    settlement: &Settlement,
    outcome: &Outcome,
) -> Result<(), DbError> {
    let mandate = case.attempt(attempt).and_then(|attempt| attempt.mandate);
    let Some(mandate) = mandate.filter(|_| settlement.ends_mandate) else { return Ok(()) };
    let code = match outcome {
        Outcome::Declined { code }
        | Outcome::Returned { code, .. }
        | Outcome::Disputed { code, .. } => code,
        _ => return Ok(()),
    };
    crate::api::mandates::end(tx, &case.session.scope, mandate, code)
}
