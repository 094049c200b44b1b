//! The merchant's own bank accounts, and those that a bank opened for one customer each.

use domain::ids::{BankAccountId, CustomerId, VirtualAccountId};
use domain::money::Currency;
use domain::payee::{BankAccount, Numbers, Terms};
use domain::scope::Scope;
use domain::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::page::{List, Listed, NEWEST_ID, Page, list};
use crate::rows::{opt_time, time};

statements! {
    pub INSERT = "INSERT INTO bank_accounts (id, account, livemode, created_at, currency, number, numbers, terms,
        active_at, default_from, metadata) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    pub FIND = "SELECT id, account, livemode, created_at, numbers, terms, pending, pending_at, active_at, default_from,
        metadata, deleted_at FROM bank_accounts WHERE id = $1 AND account = $2 AND livemode = $3";
    pub OF_SCOPE = "SELECT id, account, livemode, created_at, numbers, terms, pending, pending_at, active_at,
        default_from, metadata, deleted_at FROM bank_accounts
        WHERE account = $1 AND livemode = $2 AND deleted_at IS NULL ORDER BY id";
    // Who changes accounts takes turns: what is paid to one is paid to no other.
    pub LOCK_SCOPE = "SELECT id FROM bank_accounts
        WHERE account = $1 AND livemode = $2 AND deleted_at IS NULL ORDER BY id" for update;
    // An account that was deleted is still the merchant's, where money comes to it.
    pub BY_NUMBER = "SELECT id, account, livemode, created_at, numbers, terms, pending, pending_at, active_at,
        default_from, metadata, deleted_at FROM bank_accounts
        WHERE account = $1 AND livemode = $2 AND number = $3
        ORDER BY CASE WHEN currency = $4 THEN 0 ELSE 1 END, CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END, id DESC
        LIMIT 1";
    pub UPDATE = "UPDATE bank_accounts SET terms = $1, pending = $2, pending_at = $3, default_from = $4, metadata = $5,
        deleted_at = $6, active_at = $7 WHERE id = $8 AND account = $9 AND livemode = $10";
    pub INSERT_VIRTUAL = "INSERT INTO virtual_accounts (id, account, livemode, created_at, bank_account, customer,
        currency, number, numbers) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT DO NOTHING";
    pub VIRTUAL_OF = "SELECT id, bank_account, customer, numbers FROM virtual_accounts
        WHERE account = $1 AND livemode = $2 AND customer = $3 AND currency = $4";
    pub VIRTUAL_BY_NUMBER = "SELECT id, bank_account, customer, numbers FROM virtual_accounts
        WHERE account = $1 AND livemode = $2 AND number = $3";
}

list! {
    /// All of a scope that were not deleted.
    LIST = "id, account, livemode, created_at, numbers, terms, pending, pending_at, active_at, default_from, metadata,
    deleted_at",
    "FROM bank_accounts WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND deleted_at IS NULL AND ($5 = '' OR currency = $5)",
    "id" "$6"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&LIST];

/// An account at a bank that was opened for one customer; its money is the bank account's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VirtualAccount {
    /// Its id.
    pub id: VirtualAccountId,
    /// Where its money is.
    pub bank_account: BankAccountId,
    /// Whom it was opened for.
    pub customer: CustomerId,
    /// Its numbers.
    pub numbers: Numbers,
}

/// Writes a new account.
pub fn insert(tx: &mut Tx<'_>, account: &BankAccount) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT,
        &params![
            &account.id.to_string(),
            &account.scope.account.to_string(),
            account.scope.livemode,
            account.created_at.ms(),
            account.currency().as_str(),
            &account.numbers.electronic(),
            &text(&account.numbers),
            &text(&account.terms),
            account.active_at.ms(),
            account.default_from.map(Timestamp::ms),
            &text(&account.metadata),
        ],
    )
}

/// Writes back what may change in an account.
pub fn update(tx: &mut Tx<'_>, account: &BankAccount) -> Result<(), DbError> {
    let pending = account.pending.as_ref();
    tx.exec_later(
        &UPDATE,
        &params![
            &text(&account.terms),
            pending.map(|(terms, _)| text(terms)).as_deref(),
            pending.map(|(_, at)| at.ms()),
            account.default_from.map(Timestamp::ms),
            &text(&account.metadata),
            account.deleted_at.map(Timestamp::ms),
            account.active_at.ms(),
            &account.id.to_string(),
            &account.scope.account.to_string(),
            account.scope.livemode,
        ],
    )
}

/// The account of that id, if it is in the scope; also one that was deleted.
pub fn find(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: BankAccountId,
) -> Result<Option<BankAccount>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

/// All accounts of a scope, oldest first.
pub fn of_scope(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<BankAccount>, DbError> {
    tx.all(&OF_SCOPE, &params![&scope.account.to_string(), scope.livemode], read)
}

/// The same, locked until the `Tx` ends.
pub fn lock_all(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<BankAccount>, DbError> {
    let account = scope.account.to_string();
    tx.all(&LOCK_SCOPE, &params![&account, scope.livemode], |row| row.parse::<BankAccountId>())?;
    of_scope(tx, scope)
}

/// A page of accounts.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    currency: Option<Currency>,
    page: &Page<BankAccountId>,
) -> Result<Listed<BankAccount>, DbError> {
    let (account, page) = (scope.account.to_string(), &page.by_id());
    let (from, to) = (page.created_from, page.created_to);
    let currency = currency.map_or("", Currency::as_str);
    LIST.page(tx, &params![&account, scope.livemode, from, to, currency], page, NEWEST_ID, read)
}

/// The account that banks call so; where several are, that of the currency.
pub fn by_number(
    tx: &mut Tx<'_>,
    scope: &Scope,
    currency: Currency,
    number: &str,
) -> Result<Option<BankAccount>, DbError> {
    let account = scope.account.to_string();
    let params = params![&account, scope.livemode, number, currency.as_str()];
    tx.one(&BY_NUMBER, &params, read)
}

/// Writes a customer's own account. False when the number, or the customer's, is there already.
pub fn insert_virtual(
    tx: &mut Tx<'_>,
    scope: &Scope,
    account: &VirtualAccount,
    now: Timestamp,
) -> Result<bool, DbError> {
    let written = tx.exec(
        &INSERT_VIRTUAL,
        &params![
            &account.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            now.ms(),
            &account.bank_account.to_string(),
            &account.customer.to_string(),
            account.numbers.currency().as_str(),
            &account.numbers.electronic(),
            &text(&account.numbers),
        ],
    )?;
    Ok(written == 1)
}

/// A customer's own account in a currency.
pub fn virtual_of(
    tx: &mut Tx<'_>,
    scope: &Scope,
    customer: CustomerId,
    currency: Currency,
) -> Result<Option<VirtualAccount>, DbError> {
    let (account, customer) = (scope.account.to_string(), customer.to_string());
    let params = params![&account, scope.livemode, &customer, currency.as_str()];
    tx.one(&VIRTUAL_OF, &params, read_virtual)
}

/// The customer's own account that banks call so.
pub fn virtual_by_number(
    tx: &mut Tx<'_>,
    scope: &Scope,
    number: &str,
) -> Result<Option<VirtualAccount>, DbError> {
    let account = scope.account.to_string();
    tx.one(&VIRTUAL_BY_NUMBER, &params![&account, scope.livemode, number], read_virtual)
}

fn read(row: &mut Row<'_>) -> Result<BankAccount, DbError> {
    let id = row.parse()?;
    let scope = Scope { account: row.parse()?, livemode: row.bool()? };
    let created_at = time(row)?;
    let (numbers, terms) = (json(row.text()?)?, json(row.text()?)?);
    let pending: Option<Terms> = row.opt_text()?.map(json).transpose()?;
    let pending = pending.zip(opt_time(row)?);
    Ok(BankAccount {
        id,
        scope,
        created_at,
        numbers,
        terms,
        pending,
        active_at: time(row)?,
        default_from: opt_time(row)?,
        metadata: json(row.text()?)?,
        deleted_at: opt_time(row)?,
    })
}

fn read_virtual(row: &mut Row<'_>) -> Result<VirtualAccount, DbError> {
    Ok(VirtualAccount {
        id: row.parse()?,
        bank_account: row.parse()?,
        customer: row.parse()?,
        numbers: json(row.text()?)?,
    })
}

fn text<T: Serialize>(value: &T) -> String {
    // Structs of texts always serialise.
    serde_json::to_string(value).unwrap_or_default()
}

fn json<T: DeserializeOwned>(text: &str) -> Result<T, DbError> {
    serde_json::from_str(text).map_err(|_| DbError::Corrupt("bank_accounts"))
}
