//! Attempts, as rows: one column per thing that exists at some point of their progress.

use domain::attempt::{Attempt, Progress};
use domain::ids::{AttemptId, ConnectionId, SessionId};
use domain::money::Currency;
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::{opt_time, time};

statements! {
    pub UPSERT = "INSERT INTO attempts (id, account, livemode, created_at, payment_session, transaction_id, method,
        connection, amount, payment_method, mandate, confirmed_at, progress, reference, url, cutoff_at,
        collection_on, batch, collected_at, clears_at, ended_at, code)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
        $22)
        ON CONFLICT (id) DO UPDATE SET payment_method = excluded.payment_method, mandate = excluded.mandate,
        confirmed_at = excluded.confirmed_at, progress = excluded.progress, reference = excluded.reference,
        url = excluded.url, cutoff_at = excluded.cutoff_at, collection_on = excluded.collection_on,
        batch = excluded.batch, collected_at = excluded.collected_at, clears_at = excluded.clears_at,
        ended_at = excluded.ended_at, code = excluded.code";
    pub OF_SESSION = "SELECT id, created_at, payment_session, transaction_id, method, connection, amount,
        payment_method, mandate, confirmed_at, reference, progress, url, cutoff_at, collection_on, batch,
        collected_at, clears_at, ended_at, code
        FROM attempts WHERE payment_session = $1 ORDER BY created_at, id";
    pub SESSION_OF = "SELECT payment_session FROM attempts WHERE id = $1 AND account = $2 AND livemode = $3";
    pub BY_REFERENCE = "SELECT id FROM attempts
        WHERE account = $1 AND livemode = $2 AND connection = $3 AND reference = $4";
    pub TO_EXPORT = "SELECT a.id, a.payment_session, a.amount, s.currency FROM attempts a
        JOIN payment_sessions s ON s.id = a.payment_session
        WHERE a.account = $1 AND a.livemode = $2 AND a.connection = $3 AND a.progress = 'scheduled'
        AND a.cutoff_at <= $4 ORDER BY a.payment_session, a.id LIMIT 500";
}

/// Writes an attempt, new or changed.
pub(crate) fn upsert(tx: &mut Tx<'_>, scope: &Scope, attempt: &Attempt) -> Result<(), DbError> {
    let columns = Columns::of(&attempt.progress);
    tx.exec_later(
        &UPSERT,
        &params![
            &attempt.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            attempt.created_at.ms(),
            &attempt.session.to_string(),
            &attempt.transaction.to_string(),
            attempt.method.as_str(),
            &attempt.connection.to_string(),
            attempt.amount,
            attempt.payment_method.map(|id| id.to_string()).as_deref(),
            attempt.mandate.map(|id| id.to_string()).as_deref(),
            attempt.confirmed_at.map(Timestamp::ms),
            attempt.progress.as_str(),
            attempt.reference.as_deref(),
            columns.url,
            columns.cutoff_at.map(Timestamp::ms),
            columns.collection_on.as_deref(),
            columns.batch.as_deref(),
            columns.collected_at.map(Timestamp::ms),
            columns.clears_at.map(Timestamp::ms),
            columns.ended_at.map(Timestamp::ms),
            columns.code,
        ],
    )
}

/// What the variants of [`Progress`] carry, side by side.
#[derive(Default)]
struct Columns<'a> {
    url: Option<&'a str>,
    cutoff_at: Option<Timestamp>,
    collection_on: Option<String>,
    batch: Option<String>,
    collected_at: Option<Timestamp>,
    clears_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    code: Option<&'a str>,
}

impl<'a> Columns<'a> {
    fn of(progress: &'a Progress) -> Self {
        let none = Self::default();
        match progress {
            Progress::Redirected { url } => Self { url: url.as_deref(), ..none },
            Progress::Awaiting | Progress::Submitted => none,
            Progress::Scheduled { cutoff_at, collection_on } => Self {
                cutoff_at: Some(*cutoff_at),
                collection_on: Some(collection_on.to_string()),
                ..none
            },
            Progress::Exported { batch, collection_on } => Self {
                batch: Some(batch.to_string()),
                collection_on: Some(collection_on.to_string()),
                ..none
            },
            Progress::Collected { at, clears_at } => {
                Self { collected_at: Some(*at), clears_at: Some(*clears_at), ..none }
            }
            Progress::Failed { at, code } | Progress::Canceled { at, code } => {
                Self { ended_at: Some(*at), code: Some(code), ..none }
            }
        }
    }
}

/// A session's attempts, oldest first. The caller has looked the session up in its scope.
pub(crate) fn of_session(tx: &mut Tx<'_>, session: SessionId) -> Result<Vec<Attempt>, DbError> {
    tx.all(&OF_SESSION, &params![&session.to_string()], read)
}

/// The session that an attempt belongs to.
pub fn session_of(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: AttemptId,
) -> Result<Option<SessionId>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&SESSION_OF, &params![&id, &account, scope.livemode], |row| row.parse())
}

/// The attempt that a processor knows by `reference`.
pub fn by_reference(
    tx: &mut Tx<'_>,
    scope: &Scope,
    connection: ConnectionId,
    reference: &str,
) -> Result<Option<AttemptId>, DbError> {
    let (account, connection) = (scope.account.to_string(), connection.to_string());
    let params = params![&account, scope.livemode, &connection, reference];
    tx.one(&BY_REFERENCE, &params, |row| row.parse())
}

/// An instruction that waits to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToExport {
    /// What it collects for.
    pub attempt: AttemptId,
    /// Whose attempt that is.
    pub session: SessionId,
    /// In minor units.
    pub amount: i64,
    /// Of the session.
    pub currency: Currency,
}

/// Up to 500 attempts whose batch leaves at `cutoff` or should have left before.
pub fn to_export(
    tx: &mut Tx<'_>,
    scope: &Scope,
    connection: ConnectionId,
    cutoff: Timestamp,
) -> Result<Vec<ToExport>, DbError> {
    let (account, connection) = (scope.account.to_string(), connection.to_string());
    let params = params![&account, scope.livemode, &connection, cutoff.ms()];
    tx.all(&TO_EXPORT, &params, |row| {
        Ok(ToExport {
            attempt: row.parse()?,
            session: row.parse()?,
            amount: row.int()?,
            currency: row.parse()?,
        })
    })
}

/// Reads a whole row, in the order of [`OF_SESSION`].
pub(crate) fn read(row: &mut Row<'_>) -> Result<Attempt, DbError> {
    Ok(Attempt {
        id: row.parse()?,
        created_at: time(row)?,
        session: row.parse()?,
        transaction: row.parse()?,
        method: row.parse()?,
        connection: row.parse()?,
        amount: row.int()?,
        payment_method: row.opt_parse()?,
        mandate: row.opt_parse()?,
        confirmed_at: opt_time(row)?,
        reference: row.opt_text()?.map(str::to_owned),
        progress: read_progress(row)?,
    })
}

fn read_progress(row: &mut Row<'_>) -> Result<Progress, DbError> {
    let missing = DbError::Corrupt("attempts.progress");
    let name = row.text()?.to_owned();
    let url = row.opt_text()?.map(str::to_owned);
    let cutoff_at = opt_time(row)?;
    let collection_on = row.opt_parse()?;
    let batch = row.opt_parse()?;
    let (collected_at, clears_at) = (opt_time(row)?, opt_time(row)?);
    let (ended_at, code) = (opt_time(row)?, row.opt_text()?.map(str::to_owned));
    let progress = match name.as_str() {
        "redirected" => Some(Progress::Redirected { url }),
        "awaiting" => Some(Progress::Awaiting),
        "submitted" => Some(Progress::Submitted),
        "scheduled" => cutoff_at
            .zip(collection_on)
            .map(|(cutoff_at, collection_on)| Progress::Scheduled { cutoff_at, collection_on }),
        "exported" => batch
            .zip(collection_on)
            .map(|(batch, collection_on)| Progress::Exported { batch, collection_on }),
        "collected" => {
            collected_at.zip(clears_at).map(|(at, clears_at)| Progress::Collected { at, clears_at })
        }
        "failed" => ended_at.zip(code).map(|(at, code)| Progress::Failed { at, code }),
        "canceled" => ended_at.zip(code).map(|(at, code)| Progress::Canceled { at, code }),
        _ => None,
    };
    progress.ok_or(missing)
}
