//! The pretend banks' own books: mandates that a payer signs there, or does not.
//!
//! As with [`crate::sandbox`], only the sandbox reads or writes them.

use domain::ids::ConnectionId;
use domain::money::Currency;
use domain::scope::Scope;
use domain::time::Timestamp;
use jiff::civil::Date;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::{date, time};

statements! {
    pub INSERT = "INSERT INTO sandbox_signings (id, account, livemode, connection, idempotency_key, bank, payee,
        bankgiro, amount, currency, collection_on, account_masked, return_url, state, created_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)
        ON CONFLICT (account, livemode, connection, idempotency_key) DO NOTHING";
    pub FIND = "SELECT id, account, livemode, connection, idempotency_key, bank, payee, bankgiro, amount, currency,
        collection_on, account_masked, return_url, state, changed_at FROM sandbox_signings WHERE id = $1" for update;
    pub LOOK_AT = "SELECT id, account, livemode, connection, idempotency_key, bank, payee, bankgiro, amount, currency,
        collection_on, account_masked, return_url, state, changed_at FROM sandbox_signings WHERE id = $1";
    pub FIND_BY_KEY = "SELECT id, account, livemode, connection, idempotency_key, bank, payee, bankgiro, amount,
        currency, collection_on, account_masked, return_url, state, changed_at FROM sandbox_signings
        WHERE account = $1 AND livemode = $2 AND connection = $3 AND idempotency_key = $4" for update;
    pub UPDATE = "UPDATE sandbox_signings SET state = $1, changed_at = $2 WHERE id = $3";
}

/// A mandate at a pretend bank, to be signed.
#[derive(Clone, Debug)]
pub struct Signing {
    /// The bank's own id of it.
    pub id: String,
    /// Whose test mode it belongs to.
    pub scope: Scope,
    /// The connection by which it was asked for.
    pub connection: ConnectionId,
    /// The caller's key: our attempt id.
    pub idempotency_key: String,
    /// The bank's name.
    pub bank: String,
    /// Whom the payer lets collect.
    pub payee: String,
    /// The payee's bankgiro.
    pub bankgiro: String,
    /// Minor units.
    pub amount: i64,
    /// Its currency.
    pub currency: Currency,
    /// The day of the debit.
    pub collection_on: Date,
    /// The account, masked.
    pub account_masked: String,
    /// Where the payer goes afterwards.
    pub return_url: String,
    /// Where it stands: `waiting`, `away`, `signed`, `refused` or `lapsed`.
    pub state: String,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Asks for a signature, unless the key was used before. Gives what is there then.
pub fn open(tx: &mut Tx<'_>, signing: &Signing) -> Result<Signing, DbError> {
    tx.exec(
        &INSERT,
        &params![
            &signing.id,
            &signing.scope.account.to_string(),
            signing.scope.livemode,
            &signing.connection.to_string(),
            &signing.idempotency_key,
            &signing.bank,
            &signing.payee,
            &signing.bankgiro,
            signing.amount,
            signing.currency.as_str(),
            &signing.collection_on.to_string(),
            &signing.account_masked,
            &signing.return_url,
            &signing.state,
            signing.changed_at.ms(),
        ],
    )?;
    let found = find_by_key(tx, &signing.scope, signing.connection, &signing.idempotency_key)?;
    found.ok_or(DbError::Corrupt("a sandbox signing is gone"))
}

/// The one of that id, for those who change nothing.
pub fn look_at(tx: &mut Tx<'_>, id: &str) -> Result<Option<Signing>, DbError> {
    tx.one(&LOOK_AT, &params![id], read)
}

/// The one of that id, locked.
pub fn find(tx: &mut Tx<'_>, id: &str) -> Result<Option<Signing>, DbError> {
    tx.one(&FIND, &params![id], read)
}

/// The one that was asked for with that key, locked.
pub fn find_by_key(
    tx: &mut Tx<'_>,
    scope: &Scope,
    connection: ConnectionId,
    key: &str,
) -> Result<Option<Signing>, DbError> {
    let (account, connection) = (scope.account.to_string(), connection.to_string());
    tx.one(&FIND_BY_KEY, &params![&account, scope.livemode, &connection, key], read)
}

/// Writes what became of it.
pub fn update(tx: &mut Tx<'_>, signing: &Signing) -> Result<(), DbError> {
    tx.exec_later(&UPDATE, &params![&signing.state, signing.changed_at.ms(), &signing.id])
}

fn read(row: &mut Row<'_>) -> Result<Signing, DbError> {
    Ok(Signing {
        id: row.text()?.to_owned(),
        scope: Scope { account: row.parse()?, livemode: row.bool()? },
        connection: row.parse()?,
        idempotency_key: row.text()?.to_owned(),
        bank: row.text()?.to_owned(),
        payee: row.text()?.to_owned(),
        bankgiro: row.text()?.to_owned(),
        amount: row.int()?,
        currency: row.parse()?,
        collection_on: date(row)?,
        account_masked: row.text()?.to_owned(),
        return_url: row.text()?.to_owned(),
        state: row.text()?.to_owned(),
        changed_at: time(row)?,
    })
}
