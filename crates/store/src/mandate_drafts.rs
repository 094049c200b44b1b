//! Mandates that a payer confirmed on our page and has to sign at the bank: kept with their attempt
//! until the bank tells.

use domain::debit::Scheme;
use domain::ids::{AttemptId, MandateId, PaymentMethodId};
use domain::scope::Scope;
use domain::time::Timestamp;
use jiff::civil::Date;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::{date, time};

statements! {
    pub INSERT = "INSERT INTO mandate_drafts (attempt, account, livemode, created_at, mandate, payment_method, scheme,
        reference, collection_on, language, email, account_holder_name, account_masked, evidence)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    pub FIND = "SELECT attempt, created_at, mandate, payment_method, scheme, reference, collection_on, language, email,
        account_holder_name, account_masked, evidence FROM mandate_drafts
        WHERE attempt = $1 AND account = $2 AND livemode = $3";
}

/// A mandate that is not signed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The attempt that will collect under it.
    pub attempt: AttemptId,
    /// When the payer confirmed it on our page, in business time.
    pub created_at: Timestamp,
    /// The mandate's id, once it is signed.
    pub mandate: MandateId,
    /// The account that it lets us debit.
    pub payment_method: PaymentMethodId,
    /// By which scheme.
    pub scheme: Scheme,
    /// Its reference in the scheme.
    pub reference: String,
    /// The day of the debit that the payer was told.
    pub collection_on: Date,
    /// The language of the page.
    pub language: String,
    /// Where the confirmation goes.
    pub email: String,
    /// The account's holder, as typed.
    pub account_holder_name: String,
    /// The account, masked.
    pub account_masked: String,
    /// What the payer saw, as JSON.
    pub evidence: String,
}

/// Writes a draft.
pub fn insert(tx: &mut Tx<'_>, scope: &Scope, draft: &Draft) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT,
        &params![
            &draft.attempt.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            draft.created_at.ms(),
            &draft.mandate.to_string(),
            &draft.payment_method.to_string(),
            draft.scheme.as_str(),
            &draft.reference,
            &draft.collection_on.to_string(),
            &draft.language,
            &draft.email,
            &draft.account_holder_name,
            &draft.account_masked,
            &draft.evidence,
        ],
    )
}

/// The draft of an attempt, if it has one.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, attempt: AttemptId) -> Result<Option<Draft>, DbError> {
    let (attempt, account) = (attempt.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&attempt, &account, scope.livemode], read)
}

fn read(row: &mut Row<'_>) -> Result<Draft, DbError> {
    Ok(Draft {
        attempt: row.parse()?,
        created_at: time(row)?,
        mandate: row.parse()?,
        payment_method: row.parse()?,
        scheme: row.parse()?,
        reference: row.text()?.to_owned(),
        collection_on: date(row)?,
        language: row.text()?.to_owned(),
        email: row.text()?.to_owned(),
        account_holder_name: row.text()?.to_owned(),
        account_masked: row.text()?.to_owned(),
        evidence: row.text()?.to_owned(),
    })
}
