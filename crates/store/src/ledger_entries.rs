//! The ledger's entries, to read: lists by what they are about.

use domain::ids::{CustomerId, LedgerEntryId, MovementId, OwnerId, SessionId, TransactionId};
use domain::ledger::LedgerAccount;
use domain::money::Currency;
use domain::movement::MovementKind;
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::page::{List, Listed, NEWEST_ID, Page, list};
use crate::rows::time;

statements! {
    pub FEES_OF_SESSION = "SELECT e.booked_at, CASE WHEN e.credit_account = 'fees_due' THEN e.amount ELSE -e.amount END
        FROM ledger_entries e JOIN movements m ON m.id = e.movement WHERE m.payment_session = $1
        AND (e.credit_account = 'fees_due' OR e.debit_account = 'fees_due') ORDER BY e.id";
}

list! {
    /// All of a scope.
    ALL = "e.id, e.booked_at, e.movement, m.kind, e.debit_account, e.credit_account, e.currency, e.amount,
    e.available_at, m.payment_session, m.transaction_id",
    "FROM ledger_entries e JOIN movements m ON m.id = e.movement
    WHERE e.account = $1 AND e.livemode = $2 AND e.booked_at >= $3 AND e.booked_at <= $4",
    "e.id" "$5"
}
list! {
    /// Those that touch one account of the ledger, or another.
    BY_ACCOUNT = "e.id, e.booked_at, e.movement, m.kind, e.debit_account, e.credit_account, e.currency, e.amount,
    e.available_at, m.payment_session, m.transaction_id",
    "FROM ledger_entries e JOIN movements m ON m.id = e.movement
    WHERE e.account = $1 AND e.livemode = $2 AND e.booked_at >= $3 AND e.booked_at <= $4
    AND e.id IN (SELECT d.id FROM ledger_entries d WHERE d.account = $1 AND d.livemode = $2
        AND d.debit_account IN ($5, $6)
        UNION ALL SELECT c.id FROM ledger_entries c WHERE c.account = $1 AND c.livemode = $2
        AND c.credit_account IN ($5, $6))",
    "e.id" "$7"
}
list! {
    /// Those of one session.
    BY_SESSION = "e.id, e.booked_at, e.movement, m.kind, e.debit_account, e.credit_account, e.currency, e.amount,
    e.available_at, m.payment_session, m.transaction_id",
    "FROM ledger_entries e JOIN movements m ON m.id = e.movement
    WHERE e.account = $1 AND e.livemode = $2 AND e.booked_at >= $3 AND e.booked_at <= $4
    AND e.movement IN (SELECT id FROM movements WHERE payment_session = $5)",
    "e.id" "$6"
}
list! {
    /// Those of one transaction.
    BY_TRANSACTION = "e.id, e.booked_at, e.movement, m.kind, e.debit_account, e.credit_account, e.currency, e.amount,
    e.available_at, m.payment_session, m.transaction_id",
    "FROM ledger_entries e JOIN movements m ON m.id = e.movement
    WHERE e.account = $1 AND e.livemode = $2 AND e.booked_at >= $3 AND e.booked_at <= $4
    AND e.movement IN (SELECT o.id FROM movements o JOIN transactions t ON t.payment_session = o.payment_session
        WHERE t.id = $5 AND o.transaction_id = $5)",
    "e.id" "$6"
}
list! {
    /// Those of all sessions of a customer, and those of the customer's balance.
    BY_CUSTOMER = "e.id, e.booked_at, e.movement, m.kind, e.debit_account, e.credit_account, e.currency, e.amount,
    e.available_at, m.payment_session, m.transaction_id",
    "FROM ledger_entries e JOIN movements m ON m.id = e.movement
    WHERE e.account = $1 AND e.livemode = $2 AND e.booked_at >= $3 AND e.booked_at <= $4
    AND e.movement IN (SELECT o.id FROM payment_sessions s JOIN movements o ON o.payment_session = s.id
        WHERE s.account = $1 AND s.livemode = $2 AND s.customer = $5
        UNION ALL SELECT b.movement FROM customer_balance_transactions b
        WHERE b.account = $1 AND b.livemode = $2 AND b.customer = $5)",
    "e.id" "$6"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&ALL, &BY_ACCOUNT, &BY_SESSION, &BY_TRANSACTION, &BY_CUSTOMER];

/// What was kept of a session's money as fees, and below zero what was given up of that; oldest first.
pub fn fees_of_session(
    tx: &mut Tx<'_>,
    session: SessionId,
) -> Result<Vec<(Timestamp, i64)>, DbError> {
    tx.all(&FEES_OF_SESSION, &params![&session.to_string()], |row| Ok((time(row)?, row.int()?)))
}

/// Which entries are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// All.
    All,
    /// Those that touch an account of the ledger, by its name.
    Account(LedgerAccount),
    /// Those of a session.
    Session(SessionId),
    /// Those of a transaction.
    Transaction(TransactionId),
    /// Those of a customer's sessions and balance.
    Customer(CustomerId),
    /// Those of an owner's money and debt.
    Owner(OwnerId),
}

/// An entry with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// Its id.
    pub id: LedgerEntryId,
    /// When it was booked, in business time.
    pub booked_at: Timestamp,
    /// The movement that it books.
    pub movement: MovementId,
    /// What kind of fact that is.
    pub kind: MovementKind,
    /// The account that is debited, by its name.
    pub debit: String,
    /// The account that is credited, by its name.
    pub credit: String,
    /// Currency of both sides.
    pub currency: Currency,
    /// Minor units.
    pub amount: i64,
    /// From when on the money can be used.
    pub available_at: Timestamp,
    /// The session it is about.
    pub session: Option<SessionId>,
    /// The transaction it is about.
    pub transaction: Option<TransactionId>,
}

/// A page of entries.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: &Filter,
    page: &Page<LedgerEntryId>,
) -> Result<Listed<EntryRow>, DbError> {
    let (account, live) = (scope.account.to_string(), scope.livemode);
    let page = &page.by_id();
    let (from, to) = (page.created_from, page.created_to);
    let (list, first, second) = match filter {
        Filter::All => {
            return ALL.page(tx, &params![&account, live, from, to], page, NEWEST_ID, read);
        }
        Filter::Account(it) => (&BY_ACCOUNT, it.to_string(), Some(it.to_string())),
        Filter::Owner(owner) => {
            (&BY_ACCOUNT, format!("owner:{owner}"), Some(format!("owner_debt:{owner}")))
        }
        Filter::Session(id) => (&BY_SESSION, id.to_string(), None),
        Filter::Transaction(id) => (&BY_TRANSACTION, id.to_string(), None),
        Filter::Customer(id) => (&BY_CUSTOMER, id.to_string(), None),
    };
    match &second {
        Some(second) => {
            let params = params![&account, live, from, to, &first, second];
            list.page(tx, &params, page, NEWEST_ID, read)
        }
        None => list.page(tx, &params![&account, live, from, to, &first], page, NEWEST_ID, read),
    }
}

fn read(row: &mut Row<'_>) -> Result<EntryRow, DbError> {
    Ok(EntryRow {
        id: row.parse()?,
        booked_at: time(row)?,
        movement: row.parse()?,
        kind: row.parse()?,
        debit: row.text()?.to_owned(),
        credit: row.text()?.to_owned(),
        currency: row.parse()?,
        amount: row.int()?,
        available_at: time(row)?,
        session: row.opt_parse()?,
        transaction: row.opt_parse()?,
    })
}
