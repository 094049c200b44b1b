//! API keys: their records. The secret is shown once and never stored; only its hash is.

use domain::ids::{AccountId, KeyId};
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::accounts::{self, Account};
use crate::clocks::{self, Clock};
use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::{opt_time, time};

statements! {
    pub AUTHENTICATE = "SELECT keys.id, keys.livemode, keys.expires_at, keys.revoked_at, keys.last_used_at,
        clocks.offset_ms, clocks.frozen_at, accounts.id, accounts.created_at, accounts.name, accounts.settings
        FROM keys JOIN accounts ON accounts.id = keys.account
        JOIN clocks ON clocks.account = keys.account AND clocks.livemode = keys.livemode
        WHERE keys.hash = $1";
    pub INSERT = "INSERT INTO keys (id, account, livemode, hash, prefix, name, note, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    pub LIST = "SELECT id, account, livemode, prefix, name, note, created_at, expires_at, revoked_at, last_used_at
        FROM keys WHERE account = $1 ORDER BY id";
    pub FIND = "SELECT id, account, livemode, prefix, name, note, created_at, expires_at, revoked_at, last_used_at
        FROM keys WHERE account = $1 AND id = $2" for update;
    pub ANY_LIVE = "SELECT id FROM keys WHERE account = $1 AND livemode = $2 AND revoked_at IS NULL LIMIT 1";
    pub REVOKE = "UPDATE keys SET revoked_at = $1 WHERE account = $2 AND id = $3 AND revoked_at IS NULL";
    pub EXPIRE = "UPDATE keys SET expires_at = $1 WHERE account = $2 AND id = $3";
    pub USED = "UPDATE keys SET last_used_at = $1 WHERE id = $2 AND (last_used_at IS NULL OR last_used_at < $1)";
}

/// The record of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its id.
    pub id: KeyId,
    /// What it opens.
    pub scope: Scope,
    /// The first characters of the secret, to recognise it by.
    pub prefix: String,
    /// What the operator called it.
    pub name: Option<String>,
    /// What it is for.
    pub note: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// About when it was last used.
    pub last_used_at: Option<Timestamp>,
}

/// Who sent a request, found by the hash of their key.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// The key's id.
    pub key: KeyId,
    /// What it opens.
    pub scope: Scope,
    /// When it stops working by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// About when it was last used.
    pub last_used_at: Option<Timestamp>,
    /// The scope's clock.
    pub clock: Clock,
    /// Whose it is.
    pub account: Account,
}

/// Everything that a request must know about its sender, in one query.
pub fn authenticate(tx: &mut Tx<'_>, hash: &str) -> Result<Option<Bearer>, DbError> {
    tx.one(&AUTHENTICATE, &params![hash], |row| {
        let (key, livemode) = (row.parse()?, row.bool()?);
        let (expires_at, revoked_at, last_used_at) =
            (opt_time(row)?, opt_time(row)?, opt_time(row)?);
        let clock = clocks::read_row(row)?;
        let account = accounts::read(row)?;
        let scope = Scope::new(account.id, livemode);
        Ok(Bearer { key, scope, expires_at, revoked_at, last_used_at, clock, account })
    })
}

/// Writes a new key, known by the hash of its secret.
pub fn insert(tx: &mut Tx<'_>, key: &Key, hash: &str) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT,
        &params![
            &key.id.to_string(),
            &key.scope.account.to_string(),
            key.scope.livemode,
            hash,
            &key.prefix,
            key.name.as_deref(),
            key.note.as_deref(),
            key.created_at.ms(),
            key.expires_at.map(Timestamp::ms),
        ],
    )
}

/// Every key of an account, oldest first.
pub fn list(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<Key>, DbError> {
    tx.all(&LIST, &params![&account.to_string()], read)
}

/// The key of that id, locked until the `Tx` ends.
pub fn lock(tx: &mut Tx<'_>, account: AccountId, id: KeyId) -> Result<Option<Key>, DbError> {
    tx.one(&FIND, &params![&account.to_string(), &id.to_string()], read)
}

/// True when the account has a live key: it takes real money, or is about to.
pub fn any_live(tx: &mut Tx<'_>, account: AccountId) -> Result<bool, DbError> {
    let account = account.to_string();
    Ok(tx.one(&ANY_LIVE, &params![&account, true], |row| row.parse::<KeyId>())?.is_some())
}

/// Ends a key at once. False when it was revoked already or is not there.
pub fn revoke(
    tx: &mut Tx<'_>,
    account: AccountId,
    id: KeyId,
    at: Timestamp,
) -> Result<bool, DbError> {
    let (account, id) = (account.to_string(), id.to_string());
    let params = params![at.ms(), &account, &id];
    Ok(tx.exec(&REVOKE, &params)? == 1)
}

/// Lets a key end at a time: a rolled key goes on for a while.
pub fn expire(
    tx: &mut Tx<'_>,
    account: AccountId,
    id: KeyId,
    at: Timestamp,
) -> Result<(), DbError> {
    tx.exec_later(&EXPIRE, &params![at.ms(), &account.to_string(), &id.to_string()])
}

/// Notes that a key was used.
pub fn used(tx: &mut Tx<'_>, id: KeyId, at: Timestamp) -> Result<(), DbError> {
    tx.exec_later(&USED, &params![at.ms(), &id.to_string()])
}

fn read(row: &mut Row<'_>) -> Result<Key, DbError> {
    Ok(Key {
        id: row.parse()?,
        scope: Scope::new(row.parse()?, row.bool()?),
        prefix: row.text()?.to_owned(),
        name: row.opt_text()?.map(str::to_owned),
        note: row.opt_text()?.map(str::to_owned),
        created_at: time(row)?,
        expires_at: opt_time(row)?,
        revoked_at: opt_time(row)?,
        last_used_at: opt_time(row)?,
    })
}
