//! SQL stands in `crates/store`, in `statements!` or `list!`, and every list of it is registered:
//! what is registered is prepared on both databases by a test.

use proc_macro2::TokenTree;

use super::{File, Finding, report, tokens};

/// The engine keeps its own books (migrations, settings) before any statement is prepared.
const ENGINE: &str = "crates/store/src/db/";
const STORE: &str = "crates/store/src/";
const REGISTER: &str = "crates/store/src/lib.rs";

pub(super) fn check(files: &[File], findings: &mut Vec<Finding>) {
    let register = files.iter().find(|file| file.path == REGISTER).map_or("", |file| &file.text);
    for file in files.iter().filter(|file| file.is_rust() && !file.is_test()) {
        if file.path.starts_with(ENGINE) {
            continue;
        }
        check_texts(file, findings);
        if file.path.starts_with(STORE) {
            check_registered(file, register, findings);
        }
    }
}

/// No SQL outside the macros.
fn check_texts(file: &File, findings: &mut Vec<Finding>) {
    let in_store = file.path.starts_with(STORE);
    let home = |name: &String| ["statements", "list", "macro_rules"].contains(&name.as_str());
    tokens::walk(&file.text, &mut |place, tokens, at| {
        let TokenTree::Literal(literal) = &tokens[at] else { return };
        let at_home = in_store && place.macros.iter().any(home);
        if !at_home && !place.is_test() && is_sql(&literal.to_string()) {
            let text = "SQL is written in crates/store, in statements! or list!";
            report(findings, file, tokens::line(&tokens[at]), text);
        }
    });
}

/// Whether a literal, quotes included, is a statement.
fn is_sql(literal: &str) -> bool {
    let text = literal.trim_start_matches(['r', '#', '"', ' ', '\n', '\\']);
    let words: Vec<&str> = text.split_whitespace().collect();
    let has = |word: &str| words.contains(&word) || words.contains(&word.to_lowercase().as_str());
    match words.first() {
        Some(&("SELECT" | "select" | "DELETE" | "delete")) => has("FROM"),
        Some(&("INSERT" | "insert")) => has("INTO"),
        Some(&("UPDATE" | "update")) => has("SET"),
        Some(&("WITH" | "with")) => has("AS") && has("SELECT"),
        _ => false,
    }
}

/// `STATEMENTS` and `LISTS` of a module are in `all_statements`, and its lists in its `LISTS`.
fn check_registered(file: &File, register: &str, findings: &mut Vec<Finding>) {
    let module = file.path.trim_start_matches(STORE).trim_end_matches(".rs");
    let module = module.trim_end_matches("/mod").replace('/', "::");
    tokens::walk(&file.text, &mut |place, tokens, at| {
        let TokenTree::Ident(name) = &tokens[at] else { return };
        let [_, TokenTree::Punct(mark), TokenTree::Group(group), ..] = &tokens[at..] else {
            return;
        };
        if mark.as_char() != '!' || place.is_test() || !place.macros.is_empty() {
            return;
        }
        let line = tokens::line(&tokens[at]);
        let register_as = |list: &str, findings: &mut Vec<Finding>| {
            if !register.contains(&format!("{module}::{list}")) {
                let text = format!("{module}::{list} is not in all_statements()");
                report(findings, file, line, text);
            }
        };
        if name == "statements" {
            register_as("STATEMENTS", findings);
        } else if name == "list" {
            register_as("LISTS", findings);
            let mut idents = group.stream().into_iter().filter_map(|token| match token {
                TokenTree::Ident(name) => Some(name.to_string()),
                _ => None,
            });
            let list = idents.next().unwrap_or_default();
            if !file.text.contains(&format!("&{list}")) {
                report(findings, file, line, format!("{list} is not in LISTS"));
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let register = "fn all_statements() { [a::STATEMENTS]; [a::LISTS] }";
        let mut findings = Vec::new();
        check(&[sample(REGISTER, register), sample(path, text)], &mut findings);
        findings.into_iter().map(|finding| finding.text).collect()
    }

    #[test]
    fn sql_outside_the_store_or_its_macros_is_found() {
        for text in ["SELECT a FROM b", "insert into a values (1)", "UPDATE a\n SET b = 1"] {
            let code = format!("fn f() {{ g({text:?}) }}");
            assert_eq!(found("crates/server/src/a.rs", &code).len(), 1, "{text}");
            assert_eq!(found("crates/store/src/a.rs", &code).len(), 1, "{text}");
        }
        let macro_elsewhere = "statements! { A = \"SELECT a FROM b\"; }";
        assert_eq!(found("crates/server/src/a.rs", macro_elsewhere).len(), 1);
    }

    #[test]
    fn statements_and_sentences_pass() {
        let good = "statements! { pub A = \"SELECT a FROM b\"; }\n\
            list! { B = \"a\", \"FROM b\", \"a\" \"$1\" }\nstatic LISTS: &[&List] = &[&B];\n\
            fn f() { g(\"Select a method from the list\", \"update it\") }";
        assert_eq!(found("crates/store/src/a.rs", good), Vec::<String>::new());
    }

    #[test]
    fn unregistered_statements_are_found() {
        let code = "statements! { pub A = \"SELECT a FROM b\"; }";
        assert_eq!(
            found("crates/store/src/b.rs", code),
            ["b::STATEMENTS is not in all_statements()"]
        );
        let code = "list! { /// Doc.\nB = \"a\", \"FROM b\", \"a\" \"$1\" }";
        assert_eq!(found("crates/store/src/a.rs", code), ["B is not in LISTS"]);
    }
}
