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

/// A date such as `23 November 2026` or `23 november 2026`, with spaces that do not break.
pub fn format_date(date: Date, locale: Locale) -> String {
    let months = match locale {
        Locale::En => &ENGLISH,
        Locale::Sv => &SWEDISH,
    };
    let index = usize::from(date.month().unsigned_abs()).saturating_sub(1);
    let month = months.get(index).copied().unwrap_or_default();
    format!("{}\u{a0}{month}\u{a0}{}", date.day(), date.year())
}

/// A date with the time of day; the caller has already chosen the time zone.
pub fn format_date_time(at: DateTime, locale: Locale) -> String {
    let joint = match locale {
        Locale::En => ", ",
        Locale::Sv => " kl. ",
    };
    format!("{}{joint}{:02}:{:02}", format_date(at.date(), locale), at.hour(), at.minute())
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
        assert!(format_date_time(day.at(9, 5, 0, 0), Locale::Sv).ends_with(" kl. 09:05"));
    }
}
