//! Writes `docs/api/openapi.json` as the server tells it.

use crate::{Outcome, root, tools};

pub(crate) fn run() -> Outcome {
    let text = tools::read("cargo", &["run", "--quiet", "--package", "server", "--", "openapi"])?;
    let path = root().join("docs/api/openapi.json");
    std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
}
