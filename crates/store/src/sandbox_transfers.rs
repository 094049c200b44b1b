//! The pretend bank's own books of transfers. As with [`crate::sandbox`], only the sandbox reads or
//! writes them.

use domain::ids::ConnectionId;
use domain::money::{Currency, Money};
use domain::scope::Scope;

use crate::db::{DbError, Row, Tx, params, statements};

statements! {
    pub INSERT = "INSERT INTO sandbox_transfers (id, account, livemode, connection, number, amount, currency, returned)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0)";
    pub LOCK = "SELECT id, connection, number, amount, currency, returned FROM sandbox_transfers
        WHERE id = $1 AND account = $2 AND livemode = $3" for update;
    pub RETURN = "UPDATE sandbox_transfers SET returned = $1 WHERE id = $2 AND account = $3 AND livemode = $4";
}

/// A transfer that the pretend bank credited.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// The bank's own id of it.
    pub id: String,
    /// By which connection it is told.
    pub connection: ConnectionId,
    /// The account that was credited, as banks call it.
    pub number: String,
    /// How much.
    pub amount: Money,
    /// Minor units of it that went back.
    pub returned: i64,
}

/// Writes a new transfer.
pub fn insert(tx: &mut Tx<'_>, scope: &Scope, transfer: &Transfer) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT,
        &params![
            &transfer.id,
            &scope.account.to_string(),
            scope.livemode,
            &transfer.connection.to_string(),
            &transfer.number,
            transfer.amount.minor(),
            transfer.amount.currency().as_str(),
        ],
    )
}

/// The transfer of that id, locked until the `Tx` ends.
pub fn lock(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<Transfer>, DbError> {
    tx.one(&LOCK, &params![id, &scope.account.to_string(), scope.livemode], read)
}

/// Notes how much of it went back.
pub fn note_returned(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: &str,
    returned: i64,
) -> Result<(), DbError> {
    tx.exec_later(&RETURN, &params![returned, id, &scope.account.to_string(), scope.livemode])
}

fn read(row: &mut Row<'_>) -> Result<Transfer, DbError> {
    let (id, connection, number) = (row.text()?.to_owned(), row.parse()?, row.text()?.to_owned());
    let (amount, currency): (i64, Currency) = (row.int()?, row.parse()?);
    let amount = Money::new(amount, currency);
    Ok(Transfer { id, connection, number, amount, returned: row.int()? })
}
