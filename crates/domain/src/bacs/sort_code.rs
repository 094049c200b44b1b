//! Sort codes: the six digits that name a British bank and branch, written in pairs.

use std::fmt;
use std::str::FromStr;

/// Digits of a sort code.
const LEN: usize = 6;

/// A sort code, as the Extended Industry Sort Code Directory lists them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortCode([u8; LEN]);

/// What is wrong with a sort code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SortCodeError {
    /// Nothing was given.
    #[error("a sort code is needed")]
    Empty,
    /// A character that no sort code has.
    #[error("a sort code has only digits, such as 12-34-56")]
    Character,
    /// Too few or too many digits.
    #[error("a sort code has {LEN} digits, this one has {found}")]
    Length {
        /// Digits it has.
        found: usize,
    },
    /// Spaces or hyphens elsewhere than between pairs: perhaps another number.
    #[error("a sort code is written in pairs, such as 12-34-56")]
    Grouping,
}

impl SortCodeError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "sort_code_empty",
            Self::Character => "sort_code_invalid_character",
            Self::Length { .. } => "sort_code_wrong_length",
            Self::Grouping => "sort_code_wrong_grouping",
        }
    }
}

impl SortCode {
    /// The six digits, without hyphens: for files and comparison.
    pub fn digits(&self) -> &str {
        // Every sort code was read from ASCII digits.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The digits as a number, for tables of ranges.
    pub(super) fn number(self) -> u32 {
        self.0.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
    }

    /// The values of the digits.
    pub(super) fn values(self) -> [u8; LEN] {
        self.0.map(|digit| digit - b'0')
    }

    /// The same with another last digit, given as a character.
    pub(super) fn with_last(mut self, digit: u8) -> Self {
        self.0[LEN - 1] = digit;
        self
    }
}

impl FromStr for SortCode {
    type Err = SortCodeError;

    /// Reads what a person typed: in pairs with spaces or hyphens, or all six together.
    fn from_str(text: &str) -> Result<Self, SortCodeError> {
        let groups: Vec<&str> =
            text.split(is_separator).filter(|group| !group.is_empty()).collect();
        let digits = groups.concat();
        if digits.is_empty() {
            return Err(SortCodeError::Empty);
        }
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(SortCodeError::Character);
        }
        let found = digits.len();
        let digits = digits.as_bytes().try_into().map_err(|_| SortCodeError::Length { found })?;
        if groups.len() > 1 && !groups.iter().all(|group| group.len() == 2) {
            return Err(SortCodeError::Grouping);
        }
        Ok(Self(digits))
    }
}

/// Spaces, hyphens, and the dashes that keyboards make of them.
pub(super) fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2013}')
}

impl fmt::Display for SortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        write!(f, "{}-{}-{}", &digits[..2], &digits[2..4], &digits[4..])
    }
}

impl fmt::Debug for SortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<SortCode, SortCodeError> {
        text.parse()
    }

    #[test]
    fn every_spelling_of_a_sort_code_is_the_same() {
        for text in ["090126", "09-01-26", "09 01 26", " 09 - 01 - 26\n", "09–01–26"] {
            let Ok(code) = parse(text) else { panic!("{text:?} was refused") };
            assert_eq!((code.digits(), code.number()), ("090126", 90_126));
            assert_eq!(format!("{code} {code:?}"), "09-01-26 09-01-26");
            assert_eq!(code.values(), [0, 9, 0, 1, 2, 6]);
            assert_eq!(code.with_last(b'9').digits(), "090129");
        }
    }

    #[test]
    fn each_fault_has_its_own_name() {
        assert_eq!(parse(" - "), Err(SortCodeError::Empty));
        assert_eq!(parse("12-34-5a"), Err(SortCodeError::Character));
        assert_eq!(parse("12.34.56"), Err(SortCodeError::Character));
        assert_eq!(parse("١٢٣٤٥٦"), Err(SortCodeError::Character));
        assert_eq!(parse("12-34-5"), Err(SortCodeError::Length { found: 5 }));
        assert_eq!(parse("12345678"), Err(SortCodeError::Length { found: 8 }));
        assert_eq!(parse("123-456"), Err(SortCodeError::Grouping));
        assert_eq!(parse("1-23-45-6"), Err(SortCodeError::Grouping));
    }
}
