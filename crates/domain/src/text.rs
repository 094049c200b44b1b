//! Limits and checks of the texts that come through the API and the pages.
//!
//! Lengths count characters as people do, not bytes. A text is taken as it is or refused; nothing
//! is cut or cleaned behind the caller's back.

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

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but spaces.
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
    if text.chars().any(is_control) { Err(TextError::Control) } else { Ok(()) }
}

/// Checks a text that may be empty and may have several lines.
pub fn check_block(text: &str, max: usize) -> Result<(), TextError> {
    check_length(text, max)?;
    let control = |c: char| is_control(c) && !matches!(c, '\n' | '\r' | '\t');
    if text.chars().any(control) { Err(TextError::Control) } else { Ok(()) }
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
    // A name in another script is judged by the form in which it is looked up.
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
        fn an_accepted_address_is_one_header_line(text in "[a-z.@ \n\r<>\",\u{0}-\u{1f}é-]{0,30}") {
            if check_email(&text).is_ok() {
                prop_assert!(!text.contains(|c: char| c.is_control() || " <>\",".contains(c)));
            }
        }
    }
}
