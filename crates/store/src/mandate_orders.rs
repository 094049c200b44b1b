//! What payers' banks are to be told about mandates, where their scheme lodges them, and the
//! batches in which that leaves.

use domain::debit::Scheme;
use domain::ids::{BatchId, ConnectionId, MandateId, MandateOrderId, SessionId};
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::batches::DebitedAccount;
use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::{opt_time, time};

statements! {
    pub INSERT = "INSERT INTO mandate_orders (id, account, livemode, created_at, mandate, connection, kind, cutoff_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (mandate, kind) DO NOTHING";
    pub TO_EXPORT = "SELECT o.id, o.kind, o.mandate, m.scheme, m.reference, p.id, p.secret FROM mandate_orders o
        JOIN mandates m ON m.id = o.mandate
        JOIN payment_methods p ON p.id = m.payment_method
        WHERE o.account = $1 AND o.livemode = $2 AND o.connection = $3 AND o.batch IS NULL AND o.cutoff_at <= $4
        ORDER BY o.id LIMIT 500";
    pub OF_BATCH = "SELECT o.id, o.kind, o.mandate, m.scheme, m.reference, p.id, p.secret FROM mandate_orders o
        JOIN mandates m ON m.id = o.mandate
        JOIN payment_methods p ON p.id = m.payment_method
        WHERE o.account = $1 AND o.livemode = $2 AND o.batch = $3 ORDER BY o.id";
    pub PUT_IN_BATCH = "UPDATE mandate_orders SET batch = $1 WHERE id = $2 AND batch IS NULL";
    pub DROP_WAITING = "DELETE FROM mandate_orders
        WHERE account = $1 AND livemode = $2 AND mandate = $3 AND batch IS NULL";
    pub COUNT_SENT = "SELECT COUNT(*) FROM mandate_orders
        WHERE account = $1 AND livemode = $2 AND mandate = $3 AND batch IS NOT NULL";
    pub OF_SESSION = "SELECT o.kind, m.reference, m.scheme, o.cutoff_at, b.exported_at FROM mandate_orders o
        JOIN mandates m ON m.id = o.mandate
        LEFT JOIN batches b ON b.id = o.batch
        WHERE o.account = $1 AND o.livemode = $2 AND m.payment_session = $3 ORDER BY o.id";
    pub FIRST_LOST = "SELECT o.id FROM mandate_orders o WHERE o.batch IS NULL AND NOT EXISTS (
            SELECT 1 FROM jobs j WHERE j.account = o.account AND j.livemode = o.livemode AND j.kind = $1
            AND j.subject = o.connection || ':' || o.cutoff_at)
        ORDER BY o.id LIMIT 1";
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderKind {
    /// To take the mandate in.
    Lodge,
    /// To forget it.
    Cancel,
}

impl OrderKind {
    /// The name in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lodge => "lodge",
            Self::Cancel => "cancel",
        }
    }
}

impl std::str::FromStr for OrderKind {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let all = [Self::Lodge, Self::Cancel];
        all.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// An order to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewOrder {
    /// Which mandate it is about.
    pub mandate: MandateId,
    /// Where it goes.
    pub connection: ConnectionId,
    /// What is asked.
    pub kind: OrderKind,
    /// The cut-off that it catches.
    pub cutoff_at: Timestamp,
    /// When it was written.
    pub created_at: Timestamp,
}

/// An order, with what the bank needs to know.
#[derive(Clone)]
pub struct MandateOrder {
    /// Its id.
    pub id: MandateOrderId,
    /// What is asked.
    pub kind: OrderKind,
    /// Which mandate it is about.
    pub mandate: MandateId,
    /// By which scheme.
    pub scheme: Scheme,
    /// The mandate's reference.
    pub reference: String,
    /// The account that it lets us debit.
    pub account: DebitedAccount,
}

/// Where an order about a session's mandate stands.
#[derive(Clone, Debug)]
pub struct OrderOfSession {
    /// What is asked.
    pub kind: OrderKind,
    /// The mandate's reference.
    pub reference: String,
    /// By which scheme.
    pub scheme: Scheme,
    /// The cut-off that it catches.
    pub cutoff_at: Timestamp,
    /// When it left.
    pub exported_at: Option<Timestamp>,
}

/// Writes an order, unless the mandate has one of the kind.
pub fn insert(tx: &mut Tx<'_>, scope: &Scope, order: &NewOrder) -> Result<(), DbError> {
    let id: MandateOrderId = tx.id();
    tx.exec_later(
        &INSERT,
        &params![
            &id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            order.created_at.ms(),
            &order.mandate.to_string(),
            &order.connection.to_string(),
            order.kind.as_str(),
            order.cutoff_at.ms(),
        ],
    )
}

/// The orders that leave by `connection` at `cutoff`, as many as one batch takes.
pub fn to_export(
    tx: &mut Tx<'_>,
    scope: &Scope,
    connection: ConnectionId,
    cutoff: Timestamp,
) -> Result<Vec<MandateOrder>, DbError> {
    let (account, connection) = (scope.account.to_string(), connection.to_string());
    let params = params![&account, scope.livemode, &connection, cutoff.ms()];
    tx.all(&TO_EXPORT, &params, read)
}

/// The orders that left with a batch.
pub fn of_batch(
    tx: &mut Tx<'_>,
    scope: &Scope,
    batch: BatchId,
) -> Result<Vec<MandateOrder>, DbError> {
    let (account, batch) = (scope.account.to_string(), batch.to_string());
    tx.all(&OF_BATCH, &params![&account, scope.livemode, &batch], read)
}

/// Puts an order into a batch.
pub fn put_in_batch(tx: &mut Tx<'_>, order: MandateOrderId, batch: BatchId) -> Result<(), DbError> {
    tx.exec_later(&PUT_IN_BATCH, &params![&batch.to_string(), &order.to_string()])
}

/// Forgets what has not left about a mandate.
pub fn drop_waiting(tx: &mut Tx<'_>, scope: &Scope, mandate: MandateId) -> Result<(), DbError> {
    let (account, mandate) = (scope.account.to_string(), mandate.to_string());
    tx.exec_later(&DROP_WAITING, &params![&account, scope.livemode, &mandate])
}

/// True when the bank was told anything about a mandate.
pub fn any_sent(tx: &mut Tx<'_>, scope: &Scope, mandate: MandateId) -> Result<bool, DbError> {
    let (account, mandate) = (scope.account.to_string(), mandate.to_string());
    let params = params![&account, scope.livemode, &mandate];
    let sent = tx.one(&COUNT_SENT, &params, |row| row.int())?;
    Ok(sent.unwrap_or_default() > 0)
}

/// The orders about mandates that were signed at a session, oldest first.
pub fn of_session(
    tx: &mut Tx<'_>,
    scope: &Scope,
    session: SessionId,
) -> Result<Vec<OrderOfSession>, DbError> {
    let (account, session) = (scope.account.to_string(), session.to_string());
    tx.all(&OF_SESSION, &params![&account, scope.livemode, &session], |row| {
        Ok(OrderOfSession {
            kind: row.parse()?,
            reference: row.text()?.to_owned(),
            scheme: row.parse()?,
            cutoff_at: time(row)?,
            exported_at: opt_time(row)?,
        })
    })
}

/// An order of any scope that has not left, and that no job of that kind will put into a batch.
pub fn first_lost(tx: &mut Tx<'_>, job_kind: &str) -> Result<Option<MandateOrderId>, DbError> {
    tx.one(&FIRST_LOST, &params![job_kind], |row| row.parse())
}

fn read(row: &mut Row<'_>) -> Result<MandateOrder, DbError> {
    Ok(MandateOrder {
        id: row.parse()?,
        kind: row.parse()?,
        mandate: row.parse()?,
        scheme: row.parse()?,
        reference: row.text()?.to_owned(),
        account: crate::batches::read_account(row)?,
    })
}
