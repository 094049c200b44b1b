//! Swedish bank accounts: a clearing number, and an account number built as its bank builds them.
//!
//! The standard is Bankgirot, "Bankernas kontonummeruppbyggnad". An account number is never
//! printed whole by accident: `Debug` and `Display` mask it.

use std::fmt;

use jiff::civil::Date;

use super::{clearing, is_separator, luhn};
use crate::spelled::spelled;

/// The day as of which clearing numbers and banks are known here.
pub const CLEARING_NUMBERS_AS_OF: Date = clearing::AS_OF;

/// Digits of a clearing number.
const CLEARING_LEN: usize = 4;
/// Digits of an account number in the records of Autogiro.
const FILE_LEN: usize = 12;

spelled! {
    /// How account numbers are built, by type and comment of the standard.
    pub enum AccountForm {
        /// Seven digits; modulus 11 over them and the last three digits of the clearing number.
        OneOne = "1:1",
        /// Seven digits; modulus 11 over them and the clearing number.
        OneTwo = "1:2",
        /// Ten digits; modulus 10 over them.
        TwoOne = "2:1",
        /// Nine digits, or eight of them after a zero; modulus 11 over them.
        TwoTwo = "2:2",
        /// Two to ten digits; modulus 10 over them, though not of every account.
        TwoThree = "2:3",
    }
}

impl AccountForm {
    /// Fewest and most digits of an account number.
    const fn lengths(self) -> (usize, usize) {
        match self {
            Self::OneOne | Self::OneTwo => (7, 7),
            Self::TwoOne => (10, 10),
            Self::TwoTwo => (8, 9),
            Self::TwoThree => (2, 10),
        }
    }

    /// True when the check digit fits.
    fn fits(self, clearing: &str, account: &str) -> bool {
        match self {
            Self::OneOne => modulus_11(&format!("{}{account}", &clearing[1..CLEARING_LEN])),
            Self::OneTwo => modulus_11(&format!("{}{account}", &clearing[..CLEARING_LEN])),
            Self::TwoTwo => modulus_11(account),
            Self::TwoOne => luhn(account),
            // The fifth digit of a clearing number checks the four before it.
            Self::TwoThree => luhn(account) && (clearing.len() == CLEARING_LEN || luhn(clearing)),
        }
    }
}

/// An account at a Swedish bank.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BankAccount {
    /// Four digits, at Swedbank sometimes five.
    clearing: String,
    account: String,
    bank: &'static str,
    form: AccountForm,
}

/// What is wrong with an account. None of these repeats the account number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BankAccountError {
    /// Nothing was given, or another character than digits.
    #[error("a clearing number has four digits; those of Swedbank that begin with 8 have five")]
    Clearing,
    /// No bank has that clearing number.
    #[error("no bank is known by this clearing number")]
    UnknownBank,
    /// Nothing was given, or another character than digits.
    #[error("an account number is needed, of digits only")]
    Account,
    /// Too few or too many digits for the bank.
    #[error("an account number of {bank} has {} digits, this one has {found}", span(.least, .most))]
    Length {
        /// The bank.
        bank: &'static str,
        /// Fewest digits.
        least: usize,
        /// Most digits.
        most: usize,
        /// Digits it has.
        found: usize,
    },
    /// The check digit does not fit: most likely a typing mistake in one of the two numbers.
    #[error("clearing number and account number do not fit: please compare every digit")]
    CheckDigit,
}

/// From the least to the most, or what both are.
fn span(least: &usize, most: &usize) -> String {
    if least == most { least.to_string() } else { format!("{least} to {most}") }
}

impl BankAccountError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Clearing => "clearing_number_wrong_structure",
            Self::UnknownBank => "clearing_number_unknown",
            Self::Account => "bank_account_wrong_structure",
            Self::Length { .. } => "bank_account_wrong_length",
            Self::CheckDigit => "bank_account_wrong_check_digit",
        }
    }
}

impl BankAccount {
    /// Reads what a person typed, spaces and hyphens apart.
    ///
    /// Accounts of the form 2:3, at Swedbank and Plusgirot, exist whose check digit does not fit:
    /// they are taken, and [`Self::is_confirmed`] says so.
    pub fn parse(clearing: &str, account: &str) -> Result<Self, BankAccountError> {
        let clearing = digits(clearing).ok_or(BankAccountError::Clearing)?;
        let account = digits(account).ok_or(BankAccountError::Account)?;
        let five = clearing.len() == CLEARING_LEN + 1 && clearing.starts_with('8');
        if clearing.len() != CLEARING_LEN && !five {
            return Err(BankAccountError::Clearing);
        }
        let number = clearing[..CLEARING_LEN].parse().map_err(|_| BankAccountError::Clearing)?;
        let &(_, _, bank, form) = clearing::range(number).ok_or(BankAccountError::UnknownBank)?;
        let (least, most) = form.lengths();
        if !(least..=most).contains(&account.len()) {
            return Err(BankAccountError::Length { bank, least, most, found: account.len() });
        }
        let is_nothing = account.bytes().all(|digit| digit == b'0');
        let account = Self { clearing, account, bank, form };
        if is_nothing || (form != AccountForm::TwoThree && !account.is_confirmed()) {
            return Err(BankAccountError::CheckDigit);
        }
        Ok(account)
    }

    /// False when the check digits do not fit, though such an account can exist: worth a second
    /// look of whoever typed it.
    pub fn is_confirmed(&self) -> bool {
        self.form.fits(&self.clearing, &self.account)
    }

    /// The name of the bank.
    pub fn bank(&self) -> &'static str {
        self.bank
    }

    /// How its number is built.
    pub fn form(&self) -> AccountForm {
        self.form
    }

    /// The clearing number as it was given: four digits, or five with the check digit.
    pub fn clearing(&self) -> &str {
        &self.clearing
    }

    /// The account number: for encryption and comparison, not for people or logs.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// Sixteen digits, as the records of Autogiro have them: four of the clearing number, and the
    /// account number with zeros before it.
    pub fn file_form(&self) -> String {
        format!("{}{:0>FILE_LEN$}", &self.clearing[..CLEARING_LEN], self.account)
    }

    /// The clearing number and the end of the account number: `6789 ••••6789`. Never more than
    /// half of a number is shown.
    pub fn masked(&self) -> String {
        format!("{} ••••{}", &self.clearing[..CLEARING_LEN], self.last4())
    }

    /// The last four digits of the account number, of a short one fewer: never more than half.
    pub fn last4(&self) -> &str {
        let shown = (self.account.len() / 2).min(4);
        &self.account[self.account.len() - shown..]
    }
}

/// The digits of the text; `None` when there are none, or something else.
fn digits(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|&c| !is_separator(c)).collect();
    let whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    whole.then_some(digits)
}

/// Modulus 11 with the weights 1 to 10 from the right and 1 again.
fn modulus_11(digits: &str) -> bool {
    let weights = (1..=10).cycle();
    let products = digits.bytes().rev().zip(weights);
    products.map(|(digit, weight)| u32::from(digit - b'0') * weight).sum::<u32>() % 11 == 0
}

impl fmt::Display for BankAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for BankAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The account number of that beginning whose last digit fits.
    fn fitting(clearing: &str, beginning: &str) -> BankAccount {
        let found = (0..10)
            .filter_map(|last| BankAccount::parse(clearing, &format!("{beginning}{last}")).ok())
            .find(BankAccount::is_confirmed);
        found.unwrap_or_else(|| panic!("nothing fits {clearing} {beginning}"))
    }

    #[test]
    fn each_form_of_account_is_known_by_its_clearing_number() {
        for (clearing, beginning, bank, form) in [
            ("5000", "123456", "SEB", AccountForm::OneOne),
            ("9150", "123456", "Skandiabanken", AccountForm::OneTwo),
            ("3300", "900101001", "Nordea", AccountForm::TwoOne),
            ("6789", "12345678", "Handelsbanken", AccountForm::TwoTwo),
            ("8327-9", "12345678", "Swedbank", AccountForm::TwoThree),
            ("9500", "1234", "Nordea Plusgirot", AccountForm::TwoThree),
        ] {
            let account = fitting(clearing, beginning);
            assert_eq!((account.bank(), account.form()), (bank, form), "{clearing}");
            assert!(account.account().starts_with(beginning));
        }
    }

    #[test]
    fn files_have_sixteen_digits() {
        let account = fitting("8327-9", "12345678");
        assert_eq!(account.clearing(), "83279");
        assert_eq!(account.file_form(), format!("8327000{}", account.account()));
        let personal = BankAccount::parse("3300", "900101-0017").map(|it| it.file_form());
        assert_eq!(personal, Ok("3300009001010017".to_owned()));
    }

    #[test]
    fn check_digits_that_need_not_fit_are_only_noticed() {
        // Swedbank, Plusgirot, and a fifth clearing digit that does not fit the four before it.
        let account = fitting("8327", "12345678").account().to_owned();
        assert!(BankAccount::parse("8327-9", &account).is_ok_and(|it| it.is_confirmed()));
        assert!(BankAccount::parse("8327-8", &account).is_ok_and(|it| !it.is_confirmed()));
        assert!(BankAccount::parse("9960", "12345").is_ok_and(|it| !it.is_confirmed()));
    }

    #[test]
    fn each_fault_has_its_own_name() {
        let error = |clearing: &str, account: &str| BankAccount::parse(clearing, account).err();
        for clearing in ["", "123", "12345", "84444-41", "12x4"] {
            assert_eq!(error(clearing, "1234567"), Some(BankAccountError::Clearing), "{clearing}");
        }
        assert_eq!(error("1000", "1234567"), Some(BankAccountError::UnknownBank));
        for account in ["", " - ", "123456x"] {
            assert_eq!(error("5000", account), Some(BankAccountError::Account), "{account}");
        }
        let length = BankAccountError::Length { bank: "SEB", least: 7, most: 7, found: 6 };
        assert_eq!(error("5000", "123456"), Some(length));
        assert!(length.to_string().contains("SEB has 7 digits, this one has 6"));
        let right = fitting("5000", "123456");
        let wrong = (0..10).map(|last| format!("123456{last}")).find(|it| it != right.account());
        let wrong = wrong.and_then(|wrong| error("5000", &wrong));
        assert_eq!(wrong, Some(BankAccountError::CheckDigit));
        assert_eq!(error("3300", "0000000000"), Some(BankAccountError::CheckDigit));
    }

    #[test]
    fn nothing_prints_it_whole() {
        let account = fitting("6789", "12345678");
        let end = account.account()[5..].to_owned();
        assert_eq!(format!("{account} {account:?}"), format!("6789 ••••{end} 6789 ••••{end}"));
        let short = BankAccount::parse("9500", "18").map(|it| it.masked());
        assert_eq!(short, Ok("9500 ••••8".to_owned()));
    }
}
