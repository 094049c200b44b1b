//! Asks a processor what became of an attempt, when nobody told us.

use domain::attempt::Progress;
use domain::ids::AttemptId;
use domain::movement::MovementSource;
use store::jobs::{self, Clock, Job, NewJob};
use store::{DbError, attempts, cases, clocks};

use super::{JobError, LOOK_UP, finish, subject};
use crate::app::App;
use crate::settle::settle;

/// Between two questions about the same attempt.
const AGAIN_MS: i64 = 6 * 3_600_000;
/// After this long at a page nobody confirmed, the page is closed.
const GIVE_UP_MS: i64 = 25 * 3_600_000;

pub(super) async fn run(app: &App, job: &Job) -> Result<(), JobError> {
    let id: AttemptId = subject(job)?;
    let scope = job.scope;
    let found = app
        .db
        .read(move |tx| {
            let Some(session) = attempts::session_of(tx, &scope, id)? else { return Ok(None) };
            let case = cases::find(tx, &scope, session)?;
            let now = clocks::now(tx, &scope)?;
            Ok::<_, DbError>(case.and_then(|case| case.attempt(id).cloned()).map(|it| (it, now)))
        })
        .await?;
    let Some((attempt, now)) = found else { return finish(app, job).await };
    let waits = matches!(attempt.progress, Progress::Redirected { .. } | Progress::Submitted);
    let processor = app.processor(scope, attempt.connection).await?;
    let Some(processor) = processor.filter(|_| waits) else { return finish(app, job).await };
    let forgotten = matches!(attempt.progress, Progress::Redirected { .. })
        && now.ms() - attempt.created_at.ms() >= GIVE_UP_MS;
    let outcomes = match forgotten {
        true => processor.expire(id).await?,
        false => processor.look_up(id).await?,
    };
    let (job, from, parts) = (job.clone(), attempt.connection, app.clone());
    let changed = app
        .db
        .write(move |tx| {
            if !super::hold(tx, &job)? {
                return Ok::<_, DbError>(None);
            }
            let clock = clocks::keep(tx, &scope)?;
            let again = NewJob {
                kind: LOOK_UP,
                subject: &job.subject,
                payload: "",
                clock: Clock::Business,
                due_at: clock.at(tx.now_real()).plus_ms(AGAIN_MS),
            };
            jobs::schedule(tx, &scope, &again, &clock)?;
            let mut changed = None;
            for outcome in &outcomes {
                // An outcome that ends the attempt also cancels the next look.
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
