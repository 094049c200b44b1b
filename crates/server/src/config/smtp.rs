//! `[smtp]`.

use std::path::PathBuf;

use serde::Deserialize;

use super::ConfigError;

/// The server that takes live mails.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    /// Its name; empty when there is none.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is protected.
    pub tls: SmtpTls,
    /// Who we are there; empty when it does not ask.
    pub user: String,
    password: String,
    password_file: PathBuf,
    /// The sender.
    pub from: String,
}

/// How the way to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpTls {
    /// Begun in the clear, then required.
    Starttls,
    /// From the first byte.
    Implicit,
    /// Not at all.
    None,
}

impl Smtp {
    /// True when live mails can be sent.
    pub fn is_configured(&self) -> bool {
        !self.host.is_empty()
    }

    /// The password, from the settings or its file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn password(&self) -> Result<String, ConfigError> {
        if !self.password.is_empty() || self.password_file.as_os_str().is_empty() {
            return Ok(self.password.clone());
        }
        let text = std::fs::read_to_string(&self.password_file)
            .map_err(|error| ConfigError::setting("smtp.password_file", &error))?;
        Ok(text.trim_end_matches(['\r', '\n']).to_owned())
    }
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Smtp({}:{}, {:?})", self.host, self.port, self.tls)
    }
}
