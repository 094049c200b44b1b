//! Paying by card: the review before the payer is sent away, and the page that sends them.

use askama::Template;

use crate::frame::Frame;
use crate::payment::{DeclineReason, MethodKind, Payment};
use crate::safe;
use crate::translate::Key;

/// The review before a card payment. Posts `token`, `payment_method_type=card` and `lang`.
#[derive(Clone, Debug, Template)]
#[template(path = "card_review.html")]
pub struct CardReview {
    /// The common part.
    pub frame: Frame,
    /// What is paid.
    pub payment: Payment,
    /// The signed form token.
    pub token: String,
    /// How it will read on the payer's statement.
    pub statement_text: Option<String>,
    /// Why the last try failed.
    pub last_error: Option<DeclineReason>,
    /// The chooser, when there is more than one method.
    pub chooser_url: Option<String>,
}

/// On the way to the processor's page. The server also sends a `Refresh` header to `to`.
#[derive(Clone, Debug, Template)]
#[template(path = "leaving.html")]
pub struct Leaving {
    /// The common part.
    pub frame: Frame,
    /// What is paid.
    pub payment: Payment,
    /// The processor's page.
    pub to: String,
    /// What the payer does there.
    pub errand: Errand,
    /// The chooser, when there is more than one method.
    pub chooser_url: Option<String>,
}

/// What the payer does on the page of somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Pays by card at the processor.
    PayByCard,
    /// Approves a payment at the bank of that name.
    ApproveAt(String),
    /// Signs a mandate at the bank of that name.
    SignAt(String),
}

impl CardReview {
    fn method(&self) -> &'static str {
        MethodKind::Card.as_str()
    }
}

impl Leaving {
    fn title(&self) -> String {
        match &self.errand {
            Errand::ApproveAt(bank) | Errand::SignAt(bank) => {
                self.frame.t1("leaving-bank-title", "bank", bank)
            }
            Errand::PayByCard => self.frame.t("leaving-title"),
        }
    }

    fn text(&self) -> Key {
        match self.errand {
            Errand::PayByCard => Key("leaving-text"),
            Errand::ApproveAt(_) => Key("leaving-bank-text"),
            Errand::SignAt(_) => Key("leaving-sign-text"),
        }
    }

    fn button(&self) -> String {
        match &self.errand {
            Errand::ApproveAt(bank) | Errand::SignAt(bank) => {
                self.frame.t1("leaving-bank-button", "bank", bank)
            }
            Errand::PayByCard => self.frame.t("leaving-button"),
        }
    }

    fn target(&self) -> Option<&str> {
        safe::web(&self.to)
    }
}

crate::render!(CardReview, Leaving);
