//! The one road by which a payment changes, with its Tx around it.
//!
//! Page, inbox, poll, report line, timeout and test helper call [`settle`]. The domain decides
//! what follows; this module locks, books, saves and tells.

use domain::case::Case;
use domain::ids::{AttemptId, ConnectionId, MovementId, SessionId, WorkItemId};
use domain::incoming::Incoming;
use domain::ledger::{LedgerAccount, Writer};
use domain::movement::{Allocation, Movement, MovementKind, MovementSource};
use domain::news::Snapshot;
use domain::scope::Scope;
use domain::settle::{self as rules, MoneyReport, Outcome, Report, Settlement};
use domain::work::WorkKind;
use store::cases::Locked;
use store::work_items::{self, WorkItemRow};
use store::{DbError, Tx, attempts, cases, clocks};

use crate::app::App;
use crate::cases::write_back;
use crate::checkout::credit;
use crate::record::Origin;
use crate::{checkout, moves, work};

/// Applies what `from` says of an attempt. Gives the session when something changed.
///
/// # Errors
/// Only the database's. A report that contradicts us is booked and raised, never refused.
pub fn settle(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &Scope,
    attempt: AttemptId,
    from: MovementSource,
    outcome: &Outcome,
) -> Result<Option<SessionId>, DbError> {
    let Some(session) = attempts::session_of(tx, scope, attempt)? else { return Ok(None) };
    let Some(locked) = cases::lock(tx, scope, session)? else { return Ok(None) };
    settle_locked(tx, app, &Origin::system(), locked, attempt, from, outcome)
}

/// The same for a case that is locked already, because `origin` asked for it.
///
/// # Errors
/// Only the database's.
pub fn settle_locked(
    tx: &mut Tx<'_>,
    app: &App,
    origin: &Origin,
    mut locked: Locked,
    attempt: AttemptId,
    from: MovementSource,
    outcome: &Outcome,
) -> Result<Option<SessionId>, DbError> {
    let (session, now) = (locked.case.session.id, locked.now);
    let before = Snapshot::of(&locked.case);
    let known_as = locked.case.attempt(attempt).and_then(|attempt| attempt.reference.clone());
    let source = tx.source();
    let report = Report { attempt, from, now, source: source.as_ref() };
    let settlement = rules::settle(&mut locked.case, report, outcome);
    if !settlement.changed {
        work::raise(tx, &locked.case, &locked.case.unbooked.work)?;
        return Ok(None);
    }
    end_mandate(tx, &locked.case, attempt, settlement, outcome)?;
    write_back(tx, app, origin, &mut locked, &before)?;
    if let Some(attempt) = locked.case.attempt(attempt) {
        match outcome {
            Outcome::Signed => {
                checkout::signed_at_bank(tx, &locked.case, attempt, known_as.as_deref())?;
            }
            Outcome::Postponed { .. } | Outcome::Retried { .. } => {
                moves::note(tx, origin, &locked.case, attempt, outcome)?;
            }
            _ => {}
        }
    }
    Ok(Some(session))
}

/// Takes in money that a payer sent, or is said to have sent: by the attempt that waits for it, or a
/// new one. Gives that attempt.
///
/// # Errors
/// Only the database's.
pub fn receive(
    tx: &mut Tx<'_>,
    app: &App,
    origin: &Origin,
    mut locked: Locked,
    incoming: Incoming,
    from: MovementSource,
    money: MoneyReport,
) -> Result<AttemptId, DbError> {
    let (now, source) = (locked.now, tx.source());
    let before = Snapshot::of(&locked.case);
    let attempt = locked.case.take_in(incoming, now, source.as_ref());
    let report = Report { attempt, from, now, source: source.as_ref() };
    // What was sent is final when it is booked.
    rules::settle(&mut locked.case, report, &Outcome::Received { money, clears_at: now });
    let spendable = credit::spendable(tx, &locked)?;
    if locked.case.takes_payment(now).is_ok() {
        // What was sent leaves the rest to the customer's credit, where the session says so.
        let _ = locked.case.apply_credit(spendable, now, source.as_ref());
    }
    write_back(tx, app, origin, &mut locked, &before)?;
    Ok(attempt)
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
    let transit = LedgerAccount::transit(movement.source);
    let writer =
        Writer { movement: movement.id, currency: money.currency, source: source.as_ref() };
    let entry = match kind.takes_back() {
        true => writer.entry(LedgerAccount::Suspense, transit, money.amount),
        false => writer.entry(transit, LedgerAccount::Suspense, money.amount),
    };
    if let Some(entry) = entry {
        store::movements::post(tx, scope, &entry, now, now)?;
    }
    let row = WorkItemRow {
        id: tx.id::<WorkItemId>(),
        created_at: now,
        kind: WorkKind::Unmatched.as_str().to_owned(),
        session: None,
        transaction: None,
        movement: Some(movement.id),
        cause: format!("unmatched:{from}:{}", money.source_id),
        text: format!(
            "The bank reports a {kind} for “{reference}”, which matches no payment of ours. The money is in suspense."
        ),
        customer: None,
        owner: None,
        refund: None,
        payout: None,
        amount: Some(money.amount),
        currency: Some(money.currency),
        resolved: None,
    };
    work_items::insert(tx, scope, &row)?;
    Ok(())
}

/// A mandate that its bank no longer honours must not be used again.
fn end_mandate(
    tx: &mut Tx<'_>,
    case: &Case,
    attempt: AttemptId,
    settlement: Settlement,
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
    crate::lodging::ended_by_bank(tx, &case.session.scope, mandate, code)
}
