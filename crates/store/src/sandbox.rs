//! The sandbox rails' own books: an outside party that happens to keep them in our database.
//!
//! Only the sandbox's processors read or write these tables. They know our attempts by their
//! idempotency key, and we know their payments by the ids they tell us, as with any processor.

use domain::ids::ConnectionId;
use domain::money::Currency;
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::time;

statements! {
    pub INSERT_CARD = "INSERT INTO sandbox_cards (id, account, livemode, connection, idempotency_key, amount,
        currency, merchant, descriptor, return_url, state, created_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
        ON CONFLICT (account, livemode, connection, idempotency_key) DO NOTHING";
    pub FIND_CARD = "SELECT id, account, livemode, connection, idempotency_key, amount, currency, merchant,
        descriptor, return_url, scenario, state, code, changed_at FROM sandbox_cards WHERE id = $1" for update;
    pub LOOK_AT_CARD = "SELECT id, account, livemode, connection, idempotency_key, amount, currency, merchant,
        descriptor, return_url, scenario, state, code, changed_at FROM sandbox_cards WHERE id = $1";
    pub FIND_CARD_BY_KEY = "SELECT id, account, livemode, connection, idempotency_key, amount, currency, merchant,
        descriptor, return_url, scenario, state, code, changed_at FROM sandbox_cards
        WHERE account = $1 AND livemode = $2 AND connection = $3 AND idempotency_key = $4" for update;
    pub UPDATE_CARD = "UPDATE sandbox_cards SET scenario = $1, state = $2, code = $3, changed_at = $4
        WHERE id = $5";
    pub INSERT_REFUND = "INSERT INTO sandbox_refunds (idempotency_key, account, livemode, card, amount, state, code,
        changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (idempotency_key) DO NOTHING";
    pub REFUNDS_OF_CARD = "SELECT idempotency_key, card, amount, state, code, changed_at FROM sandbox_refunds
        WHERE card = $1 ORDER BY idempotency_key";
    pub BOUNCE_REFUND = "UPDATE sandbox_refunds SET state = 'bounced', changed_at = $1
        WHERE idempotency_key = $2 AND state = 'succeeded'";
    pub INSERT_NOTICE = "INSERT INTO sandbox_notices (id, account, livemode, connection, body, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    pub FIND_NOTICE = "SELECT connection, body FROM sandbox_notices
        WHERE id = $1 AND account = $2 AND livemode = $3";
    pub DELETE_NOTICE = "DELETE FROM sandbox_notices WHERE id = $1";
}

/// A payment at the pretend card processor.
#[derive(Clone, Debug)]
pub struct Card {
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
    pub merchant: String,
    /// What the payer will read on the statement.
    pub descriptor: String,
    /// Where the payer goes afterwards.
    pub return_url: String,
    /// What the payer chose.
    pub scenario: Option<String>,
    /// Where it stands.
    pub state: String,
    /// Why it was declined.
    pub code: Option<String>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Opens a card payment, unless the key was used before. Gives what is there then.
pub fn open_card(tx: &mut Tx<'_>, card: &Card) -> Result<Card, DbError> {
    tx.exec(
        &INSERT_CARD,
        &params![
            &card.id,
            &card.scope.account.to_string(),
            card.scope.livemode,
            &card.connection.to_string(),
            &card.idempotency_key,
            card.amount,
            card.currency.as_str(),
            &card.merchant,
            &card.descriptor,
            &card.return_url,
            &card.state,
            card.changed_at.ms(),
        ],
    )?;
    let found = find_card_by_key(tx, &card.scope, card.connection, &card.idempotency_key)?;
    found.ok_or(DbError::Corrupt("a sandbox card is gone"))
}

/// The card payment of that id, for those who change nothing.
pub fn look_at_card(tx: &mut Tx<'_>, id: &str) -> Result<Option<Card>, DbError> {
    tx.one(&LOOK_AT_CARD, &params![id], read_card)
}

/// The card payment of that id, locked.
pub fn find_card(tx: &mut Tx<'_>, id: &str) -> Result<Option<Card>, DbError> {
    tx.one(&FIND_CARD, &params![id], read_card)
}

/// The card payment that was opened with that key.
pub fn find_card_by_key(
    tx: &mut Tx<'_>,
    scope: &Scope,
    connection: ConnectionId,
    key: &str,
) -> Result<Option<Card>, DbError> {
    let (account, connection) = (scope.account.to_string(), connection.to_string());
    tx.one(&FIND_CARD_BY_KEY, &params![&account, scope.livemode, &connection, key], read_card)
}

/// Writes what became of a card payment.
pub fn update_card(tx: &mut Tx<'_>, card: &Card) -> Result<(), DbError> {
    let (scenario, code) = (card.scenario.as_deref(), card.code.as_deref());
    let params = params![scenario, &card.state, code, card.changed_at.ms(), &card.id];
    tx.exec_later(&UPDATE_CARD, &params)
}

fn read_card(row: &mut Row<'_>) -> Result<Card, DbError> {
    Ok(Card {
        id: row.text()?.to_owned(),
        scope: Scope { account: row.parse()?, livemode: row.bool()? },
        connection: row.parse()?,
        idempotency_key: row.text()?.to_owned(),
        amount: row.int()?,
        currency: row.parse()?,
        merchant: row.text()?.to_owned(),
        descriptor: row.text()?.to_owned(),
        return_url: row.text()?.to_owned(),
        scenario: row.opt_text()?.map(str::to_owned),
        state: row.text()?.to_owned(),
        code: row.opt_text()?.map(str::to_owned),
        changed_at: crate::rows::time(row)?,
    })
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
    pub card: String,
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
            &refund.card,
            refund.amount,
            &refund.state,
            refund.code.as_deref(),
            refund.changed_at.ms(),
        ],
    )
}

/// The refunds of a payment, oldest first.
pub fn refunds_of_card(tx: &mut Tx<'_>, card: &str) -> Result<Vec<CardRefund>, DbError> {
    tx.all(&REFUNDS_OF_CARD, &params![card], |row| {
        Ok(CardRefund {
            idempotency_key: row.text()?.to_owned(),
            card: row.text()?.to_owned(),
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
