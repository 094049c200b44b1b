//! A bank account, as the API shows it.

use std::collections::BTreeMap;

use domain::ids::{BankAccountId, UnitId};
use domain::money::Currency;
use domain::payee::{BankAccount, Numbers, Terms};
use domain::session::ReportingType;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::names::{CurrencyName, ReportingTypeName};
use crate::api::object_name;
use crate::extract::Merchant;

object_name! { BankAccountObject = "bank_account" }

/// A bank account of the merchant's own, to which payers send money.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BankAccount)]
pub struct BankAccountView {
    /// Its id.
    #[schema(value_type = String, example = "ba_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: BankAccountId,
    /// Always `bank_account`.
    #[schema(value_type = String, pattern = "^bank_account$")]
    object: BankAccountObject,
    /// When it was made known, in Unix seconds.
    created: i64,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// The currency that it takes.
    #[schema(value_type = CurrencyName)]
    currency: Currency,
    /// The branch, in the United Kingdom.
    sort_code: Option<String>,
    /// The account's number, beside `sort_code` or `clearing_number`.
    account_number: Option<String>,
    /// The account's number in SEPA.
    iban: Option<String>,
    /// The bank's code (ISO 9362).
    bic: Option<String>,
    /// The bankgiro number, in Sweden.
    bankgiro: Option<String>,
    /// The clearing number, in Sweden.
    clearing_number: Option<String>,
    /// The holder's name as payers are shown it.
    account_holder_name: String,
    /// What is paid to it, by purpose.
    #[schema(value_type = Vec<ReportingTypeName>)]
    reporting_types: Vec<ReportingType>,
    /// The units whose payments go to it.
    #[schema(value_type = Vec<String>)]
    units: Vec<UnitId>,
    /// From when on everything else in its currency goes to it, in Unix seconds; until another account
    /// of the currency has a later one.
    default_from: Option<i64>,
    /// From when on payers are shown it, in Unix seconds.
    active_from: i64,
    /// What it will be, and from when on.
    pending: Option<PendingView>,
    /// The merchant's own keys and values.
    metadata: BTreeMap<String, String>,
    /// True on a deleted account, otherwise left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    deleted: bool,
}

/// What a bank account will be.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PendingBankAccount)]
pub struct PendingView {
    /// From when on, in Unix seconds.
    takes_effect_at: i64,
    /// The holder's name.
    account_holder_name: String,
    /// What is paid to it, by purpose.
    #[schema(value_type = Vec<ReportingTypeName>)]
    reporting_types: Vec<ReportingType>,
    /// The units whose payments go to it.
    #[schema(value_type = Vec<String>)]
    units: Vec<UnitId>,
}

impl BankAccountView {
    /// Of an account of `merchant`, as it is now.
    pub fn of(account: &BankAccount, merchant: &Merchant) -> Self {
        let (now, name) = (merchant.now, merchant.account.settings.business_name.as_str());
        let terms = account.terms_at(now);
        let pending = account.pending_at(now);
        let pending = pending.map(|(terms, at)| PendingView::of(terms, name, *at));
        let mut view = Self {
            id: account.id,
            object: BankAccountObject::Name,
            created: account.created_at.seconds(),
            livemode: account.scope.livemode,
            currency: account.currency(),
            sort_code: None,
            account_number: None,
            iban: None,
            bic: None,
            bankgiro: None,
            clearing_number: None,
            account_holder_name: terms.holder_or(name).to_owned(),
            reporting_types: terms.reporting_types.clone(),
            units: terms.units.clone(),
            default_from: account.default_from.map(Timestamp::seconds),
            active_from: account.active_at.seconds(),
            pending,
            metadata: account.metadata.clone(),
            deleted: account.deleted_at.is_some(),
        };
        view.number(&account.numbers);
        view
    }

    fn number(&mut self, numbers: &Numbers) {
        match numbers.clone() {
            Numbers::British { sort_code, account_number } => {
                (self.sort_code, self.account_number) = (Some(sort_code), Some(account_number));
            }
            Numbers::Iban { iban, bic } => (self.iban, self.bic) = (Some(iban), bic),
            Numbers::Bankgiro { bankgiro } => self.bankgiro = Some(bankgiro),
            Numbers::Swedish { clearing_number, account_number } => {
                self.clearing_number = Some(clearing_number);
                self.account_number = Some(account_number);
            }
        }
    }
}

impl PendingView {
    fn of(terms: &Terms, name: &str, at: Timestamp) -> Self {
        Self {
            takes_effect_at: at.seconds(),
            account_holder_name: terms.holder_or(name).to_owned(),
            reporting_types: terms.reporting_types.clone(),
            units: terms.units.clone(),
        }
    }
}
