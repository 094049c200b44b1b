//! Money that left the bank account because a person had sent a refund: its entry and the refund are
//! one, in suspense on one side and in transit on the other.

use domain::case::Case;
use domain::ids::{RefundId, SessionId};
use domain::movement::{Movement, MovementKind, MovementSource};
use domain::settle::Outcome;
use store::cases::Locked;
use store::statement_entries::{self as rows, Direction, EntryMatch, Standing, StatementEntry};
use store::{Tx, clocks, movements};

use super::matching::Basis;
use super::{Desk, money, next_match};
use crate::problem::Problem;
use crate::settle::settle_locked;

/// The decision about an entry that shows a refund.
const SHOWN: &str = "refund_shown";

/// Links an entry to a refund of the case.
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
    let (session, customer) = (locked.case.session.id, locked.case.session.customer);
    check_unseen(tx, session, refund)?;
    let known = locked.case.refunds.iter().find(|it| it.id == refund);
    let attempt = known.map(|it| it.attempt).ok_or_else(Problem::internal)?;
    let (id, place) = next_match(tx, entry)?;
    let from = MovementSource::BankAccount(entry.bank_account);
    let money = money(entry, place, entry.amount);
    let source_id = money.source_id.clone();
    let outcome = Outcome::RefundShown { money };
    settle_locked(tx, desk.app, desk.origin, locked, attempt, from, &outcome)?;
    let kind = MovementKind::BankSettlement;
    let settlement = movements::by_source(tx, &desk.scope, from, kind, &source_id)?;
    let made = EntryMatch {
        id,
        created_at: clocks::now(tx, &desk.scope)?,
        entry: entry.id,
        place,
        session,
        attempt: None,
        marked_attempt: None,
        movement: None,
        settlement: settlement.map(|it| it.id),
        refund: Some(refund),
        rule: basis.rule,
        evidence: basis.evidence,
        why: basis.why.clone(),
        key: basis.key,
        note: basis.note,
        undone: None,
    };
    rows::insert_match(tx, &desk.scope, &made)?;
    SHOWN.clone_into(&mut entry.decision);
    entry.why = basis.why;
    entry.standing = Some(Standing { matched: id, session, customer });
    desk.close_work(tx, entry.movement, SHOWN)?;
    Ok(())
}

/// That the entry is money that went, and the refund was sent by hand, both by the same amount.
fn check(entry: &StatementEntry, case: &Case, refund: RefundId) -> Result<(), Problem> {
    if entry.direction == Direction::Credit {
        let message = "This money came; a refund goes.";
        return Err(Problem::conflict("statement_entry_is_credit", message));
    }
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

fn check_unseen(tx: &mut Tx<'_>, session: SessionId, refund: RefundId) -> Result<(), Problem> {
    let matches = rows::matches_of_session(tx, session)?;
    match matches.iter().find(|it| it.refund == Some(refund) && it.undone.is_none()) {
        Some(known) => {
            let message = "Another statement entry shows this refund; unmatch that first.";
            Err(Problem::conflict("refund_matched", message)
                .with_detail("statement_entry", known.entry.to_string()))
        }
        None => Ok(()),
    }
}
