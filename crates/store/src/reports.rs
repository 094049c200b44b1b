//! Sums of movements for reports, and the movements behind each sum.

use domain::ids::MovementId;
use domain::money::Currency;
use domain::movement::{Allocation, MovementKind};
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::movement_lists::{MovementRow, read_row};
use crate::page::{List, Listed, NEWEST_ID, Page, list};

statements! {
    // One pass over the movements of a span. What an adjustment is about tells whether it counts.
    pub SUMS = "SELECT COALESCE(s.reporting_type, ''), COALESCE(a.method, ''), m.currency, m.allocation, m.kind,
        CASE WHEN m.kind = 'adjustment' OR m.code = 'dispute_won' THEN COALESCE(m.code, '') ELSE '' END AS about,
        COUNT(*), CAST(SUM(m.amount) AS BIGINT), CAST(SUM(m.fee) AS BIGINT)
        FROM movements m LEFT JOIN payment_sessions s ON s.id = m.payment_session
        LEFT JOIN attempts a ON a.id = m.attempt
        WHERE m.account = $1 AND m.livemode = $2 AND m.booked_at >= $3 AND m.booked_at <= $4
        GROUP BY COALESCE(s.reporting_type, ''), COALESCE(a.method, ''), m.currency, m.allocation, m.kind,
        CASE WHEN m.kind = 'adjustment' OR m.code = 'dispute_won' THEN COALESCE(m.code, '') ELSE '' END";
    // What payments, returns, and refunds of top-ups made of customers' credit, and what was kept as
    // such. Few movements do, so they come first.
    pub CREDIT_ADDED = "SELECT COALESCE(s.reporting_type, ''), COALESCE(a.method, ''), m.currency, m.allocation,
        CAST(SUM(CASE WHEN e.credit_account LIKE 'customer_credit:%' THEN e.amount ELSE -e.amount END) AS BIGINT)
        FROM ledger_entries e JOIN movements m ON m.id = e.movement
        LEFT JOIN payment_sessions s ON s.id = m.payment_session LEFT JOIN attempts a ON a.id = m.attempt
        WHERE e.movement IN (SELECT b.movement FROM customer_balance_transactions b
            WHERE b.account = $1 AND b.livemode = $2 AND b.created_at >= $3 AND b.created_at <= $4)
        AND (e.credit_account LIKE 'customer_credit:%' OR e.debit_account LIKE 'customer_credit:%')
        AND (m.kind NOT IN ('credit_applied', 'adjustment') OR (m.kind = 'adjustment'
            AND m.code IN ('kept_as_credit', 'surplus_kept', 'refund_reserved', 'refund_released', 'unmatched',
                'unbounced', 'unreturned')))
        GROUP BY COALESCE(s.reporting_type, ''), COALESCE(a.method, ''), m.currency, m.allocation";
}

list! {
    /// The movements behind a line of a report.
    ROWS = "m.id, m.payment_session, m.transaction_id, m.attempt, m.kind, m.allocation, m.amount, m.fee, m.currency,
    m.code, m.value_date, m.booked_at, m.source, m.source_id, m.available_at,
    (SELECT CAST(COALESCE(SUM(CASE WHEN e.credit_account IN ('merchant_funds', 'fees_due')
        OR e.credit_account LIKE 'held:%' THEN e.amount ELSE 0 END), 0) AS BIGINT) FROM ledger_entries e WHERE e.movement = m.id),
    (SELECT CAST(COALESCE(SUM(CASE WHEN e.debit_account IN ('merchant_funds', 'fees_due')
        OR e.debit_account LIKE 'held:%' THEN e.amount ELSE 0 END), 0) AS BIGINT) FROM ledger_entries e WHERE e.movement = m.id),
    (SELECT CAST(COALESCE(SUM(CASE WHEN e.credit_account LIKE 'customer_credit:%' THEN e.amount
        WHEN e.debit_account LIKE 'customer_credit:%' THEN -e.amount ELSE 0 END), 0) AS BIGINT)
        FROM ledger_entries e WHERE e.movement = m.id)",
    "FROM movements m LEFT JOIN payment_sessions s ON s.id = m.payment_session LEFT JOIN attempts a ON a.id = m.attempt
    WHERE m.account = $1 AND m.livemode = $2 AND m.booked_at >= $3 AND m.booked_at <= $4
    AND (m.kind IN ('collection', 'return', 'payer_refund', 'indemnity_claim', 'chargeback', 'merchant_refund',
        'refund_bounce', 'credit_applied') OR (m.kind = 'adjustment'
        AND (m.code IN ('credit_released', 'kept_as_credit', 'surplus_kept', 'unmatched', 'unbounced', 'unreturned')
            OR (m.code IN ('refund_reserved', 'refund_released') AND EXISTS (SELECT 1 FROM ledger_entries e
                WHERE e.movement = m.id AND (e.credit_account LIKE 'customer_credit:%'
                OR e.debit_account LIKE 'customer_credit:%'))))))
    AND ($5 = '' OR CASE WHEN m.allocation = 'payment' THEN COALESCE(s.reporting_type, '') ELSE m.allocation END = $5)
    AND ($6 = '' OR COALESCE(a.method, CASE WHEN m.kind IN ('credit_applied', 'adjustment')
        THEN 'customer_balance' ELSE 'unknown' END) = $6)
    AND ($7 = '' OR m.currency = $7)",
    "m.id" "$8"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&ROWS];

/// A sum of movements that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovementSum {
    /// What the session is for; empty without one.
    pub reporting_type: String,
    /// How it was paid; empty where nothing was pulled.
    pub method: String,
    /// The currency.
    pub currency: Currency,
    /// What it counts towards.
    pub allocation: Allocation,
    /// What kind of fact.
    pub kind: MovementKind,
    /// What an adjustment is about, or that a collection is of a dispute that was won.
    pub about: String,
    /// How many.
    pub count: i64,
    /// Minor units.
    pub amount: i64,
    /// What rails kept of it.
    pub fee: i64,
}

/// What movements that are alike added to customers' credit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditSum {
    /// What the session is for; empty without one.
    pub reporting_type: String,
    /// How it was paid; empty where nothing was pulled.
    pub method: String,
    /// The currency.
    pub currency: Currency,
    /// What it counts towards.
    pub allocation: Allocation,
    /// Minor units; below zero for what was taken back.
    pub amount: i64,
}

/// Which movements are asked for: all empty for those of the whole report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A reporting type, `surplus` or `suspense`.
    pub reporting_type: String,
    /// A type of payment method, `customer_balance` or `unknown`.
    pub method: String,
    /// A currency.
    pub currency: String,
}

/// The sums of a span, both ends of it included.
pub fn sums(
    tx: &mut Tx<'_>,
    scope: &Scope,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<MovementSum>, DbError> {
    let account = scope.account.to_string();
    tx.all(&SUMS, &params![&account, scope.livemode, from.ms(), to.ms()], read)
}

/// What a span added to customers' credit, both ends of it included.
pub fn credit_added(
    tx: &mut Tx<'_>,
    scope: &Scope,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<CreditSum>, DbError> {
    let account = scope.account.to_string();
    tx.all(&CREDIT_ADDED, &params![&account, scope.livemode, from.ms(), to.ms()], |row| {
        Ok(CreditSum {
            reporting_type: row.text()?.to_owned(),
            method: row.text()?.to_owned(),
            currency: row.parse()?,
            allocation: row.parse()?,
            amount: row.int()?,
        })
    })
}

/// A page of the movements behind a line; the page's times are the span.
pub fn rows(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: &Filter,
    page: &Page<MovementId>,
) -> Result<Listed<MovementRow>, DbError> {
    let account = scope.account.to_string();
    let page = &page.by_id();
    let (from, to) = (page.created_from, page.created_to);
    let Filter { reporting_type, method, currency } = filter;
    let params = params![&account, scope.livemode, from, to, reporting_type, method, currency];
    ROWS.page(tx, &params, page, NEWEST_ID, read_row)
}

fn read(row: &mut Row<'_>) -> Result<MovementSum, DbError> {
    Ok(MovementSum {
        reporting_type: row.text()?.to_owned(),
        method: row.text()?.to_owned(),
        currency: row.parse()?,
        allocation: row.parse()?,
        kind: row.parse()?,
        about: row.text()?.to_owned(),
        count: row.int()?,
        amount: row.int()?,
        fee: row.int()?,
    })
}
