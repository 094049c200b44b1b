//! Customers: who pays.

use std::collections::BTreeMap;

use domain::ids::CustomerId;
use domain::scope::Scope;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::db::{DbError, Row, Tx, Value, params, statements};
use crate::page::{List, Listed, NEWEST_ID, Page, list};
use crate::rows::time;

statements! {
    pub INSERT = "INSERT INTO customers (id, account, livemode, created_at, email, name, locale, details)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    pub FIND = "SELECT id, account, livemode, created_at, name, locale, details FROM customers
        WHERE id = $1 AND account = $2 AND livemode = $3 AND deleted_at IS NULL";
    pub LOCK = "SELECT id, account, livemode, created_at, name, locale, details FROM customers
        WHERE id = $1 AND account = $2 AND livemode = $3 AND deleted_at IS NULL" for update;
    pub KEEP = "SELECT id, account, livemode, created_at, name, locale, details FROM customers
        WHERE id = $1 AND account = $2 AND livemode = $3 AND deleted_at IS NULL" for key share;
    pub DELETED = "SELECT id FROM customers
        WHERE id = $1 AND account = $2 AND livemode = $3 AND deleted_at IS NOT NULL";
    pub UPDATE = "UPDATE customers SET email = $1, name = $2, locale = $3, details = $4
        WHERE id = $5 AND account = $6 AND livemode = $7";
    // What is known of a person goes with the customer; sessions that were paid keep a snapshot.
    pub DELETE = "UPDATE customers SET email = NULL, name = NULL, locale = NULL, details = '{}', deleted_at = $1
        WHERE id = $2 AND account = $3 AND livemode = $4";
}

list! {
    /// All of a scope.
    LIST = "id, account, livemode, created_at, name, locale, details",
    "FROM customers WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND deleted_at IS NULL",
    "id" "$5"
}
list! {
    /// Those with an address.
    LIST_BY_EMAIL = "id, account, livemode, created_at, name, locale, details",
    "FROM customers WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND deleted_at IS NULL AND email = $5",
    "id" "$6"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&LIST, &LIST_BY_EMAIL];

/// Who pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Its id.
    pub id: CustomerId,
    /// Whose it is.
    pub scope: Scope,
    /// When it was made.
    pub created_at: Timestamp,
    /// The name.
    pub name: Option<String>,
    /// The language of pages and mails, when the merchant chose one.
    pub locale: Option<String>,
    /// The rest.
    pub details: Details,
}

/// What else is known of a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// The address as it was written; lists compare it in lower case.
    pub email: Option<String>,
    /// The phone number, as it was written.
    pub phone: Option<String>,
    /// The merchant's own words.
    pub description: Option<String>,
    /// Where the customer lives.
    pub address: Address,
    /// The legal person.
    pub legal: Option<Legal>,
    /// Put away by the merchant; changes nothing else.
    pub archived: bool,
    /// The merchant's own keys and values.
    pub metadata: BTreeMap<String, String>,
}

/// The legal person behind a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Legal {
    /// Given names.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// The day of birth.
    pub dob: Option<DateOfBirth>,
}

/// A day of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateOfBirth {
    /// 1 to 31.
    pub day: u8,
    /// 1 to 12.
    pub month: u8,
    /// 1900 to 9999.
    pub year: u16,
}

/// Writes a new customer.
pub fn insert(tx: &mut Tx<'_>, customer: &Customer) -> Result<(), DbError> {
    let Customer { scope, details, .. } = customer;
    tx.exec_later(
        &INSERT,
        &params![
            &customer.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            customer.created_at.ms(),
            details.email.as_deref().map(str::to_lowercase).as_deref(),
            customer.name.as_deref(),
            customer.locale.as_deref(),
            &details_text(details)?,
        ],
    )
}

/// The customer of that id, if it is in the scope and was not deleted.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: CustomerId) -> Result<Option<Customer>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

/// The same, locked until the `Tx` ends.
pub fn lock(tx: &mut Tx<'_>, scope: &Scope, id: CustomerId) -> Result<Option<Customer>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&LOCK, &params![&id, &account, scope.livemode], read)
}

/// The same, not to be deleted until the `Tx` ends: for whoever gives it something new.
pub fn keep(tx: &mut Tx<'_>, scope: &Scope, id: CustomerId) -> Result<Option<Customer>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&KEEP, &params![&id, &account, scope.livemode], read)
}

/// True when there was such a customer, who was deleted. That is for ever.
pub fn was_deleted(tx: &mut Tx<'_>, scope: &Scope, id: CustomerId) -> Result<bool, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    Ok(tx.one(&DELETED, &params![&id, &account, scope.livemode], |_| Ok(()))?.is_some())
}

/// A page of customers; of those with an address, if one is given.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    email: Option<&str>,
    page: &Page<CustomerId>,
) -> Result<Listed<Customer>, DbError> {
    let (account, email) = (scope.account.to_string(), email.map(str::to_lowercase));
    let page = &page.by_id();
    let mut params: Vec<Value<'_>> =
        params![&account, scope.livemode, page.created_from, page.created_to].to_vec();
    match &email {
        None => LIST.page(tx, &params, page, NEWEST_ID, read),
        Some(email) => {
            params.push(email.into());
            LIST_BY_EMAIL.page(tx, &params, page, NEWEST_ID, read)
        }
    }
}

/// Writes a locked customer back.
pub fn update(tx: &mut Tx<'_>, customer: &Customer) -> Result<(), DbError> {
    let Customer { scope, details, .. } = customer;
    tx.exec_later(
        &UPDATE,
        &params![
            details.email.as_deref().map(str::to_lowercase).as_deref(),
            customer.name.as_deref(),
            customer.locale.as_deref(),
            &details_text(details)?,
            &customer.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
        ],
    )
}

/// Empties a locked customer and marks it as deleted.
pub fn delete(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: CustomerId,
    at: Timestamp,
) -> Result<(), DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.exec_later(&DELETE, &params![at.ms(), &id, &account, scope.livemode])
}

fn details_text(details: &Details) -> Result<String, DbError> {
    serde_json::to_string(details).map_err(|_| DbError::Corrupt("customers.details"))
}

fn read(row: &mut Row<'_>) -> Result<Customer, DbError> {
    Ok(Customer {
        id: row.parse()?,
        scope: Scope::new(row.parse()?, row.bool()?),
        created_at: time(row)?,
        name: row.opt_text()?.map(str::to_owned),
        locale: row.opt_text()?.map(str::to_owned),
        details: serde_json::from_str(row.text()?)
            .map_err(|_| DbError::Corrupt("customers.details"))?,
    })
}
