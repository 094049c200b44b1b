//! When a SEPA direct debit leaves, collects, clears and can still be undone.
//!
//! Dates count TARGET days, times are local in Brussels. A payer who signs on the page agrees to
//! the date shown there, so no fourteen days of notice are waited for. Every end is the first
//! instant that is too late.

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use crate::calendar::{self, BRUSSELS, Calendar, CalendarError};
use crate::time::Timestamp;

/// When a day's batch leaves.
pub const CUTOFF: Time = Time::constant(15, 0, 0, 0);
/// TARGET days from the cut-off to the collection.
pub const LEAD_DAYS: u16 = 2;
/// TARGET days after the collection within which the payer's bank may return it.
pub const RETURN_DAYS: u16 = 5;
/// Calendar weeks within which the payer may ask the money back without a reason.
pub const REFUND_WEEKS: i64 = 8;
/// Calendar months within which the payer may say that it was never authorised.
pub const UNAUTHORISED_MONTHS: i64 = 13;

/// The days and instants of one collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timetable {
    /// The batch leaves; an instruction can be withdrawn before it.
    pub cutoff: Timestamp,
    /// The day on which the payer's account is debited.
    pub collection_on: Date,
    /// The beginning of that day.
    pub collected_at: Timestamp,
    /// The last day on which the payer's bank may return it.
    pub return_closes_on: Date,
    /// The end of that day: no bad news, so the money has cleared.
    pub cleared_at: Timestamp,
    /// The end of the payer's right to a refund without a reason.
    pub refund_until: Timestamp,
    /// The end of the payer's right to a refund of what was never authorised.
    pub unauthorised_until: Timestamp,
}

/// The timetable of an instruction that the payer confirms at `at`: the earliest collection
/// whose cut-off is still to come. At the very instant of a cut-off the batch is leaving, so the
/// next one it is.
pub fn confirmed_at(at: Timestamp, calendar: &Calendar) -> Result<Timetable, CalendarError> {
    let today = calendar::local_date(at, &BRUSSELS)?;
    let mut cutoff_on = calendar.next_or_same(today)?;
    if at >= calendar::cutoff(cutoff_on, CUTOFF, &BRUSSELS)? {
        cutoff_on = calendar.next(cutoff_on)?;
    }
    with_cutoff_on(cutoff_on, calendar)
}

/// The timetable of a collection on `date`, or on the next TARGET day if that is closed.
pub fn collecting_on(date: Date, calendar: &Calendar) -> Result<Timetable, CalendarError> {
    let collection_on = calendar.next_or_same(date)?;
    with_cutoff_on(calendar.sub_business_days(collection_on, LEAD_DAYS)?, calendar)
}

fn with_cutoff_on(cutoff_on: Date, calendar: &Calendar) -> Result<Timetable, CalendarError> {
    let collection_on = calendar.add_business_days(cutoff_on, LEAD_DAYS)?;
    let return_closes_on = calendar.add_business_days(collection_on, RETURN_DAYS)?;
    let (refund_until, unauthorised_until) = windows_from(collection_on)?;
    Ok(Timetable {
        cutoff: calendar::cutoff(cutoff_on, CUTOFF, &BRUSSELS)?,
        collection_on,
        collected_at: calendar::local_start_of_day(collection_on, &BRUSSELS)?,
        return_closes_on,
        cleared_at: calendar::local_end_of_day(return_closes_on, &BRUSSELS)?,
        refund_until,
        unauthorised_until,
    })
}

/// Until when a debit of `debited_at` can be refunded: without a reason, and as never authorised.
/// Instants that no calendar can name fall back to days of 24 hours.
pub fn refund_windows(debited_at: Timestamp) -> (Timestamp, Timestamp) {
    calendar::local_date(debited_at, &BRUSSELS).and_then(windows_from).unwrap_or_else(|_| {
        let days = |days| debited_at.plus_days(days);
        (days(REFUND_WEEKS * 7), days(UNAUTHORISED_MONTHS * 31))
    })
}

fn windows_from(debited_on: Date) -> Result<(Timestamp, Timestamp), CalendarError> {
    let refund = debited_on.checked_add(REFUND_WEEKS.weeks())?;
    let unauthorised = debited_on.checked_add(UNAUTHORISED_MONTHS.months())?;
    Ok((
        calendar::local_end_of_day(refund, &BRUSSELS)?,
        calendar::local_end_of_day(unauthorised, &BRUSSELS)?,
    ))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::TARGET;

    fn brussels(year: i16, month: i8, day: i8, hour: i8, minute: i8, second: i8) -> Timestamp {
        let at = datetime(year, month, day, hour, minute, second, 0).to_zoned(BRUSSELS.clone());
        let Ok(at) = at else { panic!("no such instant") };
        Timestamp::from_ms(at.timestamp().as_millisecond())
    }

    fn confirmed(at: Timestamp) -> Timetable {
        confirmed_at(at, &TARGET).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn a_debit_signed_on_a_monday_morning() {
        let monday = brussels(2026, 11, 23, 9, 0, 0);
        assert_eq!(
            confirmed(monday),
            Timetable {
                cutoff: brussels(2026, 11, 23, 15, 0, 0),
                collection_on: date(2026, 11, 25),
                collected_at: brussels(2026, 11, 25, 0, 0, 0),
                return_closes_on: date(2026, 12, 2),
                cleared_at: brussels(2026, 12, 3, 0, 0, 0),
                refund_until: brussels(2027, 1, 21, 0, 0, 0),
                unauthorised_until: brussels(2027, 12, 26, 0, 0, 0),
            }
        );
    }

    #[test]
    fn the_cut_off_is_missed_at_its_very_instant() {
        let cutoff = brussels(2026, 11, 23, 15, 0, 0);
        assert_eq!(confirmed(cutoff.plus_ms(-1)).collection_on, date(2026, 11, 25));
        assert_eq!(confirmed(cutoff).collection_on, date(2026, 11, 26));
    }

    #[test]
    fn the_cut_off_is_local_in_summer_too() {
        let Ok(at) = "2026-07-01T13:00:00Z".parse::<jiff::Timestamp>() else { panic!("no time") };
        let at = Timestamp::from_ms(at.as_millisecond());
        assert_eq!(confirmed(at).collection_on, date(2026, 7, 6));
        assert_eq!(confirmed(at.plus_ms(-1)).collection_on, date(2026, 7, 3));
    }

    #[test]
    fn holidays_and_weekends_are_waited_out() {
        // Good Friday 2026 is 3 April.
        let table = confirmed(brussels(2026, 4, 2, 16, 0, 0));
        assert_eq!(table.cutoff, brussels(2026, 4, 7, 15, 0, 0));
        assert_eq!(table.collection_on, date(2026, 4, 9));
        assert_eq!(table.return_closes_on, date(2026, 4, 16));
        // Saturday, Christmas.
        assert_eq!(confirmed(brussels(2026, 11, 28, 12, 0, 0)).collection_on, date(2026, 12, 2));
        assert_eq!(confirmed(brussels(2026, 12, 23, 16, 0, 0)).collection_on, date(2026, 12, 29));
    }

    #[test]
    fn thirteen_months_from_the_end_of_a_month_stay_in_that_month() {
        let (_, until) = refund_windows(brussels(2027, 1, 29, 10, 0, 0));
        // 2028 has a 29 February; the day after it is the first too late.
        assert_eq!(until, brussels(2028, 3, 1, 0, 0, 0));
        let (_, until) = refund_windows(brussels(2025, 1, 31, 10, 0, 0));
        assert_eq!(until, brussels(2026, 3, 1, 0, 0, 0));
    }

    #[test]
    fn past_the_calendar_nothing_is_promised() {
        let last = brussels(TARGET.last_year(), 12, 27, 16, 0, 0);
        assert!(matches!(confirmed_at(last, &TARGET), Err(CalendarError::PastCalendarEnd { .. })));
        let (refund, unauthorised) = refund_windows(Timestamp::from_ms(i64::MAX));
        assert!(refund <= unauthorised);
    }

    proptest! {
        #[test]
        fn a_timetable_is_in_order(seconds in 1_100_000_000_i64..2_200_000_000) {
            let at = Timestamp::from_ms(seconds * 1_000);
            let table = confirmed(at);
            prop_assert!(at < table.cutoff && table.cutoff < table.collected_at);
            prop_assert!(table.collected_at < table.cleared_at);
            prop_assert!(table.cleared_at < table.refund_until);
            prop_assert!(table.refund_until < table.unauthorised_until);
            prop_assert_eq!(collecting_on(table.collection_on, &TARGET), Ok(table));
            // No earlier collection could still be reached.
            let Ok(earlier) = TARGET.previous(table.collection_on) else { panic!("no earlier") };
            prop_assert!(collecting_on(earlier, &TARGET).is_ok_and(|it| it.cutoff <= at));
            // A later confirmation never collects earlier.
            prop_assert!(confirmed(at.plus_ms(1)).collection_on >= table.collection_on);
            let windows = refund_windows(table.collected_at);
            prop_assert_eq!(windows, (table.refund_until, table.unauthorised_until));
        }
    }
}
