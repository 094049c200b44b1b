//! The countries of the world for the address field, named and ordered for each language.
//!
//! The names and their order are those of CLDR 48, as `Intl.DisplayNames` and `Intl.Collator` of
//! Node.js with ICU 78.2 write them down.

use crate::locale::Locale;

/// Two-letter code and name, in the language's alphabetical order.
pub fn all(locale: Locale) -> impl Iterator<Item = (&'static str, &'static str)> {
    let list = match locale {
        Locale::En => include_str!("../assets/countries/en.txt"),
        Locale::Sv => include_str!("../assets/countries/sv.txt"),
        Locale::De => include_str!("../assets/countries/de.txt"),
        Locale::Fr => include_str!("../assets/countries/fr.txt"),
        Locale::Es => include_str!("../assets/countries/es.txt"),
        Locale::It => include_str!("../assets/countries/it.txt"),
        Locale::Nl => include_str!("../assets/countries/nl.txt"),
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
    fn all_languages_know_the_same_countries() {
        let codes = |locale| all(locale).map(|(code, _)| code).collect::<BTreeSet<_>>();
        for locale in Locale::ALL {
            assert_eq!(codes(Locale::En), codes(locale));
            assert_eq!(codes(locale).len(), all(locale).count(), "{locale:?}");
            let names: BTreeSet<_> = all(locale).map(|(_, name)| name).collect();
            assert_eq!(names.len(), all(locale).count(), "{locale:?}");
        }
        for country in domain::country::Country::all() {
            let listed = name(country.as_str(), Locale::En).is_some();
            // Nobody lives on these two.
            assert_eq!(listed, !["BV", "HM"].contains(&country.as_str()), "{country:?}");
        }
        assert_eq!(name("ch", Locale::Sv), Some("Schweiz"));
        assert_eq!(name("GB", Locale::En), Some("United Kingdom"));
        assert_eq!(name("XX", Locale::En), None);
    }

    #[test]
    fn names_stand_where_their_readers_look() {
        let place = |code, locale| all(locale).position(|(known, _)| known == code);
        for (locale, before, after) in [
            // An umlaut or an accent counts as its plain letter; in Swedish Å stands after Z.
            (Locale::De, "AF", "EG"),
            (Locale::De, "EG", "AL"),
            (Locale::De, "AT", "PK"),
            (Locale::Fr, "DJ", "EG"),
            (Locale::Fr, "EG", "ES"),
            (Locale::Es, "OM", "NL"),
            (Locale::It, "VA", "CO"),
            (Locale::Nl, "AX", "AL"),
            (Locale::Sv, "ZW", "AX"),
        ] {
            assert!(place(before, locale) < place(after, locale), "{locale:?} {before} {after}");
        }
    }
}
