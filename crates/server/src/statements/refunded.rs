//! Money that left the bank account because a person had sent a refund, and that came back to it: the
//! entry and what is known of the refund are one, in suspense on one side and in transit on the other.

use domain::case::Case;
use domain::ids::{RefundId, SessionId, StatementEntryId};
use domain::movement::{Movement, MovementKind, MovementSource};
use domain::refund::Refund;
use domain::settle::Outcome;
use store::cases::{self, Locked};
use store::statement_entries::{self as rows, Direction, EntryMatch, Standing, StatementEntry};
use store::{DbError, Tx, clocks, movements};

use super::matching::Basis;
use super::{Desk, money, next_match, reversal};
use crate::problem::Problem;
use crate::settle::settle_locked;

/// The decision about an entry that shows a refund.
const SHOWN: &str = "refund_shown";
/// The decision about an entry that brings a refund's money back.
const CAME_BACK: &str = "refund_came_back";

/// Takes an entry for a refund of the case: money that went is it, and money that came is what came
/// back of it. What a person had marked as come back is linked, and counts once; else this is how it is known.
///
/// # Errors
/// 409 for why the entry is not that refund's.
pub(super) fn show(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    entry: &mut StatementEntry,
    locked: Locked,
    refund: RefundId,
    basis: Basis,
) -> Result<(), Problem> {
    check(entry, &locked.case, refund)?;
    check_unseen(tx, desk, locked.case.session.id, entry.direction, refund)?;
    let known = locked.case.refunds.iter().find(|it| it.id == refund);
    let known = known.cloned().ok_or_else(Problem::internal)?;
    Ok(link(tx, desk, entry, locked, &known, basis)?)
}

/// Takes an entry by which the bank takes back what it had paid out for a refund for that refund's.
/// Gives its session, unless it is no refund's or that is not certain.
pub(super) fn bounce(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    entry: &mut StatementEntry,
) -> Result<Option<SessionId>, DbError> {
    let paid_out = reversal::original(tx, desk, entry)?;
    let Some((paid_out, standing)) = paid_out.and_then(|it| it.standing.map(|at| (it, at))) else {
        return Ok(None);
    };
    let matches = rows::matches_of(tx, paid_out.id)?;
    let stands = matches.iter().find(|it| it.id == standing.matched);
    let Some(refund) = stands.and_then(|it| it.refund) else { return Ok(None) };
    let session = standing.session;
    let locked = cases::lock(tx, &desk.scope, session)?;
    let locked = locked.ok_or(DbError::Corrupt("a matched session is gone"))?;
    let known = locked.case.refunds.iter().find(|it| it.id == refund).cloned();
    let fits = paid_out.direction == Direction::Debit && check(entry, &locked.case, refund).is_ok();
    let Some(known) = known.filter(|_| fits) else { return Ok(None) };
    if is_seen(tx, desk, session, Direction::Credit, refund)?.is_some() {
        return Ok(None);
    }
    let why = format!("It takes back the entry {}, which was the refund {refund}.", paid_out.id);
    let basis = Basis {
        rule: Some("reversal".to_owned()),
        evidence: vec![format!("the bank says that it takes back its entry “{}”", paid_out.entry)],
        why,
        key: None,
        note: None,
    };
    link(tx, desk, entry, locked, &known, basis)?;
    reversal::note(tx, desk, entry)?;
    Ok(Some(session))
}

/// Moves the entry's money to where the refund's is, or to where it came from.
fn link(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    entry: &mut StatementEntry,
    locked: Locked,
    refund: &Refund,
    basis: Basis,
) -> Result<(), DbError> {
    let (session, customer) = (locked.case.session.id, locked.case.session.customer);
    let (id, place) = next_match(tx, entry)?;
    let from = MovementSource::BankAccount(entry.bank_account);
    let money = money(entry, place, entry.amount);
    let source_id = money.source_id.clone();
    let (decision, outcome) = match (entry.direction, refund.bounced_at) {
        (Direction::Debit, _) => (SHOWN, Outcome::RefundShown { money }),
        (Direction::Credit, Some(_)) => (CAME_BACK, Outcome::BounceShown { money }),
        (Direction::Credit, None) => {
            (CAME_BACK, Outcome::RefundBounced { refund: refund.id, money })
        }
    };
    settle_locked(tx, desk.app, desk.origin, locked, refund.attempt, from, &outcome)?;
    let mut booked = |kind| movements::by_source(tx, &desk.scope, from, kind, &source_id);
    let movement = booked(MovementKind::RefundBounce)?;
    let settlement = booked(MovementKind::BankSettlement)?;
    let made = EntryMatch {
        id,
        created_at: clocks::now(tx, &desk.scope)?,
        entry: entry.id,
        place,
        session,
        attempt: None,
        marked_attempt: None,
        movement: movement.map(|it| it.id),
        settlement: settlement.map(|it| it.id),
        refund: Some(refund.id),
        rule: basis.rule,
        evidence: basis.evidence,
        why: basis.why.clone(),
        key: basis.key,
        note: basis.note,
        undone: None,
    };
    rows::insert_match(tx, &desk.scope, &made)?;
    decision.clone_into(&mut entry.decision);
    entry.why = basis.why;
    entry.standing = Some(Standing { matched: id, session, customer });
    desk.close_work(tx, entry.movement, decision)
}

/// That the refund was sent by hand, by the amount of the entry.
fn check(entry: &StatementEntry, case: &Case, refund: RefundId) -> Result<(), Problem> {
    let id = refund.to_string();
    let is_it = |it: &&Movement| {
        it.kind == MovementKind::MerchantRefund
            && it.source == MovementSource::Merchant
            && it.source_id == id
    };
    let Some(sent) = case.movements.iter().find(is_it) else {
        let message = "This refund was not marked as sent.";
        return Err(Problem::conflict("refund_not_sent", message));
    };
    match (sent.amount, sent.currency) == (entry.amount, entry.currency) {
        true => Ok(()),
        false => {
            let message = "The refund and the entry are of different amounts.";
            Err(Problem::conflict("refund_differs", message))
        }
    }
}

fn check_unseen(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    session: SessionId,
    way: Direction,
    refund: RefundId,
) -> Result<(), Problem> {
    let Some(known) = is_seen(tx, desk, session, way, refund)? else { return Ok(()) };
    let message = match way {
        Direction::Debit => "Another statement entry shows this refund; unmatch that first.",
        Direction::Credit => {
            "Another statement entry shows that this refund came back; unmatch that first."
        }
    };
    Err(Problem::conflict("refund_matched", message)
        .with_detail("statement_entry", known.to_string()))
}

/// The entry that shows the refund already, as it went or as it came back.
fn is_seen(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    session: SessionId,
    way: Direction,
    refund: RefundId,
) -> Result<Option<StatementEntryId>, DbError> {
    for known in rows::matches_of_session(tx, session)? {
        if known.refund == Some(refund) && known.undone.is_none() {
            let entry = rows::find(tx, &desk.scope, known.entry)?;
            if entry.is_some_and(|it| it.direction == way) {
                return Ok(Some(known.entry));
            }
        }
    }
    Ok(None)
}
