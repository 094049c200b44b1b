//! Independent implementations to compare with: packages of Python, run by an interpreter that
//! has them. A missing interpreter or package fails the test; nothing is skipped in silence.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Names the interpreter to use.
const VARIABLE: &str = "QUITTANCE_TEST_PYTHON";

/// Runs `script` with `input` on its standard input and returns the lines that it prints.
pub(crate) fn run(script: &str, input: &str) -> Vec<String> {
    feed(Command::new(interpreter()).args(["-c", script]), input, &hint())
}

/// Runs a program with `input` on its standard input and returns the lines that it prints. When
/// it fails, `hint` says what it needs.
pub(crate) fn feed(command: &mut Command, input: &str, hint: &str) -> Vec<String> {
    let program = command.get_program().to_owned();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{} cannot be run: {error}. {hint}", program.display()));
    // Written beside, because a program may answer before it has read everything.
    let mut stdin = child.stdin.take().unwrap_or_else(|| panic!("no standard input"));
    let output = std::thread::scope(|scope| {
        let writer = scope.spawn(move || stdin.write_all(input.as_bytes()));
        let output = child.wait_with_output().unwrap_or_else(|error| panic!("{error}"));
        // A program that failed has a better story than the pipe it left behind.
        let written = writer.join().unwrap_or_else(|_| panic!("the input was not written"));
        assert!(written.is_ok() || !output.status.success(), "{written:?}");
        output
    });
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} failed. {hint}\n{errors}", program.display());
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
        "This test needs Python with the packages of requirements-test.txt: run `cargo xtask \
         install`, which installs them, or name an interpreter that has them in {VARIABLE}."
    )
}
