//! Forgets what need not be kept: answers to old idempotency keys, notices that were acted upon.
//!
//! It runs once an hour for the whole server, in small bites, so that nobody waits for it.

use domain::scope::Scope;
use domain::time::{DAY_MS, Timestamp};
use store::jobs::{self, Clock, Job, NewJob};
use store::{DbError, Tx, accounts, clocks, idempotency, inbox};

use super::{CLEAN_UP, JobError, hold};
use crate::app::App;

/// Between two runs.
const EVERY_MS: i64 = 3_600_000;
/// How long a notice is kept: far longer than a sender repeats it, or its signature is good.
const NOTICES_MS: i64 = 90 * DAY_MS;
/// Bites of one kind in one run, up to 500 rows each. What is left waits for the next run.
const BITES_MAX: usize = 200;

/// Schedules the first run, unless one waits already. The job needs some scope to live in; the
/// oldest account's is as good as any.
///
/// # Errors
/// Only the database's.
pub fn schedule(tx: &mut Tx<'_>) -> Result<(), DbError> {
    let Some(account) = accounts::list(tx)?.into_iter().next() else { return Ok(()) };
    let scope = Scope::new(account.id, true);
    if jobs::exists(tx, &scope, CLEAN_UP, CLEAN_UP)? {
        return Ok(());
    }
    let now = tx.now_real();
    schedule_at(tx, &scope, now.plus_ms(EVERY_MS))
}

fn schedule_at(tx: &mut Tx<'_>, scope: &Scope, due_at: Timestamp) -> Result<(), DbError> {
    let clock = Clock::Real;
    let job = NewJob { kind: CLEAN_UP, subject: CLEAN_UP, payload: "", clock, due_at };
    jobs::schedule(tx, scope, &job, &clocks::Clock::REAL)
}

pub(super) async fn run(app: &App, job: &Job) -> Result<(), JobError> {
    let now = app.source.now();
    let answers = now.plus_ms(-idempotency::RETENTION_MS);
    bite(app, move |tx| idempotency::delete_older(tx, answers)).await?;
    let notices = now.plus_ms(-NOTICES_MS);
    bite(app, move |tx| inbox::delete_older(tx, notices)).await?;
    let job = job.clone();
    app.db
        .write(move |tx| match hold(tx, &job)? {
            true => schedule_at(tx, &job.scope, now.plus_ms(EVERY_MS)),
            false => Ok::<_, DbError>(()),
        })
        .await?;
    Ok(())
}

/// Deletes in bites, each in a `Tx` of its own, until nothing is left or the run has had enough.
async fn bite<F>(app: &App, delete: F) -> Result<(), DbError>
where
    F: Fn(&mut Tx<'_>) -> Result<usize, DbError> + Clone + Send + 'static,
{
    for _ in 0..BITES_MAX {
        let delete = delete.clone();
        if app.db.write(move |tx| delete(tx)).await? == 0 {
            break;
        }
    }
    Ok(())
}
