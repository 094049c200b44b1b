//! Packages of npm, run by Node.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::oracle;

/// Names the folder that the packages are in.
const VARIABLE: &str = "QUITTANCE_TEST_NODE_MODULES";

/// Runs `script`, which finds packages with `require`, with `input` on its standard input. Returns
/// the lines that it prints.
pub(crate) fn run(script: &str, input: &str) -> Vec<String> {
    let mut node = Command::new("node");
    node.env("NODE_PATH", folder()).args(["--eval", script]);
    oracle::feed(&mut node, input, &hint())
}

/// What a file of a package says.
pub(crate) fn read(path: &str) -> String {
    let path = folder().join(path);
    std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}. {}", path.display(), hint()))
}

fn folder() -> PathBuf {
    if let Some(named) = std::env::var_os(VARIABLE) {
        return named.into();
    }
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.tools/node_modules")
}

fn hint() -> String {
    format!(
        "This test needs Node and the packages of package-lock.json: run `cargo xtask install`, \
         which installs them, or name a folder that has them in {VARIABLE}."
    )
}
