//! Changing a customer's balance by hand.
//!
//! Whoever comes here holds the customer's book. What is booked has the merchant as its source.

use domain::books::{CustomerBook, Direction};
use domain::ledger::{BalanceKind, LedgerAccount, Posting, Side};
use domain::movement::Movement;
use domain::news::EventType;
use domain::scope::Scope;
use store::cases::Locked;
use store::customer_balances::{self, BalanceRow};
use store::{DbError, Tx, movements};

use crate::api::customer_balance_transactions::CustomerBalanceTransactionView;
use crate::owner_money::insert;
use crate::record::{Origin, record};

/// What the customer can give back of a locked session's top-up; no limit for other sessions.
///
/// # Errors
/// Only the database's.
pub fn refundable_credit(tx: &mut Tx<'_>, locked: &Locked) -> Result<i64, DbError> {
    let session = &locked.case.session;
    if !session.plan.top_up {
        return Ok(i64::MAX);
    }
    let (customer, currency) = (session.customer, session.terms.currency);
    let book = customer_balances::lock(tx, &session.scope, customer, currency, locked.now)?;
    Ok(book.spendable())
}

/// Books a correction of a customer's balance against the merchant's own money.
///
/// # Errors
/// Only the database's.
pub fn adjust(
    tx: &mut Tx<'_>,
    scope: &Scope,
    origin: &Origin,
    book: &mut CustomerBook,
    (direction, description): (Direction, Option<&str>),
    movement: &Movement,
) -> Result<BalanceRow, DbError> {
    let funds = Side::from(LedgerAccount::MerchantFunds);
    let customer = Side::Customer(BalanceKind::Adjustment);
    let (debit, credit) = match direction {
        Direction::Credit => (funds, customer),
        Direction::Debit => (customer, funds),
    };
    let posting = Posting { movement: movement.id, debit, credit, amount: movement.amount };
    insert(tx, scope, movement)?;
    let source = tx.source();
    let (entries, changes) = book.book(&[posting], movement, source.as_ref());
    for entry in &entries {
        movements::post(tx, scope, entry, movement.booked_at, movement.available_at)?;
    }
    let change = changes.first().ok_or(DbError::Corrupt("a change of a balance"))?;
    let row = customer_balances::insert(tx, scope, book.customer, change, description)?;
    let view = CustomerBalanceTransactionView::of(&row, scope);
    let kind = EventType::CustomerBalanceTransactionCreated;
    record(tx, scope, origin, kind, &view.id, &view, None)?;
    Ok(row)
}
