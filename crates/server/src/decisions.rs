//! What follows from a decision about a work item.

use domain::books::{Direction, OwnerBook};
use domain::case::{Case, Refusal};
use domain::ids::{AttemptId, Id, LedgerEntryId};
use domain::ledger::{LedgerAccount, Writer};
use domain::money::{Currency, Money};
use domain::movement::MovementKind;
use domain::plan::Split;
use domain::refund::RefundProgress;
use domain::source::Source;
use domain::time::Timestamp;
use domain::work::WorkKind;
use store::cases::{self, Locked};
use store::work_items::WorkItemRow;
use store::{Tx, customer_balances, movements, units};

use crate::api::payment_sessions::refused;
use crate::api::work_items::resolve::Decision;
use crate::app::App;
use crate::bookkeeping::lock_owner;
use crate::cases::change;
use crate::customer_money::adjust;
use crate::extract::Merchant;
use crate::owner_money::{ByHand, insert};
use crate::problem::{Fault, Problem};
use crate::refunds::{Sent, book_sent};

/// What a debt that is given up is booked as.
const WRITTEN_OFF: &str = "written_off";
/// Why a refund was withdrawn here.
const REQUESTED: &str = "requested";

/// What a decision needs to hold.
pub struct Locks {
    session: Option<Locked>,
    owner: Option<OwnerBook>,
}

/// Locks the session and the owner that an item is about.
///
/// # Errors
/// Only the database's.
pub fn lock(tx: &mut Tx<'_>, merchant: &Merchant, item: &WorkItemRow) -> Result<Locks, Problem> {
    let session = match item.session {
        Some(session) => cases::lock(tx, &merchant.scope, session)?,
        None => None,
    };
    let owner = match (item.owner, item.currency) {
        (Some(owner), Some(currency)) => {
            Some(lock_owner(tx, &merchant.scope, &merchant.account, owner, currency)?)
        }
        _ => None,
    };
    Ok(Locks { session, owner })
}

/// Books what follows from a decision that the item offers.
///
/// # Errors
/// 400 when the decision lacks something; 409 when it cannot be carried out.
pub fn carry_out(
    tx: &mut Tx<'_>,
    app: &App,
    merchant: &Merchant,
    locks: Locks,
    item: &WorkItemRow,
    decision: &Decision,
) -> Result<(), Problem> {
    match (decision.action.as_str(), locks.session, locks.owner) {
        ("mark_sent", Some(locked), _) => mark_sent(tx, app, merchant, locked, item, decision),
        ("cancel_refund", Some(locked), _) => cancel_refund(tx, app, merchant, locked, item),
        ("write_off", _, Some(book)) => write_off_owner(tx, merchant, book, item),
        ("write_off", Some(locked), None) if item.kind == WorkKind::DoubleRecovery.as_str() => {
            write_off_double(tx, app, merchant, locked, item)
        }
        ("write_off", _, None) => write_off_customer(tx, merchant, item),
        ("retry_refund", Some(locked), _) => {
            surplus(tx, app, merchant, locked, item, Case::retry_surplus)
        }
        ("keep_as_credit", Some(locked), _) => {
            surplus(tx, app, merchant, locked, item, Case::keep_surplus)
        }
        ("keep", Some(locked), _) => keep(tx, app, merchant, locked),
        ("allocate", Some(locked), _) => allocate(tx, app, merchant, locked),
        _ => Ok(()),
    }
}

fn mark_sent(
    tx: &mut Tx<'_>,
    app: &App,
    merchant: &Merchant,
    locked: Locked,
    item: &WorkItemRow,
    decision: &Decision,
) -> Result<(), Problem> {
    let (Some(on), Some(reference)) = (decision.sent_on, decision.reference.as_deref()) else {
        let given =
            [("sent_on", decision.sent_on.is_some()), ("reference", decision.reference.is_some())];
        let missing = given.into_iter().filter(|(_, given)| !given);
        let fault = |name| {
            Fault::of(name, "required", format!("`{name}` is required to mark a refund as sent."))
        };
        return Err(Problem::faults(missing.map(|(name, _)| fault(name)).collect()));
    };
    let refund = locked.case.refunds.iter().find(|it| Some(it.id) == item.refund).cloned();
    let refund = refund.filter(|it| it.progress.is_reserved()).ok_or_else(ended)?;
    book_sent(tx, app, &merchant.origin(), locked, &refund, &Sent { on, reference })?;
    Ok(())
}

fn cancel_refund(
    tx: &mut Tx<'_>,
    app: &App,
    merchant: &Merchant,
    locked: Locked,
    item: &WorkItemRow,
) -> Result<(), Problem> {
    let refund = locked.case.refunds.iter().find(|it| Some(it.id) == item.refund);
    let pending = refund.filter(|it| it.progress == RefundProgress::Pending);
    let id = pending.map(|it| it.id).ok_or_else(ended)?;
    let source = tx.source();
    decide(tx, app, merchant, locked, |case, now| {
        case.cancel_refund(id, REQUESTED, now, source.as_ref());
    })
}

fn ended() -> Problem {
    Problem::conflict("refund_ended", "This refund has left, failed or was canceled.")
}

/// A movement by which a debt is given up.
fn written_off(
    tx: &Tx<'_>,
    merchant: &Merchant,
    amount: i64,
    currency: Currency,
) -> Result<domain::movement::Movement, Problem> {
    let by_hand = ByHand {
        kind: MovementKind::Adjustment,
        code: Some(WRITTEN_OFF),
        money: Money::new(amount, currency),
        value_date: merchant.today()?,
        source_id: LedgerEntryId::fresh(tx.source().as_ref()).to_string(),
        about: (None, None),
        now: merchant.now,
    };
    Ok(by_hand.movement(tx))
}

/// The customer's debt, as far as it is still there, is the merchant's loss.
fn write_off_customer(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    item: &WorkItemRow,
) -> Result<(), Problem> {
    let (Some(customer), Some(currency), Some(amount)) =
        (item.customer, item.currency, item.amount)
    else {
        return Ok(());
    };
    let scope = &merchant.scope;
    let mut book = customer_balances::lock(tx, scope, customer, currency, merchant.now)?;
    let amount = amount.min(book.debt);
    if amount <= 0 {
        return Ok(());
    }
    let movement = written_off(tx, merchant, amount, currency)?;
    let words = (Direction::Credit, Some("Written off"));
    adjust(tx, scope, &merchant.origin(), &mut book, words, &movement)?;
    Ok(())
}

/// What went back twice of a session is the merchant's loss, as far as the customer still owes it.
fn write_off_double(
    tx: &mut Tx<'_>,
    app: &App,
    merchant: &Merchant,
    locked: Locked,
    item: &WorkItemRow,
) -> Result<(), Problem> {
    let (customer, currency) = (locked.session.customer, locked.session.terms.currency);
    let book = customer_balances::lock(tx, &merchant.scope, customer, currency, locked.now)?;
    let amount = item.amount.unwrap_or(0).min(book.debt);
    let source = tx.source();
    decide(tx, app, merchant, locked, |case, now| case.write_off(amount, now, source.as_ref()))
}

/// Surplus of a card payment that could not be given back.
fn surplus(
    tx: &mut Tx<'_>,
    app: &App,
    merchant: &Merchant,
    locked: Locked,
    item: &WorkItemRow,
    decision: fn(&mut Case, AttemptId, Timestamp, &dyn Source),
) -> Result<(), Problem> {
    let refund = locked.case.refunds.iter().find(|it| Some(it.id) == item.refund);
    let attempt = refund.map(|it| it.attempt).ok_or_else(ended)?;
    let source = tx.source();
    decide(tx, app, merchant, locked, |case, now| decision(case, attempt, now, source.as_ref()))
}

/// Money that belonged to nobody known is the merchant's own.
fn keep(tx: &mut Tx<'_>, app: &App, merchant: &Merchant, locked: Locked) -> Result<(), Problem> {
    let Some(split) = locked.session.plan.split.clone() else { return Ok(()) };
    let split = Split { kept: true, ..split };
    let source = tx.source();
    decide(tx, app, merchant, locked, |case, now| case.allocate(split, now, source.as_ref()))
}

/// Lets a decision change a case.
fn decide(
    tx: &mut Tx<'_>,
    app: &App,
    merchant: &Merchant,
    locked: Locked,
    decision: impl FnOnce(&mut Case, Timestamp),
) -> Result<(), Problem> {
    let decided = change(tx, app, &merchant.origin(), locked, |case, now| {
        decision(case, now);
        Ok::<_, Refusal>(())
    })?;
    decided.map(|_| ()).map_err(refused)
}

/// The owner's debt, as far as it is still there, is the merchant's loss.
fn write_off_owner(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    book: OwnerBook,
    item: &WorkItemRow,
) -> Result<(), Problem> {
    let (Some(currency), Some(amount)) = (item.currency, item.amount) else { return Ok(()) };
    let amount = amount.min(book.debt);
    if amount <= 0 {
        return Ok(());
    }
    let movement = written_off(tx, merchant, amount, currency)?;
    insert(tx, &merchant.scope, &movement)?;
    let source = tx.source();
    let writer = Writer { movement: movement.id, currency, source: source.as_ref() };
    let debt = LedgerAccount::OwnerDebt(book.owner);
    if let Some(entry) = writer.entry(LedgerAccount::MerchantFunds, debt, amount) {
        movements::post(tx, &merchant.scope, &entry, movement.booked_at, movement.available_at)?;
    }
    Ok(())
}

/// Money that belonged to nobody known is split between the unit's owners of today.
fn allocate(
    tx: &mut Tx<'_>,
    app: &App,
    merchant: &Merchant,
    locked: Locked,
) -> Result<(), Problem> {
    let plan = &locked.case.session.plan;
    let (Some(unit), Some(old)) = (plan.unit, plan.split.clone()) else { return Ok(()) };
    let shares = units::ownership_on(tx, &merchant.scope, unit, merchant.today()?)?;
    let split = Split { shares: Split::by(shares, old.fees).shares, ..old };
    if split.is_unallocated() {
        let message = "The unit has no owners today whose shares make 100. Correct them first.";
        return Err(Problem::conflict("shares_not_whole", message));
    }
    let source = tx.source();
    decide(tx, app, merchant, locked, |case, now| case.allocate(split, now, source.as_ref()))
}
