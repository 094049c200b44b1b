//! The secrets of API keys: how they look, and how they are hashed.

use domain::source::Source;
use sha2::{Digest, Sha256};

/// Crockford's alphabet, lower case.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Random characters of a secret, five bits each.
const RANDOM_LEN: usize = 32;
/// Characters behind the kind and mode by which people recognise a key.
const SHOWN_LEN: usize = 6;
/// No secret of ours is longer.
const LEN_MAX: usize = 100;

/// A key's secret. It is shown once; nothing prints it by accident.
pub struct Secret(String);

impl Secret {
    /// A new one of 160 random bits for test or live mode.
    pub fn generate(livemode: bool, source: &dyn Source) -> Self {
        let mut random = [0; RANDOM_LEN];
        source.fill(&mut random);
        let tail = random.map(|byte| char::from(ALPHABET[usize::from(byte & 31)]));
        Self(format!("{}{}", kind(livemode), tail.iter().collect::<String>()))
    }

    /// The secret itself, to be shown once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What it is recognised by afterwards.
    pub fn prefix(&self) -> &str {
        &self.0[..kind(true).len() + SHOWN_LEN]
    }

    /// What is stored of it.
    pub fn hash(&self) -> String {
        hash(&self.0)
    }
}

const fn kind(livemode: bool) -> &'static str {
    if livemode { "sk_live_" } else { "sk_test_" }
}

/// The hash of a text that has the form of a secret key.
pub(super) fn hash_of(text: &str) -> Option<String> {
    let rest = text.strip_prefix(kind(false)).or_else(|| text.strip_prefix(kind(true)))?;
    let formed = rest.len() <= LEN_MAX
        && rest.len() >= RANDOM_LEN
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    formed.then(|| hash(text))
}

fn hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::SystemSource;

    #[test]
    fn a_secret_is_known_by_its_hash() {
        let secret = Secret::generate(false, &SystemSource);
        assert!(secret.reveal().starts_with("sk_test_"));
        assert_eq!(secret.prefix().len(), "sk_test_".len() + SHOWN_LEN);
        assert_eq!(hash_of(secret.reveal()), Some(secret.hash()));
        assert_eq!(secret.hash().len(), 64);
    }

    #[test]
    fn other_forms_are_no_secrets() {
        let long = format!("sk_test_{}", "a".repeat(101));
        for text in
            ["", "sk_test_", "sk_test_short", "pk_test_0123456789abcdef0123456789abcdef", &long]
        {
            assert_eq!(hash_of(text), None, "{text}");
        }
    }
}
