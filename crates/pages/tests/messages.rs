//! Translations and their use agree: no language lacks a text, none has a text nobody shows, and
//! a text takes the same placeholders everywhere.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use pages::Locale;

/// The texts of a language, as they stand in its file.
fn source(locale: Locale) -> String {
    let path = format!("{}/locales/{}/pages.ftl", env!("CARGO_MANIFEST_DIR"), locale.tag());
    fs::read_to_string(path).expect("every language has a file")
}

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
fn every_language_has_the_same_messages() {
    let english = source(Locale::En);
    for locale in Locale::ALL {
        assert_eq!(messages(&english), messages(&source(locale)), "{locale:?}");
    }
}

#[test]
fn every_file_belongs_to_a_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    let files: BTreeSet<_> = fs::read_dir(folder)
        .expect("the folder exists")
        .map(|entry| entry.expect("readable").file_name().into_string().expect("text"))
        .collect();
    assert_eq!(files, Locale::ALL.map(|locale| locale.tag().to_owned()).into());
}

#[test]
fn every_text_is_used_and_every_used_text_exists() {
    let used = used();
    let english = source(Locale::En);
    let known: BTreeSet<String> = messages(&english).keys().map(|key| (*key).to_owned()).collect();
    let missing: Vec<_> = used.difference(&known).collect();
    let idle: Vec<_> = known.difference(&used).collect();
    assert!(missing.is_empty(), "used, but not written: {missing:?}");
    assert!(idle.is_empty(), "written, but not used: {idle:?}");
}

#[test]
fn the_files_have_no_errors() {
    for locale in Locale::ALL {
        let parsed = fluent_bundle::FluentResource::try_new(source(locale));
        assert!(parsed.is_ok(), "{locale:?}: {:?}", parsed.err().map(|(_, errors)| errors));
    }
}

/// Each language's own marks: typed apostrophes and quotes of English keyboards stand in none.
#[test]
fn marks_are_those_of_the_language() {
    for locale in Locale::ALL {
        for line in source(locale).lines().filter(|line| !line.starts_with('#')) {
            let marks = ["'", "\"", " - ", "...", "  "];
            assert!(!marks.iter().any(|mark| line.contains(mark)), "{locale:?}: {line}");
        }
    }
    let misplaced = |line: &&str| {
        let text = line.split_once(" = ").map_or("", |(_, text)| text);
        // A mark of two parts stands after a space, and the line does not break there.
        let bare = [" :", " ;", " ?", " !", "« ", " »"].iter().any(|mark| text.contains(mark));
        let close = text.char_indices().any(|(at, mark)| {
            let before = text.get(..at).and_then(|rest| rest.chars().next_back());
            matches!(mark, ':' | ';' | '?' | '!' | '»')
                && !matches!(before, Some('\u{a0}' | '\u{202f}'))
        });
        bare || close
    };
    let french = source(Locale::Fr);
    let wrong: Vec<_> =
        french.lines().filter(|line| !line.starts_with('#')).filter(misplaced).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
