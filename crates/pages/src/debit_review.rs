//! The mandate itself: everything the payer agrees to, on one page, before anything is collected.

use askama::Template;
use domain::debit::notice::Notice;
use jiff::civil::Date;

use crate::countries;
use crate::debit_form::{AddressFields, DebitField, DebitValues};
use crate::frame::Frame;
use crate::payment::{DebitScheme, Hidden, MethodKind, Payment};
use crate::texts::MandateText;
use crate::translate::Key;

/// The mandate of SEPA Direct Debit or Autogiro. Posts the typed values again as hidden fields,
/// `token`, `payment_method_type`, `lang`, and `step=confirm` or, from the button 'Change details',
/// `step=edit`. A SEPA mandate is signed here, by the tick `accept_mandate=yes`; one of Autogiro at
/// the payer's bank, where confirming leads.
#[derive(Clone, Debug, Template)]
#[template(path = "debit_review.html")]
pub struct DebitReview {
    /// By which scheme.
    pub scheme: DebitScheme,
    /// The common part.
    pub frame: Frame,
    /// What is paid.
    pub payment: Payment,
    /// The signed form token.
    pub token: String,
    /// The mandate's wording.
    pub text: MandateText,
    /// Who collects.
    pub creditor: Creditor,
    /// The mandate's reference, which the payer signs.
    pub mandate_reference: String,
    /// The day on which the account will be debited: the payer is notified of it here.
    pub collection_on: Date,
    /// The notice that the day waits for, where it does.
    pub notice: Option<Notice>,
    /// What the payer typed.
    pub values: DebitValues,
    /// Whether the address is part of it.
    pub address: AddressFields,
    /// How it will read on the payer's statement.
    pub statement_text: Option<String>,
    /// Further hidden fields, for what the server wants to have back unchanged.
    pub hidden: Vec<Hidden>,
    /// What was wrong with the last confirmation.
    pub problem: ReviewProblem,
}

/// Who collects, as the mandate must name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Creditor {
    /// The creditor's name.
    pub name: String,
    /// The full postal address, country included.
    pub address_lines: Vec<String>,
    /// How the scheme knows them: the SEPA creditor identifier, the service user number of Bacs, or
    /// the bankgiro of Autogiro.
    pub identifier: String,
    /// The number in the register of organisations, which a mandate of Autogiro names.
    pub organisation_number: Option<String>,
}

/// A row of the mandate.
struct Row {
    label: Key,
    lines: Vec<String>,
    /// How it is drawn.
    class: &'static str,
}

/// Why the mandate is shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewProblem {
    /// It is shown for the first time.
    None,
    /// The tick was missing.
    NotAccepted,
    /// The collection date has moved since it was last shown.
    DateMoved,
    /// The mandate's wording has changed since it was last shown.
    WordingChanged,
}

impl ReviewProblem {
    pub(crate) const fn key(self) -> Option<Key> {
        match self {
            Self::None => None,
            Self::NotAccepted => Some(Key("review-not-accepted")),
            Self::DateMoved => Some(Key("review-date-moved")),
            Self::WordingChanged => Some(Key("review-wording-changed")),
        }
    }
}

/// An account number in groups of four, upper case, as it stands on statements.
pub fn group_iban(iban: &str) -> String {
    let mut out = String::with_capacity(iban.len() + iban.len() / 4);
    for (index, c) in iban.chars().filter(|c| !c.is_whitespace()).enumerate() {
        if index > 0 && index % 4 == 0 {
            out.push(' ');
        }
        out.push(c.to_ascii_uppercase());
    }
    out
}

/// The date of birth, or the beginning of an organisation's number, and dots for the last four
/// digits, which are what others must not learn.
pub(crate) fn masked_payer_id(typed: &str) -> String {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let shown = digits.len().saturating_sub(4);
    format!("{}-••••", digits.get(..shown).unwrap_or_default())
}

impl Row {
    fn text(label: Key, text: impl Into<String>) -> Self {
        Self { label, lines: vec![text.into()], class: "" }
    }

    fn code(label: Key, text: impl Into<String>) -> Self {
        Self { class: "code", ..Self::text(label, text) }
    }
}

/// What a mandate calls its parts, by scheme. Also for the mail that confirms it.
pub(crate) struct CreditorKeys {
    pub(crate) name: Key,
    pub(crate) address: Key,
    pub(crate) identifier: Key,
    pub(crate) reference: Key,
}

impl CreditorKeys {
    pub(crate) const fn of(scheme: DebitScheme) -> Self {
        match scheme {
            DebitScheme::SepaCore => Self {
                name: Key("mandate-creditor"),
                address: Key("mandate-creditor-address"),
                identifier: Key("mandate-creditor-identifier"),
                reference: Key("fact-mandate-reference"),
            },
            DebitScheme::Bacs => Self {
                name: Key("bacs-collector"),
                address: Key("mandate-payer-address"),
                identifier: Key("bacs-service-user-number"),
                reference: Key("bacs-reference"),
            },
            DebitScheme::Autogiro => Self {
                name: Key("transfer-payee"),
                address: Key("autogiro-payee-address"),
                identifier: Key("transfer-bankgiro"),
                reference: Key("autogiro-payer-number"),
            },
        }
    }
}

impl DebitReview {
    fn method(&self) -> &'static str {
        MethodKind::of_scheme(self.scheme).as_str()
    }

    /// True where the mandate is signed at the payer's bank and not here.
    fn is_signed_at_bank(&self) -> bool {
        self.scheme == DebitScheme::Autogiro
    }

    fn title(&self) -> Key {
        match self.is_signed_at_bank() {
            true => Key("autogiro-review-title"),
            false => Key("mandate-page-title"),
        }
    }

    fn button(&self) -> Key {
        match self.is_signed_at_bank() {
            true => Key("autogiro-button"),
            false => Key("mandate-button"),
        }
    }

    /// True when the wording is not in the page's language and an explanation stands beside it.
    fn is_explained(&self) -> bool {
        self.text.is_foreign_on(self.frame.locale)
    }

    /// What stands above the mandate: the scheme's own title, unless that is in another language.
    fn heading(&self) -> String {
        match (self.is_explained(), self.is_signed_at_bank()) {
            (true, true) => self.frame.t("autogiro-mandate-title"),
            (true, false) => self.frame.t("mandate-title"),
            (false, _) => self.text.title.to_string(),
        }
    }

    fn explanation(&self) -> Key {
        match self.is_signed_at_bank() {
            true => Key("autogiro-explanation"),
            false => Key("mandate-explanation"),
        }
    }

    fn paragraphs(&self) -> Vec<String> {
        self.text.paragraphs(&self.creditor.name)
    }

    /// Who collects, what and when.
    fn creditor_rows(&self) -> Vec<Row> {
        let (frame, creditor) = (&self.frame, &self.creditor);
        let keys = CreditorKeys::of(self.scheme);
        let address = Row { lines: self.creditor_address(), ..Row::text(keys.address, "") };
        let number = creditor.organisation_number.as_ref();
        let amount = Row::text(Key("fact-amount"), frame.amount(&self.payment.amount));
        let statement = self.statement_text.as_ref();
        [Row::text(keys.name, &creditor.name), address]
            .into_iter()
            .chain(number.map(|number| Row::code(Key("autogiro-organisation-number"), number)))
            .chain([
                Row::code(keys.identifier, &creditor.identifier),
                Row::code(keys.reference, &self.mandate_reference),
                Row::text(Key("mandate-kind"), frame.t("mandate-one-off")),
                Row { class: "strong", ..amount },
                Row::text(Key("fact-collection-on"), frame.date(&self.collection_on)),
            ])
            .chain(statement.map(|text| Row::code(Key("fact-statement"), text)))
            .collect()
    }

    /// The creditor's address, a line each; in test mode it may be missing, which is said.
    fn creditor_address(&self) -> Vec<String> {
        match self.creditor.address_lines.is_empty() {
            true => vec![self.frame.t("mandate-creditor-address-missing")],
            false => self.creditor.address_lines.clone(),
        }
    }

    /// What the payer typed.
    fn payer_rows(&self) -> Vec<Row> {
        let values = &self.values;
        let mut rows = vec![
            Row::text(Key("field-name"), &values.account_holder_name),
            Row::text(Key("field-email"), &values.email),
        ];
        if self.is_signed_at_bank() {
            rows.push(Row::code(Key("field-payer-id"), masked_payer_id(&values.payer_id)));
            rows.push(Row::code(Key("field-clearing-number"), &values.clearing_number));
            rows.push(Row::code(Key("field-account-number"), &values.account_number));
        } else {
            rows.push(Row::code(Key("field-iban"), group_iban(&values.iban)));
        }
        let lines = self.payer_address();
        if !lines.is_empty() {
            rows.push(Row { lines, ..Row::text(Key("mandate-payer-address"), "") });
        }
        rows
    }

    /// The payer's address, a line each.
    fn payer_address(&self) -> Vec<String> {
        if self.address == AddressFields::Hidden {
            return Vec::new();
        }
        let values = &self.values;
        let place = format!("{} {}", values.address_postal_code, values.address_city);
        let country = countries::name(&values.address_country, self.frame.locale);
        [
            values.address_line1.clone(),
            values.address_line2.clone(),
            place.trim().to_owned(),
            country.unwrap_or_default().to_owned(),
        ]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect()
    }

    /// The typed values as hidden fields, and the server's own.
    fn carried(&self) -> Vec<Hidden> {
        DebitField::of(self.scheme, AddressFields::Asked)
            .into_iter()
            .map(|field| Hidden::new(field.as_str(), self.values.get(field)))
            .filter(|hidden| !hidden.value.is_empty())
            .chain(self.hidden.iter().cloned())
            .collect()
    }
}

crate::render!(DebitReview);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_numbers_are_grouped() {
        assert_eq!(group_iban("de89 370400440532013000"), "DE89 3704 0044 0532 0130 00");
        assert_eq!(group_iban(""), "");
    }

    #[test]
    fn the_last_four_digits_of_a_payer_stay_hidden() {
        assert_eq!(masked_payer_id("19900101-0017"), "19900101-••••");
        assert_eq!(masked_payer_id("556016 0680"), "556016-••••");
        assert_eq!(masked_payer_id("å"), "-••••");
    }
}
