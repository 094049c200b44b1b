//! Lists of movements with what they did to the merchant's own money, newest first.

use domain::ids::{MovementId, SessionId, TransactionId};
use domain::movement::{Movement, MovementKind};
use domain::scope::Scope;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::movements::read;
use crate::page::{List, Listed, NEWEST_ID, Page, list};

statements! {
    // The merchant's own money: funds, held money and fees.
    pub FIND = "SELECT m.id, m.payment_session, m.transaction_id, m.attempt, m.kind, m.allocation, m.amount, m.fee,
        m.currency, m.code, m.value_date, m.booked_at, m.source, m.source_id, m.available_at,
        (SELECT CAST(COALESCE(SUM(CASE WHEN e.credit_account IN ('merchant_funds', 'fees_due')
            OR e.credit_account LIKE 'held:%' THEN e.amount ELSE 0 END), 0) AS BIGINT) FROM ledger_entries e WHERE e.movement = m.id),
        (SELECT CAST(COALESCE(SUM(CASE WHEN e.debit_account IN ('merchant_funds', 'fees_due')
            OR e.debit_account LIKE 'held:%' THEN e.amount ELSE 0 END), 0) AS BIGINT) FROM ledger_entries e WHERE e.movement = m.id),
    (SELECT CAST(COALESCE(SUM(CASE WHEN e.credit_account LIKE 'customer_credit:%' THEN e.amount
        WHEN e.debit_account LIKE 'customer_credit:%' THEN -e.amount ELSE 0 END), 0) AS BIGINT)
        FROM ledger_entries e WHERE e.movement = m.id)
        FROM movements m WHERE m.id = $1 AND m.account = $2 AND m.livemode = $3";
}

list! {
    /// All of a scope, or those of one kind or transaction.
    ALL = "m.id, m.payment_session, m.transaction_id, m.attempt, m.kind, m.allocation, m.amount, m.fee, m.currency,
    m.code, m.value_date, m.booked_at, m.source, m.source_id, m.available_at,
    (SELECT CAST(COALESCE(SUM(CASE WHEN e.credit_account IN ('merchant_funds', 'fees_due')
        OR e.credit_account LIKE 'held:%' THEN e.amount ELSE 0 END), 0) AS BIGINT) FROM ledger_entries e WHERE e.movement = m.id),
    (SELECT CAST(COALESCE(SUM(CASE WHEN e.debit_account IN ('merchant_funds', 'fees_due')
        OR e.debit_account LIKE 'held:%' THEN e.amount ELSE 0 END), 0) AS BIGINT) FROM ledger_entries e WHERE e.movement = m.id),
    (SELECT CAST(COALESCE(SUM(CASE WHEN e.credit_account LIKE 'customer_credit:%' THEN e.amount
        WHEN e.debit_account LIKE 'customer_credit:%' THEN -e.amount ELSE 0 END), 0) AS BIGINT)
        FROM ledger_entries e WHERE e.movement = m.id)",
    "FROM movements m WHERE m.account = $1 AND m.livemode = $2 AND m.booked_at >= $3 AND m.booked_at <= $4
    AND ($5 = '' OR m.kind = $5) AND ($6 = '' OR m.transaction_id = $6)",
    "m.id" "$7"
}
list! {
    /// Those of one session.
    BY_SESSION = "m.id, m.payment_session, m.transaction_id, m.attempt, m.kind, m.allocation, m.amount, m.fee, m.currency,
    m.code, m.value_date, m.booked_at, m.source, m.source_id, m.available_at,
    (SELECT CAST(COALESCE(SUM(CASE WHEN e.credit_account IN ('merchant_funds', 'fees_due')
        OR e.credit_account LIKE 'held:%' THEN e.amount ELSE 0 END), 0) AS BIGINT) FROM ledger_entries e WHERE e.movement = m.id),
    (SELECT CAST(COALESCE(SUM(CASE WHEN e.debit_account IN ('merchant_funds', 'fees_due')
        OR e.debit_account LIKE 'held:%' THEN e.amount ELSE 0 END), 0) AS BIGINT) FROM ledger_entries e WHERE e.movement = m.id),
    (SELECT CAST(COALESCE(SUM(CASE WHEN e.credit_account LIKE 'customer_credit:%' THEN e.amount
        WHEN e.debit_account LIKE 'customer_credit:%' THEN -e.amount ELSE 0 END), 0) AS BIGINT)
        FROM ledger_entries e WHERE e.movement = m.id)",
    "FROM movements m WHERE m.account = $1 AND m.livemode = $2 AND m.booked_at >= $3 AND m.booked_at <= $4
    AND ($5 = '' OR m.kind = $5) AND ($6 = '' OR m.transaction_id = $6) AND m.payment_session = $7",
    "m.id" "$8"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&ALL, &BY_SESSION];

/// Which movements are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Those of a kind.
    pub kind: Option<MovementKind>,
    /// Those of a transaction.
    pub transaction: Option<TransactionId>,
    /// Those of a session.
    pub session: Option<SessionId>,
}

/// A movement, and what it did to the merchant's own money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovementRow {
    /// The movement.
    pub movement: Movement,
    /// What it added to the merchant's own accounts, or took from them.
    pub own: i64,
    /// What it added to customers' credit, or took from it.
    pub credit: i64,
}

/// A page of movements.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: Filter,
    page: &Page<MovementId>,
) -> Result<Listed<MovementRow>, DbError> {
    let (account, live) = (scope.account.to_string(), scope.livemode);
    let kind = filter.kind.map_or("", MovementKind::as_str);
    let transaction = filter.transaction.map(|id| id.to_string()).unwrap_or_default();
    let session = filter.session.map(|id| id.to_string());
    let page = &page.by_id();
    let (from, to) = (page.created_from, page.created_to);
    match session.as_deref() {
        None => {
            let params = params![&account, live, from, to, kind, &transaction];
            ALL.page(tx, &params, page, NEWEST_ID, read_row)
        }
        Some(session) => {
            let params = params![&account, live, from, to, kind, &transaction, session];
            BY_SESSION.page(tx, &params, page, NEWEST_ID, read_row)
        }
    }
}

/// The movement of that id, if it is in the scope.
pub fn find(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: MovementId,
) -> Result<Option<MovementRow>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read_row)
}

/// Reads a movement and what it did to the merchant's own money.
pub(crate) fn read_row(row: &mut Row<'_>) -> Result<MovementRow, DbError> {
    let movement = read(row)?;
    Ok(MovementRow { movement, own: row.int()? - row.int()?, credit: row.int()? })
}
