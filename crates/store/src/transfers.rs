//! Transfers to owners and their reversals, as rows. Whoever changes one holds the owner's lock.

use domain::ids::{MovementId, OwnerId, OwnerPayoutId, SessionId, TransactionId, TransferId};
use domain::money::Currency;
use domain::scope::Scope;
use domain::time::Timestamp;
use domain::transfer::{Reversal, Transfer};

use crate::db::{DbError, Row, Tx, params, statements};
use crate::page::{List, Listed, NEWEST_ID, Page, list};
use crate::rows::{opt_time, time};

statements! {
    pub LOCK_OWNER = "SELECT deleted_at FROM owners WHERE id = $1 AND account = $2 AND livemode = $3" for update;
    pub UPSERT = "INSERT INTO transfers (id, account, livemode, created_at, owner, payment_session, transaction_id,
        unit, movement, automatic, currency, amount, reversed, reversed_by_hand, left_over, available_at, payout,
        paid_out_at, description, reporting_type, metadata)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
        ON CONFLICT (id) DO UPDATE SET reversed = excluded.reversed, reversed_by_hand = excluded.reversed_by_hand,
        left_over = excluded.left_over, payout = excluded.payout, paid_out_at = excluded.paid_out_at,
        metadata = excluded.metadata";
    pub FIND = "SELECT id, created_at, owner, payment_session, transaction_id, unit, movement, automatic, currency,
        amount, reversed, reversed_by_hand, left_over, available_at, payout, paid_out_at, description,
        reporting_type, metadata FROM transfers WHERE id = $1 AND account = $2 AND livemode = $3";
    pub OF_SESSION = "SELECT id, created_at, owner, payment_session, transaction_id, unit, movement, automatic,
        currency, amount, reversed, reversed_by_hand, left_over, available_at, payout, paid_out_at, description,
        reporting_type, metadata FROM transfers WHERE payment_session = $1 AND automatic ORDER BY id";
    pub BY_HAND_OF_SESSION = "SELECT id, created_at, owner, payment_session, transaction_id, unit, movement, automatic,
        currency, amount, reversed, reversed_by_hand, left_over, available_at, payout, paid_out_at, description,
        reporting_type, metadata FROM transfers WHERE payment_session = $1 AND NOT automatic ORDER BY id";
    pub FREE = "SELECT id, created_at, owner, payment_session, transaction_id, unit, movement, automatic, currency,
        amount, reversed, reversed_by_hand, left_over, available_at, payout, paid_out_at, description,
        reporting_type, metadata FROM transfers
        WHERE owner = $1 AND currency = $2 AND paid_out_at IS NULL AND left_over > 0 AND payout IS NULL ORDER BY id";
    pub OF_PAYOUT = "SELECT id, created_at, owner, payment_session, transaction_id, unit, movement, automatic,
        currency, amount, reversed, reversed_by_hand, left_over, available_at, payout, paid_out_at, description,
        reporting_type, metadata FROM transfers WHERE payout = $1 ORDER BY id";
    pub INSERT_REVERSAL = "INSERT INTO transfer_reversals (id, account, livemode, created_at, transfer, movement,
        automatic, currency, amount, owed, borne, description, metadata)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    pub REVERSALS = "SELECT id, created_at, transfer, movement, automatic, currency, amount, owed, borne,
        description, metadata FROM transfer_reversals WHERE transfer = $1 ORDER BY id";
    pub PAYOUTS_OF_DEBT = "SELECT DISTINCT t.payout FROM transfer_reversals r JOIN transfers t ON t.id = r.transfer
        WHERE r.movement = $1 AND t.owner = $2 AND r.owed > 0 AND t.payout IS NOT NULL ORDER BY t.payout";
    pub REVERSALS_OF_SESSION = "SELECT r.id, r.created_at, r.transfer, r.movement, r.automatic, r.currency, r.amount,
        r.owed, r.borne, r.description, r.metadata
        FROM transfers t JOIN transfer_reversals r ON r.transfer = t.id WHERE t.payment_session = $1 ORDER BY r.id";
}

list! {
    /// All of a scope, or those of one transaction or session.
    LIST = "id, created_at, owner, payment_session, transaction_id, unit, movement, automatic, currency, amount,
    reversed, reversed_by_hand, left_over, available_at, payout, paid_out_at, description, reporting_type, metadata",
    "FROM transfers WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND ($5 = '' OR transaction_id = $5) AND ($6 = '' OR payment_session = $6)",
    "id" "$7"
}
list! {
    /// Those of one owner.
    LIST_BY_OWNER = "id, created_at, owner, payment_session, transaction_id, unit, movement, automatic, currency,
    amount, reversed, reversed_by_hand, left_over, available_at, payout, paid_out_at, description, reporting_type,
    metadata",
    "FROM transfers WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND ($5 = '' OR transaction_id = $5) AND ($6 = '' OR payment_session = $6) AND owner = $7",
    "id" "$8"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&LIST, &LIST_BY_OWNER];

/// Which transfers are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Those of a transaction.
    pub transaction: Option<TransactionId>,
    /// Those of a session.
    pub session: Option<SessionId>,
    /// Those to an owner.
    pub owner: Option<OwnerId>,
}

/// An owner whose money is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockedOwner {
    /// When the owner was deleted.
    pub deleted_at: Option<Timestamp>,
}

/// Locks an owner's money until the `Tx` ends, also a deleted one's. `None` when there is none.
pub fn lock_owner(
    tx: &mut Tx<'_>,
    scope: &Scope,
    owner: OwnerId,
) -> Result<Option<LockedOwner>, DbError> {
    let (id, account) = (owner.to_string(), scope.account.to_string());
    tx.one(&LOCK_OWNER, &params![&id, &account, scope.livemode], |row| {
        Ok(LockedOwner { deleted_at: opt_time(row)? })
    })
}

/// Writes a transfer, new or changed.
pub fn upsert(tx: &mut Tx<'_>, scope: &Scope, transfer: &Transfer) -> Result<(), DbError> {
    tx.exec_later(
        &UPSERT,
        &params![
            &transfer.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            transfer.created_at.ms(),
            &transfer.owner.to_string(),
            transfer.session.map(|id| id.to_string()).as_deref(),
            transfer.transaction.map(|id| id.to_string()).as_deref(),
            transfer.unit.map(|id| id.to_string()).as_deref(),
            &transfer.movement.to_string(),
            transfer.automatic,
            transfer.currency.as_str(),
            transfer.amount,
            transfer.reversed,
            transfer.reversed_by_hand,
            transfer.left,
            transfer.available_at.ms(),
            transfer.payout.map(|id| id.to_string()).as_deref(),
            transfer.paid_out_at.map(Timestamp::ms),
            transfer.description.as_deref(),
            transfer.reporting_type.map(|it| it.as_str()),
            &transfer.metadata,
        ],
    )
}

/// The transfer of that id, if it is in the scope.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: TransferId) -> Result<Option<Transfer>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

/// What the split of a session made, oldest first.
pub fn of_session(tx: &mut Tx<'_>, session: SessionId) -> Result<Vec<Transfer>, DbError> {
    tx.all(&OF_SESSION, &params![&session.to_string()], read)
}

/// What was made by hand out of a session's money, oldest first.
pub fn by_hand_of_session(tx: &mut Tx<'_>, session: SessionId) -> Result<Vec<Transfer>, DbError> {
    tx.all(&BY_HAND_OF_SESSION, &params![&session.to_string()], read)
}

/// An owner's transfers that no payout has, oldest first.
pub fn free(tx: &mut Tx<'_>, owner: OwnerId, currency: Currency) -> Result<Vec<Transfer>, DbError> {
    tx.all(&FREE, &params![&owner.to_string(), currency.as_str()], read)
}

/// The transfers that a payout has, oldest first.
pub fn of_payout(tx: &mut Tx<'_>, payout: OwnerPayoutId) -> Result<Vec<Transfer>, DbError> {
    tx.all(&OF_PAYOUT, &params![&payout.to_string()], read)
}

/// The payouts that have what an owner owes by a movement, because it was taken back. The movement is of the
/// caller's scope.
pub fn payouts_of_debt(
    tx: &mut Tx<'_>,
    owner: OwnerId,
    movement: MovementId,
) -> Result<Vec<OwnerPayoutId>, DbError> {
    let (movement, owner) = (movement.to_string(), owner.to_string());
    tx.all(&PAYOUTS_OF_DEBT, &params![&movement, &owner], |row| row.parse())
}

/// A page of transfers.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: Filter,
    page: &Page<TransferId>,
) -> Result<Listed<Transfer>, DbError> {
    let account = scope.account.to_string();
    let transaction = filter.transaction.map(|id| id.to_string()).unwrap_or_default();
    let session = filter.session.map(|id| id.to_string()).unwrap_or_default();
    let owner = filter.owner.map(|id| id.to_string());
    let page = &page.by_id();
    let (from, to) = (page.created_from, page.created_to);
    let all = params![&account, scope.livemode, from, to, &transaction, &session];
    match owner.as_deref() {
        None => LIST.page(tx, &all, page, NEWEST_ID, read),
        Some(owner) => {
            let live = scope.livemode;
            let params = params![&account, live, from, to, &transaction, &session, owner];
            LIST_BY_OWNER.page(tx, &params, page, NEWEST_ID, read)
        }
    }
}

/// Writes a reversal.
pub fn insert_reversal(tx: &mut Tx<'_>, scope: &Scope, reversal: &Reversal) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT_REVERSAL,
        &params![
            &reversal.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            reversal.created_at.ms(),
            &reversal.transfer.to_string(),
            &reversal.movement.to_string(),
            reversal.automatic,
            reversal.currency.as_str(),
            reversal.amount,
            reversal.owed,
            reversal.borne,
            reversal.description.as_deref(),
            &reversal.metadata,
        ],
    )
}

/// What was taken back of a transfer, oldest first.
pub fn reversals(tx: &mut Tx<'_>, transfer: TransferId) -> Result<Vec<Reversal>, DbError> {
    tx.all(&REVERSALS, &params![&transfer.to_string()], read_reversal)
}

/// What was taken back of a session's transfers, oldest first.
pub fn reversals_of_session(tx: &mut Tx<'_>, session: SessionId) -> Result<Vec<Reversal>, DbError> {
    tx.all(&REVERSALS_OF_SESSION, &params![&session.to_string()], read_reversal)
}

fn read_reversal(row: &mut Row<'_>) -> Result<Reversal, DbError> {
    Ok(Reversal {
        id: row.parse()?,
        created_at: time(row)?,
        transfer: row.parse()?,
        movement: row.parse()?,
        automatic: row.bool()?,
        currency: row.parse()?,
        amount: row.int()?,
        owed: row.int()?,
        borne: row.int()?,
        description: row.opt_text()?.map(str::to_owned),
        metadata: row.text()?.to_owned(),
    })
}

/// Reads a whole row, in the order of [`FIND`].
pub(crate) fn read(row: &mut Row<'_>) -> Result<Transfer, DbError> {
    Ok(Transfer {
        id: row.parse()?,
        created_at: time(row)?,
        owner: row.parse()?,
        session: row.opt_parse()?,
        transaction: row.opt_parse()?,
        unit: row.opt_parse()?,
        movement: row.parse()?,
        automatic: row.bool()?,
        currency: row.parse()?,
        amount: row.int()?,
        reversed: row.int()?,
        reversed_by_hand: row.int()?,
        left: row.int()?,
        available_at: time(row)?,
        payout: row.opt_parse()?,
        paid_out_at: opt_time(row)?,
        description: row.opt_text()?.map(str::to_owned),
        reporting_type: row.opt_parse()?,
        metadata: row.text()?.to_owned(),
    })
}
