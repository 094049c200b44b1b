//! The mails about transfers: what to transfer, and that a part of it arrived.

use jiff::civil::Date;

use super::{Body, Mail, signature, subject, test_notice, what_for};
use crate::RenderError;
use crate::amount::Amount;
use crate::date::format_date;
use crate::frame::Merchant;
use crate::locale::Locale;
use crate::payment::Purpose;
use crate::safe;
use crate::transfer::{TransferDetails, TransferKind};
use crate::translate::{Key, Translator};

/// The details of a transfer, which the payer asked for on the page.
#[derive(Clone, Debug)]
pub struct TransferDetailsMail {
    /// Who finds the money.
    pub kind: TransferKind,
    /// The payer's language.
    pub locale: Locale,
    /// Test mails are marked.
    pub test_mode: bool,
    /// Who asks for the money.
    pub merchant: Merchant,
    /// What to transfer, and where to: the same as on the page.
    pub details: TransferDetails,
    /// The merchant's own words for it.
    pub description: Option<String>,
    /// What kind of payment it is.
    pub purpose: Purpose,
    /// The payment page.
    pub link: String,
}

/// A part of what was asked for has arrived.
#[derive(Clone, Debug)]
pub struct PartPaymentMail {
    /// The customer's language.
    pub locale: Locale,
    /// Test mails are marked.
    pub test_mode: bool,
    /// Who got the money.
    pub merchant: Merchant,
    /// What arrived now.
    pub arrived: Amount,
    /// When.
    pub arrived_on: Date,
    /// What remains, and where it goes: `received` is all that has arrived.
    pub details: TransferDetails,
    /// The merchant's own words for it.
    pub description: Option<String>,
    /// What kind of payment it is.
    pub purpose: Purpose,
    /// The payment page.
    pub link: String,
}

impl TransferDetailsMail {
    /// The mail.
    ///
    /// # Errors
    /// Only when a template itself is defective.
    pub fn render(&self) -> Result<Mail, RenderError> {
        let t = Translator(self.locale);
        let amount = self.details.amount.format(self.locale);
        let merchant = safe::one_line(&self.merchant.display_name);
        let values = [("merchant", merchant.as_str()), ("amount", amount.as_str())];
        let for_what = what_for(t, self.description.as_deref(), self.purpose);
        let hints = self.details.hints().into_iter().map(|key| t.text(key));
        let so_far = self.details.so_far(t);
        Body {
            lang: self.locale.tag(),
            subject: subject(t, self.test_mode, &t.with("mail-transfer-subject", &values)),
            test_notice: test_notice(t, self.test_mode),
            heading: t.with("mail-transfer-heading", &values),
            opening: [t.with("mail-transfer-text", &values)].into_iter().chain(so_far).collect(),
            button: Some(button(t, &self.link)),
            facts: facts(t, &self.details, for_what),
            wording: None,
            closing: hints.chain([t.with(self.kind.seen(), &values)]).collect(),
            signature: signature(t, &self.merchant),
        }
        .mail(t)
    }
}

impl PartPaymentMail {
    /// The mail.
    ///
    /// # Errors
    /// Only when a template itself is defective.
    pub fn render(&self) -> Result<Mail, RenderError> {
        let t = Translator(self.locale);
        let arrived = self.arrived.format(self.locale);
        let remaining = self.details.amount.format(self.locale);
        let arrived_on = format_date(self.arrived_on, self.locale);
        let merchant = safe::one_line(&self.merchant.display_name);
        let values = [
            ("merchant", merchant.as_str()),
            ("arrived", arrived.as_str()),
            ("remaining", remaining.as_str()),
            ("date", arrived_on.as_str()),
        ];
        let for_what = what_for(t, self.description.as_deref(), self.purpose);
        let received = self.details.received.as_ref();
        let received = received.map(|amount| (t.text("fact-received"), amount.format(self.locale)));
        let facts = received.into_iter().chain(facts(t, &self.details, for_what));
        Body {
            lang: self.locale.tag(),
            subject: subject(t, self.test_mode, &t.with("mail-part-subject", &values)),
            test_notice: test_notice(t, self.test_mode),
            heading: t.with("mail-part-heading", &values),
            opening: vec![t.with("mail-part-text", &values), t.with("mail-part-rest", &values)],
            button: Some(button(t, &self.link)),
            facts: facts.collect(),
            wording: None,
            closing: vec![
                t.text(self.details.account.why()),
                t.with("mail-returned-paid", &values),
            ],
            signature: signature(t, &self.merchant),
        }
        .mail(t)
    }
}

fn button(t: Translator, link: &str) -> (String, String) {
    (t.text("mail-transfer-button"), safe::web(link).unwrap_or_default().to_owned())
}

/// What the payer types at the bank, with what it is for.
fn facts(t: Translator, details: &TransferDetails, for_what: String) -> Vec<(String, String)> {
    let typed = details.rows().into_iter().map(|row| (row.label, row.spaced()));
    let deadline = details.deadline.map(|on| (Key("transfer-deadline"), format_date(on, t.0)));
    typed
        .chain([(Key("fact-amount"), details.amount.format(t.0))])
        .chain(deadline)
        .chain([(Key("fact-for"), for_what)])
        .map(|(label, value)| (t.text(label), safe::one_line(&value)))
        .collect()
}
