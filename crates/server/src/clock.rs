//! Moving a test clock: from due time to due time, so that each job sees its own due time as now.
//!
//! While it walks the clock stands still at each due time until everything due there is done.
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
    let real = tx.now_real();
    let now = clock.at(real);
    let due = jobs::next_due(tx, scope, target)?;
    let stop = due.map(|due| due.max(now)).filter(|stop| *stop <= target);
    let shows = stop.unwrap_or(target.max(now));
    move_clock(tx, scope, &clock, shows, real, stop.is_some())?;
    Ok(stop)
}

fn move_clock(
    tx: &mut Tx<'_>,
    scope: &Scope,
    was: &Clock,
    shows: Timestamp,
    real: Timestamp,
    frozen: bool,
) -> Result<(), DbError> {
    let offset_ms = shows.ms() - real.ms();
    let clock = Clock { offset_ms, frozen_at: frozen.then_some(shows) };
    clocks::set(tx, scope, &clock)?;
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
                    let real = tx.now_real();
                    move_clock(tx, &scope, &clock, shows, real, false)?;
                }
            }
            Ok(())
        })
        .await
}
