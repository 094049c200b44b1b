//! SEPA creditor identifiers (EPC262-08): who may debit, as banks know it.

use std::fmt;
use std::str::FromStr;

use crate::sepa;

/// Most characters that an identifier can have.
const MAX_LEN: usize = 35;
/// Country, check digits and business code, before the part of the country's own.
const HEAD_LEN: usize = 7;

/// A creditor identifier: country, check digits, business code, national part.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CreditorId(String);

/// What is wrong with a creditor identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreditorIdError {
    /// Not built like one.
    #[error(
        "a creditor identifier is a country code, two check digits, three letters or digits and \
         a national part, at most 35 characters together"
    )]
    Structure,
    /// The country issues none.
    #[error("a creditor identifier begins with the code of a SEPA country")]
    Country,
    /// The check digits do not fit the rest.
    #[error("the check digits of the creditor identifier do not fit the rest")]
    CheckDigits,
}

impl CreditorIdError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Structure => "creditor_identifier_wrong_structure",
            Self::Country => "creditor_identifier_country_unsupported",
            Self::CheckDigits => "creditor_identifier_wrong_check_digits",
        }
    }
}

impl CreditorId {
    /// The identifier in capitals, without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CreditorId {
    type Err = CreditorIdError;

    /// Reads an identifier in any case, with or without spaces. The business code, which the
    /// creditor chooses, is no part of what the check digits protect.
    fn from_str(text: &str) -> Result<Self, CreditorIdError> {
        let text: String = text.chars().filter(|c| *c != ' ').collect();
        let text = text.to_ascii_uppercase();
        let alphanumeric = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !alphanumeric || text.len() <= HEAD_LEN || text.len() > MAX_LEN {
            return Err(CreditorIdError::Structure);
        }
        let (country, check, national) = (&text[..2], &text[2..4], &text[HEAD_LEN..]);
        if !check.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(CreditorIdError::Structure);
        }
        if sepa::iban_length(country).is_none() {
            return Err(CreditorIdError::Country);
        }
        if check != sepa::check_digits(country, national) {
            return Err(CreditorIdError::CheckDigits);
        }
        Ok(Self(text))
    }
}

impl fmt::Display for CreditorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_identifiers_pass_with_any_business_code() {
        for text in
            ["DE98ZZZ09999999999", "ES23ZZZ47690558N", "BE68ZZZ0123456789", "DE98A1209999999999"]
        {
            assert_eq!(text.parse::<CreditorId>().map(|id| id.0), Ok(text.to_owned()));
        }
        let spaced = "de98 zzz 0999 9999 999".parse::<CreditorId>().map(|id| id.to_string());
        assert_eq!(spaced, Ok("DE98ZZZ09999999999".to_owned()));
    }

    #[test]
    fn each_fault_has_its_own_name() {
        let error = |text: &str| text.parse::<CreditorId>().err();
        assert_eq!(error("NL41ZZZ000000000001"), Some(CreditorIdError::CheckDigits));
        assert_eq!(error("DE98ZZZ09999999998"), Some(CreditorIdError::CheckDigits));
        assert_eq!(error("US98ZZZ09999999999"), Some(CreditorIdError::Country));
        let long = format!("DE98ZZZ{}", "1".repeat(29));
        for text in ["", "DE98ZZZ", "DE9", "DEX8ZZZ09999999999", "DE98ZZZ0999999999-", "Ö", &long]
        {
            assert_eq!(error(text), Some(CreditorIdError::Structure), "{text:?}");
        }
    }
}
