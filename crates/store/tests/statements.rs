//! Every statement is written so that both engines understand it, and none hides from that.
#![expect(clippy::expect_used, reason = "whatever goes wrong here fails the test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use testkit::databases::TempDatabase;

testkit::both! { every_statement_is_understood }

fn every_statement_is_understood(database: &TempDatabase) {
    let db = database.migrated();
    for statement in store::all_statements() {
        if let Err((name, error)) = db.check_statements(&[statement]) {
            panic!("{name}: {error}\n{}", statement.sql);
        }
    }
}

#[test]
fn every_declared_statement_is_registered() {
    let statements = store::all_statements();
    let registered: BTreeSet<String> = statements.iter().map(|it| it.name.to_owned()).collect();
    assert_eq!(registered.len(), statements.len(), "two statements share a name");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut declared = BTreeSet::new();
    for file in rust_files(&source) {
        let text = std::fs::read_to_string(&file).expect("a source file");
        declared.extend(names(&module(&source, &file), &text));
    }
    assert!(declared.len() > 100, "the declarations are not found any more");
    assert_eq!(declared, registered);
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            // The engine has no tables, and its macro's own example is no statement.
            if !path.ends_with("db") {
                found.extend(rust_files(&path));
            }
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
    found
}

fn module(source: &Path, file: &Path) -> String {
    let below = file.strip_prefix(source).expect("a file of the crate").with_extension("");
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    format!("store::{}", parts.join("::"))
}

/// The names that `statements!` and `list!` give in a file, by what their lines look like.
fn names(module: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut statements, mut list) = (false, false);
    for line in text.lines() {
        match line {
            "statements! {" => statements = true,
            "list! {" => list = true,
            "}" => (statements, list) = (false, false),
            _ => {}
        }
        let Some((left, _)) = line.split_once(" = \"") else { continue };
        let left = left.trim();
        if statements && let Some(name) = left.strip_prefix("pub ") {
            found.push(format!("{module}::{name}"));
        }
        if list && left.chars().all(|it| it.is_ascii_uppercase() || it == '_') {
            for part in ["older", "older_many", "newer", "newer_many", "count"] {
                found.push(format!("{module}::{left}.{part}"));
            }
        }
    }
    found
}
