//! The text on the payer's statement: which rails can carry it, and what each makes of it.

use crate::method::{MethodType, StatementText};
use crate::sepa::charset;
use crate::session::Session;

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
/// Most characters of a reference that Faster Payments carry.
pub const REFERENCE_MAX: usize = 18;
/// Most characters of a reference in the payments of Autogiro.
pub const AUTOGIRO_REFERENCE_MAX: usize = 16;
/// Most characters of a payee's name that Faster Payments carry.
pub const PAYEE_MAX: usize = 40;
/// What Faster Payments, and Bacs records by Standard 18, carry besides letters and digits.
pub const REFERENCE_SIGNS: &[char] = &[' ', '&', '-', '.', '/'];
/// Characters of a session's id that make its short form.
const SHORT_LEN: usize = 8;

/// Most characters of a service user's name in Bacs records.
pub const BACS_NAME_MAX: usize = 18;

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
    /// It does not fit a Bacs record.
    #[error(
        "Bacs needs 1 to 18 characters that can be written with capitals, digits, spaces and \
         . & / -"
    )]
    Bacs,
    /// It does not fit the reference of a Faster Payment.
    #[error(
        "Faster Payments need 1 to 18 characters that can be written with Latin letters, digits, \
         spaces and & - . /"
    )]
    FasterPayments,
    /// It does not fit the reference of a payment by Autogiro.
    #[error(
        "Autogiro needs 1 to 16 characters that can be written with Latin letters, digits, spaces \
         and & - . /"
    )]
    Autogiro,
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
        Some(StatementText::Bacs) => DescriptorError::Bacs,
        Some(StatementText::FasterPayments) => DescriptorError::FasterPayments,
        Some(StatementText::Autogiro) => DescriptorError::Autogiro,
        Some(StatementText::Reference) | None => DescriptorError::NoRail,
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
        StatementText::Bacs => bacs_carries(descriptor),
        StatementText::FasterPayments => reference_carries(descriptor, REFERENCE_MAX),
        StatementText::Autogiro => reference_carries(descriptor, AUTOGIRO_REFERENCE_MAX),
        StatementText::Reference => false,
    }
}

/// What a payment of a session by `method` prints. `usual` is the account's own text, for sessions
/// without one; `merchant` is the name the payer knows. A Faster Payment and an Autogiro have
/// a reference always.
pub fn printed(
    session: &Session,
    method: MethodType,
    usual: Option<&str>,
    merchant: &str,
) -> String {
    let text = session.statement_descriptor.as_deref().or(usual);
    match method.row().statement {
        StatementText::FasterPayments => {
            let reference = reference(session, usual);
            format!("{}{BETWEEN}{reference}", payee(merchant))
        }
        StatementText::Reference => {
            session.reference.map(|reference| reference.core().to_owned()).unwrap_or_default()
        }
        StatementText::Autogiro => {
            let reference = autogiro_reference(session, usual);
            format!("{}{BETWEEN}{reference}", payee(merchant))
        }
        _ => preview(method, text, merchant),
    }
}

/// The reference of a Faster Payment: the session's text, or else the account's, cut to what the
/// rail carries; and where there is none, the short form of the session's id.
pub fn reference(session: &Session, usual: Option<&str>) -> String {
    reference_of(session, usual, REFERENCE_MAX)
}

/// The same of a payment by Autogiro.
pub fn autogiro_reference(session: &Session, usual: Option<&str>) -> String {
    reference_of(session, usual, AUTOGIRO_REFERENCE_MAX)
}

fn reference_of(session: &Session, usual: Option<&str>, most: usize) -> String {
    let text = session.statement_descriptor.as_deref().or(usual).unwrap_or_default();
    let text = cut(spelled(text, is_of_reference).0, most);
    if has_word(&text) { text } else { short_reference(&session.id.to_string()) }
}

/// A payee's name as Faster Payments carry it.
pub fn payee(merchant: &str) -> String {
    let name = cut(spelled(merchant, is_of_reference).0, PAYEE_MAX);
    if has_word(&name) { name } else { NAMELESS.to_owned() }
}

/// A short form of a session's id, for people to quote: its last eight characters, `4C9D-5E6T`.
pub fn short_reference(id: &str) -> String {
    let tail: Vec<char> = id.chars().rev().take(SHORT_LEN).collect();
    let text: String = tail.into_iter().rev().collect::<String>().to_uppercase();
    match text.split_at_checked(SHORT_LEN / 2) {
        Some((left, right)) if !right.is_empty() => format!("{left}-{right}"),
        _ => text,
    }
}

/// What a payment by `method` prints, where no session says more. `descriptor` is the session's or else the account's
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
        StatementText::Bacs => {
            let own = descriptor.filter(|text| bacs_carries(text)).map(bacs_line);
            own.unwrap_or_else(|| named(bacs_line(merchant)))
        }
        StatementText::FasterPayments => named_reference(descriptor, merchant, REFERENCE_MAX),
        StatementText::Autogiro => named_reference(descriptor, merchant, AUTOGIRO_REFERENCE_MAX),
        StatementText::Sepa | StatementText::Reference => {
            let name = named(sepa_name(merchant));
            match descriptor.map(sepa_text).filter(|text| !text.is_empty()) {
                Some(text) => format!("{name}{BETWEEN}{text}"),
                None => name,
            }
        }
    }
}

/// The payee's name, and the reference where there is one.
fn named_reference(descriptor: Option<&str>, merchant: &str, most: usize) -> String {
    let text = spelled(descriptor.unwrap_or_default(), is_of_reference).0;
    let (name, text) = (payee(merchant), cut(text, most));
    if has_word(&text) { format!("{name}{BETWEEN}{text}") } else { name }
}

fn reference_carries(descriptor: &str, most: usize) -> bool {
    let (text, whole) = spelled(descriptor, is_of_reference);
    whole && (1..=most).contains(&text.len()) && has_word(&text)
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
    let (line, _) = spelled(text, is_of_card);
    cut(line.to_ascii_uppercase(), CARD_MAX)
}

fn card_carries(descriptor: &str) -> bool {
    let (line, whole) = spelled(descriptor, is_of_card);
    whole
        && (CARD_MIN..=CARD_MAX).contains(&line.len())
        && line.contains(|c: char| c.is_ascii_alphabetic())
}

/// A descriptor or name as the service user's name in Bacs records: capitals, cut to 18 characters.
pub fn bacs_line(text: &str) -> String {
    cut(spelled(text, is_of_reference).0, BACS_NAME_MAX).to_ascii_uppercase()
}

fn bacs_carries(descriptor: &str) -> bool {
    let (line, whole) = spelled(descriptor, is_of_reference);
    whole && line.len() <= BACS_NAME_MAX && has_word(&line)
}

/// True for what card networks print: printable ASCII, with some exceptions.
fn is_of_card(c: char) -> bool {
    (c.is_ascii_graphic() || c == ' ') && !CARD_FORBIDDEN.contains(&c)
}

/// True for what Faster Payments carry, and Bacs in capitals.
fn is_of_reference(c: char) -> bool {
    c.is_ascii_alphanumeric() || REFERENCE_SIGNS.contains(&c)
}

/// The text in characters that a rail takes, with single spaces between the words, and whether
/// nothing had to be left out. What is not ASCII is spelled in letters that are.
fn spelled(text: &str, takes: fn(char) -> bool) -> (String, bool) {
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
        line.extend(reading.chars().filter(|&c| takes(c)));
        whole &= line.len() == before + reading.len();
    }
    (line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "), whole)
}

/// Cuts ASCII text to so many characters, the last of which is no space.
fn cut(mut text: String, most: usize) -> String {
    text.truncate(most);
    text.truncate(text.trim_end().len());
    text
}

fn has_word(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use MethodType::{Autogiro, BacsDebit, Card, PayByBank, SepaDebit};

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
    fn bacs_asks_for_a_name_of_eighteen_characters() {
        for text in ["Rent & more", "5", "NORRBY-RENT/2026.", "Åsgatan 5"] {
            assert_eq!(check(text, &[BacsDebit]), Ok(()), "{text}");
        }
        for text in ["", " ", "..", "家賃", "O'Neill", "A line of 19 chars."] {
            assert_eq!(check(text, &[BacsDebit]), Err(DescriptorError::Bacs), "{text}");
        }
        assert_eq!(preview(BacsDebit, Some("Hyra Åsgatan 5"), "Norrby"), "HYRA ASGATAN 5");
        assert_eq!(preview(BacsDebit, None, "Norrby Hyresgäster & Co"), "NORRBY HYRESGASTER");
        assert_eq!(preview(BacsDebit, Some("O'Neill"), "家賃"), NAMELESS);
    }

    #[test]
    fn faster_payments_carry_eighteen_characters() {
        for text in ["RENT 4/12", "Flat 5 & garage", "7", "Höghus", "x".repeat(18).as_str()] {
            assert_eq!(check(text, &[PayByBank]), Ok(()), "{text}");
        }
        for text in ["", "--", "Flat (5)", "O'Neill", "a_b", "家賃", "x".repeat(19).as_str()] {
            assert_eq!(check(text, &[PayByBank]), Err(DescriptorError::FasterPayments), "{text}");
        }
        let long = "Rent for March 2026, flat 5";
        assert_eq!(
            preview(PayByBank, Some(long), "Norrby & Co"),
            "Norrby & Co · Rent for March 202"
        );
        assert_eq!(preview(PayByBank, Some("***"), "家賃"), NAMELESS);
        assert_eq!(payee(&"Long name ".repeat(9)), "Long name Long name Long name Long name");
        assert_eq!(short_reference("py_sess_01kaqv8v1jxm3f7n2k4c9d5e6t"), "4C9D-5E6T");
        assert_eq!((short_reference("åä").as_str(), short_reference("").as_str()), ("ÅÄ", ""));
    }

    #[test]
    fn autogiro_carries_sixteen_characters() {
        for text in ["HYRA 4/12", "Åsgatan 5", "7", "x".repeat(16).as_str()] {
            assert_eq!(check(text, &[Autogiro]), Ok(()), "{text}");
        }
        for text in ["", "--", "Flat (5)", "家賃", "x".repeat(17).as_str()] {
            assert_eq!(check(text, &[Autogiro]), Err(DescriptorError::Autogiro), "{text}");
        }
        let printed = preview(Autogiro, Some("Hyra för mars 2026"), "Norrby & Co");
        assert_eq!(printed, "Norrby & Co · Hyra for mars 20");
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
            let bacs = preview(BacsDebit, Some(&descriptor), &merchant);
            prop_assert!(!bacs.is_empty() && bacs.len() <= BACS_NAME_MAX);
            prop_assert!(bacs.chars().all(|c| is_of_reference(c) && !c.is_ascii_lowercase()));
            let sepa = preview(SepaDebit, Some(&descriptor), &merchant);
            prop_assert!(sepa.split(BETWEEN).all(charset::is_clean));
            let bank = preview(PayByBank, Some(&descriptor), &merchant);
            let parts: Vec<&str> = bank.split(BETWEEN).collect();
            prop_assert!(parts.iter().all(|part| !part.is_empty() && part.chars().all(is_of_reference)));
            prop_assert!(parts[0].len() <= PAYEE_MAX);
            prop_assert!(parts.get(1).is_none_or(|text| text.len() <= REFERENCE_MAX));
        }

        #[test]
        fn what_a_rail_carries_it_prints_whole(descriptor in "[A-Za-z0-9 å&.-]{0,30}") {
            if carries(Card, &descriptor) {
                let (line, _) = spelled(&descriptor, is_of_card);
                prop_assert_eq!(preview(Card, Some(&descriptor), "x"), line.to_ascii_uppercase());
            }
        }
    }
}
