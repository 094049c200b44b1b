//! The pretend banks' own books: payments that a payer approves there, or does not.
//!
//! As with [`crate::sandbox`], only the sandbox reads or writes them.

use domain::ids::ConnectionId;
use domain::money::Currency;
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::time;

statements! {
    pub INSERT = "INSERT INTO sandbox_consents (id, account, livemode, connection, idempotency_key, amount, currency,
        bank, payee, reference, return_url, consent, created_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)
        ON CONFLICT (account, livemode, connection, idempotency_key) DO NOTHING";
    pub FIND = "SELECT id, account, livemode, connection, idempotency_key, amount, currency, bank, payee, reference,
        return_url, scenario, consent, payment, code, changed_at FROM sandbox_consents WHERE id = $1" for update;
    pub LOOK_AT = "SELECT id, account, livemode, connection, idempotency_key, amount, currency, bank, payee, reference,
        return_url, scenario, consent, payment, code, changed_at FROM sandbox_consents WHERE id = $1";
    pub FIND_BY_KEY = "SELECT id, account, livemode, connection, idempotency_key, amount, currency, bank, payee,
        reference, return_url, scenario, consent, payment, code, changed_at FROM sandbox_consents
        WHERE account = $1 AND livemode = $2 AND connection = $3 AND idempotency_key = $4" for update;
    pub UPDATE = "UPDATE sandbox_consents SET scenario = $1, consent = $2, payment = $3, code = $4, changed_at = $5
        WHERE id = $6";
}

/// A payment at a pretend bank.
#[derive(Clone, Debug)]
pub struct Consent {
    /// The bank's own id of it.
    pub id: String,
    /// Whose test mode it belongs to.
    pub scope: Scope,
    /// The connection by which it was asked for.
    pub connection: ConnectionId,
    /// The caller's key: our attempt id.
    pub idempotency_key: String,
    /// Minor units.
    pub amount: i64,
    /// Its currency.
    pub currency: Currency,
    /// Which bank.
    pub bank: String,
    /// Whom the payer pays.
    pub payee: String,
    /// What the payee will read on the statement.
    pub reference: String,
    /// Where the payer goes afterwards.
    pub return_url: String,
    /// What the payer let happen.
    pub scenario: Option<String>,
    /// Where the consent stands: `AwaitingAuthorisation`, `Authorised`, `Consumed`, `Rejected`.
    pub consent: String,
    /// Where the payment stands, once there is one.
    pub payment: Option<String>,
    /// Why it was refused or rejected.
    pub code: Option<String>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Asks for a consent, unless the key was used before. Gives what is there then.
pub fn open(tx: &mut Tx<'_>, consent: &Consent) -> Result<Consent, DbError> {
    tx.exec(
        &INSERT,
        &params![
            &consent.id,
            &consent.scope.account.to_string(),
            consent.scope.livemode,
            &consent.connection.to_string(),
            &consent.idempotency_key,
            consent.amount,
            consent.currency.as_str(),
            &consent.bank,
            &consent.payee,
            &consent.reference,
            &consent.return_url,
            &consent.consent,
            consent.changed_at.ms(),
        ],
    )?;
    let found = find_by_key(tx, &consent.scope, consent.connection, &consent.idempotency_key)?;
    found.ok_or(DbError::Corrupt("a sandbox consent is gone"))
}

/// The payment of that id, for those who change nothing.
pub fn look_at(tx: &mut Tx<'_>, id: &str) -> Result<Option<Consent>, DbError> {
    tx.one(&LOOK_AT, &params![id], read)
}

/// The payment of that id, locked.
pub fn find(tx: &mut Tx<'_>, id: &str) -> Result<Option<Consent>, DbError> {
    tx.one(&FIND, &params![id], read)
}

/// The payment that was asked for with that key, locked.
pub fn find_by_key(
    tx: &mut Tx<'_>,
    scope: &Scope,
    connection: ConnectionId,
    key: &str,
) -> Result<Option<Consent>, DbError> {
    let (account, connection) = (scope.account.to_string(), connection.to_string());
    tx.one(&FIND_BY_KEY, &params![&account, scope.livemode, &connection, key], read)
}

/// Writes what became of a payment.
pub fn update(tx: &mut Tx<'_>, consent: &Consent) -> Result<(), DbError> {
    tx.exec_later(
        &UPDATE,
        &params![
            consent.scenario.as_deref(),
            &consent.consent,
            consent.payment.as_deref(),
            consent.code.as_deref(),
            consent.changed_at.ms(),
            &consent.id,
        ],
    )
}

fn read(row: &mut Row<'_>) -> Result<Consent, DbError> {
    Ok(Consent {
        id: row.text()?.to_owned(),
        scope: Scope { account: row.parse()?, livemode: row.bool()? },
        connection: row.parse()?,
        idempotency_key: row.text()?.to_owned(),
        amount: row.int()?,
        currency: row.parse()?,
        bank: row.text()?.to_owned(),
        payee: row.text()?.to_owned(),
        reference: row.text()?.to_owned(),
        return_url: row.text()?.to_owned(),
        scenario: row.opt_text()?.map(str::to_owned),
        consent: row.text()?.to_owned(),
        payment: row.opt_text()?.map(str::to_owned),
        code: row.opt_text()?.map(str::to_owned),
        changed_at: time(row)?,
    })
}
