//! The mail about a debit that is made on a later day than the payer was told.

use jiff::civil::Date;

use super::{Body, Mail, signature, subject, test_notice, what_for};
use crate::RenderError;
use crate::amount::Amount;
use crate::date::format_date;
use crate::frame::Merchant;
use crate::locale::Locale;
use crate::payment::Purpose;
use crate::safe;
use crate::translate::Translator;

/// Why a debit is made on a later day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostponedBecause {
    /// The payer's bank has not answered about the mandate.
    MandateUnanswered,
    /// There was no money in the account, and the payer's bank tries again.
    NoMoney,
}

/// A debit moved to a later day.
#[derive(Clone, Debug)]
pub struct DebitPostponedMail {
    /// The payer's language.
    pub locale: Locale,
    /// Why.
    pub cause: PostponedBecause,
    /// Test mails are marked.
    pub test_mode: bool,
    /// Who collects.
    pub merchant: Merchant,
    /// What is collected.
    pub amount: Amount,
    /// The merchant's own words for it.
    pub description: Option<String>,
    /// What kind of payment it is.
    pub purpose: Purpose,
    /// The new day.
    pub collection_on: Date,
    /// The account number with all but its ends hidden.
    pub account_masked: String,
}

impl DebitPostponedMail {
    /// The mail.
    ///
    /// # Errors
    /// Only when a template itself is defective.
    pub fn render(&self) -> Result<Mail, RenderError> {
        let t = Translator(self.locale);
        let amount = self.amount.format(self.locale);
        let merchant = safe::one_line(&self.merchant.display_name);
        let date = format_date(self.collection_on, self.locale);
        let values =
            [("merchant", merchant.as_str()), ("amount", amount.as_str()), ("date", date.as_str())];
        Body {
            lang: self.locale.tag(),
            subject: subject(t, self.test_mode, &t.with("mail-postponed-subject", &values)),
            test_notice: test_notice(t, self.test_mode),
            heading: t.text("mail-postponed-heading"),
            opening: vec![
                match self.cause {
                    PostponedBecause::MandateUnanswered => t.with("mail-postponed-text", &values),
                    PostponedBecause::NoMoney => t.with("mail-retried-text", &values),
                },
                t.with("mail-mandate-notice", &values),
            ],
            button: None,
            facts: vec![
                (t.text("fact-amount"), amount.clone()),
                (t.text("fact-to"), merchant.clone()),
                (t.text("fact-for"), what_for(t, self.description.as_deref(), self.purpose)),
                (t.text("fact-collection-on"), date.clone()),
                (t.text("mandate-account"), safe::one_line(&self.account_masked)),
            ],
            wording: None,
            closing: vec![t.with("mail-mandate-wrong", &values)],
            signature: signature(t, &self.merchant),
        }
        .mail(t)
    }
}
