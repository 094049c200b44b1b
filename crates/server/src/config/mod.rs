//! Settings: flags, then `QUITTANCE_*` variables, then `--config FILE`, then the defaults.
//!
//! The defaults are `config.default.toml`, embedded and parsed like any other file, so that the
//! documentation of a setting cannot differ from it. What nobody declared is refused by name.

mod bacs;
mod encryption;
mod limits;
mod log;
mod merge;
mod smtp;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer};
use store::DatabaseUrl;

use crate::extract::Network;

pub use bacs::Bacs;
pub use encryption::Encryption;
pub use limits::{Limits, Rate};
pub use log::{Log, LogFormat, LogLevel};
pub use merge::{ConfigError, Sources};
pub use smtp::{Smtp, SmtpTls};

/// Every setting.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where to accept requests.
    pub listen: String,
    /// Where files are kept.
    pub data_dir: PathBuf,
    /// The database, as it was given; [`Config::database_url`] reads it.
    database: Database,
    /// What the world reaches the server as; the bound address when empty.
    pub public_url: String,
    /// A folder of scheme texts that are shown instead of ours; none when empty.
    pub texts_dir: PathBuf,
    /// A file of holidays that were proclaimed lately; none when empty.
    pub holidays_file: PathBuf,
    /// Requests a second for each key.
    pub rate_limit: Rate,
    /// Proxies that are believed.
    #[serde(deserialize_with = "networks")]
    pub trusted_proxies: Vec<Network>,
    /// Limits of requests.
    pub limits: Limits,
    /// What is logged, and how.
    pub log: Log,
    /// Live mails.
    pub smtp: Smtp,
    /// British accounts.
    pub bacs: Bacs,
    /// Encryption at rest.
    pub encryption: Encryption,
}

/// A database's address, which may carry a password.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
struct Database(String);

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl Config {
    /// Puts all sources together.
    ///
    /// # Errors
    /// Names the setting at fault.
    pub fn load(sources: Sources) -> Result<Self, ConfigError> {
        let config: Self = merge::merge(sources)?;
        config.database_url()?;
        config.check_public_url()?;
        Ok(config)
    }

    /// Where the database is.
    ///
    /// # Errors
    /// When it is neither a file nor a PostgreSQL server.
    pub fn database_url(&self) -> Result<DatabaseUrl, ConfigError> {
        DatabaseUrl::parse(&self.database.0, &self.data_dir)
            .map_err(|error| ConfigError::setting("database", &error))
    }

    fn check_public_url(&self) -> Result<(), ConfigError> {
        let url = self.public_url.as_str();
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let fine =
            rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(['?', '#', '@', ' ']));
        if url.is_empty() || fine {
            return Ok(());
        }
        Err(ConfigError::setting("public_url", &"not an address such as https://pay.example.com"))
    }

    /// What the world reaches the server as, once its address is known.
    pub fn public_url(&self, bound: std::net::SocketAddr) -> String {
        match self.public_url.trim_end_matches('/') {
            "" => format!("http://{bound}"),
            url => url.to_owned(),
        }
    }

    /// A file's place: below the data folder, unless it says otherwise.
    pub fn in_data_dir(&self, file: &Path) -> PathBuf {
        self.data_dir.join(file)
    }
}

fn networks<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Network>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    texts.iter().map(|text| text.parse().map_err(serde::de::Error::custom)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(flags: &[(&str, &str)], env: &[(&str, &str)], file: &str) -> Result<Config, String> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let sources = Sources {
            flags: flags.iter().map(owned).collect(),
            env: env.iter().map(owned).collect(),
            file: (!file.is_empty()).then(|| ("test.toml".to_owned(), file.to_owned())),
        };
        Config::load(sources).map_err(|error| error.to_string())
    }

    #[test]
    fn the_defaults_are_complete() {
        let config = load(&[], &[], "").unwrap();
        assert_eq!(config.listen, "127.0.0.1:8080");
        assert_eq!(config.rate_limit, Rate::PerSecond(200));
        let file = DatabaseUrl::Sqlite("quittance-data/quittance.db".into());
        assert_eq!(config.database_url(), Ok(file));
    }

    #[test]
    fn flags_beat_variables_beat_the_file() {
        let file = "listen = \"a:1\"\n[smtp]\nport = 26\nhost = \"file\"";
        let env = [("QUITTANCE_LISTEN", "b:2"), ("QUITTANCE_SMTP_HOST", "env"), ("HOME", "/")];
        let config = load(&[("listen", "c:3")], &env, file).unwrap();
        assert_eq!(config.listen, "c:3");
        assert_eq!((config.smtp.host.as_str(), config.smtp.port), ("env", 26));
    }

    #[test]
    fn what_does_not_exist_is_refused_by_name() {
        assert!(load(&[], &[], "[smtp]\nhots = \"x\"").unwrap_err().contains("smtp.hots"));
        assert!(load(&[], &[], "colour = 1").unwrap_err().contains("colour"));
        assert!(
            load(&[], &[("QUITTANCE_LISTN", "x")], "").unwrap_err().contains("QUITTANCE_LISTN")
        );
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        for (name, value) in [
            ("database", "mysql://x"),
            ("public_url", "ftp://x"),
            ("rate_limit", "many"),
            ("trusted_proxies", "everyone"),
            ("limits.body_bytes", "lots"),
            ("log.format", "xml"),
        ] {
            let error = load(&[(name, value)], &[], "").unwrap_err();
            assert!(error.contains(name.rsplit('.').next().unwrap()), "{name}: {error}");
        }
    }

    #[test]
    fn secrets_are_not_printed() {
        let env = [
            ("QUITTANCE_DATABASE", "postgres://me:s3cret@host/q"),
            ("QUITTANCE_SMTP_PASSWORD", "s3cret"),
            ("QUITTANCE_ENCRYPTION_KEYS", "k1:s3cret"),
        ];
        let config = load(&[], &env, "").unwrap();
        assert!(!format!("{config:?}").contains("s3cret"));
    }
}
