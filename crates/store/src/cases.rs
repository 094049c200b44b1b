//! Cases: a session with all that is known about its payment, loaded and written as one.

use std::ops::Deref;

use domain::case::Case;
use domain::ids::SessionId;
use domain::ledger::LedgerEntry;
use domain::movement::Movement;
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Tx};
use crate::{attempts, clocks, movements, sessions, transactions};

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
    let Some(session) = sessions::find(tx, scope, id)? else { return Ok(None) };
    Ok(Some(Case {
        session,
        transactions: transactions::of_session(tx, id)?,
        attempts: attempts::of_session(tx, id)?,
        movements: movements::of_session(tx, id)?,
    }))
}

/// The case of a session, to change. On PostgreSQL it waits for whoever else is changing it.
pub fn lock(tx: &mut Tx<'_>, scope: &Scope, id: SessionId) -> Result<Option<Locked>, DbError> {
    let Some(session) = sessions::lock(tx, scope, id)? else { return Ok(None) };
    let case = Case {
        session,
        transactions: transactions::of_session(tx, id)?,
        attempts: attempts::of_session(tx, id)?,
        movements: movements::of_session(tx, id)?,
    };
    // Only now: while it waited, somebody may have written what happened since.
    let now = case.not_before(clocks::now(tx, scope)?);
    Ok(Some(Locked { before: case.clone(), case, now }))
}

/// Writes what changed since the case was locked: attempts, transactions and the session.
/// Movements are facts, written by [`book`].
pub fn save(tx: &mut Tx<'_>, locked: &Locked) -> Result<(), DbError> {
    let (before, case) = (&locked.before, &locked.case);
    let scope = &case.session.scope;
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
    pub const fn before_session(&self) -> &domain::session::Session {
        &self.before.session
    }

    /// An attempt as it was when the case was locked.
    pub fn before_attempt(&self, id: domain::ids::AttemptId) -> Option<&domain::attempt::Attempt> {
        self.before.attempt(id)
    }
}
