//! Units: homes that are let, and who owned them from which day on.

use std::collections::BTreeMap;

use domain::ids::{OwnerId, UnitId};
use domain::money::Currency;
use domain::scope::Scope;
use domain::share::Share;
use domain::time::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::db::{DbError, Row, Tx, params, statements};
use crate::page::{List, Listed, NEWEST_ID, Page, list};
use crate::rows::{date, opt_time, time};

statements! {
    pub INSERT = "INSERT INTO units (id, account, livemode, created_at, name, details, fee_percent, fee_amount,
        fee_currency) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    pub FIND = "SELECT id, account, livemode, created_at, name, details, fee_percent, fee_amount, fee_currency, deleted_at
        FROM units WHERE id = $1 AND account = $2 AND livemode = $3";
    pub LOCK = "SELECT id, account, livemode, created_at, name, details, fee_percent, fee_amount, fee_currency, deleted_at
        FROM units WHERE id = $1 AND account = $2 AND livemode = $3 AND deleted_at IS NULL" for update;
    pub KEEP = "SELECT id, account, livemode, created_at, name, details, fee_percent, fee_amount, fee_currency, deleted_at
        FROM units WHERE id = $1 AND account = $2 AND livemode = $3 AND deleted_at IS NULL" for key share;
    pub UPDATE = "UPDATE units SET name = $1, details = $2, fee_percent = $3, fee_amount = $4, fee_currency = $5
        WHERE id = $6 AND account = $7 AND livemode = $8";
    pub DELETE = "UPDATE units SET deleted_at = $1 WHERE id = $2 AND account = $3 AND livemode = $4";
    pub OWNERSHIP_ON = "SELECT owner, share FROM unit_ownerships
        WHERE unit = $1 AND account = $2 AND livemode = $3 AND owner IS NOT NULL
        AND starts_on = (SELECT MAX(starts_on) FROM unit_ownerships
            WHERE unit = $1 AND account = $2 AND livemode = $3 AND starts_on <= $4)
        ORDER BY place";
    pub OWNERSHIP_HISTORY = "SELECT starts_on, owner, share FROM unit_ownerships
        WHERE unit = $1 AND account = $2 AND livemode = $3 ORDER BY starts_on DESC, place";
    pub DELETE_OWNERSHIP = "DELETE FROM unit_ownerships
        WHERE unit = $1 AND account = $2 AND livemode = $3 AND starts_on = $4";
    pub INSERT_OWNERSHIP = "INSERT INTO unit_ownerships (account, livemode, unit, starts_on, place, owner, share)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    // A version counts from its day until the next one begins: today's, and those to come.
    pub OWNED_FROM = "SELECT parts.unit FROM unit_ownerships AS parts JOIN units ON units.id = parts.unit
        WHERE parts.owner = $1 AND parts.account = $2 AND parts.livemode = $3 AND units.deleted_at IS NULL
        AND parts.starts_on >= COALESCE((SELECT MAX(past.starts_on) FROM unit_ownerships AS past
            WHERE past.unit = parts.unit AND past.starts_on <= $4), '')
        ORDER BY parts.unit LIMIT 1";
}

list! {
    /// All of a scope.
    LIST = "id, account, livemode, created_at, name, details, fee_percent, fee_amount, fee_currency, deleted_at",
    "FROM units WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND deleted_at IS NULL",
    "id" "$5"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&LIST];

/// A home that is let.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Whose it is.
    pub scope: Scope,
    /// When it was made.
    pub created_at: Timestamp,
    /// What the merchant calls it.
    pub name: String,
    /// The rest.
    pub details: Details,
    /// What the merchant keeps of its payments.
    pub fees: Fees,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
}

/// What else is known of a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// Where it is.
    pub address: Address,
    /// The merchant's own words.
    pub description: Option<String>,
    /// The merchant's own keys and values.
    pub metadata: BTreeMap<String, String>,
}

/// What the merchant keeps of a unit's payments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fees {
    /// Of each payment.
    pub percent: Share,
    /// Besides, in minor units of `currency`.
    pub amount: i64,
    /// The currency of `amount`; there is always one when that is more than nothing.
    pub currency: Option<Currency>,
}

/// Who owned a unit from a day on, until the next version begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ownership {
    /// The first day of it.
    pub starts_on: Date,
    /// The owners in their order; empty when there were none.
    pub owners: Vec<(OwnerId, Share)>,
}

/// Writes a new unit.
pub fn insert(tx: &mut Tx<'_>, unit: &Unit) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT,
        &params![
            &unit.id.to_string(),
            &unit.scope.account.to_string(),
            unit.scope.livemode,
            unit.created_at.ms(),
            &unit.name,
            &details_text(&unit.details)?,
            unit.fees.percent.parts(),
            unit.fees.amount,
            unit.fees.currency.map(Currency::as_str),
        ],
    )
}

/// The unit of that id, if it is in the scope; a deleted one too.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: UnitId) -> Result<Option<Unit>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

/// The unit of that id, if it was not deleted, locked until the `Tx` ends.
pub fn lock(tx: &mut Tx<'_>, scope: &Scope, id: UnitId) -> Result<Option<Unit>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&LOCK, &params![&id, &account, scope.livemode], read)
}

/// The same, not to be deleted until the `Tx` ends: for whoever gives it something new.
pub fn keep(tx: &mut Tx<'_>, scope: &Scope, id: UnitId) -> Result<Option<Unit>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&KEEP, &params![&id, &account, scope.livemode], read)
}

/// A page of units that were not deleted.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, page: &Page<UnitId>) -> Result<Listed<Unit>, DbError> {
    let (account, page) = (scope.account.to_string(), &page.by_id());
    let params = params![&account, scope.livemode, page.created_from, page.created_to];
    LIST.page(tx, &params, page, NEWEST_ID, read)
}

/// Writes a locked unit back, without its ownership.
pub fn update(tx: &mut Tx<'_>, unit: &Unit) -> Result<(), DbError> {
    tx.exec_later(
        &UPDATE,
        &params![
            &unit.name,
            &details_text(&unit.details)?,
            unit.fees.percent.parts(),
            unit.fees.amount,
            unit.fees.currency.map(Currency::as_str),
            &unit.id.to_string(),
            &unit.scope.account.to_string(),
            unit.scope.livemode,
        ],
    )
}

/// Marks a locked unit as deleted.
pub fn delete(tx: &mut Tx<'_>, scope: &Scope, id: UnitId, at: Timestamp) -> Result<(), DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.exec_later(&DELETE, &params![at.ms(), &id, &account, scope.livemode])
}

/// Who owned a unit on a day, in the order of ownership; empty when nobody did.
pub fn ownership_on(
    tx: &mut Tx<'_>,
    scope: &Scope,
    unit: UnitId,
    day: Date,
) -> Result<Vec<(OwnerId, Share)>, DbError> {
    let (unit, account, day) = (unit.to_string(), scope.account.to_string(), day.to_string());
    let params = params![&unit, &account, scope.livemode, &day];
    tx.all(&OWNERSHIP_ON, &params, |row| Ok((row.parse()?, share(row)?)))
}

/// Every version of a unit's ownership, the latest first.
pub fn ownership_history(
    tx: &mut Tx<'_>,
    scope: &Scope,
    unit: UnitId,
) -> Result<Vec<Ownership>, DbError> {
    let (unit, account) = (unit.to_string(), scope.account.to_string());
    let rows = tx.all(&OWNERSHIP_HISTORY, &params![&unit, &account, scope.livemode], |row| {
        Ok((date(row)?, row.opt_parse()?, share(row)?))
    })?;
    let mut history: Vec<Ownership> = Vec::new();
    for (starts_on, owner, share) in rows {
        if history.last().is_none_or(|last| last.starts_on != starts_on) {
            history.push(Ownership { starts_on, owners: Vec::new() });
        }
        if let (Some(last), Some(owner)) = (history.last_mut(), owner) {
            last.owners.push((owner, share));
        }
    }
    Ok(history)
}

/// Says who owns a locked unit from a day on, in place of what was said of that very day; without
/// owners, that nobody does. Versions of other days stay.
pub fn set_ownership(
    tx: &mut Tx<'_>,
    scope: &Scope,
    unit: UnitId,
    starts_on: Date,
    owners: &[(OwnerId, Share)],
) -> Result<(), DbError> {
    let (unit, account, day) = (unit.to_string(), scope.account.to_string(), starts_on.to_string());
    tx.exec_later(&DELETE_OWNERSHIP, &params![&unit, &account, scope.livemode, &day])?;
    let nobody = [(None, Share::ZERO)];
    let given: Vec<_> = owners.iter().map(|(owner, share)| (Some(owner), *share)).collect();
    let rows = if given.is_empty() { &nobody[..] } else { &given[..] };
    for (place, (owner, share)) in (0_i64..).zip(rows) {
        let owner = owner.map(ToString::to_string);
        let owner = owner.as_deref();
        let params = params![&account, scope.livemode, &unit, &day, place, owner, share.parts()];
        tx.exec_later(&INSERT_OWNERSHIP, &params)?;
    }
    Ok(())
}

/// A unit, not deleted, that an owner has a part of on a day or later.
pub fn owned_from(
    tx: &mut Tx<'_>,
    scope: &Scope,
    owner: OwnerId,
    day: Date,
) -> Result<Option<UnitId>, DbError> {
    let (owner, account, day) = (owner.to_string(), scope.account.to_string(), day.to_string());
    let params = params![&owner, &account, scope.livemode, &day];
    tx.one(&OWNED_FROM, &params, |row| row.parse())
}

fn details_text(details: &Details) -> Result<String, DbError> {
    serde_json::to_string(details).map_err(|_| DbError::Corrupt("units.details"))
}

fn share(row: &mut Row<'_>) -> Result<Share, DbError> {
    Share::from_parts(row.int()?).ok_or(DbError::Corrupt("a share"))
}

fn read(row: &mut Row<'_>) -> Result<Unit, DbError> {
    Ok(Unit {
        id: row.parse()?,
        scope: Scope::new(row.parse()?, row.bool()?),
        created_at: time(row)?,
        name: row.text()?.to_owned(),
        details: serde_json::from_str(row.text()?)
            .map_err(|_| DbError::Corrupt("units.details"))?,
        fees: Fees { percent: share(row)?, amount: row.int()?, currency: row.opt_parse()? },
        deleted_at: opt_time(row)?,
    })
}
