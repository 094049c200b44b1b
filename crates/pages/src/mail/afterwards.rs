//! The mails about what became of a payment: refunded, or sent back by the bank.

use jiff::civil::Date;

use super::{Body, Mail, signature, subject, test_notice, what_for};
use crate::RenderError;
use crate::amount::Amount;
use crate::date::format_date;
use crate::frame::Merchant;
use crate::locale::Locale;
use crate::payment::{DeclineReason, Purpose};
use crate::safe;
use crate::translate::Translator;

/// A refund was sent.
#[derive(Clone, Debug)]
pub struct RefundedMail {
    /// The customer's language.
    pub locale: Locale,
    /// Test mails are marked.
    pub test_mode: bool,
    /// Who gives the money back.
    pub merchant: Merchant,
    /// How much.
    pub amount: Amount,
    /// The merchant's own words for what was paid.
    pub description: Option<String>,
    /// What kind of payment it was.
    pub purpose: Purpose,
    /// When it was sent.
    pub refunded_on: Date,
}

/// The bank sent a payment back for lack of money or of a usable account, and it can be paid again.
#[derive(Clone, Debug)]
pub struct PaymentReturnedMail {
    /// The customer's language.
    pub locale: Locale,
    /// Test mails are marked.
    pub test_mode: bool,
    /// Who asks for the money.
    pub merchant: Merchant,
    /// What the bank sent back.
    pub returned: Amount,
    /// What is asked for now.
    pub remaining: Amount,
    /// Why, as far as the payer is told.
    pub reason: DeclineReason,
    /// The merchant's own words for it.
    pub description: Option<String>,
    /// What kind of payment it is.
    pub purpose: Purpose,
    /// The payment page.
    pub link: String,
}

impl RefundedMail {
    /// The mail.
    ///
    /// # Errors
    /// Only when a template itself is defective.
    pub fn render(&self) -> Result<Mail, RenderError> {
        let t = Translator(self.locale);
        let amount = self.amount.format(self.locale);
        let merchant = safe::one_line(&self.merchant.display_name);
        let date = format_date(self.refunded_on, self.locale);
        let values =
            [("merchant", merchant.as_str()), ("amount", amount.as_str()), ("date", date.as_str())];
        Body {
            lang: self.locale.tag(),
            subject: subject(t, self.test_mode, &t.with("mail-refunded-subject", &values)),
            test_notice: test_notice(t, self.test_mode),
            heading: t.with("mail-refunded-heading", &values),
            opening: vec![t.with("mail-refunded-text", &values), t.text("mail-refunded-arrival")],
            button: None,
            facts: vec![
                (t.text("fact-amount"), amount.clone()),
                (t.text("mail-refunded-by"), merchant.clone()),
                (t.text("fact-for"), what_for(t, self.description.as_deref(), self.purpose)),
                (t.text("mail-refunded-on"), date.clone()),
            ],
            wording: None,
            closing: vec![t.with("mail-refunded-questions", &values)],
            signature: signature(t, &self.merchant),
        }
        .mail(t)
    }
}

impl PaymentReturnedMail {
    /// The mail.
    ///
    /// # Errors
    /// Only when a template itself is defective.
    pub fn render(&self) -> Result<Mail, RenderError> {
        let t = Translator(self.locale);
        let returned = self.returned.format(self.locale);
        let remaining = self.remaining.format(self.locale);
        let merchant = safe::one_line(&self.merchant.display_name);
        let values = [
            ("merchant", merchant.as_str()),
            ("amount", remaining.as_str()),
            ("returned", returned.as_str()),
        ];
        let link = safe::web(&self.link).unwrap_or_default().to_owned();
        Body {
            lang: self.locale.tag(),
            subject: subject(t, self.test_mode, &t.with("mail-returned-subject", &values)),
            test_notice: test_notice(t, self.test_mode),
            heading: t.text("mail-returned-heading"),
            opening: vec![
                t.with("mail-returned-text", &values),
                t.text(self.reason.key()),
                t.with("mail-returned-open", &values),
            ],
            button: Some((t.text("mail-link-button"), link)),
            facts: vec![
                (t.text("fact-remaining"), remaining.clone()),
                (t.text("fact-to"), merchant.clone()),
                (t.text("fact-for"), what_for(t, self.description.as_deref(), self.purpose)),
            ],
            wording: None,
            closing: vec![t.with("mail-returned-paid", &values)],
            signature: signature(t, &self.merchant),
        }
        .mail(t)
    }
}
