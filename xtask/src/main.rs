//! The project's own chores: `cargo xtask ci`, `cargo xtask tidy`, …
//!
//! One file per chore, one line each in the table below.

mod bench;
mod ci;
mod docs;
mod install;
mod openapi;
mod pages;
mod postgres;
mod process;
mod test;
mod tidy;

use std::path::PathBuf;
use std::process::ExitCode;

/// What a chore comes to; the text says what went wrong.
type Outcome = Result<(), String>;

/// A chore: its name, what it does, and the function.
type Chore = (&'static str, &'static str, fn(&[String]) -> Outcome);

/// Every chore.
const CHORES: &[Chore] = &[
    ("ci", "installs what the tests need, then checks and tests everything", ci::run),
    ("install", "installs what the tests need", install::run),
    (
        "test",
        "runs the tests, with PostgreSQL beside them; takes the runner's arguments",
        test::run,
    ),
    ("tidy", "checks the house rules", tidy::run),
    ("pages", "writes every state of the hosted pages into target/pages", pages::run),
    (
        "bench",
        "measures the server on both databases; see docs/operating/performance.md",
        bench::run,
    ),
    ("docs", "writes the sandbox's tables into the documents", docs::run),
    ("openapi", "writes docs/api/openapi.json", openapi::run),
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let Some((_, _, chore)) = CHORES.iter().find(|(known, _, _)| *known == name) else {
        eprintln!("usage: cargo xtask CHORE\n");
        for (name, what, _) in CHORES {
            eprintln!("  {name:10} {what}");
        }
        return ExitCode::from(2);
    };
    match chore(&arguments.collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(text) => {
            eprintln!("{name}: {text}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the checkout.
fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(PathBuf::from).unwrap_or(here)
}
