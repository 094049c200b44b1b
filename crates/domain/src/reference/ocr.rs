//! The number that a Swedish bankgiro carries in place of a text ("OCR-nummer").
//!
//! Bankgirot's manual "Bankgiro Inbetalningar" lets it have 2 to 25 digits, checked to the strictest
//! of its levels: the last digit by Luhn (modulus 10), the one before tells how many digits there
//! are, of 17 the 7. Before them stand 14 digits for the nine characters behind the mode's letter,
//! check character included, read as one number of base 32; and first of all a digit for the mode,
//! which is never 0, because banks put zeros before such numbers and take them away.

use super::{ALPHABET, CORE_LEN, Mode, Reference, ReferenceError, value};

/// Digits that stand for the core: 32⁹ − 1 has fourteen.
const BODY_LEN: usize = 14;
/// Digits altogether.
pub(super) const LEN: usize = 1 + BODY_LEN + 2;
/// The digit before the last: how many there are, without the tens.
pub(crate) const LENGTH_DIGIT: u8 = b'7';
/// Most digits that a bank may hand over, padded.
const PADDED_MAX: usize = 25;

/// The first digit.
pub(crate) const fn mode_digit(mode: Mode) -> u8 {
    match mode {
        Mode::Live => b'1',
        Mode::Test => b'9',
    }
}

pub(super) fn write(reference: &Reference) -> String {
    let body = reference.0[1..]
        .iter()
        .filter_map(|&character| value(character))
        .fold(0, |number, value| number * 32 + u64::from(value));
    let mode = char::from(mode_digit(reference.mode()));
    let mut text = format!("{mode}{body:0BODY_LEN$}{}", char::from(LENGTH_DIGIT));
    text.push(char::from(b'0' + luhn(text.bytes())));
    text
}

/// Reads digits, with or without zeros before them.
pub(super) fn read(padded: &str) -> Result<Reference, ReferenceError> {
    let digits: [u8; LEN] = (padded.len() <= PADDED_MAX)
        .then(|| padded.trim_start_matches('0').as_bytes().try_into().ok())
        .flatten()
        .ok_or(ReferenceError::Length)?;
    of_digits(&digits)
}

/// The reference of exactly those digits.
pub(crate) fn of_digits(digits: &[u8; LEN]) -> Result<Reference, ReferenceError> {
    let [mode, body @ .., length, last] = digits;
    let mode = Mode::ALL.iter().copied().find(|known| mode_digit(*known) == *mode);
    let mode = mode.ok_or(ReferenceError::Foreign)?;
    let expected = luhn(digits[..LEN - 1].iter().copied());
    if *length != LENGTH_DIGIT || *last != b'0' + expected {
        return Err(ReferenceError::Check);
    }
    let mut number =
        body.iter().fold(0, |number, digit| number * 10 + u64::from(digit.wrapping_sub(b'0')));
    let mut core = [mode.letter(); CORE_LEN];
    for character in core[1..].iter_mut().rev() {
        *character = ALPHABET[(number & 31) as usize];
        number >>= 5;
    }
    // A greater number would read as the reference of a smaller one.
    if number == 0 { Reference::of_bytes(core) } else { Err(ReferenceError::Foreign) }
}

/// The Luhn digit of what stands before it (ISO/IEC 7812-1, annex B).
fn luhn(digits: impl DoubleEndedIterator<Item = u8>) -> u8 {
    let weighed = digits.rev().enumerate().map(|(place, digit)| {
        let digit = digit.wrapping_sub(b'0') % 10;
        let doubled = if place % 2 == 0 { digit * 2 } else { digit };
        doubled / 10 + doubled % 10
    });
    (10 - weighed.fold(0, |sum, part| (sum + part) % 10)) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luhn_digits_are_those_of_known_numbers() {
        // Bankgiro numbers that exist, and the example of the standard.
        for number in ["9912346", "50501055", "9925256", "79927398713"] {
            let (rest, last) = number.split_at(number.len() - 1);
            assert_eq!(luhn(rest.bytes()).to_string(), last, "{number}");
        }
    }
}
