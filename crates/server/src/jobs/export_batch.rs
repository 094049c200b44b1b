//! Sends the instructions of one cut-off to the bank.
//!
//! First `Tx`: the content of the batch is fixed, and what is in it can no longer be withdrawn.
//! Then the bank gets it. Second `Tx`: the bank has it. A crash between the two sends the same
//! batch again, which the bank knows by its id.

use domain::ids::{AttemptId, BatchId, ConnectionId, SessionId};
use domain::scope::Scope;
use domain::settle::Outcome;
use domain::time::Timestamp;
use processors::{DebitBatch, DebitLine};
use store::batches::{self, Batch};
use store::jobs::Job;
use store::{DbError, Tx, attempts, cases, clocks, jobs};

use super::{JobError, finish};
use crate::app::App;
use crate::settle::settle;

pub(super) async fn run(app: &App, job: &Job) -> Result<(), JobError> {
    let (connection, cutoff) = parse(&job.subject).ok_or(JobError::Unreadable)?;
    let scope = job.scope;
    let fixed = match job.payload.parse::<BatchId>() {
        Ok(batch) => Some(batch),
        Err(_) => {
            let (claimed, parts) = (job.clone(), app.clone());
            let fix = move |tx: &mut Tx<'_>| fix(tx, &parts, &scope, connection, cutoff, &claimed);
            let (batch, changed) = app.db.write(fix).await?;
            app.changes.announce_all(changed);
            batch
        }
    };
    let Some(id) = fixed else { return finish(app, job).await };
    send(app, scope, connection, id).await?;
    let job = job.clone();
    app.db
        .write(move |tx| {
            let now = clocks::now(tx, &scope)?;
            batches::acknowledge(tx, &scope, id, now)?;
            let more = attempts::to_export(tx, &scope, connection, cutoff)?;
            match more.is_empty() {
                true => jobs::finish(tx, &job),
                // More than one batch is full: the job comes back at once for the rest.
                false => jobs::restart(tx, &job),
            }
        })
        .await?;
    Ok(())
}

fn parse(subject: &str) -> Option<(ConnectionId, Timestamp)> {
    let (connection, cutoff) = subject.split_once(':')?;
    Some((connection.parse().ok()?, Timestamp::from_ms(cutoff.parse().ok()?)))
}

/// Fixes the content of the batch and notes its id in the job, so that a second run sends the
/// same one. `None` when there is nothing to send, or somebody else has the job.
fn fix(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &Scope,
    connection: ConnectionId,
    cutoff: Timestamp,
    job: &Job,
) -> Result<(Option<BatchId>, Vec<SessionId>), DbError> {
    if !jobs::hold(tx, job)? {
        return Ok((None, Vec::new()));
    }
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
    let Some(currency) = currency else { return Ok((None, changed)) };
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
    jobs::note(tx, job, &batch.to_string())?;
    Ok((Some(batch), changed))
}

/// Hands the batch to the bank; doing it again changes nothing there.
async fn send(
    app: &App,
    scope: Scope,
    connection: ConnectionId,
    id: BatchId,
) -> Result<(), JobError> {
    let found = app
        .db
        .read(move |tx| {
            let batch = batches::find(tx, &scope, id)?;
            Ok::<_, DbError>((batch, batches::lines(tx, &scope, id)?))
        })
        .await?;
    let (Some(batch), lines) = found else { return Err(JobError::Unreadable) };
    let Some(processor) = app.processor(scope, connection).await? else {
        return Err(JobError::Outside("the connection is gone".to_owned()));
    };
    let lines = lines
        .into_iter()
        .map(|line| {
            let secret = line.account_secret.ok_or(JobError::Unreadable)?;
            let iban = app.vault.open(&secret).map_err(|_| JobError::Unreadable)?;
            Ok(DebitLine {
                end_to_end_id: line.end_to_end_id,
                amount: line.amount,
                collection_on: line.collection_on,
                mandate_reference: line.mandate_reference,
                iban: iban.to_string(),
            })
        })
        .collect::<Result<Vec<_>, JobError>>()?;
    processor.send(&DebitBatch { id, currency: batch.currency, lines }).await?;
    Ok(())
}
