//! IBANs that a SEPA direct debit can reach, checked by structure.
//!
//! Structure means: a country of the schemes, its length, its check digits (ISO 13616) and the
//! pattern that the SWIFT registry gives its accounts. Whether the account exists is for banks
//! to say. An IBAN is never printed whole by accident: `Debug` and `Display` mask it.

use std::fmt;
use std::str::FromStr;

use crate::country::Country;
use crate::sepa;

/// What separates the groups where an account number is shown in part.
const HIDDEN: &str = "••••";

/// An IBAN of a SEPA country, in its electronic form: capitals and digits, no spaces.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Iban {
    iban: iban::Iban,
    country: Country,
}

/// What is wrong with an account number. None of these repeats the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IbanError {
    /// Nothing was given.
    #[error("an IBAN is needed")]
    Empty,
    /// A character that no IBAN has.
    #[error("an IBAN has only letters and digits")]
    Character,
    /// It does not begin with the letters of a SEPA country.
    #[error("an IBAN of this country cannot be debited through SEPA")]
    Country,
    /// Too short or too long for its country.
    #[error("an IBAN of {country} has {expected} characters, this one has {found}")]
    Length {
        /// Its country.
        country: Country,
        /// Characters it should have.
        expected: usize,
        /// Characters it has.
        found: usize,
    },
    /// The check digits do not fit the rest: most likely a typing mistake.
    #[error("the check digits do not fit: please compare every character")]
    CheckDigits,
    /// Letters where the country has digits, or the other way round.
    #[error("an IBAN of {country} is built differently")]
    Structure {
        /// Its country.
        country: Country,
    },
}

impl IbanError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "iban_empty",
            Self::Character => "iban_invalid_character",
            Self::Country => "iban_country_unsupported",
            Self::Length { .. } => "iban_wrong_length",
            Self::CheckDigits => "iban_wrong_check_digits",
            Self::Structure { .. } => "iban_wrong_structure",
        }
    }
}

impl Iban {
    /// The electronic form: for files, encryption and comparison, not for people or logs.
    pub fn electronic(&self) -> &str {
        iban::IbanLike::electronic_str(&self.iban)
    }

    /// In groups of four, for the payer who typed it to compare.
    pub fn grouped(&self) -> String {
        self.iban.to_string()
    }

    /// The first and the last group of four: `DE89 •••• 3000`.
    pub fn masked(&self) -> String {
        let (head, _) = self.electronic().split_at(4);
        format!("{head} {HIDDEN} {}", self.last4())
    }

    /// The last four characters.
    pub fn last4(&self) -> &str {
        let text = self.electronic();
        &text[text.len() - 4..]
    }

    /// The country of the account.
    pub fn country(&self) -> Country {
        self.country
    }

    /// True when the schemes ask for the payer's address: the account is outside the EEA.
    pub fn needs_address(&self) -> bool {
        !self.country.is_eea()
    }
}

impl FromStr for Iban {
    type Err = IbanError;

    /// Reads what a person typed or pasted: any case, with spaces, points or hyphens.
    fn from_str(text: &str) -> Result<Self, IbanError> {
        let text: String = text.chars().filter(|&c| !is_separator(c)).collect();
        let text = text.to_ascii_uppercase();
        if text.is_empty() {
            return Err(IbanError::Empty);
        }
        if !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(IbanError::Character);
        }
        let (code, rest) = text.split_at_checked(2).ok_or(IbanError::Country)?;
        let expected = sepa::iban_length(code).ok_or(IbanError::Country)?;
        let country: Country = code.parse().map_err(|_| IbanError::Country)?;
        if text.len() != expected {
            return Err(IbanError::Length { country, expected, found: text.len() });
        }
        let (check, account) = rest.split_at_checked(2).ok_or(IbanError::Structure { country })?;
        if !check.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(IbanError::Structure { country });
        }
        // Stricter than a remainder of 1, which 00, 01 and 99 could have too.
        if check != sepa::check_digits(code, account) {
            return Err(IbanError::CheckDigits);
        }
        let iban = text.parse().map_err(|_| IbanError::Structure { country })?;
        Ok(Self { iban, country })
    }
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '.')
}

impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Iban, IbanError> {
        text.parse()
    }

    fn country(code: &str) -> Country {
        let Ok(country) = code.parse() else { panic!("{code} is no country") };
        country
    }

    #[test]
    fn every_spelling_of_an_iban_is_the_same_iban() {
        for text in [
            "DE89370400440532013000",
            " de89 3704 0044 0532 0130 00\n",
            "DE89-3704-0044-0532-0130-00",
            "DE89\u{a0}3704\u{a0}0044\u{a0}0532\u{a0}0130\u{a0}00",
        ] {
            let Ok(iban) = parse(text) else { panic!("{text:?} was refused") };
            assert_eq!(iban.electronic(), "DE89370400440532013000");
            assert_eq!(iban.grouped(), "DE89 3704 0044 0532 0130 00");
            assert_eq!(iban.masked(), "DE89 •••• 3000");
            assert_eq!(iban.last4(), "3000");
            assert_eq!(iban.country(), country("DE"));
            assert!(!iban.needs_address());
        }
    }

    #[test]
    fn an_account_outside_the_eea_needs_an_address() {
        for text in
            ["GB82WEST12345698765432", "CH9300762011623852957", "MC5811222000010123456789030"]
        {
            assert_eq!(parse(text).map(|iban| iban.needs_address()), Ok(true), "{text}");
        }
        let norway = parse("NO9386011117947").map(|iban| iban.needs_address());
        assert_eq!(norway, Ok(false));
    }

    #[test]
    fn each_fault_has_its_own_name() {
        let germany = country("DE");
        assert_eq!(parse(" "), Err(IbanError::Empty));
        assert_eq!(parse("DE89 3704 0044 0532 0130 0!"), Err(IbanError::Character));
        assert_eq!(parse("D"), Err(IbanError::Country));
        assert_eq!(parse("ÅE89370400440532013000"), Err(IbanError::Character));
        assert_eq!(parse("TR330006100519786457841326"), Err(IbanError::Country));
        assert_eq!(
            parse("DE8937040044053201300"),
            Err(IbanError::Length { country: germany, expected: 22, found: 21 })
        );
        assert_eq!(parse("DE88370400440532013000"), Err(IbanError::CheckDigits));
        assert_eq!(parse("DE89370400440532013001"), Err(IbanError::CheckDigits));
        assert_eq!(parse("DEX9370400440532013000"), Err(IbanError::Structure { country: germany }));
    }

    #[test]
    fn letters_where_digits_belong_are_refused_even_with_fitting_check_digits() {
        let account = "37040044053201300A";
        let text = format!("DE{}{account}", sepa::check_digits("DE", account));
        assert_eq!(parse(&text), Err(IbanError::Structure { country: country("DE") }));
    }

    #[test]
    fn check_digits_that_no_bank_writes_are_refused() {
        // 02 and 99 leave the same remainder; only the first is a check digit.
        let found = (0..10_000).map(|number| format!("3704004405320{number:05}"));
        let Some(account) = found.into_iter().find(|it| sepa::check_digits("DE", it) == "02")
        else {
            panic!("no account with check digits 02")
        };
        assert!(parse(&format!("DE02{account}")).is_ok());
        assert_eq!(parse(&format!("DE99{account}")), Err(IbanError::CheckDigits));
    }

    #[test]
    fn nothing_prints_it_whole() {
        let Ok(iban) = parse("DE89370400440532013000") else { panic!("refused") };
        assert_eq!(format!("{iban} {iban:?}"), "DE89 •••• 3000 DE89 •••• 3000");
    }
}
