//! Bankgiro numbers: addresses of accounts, public like telephone numbers.

use std::fmt;
use std::str::FromStr;

use super::{is_hyphen, luhn};

/// Digits after the hyphen.
const TAIL: usize = 4;

/// A bankgiro number: seven or eight digits, the last of them a check digit (Bankgirot,
/// "Bankgironummer", modulus 10).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bankgiro(u32);

/// What is wrong with a bankgiro number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BankgiroError {
    /// Nothing was given.
    #[error("a bankgiro number is needed")]
    Empty,
    /// A character that no bankgiro number has, or a hyphen elsewhere than before the last four.
    #[error("a bankgiro number is written like 991-2346 or 5050-1055")]
    Structure,
    /// Too few or too many digits; zeros at the beginning do not count.
    #[error("a bankgiro number has 7 or 8 digits, this one has {found}")]
    Length {
        /// Digits it has.
        found: usize,
    },
    /// The last digit does not fit the others: most likely a typing mistake.
    #[error("the last digit of the bankgiro number does not fit the others")]
    CheckDigit,
}

impl BankgiroError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "bankgiro_empty",
            Self::Structure => "bankgiro_wrong_structure",
            Self::Length { .. } => "bankgiro_wrong_length",
            Self::CheckDigit => "bankgiro_wrong_check_digit",
        }
    }
}

impl Bankgiro {
    /// The digits alone.
    pub fn digits(self) -> String {
        self.0.to_string()
    }

    /// Ten digits with zeros before them, as the records of Autogiro have it.
    pub fn file_form(self) -> String {
        format!("{:010}", self.0)
    }
}

impl FromStr for Bankgiro {
    type Err = BankgiroError;

    /// Reads what a person typed, with or without the hyphen, and the zero-filled form of files.
    fn from_str(text: &str) -> Result<Self, BankgiroError> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if text.is_empty() {
            return Err(BankgiroError::Empty);
        }
        let mut parts = text.split(is_hyphen);
        let (head, tail) = (parts.next().unwrap_or_default(), parts.next());
        if parts.next().is_some() || tail.is_some_and(|tail| tail.len() != TAIL) {
            return Err(BankgiroError::Structure);
        }
        let digits = format!("{head}{}", tail.unwrap_or_default());
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(BankgiroError::Structure);
        }
        let digits = digits.trim_start_matches('0');
        let found = digits.len();
        if !(7..=8).contains(&found) {
            return Err(BankgiroError::Length { found });
        }
        if !luhn(digits) {
            return Err(BankgiroError::CheckDigit);
        }
        digits.parse().map(Self).map_err(|_| BankgiroError::Length { found })
    }
}

impl fmt::Display for Bankgiro {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

impl fmt::Debug for Bankgiro {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, BankgiroError> {
        text.parse::<Bankgiro>().map(|number| number.to_string())
    }

    #[test]
    fn every_spelling_of_a_bankgiro_number_is_the_same() {
        for text in ["991-2346", "9912346", " 991 2346 ", "991–2346", "0009912346"] {
            assert_eq!(parse(text), Ok("991-2346".to_owned()), "{text:?}");
        }
        for text in ["5050-1055", "50501055", "992-5256"] {
            assert!(parse(text).is_ok_and(|it| text.contains('-') == (it == text)), "{text:?}");
        }
        let Ok(number) = "5050-1055".parse::<Bankgiro>() else { panic!("refused") };
        assert_eq!((number.digits(), number.file_form()), ("50501055".into(), "0050501055".into()));
        // The part after the hyphen keeps its zeros.
        assert_eq!(parse("1000009"), Ok("100-0009".to_owned()));
    }

    #[test]
    fn each_fault_has_its_own_name() {
        assert_eq!(parse(" "), Err(BankgiroError::Empty));
        for text in ["99-12346", "991-23-46", "991-2346-", "-", "991.2346", "x"] {
            assert_eq!(parse(text), Err(BankgiroError::Structure), "{text:?}");
        }
        assert_eq!(parse("912346"), Err(BankgiroError::Length { found: 6 }));
        assert_eq!(parse("123456789"), Err(BankgiroError::Length { found: 9 }));
        assert_eq!(parse("0000000"), Err(BankgiroError::Length { found: 0 }));
        assert_eq!(parse("991-2347"), Err(BankgiroError::CheckDigit));
    }
}
