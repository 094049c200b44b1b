//! Movements and ledger entries, as rows that are added and never changed.

use domain::ids::SessionId;
use domain::ledger::LedgerEntry;
use domain::movement::{Movement, MovementKind, MovementSource};
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::{date, time};

statements! {
    pub INSERT = "INSERT INTO movements (id, account, livemode, payment_session, transaction_id, attempt, kind,
        allocation, amount, fee, currency, code, value_date, booked_at, source, source_id,
        available_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        ON CONFLICT (account, livemode, source, kind, source_id) DO NOTHING";
    pub OF_SESSION = "SELECT id, payment_session, transaction_id, attempt, kind, allocation, amount, fee, currency,
        code, value_date, booked_at, source, source_id, available_at
        FROM movements WHERE payment_session = $1 ORDER BY booked_at, id";
    pub BY_SOURCE = "SELECT id, payment_session, transaction_id, attempt, kind, allocation, amount, fee, currency,
        code, value_date, booked_at, source, source_id, available_at FROM movements
        WHERE account = $1 AND livemode = $2 AND source = $3 AND kind = $4 AND source_id = $5";
    pub INSERT_ENTRY = "INSERT INTO ledger_entries (id, account, livemode, movement, debit_account, credit_account,
        currency, amount, booked_at, available_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    pub ADD_TO_BALANCE = "INSERT INTO ledger_balances (account, livemode, ledger_account, currency, debits, credits)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (account, livemode, ledger_account, currency) DO UPDATE
        SET debits = ledger_balances.debits + excluded.debits, credits = ledger_balances.credits + excluded.credits";
}

/// Books a movement. False when this fact was booked before: nothing was written then.
pub fn insert(tx: &mut Tx<'_>, scope: &Scope, movement: &Movement) -> Result<bool, DbError> {
    let written = tx.exec(
        &INSERT,
        &params![
            &movement.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            movement.session.map(|id| id.to_string()).as_deref(),
            movement.transaction.map(|id| id.to_string()).as_deref(),
            movement.attempt.map(|id| id.to_string()).as_deref(),
            movement.kind.as_str(),
            movement.allocation.as_str(),
            movement.amount,
            movement.fee,
            movement.currency.as_str(),
            movement.code.as_deref(),
            &movement.value_date.to_string(),
            movement.booked_at.ms(),
            &movement.source.to_string(),
            &movement.source_id,
            movement.available_at.ms(),
        ],
    )?;
    Ok(written == 1)
}

/// Posts an entry of a movement that is available from `available_at` on, or later where its money
/// has not cleared by then. The two balances are moved in the order of the accounts' names, so that
/// two postings never wait for each other.
pub fn post(
    tx: &mut Tx<'_>,
    scope: &Scope,
    entry: &LedgerEntry,
    booked_at: Timestamp,
    available_at: Timestamp,
) -> Result<(), DbError> {
    let account = scope.account.to_string();
    let (debit, credit) = (entry.debit.to_string(), entry.credit.to_string());
    let available_at = entry.clears_at.map_or(available_at, |at| at.max(available_at));
    tx.exec_later(
        &INSERT_ENTRY,
        &params![
            &entry.id.to_string(),
            &account,
            scope.livemode,
            &entry.movement.to_string(),
            &debit,
            &credit,
            entry.currency.as_str(),
            entry.amount,
            booked_at.ms(),
            available_at.ms(),
        ],
    )?;
    let mut sides = [(&debit, entry.amount, 0), (&credit, 0, entry.amount)];
    sides.sort();
    for (ledger_account, debits, credits) in sides {
        let currency = entry.currency.as_str();
        let params = params![&account, scope.livemode, ledger_account, currency, debits, credits];
        tx.exec_later(&ADD_TO_BALANCE, &params)?;
    }
    Ok(())
}

/// A session's movements in the order of their booking.
pub(crate) fn of_session(tx: &mut Tx<'_>, session: SessionId) -> Result<Vec<Movement>, DbError> {
    tx.all(&OF_SESSION, &params![&session.to_string()], read)
}

/// The movement that its source calls so, if it is booked.
pub fn by_source(
    tx: &mut Tx<'_>,
    scope: &Scope,
    source: MovementSource,
    kind: MovementKind,
    source_id: &str,
) -> Result<Option<Movement>, DbError> {
    let (account, source) = (scope.account.to_string(), source.to_string());
    let params = params![&account, scope.livemode, &source, kind.as_str(), source_id];
    tx.one(&BY_SOURCE, &params, read)
}

/// Reads a whole row, in the order of [`OF_SESSION`].
pub(crate) fn read(row: &mut Row<'_>) -> Result<Movement, DbError> {
    Ok(Movement {
        id: row.parse()?,
        session: row.opt_parse()?,
        transaction: row.opt_parse()?,
        attempt: row.opt_parse()?,
        kind: row.parse()?,
        allocation: row.parse()?,
        amount: row.int()?,
        fee: row.int()?,
        currency: row.parse()?,
        code: row.opt_text()?.map(str::to_owned),
        value_date: date(row)?,
        booked_at: time(row)?,
        source: row.parse()?,
        source_id: row.text()?.to_owned(),
        available_at: time(row)?,
    })
}
