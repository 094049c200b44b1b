//! `quittance openapi`.

use std::io::Write as _;

use clap::Args;

use super::{CliError, Common};
use crate::openapi;

/// Print the API's description, OpenAPI as JSON.
#[derive(Args)]
pub(super) struct Openapi {
    #[command(flatten)]
    _common: Common,
}

impl Openapi {
    pub(super) fn run(self) -> Result<(), CliError> {
        writeln!(std::io::stdout().lock(), "{}", openapi::text())?;
        Ok(())
    }
}
