//! Cases: a session with all that is known about its payment, loaded and written as one.

use std::ops::Deref;

use domain::case::Case;
use domain::ids::SessionId;
use domain::ledger::LedgerEntry;
use domain::movement::Movement;
use domain::scope::Scope;
use domain::session::Session;
use domain::time::Timestamp;

use crate::db::{DbError, Tx};
use crate::{attempts, clocks, disputes, movements, refunds, sessions, transactions, transfers};

/// A case whose session row is locked until the `Tx` ends. Only such a case can be saved.
#[derive(Debug)]
pub struct Locked {
    before: Case,
    /// The case, to be changed.
    pub case: Case,
    /// Business time to judge it by: never before what is known of it.
    pub now: Timestamp,
}

impl Deref for Locked {
    type Target = Case;
    fn deref(&self) -> &Case {
        &self.case
    }
}

/// The case of a session, to look at.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: SessionId) -> Result<Option<Case>, DbError> {
    match sessions::find(tx, scope, id)? {
        Some(session) => load(tx, session).map(Some),
        None => Ok(None),
    }
}

/// All that is known about a session's payment.
fn load(tx: &mut Tx<'_>, session: Session) -> Result<Case, DbError> {
    let id = session.id;
    let mut case = Case::new(session);
    case.transactions = transactions::of_session(tx, id)?;
    case.attempts = attempts::of_session(tx, id)?;
    case.movements = movements::of_session(tx, id)?;
    if case.session.has_more {
        case.refunds = refunds::of_session(tx, id)?;
        case.disputes = disputes::of_session(tx, id)?;
        case.transfers = transfers::of_session(tx, id)?;
    }
    Ok(case)
}

/// The case of a session, to change. On PostgreSQL it waits for whoever else is changing it.
pub fn lock(tx: &mut Tx<'_>, scope: &Scope, id: SessionId) -> Result<Option<Locked>, DbError> {
    let Some(session) = sessions::lock(tx, scope, id)? else { return Ok(None) };
    let case = load(tx, session)?;
    // Only now: while it waited, somebody may have written what happened since. Kept, because what
    // follows writes by it.
    let now = case.not_before(clocks::keep(tx, scope)?.at(tx.now_real()));
    Ok(Some(Locked { before: case.clone(), case, now }))
}

/// Writes what changed since the case was locked: attempts, transactions, refunds, disputes and the
/// session. Movements are facts, written by [`book`]; transfers by whoever holds their owner.
pub fn save(tx: &mut Tx<'_>, locked: &mut Locked) -> Result<(), DbError> {
    let (before, case) = (&locked.before, &mut locked.case);
    case.session.has_more |=
        !(case.refunds.is_empty() && case.disputes.is_empty() && case.transfers.is_empty());
    let (scope, id) = (&case.session.scope, case.session.id);
    for transaction in &case.transactions {
        if !before.transactions.contains(transaction) {
            transactions::upsert(tx, scope, transaction)?;
        }
    }
    for attempt in &case.attempts {
        if !before.attempts.contains(attempt) {
            attempts::upsert(tx, scope, attempt)?;
        }
    }
    let currency = case.session.terms.currency;
    for refund in &case.refunds {
        if !before.refunds.contains(refund) {
            refunds::upsert(tx, scope, id, currency, refund)?;
        }
    }
    for dispute in &case.disputes {
        if !before.disputes.contains(dispute) {
            disputes::upsert(tx, scope, id, currency, dispute)?;
        }
    }
    if case.session != before.session {
        sessions::update(tx, &case.session)?;
    }
    Ok(())
}

/// Books new facts and their entries.
///
/// # Errors
/// [`DbError::Conflict`] when one of the facts is there already: under the case's lock the
/// domain has looked, so this is a fact of another case, and nothing may be written.
pub fn book(
    tx: &mut Tx<'_>,
    scope: &Scope,
    facts: &[Movement],
    entries: &[LedgerEntry],
) -> Result<(), DbError> {
    for movement in facts {
        if !movements::insert(tx, scope, movement)? {
            return Err(DbError::Conflict);
        }
        for entry in entries.iter().filter(|entry| entry.movement == movement.id) {
            movements::post(tx, scope, entry, movement.booked_at, movement.available_at)?;
        }
    }
    Ok(())
}

impl Locked {
    /// The session as it was when the case was locked.
    pub const fn before_session(&self) -> &Session {
        &self.before.session
    }

    /// The whole case as it was when it was locked.
    pub const fn before(&self) -> &Case {
        &self.before
    }

    /// An attempt as it was when the case was locked.
    pub fn before_attempt(&self, id: domain::ids::AttemptId) -> Option<&domain::attempt::Attempt> {
        self.before.attempt(id)
    }
}
