//! Running balances of the ledger's accounts, each credits less debits.

use domain::money::Currency;
use domain::scope::Scope;

use crate::db::{DbError, Tx, params, statements};

statements! {
    pub TOUCH = "INSERT INTO ledger_balances (account, livemode, ledger_account, currency, debits, credits)
        VALUES ($1, $2, $3, $4, 0, 0) ON CONFLICT (account, livemode, ledger_account, currency) DO NOTHING";
    pub FIND = "SELECT credits - debits FROM ledger_balances
        WHERE account = $1 AND livemode = $2 AND ledger_account = $3 AND currency = $4";
    pub LOCK = "SELECT credits - debits FROM ledger_balances
        WHERE account = $1 AND livemode = $2 AND ledger_account = $3 AND currency = $4" for update;
    pub ALL = "SELECT ledger_account, currency, credits - debits FROM ledger_balances
        WHERE account = $1 AND livemode = $2 ORDER BY currency, ledger_account";
    pub PENDING = "SELECT CAST(COALESCE(SUM(CASE WHEN credit_account = $3 THEN amount ELSE -amount END), 0) AS BIGINT)
        FROM ledger_entries WHERE account = $1 AND livemode = $2 AND currency = $4 AND available_at > $5
        AND (credit_account = $3 OR debit_account = $3)";
}

/// Credits less debits of an account, to look at.
pub fn find(
    tx: &mut Tx<'_>,
    scope: &Scope,
    ledger_account: &str,
    currency: Currency,
) -> Result<i64, DbError> {
    let account = scope.account.to_string();
    let key = params![&account, scope.livemode, ledger_account, currency.as_str()];
    Ok(tx.one(&FIND, &key, |row| row.int())?.unwrap_or(0))
}

/// The same, and nobody else changes it until the `Tx` ends.
pub fn lock(
    tx: &mut Tx<'_>,
    scope: &Scope,
    ledger_account: &str,
    currency: Currency,
) -> Result<i64, DbError> {
    let account = scope.account.to_string();
    let key = params![&account, scope.livemode, ledger_account, currency.as_str()];
    // A row that is not there cannot be locked.
    tx.exec_later(&TOUCH, &key)?;
    Ok(tx.one(&LOCK, &key, |row| row.int())?.unwrap_or(0))
}

/// The part of an account's balance that becomes available only after `now`.
pub fn pending(
    tx: &mut Tx<'_>,
    scope: &Scope,
    ledger_account: &str,
    currency: Currency,
    now: domain::time::Timestamp,
) -> Result<i64, DbError> {
    let account = scope.account.to_string();
    let key = params![&account, scope.livemode, ledger_account, currency.as_str(), now.ms()];
    Ok(tx.one(&PENDING, &key, |row| row.int())?.unwrap_or(0))
}

/// Every account's balance, credits less debits, by currency.
pub fn all(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<(String, Currency, i64)>, DbError> {
    let account = scope.account.to_string();
    tx.all(&ALL, &params![&account, scope.livemode], |row| {
        Ok((row.text()?.to_owned(), row.parse()?, row.int()?))
    })
}
