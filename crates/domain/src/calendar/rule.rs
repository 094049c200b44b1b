//! The rules that say when holidays are.

use jiff::civil::{Date, Weekday};

use super::CalendarError;

/// When a holiday is, in each year that its calendar covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Month and day; a weekend swallows it.
    Fixed(i8, i8),
    /// Days from Easter Sunday.
    FromEaster(i32),
    /// The first such weekday on or after a month and day. The fourth Monday of a month is its
    /// first from the 22nd; the last of a month of 31 days is its first from the 25th.
    WeekdayFrom(Weekday, i8, i8),
    /// As many days in a row as the last number says, from a month and day. For each of them that
    /// falls on a weekend, one more weekday after them is closed.
    Substituted(i8, i8, u8),
}

impl Rule {
    /// True when the rule puts a holiday on `date`, of whose year Easter Sunday is `easter`.
    pub(super) fn closes(self, date: Date, easter: Date) -> Result<bool, CalendarError> {
        match self {
            Self::Fixed(month, day) => Ok((date.month(), date.day()) == (month, day)),
            Self::FromEaster(offset) => Ok((date - easter).get_days() == offset),
            Self::WeekdayFrom(weekday, month, day) => {
                let days = (date - Date::new(date.year(), month, day)?).get_days();
                Ok(date.weekday() == weekday && (0..7).contains(&days))
            }
            Self::Substituted(month, day, length) => {
                closes_with_substitutes(date, Date::new(date.year(), month, day)?, length)
            }
        }
    }
}

fn closes_with_substitutes(date: Date, first: Date, length: u8) -> Result<bool, CalendarError> {
    let mut day = first;
    let mut owed = 0;
    for _ in 0..length {
        if day == date {
            return Ok(true);
        }
        owed += u8::from(is_weekend(day));
        day = day.tomorrow()?;
    }
    while owed > 0 {
        if !is_weekend(day) {
            if day == date {
                return Ok(true);
            }
            owed -= 1;
        }
        day = day.tomorrow()?;
    }
    Ok(false)
}

/// True on Saturdays and Sundays.
pub(super) fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Easter Sunday of the Gregorian calendar.
///
/// The "Anonymous Gregorian" computus as given by Jean Meeus, *Astronomical Algorithms*, 2nd ed.,
/// chapter 8; its letters are kept.
pub fn easter_sunday(year: i16) -> Result<Date, CalendarError> {
    let y = i32::from(year);
    let a = y % 19;
    let (b, c) = (y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month_and_day = h + l - 7 * m + 114;
    let small = |value: i32| i8::try_from(value).map_err(|_| CalendarError::OutOfRange);
    Ok(Date::new(year, small(month_and_day / 31)?, small(month_and_day % 31 + 1)?)?)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// The days of January and December of that year that a rule closes, as `month-day`.
    fn closed(rule: Rule, year: i16) -> Vec<String> {
        let days = (1..=31).map(|day| date(year, 1, day));
        let days = days.chain((1..=31).map(|day| date(year, 12, day)));
        let Ok(easter) = easter_sunday(year) else { panic!("no Easter") };
        days.filter(|day| rule.closes(*day, easter) == Ok(true))
            .map(|day| format!("{}-{}", day.month(), day.day()))
            .collect()
    }

    #[test]
    fn easter_falls_where_the_church_puts_it() {
        for (year, month, day) in [(1818, 3, 22), (1943, 4, 25), (2000, 4, 23), (2026, 4, 5)] {
            assert_eq!(easter_sunday(year), Ok(date(year, month, day)));
        }
    }

    #[test]
    fn a_weekend_costs_no_holiday_that_has_a_substitute() {
        let new_year = Rule::Substituted(1, 1, 1);
        assert_eq!(closed(new_year, 2026), ["1-1"]);
        assert_eq!(closed(new_year, 2022), ["1-1", "1-3"]);
        assert_eq!(closed(new_year, 2023), ["1-1", "1-2"]);
        let christmas = Rule::Substituted(12, 25, 2);
        assert_eq!(closed(christmas, 2025), ["12-25", "12-26"]);
        assert_eq!(closed(christmas, 2026), ["12-25", "12-26", "12-28"]);
        assert_eq!(closed(christmas, 2027), ["12-25", "12-26", "12-27", "12-28"]);
        assert_eq!(closed(christmas, 2022), ["12-25", "12-26", "12-27"]);
    }

    #[test]
    fn a_weekday_is_sought_from_its_first_day_on() {
        // Friday 25 December 2026, and the week from the day after it.
        assert_eq!(closed(Rule::WeekdayFrom(Weekday::Friday, 12, 25), 2026), ["12-25"]);
        assert_eq!(closed(Rule::WeekdayFrom(Weekday::Friday, 12, 19), 2026), ["12-25"]);
        assert_eq!(closed(Rule::WeekdayFrom(Weekday::Friday, 12, 18), 2026), ["12-18"]);
        assert_eq!(closed(Rule::Fixed(12, 25), 2027), ["12-25"]);
    }
}
