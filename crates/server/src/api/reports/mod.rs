//! Reports: sums of the books, for bookkeepers.

pub mod payment_rows;
pub mod payments;

use domain::calendar;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::extract::{Merchant, Params, rules};
use crate::problem::{Fault, Problem};
use crate::reports::payments::DAYS_MAX;

/// The first day that a report can begin with: no money was booked before.
const FIRST_DAY: Date = jiff::civil::date(1970, 1, 1);
/// The last day that a report can end with: it has an end in every zone.
const LAST_DAY: Date = jiff::civil::date(9999, 12, 29);

/// The days of a report.
#[derive(Clone, Copy, Debug)]
struct Days {
    from: Date,
    to: Date,
}

/// What was given for the days; checked by [`days`].
type Given = (Option<Date>, Option<Date>);

fn read_days(params: &mut Params) -> Given {
    (params.text("from", rules::date), params.text("to", rules::date))
}

/// The days, if both are there and make a span.
fn days((from, to): Given) -> Result<Days, Problem> {
    let (Some(from), Some(to)) = (from, to) else {
        let names = [("from", from.is_none()), ("to", to.is_none())];
        let missing = names.into_iter().filter(|(_, missing)| *missing);
        let faults =
            missing.map(|(name, _)| Fault::of(name, "required", format!("`{name}` is required.")));
        return Err(Problem::faults(faults.collect()));
    };
    let days = from.until(to).map_or(-1, |span| span.get_days());
    let fault = |code, words: String| Problem::faults(vec![Fault::of("to", code, words)]);
    match days {
        ..0 => Err(fault("report_backwards", "`to` must not be before `from`.".to_owned())),
        DAYS_MAX.. => Err(fault(
            "report_too_long",
            format!("`to` must not be more than {DAYS_MAX} days after `from`, that day included."),
        )),
        _ if from < FIRST_DAY => {
            let message = format!("`from` must not be before {FIRST_DAY}.");
            Err(Problem::invalid("date_out_of_range", message, Some("from")))
        }
        _ if to > LAST_DAY => {
            Err(fault("date_out_of_range", format!("`to` must not be after {LAST_DAY}.")))
        }
        _ => Ok(Days { from, to }),
    }
}

/// The zone in which the account's days begin.
fn zone(merchant: &Merchant) -> TimeZone {
    calendar::time_zone(&merchant.account.settings.time_zone).unwrap_or(TimeZone::UTC)
}
