//! Independent implementations to compare with: packages of Python, run by an interpreter that
//! has them. A missing interpreter or package fails the test; nothing is skipped in silence.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Names the interpreter to use.
const VARIABLE: &str = "QUITTANCE_TEST_PYTHON";

/// Runs `script` with `input` on its standard input and returns the lines that it prints.
pub(crate) fn run(script: &str, input: &str) -> Vec<String> {
    let python = interpreter();
    let mut child = Command::new(&python)
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{} cannot be run: {error}. {}", python.display(), hint()));
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    }
    let output = child.wait_with_output().unwrap_or_else(|error| panic!("{error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} failed. {}\n{errors}", python.display(), hint());
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

fn interpreter() -> PathBuf {
    if let Some(named) = std::env::var_os(VARIABLE) {
        return named.into();
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.join(".tools/venv/bin/python")
}

fn hint() -> String {
    format!(
        "This test needs Python with the packages `holidays` and `python-stdnum`: run `cargo \
         xtask ci`, which installs them, or name an interpreter that has them in {VARIABLE}."
    )
}
