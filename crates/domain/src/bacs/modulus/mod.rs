//! Whether a sort code and an account number can belong together: Vocalink's modulus check.
//!
//! The standard is Vocalink, "Validating account numbers: UK modulus checking", chapters 1 and 2.
//! Its letters are kept: `u` to `z` are the digits of the sort code, `a` to `h` those of the
//! account number. The table of weights is Vocalink's and no part of this program: an operator
//! downloads it and has it read here.

mod table;

use super::account_number::AccountNumber;
use super::sort_code::SortCode;
use table::{DIGITS, Method, Row};

pub use table::ModulusTableError;

/// Where the letters stand.
const A: usize = 6;
const B: usize = 7;
const C: usize = 8;
const G: usize = 12;
const H: usize = 13;

/// Exception 2, when `a` is not 0 and `g` is not 9.
const EXCEPTION_2: [i32; DIGITS] = [0, 0, 1, 2, 5, 3, 6, 4, 8, 7, 10, 9, 3, 1];
/// Exception 8: the sort code that is checked instead.
const EXCEPTION_8: [u8; A] = [0, 9, 0, 1, 2, 6];
/// Exception 9: the sort code at which Lloyds keeps euro accounts.
const EXCEPTION_9: [u8; A] = [3, 0, 9, 6, 3, 4];
/// Exception 1: what the digits of an institution's number would add.
const EXCEPTION_1: i32 = 27;

/// Vocalink's table, with its substitutions.
#[derive(Clone, Debug)]
pub struct ModulusTable {
    rows: Vec<Row>,
    substitutions: Vec<(SortCode, SortCode)>,
}

/// What the check says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There can be such an account. Whether there is one, only its bank knows.
    Valid,
    /// There is no such account: most likely a typing mistake.
    Invalid,
    /// The bank has published no check for this sort code, so nothing is known against it.
    Unknown,
}

type Digits = [u8; DIGITS];

impl ModulusTable {
    /// Reads the two files as Vocalink publishes them: VALACDOS.txt and SCSUBTAB.txt.
    pub fn parse(weights: &str, substitutions: &str) -> Result<Self, ModulusTableError> {
        Ok(Self {
            rows: table::weights(weights)?,
            substitutions: table::substitutions(substitutions)?,
        })
    }

    /// Checks an account number in its standard form, as [`AccountNumber::parse`] gives it.
    pub fn check(&self, sort_code: SortCode, number: AccountNumber) -> Verdict {
        let mut rows = self.rows.iter().filter(|row| row.sort_codes.contains(&sort_code));
        let Some(first) = rows.next() else { return Verdict::Unknown };
        let second = rows.next();
        let digits = join(sort_code.values(), number);
        let passes = |row: &Row| passes(row, self.substituted(row, sort_code, digits));
        let valid = match (first.exception, second) {
            (14, _) => passes(first) || passes_as_coutts(first, digits),
            (_, None) => passes(first),
            // One check of the two is enough: sterling or euro, this bank or that.
            (2 | 9..=13, Some(second)) => passes(first) || passes(second),
            (_, Some(second)) => passes(first) && passes(second),
        };
        if valid { Verdict::Valid } else { Verdict::Invalid }
    }

    /// The digits, with the sort code that the row's exception puts in its place.
    fn substituted(&self, row: &Row, sort_code: SortCode, mut digits: Digits) -> Digits {
        let other = match row.exception {
            5 => {
                let found = self.substitutions.iter().find(|(original, _)| *original == sort_code);
                found.map_or(sort_code, |(_, substitute)| *substitute).values()
            }
            8 => EXCEPTION_8,
            9 => EXCEPTION_9,
            _ => return digits,
        };
        digits[..A].copy_from_slice(&other);
        digits
    }
}

fn join(sort_code: [u8; A], number: AccountNumber) -> Digits {
    let mut digits = [0; DIGITS];
    digits[..A].copy_from_slice(&sort_code);
    digits[A..].copy_from_slice(&number.values());
    digits
}

/// One check, with its exception.
fn passes(row: &Row, digits: Digits) -> bool {
    let (g, h) = (i32::from(digits[G]), i32::from(digits[H]));
    match (row.exception, row.method) {
        (3, _) if matches!(digits[C], 6 | 9) => return true,
        // An account in a foreign currency, which cannot be checked.
        (6, _) if (4..=8).contains(&digits[A]) && g == h => return true,
        _ => {}
    }
    let remainder = remainder(row, &weights(row, &digits), &digits);
    match (row.exception, row.method) {
        (4, _) => remainder == 10 * g + h,
        (5, Method::Standard11) => (11 - remainder) % 11 == g,
        (5, _) => (10 - remainder) % 10 == h,
        _ => remainder == 0,
    }
}

/// Exception 14, when the check failed: without the last digit, if that can be one of Coutts'
/// kinds of account, and with a 0 before the others.
fn passes_as_coutts(row: &Row, digits: Digits) -> bool {
    let mut shifted = digits;
    shifted[A] = 0;
    shifted[B..].copy_from_slice(&digits[A..H]);
    matches!(digits[H], 0 | 1 | 9) && remainder(row, &row.weights, &shifted) == 0
}

/// The row's weights, or those that its exception has for such digits.
fn weights(row: &Row, digits: &Digits) -> [i32; DIGITS] {
    let without_u_to_b = |mut weights: [i32; DIGITS]| {
        weights[..=B].fill(0);
        weights
    };
    let (a, b, g) = (digits[A], digits[B], digits[G]);
    match row.exception {
        2 if a != 0 && g != 9 => EXCEPTION_2,
        2 if a != 0 => without_u_to_b(EXCEPTION_2),
        7 if g == 9 => without_u_to_b(row.weights),
        10 if matches!(a, 0 | 9) && b == 9 && g == 9 => without_u_to_b(row.weights),
        _ => row.weights,
    }
}

/// What is left of the weighted sum.
fn remainder(row: &Row, weights: &[i32; DIGITS], digits: &Digits) -> i32 {
    let products = weights.iter().zip(digits).map(|(weight, digit)| weight * i32::from(*digit));
    let (sum, modulus) = match row.method {
        Method::Standard10 => (products.sum(), 10),
        Method::Standard11 => (products.sum(), 11),
        Method::DoubleAlternate => (products.map(sum_of_digits).sum(), 10),
    };
    let sum: i32 = if row.exception == 1 { sum + EXCEPTION_1 } else { sum };
    sum.rem_euclid(modulus)
}

fn sum_of_digits(mut product: i32) -> i32 {
    let mut sum = 0;
    while product != 0 {
        sum += product % 10;
        product /= 10;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Not Vocalink's: made for these tests, in its format.
    const WEIGHTS: &str = "\
000100 000199 MOD11    0    0    0    0    0    0    7    5    8    3    4    6    2    1\r
000200 000200 DBLAL    2    1    2    1    2    1    2    1    2    1    2    1    2    1\r
000300 000300 MOD10    0    0    0    0    0    0    0    0    0    0    0    0    0   -1\r
000300 000300 MOD11    0    0    0    0    0    0    0    0    0    0    0    0    1    0   6\r
\r
";

    fn check(sort_code: &str, number: &str) -> Verdict {
        let Ok(table) = ModulusTable::parse(WEIGHTS, "000100 000200\r\n") else { panic!("table") };
        let Ok(sort_code) = sort_code.parse() else { panic!("{sort_code}") };
        let Ok((sort_code, number)) = AccountNumber::parse(sort_code, number) else {
            panic!("{number}")
        };
        table.check(sort_code, number)
    }

    #[test]
    fn the_examples_of_the_specification_come_out() {
        // Figures 2 and 3 of section 1.3: 176 by 11, with the digits of the weights they give.
        assert_eq!(check("000150", "58177632"), Verdict::Valid);
        assert_eq!(check("000150", "58177633"), Verdict::Invalid);
        let row = |method, weights| Row {
            sort_codes: "499273".parse::<SortCode>().map_or_else(|_| panic!(), |it| it..=it),
            method,
            weights,
            exception: 0,
        };
        let digits = [4, 9, 9, 2, 7, 3, 1, 2, 3, 4, 5, 6, 7, 8];
        let doubling = row(Method::DoubleAlternate, [2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]);
        assert_eq!(remainder(&doubling, &doubling.weights, &digits), 0);
    }

    #[test]
    fn two_rows_must_both_pass_and_no_row_is_no_verdict() {
        assert_eq!(check("000300", "12345600"), Verdict::Valid);
        assert_eq!(check("000300", "12345601"), Verdict::Invalid);
        assert_eq!(check("000300", "12345610"), Verdict::Invalid);
        assert_eq!(check("000400", "12345678"), Verdict::Unknown);
    }

    #[test]
    fn a_file_that_is_none_is_refused_with_its_line() {
        let error = |weights: &str, substitutions: &str| {
            ModulusTable::parse(weights, substitutions).err().map(|error| error.to_string())
        };
        let line = WEIGHTS.lines().next().unwrap_or_default();
        let bad = |text: String| error(&format!("{line}\n{text}\n"), "");
        let second = Some("line 2 of the table of weights is not of the published format".into());
        for text in [
            line.replace("MOD11", "MOD12"),
            line.replace("000199", "000099"),
            line.replace("000199", "00199"),
            line.replace("000199", "00-01-99"),
            line.replace("    7", " 1000"),
            line.replace("    7", "   x7"),
            line.replace("    7", ""),
            format!("{line}  15"),
            format!("{line}   0"),
            format!("{line}   1   1"),
        ] {
            assert_eq!(bad(text.clone()), second, "{text}");
        }
        let third = "line 3 of the table of weights is a third one for its sort codes";
        assert_eq!(error(&[line, line, line].join("\n"), ""), Some(third.into()));
        assert_eq!(error("\r\n", ""), Some("the table of weights is empty".into()));
        let substitution = "line 1 of the table of substitutions is not of the published format";
        for text in ["000100", "000100 00010x", "000100 000200 000300"] {
            assert_eq!(error(line, text), Some(substitution.into()), "{text}");
        }
        let long = format!("{line}\n").repeat(5_001);
        assert_eq!(ModulusTable::parse(&long, "").err(), Some(ModulusTableError::TooLong));
    }
}
