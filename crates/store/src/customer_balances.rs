//! Customers' balances: what they have in credit or owe, and each change of it.

use domain::books::{BalanceChange, CustomerBook, Direction};
use domain::ids::{CustomerBalanceTransactionId, CustomerId, MovementId, SessionId, TransactionId};
use domain::ledger::{BalanceKind, LedgerAccount};
use domain::money::Currency;
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::ledger_balances;
use crate::page::{List, Listed, NEWEST_ID, Page, list};
use crate::rows::time;

statements! {
    pub INSERT = "INSERT INTO customer_balance_transactions (id, account, livemode, created_at, customer, currency,
        place, type, direction, amount, ending_balance, available_at, description, payment_session, transaction_id,
        movement) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    pub FIND = "SELECT id, created_at, customer, currency, type, direction, amount, ending_balance, available_at,
        description, payment_session, transaction_id, movement FROM customer_balance_transactions
        WHERE id = $1 AND account = $2 AND livemode = $3";
    pub LAST_PLACE = "SELECT COALESCE(MAX(place), 0) FROM customer_balance_transactions
        WHERE account = $1 AND livemode = $2 AND customer = $3 AND currency = $4";
    // What has not cleared: credits less debits that become available later.
    pub PENDING = "SELECT CAST(COALESCE(SUM(CASE WHEN direction = 'credit' THEN amount ELSE -amount END), 0) AS BIGINT)
        FROM customer_balance_transactions
        WHERE account = $1 AND livemode = $2 AND customer = $3 AND currency = $4 AND available_at > $5";
    pub CURRENCIES = "SELECT DISTINCT currency FROM customer_balance_transactions
        WHERE account = $1 AND livemode = $2 AND customer = $3 ORDER BY currency";
}

list! {
    /// All of a scope.
    LIST = "id, created_at, customer, currency, type, direction, amount, ending_balance, available_at, description,
    payment_session, transaction_id, movement",
    "FROM customer_balance_transactions WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4",
    "id" "$5"
}
list! {
    /// Those of one customer.
    LIST_BY_CUSTOMER = "id, created_at, customer, currency, type, direction, amount, ending_balance, available_at,
    description, payment_session, transaction_id, movement",
    "FROM customer_balance_transactions WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND customer = $5",
    "id" "$6"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&LIST, &LIST_BY_CUSTOMER];

/// A change of a customer's balance, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRow {
    /// Its id.
    pub id: CustomerBalanceTransactionId,
    /// When, in business time.
    pub created_at: Timestamp,
    /// Whose balance.
    pub customer: CustomerId,
    /// Its currency.
    pub currency: Currency,
    /// Why.
    pub kind: BalanceKind,
    /// Which way.
    pub direction: Direction,
    /// Minor units, more than zero.
    pub amount: i64,
    /// The balance behind it; positive is in the customer's favour.
    pub ending_balance: i64,
    /// From when on a credit can be spent.
    pub available_at: Timestamp,
    /// The merchant's words.
    pub description: Option<String>,
    /// The session it follows from.
    pub session: Option<SessionId>,
    /// The transaction it follows from.
    pub transaction: Option<TransactionId>,
    /// The movement it follows from.
    pub movement: MovementId,
}

/// A customer's book in one currency, locked until the `Tx` ends.
pub fn lock(
    tx: &mut Tx<'_>,
    scope: &Scope,
    customer: CustomerId,
    currency: Currency,
    now: Timestamp,
) -> Result<CustomerBook, DbError> {
    let credit = LedgerAccount::CustomerCredit(customer).to_string();
    let debt = LedgerAccount::CustomerDebt(customer).to_string();
    let credit = ledger_balances::lock(tx, scope, &credit, currency)?;
    let debt = -ledger_balances::lock(tx, scope, &debt, currency)?;
    book(tx, scope, customer, currency, now, (credit, debt))
}

/// The same, to look at.
pub fn find(
    tx: &mut Tx<'_>,
    scope: &Scope,
    customer: CustomerId,
    currency: Currency,
    now: Timestamp,
) -> Result<CustomerBook, DbError> {
    let credit = LedgerAccount::CustomerCredit(customer).to_string();
    let debt = LedgerAccount::CustomerDebt(customer).to_string();
    let credit = ledger_balances::find(tx, scope, &credit, currency)?;
    let debt = -ledger_balances::find(tx, scope, &debt, currency)?;
    book(tx, scope, customer, currency, now, (credit, debt))
}

fn book(
    tx: &mut Tx<'_>,
    scope: &Scope,
    customer: CustomerId,
    currency: Currency,
    now: Timestamp,
    (credit, debt): (i64, i64),
) -> Result<CustomerBook, DbError> {
    let (account, id) = (scope.account.to_string(), customer.to_string());
    let key = params![&account, scope.livemode, &id, currency.as_str()];
    let place = tx.one(&LAST_PLACE, &key, |row| row.int())?.unwrap_or(0);
    let key = params![&account, scope.livemode, &id, currency.as_str(), now.ms()];
    let pending = tx.one(&PENDING, &key, |row| row.int())?.unwrap_or(0).max(0);
    Ok(CustomerBook { customer, credit, debt, place, pending })
}

/// The currencies in which a customer has ever had a balance.
pub fn currencies(
    tx: &mut Tx<'_>,
    scope: &Scope,
    customer: CustomerId,
) -> Result<Vec<Currency>, DbError> {
    let (account, id) = (scope.account.to_string(), customer.to_string());
    tx.all(&CURRENCIES, &params![&account, scope.livemode, &id], |row| row.parse())
}

/// Writes a change of a customer's balance.
pub fn insert(
    tx: &mut Tx<'_>,
    scope: &Scope,
    customer: CustomerId,
    change: &BalanceChange,
    description: Option<&str>,
) -> Result<BalanceRow, DbError> {
    let movement = &change.movement;
    let row = BalanceRow {
        id: tx.id::<CustomerBalanceTransactionId>(),
        created_at: movement.booked_at,
        customer,
        currency: movement.currency,
        kind: change.kind,
        direction: change.direction,
        amount: change.amount,
        ending_balance: change.ending_balance,
        available_at: movement.available_at,
        description: description.map(str::to_owned),
        session: movement.session,
        transaction: movement.transaction,
        movement: movement.id,
    };
    tx.exec_later(
        &INSERT,
        &params![
            &row.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            row.created_at.ms(),
            &row.customer.to_string(),
            row.currency.as_str(),
            change.place,
            row.kind.as_str(),
            row.direction.as_str(),
            row.amount,
            row.ending_balance,
            row.available_at.ms(),
            row.description.as_deref(),
            row.session.map(|id| id.to_string()).as_deref(),
            row.transaction.map(|id| id.to_string()).as_deref(),
            &row.movement.to_string(),
        ],
    )?;
    Ok(row)
}

/// The change of that id, if it is in the scope.
pub fn find_change(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: CustomerBalanceTransactionId,
) -> Result<Option<BalanceRow>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

/// A page of changes; of one customer, if one is given.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    customer: Option<CustomerId>,
    page: &Page<CustomerBalanceTransactionId>,
) -> Result<Listed<BalanceRow>, DbError> {
    let account = scope.account.to_string();
    let customer = customer.map(|id| id.to_string());
    let page = &page.by_id();
    let (from, to) = (page.created_from, page.created_to);
    match customer.as_deref() {
        None => LIST.page(tx, &params![&account, scope.livemode, from, to], page, NEWEST_ID, read),
        Some(customer) => {
            let params = params![&account, scope.livemode, from, to, customer];
            LIST_BY_CUSTOMER.page(tx, &params, page, NEWEST_ID, read)
        }
    }
}

fn read(row: &mut Row<'_>) -> Result<BalanceRow, DbError> {
    Ok(BalanceRow {
        id: row.parse()?,
        created_at: time(row)?,
        customer: row.parse()?,
        currency: row.parse()?,
        kind: row.parse()?,
        direction: row.parse()?,
        amount: row.int()?,
        ending_balance: row.int()?,
        available_at: time(row)?,
        description: row.opt_text()?.map(str::to_owned),
        session: row.opt_parse()?,
        transaction: row.opt_parse()?,
        movement: row.parse()?,
    })
}
