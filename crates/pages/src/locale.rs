//! The languages of the pages, and how one is chosen for a request.

/// A language that every page and mail exists in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// English as written in Britain; the default.
    #[default]
    En,
    /// Swedish.
    Sv,
    /// German.
    De,
    /// French.
    Fr,
    /// Spanish.
    Es,
    /// Italian.
    It,
    /// Dutch.
    Nl,
}

impl Locale {
    /// Every language there is, in the order in which pages offer them.
    pub const ALL: [Self; 7] =
        [Self::En, Self::Sv, Self::De, Self::Fr, Self::Es, Self::It, Self::Nl];

    /// The language tag, for `lang` attributes and the `lang` field of forms.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Sv => "sv",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Es => "es",
            Self::It => "it",
            Self::Nl => "nl",
        }
    }

    /// The language's name in the language itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Sv => "Svenska",
            Self::De => "Deutsch",
            Self::Fr => "Français",
            Self::Es => "Español",
            Self::It => "Italiano",
            Self::Nl => "Nederlands",
        }
    }

    /// The language of a tag such as `sv`, `sv-SE` or `en_GB`; `None` for one we do not speak.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|locale| primary.eq_ignore_ascii_case(locale.tag()))
    }

    /// What the payer asked for, else what the merchant set, else what the browser prefers,
    /// else English. A tag that is not understood counts as not given.
    pub fn negotiate(
        explicit: Option<&str>,
        session: Option<&str>,
        accept_language: Option<&str>,
    ) -> Self {
        explicit
            .and_then(Self::parse)
            .or_else(|| session.and_then(Self::parse))
            .or_else(|| accept_language.and_then(preferred))
            .unwrap_or_default()
    }
}

/// The best language of an `Accept-Language` header; the earlier one wins between equals.
fn preferred(header: &str) -> Option<Locale> {
    let mut best: Option<(u16, Locale)> = None;
    // A header is a stranger's text: more ranges than any browser sends are not read.
    for range in header.split(',').take(32) {
        let mut parts = range.split(';');
        let Some(locale) = parts.next().and_then(Locale::parse) else { continue };
        let weight =
            parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1000, thousandths);
        if weight > best.map_or(0, |(highest, _)| highest) {
            best = Some((weight, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

/// A quality such as `0.8` in thousandths; what is not a quality counts as 0, so it never wins.
fn thousandths(quality: &str) -> u16 {
    let (whole, fraction) = quality.trim().split_once('.').unwrap_or((quality.trim(), ""));
    let padded: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole, padded.parse::<u16>()) {
        ("0", Ok(value)) => value,
        ("1", Ok(0)) => 1000,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_wish_wins() {
        assert_eq!(Locale::negotiate(Some("sv"), Some("en"), Some("en")), Locale::Sv);
        assert_eq!(Locale::negotiate(Some("xx"), Some("sv-SE"), Some("en")), Locale::Sv);
        assert_eq!(Locale::negotiate(None, None, Some("pl, sv;q=0.5, en;q=0.4")), Locale::Sv);
        assert_eq!(Locale::negotiate(None, None, Some("sv;q=0, pl")), Locale::En);
        assert_eq!(Locale::negotiate(None, None, Some("en;q=0.9,sv;q=1.0")), Locale::Sv);
        assert_eq!(Locale::negotiate(None, None, Some("sv;q=2, ;;q=, en;q=0.1")), Locale::En);
        assert_eq!(Locale::negotiate(None, None, None), Locale::En);
    }

    #[test]
    fn a_country_s_browser_gets_its_language() {
        let asked = |header| Locale::negotiate(None, None, Some(header));
        assert_eq!(asked("de-AT,de;q=0.9,en;q=0.8"), Locale::De);
        assert_eq!(asked("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7"), Locale::Fr);
        assert_eq!(asked("ca, es-ES;q=0.9, es;q=0.8"), Locale::Es);
        assert_eq!(asked("it-CH"), Locale::It);
        assert_eq!(asked("fy,nl-BE;q=0.8,fr;q=0.7"), Locale::Nl);
        // Three letters are another language, also where they begin like one of ours.
        assert_eq!(asked("nld, est, den, sv;q=0.1"), Locale::Sv);
        for locale in Locale::ALL {
            assert_eq!(Locale::parse(locale.tag()), Some(locale));
            assert_eq!(asked(locale.tag()), locale);
        }
    }
}
