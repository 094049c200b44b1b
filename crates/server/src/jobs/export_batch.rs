//! Makes batches of the instructions of one cut-off.
//!
//! All in one `Tx`: the content of a batch is fixed, what is in it can no longer be withdrawn, and
//! the job that hands it over is scheduled by the batch's own id. A late signature may schedule
//! the same cut-off again at any time; no batch is forgotten over that.

use domain::ids::{AttemptId, BatchId, ConnectionId, SessionId};
use domain::scope::Scope;
use domain::settle::Outcome;
use domain::time::Timestamp;
use store::batches::{self, Batch};
use store::jobs::{Clock, Job, NewJob};
use store::{DbError, Tx, attempts, cases, clocks, jobs};

use super::{JobError, SEND_BATCH};
use crate::app::App;
use crate::settle::settle;

pub(super) async fn run(app: &App, job: &Job) -> Result<(), JobError> {
    let (connection, cutoff) = parse(&job.subject).ok_or(JobError::Unreadable)?;
    let (claimed, parts) = (job.clone(), app.clone());
    let changed = app
        .db
        .write(move |tx| {
            if !jobs::hold(tx, &claimed)? {
                return Ok::<_, DbError>(Vec::new());
            }
            let changed = export(tx, &parts, &claimed.scope, connection, cutoff)?;
            let more = attempts::to_export(tx, &claimed.scope, connection, cutoff)?;
            match changed.is_empty() || more.is_empty() {
                true => jobs::finish(tx, &claimed)?,
                // More than one batch is full: the job comes back at once for the rest.
                false => jobs::restart(tx, &claimed)?,
            }
            Ok(changed)
        })
        .await?;
    app.changes.announce_all(changed);
    Ok(())
}

fn parse(subject: &str) -> Option<(ConnectionId, Timestamp)> {
    let (connection, cutoff) = subject.split_once(':')?;
    Some((connection.parse().ok()?, Timestamp::from_ms(cutoff.parse().ok()?)))
}

/// Fixes the content of one batch and schedules its sending. Gives the sessions that are in it.
fn export(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &Scope,
    connection: ConnectionId,
    cutoff: Timestamp,
) -> Result<Vec<SessionId>, DbError> {
    let batch: BatchId = tx.id();
    let mut exported: Vec<AttemptId> = Vec::new();
    let (mut changed, mut amount, mut currency) = (Vec::new(), 0, None);
    for (attempt, session) in attempts::to_export(tx, scope, connection, cutoff)? {
        // The lock comes with settle; a withdrawal that came first leaves nothing to export.
        if settle(tx, app, scope, attempt, connection, &Outcome::Exported { batch })?.is_none() {
            continue;
        }
        if let Some(case) = cases::find(tx, scope, session)? {
            amount += case.attempt(attempt).map_or(0, |attempt| attempt.amount);
            currency = Some(case.session.terms.currency);
        }
        exported.push(attempt);
        changed.push(session);
    }
    let Some(currency) = currency else { return Ok(changed) };
    let row = Batch {
        id: batch,
        connection,
        cutoff_at: cutoff,
        exported_at: clocks::now(tx, scope)?,
        acknowledged_at: None,
        instructions: i64::try_from(exported.len()).unwrap_or(i64::MAX),
        amount,
        currency,
    };
    batches::insert(tx, scope, &row, &exported)?;
    schedule_sending(tx, scope, batch)?;
    Ok(changed)
}

fn schedule_sending(tx: &mut Tx<'_>, scope: &Scope, batch: BatchId) -> Result<(), DbError> {
    let subject = batch.to_string();
    let due_at = tx.now_real();
    let (kind, clock) = (SEND_BATCH, Clock::Real);
    jobs::schedule(tx, scope, &NewJob { kind, subject: &subject, payload: "", clock, due_at }, 0)
}
