//! The command line: one binary, one file per command.

mod account;
mod context;
mod demo;
mod key;
mod migrate;
mod openapi;
mod report;
mod serve;
mod verify;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use domain::ids::AccountId;

use crate::app::StartError;
use crate::config::{Config, ConfigError, Sources};
use crate::verify::VerifyError;

/// Payments that merchants run themselves.
#[derive(Parser)]
#[command(name = "quittance", version, about, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server.
    Serve(serve::Serve),
    /// Run a server with sample data that is gone when it stops.
    Demo(demo::Demo),
    /// Make or list accounts.
    Account(account::AccountArgs),
    /// Make, list, roll or revoke API keys.
    Key(key::KeyArgs),
    /// Print the API's description.
    Openapi(openapi::Openapi),
    /// Bring the database up to this program's version.
    Migrate(migrate::Migrate),
    /// Print reports of the books.
    Report(report::ReportArgs),
    /// Recompute every status, sum and balance from the facts.
    Verify(verify::Verify),
}

/// What every command takes.
#[derive(Args, Clone, Debug, Default)]
struct Common {
    /// A file of settings, written like config.default.toml.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where files are kept.
    #[arg(long, value_name = "DIR")]
    data_dir: Option<String>,
    /// A SQLite file in the data folder, or postgres://….
    #[arg(long, value_name = "FILE|URL")]
    database: Option<String>,
    /// The account, when there are several.
    #[arg(long, value_name = "ID")]
    account: Option<AccountId>,
    /// How the log is written: text or json.
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<String>,
    /// What is logged: error, warn, info or debug.
    #[arg(long, value_name = "LEVEL")]
    log_level: Option<String>,
}

impl Common {
    /// The settings, with this command's flags over them.
    fn load(&self, more: &[(&str, Option<&String>)]) -> Result<Config, ConfigError> {
        let own = [
            ("data_dir", self.data_dir.as_ref()),
            ("database", self.database.as_ref()),
            ("log.format", self.log_format.as_ref()),
            ("log.level", self.log_level.as_ref()),
        ];
        let given = own
            .iter()
            .chain(more)
            .filter_map(|(name, value)| value.map(|value| ((*name).to_owned(), value.clone())));
        Config::load(Sources::of_process(given.collect(), self.config.as_deref())?)
    }
}

/// Why a command did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A setting makes no sense.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The server or the database did not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The database.
    #[error(transparent)]
    Database(#[from] store::DbError),
    /// The books do not add up, or could not be read.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// Something of the operating system.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// What was asked for cannot be done.
    #[error("{0}")]
    Refused(String),
}

impl Cli {
    /// Does what was asked.
    ///
    /// # Errors
    /// Says why it could not.
    pub fn run(self) -> Result<(), CliError> {
        match self.command {
            Command::Serve(command) => command.run(),
            Command::Demo(command) => command.run(),
            Command::Account(command) => command.run(),
            Command::Key(command) => command.run(),
            Command::Openapi(command) => command.run(),
            Command::Migrate(command) => command.run(),
            Command::Report(command) => command.run(),
            Command::Verify(command) => command.run(),
        }
    }
}
