//! Business time of each scope: real time, moved by an offset that only test mode may change.

use domain::ids::AccountId;
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::opt_time;

statements! {
    pub INSERT = "INSERT INTO clocks (account, livemode) VALUES ($1, $2)";
    pub FIND = "SELECT offset_ms, frozen_at FROM clocks WHERE account = $1 AND livemode = $2";
    pub LOCK = "SELECT offset_ms, frozen_at FROM clocks WHERE account = $1 AND livemode = $2" for update;
    pub KEEP = "SELECT offset_ms, frozen_at FROM clocks WHERE account = $1 AND livemode = $2" for share;
    pub SET = "UPDATE clocks SET offset_ms = $1, frozen_at = $2 WHERE account = $3 AND livemode = $4";
}

/// How a scope's time runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// What it is ahead of real time, in milliseconds. While it walks: what it was ahead before.
    pub offset_ms: i64,
    /// Set while a test clock walks from due time to due time: it stands still there.
    pub frozen_at: Option<Timestamp>,
}

impl Clock {
    /// The world's own time.
    pub const REAL: Self = Self { offset_ms: 0, frozen_at: None };

    /// What it shows when real time is `real`.
    pub fn at(&self, real: Timestamp) -> Timestamp {
        self.frozen_at.unwrap_or(real.plus_ms(self.offset_ms))
    }

    /// When in real time something may run that is due at `due_at` by this clock, `real` being now:
    /// at once if the clock stands still there or beyond.
    pub fn runs_at(&self, due_at: Timestamp, real: Timestamp) -> Timestamp {
        let due = self.frozen_at.is_some_and(|shows| due_at <= shows);
        if due { real } else { due_at.plus_ms(-self.offset_ms) }
    }
}

/// Gives a new account its two clocks, both at real time.
pub(crate) fn insert(tx: &mut Tx<'_>, account: AccountId) -> Result<(), DbError> {
    let account = account.to_string();
    tx.exec_later(&INSERT, &params![&account, false])?;
    tx.exec_later(&INSERT, &params![&account, true])
}

/// The scope's clock. A live one shows real time.
pub fn read(tx: &mut Tx<'_>, scope: &Scope) -> Result<Clock, DbError> {
    if scope.livemode {
        return Ok(Clock::REAL);
    }
    if let Some(clock) = tx.kept_clock(scope) {
        return Ok(clock);
    }
    let account = scope.account.to_string();
    let clock = tx.one(&FIND, &params![&account, scope.livemode], read_row)?;
    clock.ok_or(DbError::Corrupt("a scope without a clock"))
}

/// The same, locked until the `Tx` ends: one advance at a time.
pub fn lock(tx: &mut Tx<'_>, scope: &Scope) -> Result<Clock, DbError> {
    let account = scope.account.to_string();
    let clock = tx.one(&LOCK, &params![&account, scope.livemode], read_row)?;
    let clock = clock.ok_or(DbError::Corrupt("a scope without a clock"))?;
    tx.note_clock(scope, clock);
    Ok(clock)
}

/// The scope's clock, which nobody moves until the `Tx` ends: for whoever schedules by it. A job
/// written by the old offset while the clock moves would never be moved along with it.
pub fn keep(tx: &mut Tx<'_>, scope: &Scope) -> Result<Clock, DbError> {
    if scope.livemode || tx.kept_clock(scope).is_some() {
        return read(tx, scope);
    }
    let account = scope.account.to_string();
    let clock = tx.one(&KEEP, &params![&account, scope.livemode], read_row)?;
    let clock = clock.ok_or(DbError::Corrupt("a scope without a clock"))?;
    tx.note_clock(scope, clock);
    Ok(clock)
}

/// Business time now.
pub fn now(tx: &mut Tx<'_>, scope: &Scope) -> Result<Timestamp, DbError> {
    let clock = read(tx, scope)?;
    Ok(clock.at(tx.now_real()))
}

/// Moves a test clock, or lets it stand still.
///
/// # Errors
/// [`DbError::Corrupt`] for a live scope: real money knows only real time.
pub fn set(tx: &mut Tx<'_>, scope: &Scope, clock: &Clock) -> Result<(), DbError> {
    if scope.livemode {
        return Err(DbError::Corrupt("a live clock was to be moved"));
    }
    let account = scope.account.to_string();
    tx.note_clock(scope, *clock);
    let frozen_at = clock.frozen_at.map(Timestamp::ms);
    tx.exec_later(&SET, &params![clock.offset_ms, frozen_at, &account, scope.livemode])
}

/// Reads offset and frozen time.
pub(crate) fn read_row(row: &mut Row<'_>) -> Result<Clock, DbError> {
    Ok(Clock { offset_ms: row.int()?, frozen_at: opt_time(row)? })
}
