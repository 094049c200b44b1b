//! The books of the pretend processors that have a page: payments that a payer confirms there, or does not.
//!
//! As with [`crate::sandbox`], only the sandbox reads or writes them.

use domain::ids::ConnectionId;
use domain::money::Currency;
use domain::scope::Scope;
use domain::time::Timestamp;
use jiff::civil::Date;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::{opt_date, time};

statements! {
    pub INSERT = "INSERT INTO sandbox_payments (id, account, livemode, connection, idempotency_key, amount, currency,
        payee, reference, bank, bankgiro, account_masked, collection_on, return_url, state, created_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)
        ON CONFLICT (account, livemode, connection, idempotency_key) DO NOTHING";
    pub FIND = "SELECT id, account, livemode, connection, idempotency_key, amount, currency, payee, reference, bank,
        bankgiro, account_masked, collection_on, return_url, scenario, state, code, changed_at
        FROM sandbox_payments WHERE id = $1" for update;
    pub LOOK_AT = "SELECT id, account, livemode, connection, idempotency_key, amount, currency, payee, reference, bank,
        bankgiro, account_masked, collection_on, return_url, scenario, state, code, changed_at
        FROM sandbox_payments WHERE id = $1";
    pub FIND_BY_KEY = "SELECT id, account, livemode, connection, idempotency_key, amount, currency, payee, reference,
        bank, bankgiro, account_masked, collection_on, return_url, scenario, state, code, changed_at
        FROM sandbox_payments
        WHERE account = $1 AND livemode = $2 AND connection = $3 AND idempotency_key = $4" for update;
    pub UPDATE = "UPDATE sandbox_payments SET scenario = $1, state = $2, code = $3, changed_at = $4 WHERE id = $5";
}

/// A payment at a pretend processor's page.
#[derive(Clone, Debug)]
pub struct Payment {
    /// The processor's own id of it.
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
    /// Whom the payer pays.
    pub payee: String,
    /// What will be read on a statement.
    pub reference: String,
    /// The bank at which it is approved, where the payer chose one.
    pub bank: Option<String>,
    /// The mandate that is signed, where one is.
    pub mandate: Option<ToSign>,
    /// Where the payer goes afterwards.
    pub return_url: String,
    /// What the payer let happen.
    pub scenario: Option<String>,
    /// Where it stands, in its processor's words.
    pub state: String,
    /// Why it came to nothing.
    pub code: Option<String>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// A mandate as the payer is shown it for signing.
#[derive(Clone, Debug, Default)]
pub struct ToSign {
    /// The payee's bankgiro.
    pub bankgiro: String,
    /// The account, masked.
    pub account_masked: String,
    /// The day of the debit.
    pub collection_on: Date,
}

/// Takes a payment in, unless the key was used before. Gives what is there then.
pub fn open(tx: &mut Tx<'_>, payment: &Payment) -> Result<Payment, DbError> {
    let mandate = payment.mandate.as_ref();
    tx.exec(
        &INSERT,
        &params![
            &payment.id,
            &payment.scope.account.to_string(),
            payment.scope.livemode,
            &payment.connection.to_string(),
            &payment.idempotency_key,
            payment.amount,
            payment.currency.as_str(),
            &payment.payee,
            &payment.reference,
            payment.bank.as_deref(),
            mandate.map(|it| it.bankgiro.as_str()),
            mandate.map(|it| it.account_masked.as_str()),
            mandate.map(|it| it.collection_on.to_string()).as_deref(),
            &payment.return_url,
            &payment.state,
            payment.changed_at.ms(),
        ],
    )?;
    let found = find_by_key(tx, &payment.scope, payment.connection, &payment.idempotency_key)?;
    found.ok_or(DbError::Corrupt("a sandbox payment is gone"))
}

/// The payment of that id, for those who change nothing.
pub fn look_at(tx: &mut Tx<'_>, id: &str) -> Result<Option<Payment>, DbError> {
    tx.one(&LOOK_AT, &params![id], read)
}

/// The payment of that id, locked.
pub fn find(tx: &mut Tx<'_>, id: &str) -> Result<Option<Payment>, DbError> {
    tx.one(&FIND, &params![id], read)
}

/// The payment that was asked for with that key, locked.
pub fn find_by_key(
    tx: &mut Tx<'_>,
    scope: &Scope,
    connection: ConnectionId,
    key: &str,
) -> Result<Option<Payment>, DbError> {
    let (account, connection) = (scope.account.to_string(), connection.to_string());
    tx.one(&FIND_BY_KEY, &params![&account, scope.livemode, &connection, key], read)
}

/// Writes what became of a payment.
pub fn update(tx: &mut Tx<'_>, payment: &Payment) -> Result<(), DbError> {
    let (scenario, code) = (payment.scenario.as_deref(), payment.code.as_deref());
    let params = params![scenario, &payment.state, code, payment.changed_at.ms(), &payment.id];
    tx.exec_later(&UPDATE, &params)
}

fn read(row: &mut Row<'_>) -> Result<Payment, DbError> {
    Ok(Payment {
        id: row.text()?.to_owned(),
        scope: Scope { account: row.parse()?, livemode: row.bool()? },
        connection: row.parse()?,
        idempotency_key: row.text()?.to_owned(),
        amount: row.int()?,
        currency: row.parse()?,
        payee: row.text()?.to_owned(),
        reference: row.text()?.to_owned(),
        bank: row.opt_text()?.map(str::to_owned),
        mandate: mandate(row)?,
        return_url: row.text()?.to_owned(),
        scenario: row.opt_text()?.map(str::to_owned),
        state: row.text()?.to_owned(),
        code: row.opt_text()?.map(str::to_owned),
        changed_at: time(row)?,
    })
}

fn mandate(row: &mut Row<'_>) -> Result<Option<ToSign>, DbError> {
    let bankgiro = row.opt_text()?.map(str::to_owned);
    let (account_masked, collection_on) = (row.opt_text()?.map(str::to_owned), opt_date(row)?);
    let whole = bankgiro.zip(account_masked).zip(collection_on);
    Ok(whole.map(|((bankgiro, account_masked), collection_on)| ToSign {
        bankgiro,
        account_masked,
        collection_on,
    }))
}
