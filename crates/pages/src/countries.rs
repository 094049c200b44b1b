//! The countries of the world for the address field, named and ordered for each language.

use crate::locale::Locale;

/// Two-letter code and name, in the language's alphabetical order.
pub fn all(locale: Locale) -> impl Iterator<Item = (&'static str, &'static str)> {
    let list = match locale {
        Locale::En => include_str!("../assets/countries/en.txt"),
        Locale::Sv => include_str!("../assets/countries/sv.txt"),
    };
    list.lines().filter_map(|line| line.split_once(' '))
}

/// The name of a country; `None` for a code that is none.
pub fn name(code: &str, locale: Locale) -> Option<&'static str> {
    all(locale).find(|(known, _)| known.eq_ignore_ascii_case(code)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn both_languages_know_the_same_countries() {
        let codes = |locale| all(locale).map(|(code, _)| code).collect::<BTreeSet<_>>();
        assert_eq!(codes(Locale::En), codes(Locale::Sv));
        for country in domain::country::Country::all() {
            let listed = name(country.as_str(), Locale::En).is_some();
            // Nobody lives on these two.
            assert_eq!(listed, !["BV", "HM"].contains(&country.as_str()), "{country:?}");
        }
        assert_eq!(name("ch", Locale::Sv), Some("Schweiz"));
        assert_eq!(name("GB", Locale::En), Some("United Kingdom"));
        assert_eq!(name("XX", Locale::En), None);
    }
}
