//! Paying all of it from the customer's credit: one page, one button.

use askama::Template;

use crate::frame::Frame;
use crate::payment::{MethodKind, Payment};

/// The review before credit pays all that is asked for. Posts `token`, `lang`, `amount` and
/// `step=credit`.
#[derive(Clone, Debug, Template)]
#[template(path = "credit_review.html")]
pub struct CreditReview {
    /// The common part.
    pub frame: Frame,
    /// What is paid; its amount is what the credit pays.
    pub payment: Payment,
    /// The signed form token.
    pub token: String,
}

impl CreditReview {
    const fn method(&self) -> MethodKind {
        MethodKind::CustomerBalance
    }

    /// The merchant's words, else the kind of payment.
    fn what_for(&self) -> String {
        let purpose = || self.frame.t(self.payment.purpose.key());
        self.payment.description.clone().unwrap_or_else(purpose)
    }
}

crate::render!(CreditReview);
