//! The sandbox rails' own books: an outside party that happens to keep them in our database.
//!
//! Only the sandbox's processors read or write these tables. They know our attempts by their
//! idempotency key, and we know their payments by the ids they tell us, as with any processor.

use domain::ids::ConnectionId;
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Tx, params, statements};
use crate::rows::time;

statements! {
    pub INSERT_REFUND = "INSERT INTO sandbox_card_refunds (idempotency_key, account, livemode, payment, amount, state,
        code, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (idempotency_key) DO NOTHING";
    pub REFUNDS_OF = "SELECT idempotency_key, payment, amount, state, code, changed_at FROM sandbox_card_refunds
        WHERE payment = $1 ORDER BY idempotency_key";
    pub BOUNCE_REFUND = "UPDATE sandbox_card_refunds SET state = 'bounced', changed_at = $1
        WHERE idempotency_key = $2 AND state = 'succeeded'";
    pub INSERT_NOTICE = "INSERT INTO sandbox_notices (id, account, livemode, connection, body, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    pub FIND_NOTICE = "SELECT connection, body FROM sandbox_notices
        WHERE id = $1 AND account = $2 AND livemode = $3";
    pub DELETE_NOTICE = "DELETE FROM sandbox_notices WHERE id = $1";
}

/// Keeps a notice until it is delivered.
pub fn insert_notice(
    tx: &mut Tx<'_>,
    scope: &Scope,
    connection: ConnectionId,
    id: &str,
    body: &str,
    at: Timestamp,
) -> Result<(), DbError> {
    let (account, connection) = (scope.account.to_string(), connection.to_string());
    let params = params![id, &account, scope.livemode, &connection, body, at.ms()];
    tx.exec_later(&INSERT_NOTICE, &params)
}

/// A notice that waits for its delivery: from whom, and what it says.
pub fn find_notice(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: &str,
) -> Result<Option<(ConnectionId, String)>, DbError> {
    let account = scope.account.to_string();
    tx.one(&FIND_NOTICE, &params![id, &account, scope.livemode], |row| {
        Ok((row.parse()?, row.text()?.to_owned()))
    })
}

/// Forgets a notice that was delivered.
pub fn delete_notice(tx: &mut Tx<'_>, id: &str) -> Result<(), DbError> {
    tx.exec_later(&DELETE_NOTICE, &params![id])
}

/// Money that the pretend card processor gave back, or did not.
#[derive(Clone, Debug)]
pub struct CardRefund {
    /// The caller's key of it.
    pub idempotency_key: String,
    /// The payment that it gives back.
    pub payment: String,
    /// Minor units.
    pub amount: i64,
    /// `succeeded`, `failed` or `bounced`.
    pub state: String,
    /// Why it failed.
    pub code: Option<String>,
    /// When it came to this.
    pub changed_at: Timestamp,
}

/// Writes a refund; the same key again is the same refund.
pub fn insert_refund(tx: &mut Tx<'_>, scope: &Scope, refund: &CardRefund) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT_REFUND,
        &params![
            &refund.idempotency_key,
            &scope.account.to_string(),
            scope.livemode,
            &refund.payment,
            refund.amount,
            &refund.state,
            refund.code.as_deref(),
            refund.changed_at.ms(),
        ],
    )
}

/// The refunds of a payment, oldest first.
pub fn refunds_of(tx: &mut Tx<'_>, payment: &str) -> Result<Vec<CardRefund>, DbError> {
    tx.all(&REFUNDS_OF, &params![payment], |row| {
        Ok(CardRefund {
            idempotency_key: row.text()?.to_owned(),
            payment: row.text()?.to_owned(),
            amount: row.int()?,
            state: row.text()?.to_owned(),
            code: row.opt_text()?.map(str::to_owned),
            changed_at: time(row)?,
        })
    })
}

/// A refund's money comes back. False when there is none that succeeded.
pub fn bounce_refund(tx: &mut Tx<'_>, key: &str, at: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&BOUNCE_REFUND, &params![at.ms(), key])? == 1)
}
