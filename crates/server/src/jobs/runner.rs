//! The runner: claims jobs whose time has come and runs them, several at a time.

use std::sync::Arc;
use std::time::Duration;

use domain::scope::Scope;
use store::jobs::{self, Job};
use store::{DbError, clocks};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;

use crate::app::App;

/// Jobs that run at the same time.
pub const CONCURRENCY: usize = 16;
/// The longest nap between two looks at the table: another node may have written a job.
const NAP_MAX: Duration = Duration::from_secs(1);
/// The longest a job may take; less than its lease.
const JOB_TIMEOUT: Duration = Duration::from_secs(12);

/// The task that runs jobs until it is stopped.
pub struct Runner {
    stop: Arc<Notify>,
    task: tokio::task::JoinHandle<()>,
}

impl Runner {
    /// Starts claiming.
    pub fn start(app: App) -> Self {
        let stop = Arc::new(Notify::new());
        let task = tokio::spawn(claim_until(app, Arc::clone(&stop)));
        Self { stop, task }
    }

    /// Claims no more, and waits for the jobs that run.
    pub async fn stop(self) {
        self.stop.notify_one();
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the job runner ended badly");
        }
    }
}

async fn claim_until(app: App, stop: Arc<Notify>) {
    let places = Arc::new(Semaphore::new(CONCURRENCY));
    let mut running = JoinSet::new();
    loop {
        let Some(free) = free_places(&places, &stop).await else { break };
        let claimed = match claim(&app, free.len()).await {
            Ok(claimed) => claimed,
            Err(error) => {
                tracing::error!(%error, "no jobs could be claimed");
                Vec::new()
            }
        };
        let more = !claimed.is_empty();
        for (job, place) in claimed.into_iter().zip(free) {
            let app = app.clone();
            running.spawn(async move {
                run_one(&app, job).await;
                drop(place);
            });
        }
        while running.try_join_next().is_some() {}
        if more {
            continue;
        }
        tokio::select! {
            () = stop.notified() => break,
            () = nap(&app) => {}
        }
    }
    while running.join_next().await.is_some() {}
}

/// Every free place, as soon as there is one; `None` when the runner is stopped. A lease begins
/// with the claim, so a job is claimed only when it can start at once.
async fn free_places(places: &Arc<Semaphore>, stop: &Notify) -> Option<Vec<OwnedSemaphorePermit>> {
    let first = tokio::select! {
        biased;
        () = stop.notified() => return None,
        place = Arc::clone(places).acquire_owned() => place.ok()?,
    };
    let others = std::iter::from_fn(|| Arc::clone(places).try_acquire_owned().ok());
    Some(std::iter::once(first).chain(others).collect())
}

async fn claim(app: &App, most: usize) -> Result<Vec<Job>, DbError> {
    // A look first: an idle server must not write.
    let now = app.source.now();
    let due = app.db.read(jobs::next_run).await?;
    if due.is_none_or(|due| due > now) {
        return Ok(Vec::new());
    }
    app.db.write(move |tx| jobs::claim(tx, now, most)).await
}

/// Waits until a COMMIT wrote jobs, the next one is due, or a second has passed.
async fn nap(app: &App) {
    let now = app.source.now();
    let next = app.db.read(jobs::next_run).await.ok().flatten();
    let wait = next.map_or(NAP_MAX, |at| {
        let ms = at.ms().saturating_sub(now.ms()).max(0).unsigned_abs();
        Duration::from_millis(ms).min(NAP_MAX)
    });
    tokio::select! {
        () = app.db.committed() => {}
        () = tokio::time::sleep(wait) => {}
    }
}

async fn run_one(app: &App, job: Job) {
    let outcome = tokio::time::timeout(JOB_TIMEOUT, super::run(app, &job)).await;
    let error = match outcome {
        Ok(Ok(())) => {
            app.changes.job_done();
            return;
        }
        Ok(Err(error)) => error.to_string(),
        Err(_) => "it took too long".to_owned(),
    };
    tracing::warn!(job = %job.id, kind = %job.kind, subject = %job.subject, failures = job.failures, %error, "a job failed and will be tried again");
    let now = app.source.now();
    let retried = app.db.write(move |tx| jobs::retry(tx, &job, now, &error)).await;
    if let Err(error) = retried {
        tracing::error!(%error, "a failed job keeps its lease");
    }
    app.changes.job_done();
}

/// Waits until nothing that is due in the scope is left to do, or `patience` is over. Jobs that
/// failed and wait for another try are not waited for.
///
/// # Errors
/// Only the database's. `false` when patience ran out.
pub async fn settle_down(app: &App, scope: Scope, patience: Duration) -> Result<bool, DbError> {
    let end = tokio::time::Instant::now() + patience;
    loop {
        let done = app.changes.next_job();
        if !app.db.read(move |tx| any_unfinished(tx, &scope)).await? {
            return Ok(true);
        }
        if tokio::time::timeout_at(end, wait(done)).await.is_err() {
            return Ok(false);
        }
    }
}

/// A job's end, or a while: another node may have done it.
async fn wait(done: impl Future<Output = ()>) {
    let _ = tokio::time::timeout(Duration::from_millis(100), done).await;
}

fn any_unfinished(tx: &mut store::Tx<'_>, scope: &Scope) -> Result<bool, DbError> {
    let business_now = clocks::now(tx, scope)?;
    jobs::any_unfinished(tx, scope, business_now)
}
