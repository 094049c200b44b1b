//! When a direct debit leaves, collects and clears, and until when it can be refunded.
//!
//! Dates count the scheme's business days, times are local where its hours are. Every end is the
//! first instant that is too late.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::notice::{Counted, Notice};
use super::{Rules, Scheme};
use crate::calendar::{self, CalendarError};
use crate::time::Timestamp;

/// Calendar weeks within which the payer may ask the money back without a reason.
pub const REFUND_WEEKS: i64 = 8;
/// Calendar months within which the payer may say that it was never authorised.
pub const UNAUTHORISED_MONTHS: i64 = 13;

/// The days and instants of one collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timetable {
    /// The mandate leaves to be lodged, where the scheme wants that.
    pub lodging: Option<Timestamp>,
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
}

/// The timetable of a debit that the payer confirms on the page at `at`, under the notice that is
/// agreed with the merchant's bank: where the confirmation does not replace it, the collection
/// waits for its end.
///
/// # Errors
/// When the scheme's calendar does not reach so far.
pub fn earliest(at: Timestamp, scheme: Scheme, notice: Notice) -> Result<Timetable, CalendarError> {
    let soonest = confirmed_at(at, scheme)?;
    match noticed_on(at, scheme, notice)? {
        Some(day) if day > soonest.collection_on => collecting_on(day, scheme),
        _ => Ok(soonest),
    }
}

/// The first day on which a payer who is told at `at` may be debited, or `None` where the payer's
/// confirmation replaces the notice. A day on which the scheme does not work is no beginning: notice
/// in working days counts from the next.
///
/// # Errors
/// When the scheme's calendar does not reach so far.
pub fn noticed_on(
    at: Timestamp,
    scheme: Scheme,
    notice: Notice,
) -> Result<Option<Date>, CalendarError> {
    let Rules { calendar: days, zone, .. } = *scheme.rules();
    if notice.confirmation_replaces {
        return Ok(None);
    }
    let today = calendar::local_date(at, zone)?;
    match notice.counted {
        Counted::WorkingDays => days.add_business_days(days.next_or_same(today)?, notice.days),
        Counted::CalendarDays => Ok(today.checked_add(i64::from(notice.days).days())?),
    }
    .map(Some)
}

/// The timetable of a debit that the payer confirms at `at`, when nothing else is waited for: the
/// earliest collection whose first cut-off is still to come. At the very instant of a cut-off the batch is leaving, so the next
/// one it is.
///
/// # Errors
/// When the scheme's calendar does not reach so far.
pub fn confirmed_at(at: Timestamp, scheme: Scheme) -> Result<Timetable, CalendarError> {
    let rules = scheme.rules();
    let first = next_cutoff_on(at, rules)?;
    match rules.lodging_days {
        None => with_cutoff_on(first, rules),
        Some(days) => with_cutoff_on(rules.calendar.add_business_days(first, days)?, rules),
    }
}

/// The timetable of a collection on `date`, or on the next business day if that is none.
///
/// # Errors
/// When the scheme's calendar does not reach so far.
pub fn collecting_on(date: Date, scheme: Scheme) -> Result<Timetable, CalendarError> {
    let rules = scheme.rules();
    let collection_on = rules.calendar.next_or_same(date)?;
    with_cutoff_on(rules.calendar.sub_business_days(collection_on, rules.lead_days)?, rules)
}

/// The timetable of a debit that did not leave with its batch, at `at`: that of the next one, as far
/// as one signed at `signed_at` may wait for the answer about its mandate. `None` when it has waited
/// long enough, or its scheme waits for no answer.
///
/// # Errors
/// When the scheme's calendar does not reach so far.
pub fn postponed(
    at: Timestamp,
    signed_at: Timestamp,
    scheme: Scheme,
) -> Result<Option<Timetable>, CalendarError> {
    let rules = scheme.rules();
    let Some(days) = rules.answer_days else { return Ok(None) };
    let planned = calendar::local_date(confirmed_at(signed_at, scheme)?.cutoff, rules.zone)?;
    let last = rules.calendar.add_business_days(planned, days)?;
    let next = next_cutoff_on(at, rules)?;
    if next > last { Ok(None) } else { with_cutoff_on(next, rules).map(Some) }
}

/// The next cut-off after `at`.
///
/// # Errors
/// When the scheme's calendar does not reach so far.
pub fn next_cutoff(at: Timestamp, scheme: Scheme) -> Result<Timestamp, CalendarError> {
    let rules = scheme.rules();
    calendar::cutoff(next_cutoff_on(at, rules)?, rules.cutoff, rules.zone)
}

/// The day of that cut-off. At the very instant of one, the batch is leaving.
fn next_cutoff_on(at: Timestamp, rules: &Rules) -> Result<Date, CalendarError> {
    let today = calendar::local_date(at, rules.zone)?;
    let first = rules.calendar.next_or_same(today)?;
    match at >= calendar::cutoff(first, rules.cutoff, rules.zone)? {
        true => rules.calendar.next(first),
        false => Ok(first),
    }
}

fn with_cutoff_on(cutoff_on: Date, rules: &Rules) -> Result<Timetable, CalendarError> {
    let Rules { calendar: days, zone, .. } = *rules;
    let collection_on = days.add_business_days(cutoff_on, rules.lead_days)?;
    let return_closes_on = days.add_business_days(collection_on, rules.return_days)?;
    let lodged_on = rules.lodging_days.map(|lead| days.sub_business_days(cutoff_on, lead));
    let lodging = lodged_on.transpose()?.map(|on| calendar::cutoff(on, rules.cutoff, zone));
    Ok(Timetable {
        lodging: lodging.transpose()?,
        cutoff: calendar::cutoff(cutoff_on, rules.cutoff, zone)?,
        collection_on,
        collected_at: calendar::local_start_of_day(collection_on, zone)?,
        return_closes_on,
        cleared_at: calendar::local_end_of_day(return_closes_on, zone)?,
    })
}

/// Until when a debit of `debited_at` can be refunded by the rules of the Payment Services Directive
/// (2015/2366, articles 71 and 77): without a reason, and as never authorised. Instants that no
/// calendar can name fall back to days of 24 hours.
pub fn refund_windows(debited_at: Timestamp, zone: &TimeZone) -> (Timestamp, Timestamp) {
    let debited_on = calendar::local_date(debited_at, zone);
    debited_on.and_then(|on| windows_from(on, zone)).unwrap_or_else(|_| {
        let days = |days| debited_at.plus_days(days);
        (days(REFUND_WEEKS * 7), days(UNAUTHORISED_MONTHS * 31))
    })
}

fn windows_from(
    debited_on: Date,
    zone: &TimeZone,
) -> Result<(Timestamp, Timestamp), CalendarError> {
    let refund = debited_on.checked_add(REFUND_WEEKS.weeks())?;
    let unauthorised = debited_on.checked_add(UNAUTHORISED_MONTHS.months())?;
    Ok((calendar::local_end_of_day(refund, zone)?, calendar::local_end_of_day(unauthorised, zone)?))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::{BRUSSELS, LONDON, STOCKHOLM, TARGET};

    fn brussels(year: i16, month: i8, day: i8, hour: i8, minute: i8, second: i8) -> Timestamp {
        let at = datetime(year, month, day, hour, minute, second, 0).to_zoned(BRUSSELS.clone());
        let Ok(at) = at else { panic!("no such instant") };
        Timestamp::from_ms(at.timestamp().as_millisecond())
    }

    fn confirmed(at: Timestamp) -> Timetable {
        confirmed_at(at, Scheme::SepaCore).unwrap_or_else(|error| panic!("{error}"))
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
                lodging: None,
            }
        );
        let windows = (brussels(2027, 1, 21, 0, 0, 0), brussels(2027, 12, 26, 0, 0, 0));
        assert_eq!(refund_windows(brussels(2026, 11, 25, 0, 0, 0), &BRUSSELS), windows);
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
        let (_, until) = refund_windows(brussels(2027, 1, 29, 10, 0, 0), &BRUSSELS);
        // 2028 has a 29 February; the day after it is the first too late.
        assert_eq!(until, brussels(2028, 3, 1, 0, 0, 0));
        let (_, until) = refund_windows(brussels(2025, 1, 31, 10, 0, 0), &BRUSSELS);
        assert_eq!(until, brussels(2026, 3, 1, 0, 0, 0));
    }

    fn london(month: i8, day: i8, hour: i8) -> Timestamp {
        let at = datetime(2026, month, day, hour, 0, 0, 0).to_zoned(LONDON.clone());
        let Ok(at) = at else { panic!("no such instant") };
        Timestamp::from_ms(at.timestamp().as_millisecond())
    }

    #[test]
    fn bacs_lodges_the_instruction_two_days_before_the_collection_is_sent() {
        let Ok(table) = confirmed_at(london(11, 23, 9), Scheme::Bacs) else { panic!("no days") };
        assert_eq!(
            table,
            Timetable {
                lodging: Some(london(11, 23, 16)),
                cutoff: london(11, 25, 16),
                collection_on: date(2026, 11, 27),
                collected_at: london(11, 27, 0),
                return_closes_on: date(2026, 12, 2),
                cleared_at: london(12, 3, 0),
            }
        );
        assert_eq!(collecting_on(date(2026, 11, 27), Scheme::Bacs), Ok(table));
        // 25 and 28 December 2026 are bank holidays, 26 and 27 a weekend.
        let Ok(table) = confirmed_at(london(12, 23, 17), Scheme::Bacs) else { panic!("no days") };
        assert_eq!(table.lodging, Some(london(12, 24, 16)));
        assert_eq!(table.cutoff, london(12, 30, 16));
        assert_eq!(table.collection_on, date(2027, 1, 4));
    }

    fn stockholm(month: i8, day: i8, hour: i8) -> Timestamp {
        let at = datetime(2026, month, day, hour, 0, 0, 0).to_zoned(STOCKHOLM.clone());
        let Ok(at) = at else { panic!("no such instant") };
        Timestamp::from_ms(at.timestamp().as_millisecond())
    }

    #[test]
    fn autogiro_gives_the_bank_six_days_to_answer_and_clears_with_the_day() {
        let Ok(table) = confirmed_at(stockholm(11, 23, 9), Scheme::Autogiro) else {
            panic!("none")
        };
        assert_eq!(
            table,
            Timetable {
                lodging: Some(stockholm(11, 23, 18)),
                cutoff: stockholm(12, 1, 18),
                collection_on: date(2026, 12, 2),
                collected_at: stockholm(12, 2, 0),
                return_closes_on: date(2026, 12, 2),
                cleared_at: stockholm(12, 3, 0),
            }
        );
        // Midsummer Eve, 19 June 2026, is no bank day; six from the 12th on are until the 23rd.
        let Ok(table) = confirmed_at(stockholm(6, 12, 17), Scheme::Autogiro) else {
            panic!("none")
        };
        assert_eq!(table.cutoff, stockholm(6, 23, 18));
        assert_eq!(table.collection_on, date(2026, 6, 24));
        let (refund, unauthorised) = refund_windows(table.collected_at, &STOCKHOLM);
        assert_eq!(refund, stockholm(8, 20, 0));
        assert_eq!(calendar::local_date(unauthorised, &STOCKHOLM), Ok(date(2027, 7, 25)));
    }

    #[test]
    fn autogiro_waits_for_an_answer_day_by_day_and_not_for_ever() {
        let signed = stockholm(11, 23, 9);
        let postponed = |at| match postponed(at, signed, Scheme::Autogiro) {
            Ok(table) => table.map(|table| table.collection_on),
            Err(error) => panic!("{error}"),
        };
        assert_eq!(postponed(stockholm(12, 1, 18)), Some(date(2026, 12, 3)));
        assert_eq!(postponed(stockholm(12, 4, 18)), Some(date(2026, 12, 8)));
        // Ten bank days after 1 December.
        assert_eq!(postponed(stockholm(12, 14, 18)), Some(date(2026, 12, 16)));
        assert_eq!(postponed(stockholm(12, 15, 18)), None);
        assert_eq!(super::postponed(signed, signed, Scheme::Bacs), Ok(None));
    }

    /// Notice that no confirmation replaces.
    fn waited_for(scheme: Scheme, days: u16) -> Notice {
        Notice { days, confirmation_replaces: false, ..scheme.rules().notice }
    }

    fn first_day(at: Timestamp, scheme: Scheme, notice: Notice) -> Date {
        let table = earliest(at, scheme, notice).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(collecting_on(table.collection_on, scheme), Ok(table));
        table.collection_on
    }

    #[test]
    fn a_confirmation_replaces_the_notice_where_the_bank_takes_it() {
        let monday = london(11, 23, 9);
        let usual = Scheme::Bacs.rules().notice;
        assert_eq!(noticed_on(monday, Scheme::Bacs, usual), Ok(None));
        assert_eq!(earliest(monday, Scheme::Bacs, usual), confirmed_at(monday, Scheme::Bacs));
    }

    #[test]
    fn notice_in_working_days_begins_on_one_and_waits_out_holidays() {
        let ten = waited_for(Scheme::Bacs, 10);
        assert_eq!(first_day(london(11, 23, 9), Scheme::Bacs, ten), date(2026, 12, 7));
        // From Saturday as from Monday; the hour of the day does not matter.
        assert_eq!(first_day(london(11, 28, 9), Scheme::Bacs, ten), date(2026, 12, 14));
        assert_eq!(first_day(london(11, 30, 23), Scheme::Bacs, ten), date(2026, 12, 14));
        // Two bank holidays and New Year's Day on the way.
        assert_eq!(first_day(london(12, 18, 9), Scheme::Bacs, ten), date(2027, 1, 6));
        // The instruction takes longer than a short notice.
        let one = waited_for(Scheme::Bacs, 1);
        assert_eq!(first_day(london(11, 23, 9), Scheme::Bacs, one), date(2026, 11, 27));
    }

    #[test]
    fn notice_in_calendar_days_ends_where_it_ends_and_the_debit_is_on_the_next_target_day() {
        let fortnight = waited_for(Scheme::SepaCore, 14);
        let monday = brussels(2026, 11, 23, 23, 59, 59);
        assert_eq!(first_day(monday, Scheme::SepaCore, fortnight), date(2026, 12, 7));
        // The fourteenth day is Christmas Day.
        let friday = brussels(2026, 12, 11, 9, 0, 0);
        let ends = noticed_on(friday, Scheme::SepaCore, fortnight);
        assert_eq!(ends, Ok(Some(date(2026, 12, 25))));
        assert_eq!(first_day(friday, Scheme::SepaCore, fortnight), date(2026, 12, 28));
        // Midnight in Brussels is what counts, not in London.
        let late = waited_for(Scheme::SepaCore, 0);
        assert_eq!(
            noticed_on(brussels(2026, 11, 24, 0, 0, 0), Scheme::SepaCore, late),
            Ok(Some(date(2026, 11, 24)))
        );
    }

    #[test]
    fn past_the_calendar_nothing_is_promised() {
        let last = brussels(TARGET.last_year(), 12, 27, 16, 0, 0);
        assert!(matches!(
            confirmed_at(last, Scheme::SepaCore),
            Err(CalendarError::PastCalendarEnd { .. })
        ));
        let (refund, unauthorised) = refund_windows(Timestamp::from_ms(i64::MAX), &BRUSSELS);
        assert!(refund <= unauthorised);
    }

    proptest! {
        #[test]
        fn a_timetable_is_in_order(seconds in 1_100_000_000_i64..2_200_000_000) {
            let at = Timestamp::from_ms(seconds * 1_000);
            let table = confirmed(at);
            prop_assert!(at < table.cutoff && table.cutoff < table.collected_at);
            prop_assert!(table.collected_at < table.cleared_at);
            prop_assert_eq!(collecting_on(table.collection_on, Scheme::SepaCore), Ok(table));
            // No earlier collection could still be reached.
            let Ok(earlier) = TARGET.previous(table.collection_on) else { panic!("no earlier") };
            prop_assert!(collecting_on(earlier, Scheme::SepaCore).is_ok_and(|it| it.cutoff <= at));
            // A later confirmation never collects earlier.
            prop_assert!(confirmed(at.plus_ms(1)).collection_on >= table.collection_on);
            let (refund, unauthorised) = refund_windows(table.collected_at, &BRUSSELS);
            prop_assert!(table.cleared_at < refund && refund < unauthorised);
        }
    }
}
