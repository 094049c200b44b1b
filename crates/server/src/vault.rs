//! What must not be readable in the database, and what must not be forged.
//!
//! Texts are sealed with XChaCha20-Poly1305 as `key:nonce:text`, the last two in base64; the
//! name of the key stands in each, so that keys can be added and the old ones go on opening what
//! they closed. Each is bound to the id of its row, so that nobody can swap two of them. Tokens carry an HMAC-SHA256 under a key derived for their purpose.

use std::io::Write as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::source::Source;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use store::sealed::Sample;

use crate::config::{Config, ConfigError};

const KEY_LEN: usize = 32;
const NONCE_LEN: usize = 24;
/// Bytes of a token's code: half of HMAC-SHA256 cannot be guessed either.
const CODE_LEN: usize = 16;

/// The keys of this server.
pub struct Vault {
    /// Never empty; the first one seals.
    keys: Vec<Key>,
}

struct Key {
    name: String,
    cipher: XChaCha20Poly1305,
    bytes: [u8; KEY_LEN],
}

/// A sealed text that cannot be opened: made with a key that is gone, or not by us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an encrypted text cannot be opened; is its key among encryption.keys?")]
pub struct CannotOpen;

/// The database was encrypted with other keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "what the database holds was encrypted with another key; put the old key back, or add its line below the new one"
)]
pub struct WrongKeys;

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vault({} keys)", self.keys.len())
    }
}

impl Vault {
    /// The keys that the settings name, for a database in which `samples` are encrypted. Makes
    /// the key file only as long as nothing is encrypted yet.
    ///
    /// # Errors
    /// When a key is malformed, the file cannot be read or written, or the keys are not those of
    /// the database: a server with the wrong ones would promise what it cannot do.
    pub fn load(
        config: &Config,
        source: &dyn Source,
        samples: &[Sample],
    ) -> Result<Self, ConfigError> {
        let settings = &config.encryption;
        let (vault, name) = if settings.keys.is_empty() {
            let path = config.in_data_dir(&settings.key_file);
            let name = path.display().to_string();
            let text = read_or_make(&path, source, samples.is_empty());
            let text = text.map_err(|it| ConfigError::setting(&name, &it))?;
            (Self::of_lines(text.lines(), &name)?, name)
        } else {
            let name = "encryption.keys".to_owned();
            (Self::of_lines(settings.keys.iter().map(String::as_str), &name)?, name)
        };
        vault.check(samples).map_err(|it| ConfigError::setting(&name, &it))?;
        Ok(vault)
    }

    /// Whether these are the keys of a database in which `samples` are encrypted.
    ///
    /// # Errors
    /// When one of them does not open.
    pub fn check(&self, samples: &[Sample]) -> Result<(), WrongKeys> {
        let opens = |sample: &Sample| self.open(&sample.secret, &sample.id).is_ok();
        samples.iter().all(opens).then_some(()).ok_or(WrongKeys)
    }

    fn of_lines<'a>(
        lines: impl Iterator<Item = &'a str>,
        source: &str,
    ) -> Result<Self, ConfigError> {
        let lines = lines.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys: Option<Vec<Key>> = lines.map(Key::parse).collect();
        match keys {
            Some(keys) if !keys.is_empty() => Ok(Self { keys }),
            _ => {
                let words = "each key must be written as name:base64 of 32 bytes";
                Err(ConfigError::setting(source, &words))
            }
        }
    }

    /// Seals a text for the row of that id: in another row it does not open.
    pub fn seal(&self, plain: &str, row: &str, source: &dyn Source) -> String {
        let key = &self.keys[0];
        let mut nonce = [0; NONCE_LEN];
        source.fill(&mut nonce);
        // The cipher refuses only texts of 256 GB.
        let payload = Payload { msg: plain.as_bytes(), aad: row.as_bytes() };
        let sealed = key.cipher.encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        format!("{}:{}:{}", key.name, STANDARD.encode(nonce), STANDARD.encode(sealed))
    }

    /// Opens the sealed text of the row of that id.
    ///
    /// # Errors
    /// When its key is gone, or it was changed, or put there from another row.
    pub fn open(&self, sealed: &str, row: &str) -> Result<String, CannotOpen> {
        let mut parts = sealed.splitn(3, ':');
        let (Some(name), Some(nonce), Some(text)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(CannotOpen);
        };
        let key = self.keys.iter().find(|key| key.name == name).ok_or(CannotOpen)?;
        let nonce = STANDARD.decode(nonce).map_err(|_| CannotOpen)?;
        let nonce: [u8; NONCE_LEN] = nonce.try_into().map_err(|_| CannotOpen)?;
        let text = STANDARD.decode(text).map_err(|_| CannotOpen)?;
        let payload = Payload { msg: &text, aad: row.as_bytes() };
        let plain = key.cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| CannotOpen)?;
        String::from_utf8(plain).map_err(|_| CannotOpen)
    }

    /// A code that only this server can make for `text`, good for `purpose` alone.
    pub fn code(&self, purpose: &str, text: &str) -> String {
        self.keys[0].code(purpose, text)
    }

    /// The codes that [`Vault::code`] makes for `text`, or has made with an older key that is still here: by
    /// each of them what was kept under a code is found.
    pub fn codes(&self, purpose: &str, text: &str) -> Vec<String> {
        self.keys.iter().map(|key| key.code(purpose, text)).collect()
    }

    /// True when `code` was made by [`Vault::code`], with this or an older key.
    pub fn is_code(&self, purpose: &str, text: &str, code: &str) -> bool {
        self.keys.iter().any(|key| {
            let own = key.code(purpose, text);
            subtle::ConstantTimeEq::ct_eq(own.as_bytes(), code.as_bytes()).into()
        })
    }

    /// `text` with its code, as `text.code`.
    pub fn token(&self, purpose: &str, text: &str) -> String {
        format!("{text}.{}", self.code(purpose, text))
    }

    /// The text of a token, if it is one of ours.
    pub fn read_token<'t>(&self, purpose: &str, token: &'t str) -> Option<&'t str> {
        let (text, code) = token.rsplit_once('.')?;
        self.is_code(purpose, text, code).then_some(text)
    }
}

impl Key {
    fn parse(line: &str) -> Option<Self> {
        let (name, bytes) = line.split_once(':')?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if name.is_empty() || !name.chars().all(plain) {
            return None;
        }
        let bytes: [u8; KEY_LEN] = STANDARD.decode(bytes.trim()).ok()?.try_into().ok()?;
        Some(Self { name: name.to_owned(), cipher: XChaCha20Poly1305::new(&bytes.into()), bytes })
    }

    fn code(&self, purpose: &str, text: &str) -> String {
        let key = mac(&self.bytes, format!("quittance {purpose}").as_bytes());
        URL_SAFE_NO_PAD.encode(&mac(&key, text.as_bytes())[..CODE_LEN])
    }
}

fn mac(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    let Ok(mut mac) = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key) else {
        // HMAC takes keys of every length.
        return [0; 32];
    };
    mac.update(text);
    mac.finalize().into_bytes().into()
}

/// Reads the key file. Where there is none, one is made that only its owner can read, if one
/// may be made.
fn read_or_make(path: &Path, source: &dyn Source, may_make: bool) -> std::io::Result<String> {
    match std::fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && may_make => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let words = "there is no such file, but the database was encrypted with its key; put the file back";
            return Err(std::io::Error::new(error.kind(), words));
        }
        read => return read,
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut bytes = [0; KEY_LEN];
    source.fill(&mut bytes);
    let text = format!("k1:{}\n", STANDARD.encode(bytes));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            Ok(text)
        }
        // Another process was quicker.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            std::fs::read_to_string(path)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::SystemSource;

    fn vault(names: &[&str]) -> Vault {
        let line = |name: &&str| format!("{name}:{}", STANDARD.encode([name.len() as u8; 32]));
        let lines: Vec<String> = names.iter().map(line).collect();
        Vault::of_lines(lines.iter().map(String::as_str), "test").unwrap()
    }

    #[test]
    fn what_was_sealed_opens_with_its_own_key() {
        let old = vault(&["a"]);
        let sealed = old.seal("DE89370400440532013000", "pm_1", &SystemSource);
        assert!(sealed.starts_with("a:") && !sealed.contains("DE89"));
        let rotated = vault(&["bb", "a"]);
        assert_eq!(rotated.open(&sealed, "pm_1").as_deref(), Ok("DE89370400440532013000"));
        assert!(rotated.seal("x", "pm_1", &SystemSource).starts_with("bb:"));
        assert_eq!(vault(&["ccc"]).open(&sealed, "pm_1"), Err(CannotOpen));
    }

    #[test]
    fn what_was_kept_under_a_code_is_found_by_a_newer_key() {
        let (old, rotated) = (vault(&["a"]), vault(&["bb", "a"]));
        let code = old.code("payer account", "DE89370400440532013000");
        assert_ne!(rotated.code("payer account", "DE89370400440532013000"), code);
        let codes = rotated.codes("payer account", "DE89370400440532013000");
        assert!(codes.len() == 2 && codes.contains(&code), "{codes:?}");
        assert!(!rotated.codes("payer account", "DE89370400440532013001").contains(&code));
        assert_eq!(codes[0], rotated.code("payer account", "DE89370400440532013000"));
    }

    #[test]
    fn a_text_of_another_row_does_not_open() {
        let vault = vault(&["a"]);
        let sealed = vault.seal("DE89370400440532013000", "pm_1", &SystemSource);
        assert_eq!(vault.open(&sealed, "pm_2"), Err(CannotOpen));
    }

    #[test]
    fn a_changed_text_does_not_open() {
        let vault = vault(&["a"]);
        let mut sealed = vault.seal("secret", "pm_1", &SystemSource);
        let last = sealed.pop().unwrap();
        sealed.push(if last == 'A' { 'B' } else { 'A' });
        assert_eq!(vault.open(&sealed, "pm_1"), Err(CannotOpen));
        for text in ["", "a", "a:b:c", ":::"] {
            assert_eq!(vault.open(text, "pm_1"), Err(CannotOpen));
        }
    }

    #[test]
    fn tokens_serve_one_purpose() {
        let vault = vault(&["a"]);
        let token = vault.token("mailbox", "acct_1");
        assert_eq!(vault.read_token("mailbox", &token), Some("acct_1"));
        assert_eq!(vault.read_token("form", &token), None);
        assert_eq!(vault.read_token("mailbox", &token.replace('1', "2")), None);
    }

    #[test]
    fn malformed_keys_are_refused() {
        for line in ["", "k1", "k1:short", ":AAAA", "k 1:AAAA"] {
            assert!(Vault::of_lines([line].into_iter(), "test").is_err(), "{line}");
        }
    }
}
