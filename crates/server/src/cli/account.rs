//! `quittance account create|list`.

use clap::{Args, Subcommand};
use domain::text::{NAME_MAX, check_line};
use store::accounts::{self, Settings};
use store::sealed;

use super::context::Context;
use super::{CliError, Common};
use crate::setup::create_account;
use crate::vault::Vault;

/// Make or list accounts.
#[derive(Args)]
pub(super) struct AccountArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make an account, and print its id.
    Create(Create),
    /// List the accounts.
    List(List),
}

#[derive(Args)]
struct Create {
    #[command(flatten)]
    common: Common,
    /// What the merchant is called.
    #[arg(long)]
    name: String,
}

#[derive(Args)]
struct List {
    #[command(flatten)]
    common: Common,
}

impl AccountArgs {
    pub(super) fn run(self) -> Result<(), CliError> {
        match self.command {
            Command::Create(command) => command.run(),
            Command::List(command) => command.run(),
        }
    }
}

impl Create {
    fn run(self) -> Result<(), CliError> {
        if let Err(error) = check_line(&self.name, NAME_MAX) {
            return Err(CliError::Refused(format!("--name {error}")));
        }
        let context = Context::open_or_create(&self.common)?;
        let samples = context.db.read_blocking(sealed::samples)?;
        let vault = Vault::load(&context.config, context.source.as_ref(), &samples)?;
        let account = context.db.write_blocking(move |tx| {
            create_account(tx, &vault, &self.name, Settings::default())
        })?;
        println!("{}", account.id);
        Ok(())
    }
}

impl List {
    fn run(self) -> Result<(), CliError> {
        let context = Context::open(&self.common)?;
        for account in context.db.read_blocking(accounts::list)? {
            println!("{}  {}", account.id, account.display_name());
        }
        Ok(())
    }
}
