//! Words that may not stand in a line: calls, texts and habits that the house does without.

use super::{File, Finding, report};

/// A rule: what may not stand in a line, why, and where it may.
struct Rule {
    words: &'static [&'static str],
    why: &'static str,
    /// Parts of paths where it may stand, each for a reason given beside it.
    except: &'static [&'static str],
    /// Whether it holds in tests too.
    tests: bool,
    /// Which files it is about.
    files: &'static [&'static str],
}

const RULES: &[Rule] = &[
    Rule {
        words: &["SystemTime::now(", "Instant::now(", "jiff::Timestamp::now", "Zoned::now("],
        why: "time is an argument (see Source)",
        // The source itself; the middleware and waits measure durations; chores say how long they took.
        except: &[
            "crates/store/src/db/source.rs",
            "crates/server/src/middleware/",
            "crates/server/src/changes.rs",
            "crates/server/src/jobs/runner.rs",
            "crates/server/src/limits.rs",
            "xtask/",
        ],
        tests: false,
        files: &[".rs"],
    },
    Rule {
        words: &["getrandom::", "rand::", "thread_rng"],
        why: "randomness is an argument (see Source)",
        except: &["crates/store/src/db/source.rs", "xtask/"],
        tests: false,
        files: &[".rs"],
    },
    Rule {
        words: &[".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!("],
        why: "errors are handled; what cannot happen says why with #[expect(…, reason)]",
        except: &["xtask/src/tidy/"],
        tests: false,
        files: &[".rs"],
    },
    Rule {
        words: &["\"SELECT ", "\"INSERT INTO ", "\"UPDATE ", "\"DELETE FROM "],
        why: "SQL is written in crates/store, in statements!",
        // The store itself, and the rule.
        except: &["crates/store/", "xtask/src/tidy/"],
        tests: false,
        files: &[".rs"],
    },
    Rule {
        words: &["Statement {"],
        why: "a statement is registered with statements! or list!",
        // The macros and their type; migrations are applied before anything is prepared.
        except: &[
            "crates/store/src/db/statement.rs",
            "crates/store/src/db/migrate.rs",
            "crates/store/src/page.rs",
            "xtask/src/tidy/",
        ],
        tests: false,
        files: &[".rs"],
    },
    Rule {
        words: &["#[allow(", "#![allow("],
        why: "exceptions are #[expect(…, reason = \"…\")], which fall away with their cause",
        except: &["xtask/src/tidy/"],
        tests: true,
        files: &[".rs"],
    },
    Rule {
        words: &["begin_transaction", "db_transaction", "DatabaseTransaction"],
        why: "a transaction is money; the database's is Tx",
        except: &["xtask/src/tidy/"],
        tests: true,
        files: &[".rs"],
    },
    Rule {
        words: &["\"/work/", "/root/", "\"/home/"],
        why: "the path of a machine",
        except: &["xtask/src/tidy/"],
        tests: true,
        files: &[".rs", ".md", ".toml", ".py", ".sh", ".html", ".yml"],
    },
    Rule {
        words: &[
            "static.crates.io",
            "index.crates.io",
            "registry.npmjs.org",
            "pypi.org",
            "deb.debian.org",
        ],
        why: "a registry's host; name the package",
        except: &["xtask/src/tidy/", "package-lock.json"],
        tests: true,
        files: &[".rs", ".md", ".toml", ".py", ".sh", ".json", ".txt"],
    },
];

pub(super) fn check(file: &File, findings: &mut Vec<Finding>) {
    for rule in RULES {
        apply(rule, file, findings);
    }
    check_notes(file, findings);
    if file.is_rust() && !file.text.starts_with("//!") && !file.text.starts_with("#!") {
        report(findings, file, 1, "a module begins with //! and what it is for");
    }
}

fn apply(rule: &Rule, file: &File, findings: &mut Vec<Finding>) {
    let about = rule.files.iter().any(|end| file.path.ends_with(end));
    let excepted = rule.except.iter().any(|part| file.path.contains(part));
    if !about || excepted || (file.is_test() && !rule.tests) {
        return;
    }
    let mut expected = false;
    for (number, line) in file.text.lines().enumerate() {
        if !rule.tests && line.trim() == "#[cfg(test)]" {
            return;
        }
        if line.trim_start().starts_with("//") {
            continue;
        }
        expected |= line.contains("#[expect(clippy::");
        if let Some(word) = rule.words.iter().find(|word| contains(line, word)) {
            if !expected {
                report(findings, file, number + 1, format!("`{word}`: {}", rule.why));
            }
            expected = false;
        }
    }
}

/// True when the word stands in the line and is not the end of a longer one.
fn contains(line: &str, word: &str) -> bool {
    let begins_word = word.starts_with(|it: char| it.is_alphanumeric());
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !begins_word || before.is_none_or(|it| !it.is_alphanumeric() && it != '_')
    })
}

/// Notes to come back to carry their reason; tests that are not run carry theirs.
fn check_notes(file: &File, findings: &mut Vec<Finding>) {
    if !file.is_rust() || file.path.starts_with("xtask/src/tidy/") {
        return;
    }
    for (number, line) in file.text.lines().enumerate() {
        for word in ["TODO", "FIXME", "XXX"] {
            if contains(line, word) && !line.contains(&format!("{word}(")) {
                report(
                    findings,
                    file,
                    number + 1,
                    format!("{word} without its reason: {word}(why)"),
                );
            }
        }
        if line.contains("#[ignore]") {
            report(findings, file, number + 1, "a test is ignored without a reason");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn texts(path: &str, text: &str) -> Vec<String> {
        let mut findings = Vec::new();
        check(&sample(path, text), &mut findings);
        findings.into_iter().map(|finding| finding.text).collect()
    }

    #[test]
    fn every_rule_bites_and_lets_good_code_pass() {
        for rule in RULES {
            let path = format!("crates/domain/src/a{}", rule.files[0]);
            for word in rule.words {
                let bad = format!("//! A module.\nlet a = {word}x\n");
                assert!(!texts(&path, &bad).is_empty(), "{word} passes");
            }
        }
        let good = "//! A module.\nlet a = clock.now();\nlet operand::x = 1;\n";
        assert_eq!(texts("crates/domain/src/a.rs", good), Vec::<String>::new());
    }

    #[test]
    fn tests_may_unwrap_and_expectations_are_believed() {
        let test = "//! A module.\n#[cfg(test)]\nmod tests { fn a() { b.unwrap() } }\n";
        assert!(texts("crates/domain/src/a.rs", test).is_empty());
        let expected =
            "//! A module.\n#[expect(clippy::unwrap_used, reason = \"…\")]\nlet a = b.unwrap();\n";
        assert!(texts("crates/domain/src/a.rs", expected).is_empty());
    }

    #[test]
    fn notes_need_reasons_and_modules_a_purpose() {
        assert_eq!(texts("src/a.rs", "//! A.\n// TODO later\n").len(), 1);
        assert!(texts("src/a.rs", "//! A.\n// TODO(bank says so): later\n").is_empty());
        assert_eq!(texts("src/a.rs", "//! A.\n#[ignore]\n").len(), 1);
        assert_eq!(texts("src/a.rs", "fn a() {}\n").len(), 1);
    }
}
