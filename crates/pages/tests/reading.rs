//! What a payer reads, a file for each language whose markup has no snapshot: every page in every
//! state and every mail, so that a language can be read through in one sitting.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;

use pages::Locale;
use pages::samples::{self, Sample};

#[test]
fn languages_read_as_reviewed() {
    let samples = samples::all().expect("every page renders");
    for locale in Locale::ALL {
        if matches!(locale, Locale::En | Locale::Sv) {
            continue;
        }
        let of_it = samples.iter().filter(|sample| sample.locale == locale);
        insta::assert_snapshot!(locale.tag(), script(of_it));
    }
}

/// Every state's text. What stands around the content is written once for each kind of page.
fn script<'a>(samples: impl Iterator<Item = &'a Sample>) -> String {
    let mut around = BTreeSet::new();
    let mut out = Vec::new();
    for sample in samples {
        let name = format!("=== {} {} ===", sample.page, sample.state);
        match (sample.extension, sample.page) {
            // Both parts of a mail are made of the same words.
            (_, "mail") if sample.extension == "html" => {}
            ("html", _) => {
                let (before, main, after) = parts(&sample.body);
                let frame = [lines(before), lines(after)].concat().join("\n");
                out.push(name);
                let title = format!(">{}", between(&sample.body, "<title>", "</title>"));
                out.push(lines(&title).join(" "));
                if around.insert(frame.clone()) {
                    out.push(format!("--- around ---\n{frame}\n--- content ---"));
                }
                out.push(lines(main).join("\n"));
            }
            _ => out.push(format!("{name}\n{}", sample.body.trim())),
        }
        out.push(String::new());
    }
    out.join("\n").replace("\n\n\n", "\n\n")
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).expect("it begins");
    rest.split_once(to).expect("it ends").0
}

/// The page before its content, the content, and what comes after it.
fn parts(page: &str) -> (&str, &str, &str) {
    let (_, body) = page.split_once("<body").expect("a body");
    let (before, rest) = body.split_once("<main").expect("a content");
    let (main, after) = rest.split_once("</main>").expect("its end");
    (before, main, after)
}

/// The text between tags: a line for each block, and a label and its value on one.
fn lines(markup: &str) -> Vec<String> {
    let mut text = String::new();
    let mut skipped: Option<&str> = None;
    for piece in markup.split('<') {
        let (tag, words) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.split(char::is_whitespace).next().unwrap_or_default();
        match skipped {
            // An option ends where the next one begins: its own end is left out, to send less.
            Some("/option") if matches!(name, "option" | "/select") => skipped = None,
            Some(end) if name != end => continue,
            _ => skipped = None,
        }
        if let Some((_, label)) = tag.split_once(" aria-label=\"") {
            let label = label.split('"').next().unwrap_or_default();
            text.push_str(&format!("\n[{label}]"));
        }
        match name {
            "svg" => skipped = Some("/svg"),
            "option" if !tag.contains(" selected") && !tag.contains("value=\"\"") => {
                skipped = Some("/option");
            }
            "span" if tag.contains("aria-hidden") => skipped = Some("/span"),
            "span" if tag.contains("hint") => text.push('\n'),
            "dd" => text.push_str(" | "),
            "a" | "/a" | "span" | "/span" | "strong" | "/strong" | "/dt" | "/svg" => {}
            _ => text.push('\n'),
        }
        if skipped.is_none() {
            text.push_str(words);
        }
    }
    let decoded = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")]
        .into_iter()
        .fold(text, |text, (entity, character)| text.replace(entity, character));
    // What breaks no line stays as it is.
    let squeezed = |line: &str| {
        line.split([' ', '\t']).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
    };
    decoded.lines().map(squeezed).filter(|line| !line.is_empty()).collect()
}

#[test]
fn the_reader_of_markup_misses_nothing_but_tags() {
    let markup = "><p class=\"a\">A&#38;B <span aria-hidden=\"true\">no</span><strong>c</strong></p><svg><title>no</title></svg>\
                  <dl><dt>To</dt><dd>Me\u{a0}there</dd></dl><nav aria-label=\"L\"><a href=\"/\">x</a></nav>\
                  <option value=\"\">Choose</option><option value=\"CH\">no</option>\
                  <option value=\"SE\" selected>yes</option";
    assert_eq!(
        lines(markup),
        ["A&B c", "To | Me\u{a0}there", "[L]", "x", "Choose", "yes"].map(str::to_owned)
    );
}
