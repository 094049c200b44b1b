//! SEPA Direct Debit: accounts, identifiers, texts and reason codes of the scheme.

pub mod charset;
pub mod codes;
pub mod creditor;
pub mod iban;

use crate::country::Country;

/// Countries of the SEPA schemes: the code that their IBANs and creditor identifiers begin with,
/// and the length of their IBANs.
///
/// Source: European Payments Council, EPC409-09 "List of SEPA Scheme Countries", 41 countries
/// since May 2025, and Gibraltar, whose accounts carry a code of their own. Territories that
/// share a country's IBAN (Jersey, Réunion, Åland and the like) are found under that country.
const COUNTRIES: &str = "\
AD24 AL28 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 \
GR27 HR21 HU28 IE22 IS26 IT27 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MT31 NL18 \
NO15 PL28 PT25 RO24 RS22 SE24 SI19 SK24 SM27 VA22";

/// The countries whose accounts a SEPA direct debit can reach, in the order of their codes.
pub fn countries() -> impl Iterator<Item = Country> {
    rows().filter_map(|(code, _)| code.parse().ok())
}

/// Characters of an IBAN of that country; `None` outside SEPA.
fn iban_length(code: &str) -> Option<usize> {
    rows().find(|(country, _)| *country == code).and_then(|(_, length)| length.parse().ok())
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    COUNTRIES.split(' ').filter_map(|row| row.split_at_checked(2))
}

/// The remainder by 97 that ISO 7064 MOD 97-10 speaks of: digits as they are, letters as 10 to
/// 35. Expects ASCII letters in capitals and digits.
fn mod_97(characters: impl Iterator<Item = u8>) -> u32 {
    characters.fold(0, |rest, character| match character {
        b'0'..=b'9' => (rest * 10 + u32::from(character - b'0')) % 97,
        _ => (rest * 100 + u32::from(character.saturating_sub(b'A')) + 10) % 97,
    })
}

/// The check digits, `02` to `98`, of what begins with `country` and continues with `rest`.
pub(crate) fn check_digits(country: &str, rest: &str) -> String {
    let remainder = mod_97(rest.bytes().chain(country.bytes()).chain(*b"00"));
    format!("{:02}", 98 - remainder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_whole() {
        assert!(rows().is_sorted());
        assert!(rows().all(|(code, _)| iban_length(code).is_some_and(|length| length <= 34)));
        assert_eq!(countries().count(), 42);
        // Everyone in the EEA is in SEPA.
        assert_eq!(countries().filter(|country| country.is_eea()).count(), 30);
    }

    #[test]
    fn check_digits_are_those_of_the_standard() {
        assert_eq!(check_digits("GB", "WEST12345698765432"), "82");
        assert_eq!(check_digits("DE", "09999999999"), "98");
    }
}
