//! Which bank a clearing number belongs to, and how account numbers are built there.
//!
//! Source: Bankgirot, "Bankernas kontonummeruppbyggnad", whose comments 1:1 to 2:3 are kept, as
//! the npm package `kontonummer` 6.0.1 of 16 September 2026 (MIT) has it; the boundary between
//! Länsförsäkringar Bank and Nordea at 3410 is that of the Python package `bankkonto` 1.0.1.
//! Banks come and go: compare the ranges anew from time to time, and move the date.

use jiff::civil::{Date, date};

use super::bank_account::AccountForm;
use AccountForm::{OneOne, OneTwo, TwoOne, TwoThree, TwoTwo};

/// The day as of which the ranges are known.
pub(super) const AS_OF: Date = date(2026, 9, 16);

/// First and last clearing number, bank, and form of its account numbers.
pub(super) type Range = (u16, u16, &'static str, AccountForm);

/// The range of a clearing number; `None` when no bank has it.
pub(super) fn range(clearing: u16) -> Option<&'static Range> {
    RANGES.iter().find(|(first, last, _, _)| (*first..=*last).contains(&clearing))
}

/// In the order of the clearing numbers.
const RANGES: &[Range] = &[
    (1100, 1199, "Nordea", OneOne),
    (1200, 1399, "Danske Bank", OneOne),
    (1400, 2099, "Nordea", OneOne),
    (2300, 2399, "Ålandsbanken", OneTwo),
    (2400, 2499, "Danske Bank", OneOne),
    (3000, 3299, "Nordea", OneOne),
    (3300, 3300, "Nordea", TwoOne),
    (3301, 3399, "Nordea", OneOne),
    (3400, 3409, "Länsförsäkringar Bank", OneOne),
    (3410, 3781, "Nordea", OneOne),
    (3782, 3782, "Nordea", TwoOne),
    (3783, 3999, "Nordea", OneOne),
    (4000, 4999, "Nordea", OneTwo),
    (5000, 5999, "SEB", OneOne),
    (6000, 6999, "Handelsbanken", TwoTwo),
    (7000, 7999, "Swedbank", OneOne),
    (8000, 8999, "Swedbank", TwoThree),
    (9020, 9029, "Länsförsäkringar Bank", OneTwo),
    (9040, 9049, "Citibank", OneTwo),
    (9060, 9069, "Länsförsäkringar Bank", OneOne),
    (9070, 9079, "Multitude Bank", OneOne),
    (9100, 9109, "Nordnet Bank", OneTwo),
    (9120, 9124, "SEB", OneOne),
    (9130, 9149, "SEB", OneOne),
    (9150, 9169, "Skandiabanken", OneTwo),
    (9170, 9179, "IKANO Bank", OneOne),
    (9180, 9189, "Danske Bank", TwoOne),
    (9190, 9199, "DNB Bank", OneTwo),
    (9230, 9239, "Marginalen Bank", OneOne),
    (9250, 9259, "SBAB", OneOne),
    (9260, 9269, "DNB Bank", OneTwo),
    (9270, 9279, "ICA Banken", OneOne),
    (9280, 9289, "Resurs Bank", OneOne),
    (9300, 9349, "Swedbank", TwoOne),
    (9390, 9399, "Landshypotek", OneTwo),
    (9460, 9469, "Santander Consumer Bank", OneOne),
    (9470, 9479, "BNP Paribas", OneTwo),
    (9500, 9549, "Nordea Plusgirot", TwoThree),
    (9550, 9569, "Avanza Bank", OneTwo),
    (9570, 9579, "Sparbanken Syd", TwoOne),
    (9580, 9589, "Aion Bank", OneOne),
    (9590, 9599, "Erik Penser", OneTwo),
    (9630, 9639, "Lån & Spar Bank Sverige", OneOne),
    (9640, 9649, "NOBA Bank Group AB", OneTwo),
    (9660, 9669, "Svea Bank", OneTwo),
    (9670, 9679, "JAK Medlemsbank", OneTwo),
    (9680, 9689, "BlueStep Finans", OneOne),
    (9700, 9709, "Ekobanken", OneTwo),
    (9710, 9719, "Lunar Bank", OneTwo),
    (9750, 9759, "Northmill Bank", OneTwo),
    (9780, 9789, "Klarna Bank", OneTwo),
    (9880, 9889, "Riksgälden", OneTwo),
    (9890, 9899, "Riksgälden", TwoOne),
    (9960, 9969, "Nordea Plusgirot", TwoThree),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_sorted_and_apart() {
        assert!(RANGES.iter().all(|(first, last, _, _)| first <= last));
        assert!(RANGES.is_sorted_by(|one, next| one.1 < next.0));
        assert_eq!(range(6_789).map(|range| range.2), Some("Handelsbanken"));
        assert_eq!(range(9_999), None);
    }
}
