//! Every page in every state and language: a snapshot of the markup for each page in English and in
//! Swedish, and what must hold for all of them. `reading.rs` has the other languages' texts.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use pages::samples::{self, Sample};
use pages::{Locale, assets, brand_css};

/// The most that a payer loads at first: page, stylesheet, brand colours.
const FIRST_LOAD_BYTES: usize = 30 * 1024;

fn all() -> Vec<Sample> {
    samples::all().expect("every page renders")
}

#[test]
fn pages_are_as_reviewed() {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let stylesheet = assets::asset_url("app.css");
    let icon = assets::asset_url("icon.svg");
    // The markup is the same in every language: two show that, more would only be more to read.
    for sample in all().into_iter().filter(|it| matches!(it.locale, Locale::En | Locale::Sv)) {
        // The hashes of assets would make every snapshot change with the stylesheet.
        let body = sample.body.replace(&stylesheet, "[app.css]").replace(&icon, "[icon.svg]");
        let body = without_countries(&body);
        let file = files.entry(format!("{}.{}", sample.page, sample.locale.tag())).or_default();
        write!(file, "=== {} {} ===\n{}\n", sample.state, sample.extension, body.trim())
            .expect("a string takes everything");
    }
    for (name, content) in files {
        insta::assert_snapshot!(name, content);
    }
}

/// The list of countries, cut to what is chosen: it has a test of its own.
fn without_countries(body: &str) -> String {
    let kept = body.lines().filter(|line| {
        !line.contains("<option value=\"") || line.contains("selected") || line.contains("\"\"")
    });
    kept.collect::<Vec<_>>().join("\n")
}

#[test]
fn rendering_twice_gives_the_same() {
    for (one, two) in all().iter().zip(&all()) {
        assert_eq!(one.body, two.body, "{}", one.file_name());
    }
}

#[test]
fn no_text_is_missing_or_incomplete() {
    for sample in all() {
        assert!(!sample.body.contains('⟦'), "{}", sample.file_name());
    }
}

#[test]
fn a_first_load_is_small() {
    let css = assets::find(&assets::asset_url("app.css")).expect("embedded").bytes.len();
    let brand = brand_css("#1d4ed8").len();
    for sample in all().iter().filter(|s| s.page != "mail" && s.page != "sandbox_mail") {
        let total = sample.body.len() + css + brand;
        assert!(total <= FIRST_LOAD_BYTES, "{} takes {total} bytes", sample.file_name());
        assert!(sample.body.matches("rel=\"stylesheet\"").count() <= 2);
    }
}

/// What the content security policy forbids, and what a page must have for everybody to use it.
#[test]
fn pages_keep_to_the_policy_and_to_the_outline() {
    for sample in all().iter().filter(|s| s.extension == "html" && s.page != "mail") {
        let name = sample.file_name();
        // A mail's HTML part stands escaped inside an attribute.
        let body = match sample.body.split_once("srcdoc=\"") {
            Some((before, rest)) => {
                format!("{before}{}", rest.split_once('"').map_or("", |(_, after)| after))
            }
            None => sample.body.clone(),
        };
        for banned in ["<script", " style=", "<style", " onclick", "javascript:", "http-equiv"] {
            assert!(!body.contains(banned), "{name} has {banned}");
        }
        assert_eq!(body.matches("<h1").count(), 1, "{name}");
        assert_eq!(body.matches("<main").count(), 1, "{name}");
        assert!(body.contains(&format!("<html lang=\"{}\"", sample.locale.tag())), "{name}");
        assert_unique_ids(&body, &name);
        assert_references(&body, &name);
        for href in body.split("href=\"/assets/").skip(1) {
            let path = href.split('"').next().unwrap_or_default();
            assert!(assets::find(path).is_some(), "{name} asks for {path}");
        }
    }
}

fn ids(body: &str) -> Vec<&str> {
    body.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn assert_unique_ids(body: &str, name: &str) {
    let mut seen = std::collections::BTreeSet::new();
    for id in ids(body) {
        assert!(seen.insert(id), "{name} has the id {id} twice");
    }
}

/// Labels, descriptions and links within the page all lead somewhere.
fn assert_references(body: &str, name: &str) {
    let ids = ids(body);
    for attribute in ["for=\"", "aria-describedby=\"", "aria-labelledby=\"", "href=\"#"] {
        for rest in body.split(attribute).skip(1) {
            for id in rest.split('"').next().unwrap_or_default().split(' ') {
                assert!(ids.contains(&id), "{name}: {attribute}{id} leads nowhere");
            }
        }
    }
}
