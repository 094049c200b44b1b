//! Every calendar against the Python package `holidays`, on every day of the years that it
//! covers, 2020 to 2035 in any case.

mod oracle;

use std::collections::BTreeSet;

use domain::calendar::{Calendar, ENGLAND_AND_WALES, SWEDEN, TARGET};
use jiff::civil::{Date, date};

/// Prints each day on which the European Central Bank's calendar is closed.
const TARGET_SCRIPT: &str = "holidays.financial_holidays('ECB', years=years)";

/// The package's England stands for England and Wales, which share their bank holidays.
const ENGLAND_SCRIPT: &str = "holidays.country_holidays('GB', subdiv='ENG', years=years)";

/// The holidays by law and the three eves that another law puts beside them.
const SWEDEN_SCRIPT: &str =
    "holidays.country_holidays('SE', categories=('public', 'de_facto'), years=years)";

/// What the package calls bank holidays and the above does not: half days, each of them with the
/// hour from which banks are closed. Payments clear on them, so they are bank days.
const SWEDEN_HALF_DAYS_SCRIPT: &str = "[
    day
    for day, name in holidays.country_holidays(
        'SE', categories=('bank',), years=years, language='sv').items()
    if 'från kl. 14.00' in name and day not in holidays.country_holidays(
        'SE', categories=('public', 'de_facto'), years=years)]";

/// The days that `expression` yields, in the years from `first` to `last`.
fn days(expression: &str, first: i16, last: i16) -> BTreeSet<String> {
    let script = format!(
        "import holidays\nyears = range({first}, {last} + 1)\nfor day in sorted({expression}):\n    \
         print(day.isoformat())\n"
    );
    oracle::run(&script, "").into_iter().collect()
}

/// Compares each day from the beginning of `first` to the end of the calendar. Returns the number
/// of closing days on weekdays.
fn compare(calendar: &Calendar, first: i16, closed: &BTreeSet<String>) -> usize {
    let last = calendar.last_year();
    assert!(first <= 2020 && last >= 2035);
    let mut holidays = 0;
    let mut day = date(first, 1, 1);
    while day <= date(last, 12, 31) {
        let weekend = day.weekday().to_monday_zero_offset() >= 5;
        let open = !weekend && !closed.contains(&day.to_string());
        assert_eq!(calendar.is_business_day(day), Ok(open), "{} on {day}", calendar.name());
        holidays += usize::from(!weekend && !open);
        day = tomorrow(day);
    }
    assert!(calendar.is_business_day(date(first - 1, 12, 31)).is_err(), "compared from {first}");
    assert_eq!(day, date(last + 1, 1, 1));
    holidays
}

fn tomorrow(day: Date) -> Date {
    day.tomorrow().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn no_day_of_target_differs() {
    let closed = days(TARGET_SCRIPT, 2002, TARGET.last_year());
    assert_eq!(closed.len(), 39 * 6, "six closing days a year");
    compare(&TARGET, 2002, &closed);
}

#[test]
fn no_day_of_england_and_wales_differs() {
    let closed = days(ENGLAND_SCRIPT, 2013, ENGLAND_AND_WALES.last_year());
    let holidays = compare(&ENGLAND_AND_WALES, 2013, &closed);
    // Eight in each of the 28 years: substitutes see to that, across the turn of a year too. Three
    // days were added: in 2022 two, in 2023 one.
    assert_eq!(holidays, 28 * 8 + 3);
}

#[test]
fn no_day_of_sweden_differs() {
    let closed = days(SWEDEN_SCRIPT, 2005, SWEDEN.last_year());
    assert!(closed.contains("2026-06-19") && closed.contains("2026-12-31"), "the eves are in");
    compare(&SWEDEN, 2005, &closed);
}

#[test]
fn swedish_half_days_are_bank_days() {
    let half = days(SWEDEN_HALF_DAYS_SCRIPT, 2005, SWEDEN.last_year());
    assert!(half.len() > 100, "only {} half days", half.len());
    for day in half {
        let date: Date = day.parse().unwrap_or_else(|error| panic!("{error}"));
        let weekday = date.weekday().to_monday_zero_offset() < 5;
        assert_eq!(SWEDEN.is_business_day(date), Ok(weekday), "{day}");
    }
}
