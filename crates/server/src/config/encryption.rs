//! `[encryption]`.

use std::path::PathBuf;

use serde::Deserialize;

/// Where the keys for encryption at rest come from.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Encryption {
    /// The keys themselves, the one that encrypts first.
    pub keys: Vec<String>,
    /// A file of keys, made at the first start.
    pub key_file: PathBuf,
}

impl std::fmt::Debug for Encryption {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Encryption({} keys, {})", self.keys.len(), self.key_file.display())
    }
}
