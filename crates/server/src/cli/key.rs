//! `quittance key create|list|roll|revoke`.

use clap::{Args, Subcommand, ValueEnum};
use domain::ids::KeyId;
use domain::scope::Scope;
use domain::text::{DESCRIPTION_MAX, NAME_MAX, check_line};
use domain::time::{SECOND_MS, Timestamp};
use store::keys::{self, Key};

use super::context::Context;
use super::{CliError, Common};
use crate::setup::{NewKey, create_key};

/// Make, list, roll or revoke API keys.
#[derive(Args)]
pub(super) struct KeyArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a key, and print it. It is not shown again.
    Create(Create),
    /// List the keys, without their secrets.
    List(List),
    /// Make a key in place of another, and print it. The other one ends at once, or after `--expires-in`.
    Roll(Roll),
    /// End a key at once.
    Revoke(Revoke),
}

#[derive(Clone, Copy, ValueEnum)]
enum Mode {
    Test,
    Live,
}

#[derive(Args)]
struct Create {
    #[command(flatten)]
    common: Common,
    /// Whether it opens the sandbox or the real thing.
    #[arg(long)]
    mode: Mode,
    /// What it is called.
    #[arg(long)]
    name: Option<String>,
    /// What it is for.
    #[arg(long)]
    note: Option<String>,
    /// When it stops working by itself, in Unix seconds.
    #[arg(long, value_name = "SECONDS")]
    expires_at: Option<i64>,
}

#[derive(Args)]
struct List {
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct Roll {
    #[command(flatten)]
    common: Common,
    /// The key's id, as `key list` shows it.
    key: KeyId,
    /// How many seconds the old key goes on.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    expires_in: u32,
}

#[derive(Args)]
struct Revoke {
    #[command(flatten)]
    common: Common,
    /// The key's id, as `key list` shows it.
    key: KeyId,
}

impl KeyArgs {
    pub(super) fn run(self) -> Result<(), CliError> {
        match self.command {
            Command::Create(command) => command.run(),
            Command::List(command) => command.run(),
            Command::Roll(command) => command.run(),
            Command::Revoke(command) => command.run(),
        }
    }
}

impl Create {
    fn run(self) -> Result<(), CliError> {
        check("--name", self.name.as_deref(), NAME_MAX)?;
        check("--note", self.note.as_deref(), DESCRIPTION_MAX)?;
        let expires_at = match self.expires_at {
            None => None,
            Some(seconds) => Some(
                Timestamp::from_seconds(seconds)
                    .ok_or_else(|| CliError::Refused("--expires-at is not a time".to_owned()))?,
            ),
        };
        let context = Context::open(&self.common)?;
        if expires_at.is_some_and(|at| at <= context.source.now()) {
            return Err(CliError::Refused("--expires-at lies in the past".to_owned()));
        }
        let account = context.account(&self.common)?;
        let scope = Scope::new(account.id, matches!(self.mode, Mode::Live));
        let secret = context.db.write_blocking(move |tx| {
            let (name, note) = (self.name.as_deref(), self.note.as_deref());
            create_key(tx, &NewKey { scope, name, note, expires_at })
        })?;
        println!("{}", secret.reveal());
        Ok(())
    }
}

fn check(flag: &str, text: Option<&str>, max: usize) -> Result<(), CliError> {
    match text.map(|text| check_line(text, max)) {
        Some(Err(error)) => Err(CliError::Refused(format!("{flag} {error}"))),
        _ => Ok(()),
    }
}

impl List {
    fn run(self) -> Result<(), CliError> {
        let context = Context::open(&self.common)?;
        let account = context.account(&self.common)?;
        let now = context.source.now();
        let all = context.db.read_blocking(move |tx| keys::list(tx, account.id))?;
        for key in &all {
            let used = key.last_used_at.map_or_else(|| "never".to_owned(), |at| format!("{at:?}"));
            println!(
                "{}  {}…  {}  used {used}  {}  {}",
                key.id,
                key.prefix,
                state(key, now),
                key.name.as_deref().unwrap_or(""),
                key.note.as_deref().unwrap_or("")
            );
        }
        Ok(())
    }
}

fn state(key: &Key, now: Timestamp) -> String {
    match (key.revoked_at, key.expires_at) {
        (Some(_), _) => "revoked".to_owned(),
        (None, Some(at)) if at <= now => "expired".to_owned(),
        (None, Some(at)) => format!("expires {at:?}"),
        (None, None) => "works".to_owned(),
    }
}

impl Roll {
    fn run(self) -> Result<(), CliError> {
        let context = Context::open(&self.common)?;
        let account = context.account(&self.common)?.id;
        let (id, grace_ms) = (self.key, i64::from(self.expires_in) * SECOND_MS);
        let rolled = context.db.write_blocking(move |tx| {
            let Some(old) = keys::lock(tx, account, id)?.filter(|key| key.revoked_at.is_none())
            else {
                return Ok(None);
            };
            let now = tx.now_real();
            let end = now.plus_ms(grace_ms);
            keys::expire(tx, account, id, old.expires_at.map_or(end, |at| at.min(end)))?;
            let (name, note) = (old.name.as_deref(), old.note.as_deref());
            let new = NewKey { scope: old.scope, name, note, expires_at: None };
            create_key(tx, &new).map(Some)
        });
        match rolled.map_err(|error: store::DbError| CliError::from(error))? {
            Some(secret) => println!("{}", secret.reveal()),
            None => return Err(CliError::Refused(format!("there is no key {id} that works"))),
        }
        Ok(())
    }
}

impl Revoke {
    fn run(self) -> Result<(), CliError> {
        let context = Context::open(&self.common)?;
        let account = context.account(&self.common)?.id;
        let (id, now) = (self.key, context.source.now());
        if context.db.write_blocking(move |tx| keys::revoke(tx, account, id, now))? {
            println!("{id} was revoked");
            return Ok(());
        }
        Err(CliError::Refused(format!("there is no key {id} that works")))
    }
}
