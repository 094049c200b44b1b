//! Jobs: what is still to do, as rows of the same `Tx` that made it necessary.
//!
//! A claim moves `run_at` to the end of the lease and adds one to `fence`. A runner that dies
//! leaves a job that comes back by itself; a runner that is late cannot finish a job that
//! somebody else has claimed since, because its fence is old.

use domain::ids::JobId;
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::clocks;
use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::time;

/// How long a runner may take before its job goes to another.
pub const LEASE_MS: i64 = 15_000;
/// The longest wait between two tries of a failing job.
pub const BACKOFF_MAX_MS: i64 = 3_600_000;

statements! {
    pub SCHEDULE = "INSERT INTO jobs (id, account, livemode, kind, subject, payload, clock, due_at, run_at, fence,
        failures) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0)
        ON CONFLICT (account, livemode, kind, subject) DO UPDATE SET payload = excluded.payload,
        clock = excluded.clock, due_at = excluded.due_at, run_at = excluded.run_at, failures = 0,
        fence = jobs.fence + 1, last_error = NULL";
    pub WAITING = "SELECT id FROM jobs WHERE account = $1 AND livemode = $2 AND kind = $3 AND subject = $4" for share;
    pub DUE = "SELECT id, account, livemode, kind, subject, payload, clock, due_at, fence, failures
        FROM jobs WHERE run_at <= $1 AND NOT EXISTS (SELECT 1 FROM clocks WHERE clocks.account = jobs.account
            AND clocks.livemode = jobs.livemode AND jobs.clock = 'business' AND frozen_at < due_at)
        ORDER BY run_at, id LIMIT $2" for update skip locked;
    pub CLAIM = "UPDATE jobs SET run_at = $1, fence = fence + 1 WHERE id = $2 AND fence = $3";
    pub HOLD = "SELECT id FROM jobs WHERE id = $1 AND fence = $2" for update;
    pub FINISH = "DELETE FROM jobs WHERE id = $1 AND fence = $2";
    pub RETRY = "UPDATE jobs SET run_at = $1, failures = failures + 1, last_error = $2 WHERE id = $3 AND fence = $4";
    pub NOTE = "UPDATE jobs SET payload = $1 WHERE id = $2 AND fence = $3";
    pub RESTART = "UPDATE jobs SET run_at = $1, fence = fence + 1 WHERE id = $2 AND fence = $3";
    pub CANCEL = "DELETE FROM jobs WHERE account = $1 AND livemode = $2 AND kind = $3 AND subject = $4";
    pub NEXT_RUN = "SELECT run_at FROM jobs WHERE NOT EXISTS (SELECT 1 FROM clocks WHERE clocks.account = jobs.account
            AND clocks.livemode = jobs.livemode AND jobs.clock = 'business' AND frozen_at < due_at)
        ORDER BY run_at LIMIT 1";
    pub NEXT_DUE = "SELECT MIN(due_at) FROM jobs WHERE account = $1 AND livemode = $2 AND clock = 'business'
        AND failures < 4 AND due_at <= $3";
    // One statement, so one moment: a job that ends and the job that it leaves are never both missed.
    pub UNFINISHED = "SELECT EXISTS (SELECT 1 FROM jobs WHERE account = $1 AND livemode = $2 AND failures < 4
            AND clock = 'business' AND due_at <= $3),
        (SELECT MIN(due_at) FROM jobs WHERE account = $1 AND livemode = $2 AND failures < 4 AND clock = 'real')";
    pub SHIFT = "UPDATE jobs SET run_at = due_at - $1 WHERE account = $2 AND livemode = $3 AND clock = 'business'
        AND run_at = due_at - $4";
    pub RELEASE = "UPDATE jobs SET run_at = $1 WHERE account = $2 AND livemode = $3 AND clock = 'business'
        AND due_at <= $4 AND run_at = due_at - $5";
    pub EXISTS = "SELECT id FROM jobs WHERE account = $1 AND livemode = $2 AND kind = $3 AND subject = $4";
    pub FAILING = "SELECT COUNT(*) FROM jobs WHERE failures > 0";
}

/// Which time a job waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The scope's business time.
    Business,
    /// The world's.
    Real,
}

impl Clock {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Business => "business",
            Self::Real => "real",
        }
    }
}

/// A job to be scheduled. A job of the same kind and subject that waits already is replaced.
#[derive(Clone, Debug)]
pub struct NewJob<'a> {
    /// What to do.
    pub kind: &'a str,
    /// What about.
    pub subject: &'a str,
    /// More, as JSON.
    pub payload: &'a str,
    /// Which time it waits for.
    pub clock: Clock,
    /// When it is due, on that clock.
    pub due_at: Timestamp,
}

/// A claimed job.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// Whose it is.
    pub scope: Scope,
    /// What to do.
    pub kind: String,
    /// What about.
    pub subject: String,
    /// More, as JSON.
    pub payload: String,
    /// Which time it waited for.
    pub clock: Clock,
    /// When it was due, on that clock.
    pub due_at: Timestamp,
    /// The claim's number.
    pub fence: i64,
    /// How often it failed before.
    pub failures: i64,
}

/// Writes a job into the `Tx`; the runner is woken after COMMIT. `clock` is the scope's, which is
/// kept until the `Tx` ends, for a job that waits for it.
pub fn schedule(
    tx: &mut Tx<'_>,
    scope: &Scope,
    job: &NewJob<'_>,
    clock: &clocks::Clock,
) -> Result<(), DbError> {
    let id: JobId = tx.id();
    let run_at = match job.clock {
        Clock::Business => clock.runs_at(job.due_at, tx.now_real()),
        Clock::Real => job.due_at,
    };
    tx.exec_later(
        &SCHEDULE,
        &params![
            &id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            job.kind,
            job.subject,
            job.payload,
            job.clock.as_str(),
            job.due_at.ms(),
            run_at.ms(),
        ],
    )?;
    tx.wake_jobs();
    Ok(())
}

/// Sees to it that such a job waits, as [`schedule`] does; but one that waits already stays as it is.
/// Nobody ends it before the `Tx` does: it will see what the `Tx` wrote, and many that want the same
/// job need not wait for each other.
pub fn ensure(
    tx: &mut Tx<'_>,
    scope: &Scope,
    job: &NewJob<'_>,
    clock: &clocks::Clock,
) -> Result<(), DbError> {
    let account = scope.account.to_string();
    let params = params![&account, scope.livemode, job.kind, job.subject];
    match tx.one(&WAITING, &params, |row| row.parse::<JobId>())? {
        Some(_) => Ok(()),
        None => schedule(tx, scope, job, clock),
    }
}

/// Claims up to `most` jobs whose time has come, of all scopes. The lease begins now, so nobody
/// should claim more than can be begun now.
pub fn claim(tx: &mut Tx<'_>, real_now: Timestamp, most: usize) -> Result<Vec<Job>, DbError> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let due = tx.all(&DUE, &params![real_now.ms(), most], read)?;
    let lease_end = real_now.plus_ms(LEASE_MS).ms();
    let mut claimed = Vec::with_capacity(due.len());
    for mut job in due {
        let id = job.id.to_string();
        let params = params![lease_end, &id, job.fence];
        if tx.exec(&CLAIM, &params)? == 1 {
            job.fence += 1;
            claimed.push(job);
        }
    }
    Ok(claimed)
}

/// True while the claim still holds; locks the job, so that nobody takes it before COMMIT.
/// A job's last `Tx` begins with this: a late runner writes nothing.
pub fn hold(tx: &mut Tx<'_>, job: &Job) -> Result<bool, DbError> {
    let id = job.id.to_string();
    Ok(tx.one(&HOLD, &params![&id, job.fence], |row| row.parse::<JobId>())?.is_some())
}

/// Removes a job that is done.
pub fn finish(tx: &mut Tx<'_>, job: &Job) -> Result<(), DbError> {
    tx.exec_later(&FINISH, &params![&job.id.to_string(), job.fence])
}

/// Puts a job that failed back, to be tried later in real time.
pub fn retry(tx: &mut Tx<'_>, job: &Job, real_now: Timestamp, error: &str) -> Result<(), DbError> {
    let doublings = u32::try_from(job.failures.clamp(0, 20)).unwrap_or(20);
    let wait = 500_i64.saturating_mul(1 << doublings).min(BACKOFF_MAX_MS);
    let run_at = real_now.plus_ms(wait).ms();
    tx.exec_later(&RETRY, &params![run_at, error, &job.id.to_string(), job.fence])
}

/// Removes a waiting job that is no longer needed.
pub fn cancel(tx: &mut Tx<'_>, scope: &Scope, kind: &str, subject: &str) -> Result<(), DbError> {
    let account = scope.account.to_string();
    tx.exec_later(&CANCEL, &params![&account, scope.livemode, kind, subject])
}

/// When the next job may be claimed, in real time.
pub fn next_run(tx: &mut Tx<'_>) -> Result<Option<Timestamp>, DbError> {
    tx.one(&NEXT_RUN, &params![], time)
}

/// The earliest business job of a scope that is due by `until`, claimed or not, and has not failed
/// again and again.
pub fn next_due(
    tx: &mut Tx<'_>,
    scope: &Scope,
    until: Timestamp,
) -> Result<Option<Timestamp>, DbError> {
    let account = scope.account.to_string();
    let params = params![&account, scope.livemode, until.ms()];
    Ok(tx.one(&NEXT_DUE, &params, |row| row.opt_int())?.flatten().map(Timestamp::from_ms))
}

/// True while jobs of a scope are due that have not ended, those of its clock at `business_now`.
/// Jobs that failed again and again are not waited for.
pub fn any_unfinished(
    tx: &mut Tx<'_>,
    scope: &Scope,
    business_now: Timestamp,
) -> Result<bool, DbError> {
    let account = scope.account.to_string();
    let params = params![&account, scope.livemode, business_now.ms()];
    let found = tx.one(&UNFINISHED, &params, |row| Ok((row.bool()?, row.opt_int()?)))?;
    // Read behind the statement: what it saw was due then is due now.
    let real_now = tx.source().now().ms();
    Ok(found.is_some_and(|(business, real)| business || real.is_some_and(|at| at <= real_now)))
}

/// Lets the business jobs of a scope run that are due by `shows`, where its clock stands still; until
/// then it was `offset_ms` ahead. Those due later stay where they are, and are not claimed.
pub fn release(
    tx: &mut Tx<'_>,
    scope: &Scope,
    shows: Timestamp,
    offset_ms: i64,
) -> Result<(), DbError> {
    let (account, now) = (scope.account.to_string(), tx.now_real().ms());
    let params = params![now, &account, scope.livemode, shows.ms(), offset_ms];
    tx.exec_later(&RELEASE, &params)?;
    tx.wake_jobs();
    Ok(())
}

/// Moves the business jobs of a scope whose clock's offset went from `was` to `is`. Claimed
/// jobs keep their lease.
pub fn shift(tx: &mut Tx<'_>, scope: &Scope, was: i64, is: i64) -> Result<(), DbError> {
    let account = scope.account.to_string();
    tx.exec_later(&SHIFT, &params![is, &account, scope.livemode, was])
}

/// True when such a job waits.
pub fn exists(tx: &mut Tx<'_>, scope: &Scope, kind: &str, subject: &str) -> Result<bool, DbError> {
    let account = scope.account.to_string();
    let params = params![&account, scope.livemode, kind, subject];
    Ok(tx.one(&EXISTS, &params, |row| row.parse::<JobId>())?.is_some())
}

/// How many jobs failed and wait for another try.
pub fn failing(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    Ok(tx.one(&FAILING, &params![], |row| row.int())?.unwrap_or(0))
}

fn read(row: &mut Row<'_>) -> Result<Job, DbError> {
    Ok(Job {
        id: row.parse()?,
        scope: Scope { account: row.parse()?, livemode: row.bool()? },
        kind: row.text()?.to_owned(),
        subject: row.text()?.to_owned(),
        payload: row.text()?.to_owned(),
        clock: if row.text()? == "business" { Clock::Business } else { Clock::Real },
        due_at: time(row)?,
        fence: row.int()?,
        failures: row.int()?,
    })
}

/// Keeps in a claimed job how far it got, for its next run. Whoever schedules the job anew wipes
/// that out, so a note may save work, and must not be the only place where something is known.
pub fn note(tx: &mut Tx<'_>, job: &Job, payload: &str) -> Result<(), DbError> {
    tx.exec_later(&NOTE, &params![payload, &job.id.to_string(), job.fence])
}

/// Gives a claimed job back to run again at once, with its note.
pub fn restart(tx: &mut Tx<'_>, job: &Job) -> Result<(), DbError> {
    let now = tx.now_real().ms();
    tx.exec_later(&RESTART, &params![now, &job.id.to_string(), job.fence])?;
    tx.wake_jobs();
    Ok(())
}
