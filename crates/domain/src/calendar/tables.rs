//! The calendars that payment systems run on, as data.

use std::sync::OnceLock;

use jiff::civil::{Weekday, date};

use super::Calendar;
use super::rule::Rule;

const GOOD_FRIDAY: Rule = Rule::FromEaster(-2);
const EASTER_MONDAY: Rule = Rule::FromEaster(1);
const ASCENSION: Rule = Rule::FromEaster(39);

/// The calendar of TARGET, the payment system of the euro.
///
/// Its closing days have stood since 2002 (long-term calendar of the European Central Bank,
/// press release of 14 December 2000): weekends and six holidays, the same in every country.
pub static TARGET: Calendar = Calendar {
    name: "TARGET",
    first_year: 2002,
    last_year: 2040,
    rules: &[
        Rule::Fixed(1, 1),
        GOOD_FRIDAY,
        EASTER_MONDAY,
        Rule::Fixed(5, 1),
        Rule::Fixed(12, 25),
        Rule::Fixed(12, 26),
    ],
    reopened: &[],
    decreed: &[],
    proclaimed: OnceLock::new(),
};

/// The bank holidays of England and Wales, on which Bacs does not process.
///
/// Source: Banking and Financial Dealings Act 1971, schedule 1, with the holidays at New Year and
/// in early May that royal proclamations have added every year since 1974 and 1978; GOV.UK, "UK
/// bank holidays", has their substitutes and the days that were moved or proclaimed once.
pub static ENGLAND_AND_WALES: Calendar = Calendar {
    name: "England and Wales",
    first_year: 2013,
    last_year: 2040,
    rules: &[
        Rule::Substituted(1, 1, 1),
        GOOD_FRIDAY,
        EASTER_MONDAY,
        Rule::WeekdayFrom(Weekday::Monday, 5, 1),
        Rule::WeekdayFrom(Weekday::Monday, 5, 25),
        Rule::WeekdayFrom(Weekday::Monday, 8, 25),
        Rule::Substituted(12, 25, 2),
    ],
    // Early May 2020 went to VE Day, spring 2022 to the Platinum Jubilee.
    reopened: &[date(2020, 5, 4), date(2022, 5, 30)],
    // VE Day; the Platinum Jubilee; the funeral of Queen Elizabeth II; the coronation.
    decreed: &[
        date(2020, 5, 8),
        date(2022, 6, 2),
        date(2022, 6, 3),
        date(2022, 9, 19),
        date(2023, 5, 8),
    ],
    proclaimed: OnceLock::new(),
};

/// The days that are no bank days in Sweden, on which Bankgirot clears nothing.
///
/// Source: lag (1989:253) om allmänna helgdagar, with 6 June since 2005, and lag (1930:173) om
/// beräkning av lagstadgad tid, which puts the eves of Midsummer, Christmas and New Year beside
/// them. Holidays that are always on a weekend need no rule. The days before holidays on which
/// banks close early are bank days.
pub static SWEDEN: Calendar = Calendar {
    name: "Sweden",
    first_year: 2005,
    last_year: 2040,
    rules: &[
        Rule::Fixed(1, 1),
        Rule::Fixed(1, 6),
        GOOD_FRIDAY,
        EASTER_MONDAY,
        Rule::Fixed(5, 1),
        ASCENSION,
        Rule::Fixed(6, 6),
        Rule::WeekdayFrom(Weekday::Friday, 6, 19),
        Rule::Fixed(12, 24),
        Rule::Fixed(12, 25),
        Rule::Fixed(12, 26),
        Rule::Fixed(12, 31),
    ],
    reopened: &[],
    decreed: &[],
    proclaimed: OnceLock::new(),
};
