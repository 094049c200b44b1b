//! Transactions, as rows. (A transaction is money; the database's is `Tx`.)

use domain::ids::{SessionId, TransactionId};
use domain::scope::Scope;
use domain::time::Timestamp;
use domain::transaction::{PaymentError, Transaction, TransactionState};

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::{opt_time, time};

statements! {
    pub UPSERT = "INSERT INTO transactions (id, account, livemode, created_at, payment_session, customer, amount,
        currency, status, payment_method, last_payment_error, amount_received, amount_returned, amount_refunded,
        amount_credit_applied, disputed, confirmed_at, paid_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        ON CONFLICT (id) DO UPDATE SET amount = excluded.amount, status = excluded.status,
        payment_method = excluded.payment_method, last_payment_error = excluded.last_payment_error,
        amount_received = excluded.amount_received, amount_returned = excluded.amount_returned,
        amount_refunded = excluded.amount_refunded,
        amount_credit_applied = excluded.amount_credit_applied, disputed = excluded.disputed,
        confirmed_at = excluded.confirmed_at, paid_at = excluded.paid_at";
    pub FIND = "SELECT id, created_at, payment_session, customer, amount, currency, status, payment_method,
        last_payment_error, amount_received, amount_returned, amount_refunded, amount_credit_applied,
        disputed, confirmed_at, paid_at
        FROM transactions WHERE id = $1 AND account = $2 AND livemode = $3";
    pub OF_SESSION = "SELECT id, created_at, payment_session, customer, amount, currency, status, payment_method,
        last_payment_error, amount_received, amount_returned, amount_refunded, amount_credit_applied,
        disputed, confirmed_at, paid_at
        FROM transactions WHERE payment_session = $1 ORDER BY created_at, id";
}

/// Writes a transaction, new or changed.
pub(crate) fn upsert(
    tx: &mut Tx<'_>,
    scope: &Scope,
    transaction: &Transaction,
) -> Result<(), DbError> {
    let state = &transaction.state;
    let error = state.last_error.as_ref().map(|it| format!("{} {}", it.failed_at.ms(), it.code));
    tx.exec_later(
        &UPSERT,
        &params![
            &transaction.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            transaction.created_at.ms(),
            &transaction.session.to_string(),
            &transaction.customer.to_string(),
            transaction.amount,
            transaction.currency.as_str(),
            state.status.as_str(),
            state.payment_method.map(|id| id.to_string()).as_deref(),
            error.as_deref(),
            state.received,
            state.returned,
            state.refunded,
            state.credit_applied,
            state.disputed,
            state.confirmed_at.map(Timestamp::ms),
            state.paid_at.map(Timestamp::ms),
        ],
    )
}

/// The transaction of that id, if it is in the scope.
pub fn find(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: TransactionId,
) -> Result<Option<Transaction>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

/// A session's transactions, oldest first. The caller has looked the session up in its scope.
pub(crate) fn of_session(tx: &mut Tx<'_>, session: SessionId) -> Result<Vec<Transaction>, DbError> {
    tx.all(&OF_SESSION, &params![&session.to_string()], read)
}

/// Reads a whole row, in the order of [`FIND`].
pub fn read(row: &mut Row<'_>) -> Result<Transaction, DbError> {
    Ok(Transaction {
        id: row.parse()?,
        created_at: time(row)?,
        session: row.parse()?,
        customer: row.parse()?,
        amount: row.int()?,
        currency: row.parse()?,
        state: TransactionState {
            status: row.parse()?,
            payment_method: row.opt_parse()?,
            last_error: row.opt_text()?.map(read_error).transpose()?,
            received: row.int()?,
            returned: row.int()?,
            refunded: row.int()?,
            credit_applied: row.int()?,
            disputed: row.bool()?,
            confirmed_at: opt_time(row)?,
            paid_at: opt_time(row)?,
        },
    })
}

fn read_error(text: &str) -> Result<PaymentError, DbError> {
    let broken = DbError::Corrupt("transactions.last_payment_error");
    let Some((ms, code)) = text.split_once(' ') else { return Err(broken) };
    let Ok(ms) = ms.parse() else { return Err(broken) };
    Ok(PaymentError { code: code.to_owned(), failed_at: Timestamp::from_ms(ms) })
}
