//! What commands that work on a database share.

use std::sync::Arc;

use domain::source::Source;
use store::accounts::{self, Account};
use store::{DatabaseUrl, Db, SystemSource};

use super::{CliError, Common};
use crate::app::open;
use crate::config::Config;
use crate::logging;

/// A database, opened for a command; a server may be running on it.
pub(super) struct Context {
    pub(super) config: Config,
    pub(super) source: Arc<dyn Source>,
    pub(super) db: Db,
}

impl Context {
    /// Opens the database that is there. A mistyped name is an error, not a new database.
    pub(super) fn open(common: &Common) -> Result<Self, CliError> {
        let config = common.load(&[])?;
        if let DatabaseUrl::Sqlite(path) = config.database_url()?
            && !path.exists()
        {
            let message = format!("there is no database {}", path.display());
            return Err(CliError::Refused(message));
        }
        Self::start(config)
    }

    /// The same; a database that is not there is made.
    pub(super) fn open_or_create(common: &Common) -> Result<Self, CliError> {
        Self::start(common.load(&[])?)
    }

    fn start(config: Config) -> Result<Self, CliError> {
        logging::start(&config.log);
        let source: Arc<dyn Source> = Arc::new(SystemSource);
        let db = open(&config, Arc::clone(&source), false)?;
        Ok(Self { config, source, db })
    }

    /// The account that is meant: the one named, or the only one.
    pub(super) fn account(&self, common: &Common) -> Result<Account, CliError> {
        let mut all = self.db.read_blocking(accounts::list)?;
        match common.account {
            Some(id) => {
                let found = all.into_iter().find(|account| account.id == id);
                found.ok_or_else(|| CliError::Refused(format!("there is no account {id}")))
            }
            None if all.len() == 1 => Ok(all.remove(0)),
            None if all.is_empty() => Err(CliError::Refused(
                "there is no account yet: run `quittance account create --name NAME`".to_owned(),
            )),
            None => Err(CliError::Refused(
                "there are several accounts: name one with --account (see `quittance account list`)"
                    .to_owned(),
            )),
        }
    }
}
