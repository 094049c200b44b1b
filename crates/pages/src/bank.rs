//! Paying by bank: what is paid and to whom, and the choice of the bank to approve it at.

use askama::Template;

use crate::frame::Frame;
use crate::payment::{DeclineReason, MethodKind, Payment};
use crate::sandbox::Scenario;
use crate::translate::Key;

/// The review before a payment by bank: radios named `bank`. Posts `token`,
/// `payment_method_type=pay_by_bank` and `lang` besides.
#[derive(Clone, Debug, Template)]
#[template(path = "bank_review.html")]
pub struct BankReview {
    /// The common part.
    pub frame: Frame,
    /// What is paid.
    pub payment: Payment,
    /// The signed form token.
    pub token: String,
    /// Whom the payer pays, as the bank will name it.
    pub payee: String,
    /// The payment's reference, as the bank will show it.
    pub reference: String,
    /// The banks to choose from.
    pub banks: Vec<BankChoice>,
    /// What was wrong with the choice.
    pub problem: BankProblem,
    /// Why the last try failed.
    pub last_error: Option<DeclineReason>,
    /// The chooser, when there is more than one method.
    pub chooser_url: Option<String>,
}

/// A bank that the payer can choose.
#[derive(Clone, Debug)]
pub struct BankChoice {
    /// The value of `bank` in the form.
    pub id: String,
    /// What the payer knows it as.
    pub name: String,
    /// What a pretend bank does.
    pub scenario: Option<Scenario>,
}

/// What was wrong with the choice of a bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankProblem {
    /// Nothing.
    None,
    /// The form was sent without a choice.
    NothingChosen,
    /// There is no such bank, or not any more.
    Unknown,
}

impl BankProblem {
    const fn key(self) -> Option<Key> {
        match self {
            Self::None => None,
            Self::NothingChosen => Some(Key("bank-nothing-chosen")),
            Self::Unknown => Some(Key("bank-unknown")),
        }
    }
}

impl BankReview {
    fn method(&self) -> &'static str {
        MethodKind::PayByBank.as_str()
    }

    /// True when the page's title should say that something is wrong.
    fn has_problem(&self) -> bool {
        let changed = self.payment.amount_changed;
        changed || self.last_error.is_some() || self.problem != BankProblem::None
    }
}

crate::render!(BankReview);
