//! Refunds, as rows.

use domain::ids::{RefundId, SessionId, TransactionId};
use domain::money::Currency;
use domain::refund::{Refund, RefundProgress, RefundStatus, RefundTerms};
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::page::{List, Listed, NEWEST_ID, Page, list};
use crate::rows::{opt_time, time};

statements! {
    pub UPSERT = "INSERT INTO refunds (id, account, livemode, created_at, payment_session, transaction_id, attempt,
        amount, currency, origin, reason, reason_description, reverse_transfer, refund_fees, metadata, status,
        submitted_at, ended_at, code, reference, bounced_at, failure_message)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
        ON CONFLICT (id) DO UPDATE SET metadata = excluded.metadata, status = excluded.status,
        submitted_at = excluded.submitted_at, ended_at = excluded.ended_at, code = excluded.code,
        reference = excluded.reference, bounced_at = excluded.bounced_at,
        failure_message = excluded.failure_message";
    pub OF_SESSION = "SELECT id, created_at, transaction_id, attempt, amount, origin, reason, reason_description,
        reverse_transfer, refund_fees, failure_message, metadata, status, submitted_at, ended_at, code, reference,
        bounced_at FROM refunds WHERE payment_session = $1 ORDER BY created_at, id";
    pub SESSION_OF = "SELECT payment_session FROM refunds WHERE id = $1 AND account = $2 AND livemode = $3";
}

list! {
    /// All of a scope, or those of one transaction, session or status.
    LIST = "id, payment_session",
    "FROM refunds WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND ($5 = '' OR transaction_id = $5) AND ($6 = '' OR payment_session = $6) AND ($7 = '' OR status = $7)",
    "id" "$8"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&LIST];

/// Which refunds are asked for: all that is given must be so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those of this transaction.
    pub transaction: Option<TransactionId>,
    /// Those of this session.
    pub session: Option<SessionId>,
    /// Those that have come so far.
    pub status: Option<RefundStatus>,
}

/// Writes a refund of a session, new or changed.
pub(crate) fn upsert(
    tx: &mut Tx<'_>,
    scope: &Scope,
    session: SessionId,
    currency: Currency,
    refund: &Refund,
) -> Result<(), DbError> {
    let (ended_at, code) = match &refund.progress {
        RefundProgress::Succeeded { at } => (Some(at.ms()), None),
        RefundProgress::Failed { at, code } | RefundProgress::Canceled { at, code } => {
            (Some(at.ms()), Some(code.as_str()))
        }
        RefundProgress::Pending | RefundProgress::Submitted => (None, None),
    };
    let terms = &refund.terms;
    let metadata = serde_json::to_string(&terms.metadata).unwrap_or_default();
    tx.exec_later(
        &UPSERT,
        &params![
            &refund.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            refund.created_at.ms(),
            &session.to_string(),
            &refund.transaction.to_string(),
            &refund.attempt.to_string(),
            refund.amount,
            currency.as_str(),
            refund.origin.as_str(),
            terms.reason.map(|it| it.as_str()),
            terms.reason_description.as_deref(),
            terms.reverse_transfer,
            terms.refund_fees,
            &metadata,
            refund.progress.as_str(),
            refund.submitted_at.map(Timestamp::ms),
            ended_at,
            code,
            refund.reference.as_deref(),
            refund.bounced_at.map(Timestamp::ms),
            terms.failure_message.as_deref(),
        ],
    )
}

/// A session's refunds, oldest first.
pub(crate) fn of_session(tx: &mut Tx<'_>, session: SessionId) -> Result<Vec<Refund>, DbError> {
    tx.all(&OF_SESSION, &params![&session.to_string()], read)
}

/// The session that a refund belongs to.
pub fn session_of(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: RefundId,
) -> Result<Option<SessionId>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&SESSION_OF, &params![&id, &account, scope.livemode], |row| row.parse())
}

/// A page of refunds with their sessions; of one transaction, if one is given.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: Filter,
    page: &Page<RefundId>,
) -> Result<Listed<(RefundId, SessionId)>, DbError> {
    let account = scope.account.to_string();
    let transaction = filter.transaction.map(|id| id.to_string()).unwrap_or_default();
    let session = filter.session.map(|id| id.to_string()).unwrap_or_default();
    let status = filter.status.map(RefundStatus::as_str).unwrap_or_default();
    let page = &page.by_id();
    let (from, to) = (page.created_from, page.created_to);
    let params = params![&account, scope.livemode, from, to, &transaction, &session, status];
    LIST.page(tx, &params, page, NEWEST_ID, |row| Ok((row.parse()?, row.parse()?)))
}

/// Reads a whole row, in the order of [`OF_SESSION`].
pub(crate) fn read(row: &mut Row<'_>) -> Result<Refund, DbError> {
    let corrupt = || DbError::Corrupt("refunds");
    let (id, created_at) = (row.parse()?, time(row)?);
    let (transaction, attempt, amount) = (row.parse()?, row.parse()?, row.int()?);
    let origin = row.parse()?;
    let terms = RefundTerms {
        reason: row.opt_parse()?,
        reason_description: row.opt_text()?.map(str::to_owned),
        reverse_transfer: row.bool()?,
        refund_fees: row.bool()?,
        failure_message: row.opt_text()?.map(str::to_owned),
        metadata: serde_json::from_str(row.text()?).map_err(|_| corrupt())?,
    };
    let status = row.text()?.to_owned();
    let (submitted_at, ended_at) = (opt_time(row)?, opt_time(row)?);
    let code = row.opt_text()?.map(str::to_owned);
    let progress = match status.as_str() {
        "pending" => Some(RefundProgress::Pending),
        "submitted" => Some(RefundProgress::Submitted),
        "succeeded" => ended_at.map(|at| RefundProgress::Succeeded { at }),
        "failed" => ended_at.zip(code).map(|(at, code)| RefundProgress::Failed { at, code }),
        "canceled" => ended_at.zip(code).map(|(at, code)| RefundProgress::Canceled { at, code }),
        _ => None,
    };
    Ok(Refund {
        id,
        created_at,
        transaction,
        attempt,
        amount,
        origin,
        terms,
        progress: progress.ok_or_else(corrupt)?,
        submitted_at,
        reference: row.opt_text()?.map(str::to_owned),
        bounced_at: opt_time(row)?,
    })
}
