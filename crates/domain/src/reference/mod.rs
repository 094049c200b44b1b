//! The reference of a payment: what a payer writes into a transfer, so that its money finds the
//! session that asked for it.
//!
//! Its core has ten characters of Crockford's alphabet (no I, L, O, U). The first tells the mode, so
//! that no test reference passes a live check; eight are random; the last is a check character
//! ([`damm`]) that finds every single mistyped character and every swap of two. People read it in
//! groups, SEPA carries it as [`rf`], a bankgiro as [`ocr`]; no form is longer than the 18 characters of a
//! Faster Payment. References of one scope are kept apart by a unique key: 40 random bits are not
//! enough to hope.

mod damm;
mod ocr;
mod rf;

use std::fmt;
use std::str::FromStr;

use crate::scope::Scope;
use crate::source::Source;
use crate::spelled::spelled;

pub(crate) use ocr::{LENGTH_DIGIT, mode_digit, of_digits as ocr_of_digits};
pub use rf::is_creditor_reference;

/// Characters of the core.
pub const CORE_LEN: usize = 10;
/// Characters of the form for SEPA: `RF`, two check digits, the core.
pub const RF_LEN: usize = CORE_LEN + 4;
/// Digits of the form for a bankgiro.
pub const OCR_LEN: usize = ocr::LEN;
/// Most characters of any form: what a Faster Payment carries (Open Banking Read/Write API, the
/// `Reference` of `RemittanceInformation`).
pub const FORM_MAX: usize = 18;

/// The alphabet of the core (<https://www.crockford.com/base32.html>), in the order of its values.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Random characters of the core.
const RANDOM_LEN: usize = 8;
/// The most that people put between characters before we stop reading.
const TYPED_MAX: usize = 64;

spelled! {
    /// Real money or the sandbox, as far as references tell.
    pub enum Mode {
        /// Real money.
        Live = "live",
        /// The sandbox.
        Test = "test",
    }
}

impl Mode {
    /// The mode of a scope.
    pub const fn of(scope: &Scope) -> Self {
        if scope.livemode { Self::Live } else { Self::Test }
    }

    /// The other one.
    pub const fn other(self) -> Self {
        match self {
            Self::Live => Self::Test,
            Self::Test => Self::Live,
        }
    }

    /// What every core of this mode begins with: the rarest letters of Europe's languages, so that
    /// few words look like the beginning of a reference, and none that is taken for another.
    pub(crate) const fn letter(self) -> u8 {
        match self {
            Self::Live => b'Q',
            Self::Test => b'X',
        }
    }

    fn of_letter(letter: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|mode| mode.letter() == letter)
    }
}

spelled! {
    /// How a reference was written.
    pub enum Form {
        /// Its ten characters.
        Core = "core",
        /// A creditor reference (ISO 11649).
        Rf = "rf",
        /// The number on a Swedish bankgiro.
        Ocr = "ocr",
    }
}

/// The reference of one session. Sorted as text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference([u8; CORE_LEN]);

/// Why a text is no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// Not as long as any form.
    #[error("a payment reference has 10 characters, its RF form 14, its OCR form 17 digits")]
    Length,
    /// A character that no reference has.
    #[error("a payment reference has only digits and letters, and none of I, L, O and U")]
    Character,
    /// The check character or check digits do not fit the rest.
    #[error("the check character does not fit: please compare every character")]
    Check,
    /// All fits, but it does not begin as ours do.
    #[error("this is not a reference of ours")]
    Foreign,
    /// A test reference where real money is, or the other way round.
    #[error("this reference belongs to {found} mode")]
    OtherMode {
        /// The mode that it belongs to.
        found: Mode,
    },
}

impl ReferenceError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "reference_wrong_length",
            Self::Character => "reference_invalid_character",
            Self::Check => "reference_wrong_check",
            Self::Foreign => "reference_foreign",
            Self::OtherMode { .. } => "reference_of_other_mode",
        }
    }
}

impl Reference {
    /// The reference that those 40 random bits make in that mode.
    pub fn draw(mode: Mode, random: [u8; 5]) -> Self {
        let bits = random.iter().fold(0, |bits, byte| bits << 8 | u64::from(*byte));
        let mut core = [mode.letter(); CORE_LEN];
        for (place, character) in core[1..=RANDOM_LEN].iter_mut().enumerate() {
            let value = bits >> (5 * (RANDOM_LEN - 1 - place)) & 31;
            *character = ALPHABET[value as usize & 31];
        }
        core[CORE_LEN - 1] = ALPHABET[usize::from(damm::check(values(&core[..CORE_LEN - 1])))];
        Self(core)
    }

    /// A new one, from fresh randomness. Whoever keeps it makes sure that the scope has it once.
    pub fn fresh(mode: Mode, source: &dyn Source) -> Self {
        let mut random = [0; 5];
        source.fill(&mut random);
        Self::draw(mode, random)
    }

    /// Reads what a person typed or a field carries, in any form and case, with any spaces and
    /// punctuation between. No character is taken for another here: whoever types can look again.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<(Self, Form), ReferenceError> {
        let is_separator = |c: char| c.is_whitespace() || c.is_ascii_punctuation();
        let kept: String = text.chars().filter(|&c| !is_separator(c)).take(TYPED_MAX).collect();
        let kept = kept.to_ascii_uppercase();
        let digits = kept.bytes().all(|byte| byte.is_ascii_digit());
        if digits && kept.len() >= OCR_LEN {
            return Ok((ocr::read(&kept)?, Form::Ocr));
        }
        if kept.len() == RF_LEN && kept.starts_with(rf::PREFIX) {
            return Ok((rf::read(&kept)?, Form::Rf));
        }
        Ok((Self::of_core(&kept)?, Form::Core))
    }

    /// [`Self::read`], and that it belongs to `mode`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse_in(text: &str, mode: Mode) -> Result<Self, ReferenceError> {
        let (reference, _) = Self::read(text)?;
        let found = reference.mode();
        if found == mode { Ok(reference) } else { Err(ReferenceError::OtherMode { found }) }
    }

    fn of_core(text: &str) -> Result<Self, ReferenceError> {
        if text.chars().count() != CORE_LEN {
            return Err(ReferenceError::Length);
        }
        let core: [u8; CORE_LEN] =
            text.as_bytes().try_into().map_err(|_| ReferenceError::Character)?;
        Self::of_bytes(core)
    }

    /// The reference of exactly those characters.
    pub(crate) fn of_bytes(core: [u8; CORE_LEN]) -> Result<Self, ReferenceError> {
        if !core.iter().all(|&character| value(character).is_some()) {
            return Err(ReferenceError::Character);
        }
        if !damm::fits(values(&core)) {
            return Err(ReferenceError::Check);
        }
        Mode::of_letter(core[0]).map(|_| Self(core)).ok_or(ReferenceError::Foreign)
    }

    /// Which mode it belongs to.
    pub const fn mode(&self) -> Mode {
        if self.0[0] == Mode::Test.letter() { Mode::Test } else { Mode::Live }
    }

    /// The ten characters.
    pub fn core(&self) -> &str {
        // Every constructor takes its characters from the ASCII alphabet.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// In groups of four, three and three, for reading aloud and typing.
    pub fn grouped(&self) -> String {
        let (head, rest) = self.core().split_at(4);
        let (middle, tail) = rest.split_at(3);
        format!("{head} {middle} {tail}")
    }

    /// The creditor reference of ISO 11649 that SEPA carries: `RF`, check digits, core.
    pub fn rf(&self) -> String {
        rf::write(self.core())
    }

    /// The number for a bankgiro: digits only, with length digit and Luhn digit.
    pub fn ocr(&self) -> String {
        ocr::write(self)
    }

    /// In that form.
    pub fn in_form(&self, form: Form) -> String {
        match form {
            Form::Core => self.core().to_owned(),
            Form::Rf => self.rf(),
            Form::Ocr => self.ocr(),
        }
    }
}

/// What each byte stands for, found at its own place: hostile texts ask for many.
static VALUES: [Option<u8>; 256] = {
    let mut values = [None; 256];
    let mut value = 0;
    while value < ALPHABET.len() {
        values[ALPHABET[value] as usize] = Some(value as u8);
        value += 1;
    }
    values
};

/// What a character of the alphabet stands for.
fn value(character: u8) -> Option<u8> {
    VALUES[character as usize]
}

/// The values of characters that are known to be of the alphabet.
fn values(characters: &[u8]) -> impl Iterator<Item = u8> {
    characters.iter().filter_map(|&character| value(character))
}

impl FromStr for Reference {
    type Err = ReferenceError;

    /// Reads a core exactly as [`Self::core`] writes it.
    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        Self::of_core(text)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.core())
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl serde::Serialize for Reference {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.core())
    }
}

impl<'de> serde::Deserialize<'de> for Reference {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ids::{AccountId, Id};

    /// Random bytes, the core, the RF form and the OCR form, as the Python packages `damm32` 1.2.1 and
    /// `python-stdnum` 2.2 reckon their checks.
    const KNOWN: [(Mode, [u8; 5], &str, &str, &str); 6] = [
        (Mode::Live, [0; 5], "Q00000000G", "RF94Q00000000G", "10000000000001676"),
        (Mode::Test, [255; 5], "XZZZZZZZZC", "RF26XZZZZZZZZC", "93518437208881270"),
        (Mode::Live, [165, 77, 202, 24, 37], "QMN6WM6150", "RF44QMN6WM6150", "12271919020560072"),
        (Mode::Test, [48, 187, 29, 109, 19], "X62XHTV8K6", "RF18X62XHTV8K6", "90669752633815070"),
        (Mode::Live, [31, 203, 25, 113, 23], "Q3Z5HJW8QQ", "RF56Q3Z5HJW8QQ", "10436964570802371"),
        (Mode::Test, [68, 148, 214, 73, 60], "X8JADCJ9WP", "RF96X8JADCJ9WP", "90942575512155873"),
    ];

    /// References all over the range, in both modes.
    fn many() -> impl Iterator<Item = Reference> {
        (0_u64..400).map(|turn| {
            let [_, _, _, random @ ..] = turn.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
            let mode = if turn % 2 == 0 { Mode::Live } else { Mode::Test };
            Reference::draw(mode, random)
        })
    }

    /// Every text of the same length that differs in one character of `alphabet`.
    fn mistyped(text: &str, alphabet: &'static [u8]) -> Vec<String> {
        let at = |place: usize| {
            let others = alphabet.iter().filter(move |&&other| other != text.as_bytes()[place]);
            others.map(move |&other| {
                format!("{}{}{}", &text[..place], char::from(other), &text[place + 1..])
            })
        };
        (0..text.len()).flat_map(at).collect()
    }

    /// Every text with two different neighbours swapped.
    fn swapped(text: &str) -> Vec<String> {
        let swap = |place: usize| {
            let mut bytes = text.as_bytes().to_vec();
            bytes.swap(place, place + 1);
            String::from_utf8(bytes).unwrap()
        };
        (0..text.len() - 1).map(swap).filter(|other| other != text).collect()
    }

    #[test]
    fn every_form_is_what_independent_packages_say() {
        for (mode, random, core, rf, ocr) in KNOWN {
            let reference = Reference::draw(mode, random);
            assert_eq!(reference.core(), core);
            assert_eq!((reference.rf(), reference.ocr()), (rf.to_owned(), ocr.to_owned()));
            assert_eq!(reference.mode(), mode);
            assert_eq!(core.parse(), Ok(reference));
            for (form, text) in [(Form::Core, core), (Form::Rf, rf), (Form::Ocr, ocr)] {
                assert_eq!(Reference::read(text), Ok((reference, form)));
                assert_eq!(reference.in_form(form), text);
            }
        }
    }

    #[test]
    fn every_form_fits_a_faster_payment_and_reads_back() {
        for reference in many() {
            let texts =
                [reference.to_string(), reference.grouped(), reference.rf(), reference.ocr()];
            for text in texts {
                assert!(text.len() <= FORM_MAX, "{text}");
                let spoken = format!(" {}.", text.to_ascii_lowercase());
                assert_eq!(Reference::read(&spoken).map(|(read, _)| read), Ok(reference), "{text}");
            }
            assert_eq!(reference.rf().len(), RF_LEN);
            assert_eq!(reference.ocr().len(), OCR_LEN);
        }
        let grouped = Reference::draw(Mode::Live, [165, 77, 202, 24, 37]).grouped();
        assert_eq!(grouped, "QMN6 WM6 150");
    }

    #[test]
    fn no_single_mistake_and_no_swap_reads_as_anything() {
        for reference in many() {
            let core = reference.core();
            for wrong in mistyped(core, ALPHABET).into_iter().chain(swapped(core)) {
                assert_eq!(Reference::read(&wrong), Err(ReferenceError::Check), "{core} {wrong}");
            }
        }
    }

    #[test]
    fn no_single_wrong_digit_reads_as_anything() {
        for reference in many() {
            for wrong in mistyped(&reference.ocr(), b"0123456789") {
                // With a zero in front it is shorter, and then not one of ours.
                assert!(Reference::read(&wrong).is_err(), "{reference} {wrong}");
            }
            let rf = reference.rf();
            for wrong in mistyped(&rf, b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
                assert!(Reference::read(&wrong).is_err(), "{reference} {wrong}");
            }
        }
    }

    #[test]
    fn a_swap_of_digits_that_luhn_misses_never_reads_as_the_same() {
        let (mut swaps, mut missed) = (0, 0);
        for reference in many() {
            for wrong in swapped(&reference.ocr()) {
                swaps += 1;
                if let Ok((other, _)) = Reference::read(&wrong) {
                    missed += 1;
                    assert_ne!(other, reference);
                }
            }
        }
        // Luhn misses 09 and 90, one swap in 45; of those the check character lets one in 32 pass.
        assert!(swaps > 5_000 && missed * 500 < swaps, "{missed} of {swaps}");
    }

    #[test]
    fn a_test_reference_never_passes_a_live_check() {
        for reference in many() {
            let (mode, other) = (reference.mode(), reference.mode().other());
            for form in Form::ALL {
                let text = reference.in_form(*form);
                assert_eq!(Reference::parse_in(&text, mode), Ok(reference));
                let found = mode;
                let refused = Reference::parse_in(&text, other);
                assert_eq!(refused, Err(ReferenceError::OtherMode { found }), "{text}");
            }
        }
        let account = AccountId::from_parts(1, [1; 10]);
        assert_eq!(Mode::of(&Scope::new(account, true)), Mode::Live);
        assert_eq!(Mode::of(&Scope::new(account, false)), Mode::Test);
    }

    #[test]
    fn each_fault_has_its_own_name() {
        let error = |text: &str| Reference::read(text).err();
        for text in ["", "Q", "Q0000000", "Q00000000GG", "Ö", &"7".repeat(26)] {
            assert_eq!(error(text), Some(ReferenceError::Length), "{text:?}");
        }
        for text in ["QMN6WM6I50", "QMN6WM615O", "QMN6WMU150", "QMN6WM615Ö", "QLN6WM6150"] {
            assert_eq!(error(text), Some(ReferenceError::Character), "{text:?}");
        }
        for text in ["QMN6WM6151", "RF45QMN6WM6150", "12271919020560073"] {
            assert_eq!(error(text), Some(ReferenceError::Check), "{text:?}");
        }
        // These fit, and begin like none of ours.
        assert_eq!(error("0000000000"), Some(ReferenceError::Foreign));
        assert_eq!(error("20000000000000075"), Some(ReferenceError::Foreign));
        // The greatest number of fourteen digits stands for more than nine characters.
        assert_eq!(error("19999999999999978"), Some(ReferenceError::Foreign));
        assert!("qmn6wm6150".parse::<Reference>().is_err(), "stored forms have one spelling");
    }

    #[test]
    fn a_bank_may_put_zeros_before_the_number() {
        let reference = Reference::draw(Mode::Live, [165, 77, 202, 24, 37]);
        let padded = format!("{:0>25}", reference.ocr());
        assert_eq!(Reference::read(&padded), Ok((reference, Form::Ocr)));
        assert_eq!(Reference::read(&format!("0{padded}")), Err(ReferenceError::Length));
    }

    proptest! {
        #[test]
        fn different_randomness_makes_different_references(one: [u8; 5], other: [u8; 5]) {
            let [left, right] = [one, other].map(|random| Reference::draw(Mode::Live, random));
            prop_assert_eq!(left == right, one == other);
            prop_assert_eq!(left.ocr() == right.ocr(), one == other);
        }

        #[test]
        fn hostile_texts_are_refused_and_nothing_worse(text in any::<String>()) {
            if let Ok((reference, form)) = Reference::read(&text) {
                prop_assert!(reference.in_form(form).len() <= FORM_MAX);
            }
        }

        #[test]
        fn whatever_reads_is_written_the_same(text in "[QX0-9A-HJKMNP-TV-Z]{10}|RF[0-9]{2}[QX][0-9A-Z]{9}|[19][0-9]{16}") {
            if let Ok((reference, form)) = Reference::read(&text) {
                prop_assert_eq!(reference.in_form(form), text);
            }
        }

        #[test]
        fn references_keep_their_one_spelling_in_json(random: [u8; 5]) {
            let reference = Reference::draw(Mode::Test, random);
            let json = serde_json::to_string(&reference).unwrap();
            prop_assert_eq!(serde_json::from_str::<Reference>(&json).unwrap(), reference);
        }
    }
}
