//! `[bacs]`.

use std::path::{Path, PathBuf};

use domain::bacs::modulus::ModulusTable;
use serde::Deserialize;

use super::ConfigError;

/// What checks British account numbers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bacs {
    /// Vocalink's table of weights; nothing is checked by it when empty.
    modulus_table: PathBuf,
    /// Vocalink's table of substitutions.
    modulus_substitutions: PathBuf,
    /// A bureau or the bank checks accounts before debits are sent.
    pub checked_by_bureau: bool,
}

impl Bacs {
    /// Reads the table, if there is one.
    ///
    /// # Errors
    /// When a file cannot be read, or is not what Vocalink publishes.
    pub fn modulus_table(&self) -> Result<Option<ModulusTable>, ConfigError> {
        if self.modulus_table.as_os_str().is_empty() {
            return Ok(None);
        }
        let weights = read("bacs.modulus_table", &self.modulus_table)?;
        let substitutions = match self.modulus_substitutions.as_os_str().is_empty() {
            true => String::new(),
            false => read("bacs.modulus_substitutions", &self.modulus_substitutions)?,
        };
        let table = ModulusTable::parse(&weights, &substitutions);
        table.map(Some).map_err(|error| ConfigError::setting("bacs.modulus_table", &error))
    }
}

fn read(setting: &str, path: &Path) -> Result<String, ConfigError> {
    let why = |error| ConfigError::setting(setting, &format!("{}: {error}", path.display()));
    std::fs::read_to_string(path).map_err(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_when_it_is_named_and_must_be_one() {
        let none = Bacs {
            modulus_table: PathBuf::new(),
            modulus_substitutions: PathBuf::new(),
            checked_by_bureau: false,
        };
        assert!(none.modulus_table().unwrap().is_none());
        let wrong = Bacs { modulus_table: "Cargo.toml".into(), ..none.clone() };
        assert!(wrong.modulus_table().unwrap_err().to_string().contains("bacs.modulus_table"));
        let gone = Bacs { modulus_table: "no/such/file".into(), ..none };
        assert!(gone.modulus_table().unwrap_err().to_string().contains("no/such/file"));
    }
}
