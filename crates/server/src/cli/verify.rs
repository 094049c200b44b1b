//! `quittance verify`.

use clap::Args;

use super::context::Context;
use super::{CliError, Common};

/// Recompute every status, sum and balance from the facts; name the first difference.
#[derive(Args)]
pub(super) struct Verify {
    #[command(flatten)]
    common: Common,
}

impl Verify {
    pub(super) fn run(self) -> Result<(), CliError> {
        let context = Context::open(&self.common)?;
        let checked = crate::verify::verify(&context.db)?;
        println!(
            "sound: {} payment sessions, {} movements, {} ledger accounts",
            checked.sessions, checked.movements, checked.ledger_accounts
        );
        Ok(())
    }
}
