//! Where the database is.

use std::fmt;
use std::path::{Path, PathBuf};

/// A database's address.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL server, as `postgres://…` or `postgresql://…`.
    Postgres(String),
}

/// An address that is neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a database: give the name of a SQLite file, or postgres://user@host/name")]
pub struct UnknownDatabaseUrl;

impl DatabaseUrl {
    /// Reads an address. A file's name is taken below `data_dir` unless it is absolute. What is
    /// unclear is refused, rather than made into a new and empty database.
    ///
    /// # Errors
    /// When it is neither.
    pub fn parse(text: &str, data_dir: &Path) -> Result<Self, UnknownDatabaseUrl> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        if text.is_empty() || text.contains([':', '?']) || text.ends_with('/') {
            return Err(UnknownDatabaseUrl);
        }
        Ok(Self::Sqlite(data_dir.join(text)))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for DatabaseUrl {
    /// Without user and password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => {
                let rest = url.split_once("://").map_or("", |(_, rest)| rest);
                let (before, options) = rest.split_once('?').unwrap_or((rest, ""));
                // An @ behind the first ? may end a password that contains one: show nothing then.
                let host = if options.contains('@') {
                    "…"
                } else {
                    before.rsplit_once('@').map_or(before, |(_, host)| host)
                };
                write!(f, "postgres://{host}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<DatabaseUrl, UnknownDatabaseUrl> {
        DatabaseUrl::parse(text, Path::new("data"))
    }

    #[test]
    fn files_and_postgres_are_known_and_nothing_else() {
        let file = DatabaseUrl::Sqlite(PathBuf::from("data/quittance.db"));
        assert_eq!(parse("quittance.db"), Ok(file));
        assert!(matches!(parse("postgresql://localhost/q"), Ok(DatabaseUrl::Postgres(_))));
        for refused in
            ["", "mysql://localhost/q", "postgres:/q", "data/", "http://x", "file?mode=ro"]
        {
            assert_eq!(parse(refused), Err(UnknownDatabaseUrl), "{refused}");
        }
    }

    #[test]
    fn passwords_are_not_printed() {
        let url = DatabaseUrl::Postgres("postgres://me:s3cret@host/q?password=s3cret".to_owned());
        assert_eq!(format!("{url:?}"), "postgres://host/q");
        for odd in ["me:s3?cret@host/q", "me:s3@x?cret@host/q", "host/q?password=s3@cret"] {
            let url = DatabaseUrl::Postgres(format!("postgres://{odd}"));
            assert_eq!(url.to_string(), "postgres://…");
        }
    }
}
