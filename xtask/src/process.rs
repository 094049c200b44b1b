//! Running other programs.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::{Outcome, root};

/// Runs a command to its end; what it prints is seen.
pub(crate) fn succeed(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| format!("{command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}")) }
}

/// What a command prints on standard output.
pub(crate) fn read(program: &str, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new(program);
    command.current_dir(root()).args(arguments).stderr(Stdio::null());
    let output = command.output().map_err(|error| format!("{program}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{program} ended with {}", output.status));
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}

/// What a command prints on standard output when it is given a text on standard input.
pub(crate) fn feed(command: &mut Command, input: &str) -> Result<String, String> {
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| format!("{command:?}: {error}"))?;
    if let Some(mut stdin) = child.stdin.take() {
        // One that ended early did not read all of it, and tells why by its status.
        let _ = stdin.write_all(input.as_bytes());
    }
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        let program = command.get_program().display();
        let told = String::from_utf8_lossy(&output.stdout);
        return Err(format!("{program} ended with {}: {told}", output.status));
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}

/// What a piece of work gives, and how many seconds it took.
#[expect(clippy::disallowed_methods, reason = "durations are what is measured")]
pub(crate) fn timed<T>(work: impl FnOnce() -> Result<T, String>) -> Result<(T, f64), String> {
    let began = std::time::Instant::now();
    let done = work()?;
    Ok((done, began.elapsed().as_secs_f64()))
}

/// Runs cargo in the root of the checkout.
pub(crate) fn cargo(arguments: &[&str]) -> Outcome {
    succeed(Command::new("cargo").current_dir(root()).args(arguments))
}

/// PostgreSQL refuses to run as root, and apt-get wants to.
pub(crate) fn is_root() -> Result<bool, String> {
    Ok(read("id", &["-u"])?.trim() == "0")
}

/// Waits a little before looking again.
#[expect(clippy::disallowed_methods, reason = "the caller looks again, a bounded number of times")]
pub(crate) fn pause() {
    std::thread::sleep(std::time::Duration::from_millis(50));
}

/// Paths that match a pattern whose one `*` stands in a folder's or file's name, sorted.
pub(crate) fn expand(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else {
        return Vec::from_iter(Some(PathBuf::from(pattern)).filter(|path| path.exists()));
    };
    let (folder, start) = before.rsplit_once('/').unwrap_or(("", before));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(start))
        .map(|entry| PathBuf::from(format!("{}{after}", entry.path().display())))
        .filter(|path| path.exists())
        .collect();
    paths.sort();
    paths
}
