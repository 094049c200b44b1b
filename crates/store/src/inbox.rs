//! The inbox: what processors and banks told us, encrypted, because they name payers' accounts.

use domain::ids::{ConnectionId, Id, NoticeId};
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Tx, params, statements};

statements! {
    pub INSERT = "INSERT INTO inbox (id, account, livemode, connection, notice, body, received_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account, livemode, connection, notice) DO NOTHING";
    pub FIND = "SELECT connection, body FROM inbox WHERE id = $1 AND account = $2 AND livemode = $3
        AND read_at IS NULL";
    // Ids sort by the time of their making, which spares an index on it.
    pub OLD = "SELECT id FROM inbox WHERE id < $1 AND read_at IS NOT NULL ORDER BY id LIMIT 500";
    pub DELETE = "DELETE FROM inbox WHERE id = $1 AND read_at IS NOT NULL";
    pub MARK_READ = "UPDATE inbox SET read_at = $1 WHERE id = $2 AND account = $3 AND livemode = $4";
}

/// A notice as it came.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Our id of it.
    pub id: NoticeId,
    /// Who sent it.
    pub connection: ConnectionId,
    /// The sender's own id of it.
    pub notice: String,
    /// What it says, encrypted.
    pub body: String,
}

/// Keeps a notice. False when it came before: a repeat is a no-op.
pub fn insert(
    tx: &mut Tx<'_>,
    scope: &Scope,
    notice: &Notice,
    received_at: Timestamp,
) -> Result<bool, DbError> {
    let written = tx.exec(
        &INSERT,
        &params![
            &notice.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            &notice.connection.to_string(),
            &notice.notice,
            &notice.body,
            received_at.ms(),
        ],
    )?;
    Ok(written == 1)
}

/// An unread notice: who sent it, and what it says, encrypted.
pub fn find(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: NoticeId,
) -> Result<Option<(ConnectionId, String)>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], |row| {
        Ok((row.parse()?, row.text()?.to_owned()))
    })
}

/// Notes that a notice was read, and acted upon.
pub fn mark_read(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: NoticeId,
    at: Timestamp,
) -> Result<(), DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.exec_later(&MARK_READ, &params![at.ms(), &id, &account, scope.livemode])
}

/// Forgets up to 500 notices that came before `before` and were acted upon. Gives how many there
/// were.
pub fn delete_older(tx: &mut Tx<'_>, before: Timestamp) -> Result<usize, DbError> {
    let bound = NoticeId::from_parts(before.ms().max(0).unsigned_abs(), [0; 10]).to_string();
    let old = tx.all(&OLD, &params![&bound], |row| row.parse::<NoticeId>())?;
    for id in &old {
        tx.exec_later(&DELETE, &params![&id.to_string()])?;
    }
    Ok(old.len())
}
