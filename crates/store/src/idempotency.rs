//! Idempotency keys: the same request twice has one effect and one answer.
//!
//! A key is claimed in the `Tx` that does the work. On SQLite a second request waits its turn in
//! the writer's queue; on PostgreSQL it waits on the unique index until the first has committed.
//! An answer that is not kept takes its claim with it, because the whole `Tx` is undone.

use domain::scope::Scope;
use domain::time::{DAY_MS, Timestamp};

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::time;

statements! {
    // A claim that is older than the retention counts as gone.
    pub CLAIM = "INSERT INTO idempotency (account, livemode, key, fingerprint, status, body, created_at)
        VALUES ($1, $2, $3, $4, 0, '', $5)
        ON CONFLICT (account, livemode, key) DO UPDATE SET fingerprint = excluded.fingerprint, status = 0,
        body = '', created_at = excluded.created_at WHERE idempotency.created_at < $6";
    pub FIND = "SELECT fingerprint, status, body, created_at FROM idempotency WHERE account = $1 AND livemode = $2 AND key = $3";
    pub COMPLETE = "UPDATE idempotency SET status = $1, body = $2 WHERE account = $3 AND livemode = $4 AND key = $5";
    pub OLD = "SELECT account, livemode, key FROM idempotency WHERE created_at < $1 ORDER BY created_at LIMIT 500";
    pub DELETE = "DELETE FROM idempotency WHERE account = $1 AND livemode = $2 AND key = $3 AND created_at < $4";
}

/// How long an answer is kept, in real time.
pub const RETENTION_MS: i64 = DAY_MS;

/// What became of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The key is new: do the work, then [`complete`].
    Fresh,
    /// The key was used before, for the content that `fingerprint` tells.
    Used {
        /// Of the first request.
        fingerprint: String,
        /// Its HTTP status.
        status: u16,
        /// Its body, as sent.
        body: String,
    },
}

/// Claims `key` for a request of that content.
pub fn claim(
    tx: &mut Tx<'_>,
    scope: &Scope,
    key: &str,
    fingerprint: &str,
) -> Result<Claim, DbError> {
    let account = scope.account.to_string();
    let now = tx.now_real();
    let expired = now.plus_ms(-RETENTION_MS).ms();
    let params = params![&account, scope.livemode, key, fingerprint, now.ms(), expired];
    if tx.exec(&CLAIM, &params)? == 1 {
        return Ok(Claim::Fresh);
    }
    let used = tx.one(&FIND, &params![&account, scope.livemode, key], read)?;
    used.map(|(claim, _)| claim).ok_or(DbError::Corrupt("a used idempotency key is gone"))
}

/// What became of a key so far, without claiming it.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, key: &str) -> Result<Claim, DbError> {
    let account = scope.account.to_string();
    let expired = tx.now_real().plus_ms(-RETENTION_MS);
    let used = tx.one(&FIND, &params![&account, scope.livemode, key], read)?;
    Ok(used.filter(|(_, at)| *at >= expired).map_or(Claim::Fresh, |(claim, _)| claim))
}

fn read(row: &mut Row<'_>) -> Result<(Claim, Timestamp), DbError> {
    let fingerprint = row.text()?.to_owned();
    let status = u16::try_from(row.int()?).map_err(|_| DbError::Corrupt("idempotency.status"))?;
    let body = row.text()?.to_owned();
    Ok((Claim::Used { fingerprint, status, body }, time(row)?))
}

/// Keeps the answer to a claimed request.
pub fn complete(
    tx: &mut Tx<'_>,
    scope: &Scope,
    key: &str,
    status: u16,
    body: &str,
) -> Result<(), DbError> {
    let account = scope.account.to_string();
    tx.exec_later(&COMPLETE, &params![i64::from(status), body, &account, scope.livemode, key])
}

/// Forgets up to 500 answers from before `before`. Gives how many there were.
pub fn delete_older(tx: &mut Tx<'_>, before: Timestamp) -> Result<usize, DbError> {
    let old = tx.all(&OLD, &params![before.ms()], |row| {
        Ok((row.text()?.to_owned(), row.bool()?, row.text()?.to_owned()))
    })?;
    for (account, livemode, key) in &old {
        tx.exec_later(&DELETE, &params![account, *livemode, key, before.ms()])?;
    }
    Ok(old.len())
}
