//! Texts in the payer's language, from the embedded Fluent files.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::locale::Locale;

/// The name of a message. Code that picks a message at run time returns one of these, so that
/// the test of keys finds every use in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(pub &'static str);

impl From<&'static str> for Key {
    fn from(name: &'static str) -> Self {
        Self(name)
    }
}

impl From<&Self> for Key {
    fn from(key: &Self) -> Self {
        *key
    }
}

// Templates pass what they bound by reference on by reference once more.
impl From<&&Self> for Key {
    fn from(key: &&Self) -> Self {
        **key
    }
}

type Bundle = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::En));
static SWEDISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::Sv));

/// The Fluent source of a language.
pub(crate) const fn source(locale: Locale) -> &'static str {
    match locale {
        Locale::En => include_str!("../locales/en/pages.ftl"),
        Locale::Sv => include_str!("../locales/sv/pages.ftl"),
    }
}

fn bundle(locale: Locale) -> Bundle {
    // A test proves that the files have no errors; were there one, the rest would still be used.
    let resource = FluentResource::try_new(source(locale).to_owned())
        .unwrap_or_else(|(partly, _errors)| partly);
    let tag = match locale {
        Locale::En => "en-GB",
        Locale::Sv => "sv-SE",
    };
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Both languages run left to right, and isolation marks would end up in copied references.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

/// Looks texts up in one language. What it returns is plain text: the template escapes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Translator(pub Locale);

impl Translator {
    /// A text without placeholders.
    pub fn text(self, key: impl Into<Key>) -> String {
        self.with(key, &[])
    }

    /// A text with its placeholders filled. A missing text shows its key in ⟦⟧; tests look for it.
    pub fn with(self, key: impl Into<Key>, values: &[(&'static str, &str)]) -> String {
        let Key(name) = key.into();
        let bundle = match self.0 {
            Locale::En => &*ENGLISH,
            Locale::Sv => &*SWEDISH,
        };
        let Some(pattern) = bundle.get_message(name).and_then(|message| message.value()) else {
            return format!("⟦{name}⟧");
        };
        let mut args = FluentArgs::new();
        for (placeholder, value) in values {
            args.set(*placeholder, *value);
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        if errors.is_empty() { text } else { format!("⟦{name}⟧ {text}") }
    }
}
