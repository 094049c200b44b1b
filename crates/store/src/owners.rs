//! Owners: who is paid when a payment is split.

use std::collections::BTreeMap;

use domain::ids::OwnerId;
use domain::owner::BusinessType;
use domain::scope::Scope;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::db::{DbError, Row, Tx, params, statements};
use crate::page::{List, Listed, NEWEST_ID, Page, list};
use crate::rows::{opt_time, time};

statements! {
    pub INSERT = "INSERT INTO owners (id, account, livemode, created_at, email, name, details)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    pub FIND = "SELECT id, account, livemode, created_at, email, name, details, deleted_at FROM owners
        WHERE id = $1 AND account = $2 AND livemode = $3";
    pub LOCK = "SELECT id, account, livemode, created_at, email, name, details, deleted_at FROM owners
        WHERE id = $1 AND account = $2 AND livemode = $3 AND deleted_at IS NULL" for update;
    pub KEEP = "SELECT id, account, livemode, created_at, email, name, details, deleted_at FROM owners
        WHERE id = $1 AND account = $2 AND livemode = $3 AND deleted_at IS NULL" for key share;
    pub UPDATE = "UPDATE owners SET email = $1, name = $2, details = $3
        WHERE id = $4 AND account = $5 AND livemode = $6";
    // The row stays as it was: what was paid to an owner is history, and so is whom it was paid to.
    pub DELETE = "UPDATE owners SET deleted_at = $1 WHERE id = $2 AND account = $3 AND livemode = $4";
    pub HAS_BALANCE = "SELECT currency FROM ledger_balances WHERE account = $1 AND livemode = $2
        AND ledger_account IN ($3, $4) AND debits <> credits LIMIT 1";
}

list! {
    /// All of a scope, or those with one address, in any case of letters.
    LIST = "id, account, livemode, created_at, email, name, details, deleted_at",
    "FROM owners WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND deleted_at IS NULL AND ($5 = '' OR LOWER(email) = LOWER($5))",
    "id" "$6"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&LIST];

/// Who is paid when a payment is split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Its id.
    pub id: OwnerId,
    /// Whose it is.
    pub scope: Scope,
    /// When it was made.
    pub created_at: Timestamp,
    /// Where mails go.
    pub email: String,
    /// The name.
    pub name: Option<String>,
    /// The rest.
    pub details: Details,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
}

/// What else is known of an owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// What it is in law.
    pub business_type: BusinessType,
    /// The phone number, as it was written.
    #[serde(default)]
    pub phone: Option<String>,
    /// Where it is.
    #[serde(default)]
    pub address: Address,
    /// The company.
    #[serde(default)]
    pub company: Option<Company>,
    /// The person.
    #[serde(default)]
    pub individual: Option<Individual>,
    /// The merchant's own keys and values.
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
}

/// An owner's company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Company {
    /// As it is registered.
    pub name: Option<String>,
    /// What tax offices know it by.
    pub tax_id: Option<String>,
    /// What they know it by for VAT.
    pub vat_id: Option<String>,
}

/// An owner who is a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Individual {
    /// Given names.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
}

/// Writes a new owner.
pub fn insert(tx: &mut Tx<'_>, owner: &Owner) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT,
        &params![
            &owner.id.to_string(),
            &owner.scope.account.to_string(),
            owner.scope.livemode,
            owner.created_at.ms(),
            &owner.email,
            owner.name.as_deref(),
            &details_text(&owner.details)?,
        ],
    )
}

/// The owner of that id, if it is in the scope; a deleted one too.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: OwnerId) -> Result<Option<Owner>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

/// The owner of that id, if it was not deleted, locked until the `Tx` ends.
pub fn lock(tx: &mut Tx<'_>, scope: &Scope, id: OwnerId) -> Result<Option<Owner>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&LOCK, &params![&id, &account, scope.livemode], read)
}

/// The same, not to be deleted until the `Tx` ends: for whoever gives it something new.
pub fn keep(tx: &mut Tx<'_>, scope: &Scope, id: OwnerId) -> Result<Option<Owner>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&KEEP, &params![&id, &account, scope.livemode], read)
}

/// A page of owners that were not deleted.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    email: Option<&str>,
    page: &Page<OwnerId>,
) -> Result<Listed<Owner>, DbError> {
    let (account, page) = (scope.account.to_string(), &page.by_id());
    let (from, to) = (page.created_from, page.created_to);
    let params = params![&account, scope.livemode, from, to, email.unwrap_or_default()];
    LIST.page(tx, &params, page, NEWEST_ID, read)
}

/// Writes a locked owner back.
pub fn update(tx: &mut Tx<'_>, owner: &Owner) -> Result<(), DbError> {
    tx.exec_later(
        &UPDATE,
        &params![
            &owner.email,
            owner.name.as_deref(),
            &details_text(&owner.details)?,
            &owner.id.to_string(),
            &owner.scope.account.to_string(),
            owner.scope.livemode,
        ],
    )
}

/// Marks a locked owner as deleted.
pub fn delete(tx: &mut Tx<'_>, scope: &Scope, id: OwnerId, at: Timestamp) -> Result<(), DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.exec_later(&DELETE, &params![at.ms(), &id, &account, scope.livemode])
}

/// True while the ledger holds money of an owner, or what it owes, in any currency.
pub fn has_balance(tx: &mut Tx<'_>, scope: &Scope, id: OwnerId) -> Result<bool, DbError> {
    let account = scope.account.to_string();
    let (funds, debt) = (format!("owner:{id}"), format!("owner_debt:{id}"));
    let params = params![&account, scope.livemode, &funds, &debt];
    Ok(tx.one(&HAS_BALANCE, &params, |row| row.text().map(str::to_owned))?.is_some())
}

fn details_text(details: &Details) -> Result<String, DbError> {
    serde_json::to_string(details).map_err(|_| DbError::Corrupt("owners.details"))
}

fn read(row: &mut Row<'_>) -> Result<Owner, DbError> {
    Ok(Owner {
        id: row.parse()?,
        scope: Scope::new(row.parse()?, row.bool()?),
        created_at: time(row)?,
        email: row.text()?.to_owned(),
        name: row.opt_text()?.map(str::to_owned),
        details: serde_json::from_str(row.text()?)
            .map_err(|_| DbError::Corrupt("owners.details"))?,
        deleted_at: opt_time(row)?,
    })
}
