//! The text on the payer's statement: which rails can carry it, and what each makes of it.

use crate::method::{MethodType, StatementText};
use crate::sepa::charset;

/// Fewest characters that a card descriptor has.
pub const CARD_MIN: usize = 5;
/// Most characters that card networks print.
pub const CARD_MAX: usize = 22;
/// Characters that card networks do not take.
pub const CARD_FORBIDDEN: &[char] = &['<', '>', '\\', '\'', '"', '*'];
/// Most characters of SEPA remittance information.
pub const SEPA_TEXT_MAX: usize = 140;
/// Most characters of a name in SEPA messages.
pub const SEPA_NAME_MAX: usize = 70;

/// What is printed where a name has no letter that the rail knows.
const NAMELESS: &str = "PAYMENT";
/// Stands between name and text in a preview; no rail prints it, so it cannot be mistaken.
const BETWEEN: &str = " · ";

/// Why no rail carries a descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DescriptorError {
    /// The card networks would not print it.
    #[error(
        "cards need 5 to 22 Latin characters, at least one of them a letter, and none of \
         < > \\ ' \" *"
    )]
    Card,
    /// It does not fit SEPA messages.
    #[error(
        "SEPA needs 1 to 140 characters that can be written with Latin letters, digits, spaces \
         and / - ? : ( ) . , ' +"
    )]
    Sepa,
    /// None of the listed types prints a text.
    #[error("none of the listed payment method types prints a text on the statement")]
    NoRail,
}

impl DescriptorError {
    /// Stable code, the same for every rail.
    pub const fn code(self) -> &'static str {
        "statement_descriptor_invalid"
    }
}

/// Accepts a descriptor that at least one of the listed types carries whole. Otherwise says what
/// the first of them asks for.
pub fn check(descriptor: &str, methods: &[MethodType]) -> Result<(), DescriptorError> {
    if methods.iter().any(|&method| carries(method, descriptor)) {
        return Ok(());
    }
    let first = methods.first().map(|method| method.row().statement);
    Err(match first {
        Some(StatementText::Card) => DescriptorError::Card,
        Some(StatementText::Sepa) => DescriptorError::Sepa,
        Some(StatementText::Unknown) | None => DescriptorError::NoRail,
    })
}

/// True when a payment by `method` prints the descriptor whole: nothing cut, nothing left out.
pub fn carries(method: MethodType, descriptor: &str) -> bool {
    match method.row().statement {
        StatementText::Card => card_carries(descriptor),
        StatementText::Sepa => {
            let out = charset::transliterate(descriptor);
            let length = out.text.len();
            !out.lossy && (1..=SEPA_TEXT_MAX).contains(&length) && has_word(&out.text)
        }
        StatementText::Unknown => false,
    }
}

/// What a payment by `method` prints. `descriptor` is the session's or else the account's
/// default; `merchant` is the name the payer knows. Rails that carry both show the name first.
pub fn preview(method: MethodType, descriptor: Option<&str>, merchant: &str) -> String {
    let named = |name: String| if has_word(&name) { name } else { NAMELESS.to_owned() };
    match method.row().statement {
        StatementText::Card => {
            let own = card_line(descriptor.unwrap_or_default());
            if own.len() >= CARD_MIN && own.contains(|c: char| c.is_ascii_alphabetic()) {
                return own;
            }
            named(card_line(merchant))
        }
        StatementText::Sepa | StatementText::Unknown => {
            let name = named(sepa_name(merchant));
            match descriptor.map(sepa_text).filter(|text| !text.is_empty()) {
                Some(text) => format!("{name}{BETWEEN}{text}"),
                None => name,
            }
        }
    }
}

/// The creditor's name as SEPA messages carry it.
pub fn sepa_name(merchant: &str) -> String {
    charset::transliterate_to(merchant, SEPA_NAME_MAX)
}

/// A descriptor as SEPA remittance information.
pub fn sepa_text(descriptor: &str) -> String {
    charset::transliterate_to(descriptor, SEPA_TEXT_MAX)
}

/// A descriptor or name as card networks print it: capitals, cut to 22 characters.
pub fn card_line(text: &str) -> String {
    let (line, _) = latin(text);
    let mut line = line.to_ascii_uppercase();
    line.truncate(CARD_MAX);
    line.truncate(line.trim_end().len());
    line
}

fn card_carries(descriptor: &str) -> bool {
    let (line, whole) = latin(descriptor);
    whole
        && (CARD_MIN..=CARD_MAX).contains(&line.len())
        && line.contains(|c: char| c.is_ascii_alphabetic())
}

/// The text in printable ASCII that cards take, and whether nothing had to be left out.
fn latin(text: &str) -> (String, bool) {
    let mut line = String::with_capacity(text.len());
    let mut whole = true;
    for character in text.chars() {
        let reading = if character.is_ascii_graphic() {
            Some(character.to_string())
        } else {
            charset::fold(character)
        };
        let Some(reading) = reading else {
            whole = false;
            continue;
        };
        let before = line.len();
        line.extend(reading.chars().filter(|c| !CARD_FORBIDDEN.contains(c)));
        whole &= line.len() == before + reading.len();
    }
    (line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "), whole)
}

fn has_word(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use MethodType::{Card, SepaDebit};

    #[test]
    fn cards_ask_for_a_short_latin_line() {
        for text in
            ["RENT MARCH", "Hyra Åsgatan 5", "Rent & more", "ABCDE", "A 1234567890123456789"]
        {
            assert_eq!(check(text, &[Card]), Ok(()), "{text}");
        }
        let long = "A line of 23 characters";
        for text in
            ["", "RENT", "12345", "O'NEILL", "O’NEILL", "RENT *5", "a<b>cd", long, "家賃 march"]
        {
            assert_eq!(check(text, &[Card]), Err(DescriptorError::Card), "{text}");
        }
    }

    #[test]
    fn sepa_asks_for_remittance_information() {
        assert_eq!(check("Rent, March (flat 5) O'Neill", &[SepaDebit]), Ok(()));
        assert_eq!(check("5", &[SepaDebit]), Ok(()));
        assert_eq!(check(&"x".repeat(140), &[SepaDebit]), Ok(()));
        for text in ["", " ", "..", "家賃", &"x".repeat(141)] {
            assert_eq!(check(text, &[SepaDebit]), Err(DescriptorError::Sepa), "{text}");
        }
    }

    #[test]
    fn one_rail_that_carries_it_is_enough() {
        let long = "Rent for March 2026, flat 5";
        assert_eq!(check(long, &[Card, SepaDebit]), Ok(()));
        assert_eq!(check(long, &[Card]), Err(DescriptorError::Card));
        assert_eq!(check("家賃", &[SepaDebit, Card]), Err(DescriptorError::Sepa));
        assert_eq!(check(long, &[]), Err(DescriptorError::NoRail));
    }

    #[test]
    fn the_preview_is_what_the_rail_prints() {
        let long = "Rent for March 2026, Åsgatan 5";
        assert_eq!(preview(Card, Some(long), "Norrby Hyror"), "RENT FOR MARCH 2026, A");
        assert_eq!(
            preview(SepaDebit, Some(long), "Norrby Hyror"),
            "Norrby Hyror · Rent for March 2026, Asgatan 5"
        );
        assert_eq!(preview(Card, None, "Höghus & Söner AB"), "HOGHUS & SONER AB");
        assert_eq!(preview(SepaDebit, None, "Höghus & Söner AB"), "Hoghus + Soner AB");
        assert_eq!(preview(Card, Some("O'Neill"), "x"), "ONEILL");
        assert_eq!(preview(Card, Some("12345"), "Norrby"), "NORRBY");
        assert_eq!(preview(SepaDebit, None, "家賃"), NAMELESS);
        assert_eq!(preview(Card, Some("***"), "家賃"), NAMELESS);
    }

    proptest! {
        #[test]
        fn no_rail_prints_more_than_it_can(descriptor in any::<String>(), merchant in any::<String>()) {
            let card = preview(Card, Some(&descriptor), &merchant);
            prop_assert!(!card.is_empty() && card.len() <= CARD_MAX && card.is_ascii());
            prop_assert!(!card.contains(CARD_FORBIDDEN));
            prop_assert_eq!(card.to_ascii_uppercase(), card);
            let sepa = preview(SepaDebit, Some(&descriptor), &merchant);
            prop_assert!(sepa.split(BETWEEN).all(charset::is_clean));
        }

        #[test]
        fn what_a_rail_carries_it_prints_whole(descriptor in "[A-Za-z0-9 å&.-]{0,30}") {
            if carries(Card, &descriptor) {
                let (line, _) = latin(&descriptor);
                prop_assert_eq!(preview(Card, Some(&descriptor), "x"), line.to_ascii_uppercase());
            }
        }
    }
}
