//! Money that a bank takes back out of an account: the second entry, the other way.

use domain::attempt::Attempt;
use domain::case::Case;
use domain::credit_transfer;
use domain::ids::{AttemptId, SessionId};
use domain::movement::{MovementKind, MovementSource};
use domain::settle::Outcome;
use domain::work::WorkKind;
use store::cases::{self, Locked};
use store::statement_entries::{self as rows, EntryMatch, Standing, StatementEntry};
use store::{DbError, Tx, clocks, movements};

use super::matching::Basis;
use super::{Desk, money, next_match};
use crate::settle::settle_locked;

/// The decision about a reversal of what its session has: it goes back.
const RETURNED: &str = "returned";
/// The code of a return for which the bank gives no reason.
const NO_REASON: &str = "reversed";

/// Finds out what an entry takes back, and takes it from the session that has it. Gives that.
pub(super) fn settle(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    entry: &mut StatementEntry,
) -> Result<Option<SessionId>, DbError> {
    let Some(mut original) = original(tx, desk, entry)? else {
        let why = "No entry that we know is taken back by it.".to_owned();
        let told = ("reverses_nothing", why);
        desk.suspend(tx, entry, WorkKind::UnmatchedEntry, told, None)?;
        return Ok(None);
    };
    let Some(standing) = original.standing else {
        return take_unmatched(tx, desk, entry, &mut original).map(|()| None);
    };
    let session = standing.session;
    let locked = cases::lock(tx, &desk.scope, session)?;
    let locked = locked.ok_or(DbError::Corrupt("a matched session is gone"))?;
    let matches = rows::matches_of(tx, original.id)?;
    let stands = matches.iter().find(|it| it.id == standing.matched);
    let holder = stands.and_then(|it| holder_of(&locked.case, it, entry.amount));
    let Some(attempt) = holder else {
        let why = format!(
            "It takes back the entry {}, of which {session} does not have so much.",
            original.id
        );
        let told = ("returned_too_much", why);
        desk.suspend(tx, entry, WorkKind::UnmatchedEntry, told, Some(session))?;
        return Ok(None);
    };
    let why = format!("It takes back the entry {}, which had paid {session}.", original.id);
    let basis = Basis {
        rule: Some("reversal".to_owned()),
        evidence: vec![format!("the bank says that it takes back its entry “{}”", original.entry)],
        why,
        key: None,
        note: None,
    };
    take_back(tx, desk, entry, locked, attempt, basis)?;
    original.reversed_by = Some(entry.id);
    rows::update(tx, &desk.scope, &original)?;
    Ok(Some(session))
}

/// What nobody had matched went back as it came: there is nothing left to find out.
fn take_unmatched(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    entry: &mut StatementEntry,
    original: &mut StatementEntry,
) -> Result<(), DbError> {
    let why = format!("It takes back the entry {}, which had paid nothing.", original.id);
    if entry.amount != original.amount || original.reversed_by.is_some() {
        let told = ("reverses_unmatched", why);
        return desk.suspend(tx, entry, WorkKind::UnmatchedEntry, told, None);
    }
    "reverses_unmatched".clone_into(&mut entry.decision);
    entry.why = why;
    original.reversed_by = Some(entry.id);
    rows::update(tx, &desk.scope, original)?;
    desk.close_work(tx, entry.movement, RETURNED)?;
    desk.close_work(tx, original.movement, RETURNED)
}

/// Notes that the session of an entry that takes back another has lost its money by it.
pub(super) fn note(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    entry: &StatementEntry,
) -> Result<(), DbError> {
    let Some(mut original) = original(tx, desk, entry)? else { return Ok(()) };
    let session = |it: &StatementEntry| it.standing.map(|standing| standing.session);
    if original.reversed_by.is_none() && session(&original) == session(entry) {
        original.reversed_by = Some(entry.id);
        rows::update(tx, &desk.scope, &original)?;
    }
    Ok(())
}

/// Forgets that again: what it takes back can be matched anew, and then taken back.
pub(super) fn forget(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    entry: &StatementEntry,
) -> Result<(), DbError> {
    let Some(mut original) = original(tx, desk, entry)? else { return Ok(()) };
    if original.reversed_by == Some(entry.id) {
        original.reversed_by = None;
        rows::update(tx, &desk.scope, &original)?;
    }
    Ok(())
}

/// The entry that the bank says is taken back by another.
pub(super) fn original(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    entry: &StatementEntry,
) -> Result<Option<StatementEntry>, DbError> {
    match &entry.reverses {
        Some(id) => rows::by_entry(tx, &desk.scope, entry.bank_account, id),
        None => Ok(None),
    }
}

/// True for an entry that took back another which had paid nothing.
pub(super) fn is_even(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    entry: &StatementEntry,
) -> Result<bool, DbError> {
    let original = original(tx, desk, entry)?;
    Ok(original.is_some_and(|it| it.reversed_by == Some(entry.id)))
}

/// The attempt that has so much of a match's money.
fn holder_of(case: &Case, matched: &EntryMatch, amount: i64) -> Option<AttemptId> {
    let attempts = [matched.attempt, matched.marked_attempt];
    attempts.into_iter().flatten().find(|id| case.holds(*id, amount))
}

/// The latest attempt by transfer that has so much, for a person who says that this takes it back.
pub(super) fn holder_in(case: &Case, amount: i64) -> Option<AttemptId> {
    let sent = |it: &&Attempt| !it.method.is_pull() && case.holds(it.id, amount);
    case.attempts.iter().rev().find(sent).map(|it| it.id)
}

/// Takes an entry's money from an attempt that has it.
pub(super) fn take_back(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    entry: &mut StatementEntry,
    locked: Locked,
    attempt: AttemptId,
    basis: Basis,
) -> Result<(), DbError> {
    let (session, customer) = (locked.case.session.id, locked.case.session.customer);
    let (id, place) = next_match(tx, entry)?;
    let from = MovementSource::BankAccount(entry.bank_account);
    let (kind, money) = (MovementKind::Return, money(entry, place, entry.amount));
    let code = entry.code.as_deref().filter(|code| credit_transfer::find(code).is_some());
    let code = code.unwrap_or(NO_REASON).to_owned();
    let source_id = money.source_id.clone();
    let outcome = Outcome::Returned { kind, code, money };
    settle_locked(tx, desk.app, desk.origin, locked, attempt, from, &outcome)?;
    let movement = movements::by_source(tx, &desk.scope, from, kind, &source_id)?;
    let made = EntryMatch {
        id,
        created_at: clocks::now(tx, &desk.scope)?,
        entry: entry.id,
        place,
        session,
        attempt: Some(attempt),
        marked_attempt: None,
        movement: movement.map(|it| it.id),
        settlement: None,
        refund: None,
        rule: basis.rule,
        evidence: basis.evidence,
        why: basis.why.clone(),
        key: basis.key,
        note: basis.note,
        undone: None,
    };
    rows::insert_match(tx, &desk.scope, &made)?;
    RETURNED.clone_into(&mut entry.decision);
    entry.why = basis.why;
    entry.standing = Some(Standing { matched: id, session, customer });
    desk.close_work(tx, entry.movement, RETURNED)
}
