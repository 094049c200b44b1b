//! Limits and checks of the texts that come through the API and the pages.
//!
//! Lengths count characters as people do, not bytes. A text is taken as it is or refused; nothing
//! is cut or cleaned behind the caller's back. Only what banks tell cannot be refused, and is [`cleaned`].

use crate::glyphs::{self, Glyph};

/// Most characters of the name of a person, business or key.
pub const NAME_MAX: usize = 200;
/// Most characters of a line of an address, a town, a phone number and the like.
pub const LINE_MAX: usize = 200;
/// Most characters of a description or note.
pub const DESCRIPTION_MAX: usize = 1_000;
/// Most characters of an e-mail address (RFC 5321, 4.5.3.1.3 less the angle brackets).
pub const EMAIL_MAX: usize = 254;
/// Most characters before the `@` (RFC 5321, 4.5.3.1.1).
const EMAIL_LOCAL_MAX: usize = 64;
/// Most characters of one label of a domain (RFC 1035, 2.3.4).
const LABEL_MAX: usize = 63;
/// Most characters of an `Idempotency-Key`.
pub const IDEMPOTENCY_KEY_MAX: usize = 255;
/// Most keys of `metadata`.
pub const METADATA_KEYS_MAX: usize = 50;
/// Most characters of a key of `metadata`.
pub const METADATA_KEY_MAX: usize = 40;
/// Most characters of a value of `metadata`.
pub const METADATA_VALUE_MAX: usize = 500;

/// Most combining marks on one letter. Written languages need about half as many; more of them
/// climb into the lines around.
const MARKS_MAX: usize = 8;
/// Most characters in a row that shape the one before: a heart of fire has two.
const SHAPERS_MAX: usize = 2;

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing that can be seen.
    #[error("must not be empty")]
    Empty,
    /// Too many characters.
    #[error("must have at most {max} characters")]
    TooLong {
        /// Most characters it may have.
        max: usize,
    },
    /// A NUL, another control character, or one that turns the direction of the text around it.
    #[error("must not contain control characters")]
    Control,
    /// A character that cannot be seen, where it does not shape the one before.
    #[error("must not contain invisible characters")]
    Invisible,
    /// Marks piled up on one letter.
    #[error("must have at most {MARKS_MAX} combining marks in a row")]
    Marks,
    /// Not an e-mail address.
    #[error("must be an e-mail address such as name@example.com")]
    Email,
}

impl TextError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "text_empty",
            Self::TooLong { .. } => "text_too_long",
            Self::Control => "text_control_character",
            Self::Invisible => "text_invisible_character",
            Self::Marks => "text_too_many_marks",
            Self::Email => "email_invalid",
        }
    }
}

/// Checks a text of one line that says something.
pub fn check_line(text: &str, max: usize) -> Result<(), TextError> {
    if text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    check_length(text, max)?;
    if text.chars().any(is_control) {
        return Err(TextError::Control);
    }
    if !text.chars().any(glyphs::is_visible) {
        return Err(TextError::Empty);
    }
    check_glyphs(text)
}

/// Two lines that look alike are alike, as far as that can be told by single characters, and none
/// writes over its neighbours.
fn check_glyphs(text: &str) -> Result<(), TextError> {
    // A shaper has nothing to shape at the beginning of a word.
    let (mut marks, mut shapers) = (0, SHAPERS_MAX);
    for character in text.chars() {
        match glyphs::kind(character) {
            Glyph::Shaper if shapers < SHAPERS_MAX => shapers += 1,
            Glyph::Shaper | Glyph::Ignorable => return Err(TextError::Invisible),
            Glyph::Mark if marks < MARKS_MAX => (marks, shapers) = (marks + 1, 0),
            Glyph::Mark => return Err(TextError::Marks),
            Glyph::Space => (marks, shapers) = (0, SHAPERS_MAX),
            Glyph::Other => (marks, shapers) = (0, 0),
        }
    }
    Ok(())
}

/// Checks a text that may be empty and may have several lines.
pub fn check_block(text: &str, max: usize) -> Result<(), TextError> {
    check_length(text, max)?;
    let control = |c: char| is_control(c) && !matches!(c, '\n' | '\r' | '\t');
    if text.chars().any(control) {
        return Err(TextError::Control);
    }
    text.split(['\n', '\r', '\t']).try_for_each(check_glyphs)
}

/// A text that somebody else wrote and that cannot be refused, such as a bank's: on one line, and nothing in it
/// that cannot be seen or that writes over its neighbours. Control characters become spaces, what
/// [`check_line`] would refuse besides is left out.
pub fn cleaned(text: &str) -> String {
    let (mut marks, mut shapers) = (0, SHAPERS_MAX);
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        let glyph = match character {
            _ if character.is_control() => Glyph::Space,
            '\u{2028}' | '\u{2029}' => Glyph::Space,
            _ => glyphs::kind(character),
        };
        match glyph {
            Glyph::Shaper if shapers < SHAPERS_MAX => shapers += 1,
            Glyph::Mark if marks < MARKS_MAX => (marks, shapers) = (marks + 1, 0),
            Glyph::Shaper | Glyph::Ignorable | Glyph::Mark => continue,
            Glyph::Space => (marks, shapers) = (0, SHAPERS_MAX),
            Glyph::Other => (marks, shapers) = (0, 0),
        }
        clean.push(if glyph == Glyph::Space && is_control(character) { ' ' } else { character });
    }
    clean
}

/// The same for what another system knows something by: what cannot be seen is spelled out, so that two
/// of them that differ never look alike.
pub fn spelled_out(id: &str) -> String {
    let mut told = String::with_capacity(id.len());
    for character in id.chars() {
        match glyphs::kind(character) {
            _ if character.is_control() => told.push(' '),
            _ if is_control(character) => told.extend(character.escape_unicode()),
            Glyph::Shaper | Glyph::Ignorable => told.extend(character.escape_unicode()),
            _ => told.push(character),
        }
    }
    told
}

fn check_length(text: &str, max: usize) -> Result<(), TextError> {
    if text.chars().count() > max { Err(TextError::TooLong { max }) } else { Ok(()) }
}

/// Control characters, line and paragraph separators, and the overrides with which a name could
/// make the amount beside it read backwards.
fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Checks the form of an e-mail address: what mail servers on the internet accept in practice.
/// Quoted names, comments and addresses of bare hosts are refused; whether a letter box exists
/// only a mail can tell.
pub fn check_email(text: &str) -> Result<(), TextError> {
    check_length(text, EMAIL_MAX)?;
    let (local, domain) = text.rsplit_once('@').ok_or(TextError::Email)?;
    if is_local_part(local) && is_domain(domain) { Ok(()) } else { Err(TextError::Email) }
}

fn is_local_part(local: &str) -> bool {
    let is_atom_text = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    local.len() <= EMAIL_LOCAL_MAX
        && local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom_text))
}

fn is_domain(domain: &str) -> bool {
    // A name in another script is judged by the form in which it is looked up, and that is without
    // what cannot be seen: it would stand in mails all the same.
    if check_line(domain, EMAIL_MAX).is_err() {
        return false;
    }
    let Ok(url::Host::Domain(domain)) = url::Host::parse(domain) else { return false };
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= LABEL_MAX
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let (name, top) = domain.rsplit_once('.').unwrap_or(("", &domain));
    domain.len() <= EMAIL_MAX
        && name.split('.').all(is_label)
        && is_label(top)
        && top.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// What is wrong with `metadata`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MetadataError {
    /// Too many keys.
    #[error("must have at most 50 keys")]
    TooManyKeys,
    /// A key that cannot be one.
    #[error("a key {0}")]
    Key(TextError),
    /// A value that cannot be one.
    #[error("the value of `{key}` {error}")]
    Value {
        /// Its key.
        key: String,
        /// What is wrong with it.
        error: TextError,
    },
}

impl MetadataError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooManyKeys => "metadata_too_many_keys",
            Self::Key(_) => "metadata_key_invalid",
            Self::Value { .. } => "metadata_value_invalid",
        }
    }
}

/// Every fault of a `metadata` object; none when it is fine. Too many keys are told alone.
pub fn metadata_faults<'a>(
    pairs: impl ExactSizeIterator<Item = (&'a str, &'a str)>,
) -> Vec<MetadataError> {
    if pairs.len() > METADATA_KEYS_MAX {
        return vec![MetadataError::TooManyKeys];
    }
    pairs
        .filter_map(|(key, value)| match check_line(key, METADATA_KEY_MAX) {
            Err(error) => Some(MetadataError::Key(error)),
            Ok(()) => check_block(value, METADATA_VALUE_MAX)
                .err()
                .map(|error| MetadataError::Value { key: key.to_owned(), error }),
        })
        .collect()
}

/// Checks an `Idempotency-Key`: 1 to 255 printable ASCII characters.
pub fn check_idempotency_key(text: &str) -> Result<(), TextError> {
    check_line(text, IDEMPOTENCY_KEY_MAX)?;
    let printable = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if printable { Ok(()) } else { Err(TextError::Control) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lengths_count_characters() {
        assert_eq!(check_line(&"å".repeat(200), 200), Ok(()));
        assert_eq!(check_line(&"å".repeat(201), 200), Err(TextError::TooLong { max: 200 }));
        assert_eq!(check_line(" \u{a0}", 10), Err(TextError::Empty));
        assert_eq!(check_block("", 10), Ok(()));
    }

    #[test]
    fn nul_and_its_kind_are_refused() {
        for text in ["a\0b", "a\u{1b}[0m", "a\u{7f}", "a\u{85}b", "a\u{202e}b", "a\u{2066}b"] {
            assert_eq!(check_line(text, 99), Err(TextError::Control), "{text:?}");
            assert_eq!(check_block(text, 99), Err(TextError::Control), "{text:?}");
        }
        assert_eq!(check_line("two\nlines", 99), Err(TextError::Control));
        assert_eq!(check_block("two\r\nlines\tand a tab", 99), Ok(()));
    }

    #[test]
    fn what_cannot_be_seen_is_refused_in_every_text() {
        let hostile =
            ["\u{200b}", "\u{2060}", "\u{ad}", "\u{200e}", "\u{61c}", "\u{feff}", "\u{e0041}"];
        for hidden in hostile.into_iter().chain(["\u{202e}", "\u{2067}", "\u{9b}"]) {
            for text in
                [format!("a{hidden}b"), format!("one\nt{hidden}wo"), format!("one\n{hidden}two")]
            {
                assert!(check_block(&text, 99).is_err(), "{text:?}");
                assert_eq!(
                    cleaned(&text).replace(' ', ""),
                    text.replace([' ', '\n'], "").replace(hidden, ""),
                    "{text:?}"
                );
            }
            assert!(check_email(&format!("a@exa{hidden}mple.com")).is_err(), "{hidden:?}");
            assert_ne!(spelled_out(&format!("id{hidden}")), "id");
        }
        let piled = format!("two\nA{}", "\u{301}".repeat(9));
        assert_eq!(check_block(&piled, 99), Err(TextError::Marks));
        assert_eq!(check_block("می\u{200c}خواهم\n❤\u{fe0f}", 99), Ok(()));
        assert_ne!(spelled_out("a\u{200b}"), spelled_out("a\u{2060}"));
        assert_eq!(spelled_out("räksmörgås 1"), "räksmörgås 1");
    }

    #[test]
    fn a_line_can_be_seen() {
        for text in ["\u{200b}", "\u{3164}", "\u{2800}\u{2800}", "\u{200e}", "\u{61c}", "\u{301}"] {
            assert_eq!(check_line(text, 99), Err(TextError::Empty), "{text:?}");
        }
        let tags = "A\u{e0041}";
        for text in ["A\u{200b}B", "A\u{3164}", "\u{200e}A", "A\u{61c}", "A\u{ad}B", tags] {
            assert_eq!(check_line(text, 99), Err(TextError::Invisible), "{text:?}");
        }
        // What joins or varies characters needs one before it, and is not piled up.
        for text in ["\u{200d}A", "A \u{200c}B", "\u{fe0f}A", "A\u{200d}\u{200d}\u{200d}B"] {
            assert_eq!(check_line(text, 99), Err(TextError::Invisible), "{text:?}");
        }
        let marked = |count: usize| format!("A{}", "\u{301}".repeat(count));
        assert_eq!(check_line(&marked(8), 200), Ok(()));
        assert_eq!(check_line(&marked(9), 200), Err(TextError::Marks));
        assert_eq!(check_line(&marked(150), 200), Err(TextError::Marks));
    }

    #[test]
    fn every_script_has_names() {
        for text in [
            "Åsa Öberg-Çelik",
            "A\u{30a}sa",
            "O’Neill & Söhne №1",
            "می\u{200c}خواهم",
            "ශ්\u{200d}රී ලංකා",
            "അവന്\u{200d}",
            "葛\u{e0100}城",
            "יִשְׂרָאֵ֖ל",
            "བསྒྲུབས",
            "Nguyễn Thị Ánh",
            "Café ❤\u{fe0f}\u{200d}🔥 1\u{fe0f}\u{20e3}",
            "ᠮᠣᠩᠭᠣᠯ\u{180e}ᠠ",
            "田中\u{3000}太郎",
            "⠠⠁\u{2800}⠠⠃",
        ] {
            assert_eq!(check_line(text, 99), Ok(()), "{text:?}");
        }
    }

    #[test]
    fn addresses_that_mail_servers_take() {
        for text in [
            "jenny@example.com",
            "jenny.rosen+rent@mail.example.co.uk",
            "o'neill_1@example.com",
            "a@b.se",
            "jenny@räksmörgås.se",
            "jenny@xn--rksmrgs-5wao1o.se",
            "Jenny@EXAMPLE.com",
        ] {
            assert_eq!(check_email(text), Ok(()), "{text}");
        }
        let long_name = format!("{}@example.com", "a".repeat(65));
        let long_label = format!("a@{}.com", "b".repeat(64));
        for text in [
            "",
            "@",
            "a@",
            "@b.se",
            "a@b",
            "a b@example.com",
            "a@exa mple.com",
            ".a@b.se",
            "a.@b.se",
            "a..b@c.se",
            "a@b@c.se",
            "a@-b.se",
            "a@b-.se",
            "a@b..se",
            "a@b.se.",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "\"a b\"@c.se",
            "a@b.se\nBcc: x@y.se",
            "a\0@b.se",
            "åsa@b.se",
            "a@b_c.se",
            "Jenny <a@b.se>",
            "a@b.se,c@d.se",
            &long_name,
            &long_label,
        ] {
            assert_eq!(check_email(text), Err(TextError::Email), "{text:?}");
        }
        let endless = format!("a@{}.com", "b.".repeat(130));
        assert_eq!(check_email(&endless), Err(TextError::TooLong { max: EMAIL_MAX }));
    }

    #[test]
    fn metadata_keeps_its_limits() {
        let fits = [("a".repeat(40), "ö".repeat(500)), ("note".into(), "two\nlines".into())];
        let pairs = |of: &'static [(&str, &str)]| metadata_faults(of.iter().copied());
        let faults =
            metadata_faults(fits.iter().map(|(key, value)| (key.as_str(), value.as_str())));
        assert_eq!(faults, []);
        assert_eq!(metadata_faults([("k", "v"); 51].into_iter()), [MetadataError::TooManyKeys]);
        let faults = pairs(&[("", "x"), ("ok", "y"), ("bad", "\0"), ("k\n", "z")]);
        assert_eq!(
            faults,
            [
                MetadataError::Key(TextError::Empty),
                MetadataError::Value { key: "bad".into(), error: TextError::Control },
                MetadataError::Key(TextError::Control),
            ]
        );
        assert_eq!(faults[1].to_string(), "the value of `bad` must not contain control characters");
        let (key, value) = ("k".repeat(41), "v".repeat(501));
        let faults = metadata_faults([(key.as_str(), "v"), ("k", value.as_str())].into_iter());
        assert_eq!(faults.len(), 2);
    }

    #[test]
    fn idempotency_keys_are_printable_and_bounded() {
        assert_eq!(check_idempotency_key("order 5-1"), Ok(()));
        assert_eq!(check_idempotency_key(&"k".repeat(300)), Err(TextError::TooLong { max: 255 }));
        assert_eq!(check_idempotency_key(""), Err(TextError::Empty));
        assert_eq!(check_idempotency_key("clé"), Err(TextError::Control));
    }

    proptest! {
        #[test]
        fn what_was_cleaned_is_taken(text in "(?s).{0,60}") {
            let clean = cleaned(&text);
            prop_assert!(matches!(check_line(&clean, 999), Ok(()) | Err(TextError::Empty)), "{clean:?}");
            prop_assert_eq!(cleaned(&clean), clean);
        }

        #[test]
        fn an_accepted_address_is_one_header_line(text in "[a-z.@ \n\r<>\",\u{0}-\u{1f}é-]{0,30}") {
            if check_email(&text).is_ok() {
                prop_assert!(!text.contains(|c: char| c.is_control() || " <>\",".contains(c)));
            }
        }
    }
}
