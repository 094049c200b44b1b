//! Writes the tables of the documents that are made from the program.

use crate::{Outcome, process, root};

/// Runs the example of the crate that knows the sandbox.
pub(crate) fn run(_arguments: &[String]) -> Outcome {
    let folder = root().join("docs").display().to_string();
    process::cargo(&[
        "run",
        "--quiet",
        "--package",
        "processors",
        "--example",
        "write_tables",
        "--",
        &folder,
    ])
}
