//! `quittance report payments`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use domain::calendar::time_zone;
use domain::scope::Scope;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::context::Context;
use super::{CliError, Common};
use crate::reports::payments::{DAYS_MAX, load};
use crate::reports::{chart, csv, table};

/// Print reports of the books.
#[derive(Args)]
pub(super) struct ReportArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// What was received, refunded and returned, by month.
    Payments(Payments),
}

#[derive(Args)]
struct Payments {
    #[command(flatten)]
    common: Common,
    /// The first day, where the account is.
    #[arg(long, value_name = "DATE")]
    from: Date,
    /// The last day.
    #[arg(long, value_name = "DATE")]
    to: Date,
    /// Real money, rather than the sandbox's.
    #[arg(long)]
    live: bool,
    /// Print comma-separated values in place of a table.
    #[arg(long)]
    csv: bool,
    /// Draw it into a file as well.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

impl ReportArgs {
    pub(super) fn run(self) -> Result<(), CliError> {
        match self.command {
            Command::Payments(command) => command.run(),
        }
    }
}

impl Payments {
    fn run(self) -> Result<(), CliError> {
        let days = self.from.until(self.to).map_or(-1, |span| span.get_days());
        if !(0..DAYS_MAX).contains(&days) {
            let message =
                format!("--to must not be before --from, nor cover more than {DAYS_MAX} days");
            return Err(CliError::Refused(message));
        }
        let context = Context::open(&self.common)?;
        let account = context.account(&self.common)?;
        let scope = Scope::new(account.id, self.live);
        let zone = time_zone(&account.settings.time_zone).unwrap_or(TimeZone::UTC);
        let (from, to) = (self.from, self.to);
        let report = context.db.read_blocking(move |tx| load(tx, &scope, &zone, from, to))?;
        print!("{}", if self.csv { csv::write(&report) } else { table::write(&report) });
        if let Some(file) = self.svg {
            let svg = chart::draw(&report).map_err(CliError::Refused)?;
            std::fs::write(file, svg)?;
        }
        Ok(())
    }
}
