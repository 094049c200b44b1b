//! Days that people write down: none lies ahead of today, nor before what it follows.

use domain::calendar::{local_date, time_zone};
use domain::scope::Scope;
use domain::time::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::{DbError, Tx, accounts};

use crate::problem::Problem;

/// A day as it was given.
#[derive(Clone, Copy, Debug)]
pub struct Given {
    /// The field.
    pub param: &'static str,
    /// The day.
    pub day: Date,
}

impl Given {
    /// That it is today or before, and not before `from`, the day of which `what` tells.
    ///
    /// # Errors
    /// 400 that names the field.
    pub fn check(&self, today: Date, from: Date, what: &str) -> Result<(), Problem> {
        let Self { param, day } = *self;
        if day > today {
            let message = format!("`{param}` must not lie ahead of today.");
            return Err(Problem::invalid("date_in_the_future", message, Some(param)));
        }
        if day < from {
            let message = format!("`{param}` must not lie before {from}, the day on which {what}.");
            return Err(Problem::invalid("date_too_early", message, Some(param)));
        }
        Ok(())
    }
}

/// The day that it was at a time, where the account is.
///
/// # Errors
/// Only the database's, and times that no calendar has.
pub fn local_day(tx: &mut Tx<'_>, scope: &Scope, at: Timestamp) -> Result<Date, Problem> {
    let account = accounts::find(tx, scope.account)?;
    let account = account.ok_or(DbError::Corrupt("account is gone"))?;
    let zone = time_zone(&account.settings.time_zone).unwrap_or(TimeZone::UTC);
    local_date(at, &zone).map_err(Problem::internal_because)
}
