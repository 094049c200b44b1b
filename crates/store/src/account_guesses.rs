//! How many account numbers were tried at sessions' pages.

use domain::guesses::Guesses;
use domain::ids::SessionId;
use domain::scope::Scope;

use crate::db::{DbError, Tx, params, statements};
use crate::rows::time;

statements! {
    pub FIND = "SELECT tried, last_at FROM account_guesses
        WHERE account = $1 AND livemode = $2 AND payment_session = $3";
    pub WRITE = "INSERT INTO account_guesses (account, livemode, payment_session, tried, last_at)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account, livemode, payment_session)
        DO UPDATE SET tried = excluded.tried, last_at = excluded.last_at";
}

/// What was tried at a session; the caller holds its lock.
pub fn find(
    tx: &mut Tx<'_>,
    scope: &Scope,
    session: SessionId,
) -> Result<Option<Guesses>, DbError> {
    let (account, session) = (scope.account.to_string(), session.to_string());
    let found = tx.one(&FIND, &params![&account, scope.livemode, &session], |row| {
        Ok((row.int()?, time(row)?))
    })?;
    found
        .map(|(tried, last_at)| {
            let tried =
                u32::try_from(tried).map_err(|_| DbError::Corrupt("account_guesses.tried"))?;
            Ok(Guesses { tried, last_at })
        })
        .transpose()
}

/// Writes what was tried at a session.
pub fn write(
    tx: &mut Tx<'_>,
    scope: &Scope,
    session: SessionId,
    guesses: Guesses,
) -> Result<(), DbError> {
    let (account, session) = (scope.account.to_string(), session.to_string());
    let Guesses { tried, last_at } = guesses;
    let params = params![&account, scope.livemode, &session, i64::from(tried), last_at.ms()];
    tx.exec_later(&WRITE, &params)
}
