//! The mails to payers: subject, text and HTML from one struct, in the payer's language.
//!
//! Nothing is loaded from anywhere, everything is escaped, and a subject is always one line.

mod afterwards;
mod merchant;
mod postponed;
mod transfer;

use askama::Template;
use jiff::civil::Date;

use crate::RenderError;
use crate::amount::Amount;
use crate::date::format_date;
use crate::debit_review::{Creditor, CreditorKeys};
use crate::frame::Merchant;
use crate::locale::Locale;
use crate::payment::{DebitScheme, Purpose};
use crate::safe;
use crate::texts::MandateText;
use crate::translate::{Key, Translator};

pub use afterwards::{PaymentReturnedMail, RefundedMail};
pub use merchant::BankAccountChangeMail;
pub use postponed::{DebitPostponedMail, PostponedBecause};
pub use transfer::{PartPaymentMail, TransferDetailsMail};

/// The longest subject; mail programs show less.
const SUBJECT_CHARS: usize = 150;

/// A mail, ready to be put into an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// One line, without control characters.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

/// The link to pay, sent when a session was created with `send_email`.
#[derive(Clone, Debug)]
pub struct PaymentLinkMail {
    /// The customer's language.
    pub locale: Locale,
    /// Test mails are marked.
    pub test_mode: bool,
    /// Who asks for the money.
    pub merchant: Merchant,
    /// What is asked for.
    pub amount: Amount,
    /// The merchant's own words for it.
    pub description: Option<String>,
    /// What kind of payment it is.
    pub purpose: Purpose,
    /// The payment page.
    pub link: String,
    /// The last day on which the link works.
    pub expires_on: Option<Date>,
}

/// The confirmation of a signed mandate or instruction, which is also the notice before the collection.
#[derive(Clone, Debug)]
pub struct MandateConfirmationMail {
    /// By which scheme.
    pub scheme: DebitScheme,
    /// The payer's language.
    pub locale: Locale,
    /// Test mails are marked.
    pub test_mode: bool,
    /// Who asks for the money.
    pub merchant: Merchant,
    /// Who collects.
    pub creditor: Creditor,
    /// The Guarantee, where the scheme has one.
    pub guarantee: Option<MandateText>,
    /// What is collected.
    pub amount: Amount,
    /// The merchant's own words for it.
    pub description: Option<String>,
    /// What kind of payment it is.
    pub purpose: Purpose,
    /// The mandate's reference.
    pub mandate_reference: String,
    /// When it was signed.
    pub signed_on: Date,
    /// The day on which the account is debited.
    pub collection_on: Date,
    /// The account's holder, as typed.
    pub account_holder_name: String,
    /// The account number with all but its ends hidden.
    pub account_masked: String,
    /// How it will read on the payer's statement.
    pub statement_text: Option<String>,
}

/// What both parts are made of, so that they can't say different things.
#[derive(Template)]
#[template(path = "mail.html")]
struct Body {
    lang: &'static str,
    subject: String,
    test_notice: Option<String>,
    heading: String,
    opening: Vec<String>,
    button: Option<(String, String)>,
    facts: Vec<(String, String)>,
    /// A text that a scheme prescribes.
    wording: Option<Wording>,
    closing: Vec<String>,
    signature: Vec<String>,
}

/// A text whose wording is not ours.
struct Wording {
    lang: &'static str,
    title: String,
    explanation: Option<String>,
    paragraphs: Vec<String>,
}

impl PaymentLinkMail {
    /// The mail.
    ///
    /// # Errors
    /// Only when a template itself is defective.
    pub fn render(&self) -> Result<Mail, RenderError> {
        let t = Translator(self.locale);
        let amount = self.amount.format(self.locale);
        let merchant = safe::one_line(&self.merchant.display_name);
        let values = [("merchant", merchant.as_str()), ("amount", amount.as_str())];
        let mut facts = vec![
            (t.text("fact-amount"), amount.clone()),
            (t.text("fact-to"), merchant.clone()),
            (t.text("fact-for"), what_for(t, self.description.as_deref(), self.purpose)),
        ];
        if let Some(date) = self.expires_on {
            facts.push((t.text("mail-link-deadline"), format_date(date, self.locale)));
        }
        let link = safe::web(&self.link).unwrap_or_default().to_owned();
        Body {
            lang: self.locale.tag(),
            subject: subject(t, self.test_mode, &t.with("mail-link-subject", &values)),
            test_notice: test_notice(t, self.test_mode),
            heading: t.with("mail-link-heading", &values),
            opening: vec![t.with("mail-link-text", &values)],
            button: Some((t.text("mail-link-button"), link)),
            facts,
            wording: None,
            closing: vec![t.with("mail-link-unexpected", &values)],
            signature: signature(t, &self.merchant),
        }
        .mail(t)
    }
}

impl MandateConfirmationMail {
    /// The mail.
    ///
    /// # Errors
    /// Only when a template itself is defective.
    pub fn render(&self) -> Result<Mail, RenderError> {
        let t = Translator(self.locale);
        let amount = self.amount.format(self.locale);
        let merchant = safe::one_line(&self.merchant.display_name);
        let collected = format_date(self.collection_on, self.locale);
        let values = [
            ("merchant", merchant.as_str()),
            ("amount", amount.as_str()),
            ("date", collected.as_str()),
        ];
        let keys = Keys::of(self.scheme);
        let right = (self.scheme != DebitScheme::Bacs).then(|| t.text("refund-right"));
        Body {
            lang: self.locale.tag(),
            subject: subject(t, self.test_mode, &t.with(keys.subject, &values)),
            test_notice: test_notice(t, self.test_mode),
            heading: t.text(keys.heading),
            opening: vec![t.with(keys.text, &values), t.with("mail-mandate-notice", &values)],
            button: None,
            facts: self.facts(t, &amount, &collected),
            wording: self.wording(t),
            closing: right.into_iter().chain([t.with("mail-mandate-wrong", &values)]).collect(),
            signature: signature(t, &self.merchant),
        }
        .mail(t)
    }

    fn facts(&self, t: Translator, amount: &str, collected: &str) -> Vec<(String, String)> {
        let (creditor, keys) = (&self.creditor, CreditorKeys::of(self.scheme));
        let address = match creditor.address_lines.is_empty() {
            true => t.text("mandate-creditor-address-missing"),
            false => creditor.address_lines.join(", "),
        };
        let mut rows = vec![
            (Key("fact-amount"), amount.to_owned()),
            (Key("fact-for"), what_for(t, self.description.as_deref(), self.purpose)),
            (Key("fact-collection-on"), collected.to_owned()),
            (keys.name, creditor.name.clone()),
            (keys.address, address),
            (keys.identifier, creditor.identifier.clone()),
            (keys.reference, self.mandate_reference.clone()),
            (Key("mandate-kind"), t.text("mandate-one-off")),
            (Keys::of(self.scheme).agreed, format_date(self.signed_on, self.locale)),
            (Key("field-name"), self.account_holder_name.clone()),
            (Key("mandate-account"), self.account_masked.clone()),
        ];
        if let Some(number) = &creditor.organisation_number {
            rows.insert(5, (Key("autogiro-organisation-number"), number.clone()));
        }
        if let Some(text) = &self.statement_text {
            rows.push((Keys::of(self.scheme).statement, text.clone()));
        }
        rows.into_iter().map(|(key, value)| (t.text(key), safe::one_line(&value))).collect()
    }
}

impl MandateConfirmationMail {
    /// The Guarantee, where the scheme has one.
    fn wording(&self, t: Translator) -> Option<Wording> {
        let text = self.guarantee.as_ref()?;
        let foreign = text.is_foreign_on(self.locale);
        Some(Wording {
            lang: text.lang.tag(),
            title: text.title.to_string(),
            explanation: foreign.then(|| t.text("bacs-guarantee-explanation")),
            paragraphs: text.paragraphs(&safe::one_line(&self.creditor.name)),
        })
    }
}

/// What a confirmation says by its scheme.
struct Keys {
    subject: Key,
    heading: Key,
    text: Key,
    /// The day on which the payer agreed to it.
    agreed: Key,
    statement: Key,
}

impl Keys {
    const fn of(scheme: DebitScheme) -> Self {
        match scheme {
            DebitScheme::SepaCore => Self {
                subject: Key("mail-mandate-subject"),
                heading: Key("mail-mandate-heading"),
                text: Key("mail-mandate-text"),
                agreed: Key("mandate-signed-on"),
                statement: Key("fact-statement"),
            },
            DebitScheme::Bacs => Self {
                subject: Key("mail-bacs-subject"),
                heading: Key("mail-bacs-heading"),
                text: Key("mail-bacs-text"),
                agreed: Key("bacs-confirmed-on"),
                statement: Key("bacs-statement-name"),
            },
            DebitScheme::Autogiro => Self {
                subject: Key("mail-autogiro-subject"),
                heading: Key("mail-autogiro-heading"),
                text: Key("mail-mandate-text"),
                agreed: Key("mandate-signed-on"),
                statement: Key("fact-statement"),
            },
        }
    }
}

/// The description, else the kind of payment.
fn what_for(t: Translator, description: Option<&str>, purpose: Purpose) -> String {
    match description.map(safe::one_line) {
        Some(text) if !text.is_empty() => text,
        _ => t.text(purpose.key()),
    }
}

fn subject(t: Translator, test_mode: bool, text: &str) -> String {
    let line = safe::one_line(text);
    let marked = if test_mode { format!("[{}] {line}", t.text("test-mode-label")) } else { line };
    if marked.chars().count() <= SUBJECT_CHARS {
        return marked;
    }
    let cut: String = marked.chars().take(SUBJECT_CHARS - 1).collect();
    format!("{}…", cut.trim_end())
}

fn test_notice(t: Translator, test_mode: bool) -> Option<String> {
    test_mode.then(|| format!("{}. {}", t.text("test-mode-label"), t.text("test-mode-text")))
}

/// A label and what it stands before, joined as the language does.
fn labelled(t: Translator, label: &str, value: &str) -> String {
    t.with("labelled", &[("label", label), ("value", value)])
}

/// Who writes, and how to reach them.
fn signature(t: Translator, merchant: &Merchant) -> Vec<String> {
    let name = merchant.legal_name.as_ref().unwrap_or(&merchant.display_name);
    let address = merchant.address_lines.join(", ");
    let contacts = merchant.contacts().into_iter().map(|c| labelled(t, &t.text(c.label), &c.shown));
    [name.clone(), address]
        .into_iter()
        .chain(contacts)
        .map(|line| safe::one_line(&line))
        .filter(|line| !line.is_empty())
        .collect()
}

impl Body {
    fn mail(self, t: Translator) -> Result<Mail, RenderError> {
        let html = Template::render(&self)?;
        let text = self.text(t);
        Ok(Mail { subject: self.subject, text, html })
    }

    /// The plain text part: the same parts, a blank line between them.
    fn text(&self, t: Translator) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.test_notice.as_ref().map(|notice| format!("*** {notice} ***")));
        parts.push(self.heading.clone());
        parts.extend(self.opening.iter().cloned());
        let button = self.button.as_ref();
        parts.extend(
            button.map(|(label, link)| labelled(t, label, "").trim_end().to_owned() + "\n" + link),
        );
        let rows = self.facts.iter().map(|(label, value)| labelled(t, label, value));
        parts.push(rows.collect::<Vec<_>>().join("\n"));
        if let Some(wording) = &self.wording {
            parts.push(wording.title.to_owned());
            parts.extend(wording.explanation.clone());
            parts.extend(wording.paragraphs.iter().map(|paragraph| format!("- {paragraph}")));
        }
        parts.extend(self.closing.iter().cloned());
        parts.push(format!("-- \n{}", self.signature.join("\n")));
        let mut text = parts.join("\n\n");
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn no_text_starts_a_header_or_an_element() -> Result<(), RenderError> {
        let mut mail = samples::payment_link_mail(Locale::En);
        mail.merchant.display_name = "Evil\r\nBcc: all@example.com<script>".to_owned();
        mail.description = Some("a\nb & <b>\u{0}".to_owned());
        mail.link = "javascript:alert(1)".to_owned();
        let mail = mail.render()?;
        assert!(!mail.subject.chars().any(char::is_control), "{}", mail.subject);
        assert!(!mail.html.contains("<script") && !mail.html.contains("<b>"));
        assert!(!mail.html.contains("javascript:") && !mail.text.contains("javascript:"));
        assert!(mail.text.contains("a b & <b>"));
        Ok(())
    }

    #[test]
    fn a_long_subject_is_cut() -> Result<(), RenderError> {
        let mut mail = samples::payment_link_mail(Locale::Sv);
        mail.merchant.display_name = "Å".repeat(400);
        let subject = mail.render()?.subject;
        assert_eq!(subject.chars().count(), SUBJECT_CHARS);
        Ok(())
    }
}
