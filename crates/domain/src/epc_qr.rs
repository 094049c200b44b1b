//! The text of the QR code with which payers' apps fill in a SEPA credit transfer ("GiroCode").
//!
//! European Payments Council, EPC069-12 "Quick Response Code: Guidelines to Enable Data Capture for
//! the Initiation of a SEPA Credit Transfer": twelve elements, one on each line, of which those that
//! are empty at the end are left out with their line ends. Version 002, in UTF-8, drawn with error
//! correction M and at most version 13 of the symbol, which is what 331 bytes have room for. Drawing
//! it is not the business of this module.

use std::fmt;

use crate::money::{Currency, Money};
use crate::reference::is_creditor_reference;
use crate::sepa::iban::Iban;
use crate::text::{self, TextError};

/// Most bytes of the text (EPC069-12, 2).
pub const BYTES_MAX: usize = 331;
/// Most characters of the payee's name.
pub const NAME_MAX: usize = 70;
/// Most characters of a free text to the payee.
pub const TEXT_MAX: usize = 140;
/// The greatest amount, in cents: 999,999,999.99.
pub const AMOUNT_MAX: i64 = 99_999_999_999;

/// Service tag, version, character set (UTF-8) and identification: the same in each.
const HEAD: [&str; 4] = ["BCD", "002", "1", "SCT"];

/// What the payer tells the payee. A transfer carries one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remittance<'a> {
    /// A creditor reference (ISO 11649) in its electronic form, as
    /// [`Reference::rf`](crate::reference::Reference::rf) writes it.
    Structured(&'a str),
    /// Free text.
    Unstructured(&'a str),
}

/// Why a code cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EpcQrError {
    /// The name is none.
    #[error("the name of the payee {0}")]
    Name(TextError),
    /// Not a BIC.
    #[error("a BIC has 8 or 11 capital letters and digits (ISO 9362)")]
    Bic,
    /// None was given, and the account is outside the European Economic Area.
    #[error("an account outside the European Economic Area needs its BIC")]
    BicMissing,
    /// No transfer has this amount.
    #[error("the amount must be between EUR 0.01 and EUR 999999999.99")]
    Amount,
    /// Not a creditor reference.
    #[error("a structured reference is one of ISO 11649: RF, check digits, up to 21 characters")]
    Reference,
    /// The free text is none.
    #[error("the text to the payee {0}")]
    Text(TextError),
    /// Each part fits, and the whole does not.
    #[error("name and text together have too many bytes: {bytes} of {BYTES_MAX}")]
    TooLong {
        /// Bytes that it would have.
        bytes: usize,
    },
}

impl EpcQrError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name(_) => "epc_qr_name_invalid",
            Self::Bic => "epc_qr_bic_invalid",
            Self::BicMissing => "epc_qr_bic_missing",
            Self::Amount => "epc_qr_amount_out_of_range",
            Self::Reference => "epc_qr_reference_invalid",
            Self::Text(_) => "epc_qr_text_invalid",
            Self::TooLong { .. } => "epc_qr_too_long",
        }
    }
}

/// The text of a code. Its `Display` is what the symbol encodes, byte for byte.
#[derive(Clone, PartialEq, Eq)]
pub struct EpcQr(String);

impl EpcQr {
    /// The code that asks for `amount_minor` cents of euro to `iban` of `name`.
    ///
    /// # Errors
    /// What does not fit EPC069-12.
    pub fn new(
        name: &str,
        bic: Option<&str>,
        iban: &Iban,
        amount_minor: i64,
        remittance: Remittance<'_>,
    ) -> Result<Self, EpcQrError> {
        text::check_line(name, NAME_MAX).map_err(EpcQrError::Name)?;
        let bic = checked_bic(bic, iban)?;
        if !(1..=AMOUNT_MAX).contains(&amount_minor) {
            return Err(EpcQrError::Amount);
        }
        let amount = Money::new(amount_minor, Currency::Eur);
        let amount = format!("{}{}", amount.currency().iso(), amount.to_decimal());
        // The purpose stays empty: a code for it says nothing that the payee does not know.
        let payee = [bic, name.trim(), iban.electronic(), &amount, ""];
        let told = match remittance {
            Remittance::Structured(reference) if is_creditor_reference(reference) => {
                vec![reference]
            }
            Remittance::Structured(_) => return Err(EpcQrError::Reference),
            Remittance::Unstructured(told) => {
                text::check_line(told, TEXT_MAX).map_err(EpcQrError::Text)?;
                vec!["", told.trim()]
            }
        };
        let lines: Vec<&str> = HEAD.into_iter().chain(payee).chain(told).collect();
        let whole = lines.join("\n");
        match whole.len() {
            ..=BYTES_MAX => Ok(Self(whole)),
            bytes => Err(EpcQrError::TooLong { bytes }),
        }
    }

    /// What the symbol encodes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The BIC, or nothing within the European Economic Area, where transfers do without.
fn checked_bic<'a>(bic: Option<&'a str>, iban: &Iban) -> Result<&'a str, EpcQrError> {
    match bic {
        Some(bic) if is_bic(bic) => Ok(bic),
        Some(_) => Err(EpcQrError::Bic),
        None if iban.country().is_eea() => Ok(""),
        None => Err(EpcQrError::BicMissing),
    }
}

/// Four characters for the bank, a country's two letters, two for the place, perhaps three for the
/// branch (ISO 9362:2022).
fn is_bic(text: &str) -> bool {
    let built = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    matches!(text.len(), 8 | 11)
        && text.bytes().all(built)
        && text[4..6].bytes().all(|byte| byte.is_ascii_uppercase())
}

impl fmt::Display for EpcQr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EpcQr {
    /// Says how long it is: it has a whole account number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EpcQr({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::reference::{Mode, Reference};

    fn iban(text: &str) -> Iban {
        text.parse().unwrap()
    }

    fn german() -> Iban {
        iban("DE89370400440532013000")
    }

    fn code(name: &str, minor: i64, remittance: Remittance<'_>) -> Result<EpcQr, EpcQrError> {
        EpcQr::new(name, None, &german(), minor, remittance)
    }

    // Both texts are what the Python package `segno` 1.6.6 makes of the same in UTF-8.

    #[test]
    fn a_structured_reference_ends_the_text() {
        let rf = Reference::draw(Mode::Live, [165, 77, 202, 24, 37]).rf();
        let qr = code("Söderberg Wohnen GmbH", 125_037, Remittance::Structured(&rf)).unwrap();
        assert_eq!(
            qr.as_str(),
            "BCD\n002\n1\nSCT\n\nSöderberg Wohnen GmbH\nDE89370400440532013000\nEUR1250.37\n\n\
             RF44QMN6WM6150"
        );
        assert_eq!(format!("{qr:?}"), "EpcQr(87 bytes)");
    }

    #[test]
    fn free_text_stands_below_an_empty_reference() {
        let payee = iban("BE72000000001616");
        let text = Remittance::Unstructured(" Hyra för mars, Å 3 ");
        let qr = EpcQr::new("Bergström & Søn", Some("BPOTBEB1"), &payee, 1, text).unwrap();
        assert_eq!(
            qr.to_string(),
            "BCD\n002\n1\nSCT\nBPOTBEB1\nBergström & Søn\nBE72000000001616\nEUR0.01\n\n\n\
             Hyra för mars, Å 3"
        );
    }

    #[test]
    fn each_fault_has_its_own_name() {
        let text = Remittance::Unstructured("rent");
        assert_eq!(code("", 1, text), Err(EpcQrError::Name(TextError::Empty)));
        assert_eq!(code("a\nb", 1, text), Err(EpcQrError::Name(TextError::Control)));
        let long = "n".repeat(NAME_MAX + 1);
        assert_eq!(code(&long, 1, text), Err(EpcQrError::Name(TextError::TooLong { max: 70 })));
        for minor in [i64::MIN, -1, 0, AMOUNT_MAX + 1, i64::MAX] {
            assert_eq!(code("n", minor, text), Err(EpcQrError::Amount));
        }
        for reference in ["", "RF45QMN6WM6150", "QMN6WM6150", "rf44qmn6wm6150", "RF44 QMN6WM6150"] {
            let refused = code("n", 1, Remittance::Structured(reference));
            assert_eq!(refused, Err(EpcQrError::Reference), "{reference:?}");
        }
        let refused = code("n", 1, Remittance::Unstructured("a\r\nb"));
        assert_eq!(refused, Err(EpcQrError::Text(TextError::Control)));
        for bic in ["", "BPOTBEB", "bpotbeb1", "BPOT12B1", "BPOTBEB1XX", "BPÖTBEB"] {
            let refused = EpcQr::new("n", Some(bic), &german(), 1, text);
            assert_eq!(refused, Err(EpcQrError::Bic), "{bic:?}");
        }
        let swiss = iban("CH9300762011623852957");
        assert_eq!(EpcQr::new("n", None, &swiss, 1, text), Err(EpcQrError::BicMissing));
        assert!(EpcQr::new("n", Some("UBSWCHZH80A"), &swiss, 1, text).is_ok());
    }

    #[test]
    fn bytes_count_not_characters() {
        let (name, told) = ("ö".repeat(70), "x".repeat(136));
        // 10 bytes of head, 140 of the name, 22 of account, 13 of amount, and ten line ends.
        let bytes = |text: &str| code(&name, 999_999_999, Remittance::Unstructured(text));
        assert_eq!(bytes(&told).map(|qr| qr.as_str().len()), Ok(331));
        let refused = bytes(&format!("{told}x"));
        assert_eq!(refused, Err(EpcQrError::TooLong { bytes: 332 }));
        assert_eq!(refused.map_err(EpcQrError::code), Err("epc_qr_too_long"));
    }

    proptest! {
        #[test]
        fn whatever_is_made_keeps_the_line_rules(
            name in any::<String>(),
            told in any::<String>(),
            minor in 1..=AMOUNT_MAX,
        ) {
            if let Ok(qr) = code(&name, minor, Remittance::Unstructured(&told)) {
                let lines: Vec<&str> = qr.as_str().split('\n').collect();
                prop_assert_eq!(lines.len(), 11);
                prop_assert!(!qr.as_str().contains('\r') && !lines[10].is_empty());
                prop_assert!(qr.as_str().len() <= BYTES_MAX);
                let amount = lines[7].strip_prefix("EUR").unwrap_or_default();
                let read = Money::parse_decimal(amount, Currency::Eur);
                prop_assert_eq!(read, Ok(Money::new(minor, Currency::Eur)));
            }
        }
    }
}
