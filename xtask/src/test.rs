//! Tests with what they need around them: `cargo xtask test [arguments of the runner]`.

use std::process::Command;

use crate::postgres::{Cluster, Durability};
use crate::process::{read, succeed};
use crate::{Outcome, install, root};

/// Installs what is missing, starts PostgreSQL and runs the tests.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    install::run(&[])?;
    let cluster = Cluster::start(Durability::Careless)?;
    runner(arguments, &cluster)
}

/// Builds the tests and runs none.
pub(crate) fn build() -> Outcome {
    succeed(runner_command(&[]).arg("--no-run"))
}

fn runner(arguments: &[String], cluster: &Cluster) -> Outcome {
    let mut command = runner_command(arguments);
    command.env("QUITTANCE_TEST_POSTGRES", cluster.url());
    command.env("QUITTANCE_TEST_PYTHON", root().join(".tools/venv/bin/python"));
    command.env("QUITTANCE_TEST_CHROMIUM", "/usr/bin/chromium");
    command.env("QUITTANCE_TEST_CHROMEDRIVER", "/usr/bin/chromedriver");
    command.env("QUITTANCE_TEST_AXE", root().join(".tools/node_modules/axe-core/axe.min.js"));
    command.env("QUITTANCE_TEST_NODE_MODULES", root().join(".tools/node_modules"));
    succeed(&mut command)
}

/// nextest where it is installed, else cargo's own runner; on everything, unless packages are named.
fn runner_command(arguments: &[String]) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(root());
    if read("cargo", &["nextest", "--version"]).is_ok() {
        command.args(["nextest", "run"]);
    } else {
        command.args(["test", "--no-fail-fast"]);
    }
    if !arguments.iter().any(|it| it == "-p" || it.starts_with("--package")) {
        command.arg("--workspace");
    }
    command.args(arguments);
    command
}
