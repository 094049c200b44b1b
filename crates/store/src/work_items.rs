//! Work items: what a person has to look at.

use domain::ids::{MovementId, SessionId, TransactionId, WorkItemId};
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::time;

statements! {
    pub INSERT = "INSERT INTO work_items (id, account, livemode, created_at, kind, payment_session, transaction_id,
        movement, cause, text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (account, livemode, cause) DO NOTHING";
    pub OF_SESSION = "SELECT id, created_at, kind, payment_session, transaction_id, movement, cause, text
        FROM work_items WHERE account = $1 AND livemode = $2 AND payment_session = $3 ORDER BY created_at, id";
    pub UNRESOLVED = "SELECT COUNT(*) FROM work_items WHERE resolved_at IS NULL";
}

/// Something that a person has to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkItemRow {
    /// Its id.
    pub id: WorkItemId,
    /// When it arose, in business time.
    pub created_at: Timestamp,
    /// What kind of thing it is.
    pub kind: String,
    /// The session it is about.
    pub session: Option<SessionId>,
    /// The transaction it is about.
    pub transaction: Option<TransactionId>,
    /// The movement it is about.
    pub movement: Option<MovementId>,
    /// Says the same thing once.
    pub cause: String,
    /// What happened, in a sentence.
    pub text: String,
}

/// Writes a work item; one with the same cause is left as it is.
pub fn insert(tx: &mut Tx<'_>, scope: &Scope, item: &WorkItemRow) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT,
        &params![
            &item.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            item.created_at.ms(),
            &item.kind,
            item.session.map(|id| id.to_string()).as_deref(),
            item.transaction.map(|id| id.to_string()).as_deref(),
            item.movement.map(|id| id.to_string()).as_deref(),
            &item.cause,
            &item.text,
        ],
    )
}

/// The work items of a session, oldest first.
pub fn of_session(
    tx: &mut Tx<'_>,
    scope: &Scope,
    session: SessionId,
) -> Result<Vec<WorkItemRow>, DbError> {
    let (account, session) = (scope.account.to_string(), session.to_string());
    tx.all(&OF_SESSION, &params![&account, scope.livemode, &session], read)
}

fn read(row: &mut Row<'_>) -> Result<WorkItemRow, DbError> {
    Ok(WorkItemRow {
        id: row.parse()?,
        created_at: time(row)?,
        kind: row.text()?.to_owned(),
        session: row.opt_parse()?,
        transaction: row.opt_parse()?,
        movement: row.opt_parse()?,
        cause: row.text()?.to_owned(),
        text: row.text()?.to_owned(),
    })
}
