//! What the merchant decided about sessions, each time: the session's row keeps only the latest.

use domain::scope::Scope;
use domain::session::{DecisionKind, Session};
use domain::time::Timestamp;

use crate::db::{DbError, Tx, params, statements};
use crate::rows::time;

statements! {
    pub INSERT = "INSERT INTO session_decisions (account, livemode, payment_session, created_at, kind, amount)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (payment_session, created_at, kind) DO NOTHING";
    pub OF_SESSION = "SELECT kind, created_at, amount FROM session_decisions
        WHERE account = $1 AND livemode = $2 AND payment_session = $3 ORDER BY created_at, kind";
}

/// Something that the merchant decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub kind: DecisionKind,
    /// When, in business time.
    pub at: Timestamp,
    /// The amount that it is about, in minor units of the session's currency.
    pub amount: Option<i64>,
}

/// Writes a decision about a session.
pub fn insert(tx: &mut Tx<'_>, session: &Session, decision: Decision) -> Result<(), DbError> {
    let (id, account) = (session.id.to_string(), session.scope.account.to_string());
    let Decision { kind, at, amount } = decision;
    let live = session.scope.livemode;
    tx.exec_later(&INSERT, &params![&account, live, &id, at.ms(), kind.as_str(), amount])
}

/// What was decided about a session, oldest first.
pub fn of_session(
    tx: &mut Tx<'_>,
    scope: &Scope,
    session: domain::ids::SessionId,
) -> Result<Vec<Decision>, DbError> {
    let (account, session) = (scope.account.to_string(), session.to_string());
    tx.all(&OF_SESSION, &params![&account, scope.livemode, &session], |row| {
        Ok(Decision { kind: row.parse()?, at: time(row)?, amount: row.opt_int()? })
    })
}
