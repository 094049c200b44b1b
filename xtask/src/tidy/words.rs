//! Words that may not stand in a line, and the sentence that every module begins with.

use super::{File, Finding, report};

/// What may not stand in a line of which files, and why.
struct Rule {
    words: &'static [&'static str],
    why: &'static str,
    /// How the names of the files end.
    files: &'static [&'static str],
}

const RULES: &[Rule] = &[
    Rule {
        words: &["begin_transaction", "db_transaction", "DatabaseTransaction", "sql_transaction"],
        why: "a transaction is money; the database's is Tx",
        files: &[".rs", ".sql", ".md"],
    },
    Rule {
        words: &["/work/", "/root/", "/home/", "\"/tmp/"],
        why: "the path of a machine",
        files: &[".rs", ".md", ".toml", ".py", ".sh", ".html", ".json", ".lua", "run"],
    },
    Rule {
        words: &[
            "crates.io/",
            "registry.npmjs",
            concat!("pypi", ".org"),
            concat!("deb.", "debian.org"),
            concat!("index.", "crates.io"),
        ],
        why: "the host of a registry; name the package",
        files: &[".rs", ".md", ".toml", ".py", ".sh", ".json", ".txt", "run"],
    },
];

/// These files spell out what they forbid.
const THIS_FOLDER: &str = "xtask/src/tidy/";

pub(super) fn check(file: &File, findings: &mut Vec<Finding>) {
    let documented = file.text.starts_with("//!") || file.text.starts_with("#!");
    if file.is_rust() && !documented {
        report(findings, file, 1, "a module begins with //! and what it is for");
    }
    if file.path.starts_with(THIS_FOLDER) {
        return;
    }
    for (number, line) in file.text.lines().enumerate() {
        check_line(file, number + 1, line, findings);
    }
}

fn check_line(file: &File, number: usize, line: &str, findings: &mut Vec<Finding>) {
    for rule in RULES.iter().filter(|rule| rule.files.iter().any(|end| file.path.ends_with(end))) {
        if let Some(word) = rule.words.iter().find(|word| line.contains(**word)) {
            report(findings, file, number, format!("`{word}`: {}", rule.why));
        }
    }
    for word in ["TODO", "FIXME", "XXX"] {
        let reasoned = line.contains(&format!("{word}(")) && !line.contains(&format!("{word}()"));
        if stands_alone(line, word) && !reasoned {
            report(findings, file, number, format!("{word} without a reason: {word}(reason): …"));
        }
    }
    // The text of the attribute, which no test of ours carries without a reason.
    if line.trim() == "#[ignore]" {
        report(findings, file, number, "a test is ignored without a reason");
    }
}

/// Whether the word stands in the line as a whole one.
fn stands_alone(line: &str, word: &str) -> bool {
    let edge = |it: Option<char>| it.is_none_or(|it| !it.is_alphanumeric() && it != '_');
    line.match_indices(word).any(|(at, _)| {
        edge(line[..at].chars().next_back()) && edge(line[at + word.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        let mut findings = Vec::new();
        check(&sample(path, text), &mut findings);
        findings.len()
    }

    #[test]
    fn every_rule_bites() {
        for rule in RULES {
            for (word, end) in
                rule.words.iter().flat_map(|w| rule.files.iter().map(move |e| (w, e)))
            {
                let text = format!("//! A module.\nlet a = {word}x\n");
                assert!(found(&format!("src/a{end}"), &text) > 0, "{word} passes in {end}");
            }
        }
        assert_eq!(found("src/a.rs", "//! A module.\nfn a() { tx.commit() }\n"), 0);
    }

    #[test]
    fn notes_need_reasons_and_modules_a_purpose() {
        assert_eq!(found("src/a.rs", "//! A.\n// TODO later\n"), 1);
        assert_eq!(found("src/a.rs", "//! A.\n// TODO(the bank says so): later\n"), 0);
        assert_eq!(found("src/a.rs", "//! A.\nconst XXXL: i64 = 1;\n"), 0);
        // Sources made up for this rule; nothing is ignored here.
        assert_eq!(found("src/a.rs", "//! A.\n#[ignore]\n"), 1);
        assert_eq!(found("src/a.rs", "//! A.\n#[ignore = \"needs a bank\"]\n"), 0);
        assert_eq!(found("src/a.rs", "fn a() {}\n"), 1);
    }
}
