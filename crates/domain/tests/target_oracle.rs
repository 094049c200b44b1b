//! The TARGET calendar against the Python package `holidays`, on every day of 2020 to 2035.

mod oracle;

use domain::calendar::TARGET;
use jiff::civil::date;

/// Prints each day on which the European Central Bank's calendar is closed, weekends apart.
const SCRIPT: &str = "
import holidays
closed = holidays.financial_holidays('ECB', years=range(2020, 2036))
for day in sorted(closed):
    print(day.isoformat())
";

#[test]
fn no_day_differs_from_an_independent_calendar() {
    let closed = oracle::run(SCRIPT, "");
    assert_eq!(closed.len(), 16 * 6, "six closing days a year");
    let mut day = date(2020, 1, 1);
    let mut compared = 0;
    while day.year() < 2036 {
        let weekend = day.weekday().to_monday_zero_offset() >= 5;
        let open = !weekend && !closed.contains(&day.to_string());
        assert_eq!(TARGET.is_business_day(day), Ok(open), "{day}");
        compared += 1;
        day = day.tomorrow().unwrap_or_else(|error| panic!("{error}"));
    }
    assert_eq!(compared, 16 * 365 + 4);
}
