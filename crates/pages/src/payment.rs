//! What is paid, and with what.

use domain::debit::{Scheme, codes};
use domain::method::MethodType;
use domain::session::ReportingType;
use jiff::civil::Date;

use crate::amount::Amount;
use crate::frame::Frame;
use crate::transfer::TransferKind;
use crate::translate::Key;

/// The payment that a page is about.
#[derive(Clone, Debug)]
pub struct Payment {
    /// The session's id; the page's forms post to `{prefix}/sessions/{session_id}/pay`.
    pub session_id: String,
    /// What is asked for now, less the credit that pays a part of it.
    pub amount: Amount,
    /// What the customer's credit pays of it. How much credit there is otherwise is nobody's business.
    pub credit: Option<Amount>,
    /// The payer was shown another amount on the page before.
    pub amount_changed: bool,
    /// The merchant's own words for it.
    pub description: Option<String>,
    /// What kind of payment it is.
    pub purpose: Purpose,
}

impl Payment {
    /// `{prefix}/sessions/{id}`, without a query.
    pub fn path(&self, frame: &Frame) -> String {
        format!("{}/sessions/{}", frame.prefix, self.session_id)
    }

    /// The page in the language at hand, with nothing chosen.
    pub fn here(&self, frame: &Frame) -> String {
        format!("{}?lang={}", self.path(frame), frame.locale.tag())
    }

    /// A short form of the session's id, for the payer to quote: its last eight characters.
    pub fn reference(&self) -> String {
        domain::descriptor::short_reference(&self.session_id)
    }
}

/// What a payment is for; the API's `reporting_type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// `advance_rent`
    AdvanceRent,
    /// `charge`, and whatever is not known.
    Charge,
    /// `deposit`
    Deposit,
    /// `holding_fee`
    HoldingFee,
    /// `rent`
    Rent,
}

impl From<ReportingType> for Purpose {
    fn from(reporting_type: ReportingType) -> Self {
        match reporting_type {
            ReportingType::AdvanceRent => Self::AdvanceRent,
            ReportingType::Charge => Self::Charge,
            ReportingType::Deposit => Self::Deposit,
            ReportingType::HoldingFee => Self::HoldingFee,
            ReportingType::Rent => Self::Rent,
        }
    }
}

impl Purpose {
    /// From the API's value; an unknown one reads as a plain payment.
    pub fn parse(reporting_type: &str) -> Self {
        match reporting_type {
            "advance_rent" => Self::AdvanceRent,
            "deposit" => Self::Deposit,
            "holding_fee" => Self::HoldingFee,
            "rent" => Self::Rent,
            _ => Self::Charge,
        }
    }

    pub(crate) const fn key(self) -> Key {
        match self {
            Self::AdvanceRent => Key("purpose-advance-rent"),
            Self::Charge => Key("purpose-charge"),
            Self::Deposit => Key("purpose-deposit"),
            Self::HoldingFee => Key("purpose-holding-fee"),
            Self::Rent => Key("purpose-rent"),
        }
    }
}

/// The scheme of a direct debit, as far as pages differ by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebitScheme {
    /// SEPA Direct Debit Core.
    SepaCore,
    /// Bacs Direct Debit.
    Bacs,
    /// Autogiro.
    Autogiro,
}

impl From<Scheme> for DebitScheme {
    fn from(scheme: Scheme) -> Self {
        match scheme {
            Scheme::SepaCore => Self::SepaCore,
            Scheme::Bacs => Self::Bacs,
            Scheme::Autogiro => Self::Autogiro,
        }
    }
}

/// A method by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodKind {
    /// `card`
    Card,
    /// `sepa_debit`
    SepaDebit,
    /// `bacs_debit`
    BacsDebit,
    /// `autogiro`
    Autogiro,
    /// `bank_transfer`
    BankTransfer,
    /// `direct_transfer`
    DirectTransfer,
    /// `pay_by_bank`
    PayByBank,
    /// Credit that the customer had.
    CustomerBalance,
}

impl MethodKind {
    /// The pages' name for a method type.
    pub const fn of(method: MethodType) -> Self {
        match method {
            MethodType::Card => Self::Card,
            MethodType::SepaDebit => Self::SepaDebit,
            MethodType::BacsDebit => Self::BacsDebit,
            MethodType::Autogiro => Self::Autogiro,
            MethodType::BankTransfer => Self::BankTransfer,
            MethodType::DirectTransfer => Self::DirectTransfer,
            MethodType::PayByBank => Self::PayByBank,
        }
    }

    /// The method that collects by a scheme.
    pub const fn of_scheme(scheme: DebitScheme) -> Self {
        match scheme {
            DebitScheme::SepaCore => Self::SepaDebit,
            DebitScheme::Bacs => Self::BacsDebit,
            DebitScheme::Autogiro => Self::Autogiro,
        }
    }

    /// The API's name, the value of `payment_method_type` in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::SepaDebit => "sepa_debit",
            Self::BacsDebit => "bacs_debit",
            Self::Autogiro => "autogiro",
            Self::BankTransfer => "bank_transfer",
            Self::DirectTransfer => "direct_transfer",
            Self::PayByBank => "pay_by_bank",
            Self::CustomerBalance => "customer_balance",
        }
    }

    pub(crate) const fn key(self) -> Key {
        match self {
            Self::Card => Key("method-card"),
            Self::SepaDebit => Key("method-sepa-debit"),
            Self::BacsDebit => Key("method-bacs-debit"),
            Self::Autogiro => Key("method-autogiro"),
            Self::BankTransfer => Key("method-bank-transfer"),
            Self::DirectTransfer => Key("method-direct-transfer"),
            Self::PayByBank => Key("method-pay-by-bank"),
            Self::CustomerBalance => Key("method-customer-balance"),
        }
    }
}

/// A method as the payer is offered it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// By card, at the processor's page.
    Card,
    /// By direct debit.
    Debit {
        /// The scheme.
        scheme: DebitScheme,
        /// The day on which the account would be debited.
        collection_on: Date,
    },
    /// By a transfer that the payer makes.
    Transfer(TransferKind),
    /// By a payment that is approved at the payer's bank.
    PayByBank,
}

impl Method {
    /// Which method it is.
    pub const fn kind(self) -> MethodKind {
        match self {
            Self::Card => MethodKind::Card,
            Self::Debit { scheme, .. } => MethodKind::of_scheme(scheme),
            Self::Transfer(kind) => kind.method(),
            Self::PayByBank => MethodKind::PayByBank,
        }
    }

    pub(crate) fn explanation(&self, frame: &Frame) -> String {
        match self {
            Self::Card => frame.t("method-card-hint"),
            Self::Transfer(TransferKind::Bank) => frame.t("method-bank-transfer-hint"),
            Self::Transfer(TransferKind::Direct) => frame.tm("method-direct-transfer-hint"),
            Self::PayByBank => frame.t("method-pay-by-bank-hint"),
            Self::Debit { scheme, collection_on } => {
                let key = match scheme {
                    DebitScheme::SepaCore => Key("method-sepa-debit-hint"),
                    DebitScheme::Bacs => Key("method-bacs-debit-hint"),
                    DebitScheme::Autogiro => Key("method-autogiro-hint"),
                };
                frame.t1(key, "date", frame.date(collection_on))
            }
        }
    }
}

/// Why a try failed, as far as the payer is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclineReason {
    /// The bank said no. Also for lost cards and suspected fraud, which are never named.
    Declined,
    /// Not enough money on the card or account.
    InsufficientFunds,
    /// The card has expired.
    ExpiredCard,
    /// The payer did not confirm it with the bank.
    NotAuthenticated,
    /// The payer left the processor's page without paying.
    Abandoned,
    /// The account cannot be debited.
    AccountRefused,
    /// The processor could not be reached.
    Unavailable,
    /// The payer did not approve it at the bank.
    NotApproved,
    /// The payer's bank could not be reached.
    BankUnavailable,
    /// The payer did not sign the mandate at the bank.
    NotSigned,
    /// The payer's bank did not take the mandate.
    MandateRefused,
}

impl DeclineReason {
    /// From a stored code: a decline code of the card, or a reason code of a direct debit.
    pub fn from_code(code: &str) -> Self {
        match code {
            "insufficient_funds" | "AM04" | "AG82-1" => Self::InsufficientFunds,
            "expired_card" => Self::ExpiredCard,
            "authentication_refused" | "authentication_failed" | "refused_by_payer" => {
                Self::NotAuthenticated
            }
            "signature_refused" => Self::NotSigned,
            "mandate_unanswered" => Self::MandateRefused,
            code if code.starts_with("AG73-") => Self::MandateRefused,
            "abandoned" | "abandon" | "canceled" => Self::Abandoned,
            "AC01" | "AC04" | "AC06" | "AC13" | "AG01" | "AG02" | "BE05" | "MD01" | "RC01"
            | "SL01" => Self::AccountRefused,
            "processor_unavailable" | "unavailable" => Self::Unavailable,
            // A mandate ends with an account that cannot be debited.
            code if codes::ends_mandate(code) => Self::AccountRefused,
            _ => Self::Declined,
        }
    }

    pub(crate) const fn key(self) -> Key {
        match self {
            Self::Declined => Key("decline-declined"),
            Self::InsufficientFunds => Key("decline-insufficient-funds"),
            Self::ExpiredCard => Key("decline-expired-card"),
            Self::NotAuthenticated => Key("decline-not-authenticated"),
            Self::Abandoned => Key("decline-abandoned"),
            Self::AccountRefused => Key("decline-account-refused"),
            Self::Unavailable => Key("decline-unavailable"),
            Self::NotApproved => Key("decline-not-approved"),
            Self::BankUnavailable => Key("decline-bank-unavailable"),
            Self::NotSigned => Key("decline-not-signed"),
            Self::MandateRefused => Key("decline-mandate-refused"),
        }
    }
}

/// A field that a form carries without showing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// The field's name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Hidden {
    /// A field with its value.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_short_and_never_panics() {
        let payment = |id: &str| Payment {
            session_id: id.to_owned(),
            amount: Amount::new(100, "gbp"),
            credit: None,
            amount_changed: false,
            description: None,
            purpose: Purpose::Rent,
        };
        assert_eq!(payment("py_sess_01kaqv8v1jxm3f7n2k4c9d5e6t").reference(), "4C9D-5E6T");
        assert_eq!(payment("åä").reference(), "ÅÄ");
        assert_eq!(payment("").reference(), "");
    }
}
