//! Mandates: payers' authority to debit them, with the evidence of their signing.

use domain::debit::Scheme;
use domain::ids::{AttemptId, CustomerId, MandateId, PaymentMethodId, SessionId};
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::{opt_time, time};

statements! {
    pub INSERT = "INSERT INTO mandates (id, account, livemode, created_at, customer, payment_session,
        payment_method, scheme, reference, status, evidence)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    pub FIND = "SELECT id, created_at, customer, payment_session, payment_method, scheme, reference, status,
        lodged_at, ended_at, end_reason, evidence FROM mandates WHERE id = $1 AND account = $2 AND livemode = $3";
    pub BY_REFERENCE = "SELECT id, created_at, customer, payment_session, payment_method, scheme, reference, status,
        lodged_at, ended_at, end_reason, evidence FROM mandates
        WHERE account = $1 AND livemode = $2 AND scheme = $3 AND reference = $4";
    pub OF_SESSION = "SELECT id, created_at, customer, payment_session, payment_method, scheme, reference, status,
        lodged_at, ended_at, end_reason, evidence FROM mandates
        WHERE account = $1 AND livemode = $2 AND payment_session = $3 ORDER BY id";
    pub OF_ATTEMPT = "SELECT m.id, m.created_at, m.customer, m.payment_session, m.payment_method, m.scheme, m.reference,
        m.status, m.lodged_at, m.ended_at, m.end_reason, m.evidence FROM mandates m
        JOIN instructions i ON i.mandate = m.id
        WHERE i.attempt = $1 AND i.account = $2 AND i.livemode = $3";
    pub LODGE = "UPDATE mandates SET status = 'active', lodged_at = $1
        WHERE id = $2 AND account = $3 AND livemode = $4 AND status = 'pending'";
    pub END = "UPDATE mandates SET status = 'inactive', ended_at = $1, end_reason = $2
        WHERE id = $3 AND account = $4 AND livemode = $5 AND status <> 'inactive'";
}

/// Whether a mandate can be collected under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MandateStatus {
    /// Its scheme has yet to accept it.
    Pending,
    /// It can.
    Active,
    /// It cannot any more.
    Inactive,
}

impl MandateStatus {
    /// The name in rows and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Inactive => "inactive",
        }
    }
}

impl std::str::FromStr for MandateStatus {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let all = [Self::Pending, Self::Active, Self::Inactive];
        all.into_iter().find(|status| status.as_str() == text).ok_or(())
    }
}

/// A payer's authority to debit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    /// Its id.
    pub id: MandateId,
    /// When it was signed, in business time.
    pub created_at: Timestamp,
    /// Whose session it was signed for; the payer may be another person.
    pub customer: CustomerId,
    /// The session at which it was signed.
    pub session: SessionId,
    /// The account that it lets us debit.
    pub payment_method: PaymentMethodId,
    /// By which scheme.
    pub scheme: Scheme,
    /// Its reference, unique per creditor.
    pub reference: String,
    /// Whether it can be collected under.
    pub status: MandateStatus,
    /// When the payer's bank said that it has it, where its scheme lodges mandates.
    pub lodged_at: Option<Timestamp>,
    /// When it ended, in business time.
    pub ended_at: Option<Timestamp>,
    /// Why: a reason code of the rail, or a word of ours.
    pub end_reason: Option<String>,
    /// What the payer saw and did when signing, as JSON.
    pub evidence: String,
}

/// Writes a new mandate.
pub fn insert(tx: &mut Tx<'_>, scope: &Scope, mandate: &Mandate) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT,
        &params![
            &mandate.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            mandate.created_at.ms(),
            &mandate.customer.to_string(),
            &mandate.session.to_string(),
            &mandate.payment_method.to_string(),
            mandate.scheme.as_str(),
            &mandate.reference,
            mandate.status.as_str(),
            &mandate.evidence,
        ],
    )
}

/// The mandate of that id, if it is in the scope.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: MandateId) -> Result<Option<Mandate>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

/// The mandate of that reference in its scheme, if it is in the scope.
pub fn by_reference(
    tx: &mut Tx<'_>,
    scope: &Scope,
    scheme: Scheme,
    reference: &str,
) -> Result<Option<Mandate>, DbError> {
    let account = scope.account.to_string();
    let params = params![&account, scope.livemode, scheme.as_str(), reference];
    tx.one(&BY_REFERENCE, &params, read)
}

/// The mandates signed at a session, oldest first.
pub fn of_session(
    tx: &mut Tx<'_>,
    scope: &Scope,
    session: SessionId,
) -> Result<Vec<Mandate>, DbError> {
    let (account, session) = (scope.account.to_string(), session.to_string());
    tx.all(&OF_SESSION, &params![&account, scope.livemode, &session], read)
}

/// The mandate that an attempt collects under.
pub fn of_attempt(
    tx: &mut Tx<'_>,
    scope: &Scope,
    attempt: AttemptId,
) -> Result<Option<Mandate>, DbError> {
    let (attempt, account) = (attempt.to_string(), scope.account.to_string());
    tx.one(&OF_ATTEMPT, &params![&attempt, &account, scope.livemode], read)
}

/// Notes that the payer's bank has a mandate. False when nobody waited for that.
pub fn lodge(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: MandateId,
    at: Timestamp,
) -> Result<bool, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    Ok(tx.exec(&LODGE, &params![at.ms(), &id, &account, scope.livemode])? == 1)
}

/// Ends a mandate. False when it had ended before.
pub fn end(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: MandateId,
    reason: &str,
    at: Timestamp,
) -> Result<bool, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    Ok(tx.exec(&END, &params![at.ms(), reason, &id, &account, scope.livemode])? == 1)
}

fn read(row: &mut Row<'_>) -> Result<Mandate, DbError> {
    Ok(Mandate {
        id: row.parse()?,
        created_at: time(row)?,
        customer: row.parse()?,
        session: row.parse()?,
        payment_method: row.parse()?,
        scheme: row.parse()?,
        reference: row.text()?.to_owned(),
        status: row.parse()?,
        lodged_at: opt_time(row)?,
        ended_at: opt_time(row)?,
        end_reason: row.opt_text()?.map(str::to_owned),
        evidence: row.text()?.to_owned(),
    })
}
