//! House rules that a program can check. Each rule is a module with a test that it bites.

mod calls;
mod dead_files;
mod lengths;
mod links;
mod statements;
mod tokens;
mod words;

use std::path::Path;

use crate::{Outcome, process, root};

/// A file of the repository.
pub(crate) struct File {
    /// Its path below the root.
    pub(crate) path: String,
    /// What it says; empty for files that are no text.
    pub(crate) text: String,
}

impl File {
    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Tests may do what the program may not.
    fn is_test(&self) -> bool {
        ["/tests/", "/benches/", "/examples/", "crates/testkit/"]
            .iter()
            .any(|part| self.path.contains(part))
    }
}

/// Something to mend.
pub(crate) struct Finding {
    path: String,
    line: usize,
    text: String,
}

pub(crate) fn run(_arguments: &[String]) -> Outcome {
    let files = read_all(&root())?;
    let mut findings = Vec::new();
    for file in &files {
        lengths::check(file, &mut findings);
        calls::check(file, &mut findings);
        words::check(file, &mut findings);
    }
    dead_files::check(&files, &mut findings);
    links::check(&files, &mut findings);
    statements::check(&files, &mut findings);
    findings.sort_by(|one, other| (&one.path, one.line).cmp(&(&other.path, other.line)));
    for finding in &findings {
        eprintln!("{}:{}: {}", finding.path, finding.line, finding.text);
    }
    match findings.len() {
        0 => Ok(()),
        count => Err(format!("{count} findings in {} files", files.len())),
    }
}

fn read_all(root: &Path) -> Result<Vec<File>, String> {
    let listed = process::read("git", &["ls-files", "--cached", "--others", "--exclude-standard"])?;
    let mut files = Vec::new();
    for path in listed.lines() {
        let full = root.join(path);
        if full.is_file() {
            let text = std::fs::read_to_string(&full).unwrap_or_default();
            files.push(File { path: path.to_owned(), text });
        }
    }
    Ok(files)
}

/// Reports a finding.
fn report(findings: &mut Vec<Finding>, file: &File, line: usize, text: impl Into<String>) {
    findings.push(Finding { path: file.path.clone(), line, text: text.into() });
}

#[cfg(test)]
fn sample(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}
