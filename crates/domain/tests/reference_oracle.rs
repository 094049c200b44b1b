//! References against the Python package `python-stdnum`: the RF form by its ISO 11649, the OCR form
//! by its Luhn, as they are and a little changed.

mod oracle;

use domain::reference::{Mode, Reference, is_creditor_reference};

/// References of each form, each of them as it is and changed.
const COUNT: u64 = 6_000;

/// Reads `form text` lines and prints a verdict for each.
const SCRIPT: &str = r"
import sys
from stdnum import iso11649, luhn
for line in sys.stdin:
    form, text = line.split()
    valid = iso11649.is_valid(text) if form == 'rf' else luhn.is_valid(text)
    print('valid' if valid else 'invalid')
";

fn draw(turn: u64) -> Reference {
    let [_, _, _, random @ ..] = turn.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
    Reference::draw(if turn.is_multiple_of(3) { Mode::Test } else { Mode::Live }, random)
}

/// The text with another digit at a place that depends on `turn`: any but the first two, which of an
/// RF form say that it is one.
fn changed(text: &str, turn: u64) -> String {
    let place = 2 + usize::try_from(turn).unwrap_or(0) % (text.len() - 2);
    let other = if text.as_bytes()[place] == b'7' { '3' } else { '7' };
    format!("{}{other}{}", &text[..place], &text[place + 1..])
}

#[test]
fn no_check_differs_from_an_independent_package() {
    let mut lines = Vec::new();
    for turn in 0..COUNT {
        let reference = draw(turn);
        for (form, text) in [("rf", reference.rf()), ("ocr", reference.ocr())] {
            lines.push((form, changed(&text, turn)));
            lines.push((form, text));
        }
    }
    let input: String = lines.iter().map(|(form, text)| format!("{form} {text}\n")).collect();
    let verdicts = oracle::run(SCRIPT, &input);
    assert_eq!(verdicts.len(), lines.len());
    let (mut invalid, count) = (0, lines.len());
    for form in ["rf", "ocr"] {
        let of_form = lines.iter().filter(|(its, _)| *its == form).count();
        assert!(of_form >= 10_000, "only {of_form} of {form} were compared");
    }
    for ((form, text), verdict) in lines.iter().zip(&verdicts) {
        let read = Reference::read(text);
        if verdict == "invalid" {
            invalid += 1;
            assert!(read.is_err(), "{form} {text}");
        } else {
            // A changed RF form may keep its own check and yet lose the core's.
            assert!(read.is_ok() || *form == "rf", "{form} {text}");
        }
        if *form == "rf" {
            assert_eq!(is_creditor_reference(text), verdict == "valid", "{text}");
        }
    }
    // Luhn finds every wrong digit, ISO 11649 all but one in a hundred of digits for letters.
    assert!(invalid * 20 > count * 9, "{invalid} of {count} were wrong");
}
