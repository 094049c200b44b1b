//! The documents tell of the sandbox what it does.

use std::path::{Path, PathBuf};

use processors::sandbox::identities::{BANKS, CARDS};
use processors::sandbox::{card, documents, open_banking};

#[test]
fn the_tables_in_the_documents_are_up_to_date() {
    let texts: Vec<(PathBuf, String)> = documents_below(&docs())
        .into_iter()
        .map(|path| (path.clone(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    for (path, text) in &texts {
        let filled = documents::fill(text).unwrap_or_else(|fault| panic!("{path:?}: {fault}"));
        assert!(&filled == text, "{path:?} is out of date: run `cargo xtask docs`");
    }
    for table in documents::tables() {
        let marker = format!("<!-- table: {} -->", table.name);
        assert!(texts.iter().any(|(_, text)| text.contains(&marker)), "nobody prints {marker}");
    }
}

#[test]
fn every_scenario_of_a_card_is_told() {
    let told: Vec<&str> = CARDS.iter().map(|(name, _)| *name).collect();
    let played: Vec<&str> = card::SCENARIOS.iter().map(|(name, _)| *name).collect();
    assert_eq!(told, played);
}

#[test]
fn every_scenario_of_pay_by_bank_has_its_bank() {
    let scenarios: Vec<&str> = open_banking::SCENARIOS.iter().map(|(name, _)| *name).collect();
    let mut banks: Vec<&str> = BANKS.iter().map(|bank| bank.scenario).collect();
    banks.sort_by_key(|name| scenarios.iter().position(|known| known == name));
    assert_eq!(banks, scenarios);
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn documents_below(folder: &Path) -> Vec<PathBuf> {
    let read = std::fs::read_dir(folder).and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
    let entries = read.unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    entries
        .into_iter()
        .map(|entry| entry.path())
        .flat_map(|path| match path.is_dir() {
            true => documents_below(&path),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .collect()
}
