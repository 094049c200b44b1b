//! What people say of entries: that one is for a session, that it was not; and that money came, or did not.

use domain::ids::{ReceiptMarkId, RefundId, SessionId, StatementEntryId};
use domain::incoming::{Incoming, UnmatchRefusal};
use domain::method::MethodType;
use domain::movement::{MovementKind, MovementSource};
use domain::news::EventType;
use domain::settle::{MoneyReport, Outcome};
use domain::work::WorkKind;
use jiff::civil::Date;
use store::cases::{self, Locked};
use store::statement_entries::{
    self as rows, Direction, EntryMatch, ReceiptMark, StatementEntry, Undone,
};
use store::{DbError, Tx, movements, refunds, work_items};

use super::matching::{Basis, MarkDiffers, apply, connection};
use super::{Desk, Way, refunded, reversal};
use crate::app::App;
use crate::closing;
use crate::extract::Merchant;
use crate::problem::Problem;
use crate::settle::{receive, settle_locked};

pub use super::matching::Way as MatchAs;

/// What the API calls an entry, in sentences.
pub const WHAT: &str = "statement entry";

/// What becomes of questions about money that was matched wrongly.
const UNMATCHED: &str = "unmatched";

/// What a person says that an entry is for.
#[derive(Clone, Copy, Debug)]
pub enum For {
    /// A session.
    Session(SessionId),
    /// A refund that was marked as sent: as it went, or as it came back.
    Refund(RefundId),
}

/// That an entry is for a session or a refund, at a person's word.
pub struct SaidMatch {
    /// For which.
    pub whom: For,
    /// As what.
    pub way: Way,
    /// The person's words.
    pub note: String,
}

/// Matches an entry by hand.
///
/// # Errors
/// 404 when there is no such entry or session; 409 for why it cannot be matched.
pub fn match_entry(
    tx: &mut Tx<'_>,
    app: &App,
    merchant: &Merchant,
    id: StatementEntryId,
    said: &SaidMatch,
) -> Result<StatementEntry, Problem> {
    let origin = merchant.origin();
    let desk = Desk { app, scope: merchant.scope, origin: &origin };
    let mut entry = lock(tx, merchant, id)?;
    if let Some(standing) = entry.standing {
        let message = "This statement entry is matched already; unmatch it first.";
        return Err(Problem::conflict("statement_entry_matched", message)
            .with_detail("payment_session", standing.session.to_string()));
    }
    if entry.reversed_by.is_some() {
        let message = "The bank has taken this money back, so it pays nothing.";
        return Err(Problem::conflict("statement_entry_reversed", message));
    }
    if reversal::is_even(tx, &desk, &entry)? {
        let message = "This entry took back another that had paid nothing: the two are even.";
        return Err(Problem::conflict("statement_entry_even", message));
    }
    let locked = lock_said(tx, merchant, said.whom)?;
    let asked = locked.case.session.terms.currency;
    if asked != entry.currency {
        let message = format!(
            "`payment_session` asks for {}, and the entry is in {}; nothing is exchanged.",
            asked.iso(),
            entry.currency.iso()
        );
        return Err(Problem::invalid("currency_mismatch", message, Some("payment_session")));
    }
    let basis = Basis {
        rule: None,
        evidence: Vec::new(),
        why: format!("Matched by hand: {}", said.note),
        key: Some(merchant.key.to_string()),
        note: Some(said.note.clone()),
    };
    "by_hand".clone_into(&mut entry.decision);
    match (said.whom, entry.direction) {
        (For::Refund(refund), _) => {
            refunded::show(tx, &desk, &mut entry, locked, refund, basis)?;
        }
        (For::Session(_), Direction::Debit) => {
            let attempt = reversal::holder_in(&locked.case, entry.amount).ok_or_else(|| {
                let message = "This payment session has no transfer of so much that could go back.";
                Problem::conflict("nothing_to_return", message)
            })?;
            reversal::take_back(tx, &desk, &mut entry, locked, attempt, basis)?;
        }
        (For::Session(_), Direction::Credit) => {
            let applied = apply(tx, &desk, &mut entry, locked, said.way, basis)?;
            applied.map_err(|MarkDiffers| {
                let message = "Another amount was marked as received by hand. Say with `as` whether this is that money (`mark`) or a payment of its own (`payment`).";
                Problem::conflict("mark_differs", message)
            })?;
        }
    }
    reversal::note(tx, &desk, &entry)?;
    rows::update(tx, &merchant.scope, &entry)?;
    desk.tell(tx, EventType::StatementEntryMatched, &entry)?;
    Ok(entry)
}

/// The case that an entry is said to be for, locked.
fn lock_said(tx: &mut Tx<'_>, merchant: &Merchant, whom: For) -> Result<Locked, Problem> {
    let (session, unknown) = match whom {
        For::Session(session) => {
            (Some(session), Problem::not_found("payment session", Some("payment_session")))
        }
        For::Refund(refund) => (
            refunds::session_of(tx, &merchant.scope, refund)?,
            Problem::not_found("refund", Some("refund")),
        ),
    };
    let Some(session) = session else { return Err(unknown) };
    cases::lock(tx, &merchant.scope, session)?.ok_or(unknown)
}

/// Takes back that an entry was for its session or refund: its money waits again.
///
/// # Errors
/// 404 when there is no such entry; 409 for why its match cannot be undone.
pub fn unmatch_entry(
    tx: &mut Tx<'_>,
    app: &App,
    merchant: &Merchant,
    id: StatementEntryId,
    note: &str,
) -> Result<StatementEntry, Problem> {
    let origin = merchant.origin();
    let desk = Desk { app, scope: merchant.scope, origin: &origin };
    let mut entry = lock(tx, merchant, id)?;
    let Some(standing) = entry.standing else {
        let message = "This statement entry is not matched.";
        return Err(Problem::conflict("statement_entry_unmatched", message));
    };
    let matches = rows::matches_of(tx, entry.id)?;
    let stands = matches.into_iter().find(|it| it.id == standing.matched);
    let stands = stands.ok_or_else(Problem::internal)?;
    if entry.reversed_by.is_some() {
        return Err(refused(UnmatchRefusal::Returned));
    }
    undo(tx, &desk, merchant, &stands)?;
    reversal::forget(tx, &desk, &entry)?;
    let undone = Undone { at: merchant.now, key: merchant.key.to_string(), note: note.to_owned() };
    rows::undo_match(tx, &merchant.scope, stands.id, &undone)?;
    let why = format!("Its match to {} was undone by hand: {note}", standing.session);
    let told = ("unmatched", why);
    desk.suspend(tx, &mut entry, WorkKind::UnmatchedEntry, told, None)?;
    rows::update(tx, &merchant.scope, &entry)?;
    desk.tell(tx, EventType::StatementEntryUnmatched, &entry)?;
    Ok(entry)
}

/// Moves a match's money back into suspense, each part as it had come.
fn undo(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    merchant: &Merchant,
    stands: &EntryMatch,
) -> Result<(), Problem> {
    let by = MovementSource::Merchant;
    if let Some((attempt, movement)) = stands.attempt.zip(stands.movement) {
        let locked = lock_case(tx, merchant, stands.session)?;
        if !locked.case.returns().any(|it| it.id == movement) {
            locked.case.can_unmatch(attempt).map_err(refused)?;
        }
        let outcome = Outcome::Unmatched { movement };
        settle_locked(tx, desk.app, desk.origin, locked, attempt, by, &outcome)?;
    }
    if let Some((refund, bounce)) = stands.refund.zip(stands.movement) {
        let locked = lock_case(tx, merchant, stands.session)?;
        let known = locked.case.refunds.iter().find(|it| it.id == refund);
        let known = known.ok_or_else(Problem::internal)?;
        locked.case.can_unbounce(known).map_err(refused)?;
        let (attempt, outcome) = (known.attempt, Outcome::Unbounced { refund, bounce });
        settle_locked(tx, desk.app, desk.origin, locked, attempt, by, &outcome)?;
        let mut failed =
            work_items::open_of_session(tx, &desk.scope, WorkKind::RefundFailed, stands.session)?;
        failed.retain(|it| it.refund == Some(refund));
        closing::close(tx, &desk.scope, desk.origin, failed, UNMATCHED, merchant.now)?;
    }
    if let Some(settlement) = stands.settlement {
        let locked = lock_case(tx, merchant, stands.session)?;
        let of_refund = locked.case.refunds.iter().find(|it| Some(it.id) == stands.refund);
        let attempt = stands.marked_attempt.or(of_refund.map(|it| it.attempt));
        let attempt = attempt.ok_or_else(Problem::internal)?;
        if stands.refund.is_none() {
            locked.case.can_unlink(attempt).map_err(refused)?;
        }
        let outcome = Outcome::Unlinked { settlement };
        settle_locked(tx, desk.app, desk.origin, locked, attempt, by, &outcome)?;
    }
    if let Some(movement) = stands.movement {
        // What was too much of it is owed to nobody any more.
        desk.close_work(tx, movement, UNMATCHED)?;
    }
    Ok(())
}

/// That money came, at a person's word.
pub struct SaidReceived {
    /// Minor units.
    pub amount: i64,
    /// The day on which it came.
    pub on: Date,
    /// The person's words.
    pub note: String,
}

/// Marks money of a session as received.
///
/// # Errors
/// 409 when the session offers no transfer, or nothing is to be paid.
pub fn mark_received(
    tx: &mut Tx<'_>,
    app: &App,
    merchant: &Merchant,
    locked: Locked,
    said: &SaidReceived,
) -> Result<(), Problem> {
    let (case, session) = (&locked.case, &locked.case.session);
    let offered = session.terms.methods.iter().copied().filter(|method| !method.is_pull());
    let method = { offered }.max_by_key(|method| *method == MethodType::DirectTransfer);
    let method = method.ok_or_else(|| {
        let message =
            "This payment session does not offer to send money, so none can be marked as received.";
        Problem::conflict("payment_method_not_offered", message)
    })?;
    if case.cancellation(locked.now).is_some() {
        return Err(crate::api::payment_sessions::refused(domain::case::Refusal::Canceled));
    }
    if case.state_at(locked.now).amounts.remaining <= 0 {
        return Err(crate::api::payment_sessions::refused(domain::case::Refusal::Paid));
    }
    let (id, connection) = (session.id, connection(tx, &merchant.scope, method)?);
    let (currency, mark) = (session.terms.currency, tx.id::<ReceiptMarkId>());
    let incoming = Incoming { method, connection, amount: said.amount };
    let (value_date, source_id) = (said.on, mark.to_string());
    let money = MoneyReport { amount: said.amount, fee: 0, currency, value_date, source_id };
    let by = MovementSource::Merchant;
    let attempt = receive(tx, app, &merchant.origin(), locked, incoming, by, money)?;
    let mark = ReceiptMark {
        id: mark,
        created_at: merchant.now,
        attempt,
        amount: said.amount,
        received_on: said.on,
        note: said.note.clone(),
        key: merchant.key.to_string(),
        undone: None,
    };
    Ok(rows::insert_mark(tx, &merchant.scope, id, &mark)?)
}

/// That money did not come after all.
pub struct SaidNotReceived {
    /// Which mark was wrong; the only one that stands, when left out.
    pub mark: Option<ReceiptMarkId>,
    /// The person's words.
    pub note: String,
}

/// Takes back that money of a session was marked as received: it never came.
///
/// # Errors
/// 404 when the session has no such mark; 409 for why it cannot be taken back.
pub fn unmark_received(
    tx: &mut Tx<'_>,
    app: &App,
    merchant: &Merchant,
    locked: Locked,
    said: &SaidNotReceived,
) -> Result<(), Problem> {
    let origin = merchant.origin();
    let desk = Desk { app, scope: merchant.scope, origin: &origin };
    let mark = standing_mark(tx, locked.case.session.id, said.mark)?;
    locked.case.can_unmatch(mark.attempt).map_err(|why| stays(why, mark.id))?;
    let (by, kind) = (MovementSource::Merchant, MovementKind::Collection);
    let collection = movements::by_source(tx, &merchant.scope, by, kind, &mark.id.to_string())?;
    let collection = collection.ok_or(DbError::Corrupt("a mark without its movement"))?.id;
    let outcome = Outcome::Unmatched { movement: collection };
    settle_locked(tx, app, &origin, locked, mark.attempt, by, &outcome)?;
    let (at, key) = (merchant.now, merchant.key.to_string());
    let undone = Undone { at, key, note: said.note.clone() };
    rows::undo_mark(tx, &merchant.scope, mark.id, &undone)?;
    // What was too much of it is owed to nobody any more.
    Ok(desk.close_work(tx, collection, "unmarked")?)
}

/// The mark that is meant: the one that is named, or the only one that stands.
fn standing_mark(
    tx: &mut Tx<'_>,
    session: SessionId,
    named: Option<ReceiptMarkId>,
) -> Result<ReceiptMark, Problem> {
    let marks = rows::marks_of_session(tx, session)?;
    if let Some(id) = named {
        let found = marks.into_iter().find(|it| it.id == id);
        let mark = found.ok_or_else(|| Problem::not_found("mark", Some("mark")))?;
        return match mark.undone {
            None => Ok(mark),
            Some(_) => {
                let message = "This mark was taken back already.";
                Err(Problem::conflict("mark_undone", message))
            }
        };
    }
    let mut standing: Vec<ReceiptMark> =
        marks.into_iter().filter(|it| it.undone.is_none()).collect();
    match (standing.pop(), standing.is_empty()) {
        (Some(only), true) => Ok(only),
        (None, _) => {
            let message = "No money of this payment session is marked as received.";
            Err(Problem::conflict("nothing_marked", message))
        }
        (Some(last), false) => {
            let message = "Money of this payment session was marked as received several times; name with `mark` which was wrong.";
            let ids: Vec<String> =
                standing.iter().chain([&last]).map(|it| it.id.to_string()).collect();
            Err(Problem::conflict("several_marks", message).with_detail("marks", ids))
        }
    }
}

fn lock(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    id: StatementEntryId,
) -> Result<StatementEntry, Problem> {
    let entry = rows::lock(tx, &merchant.scope, id)?;
    entry.ok_or_else(|| Problem::not_found(WHAT, None))
}

fn lock_case(tx: &mut Tx<'_>, merchant: &Merchant, id: SessionId) -> Result<Locked, Problem> {
    let locked = cases::lock(tx, &merchant.scope, id)?;
    Ok(locked.ok_or(DbError::Corrupt("a matched session is gone"))?)
}

fn refused(refusal: UnmatchRefusal) -> Problem {
    match refusal {
        UnmatchRefusal::Refunded => Problem::conflict(
            "matched_money_refunded",
            "Money of this match was refunded, or is reserved for a refund; cancel the refund first.",
        ),
        UnmatchRefusal::Returned => Problem::conflict(
            "statement_entry_reversed",
            "The bank has taken this money back already.",
        ),
        UnmatchRefusal::Shown => Problem::conflict(
            "mark_shown",
            "The bank shows money of this as what was marked; unmatch that statement entry first.",
        ),
    }
}

/// Why a mark stays.
fn stays(refusal: UnmatchRefusal, mark: ReceiptMarkId) -> Problem {
    let (code, message) = match refusal {
        UnmatchRefusal::Shown => (
            "mark_shown",
            "The bank's statement shows this money; unmatch its statement entry first.",
        ),
        UnmatchRefusal::Refunded => (
            "marked_money_refunded",
            "Money of this mark was refunded, or is reserved for a refund; cancel the refund first.",
        ),
        UnmatchRefusal::Returned => {
            ("marked_money_returned", "The bank has taken this money back already.")
        }
    };
    Problem::conflict(code, message).with_detail("mark", mark.to_string())
}
