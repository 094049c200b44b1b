//! `quittance migrate`.

use std::sync::Arc;

use clap::Args;
use store::SystemSource;

use super::{CliError, Common};
use crate::app;
use crate::logging;

/// Bring the database up to this program's version. `serve` does the same when it starts.
#[derive(Args)]
pub(super) struct Migrate {
    #[command(flatten)]
    common: Common,
}

impl Migrate {
    pub(super) fn run(self) -> Result<(), CliError> {
        let config = self.common.load(&[])?;
        logging::start(&config.log);
        let (_, migrated) = app::open_migrated(&config, Arc::new(SystemSource), false)?;
        if migrated.from == migrated.to {
            println!("the database is at version {}, and stays there", migrated.to);
        } else {
            println!("the database went from version {} to {}", migrated.from, migrated.to);
        }
        Ok(())
    }
}
