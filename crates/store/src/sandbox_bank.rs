//! The pretend bank's own books: the debits and mandates that it was sent.
//!
//! Only the sandbox's bank reads or writes these tables, as in [`crate::sandbox`].

use domain::debit::Scheme;
use domain::ids::ConnectionId;
use domain::money::Currency;
use domain::scope::Scope;
use jiff::civil::Date;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::{date, opt_date};

statements! {
    pub INSERT_DEBIT = "INSERT INTO sandbox_debits (end_to_end_id, account, livemode, connection, batch, scheme,
        amount, currency, collection_on, mandate_reference, scenario, state, retries_left)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (end_to_end_id) DO NOTHING";
    pub FIND_DEBIT = "SELECT end_to_end_id, account, livemode, connection, batch, scheme, amount, currency,
        collection_on, mandate_reference, scenario, state, code, claim_debit_on, retries_left, retry_on
        FROM sandbox_debits
        WHERE end_to_end_id = $1" for update;
    pub DEBITS_OF_BATCH = "SELECT end_to_end_id, account, livemode, connection, batch, scheme, amount, currency,
        collection_on, mandate_reference, scenario, state, code, claim_debit_on, retries_left, retry_on
        FROM sandbox_debits
        WHERE batch = $1 ORDER BY end_to_end_id" for update;
    pub UPDATE_DEBIT = "UPDATE sandbox_debits SET state = $1, code = $2, claim_debit_on = $3, retries_left = $4,
        retry_on = $5 WHERE end_to_end_id = $6";
    pub INSERT_MANDATE = "INSERT INTO sandbox_mandates (reference, account, livemode, connection, batch, scheme,
        received_on, scenario, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (account, livemode, connection, reference) DO NOTHING";
    pub MANDATES_OF_BATCH = "SELECT reference, account, livemode, connection, batch, scheme, received_on, scenario,
        state, code FROM sandbox_mandates WHERE batch = $1 ORDER BY reference" for update;
    pub FIND_MANDATE = "SELECT reference, account, livemode, connection, batch, scheme, received_on, scenario, state,
        code FROM sandbox_mandates WHERE account = $1 AND livemode = $2 AND connection = $3 AND reference = $4"
        for update;
    pub UPDATE_MANDATE = "UPDATE sandbox_mandates SET state = $1, code = $2
        WHERE account = $3 AND livemode = $4 AND connection = $5 AND reference = $6";
}

/// A debit at the pretend bank.
#[derive(Clone, Debug)]
pub struct Debit {
    /// The creditor's id of it.
    pub end_to_end_id: String,
    /// Whose test mode it belongs to.
    pub scope: Scope,
    /// The connection by which it came.
    pub connection: ConnectionId,
    /// The batch in which it came.
    pub batch: String,
    /// By which scheme.
    pub scheme: Scheme,
    /// Minor units.
    pub amount: i64,
    /// Its currency.
    pub currency: Currency,
    /// The day of the debit.
    pub collection_on: Date,
    /// The mandate that it names.
    pub mandate_reference: String,
    /// What the pretend payer's bank will do.
    pub scenario: String,
    /// Where it stands.
    pub state: String,
    /// Why it was rejected, claimed or returned.
    pub code: Option<String>,
    /// The day on which a claim's money leaves the creditor.
    pub claim_debit_on: Option<Date>,
    /// How often it is still tried again where there is no money.
    pub retries_left: i64,
    /// The day of the next try.
    pub retry_on: Option<Date>,
}

/// A mandate at the pretend bank, where its scheme lodges them.
#[derive(Clone, Debug)]
pub struct PretendMandate {
    /// The creditor's reference of it.
    pub reference: String,
    /// Whose test mode it belongs to.
    pub scope: Scope,
    /// The connection by which it came.
    pub connection: ConnectionId,
    /// The batch in which it came.
    pub batch: String,
    /// Of which scheme.
    pub scheme: Scheme,
    /// The day on which it came.
    pub received_on: Date,
    /// What the pretend payer's bank will do.
    pub scenario: String,
    /// Where it stands: `accepted`, `lodged`, `ended` or `canceled`.
    pub state: String,
    /// Why it ended.
    pub code: Option<String>,
}

/// Takes a debit in, unless it came before.
pub fn insert_debit(tx: &mut Tx<'_>, debit: &Debit) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT_DEBIT,
        &params![
            &debit.end_to_end_id,
            &debit.scope.account.to_string(),
            debit.scope.livemode,
            &debit.connection.to_string(),
            &debit.batch,
            debit.scheme.as_str(),
            debit.amount,
            debit.currency.as_str(),
            &debit.collection_on.to_string(),
            &debit.mandate_reference,
            &debit.scenario,
            &debit.state,
            debit.retries_left,
        ],
    )
}

/// The debit of that id.
pub fn find_debit(tx: &mut Tx<'_>, end_to_end_id: &str) -> Result<Option<Debit>, DbError> {
    tx.one(&FIND_DEBIT, &params![end_to_end_id], read_debit)
}

/// The debits that came in one batch.
pub fn debits_of_batch(tx: &mut Tx<'_>, batch: &str) -> Result<Vec<Debit>, DbError> {
    tx.all(&DEBITS_OF_BATCH, &params![batch], read_debit)
}

/// Writes what became of a debit.
pub fn update_debit(tx: &mut Tx<'_>, debit: &Debit) -> Result<(), DbError> {
    let claimed = debit.claim_debit_on.map(|date| date.to_string());
    let retry_on = debit.retry_on.map(|date| date.to_string());
    tx.exec_later(
        &UPDATE_DEBIT,
        &params![
            &debit.state,
            debit.code.as_deref(),
            claimed.as_deref(),
            debit.retries_left,
            retry_on.as_deref(),
            &debit.end_to_end_id,
        ],
    )
}

/// Takes a mandate in, unless it came before.
pub fn insert_mandate(tx: &mut Tx<'_>, mandate: &PretendMandate) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT_MANDATE,
        &params![
            &mandate.reference,
            &mandate.scope.account.to_string(),
            mandate.scope.livemode,
            &mandate.connection.to_string(),
            &mandate.batch,
            mandate.scheme.as_str(),
            &mandate.received_on.to_string(),
            &mandate.scenario,
            &mandate.state,
        ],
    )
}

/// The mandates that came in one batch.
pub fn mandates_of_batch(tx: &mut Tx<'_>, batch: &str) -> Result<Vec<PretendMandate>, DbError> {
    tx.all(&MANDATES_OF_BATCH, &params![batch], read_mandate)
}

/// The mandate of that reference, if it came by that connection.
pub fn find_mandate(
    tx: &mut Tx<'_>,
    scope: &Scope,
    connection: ConnectionId,
    reference: &str,
) -> Result<Option<PretendMandate>, DbError> {
    let (account, connection) = (scope.account.to_string(), connection.to_string());
    let params = params![&account, scope.livemode, &connection, reference];
    tx.one(&FIND_MANDATE, &params, read_mandate)
}

/// Writes what became of a mandate.
pub fn update_mandate(tx: &mut Tx<'_>, mandate: &PretendMandate) -> Result<(), DbError> {
    tx.exec_later(
        &UPDATE_MANDATE,
        &params![
            &mandate.state,
            mandate.code.as_deref(),
            &mandate.scope.account.to_string(),
            mandate.scope.livemode,
            &mandate.connection.to_string(),
            &mandate.reference,
        ],
    )
}

fn read_debit(row: &mut Row<'_>) -> Result<Debit, DbError> {
    Ok(Debit {
        end_to_end_id: row.text()?.to_owned(),
        scope: Scope { account: row.parse()?, livemode: row.bool()? },
        connection: row.parse()?,
        batch: row.text()?.to_owned(),
        scheme: row.parse()?,
        amount: row.int()?,
        currency: row.parse()?,
        collection_on: date(row)?,
        mandate_reference: row.text()?.to_owned(),
        scenario: row.text()?.to_owned(),
        state: row.text()?.to_owned(),
        code: row.opt_text()?.map(str::to_owned),
        claim_debit_on: opt_date(row)?,
        retries_left: row.int()?,
        retry_on: opt_date(row)?,
    })
}

fn read_mandate(row: &mut Row<'_>) -> Result<PretendMandate, DbError> {
    Ok(PretendMandate {
        reference: row.text()?.to_owned(),
        scope: Scope { account: row.parse()?, livemode: row.bool()? },
        connection: row.parse()?,
        batch: row.text()?.to_owned(),
        scheme: row.parse()?,
        received_on: date(row)?,
        scenario: row.text()?.to_owned(),
        state: row.text()?.to_owned(),
        code: row.opt_text()?.map(str::to_owned),
    })
}
