//! An account, as the API shows it.

use std::collections::BTreeMap;

use domain::debit::Scheme;
use domain::ids::AccountId;
use domain::session::{PaidWhen, Reopen};
use serde::Serialize;
use store::accounts::{Account, OwnerDebt, Settings};
use utoipa::ToSchema;

use super::notice::{self, AdvanceNotice, NoticeView};
use crate::api::address::AddressView;
use crate::api::object_name;
use crate::extract::Merchant;

object_name! { AccountObject = "account" }

/// A merchant's account. It is the same in test and live mode.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub struct AccountView {
    /// Its id.
    #[schema(value_type = String, example = "acct_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: AccountId,
    /// Always `account`.
    #[schema(value_type = String, pattern = "^account$")]
    pub object: AccountObject,
    /// When it was made, in Unix seconds.
    pub created: i64,
    /// The mode of the key that asks.
    pub livemode: bool,
    /// The trading name.
    pub business_name: String,
    /// The name of the legal person.
    pub legal_name: Option<String>,
    /// What pages and mails call the merchant; the trading name when null.
    pub display_name: Option<String>,
    /// Where it is.
    pub address: AddressView,
    /// The zone in which its days begin, by its IANA name.
    pub time_zone: String,
    /// The colour of pages and mails, as `#rrggbb`.
    pub color: Option<String>,
    /// Where the picture is.
    pub icon: Option<String>,
    /// Where payers write to.
    pub support_email: Option<String>,
    /// Whom payers call.
    pub support_phone: Option<String>,
    /// Where payers read on.
    pub support_website: Option<String>,
    /// The merchant's privacy notice.
    pub privacy_url: Option<String>,
    /// What stands on payers' statements, for sessions that do not say.
    pub statement_descriptor: Option<String>,
    /// Who debits, as banks know it. In test mode there is always one.
    pub sepa_creditor_identifier: Option<String>,
    /// The service user number of Bacs; in test mode there is always one.
    pub bacs_service_user_number: Option<String>,
    /// The bankgiro number of Autogiro; in test mode there is always one.
    pub autogiro_bankgiro: Option<String>,
    /// Payments by Autogiro are tried again where there is no money.
    pub autogiro_retries: bool,
    /// Its number in the Swedish register of organisations.
    pub organisation_number: Option<String>,
    /// The notice that payers have of a direct debit, by scheme.
    #[schema(value_type = AdvanceNotice)]
    pub advance_notice: BTreeMap<Scheme, NoticeView>,
    /// When a payment counts as paid. Each session keeps what it was made with.
    #[schema(value_type = PaidWhenName)]
    pub paid_when: PaidWhen,
    /// Whether a page opens again by itself after the payer took the money back.
    #[schema(value_type = ReopenName)]
    pub reopen: Reopen,
    /// Where payers may be sent after paying; empty for anywhere.
    pub allowed_return_urls: Vec<String>,
    /// Deposits and holding fees may be passed on to owners.
    pub transfer_held_money: bool,
    /// Who bears what an owner cannot give back.
    #[schema(value_type = OwnerDebtName)]
    pub owner_debt: OwnerDebt,
}

/// Who bears what an owner cannot give back.
#[derive(ToSchema)]
#[schema(as = OwnerDebt, rename_all = "snake_case")]
pub enum OwnerDebtName {
    /// The owner: it is netted from later transfers.
    Netted,
    /// The merchant.
    Borne,
}

/// When a payment counts as paid.
#[derive(ToSchema)]
#[schema(as = PaidWhen, rename_all = "snake_case")]
pub enum PaidWhenName {
    /// As soon as the rail collected it.
    Collected,
    /// At the end of the interbank return period.
    Cleared,
}

/// Whether a page opens again by itself after the payer took the money back.
#[derive(ToSchema)]
#[schema(as = Reopen, rename_all = "snake_case")]
pub enum ReopenName {
    /// The merchant decides each time.
    Manual,
    /// At once.
    Auto,
}

/// Where an account's picture is. The address changes with the picture.
pub fn icon_url(public_url: &str, account: &Account) -> Option<String> {
    let hash = account.settings.icon_hash.as_deref()?;
    Some(format!("{public_url}/icons/{}/{hash}", account.id))
}

impl AccountView {
    /// Of the caller's account, with `settings` as they are now.
    pub fn of(merchant: &Merchant, settings: &Settings, public_url: &str) -> Self {
        let account = Account { settings: settings.clone().into(), ..merchant.account.clone() };
        let livemode = merchant.scope.livemode;
        Self {
            id: account.id,
            object: AccountObject::Name,
            created: account.created_at.seconds(),
            livemode,
            business_name: settings.business_name.clone(),
            legal_name: settings.legal_name.clone(),
            display_name: settings.display_name.clone(),
            address: (&settings.address).into(),
            time_zone: settings.time_zone.clone(),
            color: settings.color.clone(),
            icon: icon_url(public_url, &account),
            support_email: settings.support_email.clone(),
            support_phone: settings.support_phone.clone(),
            support_website: settings.support_website.clone(),
            privacy_url: settings.privacy_url.clone(),
            statement_descriptor: settings.statement_descriptor.clone(),
            sepa_creditor_identifier: account
                .creditor_identifier(Scheme::SepaCore, livemode)
                .map(str::to_owned),
            bacs_service_user_number: account
                .creditor_identifier(Scheme::Bacs, livemode)
                .map(str::to_owned),
            autogiro_bankgiro: account
                .creditor_identifier(Scheme::Autogiro, livemode)
                .map(str::to_owned),
            autogiro_retries: settings.autogiro_retries,
            organisation_number: settings.organisation_number.clone(),
            advance_notice: notice::view(settings),
            paid_when: settings.paid_when,
            reopen: settings.reopen,
            allowed_return_urls: settings.return_urls.clone(),
            transfer_held_money: settings.transfer_held_money,
            owner_debt: settings.owner_debt,
        }
    }
}
