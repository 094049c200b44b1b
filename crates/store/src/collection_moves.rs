//! Debits that were not made on the day that was planned, and the day that took its place.

use domain::ids::{AttemptId, SessionId};
use domain::scope::Scope;
use domain::time::Timestamp;
use jiff::civil::Date;

use crate::db::{DbError, Tx, params, statements};
use crate::rows::{date, time};

statements! {
    pub INSERT = "INSERT INTO collection_moves (attempt, account, livemode, moved_at, reason, collection_on)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (attempt, collection_on) DO NOTHING";
    pub OF_SESSION = "SELECT v.moved_at, v.reason, v.collection_on FROM collection_moves v
        JOIN attempts a ON a.id = v.attempt
        WHERE v.account = $1 AND v.livemode = $2 AND a.payment_session = $3 ORDER BY v.collection_on, v.attempt";
}

/// Why a debit moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveReason {
    /// The payer's bank has not answered about the mandate.
    MandateUnanswered,
    /// There was no money, and the payer's bank tries again.
    Retried,
}

impl MoveReason {
    /// The name in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MandateUnanswered => "mandate_unanswered",
            Self::Retried => "retried",
        }
    }
}

impl std::str::FromStr for MoveReason {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let all = [Self::MandateUnanswered, Self::Retried];
        all.into_iter().find(|reason| reason.as_str() == text).ok_or(())
    }
}

/// A debit that moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// When that was decided, or told.
    pub moved_at: Timestamp,
    /// Why.
    pub reason: MoveReason,
    /// The day of the debit since.
    pub collection_on: Date,
}

/// Notes that a debit moved. The same again changes nothing.
pub fn insert(
    tx: &mut Tx<'_>,
    scope: &Scope,
    attempt: AttemptId,
    moved: &Move,
) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT,
        &params![
            &attempt.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            moved.moved_at.ms(),
            moved.reason.as_str(),
            &moved.collection_on.to_string(),
        ],
    )
}

/// How the debits of a session moved, in the order of their days.
pub fn of_session(
    tx: &mut Tx<'_>,
    scope: &Scope,
    session: SessionId,
) -> Result<Vec<Move>, DbError> {
    let (account, session) = (scope.account.to_string(), session.to_string());
    tx.all(&OF_SESSION, &params![&account, scope.livemode, &session], |row| {
        Ok(Move { moved_at: time(row)?, reason: row.parse()?, collection_on: date(row)? })
    })
}
