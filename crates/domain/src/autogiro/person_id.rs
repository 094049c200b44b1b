//! Who pays by Autogiro: a person by personnummer or coordination number, a business by its
//! organisation number.
//!
//! The standards are folkbokföringslag (1991:481) section 18, Skatteverket's SKV 704 on personal
//! identity and coordination numbers, and lag (1974:174) on organisation numbers. Such a number
//! says when a person was born; `Debug` never shows it, and errors never repeat it.

use std::fmt;

use jiff::civil::Date;

use super::{is_hyphen, luhn};
use crate::spelled::spelled;

/// What a coordination number adds to the day of birth.
const COORDINATION: i8 = 60;
/// What stands before an organisation number where twelve digits are written: in files of
/// Autogiro `00` or `99`, at the tax agency `16`.
const ORGANISATION_PREFIXES: [&str; 3] = ["00", "16", "99"];
/// The earliest century of birth that a number can name.
const FIRST_YEAR: i16 = 1800;

spelled! {
    /// What kind of number identifies a payer.
    pub enum PayerKind {
        /// Personnummer: someone in the Swedish population register.
        Person = "person",
        /// Samordningsnummer: a person outside that register.
        Coordination = "coordination",
        /// Organisationsnummer: a company, association or authority.
        Organisation = "organisation",
    }
}

/// The identity of a payer, checked by date and check digit. Whether there is one with that
/// number, only the register knows.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PayerId {
    kind: PayerKind,
    /// Of people the date of birth with its century and four more, of others `00` and ten.
    twelve: String,
}

/// What is wrong with the number of a payer. None of these repeats it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayerIdError {
    /// Nothing was given.
    #[error("a personal identity number or organisation number is needed")]
    Empty,
    /// Another character than digits and one sign before the last four.
    #[error("the number is written like YYYYMMDD-NNNN, or NNNNNN-NNNN for an organisation")]
    Structure,
    /// Neither ten nor twelve digits.
    #[error("the number has 10 or 12 digits, this one has {found}")]
    Length {
        /// Digits it has.
        found: usize,
    },
    /// The last digit does not fit the others: most likely a typing mistake.
    #[error("the last digit does not fit the others: please compare every digit")]
    CheckDigit,
    /// No day of the calendar, or a number that is never given.
    #[error("there is no such date of birth or number")]
    NoSuchNumber,
    /// Born after today.
    #[error("the date of birth is in the future: please give the year with all four digits")]
    Future,
}

impl PayerIdError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "payer_id_empty",
            Self::Structure => "payer_id_wrong_structure",
            Self::Length { .. } => "payer_id_wrong_length",
            Self::CheckDigit => "payer_id_wrong_check_digit",
            Self::NoSuchNumber => "payer_id_no_such_number",
            Self::Future => "payer_id_in_the_future",
        }
    }
}

impl PayerId {
    /// Reads what a person typed on the day `today`.
    ///
    /// Of ten digits, those whose third is 2 or more are an organisation's: no month begins so.
    /// Otherwise a `+` says that the person is a hundred or turns so this year; a `-` or nothing,
    /// that they are younger. Twelve digits name the century themselves, and their sign is not
    /// looked at.
    pub fn parse(text: &str, today: Date) -> Result<Self, PayerIdError> {
        let (digits, plus) = digits(text)?;
        let found = digits.len();
        let (prefix, ten) = match found {
            10 => (None, digits.as_str()),
            12 => (Some(&digits[..2]), &digits[2..]),
            _ => return Err(PayerIdError::Length { found }),
        };
        if !luhn(ten) {
            return Err(PayerIdError::CheckDigit);
        }
        let of_organisation = ten.as_bytes()[2] >= b'2';
        let organisation_prefix = prefix.is_none_or(|it| ORGANISATION_PREFIXES.contains(&it));
        if of_organisation && organisation_prefix && !plus {
            return Ok(Self { kind: PayerKind::Organisation, twelve: format!("00{ten}") });
        }
        let year = match prefix {
            Some(century) => two_digits(century)? * 100 + two_digits(ten)?,
            None => latest_year(two_digits(ten)?, today.year() - if plus { 100 } else { 0 }),
        };
        person(year, ten, today)
    }

    /// What kind of number it is.
    pub fn kind(&self) -> PayerKind {
        self.kind
    }

    /// Twelve digits, as the records of Autogiro have them: the date of birth with its century
    /// and four more, or `00` and the ten of an organisation. For files, encryption and
    /// comparison, not for people or logs.
    pub fn twelve_digits(&self) -> &str {
        &self.twelve
    }

    /// As it is written, for the payer who typed it to compare: `19900101-0017`, `556016-0680`.
    pub fn formatted(&self) -> String {
        let digits = match self.kind {
            PayerKind::Organisation => &self.twelve[2..],
            PayerKind::Person | PayerKind::Coordination => &self.twelve,
        };
        let (head, tail) = digits.split_at(digits.len() - 4);
        format!("{head}-{tail}")
    }
}

/// The digits, and whether a `+` stands before the last four.
fn digits(text: &str) -> Result<(String, bool), PayerIdError> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return Err(PayerIdError::Empty);
    }
    let mut parts = text.split(|c| c == '+' || is_hyphen(c));
    let (head, tail) = (parts.next().unwrap_or_default(), parts.next());
    if parts.next().is_some() || tail.is_some_and(|tail| tail.len() != 4) {
        return Err(PayerIdError::Structure);
    }
    let digits = format!("{head}{}", tail.unwrap_or_default());
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PayerIdError::Structure);
    }
    Ok((digits, text.contains('+')))
}

/// The number that the first two digits form.
fn two_digits(digits: &str) -> Result<i16, PayerIdError> {
    digits.get(..2).and_then(|two| two.parse().ok()).ok_or(PayerIdError::Structure)
}

/// The latest year up to `limit` that ends with those two digits.
fn latest_year(ending: i16, limit: i16) -> i16 {
    limit - (limit - ending).rem_euclid(100)
}

fn person(year: i16, ten: &str, today: Date) -> Result<PayerId, PayerIdError> {
    let field = |from: usize| ten[from..from + 2].parse::<i8>();
    let (Ok(month), Ok(day)) = (field(2), field(4)) else { return Err(PayerIdError::Structure) };
    let (kind, day) = if day > COORDINATION {
        (PayerKind::Coordination, day - COORDINATION)
    } else {
        (PayerKind::Person, day)
    };
    let born = Date::new(year, month, day).map_err(|_| PayerIdError::NoSuchNumber)?;
    // The first three of the last four digits count those born on a day, from 001 on.
    if year < FIRST_YEAR || &ten[6..9] == "000" {
        return Err(PayerIdError::NoSuchNumber);
    }
    if born > today {
        return Err(PayerIdError::Future);
    }
    Ok(PayerId { kind, twelve: format!("{year}{}", &ten[2..]) })
}

impl fmt::Debug for PayerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PayerId({})", self.kind)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 23);

    fn parse(text: &str) -> Result<(PayerKind, String), PayerIdError> {
        PayerId::parse(text, TODAY).map(|id| (id.kind(), id.twelve_digits().to_owned()))
    }

    fn is(kind: PayerKind, twelve: &str) -> Result<(PayerKind, String), PayerIdError> {
        Ok((kind, twelve.to_owned()))
    }

    #[test]
    fn every_spelling_of_a_personnummer_is_the_same() {
        for text in ["900101-0017", "9001010017", "19900101-0017", "199001010017", "19900101 0017"]
        {
            assert_eq!(parse(text), is(PayerKind::Person, "199001010017"), "{text:?}");
        }
    }

    #[test]
    fn a_plus_is_a_hundred_years() {
        // Tolvan Tolvansson, the number of Skatteverket's brochures.
        assert_eq!(parse("121212-1212"), is(PayerKind::Person, "201212121212"));
        assert_eq!(parse("121212+1212"), is(PayerKind::Person, "191212121212"));
        assert_eq!(parse("19121212-1212"), is(PayerKind::Person, "191212121212"));
        assert_eq!(parse("19121212+1212"), is(PayerKind::Person, "191212121212"));
        // The sign changes with the year in which the person turns a hundred.
        let on = |text, day| PayerId::parse(text, day).map(|id| id.formatted());
        assert_eq!(on("121212-1212", date(2011, 12, 31)), Ok("19121212-1212".to_owned()));
        assert_eq!(on("121212-1212", date(2012, 12, 11)), Err(PayerIdError::Future));
        assert_eq!(on("121212+1212", date(2012, 1, 1)), Ok("19121212-1212".to_owned()));
        assert_eq!(on("121212-1212", date(2012, 12, 12)), Ok("20121212-1212".to_owned()));
    }

    #[test]
    fn coordination_numbers_and_organisations_are_told_apart() {
        assert_eq!(parse("701063-2391"), is(PayerKind::Coordination, "197010632391"));
        for text in ["556016-0680", "5560160680", "165560160680", "00556016-0680", "995560160680"] {
            assert_eq!(parse(text), is(PayerKind::Organisation, "005560160680"), "{text:?}");
        }
        assert_eq!(parse("556016+0680"), Err(PayerIdError::NoSuchNumber));
        assert_eq!(parse("195560160680"), Err(PayerIdError::NoSuchNumber));
        let shown = |text| PayerId::parse(text, TODAY).map(|id| id.formatted());
        assert_eq!(shown("165560160680"), Ok("556016-0680".to_owned()));
        assert_eq!(shown("9001010017"), Ok("19900101-0017".to_owned()));
    }

    #[test]
    fn each_fault_has_its_own_name() {
        assert_eq!(parse(" "), Err(PayerIdError::Empty));
        for text in ["9001010-017", "90-0101-0017", "900101-001x", "900101_0017", "-", "900101-"] {
            assert_eq!(parse(text), Err(PayerIdError::Structure), "{text:?}");
        }
        assert_eq!(parse("00101-0017"), Err(PayerIdError::Length { found: 9 }));
        assert_eq!(parse("900101-0018"), Err(PayerIdError::CheckDigit));
        assert_eq!(parse("17900101-0017"), Err(PayerIdError::NoSuchNumber));
        assert_eq!(parse("20900101-0017"), Err(PayerIdError::Future));
        // A day that is none, a serial number that is never given.
        assert_eq!(parse("900230-0011"), Err(PayerIdError::NoSuchNumber));
        assert_eq!(parse("900101-0009"), Err(PayerIdError::NoSuchNumber));
    }

    #[test]
    fn nothing_prints_it() {
        let id = PayerId::parse("900101-0017", TODAY);
        assert_eq!(format!("{id:?}"), "Ok(PayerId(person))");
    }
}
