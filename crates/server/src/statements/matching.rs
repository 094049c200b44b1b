//! Matching: which session an entry's money is for, and moving it there.

use domain::case::Case;
use domain::ids::{AttemptId, SessionId};
use domain::incoming::{Incoming, Mark};
use domain::matching::{self, Decision, Entry, Evidence, Rule};
use domain::method::MethodType;
use domain::movement::{MovementKind, MovementSource};
use domain::reference::Mode;
use domain::settle::Outcome;
use domain::work::WorkKind;
use processors::BankEntry;
use store::cases::{self, Locked};
use store::statement_entries::{self as rows, EntryMatch, Standing, StatementEntry};
use store::{DbError, Tx, clocks, movements};

use super::{Credited, Desk, PAYER, candidates, money, next_match};
use crate::routing;
use crate::settle::{receive, settle_locked};

/// The decision about an entry that may be what a person has marked.
const MARK_DIFFERS: &str = "mark_differs";

/// How an entry's money reaches a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As what was marked where a mark of that amount waits, else as a payment; where only marks of
    /// other amounts wait, nobody knows.
    Certain,
    /// As a payment of its own.
    Payment,
    /// As what was marked; what is more than that is a payment.
    Mark,
}

/// Why money is taken for a session, and at whose word.
#[derive(Clone, Debug)]
pub(super) struct Basis {
    pub(super) rule: Option<String>,
    pub(super) evidence: Vec<String>,
    pub(super) why: String,
    pub(super) key: Option<String>,
    pub(super) note: Option<String>,
}

/// Only marks of other amounts wait at the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MarkDiffers;

/// Finds out by the rules whose an entry is. Gives the session that took it.
pub(super) fn settle(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    entry: &mut StatementEntry,
    credited: &Credited,
    told: &BankEntry,
) -> Result<Option<SessionId>, DbError> {
    let now = clocks::now(tx, &desk.scope)?;
    let account = told.payer_account.as_deref();
    let payers = account.map(|number| desk.app.vault.codes(PAYER, number)).unwrap_or_default();
    let told = asked(desk, entry, credited, told);
    let found = candidates::load(tx, &desk.scope, &told, &payers, now)?;
    let decision = matching::match_entry(&told, &found);
    let Some(session) = decision.session() else {
        leave(tx, desk, entry, &decision)?;
        return Ok(None);
    };
    let locked = cases::lock(tx, &desk.scope, session)?;
    let locked = locked.ok_or(DbError::Corrupt("a matched session is gone"))?;
    if decision.rule == Some(Rule::KnownPayer) && !still_asks(&locked, entry) {
        // Somebody was quicker, and the amount alone proves nothing.
        let why = "The session that the payer's account spoke for was paid in the meantime.";
        let told = ("known_payer_late", why.to_owned());
        desk.suspend(tx, entry, WorkKind::UnmatchedEntry, told, Some(session))?;
        return Ok(None);
    }
    entry.decision = decision.code().to_owned();
    let basis = Basis {
        rule: decision.rule.map(|rule| rule.to_string()),
        evidence: decision.evidence.iter().map(Evidence::words).collect(),
        why: decision.why(),
        key: None,
        note: None,
    };
    match apply(tx, desk, entry, locked, Way::Certain, basis)? {
        Ok(()) => Ok(Some(session)),
        Err(MarkDiffers) => {
            let why = format!(
                "It is for {session}, where another amount was marked as received by hand: this may be that money, or more of it."
            );
            desk.suspend(tx, entry, WorkKind::MarkDiffers, (MARK_DIFFERS, why), Some(session))?;
            Ok(None)
        }
    }
}

/// The entry as the rules read it.
fn asked(desk: &Desk<'_>, entry: &StatementEntry, credited: &Credited, told: &BankEntry) -> Entry {
    Entry {
        mode: Mode::of(&desk.scope),
        amount: told.amount,
        own_account_of: credited.of_customer.as_ref().map(|own| own.customer),
        fields: told.fields.clone(),
        lines: told.lines.clone(),
        payer_name: told.payer_name.clone(),
        payer_account: entry.told.payer_account.clone(),
    }
}

fn still_asks(locked: &Locked, entry: &StatementEntry) -> bool {
    let found = candidates::of_case(&locked.case, locked.now);
    found.is_some_and(|it| {
        it.standing == matching::Standing::Open
            && (it.remaining.minor(), it.remaining.currency()) == (entry.amount, entry.currency)
    })
}

/// What no rule is certain of waits, with what they think of it.
fn leave(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    entry: &mut StatementEntry,
    decision: &Decision,
) -> Result<(), DbError> {
    use domain::matching::Verdict;
    let why = decision.why();
    let sessions = match &decision.verdict {
        Verdict::Suggest { sessions } | Verdict::Suspend { sessions, .. } => sessions.clone(),
        Verdict::Apply { .. } | Verdict::Late { .. } => Vec::new(),
    };
    let names: Vec<String> = sessions.iter().map(SessionId::to_string).collect();
    let why = match names.as_slice() {
        [] => why,
        names => format!("{why} It may be for {}.", names.join(", ")),
    };
    let only = if let [only] = sessions.as_slice() { Some(*only) } else { None };
    desk.suspend(tx, entry, WorkKind::UnmatchedEntry, (decision.code(), why), only)
}

/// Moves an entry's money to a session, keeps why, and closes what people were asked about it.
pub(super) fn apply(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    entry: &mut StatementEntry,
    locked: Locked,
    way: Way,
    basis: Basis,
) -> Result<Result<(), MarkDiffers>, DbError> {
    let marks = locked.case.marks();
    let (linked, paid) = match parts(&marks, way, entry.amount) {
        Ok(parts) => parts,
        Err(differs) => return Ok(Err(differs)),
    };
    let (session, customer) = (locked.case.session.id, locked.case.session.customer);
    let (id, place) = next_match(tx, entry)?;
    let from = MovementSource::BankAccount(entry.bank_account);
    let mut rest = Some(locked);
    let mut marked_attempt = None;
    if let Some((mark, amount)) = linked {
        let locked = relock(tx, desk, session, rest.take())?;
        let outcome = Outcome::Linked { money: money(entry, place, amount) };
        settle_locked(tx, desk.app, desk.origin, locked, mark, from, &outcome)?;
        marked_attempt = Some(mark);
    }
    let mut attempt = None;
    if paid > 0 {
        let locked = relock(tx, desk, session, rest.take())?;
        let incoming = incoming(tx, entry, &locked.case, paid)?;
        let money = money(entry, place, paid);
        attempt = Some(receive(tx, desk.app, desk.origin, locked, incoming, from, money)?);
    }
    let source_id = money(entry, place, 0).source_id;
    let mut booked = |kind| movements::by_source(tx, &desk.scope, from, kind, &source_id);
    let movement = booked(MovementKind::Collection)?.map(|it| it.id);
    let settlement = booked(MovementKind::BankSettlement)?.map(|it| it.id);
    let made = EntryMatch {
        id,
        created_at: clocks::now(tx, &desk.scope)?,
        entry: entry.id,
        place,
        session,
        attempt,
        marked_attempt,
        movement,
        settlement,
        refund: None,
        rule: basis.rule,
        evidence: basis.evidence,
        why: basis.why.clone(),
        key: basis.key,
        note: basis.note,
        undone: None,
    };
    rows::insert_match(tx, &desk.scope, &made)?;
    entry.why = basis.why;
    entry.standing = Some(Standing { matched: id, session, customer });
    desk.close_work(tx, entry.movement, "matched")?;
    Ok(Ok(()))
}

/// The case, locked: as it was handed in, or anew once it was written.
fn relock(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    session: SessionId,
    known: Option<Locked>,
) -> Result<Locked, DbError> {
    match known {
        Some(locked) => Ok(locked),
        None => cases::lock(tx, &desk.scope, session)?
            .ok_or(DbError::Corrupt("a locked session is gone")),
    }
}

/// What of an amount is shown money of which mark, and what is paid anew.
fn parts(
    marks: &[Mark],
    way: Way,
    amount: i64,
) -> Result<(Option<(AttemptId, i64)>, i64), MarkDiffers> {
    let exact = marks.iter().find(|mark| mark.unseen == amount);
    let link = |mark: &Mark| {
        let seen = mark.unseen.min(amount);
        (Some((mark.attempt, seen)), amount - seen)
    };
    match (way, exact.or(marks.first())) {
        (Way::Payment, _) | (_, None) => Ok((None, amount)),
        (Way::Certain, Some(mark)) if mark.unseen != amount => Err(MarkDiffers),
        (_, Some(mark)) => Ok(link(mark)),
    }
}

/// The way by which an entry's money came: by the account, or what the session offers like it.
fn incoming(
    tx: &mut Tx<'_>,
    entry: &StatementEntry,
    case: &Case,
    amount: i64,
) -> Result<Incoming, DbError> {
    let by_account = match entry.virtual_account {
        Some(_) => MethodType::BankTransfer,
        None => MethodType::DirectTransfer,
    };
    let session = &case.session;
    let offered = session.terms.methods.iter().copied().find(|method| !method.is_pull());
    let offers = session.terms.methods.contains(&by_account);
    let method = offered.filter(|_| !offers).unwrap_or(by_account);
    Ok(Incoming { method, connection: connection(tx, &session.scope, method)?, amount })
}

/// By whom transfers are heard of in a scope.
pub(super) fn connection(
    tx: &mut Tx<'_>,
    scope: &domain::scope::Scope,
    method: MethodType,
) -> Result<domain::ids::ConnectionId, DbError> {
    let found = routing::route(tx, scope, method)?;
    let found = match found {
        Some(found) => Some(found),
        None => routing::route(tx, scope, MethodType::DirectTransfer)?,
    };
    found.ok_or(DbError::Corrupt("a scope has no connection for transfers"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::Id;

    fn mark(number: u8, unseen: i64) -> Mark {
        Mark { attempt: AttemptId::from_parts(1, [number; 10]), unseen }
    }

    #[test]
    fn what_was_marked_is_linked_and_the_rest_is_paid() {
        let (one, two) = (mark(1, 300), mark(2, 500));
        let of = |way, amount| parts(&[one, two], way, amount);
        assert_eq!(parts(&[], Way::Certain, 500), Ok((None, 500)));
        assert_eq!(of(Way::Certain, 500), Ok((Some((two.attempt, 500)), 0)));
        assert_eq!(of(Way::Certain, 400), Err(MarkDiffers));
        assert_eq!(of(Way::Payment, 500), Ok((None, 500)));
        assert_eq!(of(Way::Mark, 400), Ok((Some((one.attempt, 300)), 100)));
        assert_eq!(of(Way::Mark, 200), Ok((Some((one.attempt, 200)), 0)));
    }
}
