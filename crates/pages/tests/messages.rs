//! Translations and their use agree: no language lacks a text, none has a text nobody shows, and
//! a text takes the same placeholders everywhere.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const ENGLISH: &str = include_str!("../locales/en/pages.ftl");
const SWEDISH: &str = include_str!("../locales/sv/pages.ftl");

/// Each message's placeholders, by key.
fn messages(source: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut out = BTreeMap::new();
    for line in source.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (key, text) = line.split_once(" = ").expect("one message a line");
        let placeholders = text
            .split("{ $")
            .skip(1)
            .filter_map(|rest| rest.split(" }").next())
            .collect::<BTreeSet<_>>();
        assert!(out.insert(key, placeholders).is_none(), "{key} twice");
    }
    out
}

/// Every file under a folder, as one text.
fn read(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).expect("the folder exists") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            read(&path, into);
        } else {
            into.push_str(&fs::read_to_string(path).expect("text"));
        }
    }
}

/// The keys in templates and code: in `Key("…")`, in calls that look a text up, and in `action("…")`.
fn used() -> BTreeSet<String> {
    let mut source = String::new();
    for folder in ["src", "templates"] {
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut source);
    }
    let calls = [
        "Key(\"",
        ".t(\"",
        ".t1(\"",
        ".tm(\"",
        ".text(\"",
        ".with(\"",
        "action(\"",
        " with(\"",
        "with(\n",
        "[with(\"",
    ];
    let mut keys = BTreeSet::new();
    for call in calls {
        for rest in source.split(call).skip(1) {
            let key = rest.trim_start().trim_start_matches('"').split('"').next();
            keys.insert(key.unwrap_or_default().to_owned());
        }
    }
    // `with(` also opens calls that take a key from elsewhere.
    keys.retain(|key| {
        !key.is_empty()
            && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    });
    keys
}

#[test]
fn both_languages_have_the_same_messages() {
    assert_eq!(messages(ENGLISH), messages(SWEDISH));
}

#[test]
fn every_text_is_used_and_every_used_text_exists() {
    let used = used();
    let known: BTreeSet<String> = messages(ENGLISH).keys().map(|key| (*key).to_owned()).collect();
    let missing: Vec<_> = used.difference(&known).collect();
    let idle: Vec<_> = known.difference(&used).collect();
    assert!(missing.is_empty(), "used, but not written: {missing:?}");
    assert!(idle.is_empty(), "written, but not used: {idle:?}");
}

#[test]
fn the_files_have_no_errors() {
    for source in [ENGLISH, SWEDISH] {
        let parsed = fluent_bundle::FluentResource::try_new(source.to_owned());
        assert!(parsed.is_ok(), "{:?}", parsed.err().map(|(_, errors)| errors));
    }
}
