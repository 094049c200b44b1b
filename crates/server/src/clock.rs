//! Moving a test clock: from due time to due time, so that each job sees its own due time as now.
//!
//! While it walks the clock stands still at each due time until everything due there is done, and what
//! is due later waits, however long that takes.
//! If the server dies in between, the clock stays where it had come to and runs on from there.

use std::time::Duration;

use domain::scope::Scope;
use domain::time::{DAY_MS, Timestamp};
use store::clocks::{self, Clock};
use store::{DbError, Tx, accounts, jobs};

use crate::app::App;
use crate::jobs::settle_down;

/// The longest advance in one call: two years.
pub const ADVANCE_MAX_MS: i64 = 731 * DAY_MS;
/// How long the jobs of one due time may take before the walk goes on without them.
const PATIENCE: Duration = Duration::from_secs(30);

/// Walks the scope's clock to `target`. A clock that is there already is left alone.
///
/// # Errors
/// Only the database's.
pub async fn advance(app: &App, scope: Scope, target: Timestamp) -> Result<(), DbError> {
    let _one_at_a_time = app.changes.walk().await;
    // What is due already runs at the time that it is.
    settle_down(app, scope, PATIENCE).await?;
    loop {
        let stop = app.db.write(move |tx| stand_still(tx, &scope, target)).await?;
        match stop {
            None => return Ok(()),
            Some(at) => {
                if !settle_down(app, scope, PATIENCE).await? {
                    tracing::warn!(?at, "jobs of a test clock's stop are still running");
                }
            }
        }
    }
}

/// Stops the clock at the next due time on the way to `target`, or lets it run on from there.
/// Gives where it stands still.
fn stand_still(
    tx: &mut Tx<'_>,
    scope: &Scope,
    target: Timestamp,
) -> Result<Option<Timestamp>, DbError> {
    let clock = clocks::lock(tx, scope)?;
    let now = clock.at(tx.now_real());
    let due = jobs::next_due(tx, scope, target)?;
    let stop = due.map(|due| due.max(now)).filter(|stop| *stop <= target);
    match stop {
        Some(shows) => {
            clocks::set(tx, scope, &Clock { frozen_at: Some(shows), ..clock })?;
            jobs::release(tx, scope, shows, clock.offset_ms)?;
        }
        None => run_on(tx, scope, &clock, target.max(now))?,
    }
    Ok(stop)
}

/// Lets the clock run on from what it now `shows`, and all that waits for it along with it: once at
/// the end of a walk, as that is as much work as there are jobs.
fn run_on(tx: &mut Tx<'_>, scope: &Scope, was: &Clock, shows: Timestamp) -> Result<(), DbError> {
    let offset_ms = shows.ms() - tx.now_real().ms();
    clocks::set(tx, scope, &Clock { offset_ms, frozen_at: None })?;
    jobs::shift(tx, scope, was.offset_ms, offset_ms)?;
    tx.wake_jobs();
    Ok(())
}

/// Lets clocks run on that a crash has left standing. Called before the server is ready.
///
/// # Errors
/// Only the database's.
pub async fn resume(app: &App) -> Result<(), DbError> {
    app.db
        .write(|tx| {
            for account in accounts::list(tx)? {
                let scope = Scope::new(account.id, false);
                let clock = clocks::lock(tx, &scope)?;
                if let Some(shows) = clock.frozen_at {
                    run_on(tx, &scope, &clock, shows)?;
                }
            }
            Ok(())
        })
        .await
}
