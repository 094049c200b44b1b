//! Disputes, as rows.

use domain::dispute::{Dispute, DisputeStatus};
use domain::ids::{DisputeId, SessionId, TransactionId};
use domain::money::Currency;
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::page::{List, Listed, NEWEST_ID, Page, list};
use crate::rows::{opt_time, time};

statements! {
    pub UPSERT = "INSERT INTO disputes (id, account, livemode, created_at, payment_session, transaction_id, attempt,
        code, amount, currency, debit_at, respond_by, outcome, ended_at, evidence, submitted_at, metadata)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        ON CONFLICT (id) DO UPDATE SET outcome = excluded.outcome, ended_at = excluded.ended_at,
        evidence = excluded.evidence, submitted_at = excluded.submitted_at, metadata = excluded.metadata";
    pub OF_SESSION = "SELECT id, created_at, transaction_id, attempt, code, amount, debit_at, respond_by, outcome,
        ended_at, evidence, submitted_at, metadata
        FROM disputes WHERE payment_session = $1 ORDER BY created_at, id";
    pub SESSION_OF = "SELECT payment_session FROM disputes WHERE id = $1 AND account = $2 AND livemode = $3";
}

list! {
    /// All of a scope, or those of one transaction or session, or of one status as it is at a time.
    LIST = "id, payment_session",
    "FROM disputes WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND ($5 = '' OR transaction_id = $5) AND ($6 = '' OR payment_session = $6)
    AND ($7 = '' OR $7 = CASE WHEN outcome IS NOT NULL THEN outcome WHEN submitted_at IS NOT NULL THEN 'under_review'
        WHEN respond_by IS NULL THEN 'open' WHEN respond_by > $8 THEN 'needs_response' ELSE 'under_review' END)",
    "id" "$9"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&LIST];

/// Which disputes are asked for: all that is given must be so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those about this transaction.
    pub transaction: Option<TransactionId>,
    /// Those about this session.
    pub session: Option<SessionId>,
    /// Those that stand there.
    pub status: Option<DisputeStatus>,
}

/// Writes a dispute of a session, new or changed.
pub(crate) fn upsert(
    tx: &mut Tx<'_>,
    scope: &Scope,
    session: SessionId,
    currency: Currency,
    dispute: &Dispute,
) -> Result<(), DbError> {
    let evidence = serde_json::to_string(&dispute.evidence).unwrap_or_default();
    let metadata = serde_json::to_string(&dispute.metadata).unwrap_or_default();
    tx.exec_later(
        &UPSERT,
        &params![
            &dispute.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            dispute.reported_at.ms(),
            &session.to_string(),
            &dispute.transaction.to_string(),
            &dispute.attempt.to_string(),
            &dispute.code,
            dispute.amount,
            currency.as_str(),
            dispute.debit_at.ms(),
            dispute.respond_by.map(Timestamp::ms),
            dispute.outcome.map(|(outcome, _)| outcome.as_str()),
            dispute.outcome.map(|(_, at)| at.ms()),
            &evidence,
            dispute.submitted_at.map(Timestamp::ms),
            &metadata,
        ],
    )
}

/// A session's disputes, oldest first.
pub(crate) fn of_session(tx: &mut Tx<'_>, session: SessionId) -> Result<Vec<Dispute>, DbError> {
    tx.all(&OF_SESSION, &params![&session.to_string()], read)
}

/// The session that a dispute belongs to.
pub fn session_of(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: DisputeId,
) -> Result<Option<SessionId>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&SESSION_OF, &params![&id, &account, scope.livemode], |row| row.parse())
}

/// A page of disputes with their sessions; of one transaction, if one is given.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: Filter,
    now: Timestamp,
    page: &Page<DisputeId>,
) -> Result<Listed<(DisputeId, SessionId)>, DbError> {
    let account = scope.account.to_string();
    let transaction = filter.transaction.map(|id| id.to_string()).unwrap_or_default();
    let session = filter.session.map(|id| id.to_string()).unwrap_or_default();
    let status = filter.status.map(DisputeStatus::as_str).unwrap_or_default();
    let page = &page.by_id();
    let (from, to) = (page.created_from, page.created_to);
    let live = scope.livemode;
    let params = params![&account, live, from, to, &transaction, &session, status, now.ms()];
    LIST.page(tx, &params, page, NEWEST_ID, |row| Ok((row.parse()?, row.parse()?)))
}

/// Reads a whole row, in the order of [`OF_SESSION`].
pub(crate) fn read(row: &mut Row<'_>) -> Result<Dispute, DbError> {
    let corrupt = |_| DbError::Corrupt("disputes");
    Ok(Dispute {
        id: row.parse()?,
        reported_at: time(row)?,
        transaction: row.parse()?,
        attempt: row.parse()?,
        code: row.text()?.to_owned(),
        amount: row.int()?,
        debit_at: time(row)?,
        respond_by: opt_time(row)?,
        outcome: row.opt_parse()?.zip(opt_time(row)?),
        evidence: serde_json::from_str(row.text()?).map_err(corrupt)?,
        submitted_at: opt_time(row)?,
        metadata: serde_json::from_str(row.text()?).map_err(corrupt)?,
    })
}
