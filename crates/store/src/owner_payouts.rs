//! Owner payouts, as rows. Whoever changes one holds the owner's lock.

use domain::ids::{OwnerId, OwnerPayoutId, TransferId};
use domain::payout::{OwnerPayout, PayoutPart, PayoutStatus};
use domain::scope::Scope;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::db::{DbError, Row, Tx, params, statements};
use crate::page::{List, Listed, NEWEST_ID, Page, list};
use crate::rows::{opt_time, time};

statements! {
    pub INSERT = "INSERT INTO owner_payouts (id, account, livemode, created_at, owner, currency, amount, status,
        description, statement_descriptor, metadata, transfers, approved_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    pub FIND = "SELECT id, created_at, owner, currency, amount, status, description, statement_descriptor, metadata,
        transfers, approved_at, paid_at, paid_on, reference, failed_at, failed_on, failure_message, failure_reference,
        canceled_at
        FROM owner_payouts WHERE id = $1 AND account = $2 AND livemode = $3";
    // A transfer's id within the texts finds the rows to look at; few payouts fail.
    pub FAILED_NAMING = "SELECT id, created_at, owner, currency, amount, status, description, statement_descriptor,
        metadata, transfers, approved_at, paid_at, paid_on, reference, failed_at, failed_on, failure_message,
        failure_reference, canceled_at FROM owner_payouts
        WHERE account = $1 AND livemode = $2 AND owner = $3 AND status = 'failed' AND transfers LIKE $4 ORDER BY id";
    pub UPDATE = "UPDATE owner_payouts SET status = $1, metadata = $2, approved_at = $3, paid_at = $4, paid_on = $5,
        reference = $6, failed_at = $7, failed_on = $8, failure_message = $9, failure_reference = $10,
        canceled_at = $11 WHERE id = $12 AND account = $13 AND livemode = $14";
}

list! {
    /// All of a scope, or those of one status.
    LIST = "id, created_at, owner, currency, amount, status, description, statement_descriptor, metadata, transfers,
    approved_at, paid_at, paid_on, reference, failed_at, failed_on, failure_message, failure_reference,
    canceled_at",
    "FROM owner_payouts WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND ($5 = '' OR status = $5)",
    "id" "$6"
}
list! {
    /// Those of one owner.
    LIST_BY_OWNER = "id, created_at, owner, currency, amount, status, description, statement_descriptor, metadata,
    transfers, approved_at, paid_at, paid_on, reference, failed_at, failed_on, failure_message, failure_reference,
    canceled_at",
    "FROM owner_payouts WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND ($5 = '' OR status = $5) AND owner = $6",
    "id" "$7"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&LIST, &LIST_BY_OWNER];

/// Which payouts are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Those to an owner.
    pub owner: Option<OwnerId>,
    /// Those of a status.
    pub status: Option<PayoutStatus>,
}

/// A part of a payout, as its row keeps it.
#[derive(Serialize, Deserialize)]
struct Part {
    transfer: TransferId,
    amount: i64,
}

/// Writes a new payout.
pub fn insert(tx: &mut Tx<'_>, scope: &Scope, payout: &OwnerPayout) -> Result<(), DbError> {
    let parts = payout.parts.iter().map(|it| Part { transfer: it.transfer, amount: it.amount });
    let parts = serde_json::to_string(&parts.collect::<Vec<_>>());
    tx.exec_later(
        &INSERT,
        &params![
            &payout.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            payout.created_at.ms(),
            &payout.owner.to_string(),
            payout.currency.as_str(),
            payout.amount,
            payout.status.as_str(),
            payout.description.as_deref(),
            payout.statement_descriptor.as_deref(),
            &metadata_text(payout)?,
            &parts.map_err(|_| DbError::Corrupt("owner_payouts.transfers"))?,
            payout.approved_at.map(Timestamp::ms),
        ],
    )
}

/// The payout of that id, if it is in the scope.
pub fn find(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: OwnerPayoutId,
) -> Result<Option<OwnerPayout>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

/// The payouts of a transfer to an owner that failed, oldest first.
pub fn failed_with(
    tx: &mut Tx<'_>,
    scope: &Scope,
    owner: OwnerId,
    transfer: TransferId,
) -> Result<Vec<OwnerPayout>, DbError> {
    let (account, owner, like) =
        (scope.account.to_string(), owner.to_string(), format!("%{transfer}%"));
    tx.all(&FAILED_NAMING, &params![&account, scope.livemode, &owner, &like], read)
}

/// Writes what changed of a payout.
pub fn update(tx: &mut Tx<'_>, scope: &Scope, payout: &OwnerPayout) -> Result<(), DbError> {
    tx.exec_later(
        &UPDATE,
        &params![
            payout.status.as_str(),
            &metadata_text(payout)?,
            payout.approved_at.map(Timestamp::ms),
            payout.paid_at.map(Timestamp::ms),
            payout.paid_on.map(|on| on.to_string()).as_deref(),
            payout.reference.as_deref(),
            payout.failed_at.map(Timestamp::ms),
            payout.failed_on.map(|on| on.to_string()).as_deref(),
            payout.failure_message.as_deref(),
            payout.failure_reference.as_deref(),
            payout.canceled_at.map(Timestamp::ms),
            &payout.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
        ],
    )
}

/// A page of payouts.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: Filter,
    page: &Page<OwnerPayoutId>,
) -> Result<Listed<OwnerPayout>, DbError> {
    let account = scope.account.to_string();
    let status = filter.status.map_or("", PayoutStatus::as_str);
    let owner = filter.owner.map(|id| id.to_string());
    let page = &page.by_id();
    let (from, to) = (page.created_from, page.created_to);
    match owner.as_deref() {
        None => {
            let params = params![&account, scope.livemode, from, to, status];
            LIST.page(tx, &params, page, NEWEST_ID, read)
        }
        Some(owner) => {
            let params = params![&account, scope.livemode, from, to, status, owner];
            LIST_BY_OWNER.page(tx, &params, page, NEWEST_ID, read)
        }
    }
}

fn metadata_text(payout: &OwnerPayout) -> Result<String, DbError> {
    serde_json::to_string(&payout.metadata).map_err(|_| DbError::Corrupt("owner_payouts.metadata"))
}

fn read(row: &mut Row<'_>) -> Result<OwnerPayout, DbError> {
    Ok(OwnerPayout {
        id: row.parse()?,
        created_at: time(row)?,
        owner: row.parse()?,
        currency: row.parse()?,
        amount: row.int()?,
        status: row.parse()?,
        description: row.opt_text()?.map(str::to_owned),
        statement_descriptor: row.opt_text()?.map(str::to_owned),
        metadata: serde_json::from_str(row.text()?)
            .map_err(|_| DbError::Corrupt("owner_payouts.metadata"))?,
        parts: serde_json::from_str::<Vec<Part>>(row.text()?)
            .map_err(|_| DbError::Corrupt("owner_payouts.transfers"))?
            .into_iter()
            .map(|it| PayoutPart { transfer: it.transfer, amount: it.amount })
            .collect(),
        approved_at: opt_time(row)?,
        paid_at: opt_time(row)?,
        paid_on: row.opt_parse()?,
        reference: row.opt_text()?.map(str::to_owned),
        failed_at: opt_time(row)?,
        failed_on: row.opt_parse()?,
        failure_message: row.opt_text()?.map(str::to_owned),
        failure_reference: row.opt_text()?.map(str::to_owned),
        canceled_at: opt_time(row)?,
    })
}
