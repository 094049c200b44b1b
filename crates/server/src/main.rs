//! `quittance`: the server and its commands.

use std::process::ExitCode;

use clap::Parser as _;
use server::cli::Cli;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("quittance: {error}");
            ExitCode::FAILURE
        }
    }
}
