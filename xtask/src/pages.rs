//! Writes every state of the hosted pages into `target/pages`, to be looked at.

use crate::{Outcome, process, root};

/// Runs the example of the pages crate that knows them all.
pub(crate) fn run(_arguments: &[String]) -> Outcome {
    let folder = root().join("target/pages").display().to_string();
    process::cargo(&[
        "run",
        "--quiet",
        "--package",
        "pages",
        "--example",
        "write_samples",
        "--",
        &folder,
    ])?;
    println!("{folder}");
    Ok(())
}
