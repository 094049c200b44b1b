//! The mandate itself: everything the payer agrees to, on one page, before anything is collected.

use askama::Template;
use domain::debit::Scheme;
use jiff::civil::Date;

use crate::countries;
use crate::debit_form::{AddressFields, DebitField, DebitValues};
use crate::frame::Frame;
use crate::payment::{Hidden, MethodKind, Payment};
use crate::texts::MandateText;
use crate::translate::Key;

/// The SEPA Direct Debit mandate to sign. Posts the typed values again as hidden fields, `token`,
/// `payment_method_type=sepa_debit`, `lang`, the tick `accept_mandate=yes`, and `step=confirm` or,
/// from the button 'Change details', `step=edit`.
#[derive(Clone, Debug, Template)]
#[template(path = "debit_review.html")]
pub struct DebitReview {
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
    /// How the scheme knows them: the SEPA creditor identifier, or the service user number of Bacs.
    pub identifier: String,
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

impl DebitReview {
    fn method(&self) -> &'static str {
        MethodKind::SepaDebit.as_str()
    }

    /// True when the wording is not in the page's language and an explanation stands beside it.
    fn is_explained(&self) -> bool {
        self.text.is_foreign_on(self.frame.locale)
    }

    /// What stands above the mandate: the scheme's own title, unless that is in another language.
    fn heading(&self) -> String {
        match self.is_explained() {
            true => self.frame.t("mandate-title"),
            false => self.text.title.to_string(),
        }
    }

    fn paragraphs(&self) -> Vec<String> {
        self.text.paragraphs(&self.creditor.name)
    }

    /// The creditor's address, a line each; in test mode it may be missing, which is said.
    fn creditor_address(&self) -> Vec<String> {
        match self.creditor.address_lines.is_empty() {
            true => vec![self.frame.t("mandate-creditor-address-missing")],
            false => self.creditor.address_lines.clone(),
        }
    }

    fn iban(&self) -> String {
        group_iban(&self.values.iban)
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
        DebitField::of(Scheme::SepaCore, AddressFields::Asked)
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
}
