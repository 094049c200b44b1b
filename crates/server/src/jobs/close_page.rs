//! Closes the processor's page of an attempt that was given up here, until the processor has
//! said that nobody can pay there any more, or that somebody has.

use domain::attempt::Progress;
use domain::ids::AttemptId;
use domain::movement::MovementSource;
use domain::settle::Outcome;
use store::jobs::{self, Clock, Job, NewJob};
use store::{DbError, attempts, cases, clocks};

use super::{CLOSE_PAGE, JobError, finish, subject};
use crate::app::App;
use crate::settle::settle;

/// Until the next question, while the payer's bank still asks the payer.
const AGAIN_MS: i64 = 300_000;

pub(super) async fn run(app: &App, job: &Job) -> Result<(), JobError> {
    let id: AttemptId = subject(job)?;
    let scope = job.scope;
    let found = app
        .db
        .read(move |tx| {
            let Some(session) = attempts::session_of(tx, &scope, id)? else { return Ok(None) };
            let case = cases::find(tx, &scope, session)?;
            Ok::<_, DbError>(case.and_then(|case| case.attempt(id).cloned()))
        })
        .await?;
    let given_up = found.filter(|it| matches!(it.progress, Progress::Canceled { .. }));
    let Some(attempt) = given_up else { return finish(app, job).await };
    let processor = app.processor(scope, attempt.connection).await?;
    let Some(processor) = processor else { return finish(app, job).await };
    let outcomes = processor.expire(id).await?;
    let over = outcomes.iter().any(|it| !matches!(it, Outcome::Submitted));
    let (job, from, parts) = (job.clone(), attempt.connection, app.clone());
    let changed = app
        .db
        .write(move |tx| {
            if !super::hold(tx, &job)? {
                return Ok::<_, DbError>(None);
            }
            if !over {
                ask_again(tx, &job)?;
            }
            let mut changed = None;
            for outcome in &outcomes {
                changed =
                    settle(tx, &parts, &scope, id, MovementSource::Connection(from), outcome)?
                        .or(changed);
            }
            Ok(changed)
        })
        .await?;
    app.changes.announce_all(changed);
    Ok(())
}

fn ask_again(tx: &mut store::Tx<'_>, job: &Job) -> Result<(), DbError> {
    let clock = clocks::keep(tx, &job.scope)?;
    let again = NewJob {
        kind: CLOSE_PAGE,
        subject: &job.subject,
        payload: "",
        clock: Clock::Business,
        due_at: clock.at(tx.now_real()).plus_ms(AGAIN_MS),
    };
    jobs::schedule(tx, &job.scope, &again, &clock)
}
