//! The hosted payment pages and the mails, as pure functions: a struct goes in, text comes out.
//!
//! A page is a struct that says everything the page shows; a missing field or a misspelt name does
//! not compile. There is no clock, no database and no network here, and no page needs a script.
//! Texts live in `locales/*/pages.ftl`, markup in `templates/`, the stylesheet in `assets/web/`.

mod amount;
pub mod assets;
mod bacs_review;
mod bank;
mod brand;
mod card;
mod choose;
pub mod countries;
mod credit;
mod date;
mod debit_form;
mod debit_review;
mod error;
mod frame;
mod locale;
mod mail;
mod payment;
mod qr;
mod safe;
pub mod samples;
mod sandbox;
mod sandbox_bank;
mod sandbox_card;
mod sandbox_sign;
mod status;
pub mod texts;
mod transfer;
mod translate;

pub use amount::{Amount, format_amount};
pub use bacs_review::BacsReview;
pub use bank::{BankChoice, BankProblem, BankReview};
pub use brand::{Color, brand_css};
pub use card::{CardReview, Errand, Leaving};
pub use choose::{Choose, ChooseProblem};
pub use credit::CreditReview;
pub use date::{format_date, format_date_time};
pub use debit_form::{AddressFields, DebitField, DebitForm, DebitValues, FieldError, FieldProblem};
pub use debit_review::{Creditor, DebitReview, ReviewProblem, group_iban};
pub use error::{ErrorKind, ErrorPage};
pub use frame::{Frame, LangLink, Merchant};
pub use locale::Locale;
pub use mail::{
    BankAccountChangeMail, DebitPostponedMail, Mail, MandateConfirmationMail, PartPaymentMail,
    PaymentLinkMail, PaymentReturnedMail, PostponedBecause, RefundedMail, TransferDetailsMail,
};
pub use payment::{DebitScheme, DeclineReason, Hidden, Method, MethodKind, Payment, Purpose};
pub use sandbox::{
    MailSummary, SandboxForm, SandboxMail, SandboxMailbox, SandboxProblem, Scenario,
};
pub use sandbox_bank::{SandboxBank, bank_scenario};
pub use sandbox_card::{SandboxAuthenticate, SandboxCard};
pub use sandbox_sign::SandboxSign;
pub use status::{PageOpen, RefundNote, Retry, Status, StatusPage};
pub use transfer::{MailOffer, PayeeAccount, TransferDetails, TransferInstructions, TransferKind};
pub use translate::{Key, Translator};

/// A page could not be rendered. The cause is a defect in a template, never the payer's input.
pub type RenderError = askama::Error;

/// Gives a template struct the one public way to become text.
macro_rules! render {
    ($($page:ty),+ $(,)?) => {$(
        impl $page {
            /// The page as an HTML document.
            ///
            /// # Errors
            /// Only when a template itself is defective.
            pub fn render(&self) -> Result<String, crate::RenderError> {
                askama::Template::render(self)
            }
        }
    )+};
}
pub(crate) use render;
