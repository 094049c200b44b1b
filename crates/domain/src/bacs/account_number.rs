//! British account numbers: eight digits, and the shorter and longer ones that stand for them.
//!
//! The rules for other lengths are those of Vocalink, "Validating account numbers", section 2.1.2
//! "Nonstandard account numbers". That document names banks, not sort codes; a payer gives only a
//! sort code, so a bank is told by the beginning of it. An account number is never printed whole
//! by accident: `Debug` and `Display` mask it.

use std::fmt;

use super::sort_code::{SortCode, is_separator};

/// Digits of an account number in the files of Bacs.
const LEN: usize = 8;

/// An account number, in the form that Bacs takes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountNumber([u8; LEN]);

/// What is wrong with an account number. None of these repeats the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountNumberError {
    /// Nothing was given.
    #[error("an account number is needed")]
    Empty,
    /// A character that no account number has.
    #[error("an account number has only digits")]
    Character,
    /// Too few or too many digits.
    #[error("an account number has 6 to 10 digits, most have 8; this one has {found}")]
    Length {
        /// Digits it has.
        found: usize,
    },
    /// Nine or ten digits, at a bank that has no such numbers.
    #[error("at the bank of this sort code, an account number has {LEN} digits, not {found}")]
    NotAtThisBank {
        /// Digits it has.
        found: usize,
    },
}

impl AccountNumberError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "account_number_empty",
            Self::Character => "account_number_invalid_character",
            Self::Length { .. } => "account_number_wrong_length",
            Self::NotAtThisBank { .. } => "account_number_wrong_length_for_bank",
        }
    }
}

/// Banks whose account numbers are longer than eight digits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LongNumbers {
    /// Ten digits, of which the last eight count.
    NatWest,
    /// Ten digits, of which the first eight count.
    CoOperative,
    /// Nine digits, the first of which is the last of the sort code.
    AllianceAndLeicester,
}

impl LongNumbers {
    /// The bank, by the first two digits of its sort codes: 01 and 50 to 66 are NatWest's; 08 the
    /// Co-operative Bank's, where Leeds Building Society is too; 72 and 89 were Alliance &
    /// Leicester's and are Santander's (HMRC, Tax Credits Manual, TCM0314040).
    fn of(sort_code: SortCode) -> Option<Self> {
        match sort_code.number() / 10_000 {
            1 | 50..=66 => Some(Self::NatWest),
            8 => Some(Self::CoOperative),
            72 | 89 => Some(Self::AllianceAndLeicester),
            _ => None,
        }
    }
}

impl AccountNumber {
    /// Reads what a person typed beside `sort_code`, spaces and hyphens apart. Six and seven
    /// digits are filled up with zeros. Nine and ten are taken only at the banks that have them;
    /// nine change the last digit of the sort code, so that both are returned.
    pub fn parse(sort_code: SortCode, text: &str) -> Result<(SortCode, Self), AccountNumberError> {
        let digits: String = text.chars().filter(|&c| !is_separator(c)).collect();
        if digits.is_empty() {
            return Err(AccountNumberError::Empty);
        }
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(AccountNumberError::Character);
        }
        let found = digits.len();
        let elsewhere = AccountNumberError::NotAtThisBank { found };
        let bank = LongNumbers::of(sort_code);
        match (found, bank) {
            (6..=8, _) => Self::filled(&digits).map(|number| (sort_code, number)),
            (9, Some(LongNumbers::AllianceAndLeicester)) => {
                let (first, rest) = digits.split_at(1);
                let first = first.as_bytes()[0];
                // The branch is written with a 0 there, or with the account's digit already.
                if !matches!(sort_code.values()[5], last if last == 0 || last == first - b'0') {
                    return Err(elsewhere);
                }
                Self::filled(rest).map(|number| (sort_code.with_last(first), number))
            }
            (10, Some(LongNumbers::NatWest)) => {
                Self::filled(&digits[2..]).map(|number| (sort_code, number))
            }
            (10, Some(LongNumbers::CoOperative)) => {
                Self::filled(&digits[..LEN]).map(|number| (sort_code, number))
            }
            (9 | 10, _) => Err(elsewhere),
            _ => Err(AccountNumberError::Length { found }),
        }
    }

    /// At most eight digits, with zeros before them.
    fn filled(digits: &str) -> Result<Self, AccountNumberError> {
        let found = digits.len();
        let filled = format!("{digits:0>LEN$}");
        filled.as_bytes().try_into().map(Self).map_err(|_| AccountNumberError::Length { found })
    }

    /// The eight digits: for files, encryption and comparison, not for people or logs.
    pub fn digits(&self) -> &str {
        // Every account number was read from ASCII digits.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The last four digits.
    pub fn last4(&self) -> &str {
        &self.digits()[LEN - 4..]
    }

    /// The last four digits, as a mark that there are more: `••••5678`.
    pub fn masked(&self) -> String {
        format!("••••{}", self.last4())
    }

    /// The values of the digits.
    pub(super) fn values(self) -> [u8; LEN] {
        self.0.map(|digit| digit - b'0')
    }
}

impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sort code and account number together, as digits.
    fn parse(sort_code: &str, text: &str) -> Result<String, AccountNumberError> {
        let Ok(sort_code) = sort_code.parse() else { panic!("{sort_code} is no sort code") };
        let (sort_code, number) = AccountNumber::parse(sort_code, text)?;
        Ok(format!("{} {}", sort_code.digits(), number.digits()))
    }

    fn ok(text: &str) -> Result<String, AccountNumberError> {
        Ok(text.to_owned())
    }

    #[test]
    fn short_numbers_are_filled_with_zeros() {
        assert_eq!(parse("200000", "12345678"), ok("200000 12345678"));
        assert_eq!(parse("200000", " 1234 5678 "), ok("200000 12345678"));
        assert_eq!(parse("200000", "1234567"), ok("200000 01234567"));
        assert_eq!(parse("200000", "123456"), ok("200000 00123456"));
    }

    #[test]
    fn long_numbers_are_cut_as_their_bank_says() {
        assert_eq!(parse("600001", "0123456789"), ok("600001 23456789"));
        assert_eq!(parse("010004", "01-23456789"), ok("010004 23456789"));
        assert_eq!(parse("080001", "1234567890"), ok("080001 12345678"));
        assert_eq!(parse("720000", "123456789"), ok("720001 23456789"));
        assert_eq!(parse("720001", "123456789"), ok("720001 23456789"));
    }

    #[test]
    fn each_fault_has_its_own_name() {
        assert_eq!(parse("200000", " "), Err(AccountNumberError::Empty));
        assert_eq!(parse("200000", "1234567x"), Err(AccountNumberError::Character));
        for text in ["12345", "12345678901"] {
            let found = text.len();
            assert_eq!(parse("200000", text), Err(AccountNumberError::Length { found }));
        }
        for (sort_code, text) in [
            ("200000", "123456789"),
            ("200000", "1234567890"),
            ("600001", "123456789"),
            ("720000", "1234567890"),
            // The last digit is neither 0 nor the account's: another branch.
            ("720002", "123456789"),
        ] {
            let found = text.len();
            assert_eq!(parse(sort_code, text), Err(AccountNumberError::NotAtThisBank { found }));
        }
    }

    #[test]
    fn nothing_prints_it_whole() {
        let Ok(number) = AccountNumber::filled("12345678") else { panic!("refused") };
        assert_eq!(format!("{number} {number:?}"), "••••5678 ••••5678");
    }
}
