//! Accounts: the merchants and what they chose.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use domain::debit::Scheme;
use domain::debit::notice::Notice;
use domain::ids::AccountId;
use domain::return_url::ReturnUrl;
use domain::session::{PaidWhen, Reopen};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::time;

statements! {
    pub INSERT = "INSERT INTO accounts (id, created_at, name, settings) VALUES ($1, $2, $3, $4)";
    pub FIND = "SELECT id, created_at, name, settings FROM accounts WHERE id = $1";
    pub LOCK = "SELECT id, created_at, name, settings FROM accounts WHERE id = $1" for update;
    pub LIST = "SELECT id, created_at, name, settings FROM accounts ORDER BY id";
    pub UPDATE = "UPDATE accounts SET settings = $1 WHERE id = $2";
    pub SET_ICON = "INSERT INTO account_icons (account, mime, base64, hash) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account) DO UPDATE SET mime = excluded.mime, base64 = excluded.base64, hash = excluded.hash";
    pub DELETE_ICON = "DELETE FROM account_icons WHERE account = $1";
    pub ICON = "SELECT mime, base64, hash FROM account_icons WHERE account = $1";
}

/// The creditor identifier that the sandbox uses for accounts without their own.
pub const SANDBOX_CREDITOR_IDENTIFIER: &str = "DE98ZZZ09999999999";
/// The same for Bacs, which no bank gives to anybody.
pub const SANDBOX_SERVICE_USER_NUMBER: &str = "000000";
/// The same for Autogiro: the number of Bankgirot's own examples.
pub const SANDBOX_BANKGIRO: &str = "991-2346";

/// What a merchant chose, and what payers see of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The trading name; at first what the operator called the account.
    pub business_name: String,
    /// The name of the legal person, as on contracts.
    pub legal_name: Option<String>,
    /// What pages and mails call the merchant, when not by the business name.
    pub display_name: Option<String>,
    /// Where it is.
    pub address: Address,
    /// IANA name of the zone in which its days begin.
    pub time_zone: String,
    /// `#rrggbb`.
    pub color: Option<String>,
    /// Hash of the icon in `account_icons`, when there is one.
    pub icon_hash: Option<String>,
    /// Where payers write to.
    pub support_email: Option<String>,
    /// Whom payers call.
    pub support_phone: Option<String>,
    /// Where payers read on.
    pub support_website: Option<String>,
    /// The merchant's privacy notice.
    pub privacy_url: Option<String>,
    /// What stands on statements, for sessions that do not say.
    pub statement_descriptor: Option<String>,
    /// The SEPA creditor identifier.
    pub sepa_creditor_identifier: Option<String>,
    /// The service user number of Bacs.
    pub bacs_service_user_number: Option<String>,
    /// The bankgiro number by which it collects with Autogiro.
    pub autogiro_bankgiro: Option<String>,
    /// Its bank agreed that payments by Autogiro are tried again where there is no money.
    pub autogiro_retries: bool,
    /// Its number in the Swedish register of organisations.
    pub organisation_number: Option<String>,
    /// What is agreed with the bank about notice in advance, where it is not the scheme's usual.
    pub notice: BTreeMap<Scheme, AgreedNotice>,
    /// When a payment counts as paid.
    pub paid_when: PaidWhen,
    /// Whether a page opens by itself after a payer took the money back.
    pub reopen: Reopen,
    /// Where payers may be sent; empty for anywhere.
    pub return_urls: Vec<String>,
    /// Deposits and holding fees may be passed on to owners: the merchant's contracts allow it.
    pub transfer_held_money: bool,
    /// Who bears what an owner cannot give back.
    pub owner_debt: OwnerDebt,
}

/// Notice in advance, as agreed with the bank that collects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedNotice {
    /// Days, of the kind that the scheme counts.
    pub days: u16,
    /// The bank takes the payer's confirmation on the page in place of it.
    pub confirmation_replaces_notice: bool,
}

/// Who bears what an owner cannot give back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerDebt {
    /// The owner: it is netted from later transfers. The default.
    Netted,
    /// The merchant.
    Borne,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            business_name: String::new(),
            legal_name: None,
            display_name: None,
            address: Address::default(),
            time_zone: "Etc/UTC".to_owned(),
            color: None,
            icon_hash: None,
            support_email: None,
            support_phone: None,
            support_website: None,
            privacy_url: None,
            statement_descriptor: None,
            sepa_creditor_identifier: None,
            bacs_service_user_number: None,
            autogiro_bankgiro: None,
            autogiro_retries: false,
            organisation_number: None,
            notice: BTreeMap::new(),
            paid_when: PaidWhen::Cleared,
            reopen: Reopen::Manual,
            return_urls: Vec::new(),
            transfer_held_money: false,
            owner_debt: OwnerDebt::Netted,
        }
    }
}

impl Settings {
    /// The notice that payers have of a collection: as agreed, or the scheme's usual.
    pub fn notice_of(&self, scheme: Scheme) -> Notice {
        let usual = scheme.rules().notice;
        self.notice.get(&scheme).map_or(usual, |agreed| Notice {
            days: agreed.days,
            confirmation_replaces: agreed.confirmation_replaces_notice,
            ..usual
        })
    }
}

/// A merchant's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// When it was made, in real time: it belongs to both modes.
    pub created_at: Timestamp,
    /// What the operator called it.
    pub name: String,
    /// What it chose. Shared, because every request reads it.
    pub settings: Arc<Settings>,
}

impl Account {
    /// What payers know the merchant as.
    pub fn display_name(&self) -> &str {
        let Settings { display_name, business_name, .. } = &*self.settings;
        display_name.as_deref().unwrap_or(business_name)
    }

    /// Who debits, as a scheme knows it: in test mode there is always one.
    pub fn creditor_identifier(&self, scheme: Scheme, livemode: bool) -> Option<&str> {
        let (own, sandbox) = match scheme {
            Scheme::SepaCore => {
                (&self.settings.sepa_creditor_identifier, SANDBOX_CREDITOR_IDENTIFIER)
            }
            Scheme::Bacs => (&self.settings.bacs_service_user_number, SANDBOX_SERVICE_USER_NUMBER),
            Scheme::Autogiro => (&self.settings.autogiro_bankgiro, SANDBOX_BANKGIRO),
        };
        let own = own.as_deref();
        if livemode { own } else { own.or(Some(sandbox)) }
    }

    /// The notice that payers have of a collection.
    pub fn notice(&self, scheme: Scheme) -> Notice {
        self.settings.notice_of(scheme)
    }

    /// The allow-list of return URLs. Entries were checked when they were set.
    pub fn return_urls(&self) -> Vec<ReturnUrl> {
        self.settings.return_urls.iter().filter_map(|entry| entry.parse().ok()).collect()
    }
}

/// A merchant's picture, as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Icon {
    /// `image/png` or `image/webp`.
    pub mime: String,
    /// The bytes, in base64.
    pub base64: String,
    /// SHA-256 of the bytes, shortened: names the version in URLs.
    pub hash: String,
}

/// Writes a new account with both its clocks.
pub fn insert(tx: &mut Tx<'_>, account: &Account) -> Result<(), DbError> {
    let (id, settings) = (account.id.to_string(), settings_text(&account.settings)?);
    let params = params![&id, account.created_at.ms(), &account.name, &settings];
    tx.exec(&INSERT, &params)?;
    crate::clocks::insert(tx, account.id)
}

/// The account of that id.
pub fn find(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Account>, DbError> {
    tx.one(&FIND, &params![&id.to_string()], read)
}

/// The same, locked until the `Tx` ends.
pub fn lock(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Account>, DbError> {
    tx.one(&LOCK, &params![&id.to_string()], read)
}

/// Every account, oldest first.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Account>, DbError> {
    tx.all(&LIST, &params![], read)
}

/// Writes what an account chose.
pub fn update(tx: &mut Tx<'_>, id: AccountId, settings: &Settings) -> Result<(), DbError> {
    tx.exec_later(&UPDATE, &params![&settings_text(settings)?, &id.to_string()])
}

/// Replaces or removes the picture. The caller keeps `icon_hash` of the settings in step.
pub fn set_icon(tx: &mut Tx<'_>, id: AccountId, icon: Option<&Icon>) -> Result<(), DbError> {
    let id = id.to_string();
    match icon {
        Some(icon) => tx.exec_later(&SET_ICON, &params![&id, &icon.mime, &icon.base64, &icon.hash]),
        None => tx.exec_later(&DELETE_ICON, &params![&id]),
    }
}

/// The picture.
pub fn icon(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Icon>, DbError> {
    tx.one(&ICON, &params![&id.to_string()], |row| {
        Ok(Icon {
            mime: row.text()?.to_owned(),
            base64: row.text()?.to_owned(),
            hash: row.text()?.to_owned(),
        })
    })
}

/// Reads id, time, name and settings.
pub(crate) fn read(row: &mut Row<'_>) -> Result<Account, DbError> {
    Ok(Account {
        id: row.parse()?,
        created_at: time(row)?,
        name: row.text()?.to_owned(),
        settings: parse_settings(row.text()?)?,
    })
}

thread_local! {
    /// The settings parsed last, with their text. Every request reads them, and most threads
    /// see the same account again and again.
    static LAST: RefCell<Option<(String, Arc<Settings>)>> = const { RefCell::new(None) };
}

fn parse_settings(text: &str) -> Result<Arc<Settings>, DbError> {
    LAST.with_borrow_mut(|last| {
        if let Some((known, settings)) = last
            && known == text
        {
            return Ok(Arc::clone(settings));
        }
        let settings: Arc<Settings> = serde_json::from_str(text)
            .map(Arc::new)
            .map_err(|_| DbError::Corrupt("accounts.settings"))?;
        *last = Some((text.to_owned(), Arc::clone(&settings)));
        Ok(settings)
    })
}

fn settings_text(settings: &Settings) -> Result<String, DbError> {
    serde_json::to_string(settings).map_err(|_| DbError::Corrupt("accounts.settings"))
}
