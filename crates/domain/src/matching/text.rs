//! References in a text that a payer typed and banks broke, cut and stripped. Pure text work.
//!
//! Only A to Z and 0 to 9 count, in capitals, over all lines as one: whatever banks insert, drop
//! or break, the ten characters of a core stand together then. One character may be taken for one
//! that looks alike ([`Confusion`]) if the check character fits only so; never two, and nothing else
//! that was mistyped: the check character cannot tell which of several readings was meant.

use crate::reference::{
    CORE_LEN, Form, LENGTH_DIGIT, Mode, OCR_LEN, Reference, mode_digit, ocr_of_digits,
};

/// Most references that are found in one text. A list of so many may lack some.
pub const CORES_MAX: usize = 32;
/// Most characters of a text that are read. Banks carry 140, or a few thousand in a batch.
pub const TEXT_MAX: usize = 16_384;

/// Most characters of a quotation; a text that is stretched further is quoted without its gaps.
const QUOTE_MAX: usize = 60;
/// Where a quotation goes on in the next line.
const LINE_BREAK: char = '↵';
/// The place of the length digit in an OCR number.
const LENGTH_PLACE: usize = OCR_LEN - 2;

/// What is read, and what may have been meant: characters that hands and fonts do not tell apart.
/// O, I and L are in no reference, so nothing is lost in their place.
const ALIKE: [(u8, u8); 9] = [
    (b'O', b'0'),
    (b'I', b'1'),
    (b'L', b'1'),
    (b'S', b'5'),
    (b'5', b'S'),
    (b'B', b'8'),
    (b'8', b'B'),
    (b'Z', b'2'),
    (b'2', b'Z'),
];

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, counted from 1.
    pub line: usize,
    /// The character in it, counted from 1.
    pub character: usize,
}

/// A character that was taken for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confusion {
    /// Which character of the core, counted from 1.
    pub character: usize,
    /// What the text says.
    pub read: char,
    /// What fits.
    pub meant: char,
}

/// A reference that a text quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The reference.
    pub reference: Reference,
    /// How it is written: as its core, be it within its RF form, or as an OCR number.
    pub form: Form,
    /// The one character that had to be taken for another.
    pub confusion: Option<Confusion>,
    /// Where it begins.
    pub first: Place,
    /// Its last character.
    pub last: Place,
    /// How it stands there.
    pub quote: String,
}

/// The references of `mode` that the lines of one text quote: first those that are written right,
/// then those with a [`Confusion`], each kind in the order of the text, none twice, and
/// [`CORES_MAX`] at most. Reads [`TEXT_MAX`] characters.
pub fn find_cores<Line: AsRef<str>>(lines: &[Line], mode: Mode) -> Vec<Found> {
    let text = Squeezed::of(lines);
    let mut found: Vec<Found> = Vec::new();
    let right = (0..text.bytes.len()).filter_map(|at| text.right_at(at, mode));
    let confused = (0..text.bytes.len()).flat_map(|at| text.confused_at(at, mode));
    for (reference, form, confusion, at) in right.chain(confused) {
        if found.len() == CORES_MAX {
            break;
        }
        if found.iter().all(|known| known.reference != reference) {
            let length = if form == Form::Ocr { OCR_LEN } else { CORE_LEN };
            let (first, last) = (text.places[at], text.places[at + length - 1]);
            let squeezed = &text.bytes[at..at + length];
            let quote = quote(lines, first, last)
                .unwrap_or_else(|| squeezed.iter().copied().map(char::from).collect());
            found.push(Found { reference, form, confusion, first, last, quote });
        }
    }
    found
}

/// True when the lines have more than is read of them.
pub(super) fn is_too_long<Line: AsRef<str>>(lines: &[Line]) -> bool {
    characters(lines).nth(TEXT_MAX).is_some()
}

/// A reference that begins at a place of the squeezed text.
type Reading = (Reference, Form, Option<Confusion>, usize);

/// A text of which only capitals and digits are left, each with the place where it stood.
struct Squeezed {
    bytes: Vec<u8>,
    places: Vec<Place>,
}

impl Squeezed {
    fn of<Line: AsRef<str>>(lines: &[Line]) -> Self {
        let kept = characters(lines).take(TEXT_MAX).filter_map(|(place, character)| {
            let byte = u8::try_from(character.to_ascii_uppercase()).ok()?;
            byte.is_ascii_alphanumeric().then_some((byte, place))
        });
        let (bytes, places) = kept.unzip();
        Self { bytes, places }
    }

    /// The reference that stands there as it should.
    fn right_at(&self, at: usize, mode: Mode) -> Option<Reading> {
        let rest = &self.bytes[at..];
        if rest.first() == Some(&mode.letter()) {
            let core = rest.first_chunk::<CORE_LEN>()?;
            let reference = Reference::of_bytes(*core).ok()?;
            return Some((reference, Form::Core, None, at));
        }
        let digits = rest.first_chunk::<OCR_LEN>()?;
        let built = digits[0] == mode_digit(mode) && digits[LENGTH_PLACE] == LENGTH_DIGIT;
        if !built || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        Some((ocr_of_digits(digits).ok()?, Form::Ocr, None, at))
    }

    /// The references that may be meant there, one character being taken for another.
    fn confused_at(&self, at: usize, mode: Mode) -> Vec<Reading> {
        let core = self.bytes[at..].first_chunk::<CORE_LEN>();
        let Some(core) = core.filter(|core| core[0] == mode.letter()) else { return Vec::new() };
        let readings = (1..CORE_LEN).flat_map(|place| {
            let alike = ALIKE.iter().filter(move |(read, _)| *read == core[place]);
            alike.filter_map(move |&(read, meant)| {
                let mut corrected = *core;
                corrected[place] = meant;
                let reference = Reference::of_bytes(corrected).ok()?;
                let (read, meant) = (char::from(read), char::from(meant));
                let confusion = Confusion { character: place + 1, read, meant };
                Some((reference, Form::Core, Some(confusion), at))
            })
        });
        readings.collect()
    }
}

fn characters<Line: AsRef<str>>(lines: &[Line]) -> impl Iterator<Item = (Place, char)> {
    lines.iter().zip(1..).flat_map(|(text, line)| {
        let characters = text.as_ref().chars().zip(1..);
        characters.map(move |(it, character)| (Place { line, character }, it))
    })
}

/// What stands between two places, unless that is too long to show or cannot be shown.
fn quote<Line: AsRef<str>>(lines: &[Line], first: Place, last: Place) -> Option<String> {
    let mut quote = String::new();
    let mut line = first.line;
    let within = characters(lines)
        .skip_while(|(place, _)| *place < first)
        .take_while(|(place, _)| *place <= last);
    for (length, (place, character)) in within.enumerate() {
        if length == QUOTE_MAX || character.is_control() {
            return None;
        }
        if place.line != line {
            quote.push(LINE_BREAK);
            line = place.line;
        }
        quote.push(character);
    }
    Some(quote)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample() -> Reference {
        Reference::draw(Mode::Live, [165, 77, 202, 24, 37])
    }

    #[test]
    fn only_what_is_quoted_is_found() {
        for text in [
            "QMN6WM6151",        // a wrong character
            "QMN6MW6150",        // two swapped
            "QMN6WM615",         // one missing
            "QMN6WMM6150",       // one too many
            "MN6WM6150Q",        // turned round
            "0MN6WM6150",        // the first letter, for which none is taken
            "12271919020560073", // a wrong digit
            "RF44",
            "",
        ] {
            let found = find_cores(&[text], Mode::Live);
            assert!(found.iter().all(|it| it.reference != sample()), "{text}: {found:?}");
        }
        let found = find_cores(&["ocr 1227 1919 0205 60072 tack"], Mode::Live);
        let [only] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((only.reference, only.form), (sample(), Form::Ocr));
        assert_eq!(only.quote, "1227 1919 0205 60072");
        // Written wrong and then right, it is right.
        let found = find_cores(&["QMN6WM615O or QMN6WM6150"], Mode::Live);
        assert_eq!(found.iter().map(|it| it.confusion).collect::<Vec<_>>(), [None]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(lines in proptest::collection::vec(any::<String>(), 0..6)) {
            for mode in Mode::ALL {
                for found in find_cores(&lines, *mode) {
                    prop_assert_eq!(found.reference.mode(), *mode);
                    prop_assert!(found.first <= found.last);
                }
            }
        }

        #[test]
        fn formatting_never_hides_a_reference(
            random: [u8; 5],
            before in "[a-z ./-]{0,40}",
            gaps in proptest::collection::vec("[ ./-]{0,3}|\n", 10),
            after in "[a-z ./-]{0,40}",
        ) {
            let reference = Reference::draw(Mode::Live, random);
            let spread = reference.core().chars().zip(&gaps).map(|(it, gap)| format!("{it}{gap}"));
            let text = format!("{before}{}{after}", spread.collect::<String>()).to_lowercase();
            let lines: Vec<&str> = text.split('\n').collect();
            let found = find_cores(&lines, Mode::Live);
            let Some(ours) = found.iter().find(|it| it.reference == reference) else {
                return Err(TestCaseError::fail(format!("{text:?}")));
            };
            let line: Vec<char> = lines[ours.first.line - 1].chars().collect();
            prop_assert_eq!(line[ours.first.character - 1], 'q');
        }
    }
}
