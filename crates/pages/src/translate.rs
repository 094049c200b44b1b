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

/// The Fluent source of a language.
pub(crate) const fn source(locale: Locale) -> &'static str {
    match locale {
        Locale::En => include_str!("../locales/en/pages.ftl"),
        Locale::Sv => include_str!("../locales/sv/pages.ftl"),
        Locale::De => include_str!("../locales/de/pages.ftl"),
        Locale::Fr => include_str!("../locales/fr/pages.ftl"),
        Locale::Es => include_str!("../locales/es/pages.ftl"),
        Locale::It => include_str!("../locales/it/pages.ftl"),
        Locale::Nl => include_str!("../locales/nl/pages.ftl"),
    }
}

/// The texts of a language, read when they are first asked for.
fn texts(locale: Locale) -> &'static Bundle {
    static EN: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::En));
    static SV: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::Sv));
    static DE: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::De));
    static FR: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::Fr));
    static ES: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::Es));
    static IT: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::It));
    static NL: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::Nl));
    match locale {
        Locale::En => &EN,
        Locale::Sv => &SV,
        Locale::De => &DE,
        Locale::Fr => &FR,
        Locale::Es => &ES,
        Locale::It => &IT,
        Locale::Nl => &NL,
    }
}

fn bundle(locale: Locale) -> Bundle {
    // A test proves that the files have no errors; were there one, the rest would still be used.
    let resource = FluentResource::try_new(source(locale).to_owned())
        .unwrap_or_else(|(partly, _errors)| partly);
    let tag = match locale {
        Locale::En => "en-GB",
        Locale::Sv => "sv-SE",
        Locale::De => "de-DE",
        Locale::Fr => "fr-FR",
        Locale::Es => "es-ES",
        Locale::It => "it-IT",
        Locale::Nl => "nl-NL",
    };
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // All our languages run left to right, and isolation marks would end up in copied references.
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
        let bundle = texts(self.0);
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
