//! The tables of the sandbox, as the documents print them.
//!
//! A document names a table between two markers, each alone on its line:
//!
//! ```text
//! <!-- table: sandbox/sepa_debit -->
//! <!-- end of table -->
//! ```
//!
//! `cargo xtask docs` writes what stands between them, and a test fails when it is out of date. A
//! rail that has a table of its own adds a line to [`tables`].

use super::identities::{AUTOGIRO, BACS_DEBIT, BANKS, CARDS, Identity, SEPA_DEBIT, TRANSFERS};

const BEGINS: &str = "<!-- table: ";
const BEGINS_ENDS: &str = " -->";
const END: &str = "<!-- end of table -->";

/// A table of the documents.
pub struct Table {
    /// What documents name it by.
    pub name: &'static str,
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

/// Why a document cannot be filled.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It names a table that there is not.
    #[error("there is no table `{0}`")]
    Unknown(String),
    /// A table's end is missing.
    #[error("the table `{0}` has no end")]
    Endless(String),
}

/// Every table.
pub fn tables() -> Vec<Table> {
    vec![
        cards(),
        accounts("sandbox/sepa_debit", "IBAN", SEPA_DEBIT),
        accounts("sandbox/bacs_debit", "Sort code and account", BACS_DEBIT),
        accounts("sandbox/autogiro", "Clearing number, account and holder", AUTOGIRO),
        banks(),
        transfers(),
    ]
}

/// A document with every table that it names written anew.
///
/// # Errors
/// Says which of its markers makes no sense.
pub fn fill(document: &str) -> Result<String, Fault> {
    let tables = tables();
    let mut filled = String::new();
    let mut lines = document.split_inclusive('\n');
    while let Some(line) = lines.next() {
        filled.push_str(line);
        let Some(name) = named(line) else { continue };
        let table = tables.iter().find(|table| table.name == name);
        let table = table.ok_or_else(|| Fault::Unknown(name.to_owned()))?;
        let end = lines.find(|line| line.trim_end() == END);
        filled.push_str(&table.markdown());
        filled.push_str(end.ok_or_else(|| Fault::Endless(name.to_owned()))?);
    }
    Ok(filled)
}

/// The table that a line begins.
fn named(line: &str) -> Option<&str> {
    line.trim_end().strip_prefix(BEGINS)?.strip_suffix(BEGINS_ENDS)
}

impl Table {
    fn markdown(&self) -> String {
        let line = |cells: String| format!("|{cells}\n");
        let cell = |text: &str| format!(" {text} |");
        let mut text = line(self.head.iter().map(|name| cell(name)).collect());
        text.push_str(&line("---|".repeat(self.head.len())));
        text.extend(self.rows.iter().map(|row| line(row.iter().map(|it| cell(it)).collect())));
        text
    }
}

fn cards() -> Table {
    let rows = CARDS.iter().map(|(scenario, text)| vec![code(scenario), (*text).to_owned()]);
    Table { name: "sandbox/card", head: vec!["Scenario", "What happens"], rows: rows.collect() }
}

/// Pretend accounts; `form` says in what form they are written.
fn accounts(name: &'static str, form: &'static str, identities: &[Identity]) -> Table {
    let row = |it: &Identity| vec![code(it.scenario), code(it.account), it.text.to_owned()];
    Table {
        name,
        head: vec!["Scenario", form, "What happens"],
        rows: identities.iter().map(row).collect(),
    }
}

fn banks() -> Table {
    let rows = BANKS.iter().map(|bank| {
        vec![code(bank.scenario), bank.name.to_owned(), code(bank.id), bank.text.to_owned()]
    });
    Table {
        name: "sandbox/pay_by_bank",
        head: vec!["Scenario", "Bank", "`bank`", "What happens"],
        rows: rows.collect(),
    }
}

fn transfers() -> Table {
    let rows = TRANSFERS.iter().map(|it| vec![code(it.scenario), it.text.to_owned()]);
    let head = vec!["Scenario", "What happens"];
    Table { name: "sandbox/transfers", head, rows: rows.collect() }
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_the_markers_is_written_anew_and_nothing_else() {
        let stale =
            "before\n<!-- table: sandbox/sepa_debit -->\nstale\n<!-- end of table -->\nafter";
        let filled = fill(stale).unwrap_or_default();
        assert!(
            filled.starts_with("before\n<!-- table: sandbox/sepa_debit -->\n| Scenario | IBAN |")
        );
        assert!(filled.contains("\n|---|---|---|\n| `succeed` | `DE89370400440532013000` |"));
        assert!(filled.ends_with(" |\n<!-- end of table -->\nafter"));
        assert!(!filled.contains("stale"));
        assert_eq!(fill(&filled).as_ref(), Ok(&filled));
    }

    #[test]
    fn markers_that_make_no_sense_are_named() {
        let unknown = fill("<!-- table: sandbox/barter -->\n<!-- end of table -->\n");
        assert_eq!(unknown, Err(Fault::Unknown("sandbox/barter".to_owned())));
        let endless = fill("<!-- table: sandbox/card -->\n| `succeed` |\n");
        assert_eq!(endless, Err(Fault::Endless("sandbox/card".to_owned())));
    }
}
