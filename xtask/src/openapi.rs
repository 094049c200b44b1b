//! Writes `docs/api/openapi.json` as the server tells it.

use crate::{Outcome, process, root};

/// Asks the server's own command line.
pub(crate) fn run(_arguments: &[String]) -> Outcome {
    let words = ["run", "--quiet", "--package", "server", "--", "openapi"];
    let text = process::read("cargo", &words)?;
    let path = root().join("docs/api/openapi.json");
    std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
}
