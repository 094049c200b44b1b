//! Creditor references, ISO 11649: `RF`, two check digits and up to 21 letters and digits.
//!
//! The check digits are those of ISO 7064 MOD 97-10, reckoned as in an IBAN.

use super::{Reference, ReferenceError};
use crate::sepa;

/// What every creditor reference begins with.
pub(super) const PREFIX: &str = "RF";
/// Characters before the reference proper.
const HEAD_LEN: usize = 4;
/// Most characters altogether (ISO 11649, 4).
const MAX_LEN: usize = 25;

pub(super) fn write(core: &str) -> String {
    format!("{PREFIX}{}{core}", sepa::check_digits(PREFIX, core))
}

/// Reads the electronic form, in capitals and without spaces.
pub(super) fn read(text: &str) -> Result<Reference, ReferenceError> {
    let (_, core) = text.split_at_checked(HEAD_LEN).ok_or(ReferenceError::Character)?;
    let reference: Reference = core.parse()?;
    if write(core) == text { Ok(reference) } else { Err(ReferenceError::Check) }
}

/// True when `text` is a creditor reference in its electronic form, whoever made it.
pub fn is_creditor_reference(text: &str) -> bool {
    let built = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    if text.len() <= HEAD_LEN || text.len() > MAX_LEN || !text.bytes().all(built) {
        return false;
    }
    let (head, rest) = text.split_at(HEAD_LEN);
    head.strip_prefix(PREFIX) == Some(sepa::check_digits(PREFIX, rest).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_those_of_iso_11649() {
        // The examples of the standard's users: SEPA guides of Finland, Belgium and Slovenia.
        for text in ["RF18539007547034", "RF471234567890", "RF712348231", "RF45G72UUR"] {
            assert!(is_creditor_reference(text), "{text}");
        }
        for text in [
            "RF19539007547034",
            "RF",
            "RF18",
            "RF1853900754703O",
            "rf712348231",
            "RG18539007547034",
        ] {
            assert!(!is_creditor_reference(text), "{text}");
        }
        assert!(!is_creditor_reference(&format!("RF18{}", "5".repeat(22))));
        assert!(!is_creditor_reference("RFÅ539007547034"));
    }
}
