//! Connections: through whom a scope's money moves.

use domain::ids::ConnectionId;
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::time;

statements! {
    pub INSERT = "INSERT INTO connections (id, account, livemode, processor, settings, secret, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    pub FIND = "SELECT id, account, livemode, processor, settings, secret, created_at FROM connections
        WHERE id = $1 AND account = $2 AND livemode = $3";
    pub FIND_BY_PROCESSOR = "SELECT id, account, livemode, processor, settings, secret, created_at
        FROM connections WHERE account = $1 AND livemode = $2 AND processor = $3";
    pub FIND_ANYWHERE = "SELECT id, account, livemode, processor, settings, secret, created_at
        FROM connections WHERE id = $1";
    pub LIST = "SELECT id, account, livemode, processor, settings, secret, created_at FROM connections
        WHERE account = $1 AND livemode = $2 ORDER BY id";
}

/// A processor or bank, as a scope uses it.
#[derive(Clone)]
pub struct Connection {
    /// Its id; part of the address for notices.
    pub id: ConnectionId,
    /// Whose it is.
    pub scope: Scope,
    /// Which one: `sandbox_card`, `sandbox_bank`.
    pub processor: String,
    /// What it needs to know, as JSON.
    pub settings: String,
    /// What its notices are signed with, encrypted.
    pub secret: String,
    /// When it was made.
    pub created_at: Timestamp,
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Settings and secret stay out of logs.
        write!(f, "Connection({}, {})", self.id, self.processor)
    }
}

/// Writes a new connection.
pub fn insert(tx: &mut Tx<'_>, connection: &Connection) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT,
        &params![
            &connection.id.to_string(),
            &connection.scope.account.to_string(),
            connection.scope.livemode,
            &connection.processor,
            &connection.settings,
            &connection.secret,
            connection.created_at.ms(),
        ],
    )
}

/// The connection of that id, if it is in the scope.
pub fn find(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: ConnectionId,
) -> Result<Option<Connection>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

/// The scope's connection to a processor.
pub fn find_by_processor(
    tx: &mut Tx<'_>,
    scope: &Scope,
    processor: &str,
) -> Result<Option<Connection>, DbError> {
    let account = scope.account.to_string();
    tx.one(&FIND_BY_PROCESSOR, &params![&account, scope.livemode, processor], read)
}

/// The connection that a notice names by its address alone. Its scope is the notice's.
pub fn find_anywhere(tx: &mut Tx<'_>, id: ConnectionId) -> Result<Option<Connection>, DbError> {
    tx.one(&FIND_ANYWHERE, &params![&id.to_string()], read)
}

/// Every connection of a scope.
pub fn list(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Connection>, DbError> {
    let account = scope.account.to_string();
    tx.all(&LIST, &params![&account, scope.livemode], read)
}

fn read(row: &mut Row<'_>) -> Result<Connection, DbError> {
    Ok(Connection {
        id: row.parse()?,
        scope: Scope::new(row.parse()?, row.bool()?),
        processor: row.text()?.to_owned(),
        settings: row.text()?.to_owned(),
        secret: row.text()?.to_owned(),
        created_at: time(row)?,
    })
}
