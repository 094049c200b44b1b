//! Banking days, and the instants that local dates and cut-off times stand for.
//!
//! A [`Calendar`] is data with an end: holidays get proclaimed, so an operator can add closing
//! days, and nothing is forecast past the last year that the data cover.

mod rule;
mod tables;

use std::sync::{LazyLock, OnceLock};

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::time::Timestamp;
use rule::Rule;

pub use rule::easter_sunday;
pub use tables::{ENGLAND_AND_WALES, SWEDEN, TARGET};

/// Where TARGET's and the SEPA schemes' hours are local.
pub static BRUSSELS: LazyLock<TimeZone> = LazyLock::new(|| bundled("Europe/Brussels"));

/// Where the hours of Bacs are local.
pub static LONDON: LazyLock<TimeZone> = LazyLock::new(|| bundled("Europe/London"));

/// Where the hours of Bankgirot are local.
pub static STOCKHOLM: LazyLock<TimeZone> = LazyLock::new(|| bundled("Europe/Stockholm"));

/// The days on which a payment system is open.
#[derive(Clone, Debug)]
pub struct Calendar {
    name: &'static str,
    first_year: i16,
    last_year: i16,
    /// What closes it in every year, weekends apart.
    rules: &'static [Rule],
    /// Days that a rule closes and that were open all the same: the holiday was moved.
    reopened: &'static [Date],
    /// Days that were closed once, by decree.
    decreed: &'static [Date],
    /// What an operator adds.
    proclaimed: OnceLock<Proclaimed>,
}

/// What was proclaimed of a calendar after this program was built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proclaimed {
    /// Days that are closed.
    pub closed: Vec<Date>,
    /// Holidays that were moved, so that they are open.
    pub reopened: Vec<Date>,
}

/// A calendar whose days were used already cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the days of this run are set already")]
pub struct AlreadyProclaimed;

/// The calendars, as settings name them.
pub const NAMES: &[&str] = &["england_and_wales", "sweden", "target"];

/// The calendar that settings name so.
pub fn named(name: &str) -> Option<&'static Calendar> {
    match name {
        "england_and_wales" => Some(&ENGLAND_AND_WALES),
        "sweden" => Some(&SWEDEN),
        "target" => Some(&TARGET),
        _ => None,
    }
}

/// A day or an instant that cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Earlier than the calendar's rules.
    #[error("the {calendar} calendar begins with {first_year}")]
    BeforeCalendar {
        /// The calendar.
        calendar: &'static str,
        /// The first year it covers.
        first_year: i16,
    },
    /// Later than the calendar's data; there is no forecast past them.
    #[error("the {calendar} calendar ends with {last_year}")]
    PastCalendarEnd {
        /// The calendar.
        calendar: &'static str,
        /// The last year it covers.
        last_year: i16,
    },
    /// No such day can be written at all.
    #[error("the date is out of range")]
    OutOfRange,
}

impl CalendarError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BeforeCalendar { .. } => "before_calendar",
            Self::PastCalendarEnd { .. } => "past_calendar_end",
            Self::OutOfRange => "date_out_of_range",
        }
    }
}

impl From<jiff::Error> for CalendarError {
    fn from(_: jiff::Error) -> Self {
        Self::OutOfRange
    }
}

impl Calendar {
    /// What it is called.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The last year that its data cover.
    pub const fn last_year(&self) -> i16 {
        self.last_year
    }

    /// The same calendar with one more closing day.
    #[must_use]
    pub fn with_closing_day(mut self, date: Date) -> Self {
        let mut proclaimed = self.proclaimed.take().unwrap_or_default();
        proclaimed.closed.push(date);
        self.proclaimed = OnceLock::from(proclaimed);
        self
    }

    /// Adds what was proclaimed, once and for all: every timetable counts the same days. The same days
    /// again change nothing.
    ///
    /// # Errors
    /// When other days were added before.
    pub fn proclaim(&self, days: Proclaimed) -> Result<(), AlreadyProclaimed> {
        match *self.proclaimed.get_or_init(|| days.clone()) == days {
            true => Ok(()),
            false => Err(AlreadyProclaimed),
        }
    }

    /// The same calendar, known to hold until the end of `year`.
    #[must_use]
    pub fn with_last_year(mut self, year: i16) -> Self {
        self.last_year = year;
        self
    }

    /// True when the payment system is open on `date`.
    pub fn is_business_day(&self, date: Date) -> Result<bool, CalendarError> {
        self.check_year(date)?;
        let proclaimed = self.proclaimed.get();
        let by_decree = self.decreed.contains(&date)
            || proclaimed.is_some_and(|days| days.closed.contains(&date));
        if rule::is_weekend(date) || by_decree {
            return Ok(false);
        }
        if self.reopened.contains(&date)
            || proclaimed.is_some_and(|days| days.reopened.contains(&date))
        {
            return Ok(true);
        }
        let easter = easter_sunday(date.year())?;
        for rule in self.rules {
            if rule.closes(date, easter)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// `date`, or the first business day after it.
    pub fn next_or_same(&self, date: Date) -> Result<Date, CalendarError> {
        self.walk(date, Date::tomorrow)
    }

    /// `date`, or the last business day before it.
    pub fn previous_or_same(&self, date: Date) -> Result<Date, CalendarError> {
        self.walk(date, Date::yesterday)
    }

    /// The first business day after `date`.
    pub fn next(&self, date: Date) -> Result<Date, CalendarError> {
        self.next_or_same(date.tomorrow()?)
    }

    /// The last business day before `date`.
    pub fn previous(&self, date: Date) -> Result<Date, CalendarError> {
        self.previous_or_same(date.yesterday()?)
    }

    /// The `days`th business day after `date`; with 0, [`Self::next_or_same`].
    pub fn add_business_days(&self, date: Date, days: u16) -> Result<Date, CalendarError> {
        if days == 0 {
            return self.next_or_same(date);
        }
        (0..days).try_fold(date, |date, _| self.next(date))
    }

    /// The `days`th business day before `date`; with 0, [`Self::previous_or_same`].
    pub fn sub_business_days(&self, date: Date, days: u16) -> Result<Date, CalendarError> {
        if days == 0 {
            return self.previous_or_same(date);
        }
        (0..days).try_fold(date, |date, _| self.previous(date))
    }

    fn walk(
        &self,
        mut date: Date,
        step: fn(self_date: Date) -> Result<Date, jiff::Error>,
    ) -> Result<Date, CalendarError> {
        while !self.is_business_day(date)? {
            date = step(date)?;
        }
        Ok(date)
    }

    fn check_year(&self, date: Date) -> Result<(), CalendarError> {
        let (calendar, first_year, last_year) = (self.name, self.first_year, self.last_year);
        if date.year() < first_year {
            return Err(CalendarError::BeforeCalendar { calendar, first_year });
        }
        if date.year() > last_year {
            return Err(CalendarError::PastCalendarEnd { calendar, last_year });
        }
        Ok(())
    }
}

/// The time zone of that IANA name, from the bundled database; `None` when there is none.
pub fn time_zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

/// The date that clocks in `zone` show at `at`.
pub fn local_date(at: Timestamp, zone: &TimeZone) -> Result<Date, CalendarError> {
    Ok(jiff::Timestamp::from_millisecond(at.ms())?.to_zoned(zone.clone()).date())
}

/// The instant at which `date` begins in `zone`.
pub fn local_start_of_day(date: Date, zone: &TimeZone) -> Result<Timestamp, CalendarError> {
    cutoff(date, Time::midnight(), zone)
}

/// The instant at which `date` is over in `zone`: its 24:00, no longer a part of it.
pub fn local_end_of_day(date: Date, zone: &TimeZone) -> Result<Timestamp, CalendarError> {
    local_start_of_day(date.tomorrow()?, zone)
}

/// The instant at which clocks in `zone` show `time` on `date`. A time that the change to summer
/// time skips is taken as the same span after midnight; of one that occurs twice, the first.
pub fn cutoff(date: Date, time: Time, zone: &TimeZone) -> Result<Timestamp, CalendarError> {
    let zoned = date.to_datetime(time).to_zoned(zone.clone())?;
    Ok(Timestamp::from_ms(zoned.timestamp().as_millisecond()))
}

#[expect(clippy::expect_used, reason = "the bundled time zone database is part of the binary")]
fn bundled(name: &str) -> TimeZone {
    time_zone(name).expect("the bundled time zone database knows the places of payment systems")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn utc(at: Result<Timestamp, CalendarError>) -> String {
        at.map_or_else(|error| error.to_string(), |at| format!("{at:?}"))
    }

    #[test]
    fn the_six_holidays_and_weekends_are_closed() {
        for closed in [
            date(2026, 1, 1),
            date(2026, 4, 3),
            date(2026, 4, 6),
            date(2027, 3, 29),
            date(2026, 5, 1),
            date(2026, 12, 25),
            date(2028, 12, 26),
            date(2026, 11, 28),
            date(2026, 11, 29),
        ] {
            assert_eq!(TARGET.is_business_day(closed), Ok(false), "{closed}");
        }
        // Holidays of single countries and substitutes are business days.
        for open in [date(2026, 5, 14), date(2026, 6, 1), date(2026, 12, 28), date(2026, 12, 31)] {
            assert_eq!(TARGET.is_business_day(open), Ok(true), "{open}");
        }
    }

    #[test]
    fn business_days_are_counted_over_christmas() {
        let thursday = date(2026, 12, 24);
        assert_eq!(TARGET.next(thursday), Ok(date(2026, 12, 28)));
        assert_eq!(TARGET.next_or_same(thursday), Ok(thursday));
        assert_eq!(TARGET.next_or_same(date(2026, 12, 25)), Ok(date(2026, 12, 28)));
        assert_eq!(TARGET.add_business_days(thursday, 5), Ok(date(2027, 1, 4)));
        assert_eq!(TARGET.sub_business_days(date(2027, 1, 4), 5), Ok(thursday));
        assert_eq!(TARGET.previous(date(2026, 12, 28)), Ok(thursday));
        assert_eq!(TARGET.add_business_days(date(2026, 12, 26), 0), Ok(date(2026, 12, 28)));
        assert_eq!(TARGET.sub_business_days(date(2026, 12, 26), 0), Ok(thursday));
    }

    #[test]
    fn nothing_is_forecast_outside_the_data() {
        let end = TARGET.last_year();
        let past = CalendarError::PastCalendarEnd { calendar: "TARGET", last_year: end };
        assert_eq!(TARGET.is_business_day(date(end + 1, 1, 2)), Err(past));
        assert_eq!(TARGET.next(date(end, 12, 31)), Err(past));
        assert!(TARGET.is_business_day(date(2001, 12, 31)).is_err());
        let longer = TARGET.clone().with_last_year(end + 1);
        assert_eq!(longer.is_business_day(date(end + 1, 1, 2)), Ok(true));
    }

    #[test]
    fn an_operator_can_add_a_closing_day() {
        let day = date(2026, 11, 25);
        let calendar = TARGET.clone().with_closing_day(day);
        assert_eq!(calendar.is_business_day(day), Ok(false));
        assert_eq!(calendar.next_or_same(day), Ok(date(2026, 11, 26)));
    }

    #[test]
    fn english_holidays_move_off_weekends_and_by_decree() {
        for closed in [
            date(2020, 5, 8),
            date(2022, 6, 2),
            date(2022, 6, 3),
            date(2022, 9, 19),
            date(2023, 5, 8),
            date(2026, 5, 4),
            date(2026, 5, 25),
            date(2026, 8, 31),
            date(2026, 12, 28),
            date(2027, 12, 27),
            date(2027, 12, 28),
            date(2028, 1, 3),
        ] {
            assert_eq!(ENGLAND_AND_WALES.is_business_day(closed), Ok(false), "{closed}");
        }
        for open in [date(2020, 5, 4), date(2022, 5, 30), date(2026, 5, 1), date(2026, 12, 29)] {
            assert_eq!(ENGLAND_AND_WALES.is_business_day(open), Ok(true), "{open}");
        }
    }

    #[test]
    fn swedish_eves_are_no_bank_days_and_half_days_are() {
        for closed in [
            date(2026, 1, 6),
            date(2026, 5, 14),
            date(2026, 6, 19),
            date(2026, 12, 24),
            date(2026, 12, 31),
            date(2027, 5, 6),
            date(2028, 6, 6),
        ] {
            assert_eq!(SWEDEN.is_business_day(closed), Ok(false), "{closed}");
        }
        for open in [date(2026, 4, 2), date(2026, 4, 30), date(2026, 5, 15), date(2026, 12, 23)] {
            assert_eq!(SWEDEN.is_business_day(open), Ok(true), "{open}");
        }
    }

    #[test]
    fn an_operator_closes_a_day_that_was_reopened() {
        let day = date(2020, 5, 4);
        let calendar = ENGLAND_AND_WALES.clone().with_closing_day(day);
        assert_eq!(calendar.is_business_day(day), Ok(false));
    }

    #[test]
    fn what_is_proclaimed_holds_for_good() {
        let calendar = ENGLAND_AND_WALES.clone();
        let (from, to) = (date(2031, 5, 5), date(2031, 5, 8));
        assert_eq!(calendar.is_business_day(from), Ok(false));
        let days = Proclaimed { closed: vec![to], reopened: vec![from] };
        assert_eq!(calendar.proclaim(days.clone()), Ok(()));
        assert_eq!(calendar.is_business_day(from), Ok(true));
        assert_eq!(calendar.is_business_day(to), Ok(false));
        assert_eq!(calendar.proclaim(days), Ok(()));
        assert_eq!(calendar.proclaim(Proclaimed::default()), Err(AlreadyProclaimed));
        assert!(NAMES.iter().all(|name| named(name).is_some()) && named("mars").is_none());
    }

    #[test]
    fn each_place_keeps_its_own_hours() {
        let noon = |zone: &TimeZone, month| {
            utc(cutoff(date(2026, month, 1), Time::constant(12, 0, 0, 0), zone))
        };
        assert_eq!(noon(&LONDON, 1), "2026-01-01T12:00:00Z");
        assert_eq!(noon(&LONDON, 7), "2026-07-01T11:00:00Z");
        assert_eq!(noon(&STOCKHOLM, 1), "2026-01-01T11:00:00Z");
        assert_eq!(noon(&STOCKHOLM, 7), "2026-07-01T10:00:00Z");
    }

    #[test]
    fn a_local_day_ends_at_24_00_summer_and_winter() {
        let day = |date| utc(local_end_of_day(date, &BRUSSELS));
        assert_eq!(day(date(2026, 11, 30)), "2026-11-30T23:00:00Z");
        assert_eq!(day(date(2026, 6, 30)), "2026-06-30T22:00:00Z");
        // The day before the clocks go back begins in summer time and so does its end.
        assert_eq!(day(date(2026, 10, 24)), "2026-10-24T22:00:00Z");
        assert_eq!(day(date(2026, 10, 25)), "2026-10-25T23:00:00Z");
        let three = cutoff(date(2026, 7, 1), Time::constant(15, 0, 0, 0), &BRUSSELS);
        assert_eq!(utc(three), "2026-07-01T13:00:00Z");
    }

    #[test]
    fn a_midnight_that_does_not_exist_is_the_first_instant_of_its_day() {
        let Some(zone) = time_zone("America/Santiago") else { panic!("no such zone") };
        let start = local_start_of_day(date(2026, 9, 6), &zone);
        assert_eq!(utc(start), "2026-09-06T04:00:00Z");
        assert!(time_zone("Europe/Atlantis").is_none());
    }

    #[test]
    fn dates_at_the_end_of_all_dates_are_refused() {
        assert_eq!(local_end_of_day(Date::MAX, &BRUSSELS), Err(CalendarError::OutOfRange));
        assert_eq!(
            local_date(Timestamp::from_ms(i64::MAX), &BRUSSELS),
            Err(CalendarError::OutOfRange)
        );
    }

    proptest! {
        #[test]
        fn going_there_and_back_is_staying(offset in 0_i32..13_000, days in 1_u16..30) {
            let Ok(from) = date(2003, 1, 1).checked_add(jiff::Span::new().days(offset)) else {
                panic!("out of range")
            };
            let Ok(start) = TARGET.next_or_same(from) else { panic!("out of range") };
            let there = TARGET.add_business_days(start, days);
            let back = there.and_then(|there| TARGET.sub_business_days(there, days));
            prop_assert_eq!(back, Ok(start));
        }
    }
}
