//! Calls that the program does without: time, randomness, panics, allowances.

use super::{File, Finding, report, tokens};

/// A banned call.
struct Ban {
    /// How it is spelled; a word at its beginning is a whole one.
    calls: &'static [&'static str],
    why: &'static str,
    /// The lint whose `#[expect(…, reason)]` excuses it, if one does.
    excuse: Option<&'static str>,
    /// Where it may stand, and why there.
    places: &'static [(&'static str, &'static str)],
    /// Whether tests are held to it too.
    tests: bool,
}

const BANS: &[Ban] = &[
    Ban {
        calls: &["SystemTime::now(", "Timestamp::now(", "Zoned::now(", "Utc::now("],
        why: "time is an argument; see Source",
        excuse: None,
        places: &[("crates/store/src/db/source.rs", "the one place that reads the wall clock")],
        tests: false,
    },
    Ban {
        calls: &["Instant::now("],
        why: "durations are measured in the middleware; elsewhere time is an argument",
        excuse: None,
        places: &[
            ("crates/server/src/middleware/", "measures how long a request took"),
            ("crates/server/src/changes.rs", "waits for an outcome, with a bound"),
            ("crates/server/src/jobs/runner.rs", "waits for work, with a bound"),
            ("crates/store/src/db/", "bounds how long a lock or a connection is waited for"),
            ("xtask/", "says how long a chore took"),
        ],
        tests: false,
    },
    Ban {
        calls: &["getrandom::", "rand::", "thread_rng(", "OsRng"],
        why: "randomness is an argument; see Source",
        excuse: None,
        places: &[("crates/store/src/db/source.rs", "the one place that draws random bytes")],
        tests: false,
    },
    Ban {
        calls: &[".unwrap()", ".unwrap("],
        why: "handle the error, or expect it with a reason",
        excuse: Some("clippy::unwrap_used"),
        places: &[],
        tests: false,
    },
    Ban {
        calls: &[".expect("],
        why: "handle the error, or expect it with a reason",
        excuse: Some("clippy::expect_used"),
        places: &[],
        tests: false,
    },
    Ban {
        // What is forbidden elsewhere; as texts, not as calls.
        calls: &["panic!(", "todo!(", "unimplemented!("],
        why: "return an error; what cannot happen is ruled out by a type",
        excuse: Some("clippy::panic"),
        places: &[],
        tests: false,
    },
    Ban {
        calls: &["#[allow", "#![allow"],
        why: "an exception is #[expect(…, reason)], which falls away with its cause",
        excuse: None,
        places: &[],
        tests: true,
    },
];

/// No call is longer, in tokens.
const TOKENS_MAX: usize = 6;

pub(super) fn check(file: &File, findings: &mut Vec<Finding>) {
    if !file.is_rust() {
        return;
    }
    let bans: Vec<&Ban> = BANS.iter().filter(|ban| holds(ban, file)).collect();
    tokens::walk(&file.text, &mut |place, tokens, at| {
        let end = tokens.len().min(at + TOKENS_MAX);
        let text = tokens::spell(&tokens[at..end]);
        for ban in &bans {
            let excused = ban.excuse.is_some_and(|lint| place.expects(lint));
            // A method of one's own may be called so.
            let own = text.starts_with('.') && at > 0 && tokens[at - 1].to_string() == "self";
            if excused || own || (place.is_test() && !ban.tests) {
                continue;
            }
            if let Some(call) = ban.calls.iter().find(|call| begins(&text, call)) {
                let text = format!("`{call}`: {}", ban.why);
                report(findings, file, tokens::line(&tokens[at]), text);
            }
        }
    });
}

fn holds(ban: &Ban, file: &File) -> bool {
    (ban.tests || !file.is_test())
        && !ban.places.iter().any(|(path, _)| file.path.starts_with(path))
}

/// Whether the text begins with the call; brackets are told by their opening alone.
fn begins(text: &str, call: &str) -> bool {
    text.starts_with(call.trim_end_matches(')'))
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

    const PATH: &str = "crates/domain/src/a.rs";

    #[test]
    fn each_ban_bites() {
        let samples = [
            "fn a() { std::time::SystemTime::now() }",
            "fn a() { b(jiff::Timestamp::now()) }",
            "fn a() { let c = Instant::now(); }",
            "fn a() { getrandom::fill(&mut b) }",
            "fn a() { rand::random() }",
            "fn a() { b.unwrap() }",
            "fn a() { format!(\"{}\", b.c().unwrap()) }",
            "fn a() { b.expect(\"c\") }",
            "fn a() { panic!(\"b\") }",
            "#[allow(dead_code)] fn a() {}",
            "#[cfg(test)] mod tests { #[allow(dead_code)] fn a() {} }",
        ];
        for text in samples {
            assert_eq!(found(PATH, text), 1, "{text}");
        }
    }

    #[test]
    fn good_code_passes() {
        let samples = [
            "fn a() { clock.now(); b.unwrap_or(1); operand::c(); d.expect_none(); self.expect(e) }",
            "#[cfg(test)] mod tests { fn a() { b.unwrap() } }",
            "#[test] fn a() { b.unwrap() }",
            "#[expect(clippy::unwrap_used, reason = \"…\")] fn a() { b.unwrap() }",
            "// panic!()\n/// b.unwrap()\nfn a() {}",
            "const A: &str = \"panic!()\";",
        ];
        for text in samples {
            assert_eq!(found(PATH, text), 0, "{text}");
        }
        assert_eq!(found("crates/store/src/db/source.rs", "fn a() { SystemTime::now() }"), 0);
        assert_eq!(found("crates/server/tests/a.rs", "fn a() { b.unwrap() }"), 0);
    }

    #[test]
    fn an_excuse_covers_its_own_lint_and_item() {
        let other = "#[expect(clippy::expect_used, reason = \"…\")] fn a() { b.unwrap() }";
        assert_eq!(found(PATH, other), 1);
        let next = "#[expect(clippy::unwrap_used, reason = \"…\")] fn a() {} fn c() { b.unwrap() }";
        assert_eq!(found(PATH, next), 1);
    }
}
