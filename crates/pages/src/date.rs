//! Dates as a payer reads them: the month is a word, so that no order of numbers can be misread.

use jiff::civil::{Date, DateTime};

use crate::locale::Locale;

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SWEDISH: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];
const GERMAN: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const FRENCH: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const SPANISH: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
const ITALIAN: [&str; 12] = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
];
const DUTCH: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

const fn months(locale: Locale) -> &'static [&'static str; 12] {
    match locale {
        Locale::En => &ENGLISH,
        Locale::Sv => &SWEDISH,
        Locale::De => &GERMAN,
        Locale::Fr => &FRENCH,
        Locale::Es => &SPANISH,
        Locale::It => &ITALIAN,
        Locale::Nl => &DUTCH,
    }
}

/// A date such as `23 November 2026`, with spaces that do not break, or `23 de noviembre de 2026`,
/// which is long enough to break before its year.
pub fn format_date(date: Date, locale: Locale) -> String {
    let index = usize::from(date.month().unsigned_abs()).saturating_sub(1);
    let month = months(locale).get(index).copied().unwrap_or_default();
    let (day, year) = (date.day(), date.year());
    match locale {
        Locale::De => format!("{day}.\u{a0}{month}\u{a0}{year}"),
        Locale::Fr if day == 1 => format!("1er\u{a0}{month}\u{a0}{year}"),
        Locale::Es => format!("{day}\u{a0}de\u{a0}{month} de\u{a0}{year}"),
        _ => format!("{day}\u{a0}{month}\u{a0}{year}"),
    }
}

/// A date with the time of day; the caller has already chosen the time zone.
pub fn format_date_time(at: DateTime, locale: Locale) -> String {
    let (day, hour, minute) = (format_date(at.date(), locale), at.hour(), at.minute());
    match locale {
        Locale::En => format!("{day}, {hour:02}:{minute:02}"),
        Locale::Sv => format!("{day} kl.\u{a0}{hour:02}:{minute:02}"),
        Locale::De => format!("{day} um {hour:02}:{minute:02}"),
        Locale::Fr => format!("{day} à {hour:02}:{minute:02}"),
        // The words before the hour would differ between one o'clock and the others.
        Locale::Es => format!("{day}, {hour}:{minute:02}"),
        Locale::It => format!("{day} alle ore {hour:02}:{minute:02}"),
        Locale::Nl => format!("{day} om {hour:02}:{minute:02}"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_are_words() {
        let day = date(2026, 11, 23);
        assert_eq!(format_date(day, Locale::En), "23\u{a0}November\u{a0}2026");
        assert_eq!(format_date(day, Locale::Sv), "23\u{a0}november\u{a0}2026");
        assert!(format_date_time(day.at(9, 5, 0, 0), Locale::Sv).ends_with(" kl.\u{a0}09:05"));
    }

    /// As CLDR 48 has it, written down by ICU 78.2 (`Intl.DateTimeFormat` of Node.js, `dateStyle:
    /// "long"`), with spaces that do not break but for one.
    #[test]
    fn dates_are_as_cldr_writes_them() {
        let (some, eighth) = (date(2026, 11, 23), date(2026, 3, 8));
        let cases = [
            (Locale::De, "23. November 2026", "8. März 2026"),
            (Locale::Fr, "23 novembre 2026", "8 mars 2026"),
            (Locale::Es, "23 de noviembre de 2026", "8 de marzo de 2026"),
            (Locale::It, "23 novembre 2026", "8 marzo 2026"),
            (Locale::Nl, "23 november 2026", "8 maart 2026"),
        ];
        for (locale, first, second) in cases {
            assert_eq!(format_date(some, locale).replace('\u{a0}', " "), first);
            assert_eq!(format_date(eighth, locale).replace('\u{a0}', " "), second);
            let breaks = format_date(some, locale).matches(' ').count();
            assert_eq!(breaks, usize::from(locale == Locale::Es), "{locale:?}");
        }
        let times = [
            (Locale::De, " um 09:05"),
            (Locale::Fr, " à 09:05"),
            (Locale::Es, ", 9:05"),
            (Locale::It, " alle ore 09:05"),
            (Locale::Nl, " om 09:05"),
        ];
        for (locale, expected) in times {
            assert!(format_date_time(some.at(9, 5, 0, 0), locale).ends_with(expected));
        }
    }

    /// CLDR has no ordinal here, but French has: of all days, the first is `1er`.
    #[test]
    fn a_french_month_begins_with_the_first() {
        assert_eq!(format_date(date(2026, 12, 1), Locale::Fr), "1er\u{a0}décembre\u{a0}2026");
        assert_eq!(format_date(date(2026, 12, 21), Locale::Fr), "21\u{a0}décembre\u{a0}2026");
    }
}
