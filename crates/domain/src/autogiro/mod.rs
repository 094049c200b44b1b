//! Autogiro, the Swedish direct debit: who pays, from which account, to which bankgiro, and the
//! scheme's reason codes.

pub mod bank_account;
pub mod bankgiro;
mod clearing;
pub mod codes;
pub mod person_id;

/// True when the last of the digits is the check digit of the others: ISO/IEC 7812-1, annex B,
/// which Sweden calls modulus 10. Expects ASCII digits.
fn luhn(digits: &str) -> bool {
    let sum = digits.bytes().rev().enumerate().fold(0, |sum, (place, digit)| {
        let digit = u32::from(digit.saturating_sub(b'0'));
        let doubled = if place % 2 == 1 { digit * 2 } else { digit };
        sum + doubled / 10 + doubled % 10
    });
    sum % 10 == 0
}

/// Spaces, hyphens, and the dashes that keyboards make of them.
fn is_separator(character: char) -> bool {
    character.is_whitespace() || is_hyphen(character)
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2013}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_digit_of_ten_fits() {
        assert!(luhn("79927398713"));
        for body in ["7992739871", "0", "991234", "5"] {
            let fitting = (0..10).filter(|digit| luhn(&format!("{body}{digit}"))).count();
            assert_eq!(fitting, 1, "{body}");
        }
    }
}
