//! Points in time, as integer milliseconds since the Unix epoch.
//!
//! There is no wall clock here: whoever needs to know the time is told it.

use std::fmt;

/// One second, in milliseconds.
pub const SECOND_MS: i64 = 1_000;
/// One day of 24 hours, in milliseconds. Calendar days are the business of [`crate::calendar`].
pub const DAY_MS: i64 = 86_400 * SECOND_MS;

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The earliest time a database row may carry.
    pub const EPOCH: Self = Self(0);

    /// From milliseconds since the epoch.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// From whole Unix seconds, the unit of the API. `None` when it does not fit.
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        seconds.checked_mul(SECOND_MS).map(Self)
    }

    /// Milliseconds since the epoch.
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// Whole Unix seconds, rounded down: what the API shows.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(SECOND_MS)
    }

    /// This time moved by `ms` milliseconds, either way; it saturates at the ends.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// This time moved by whole days of 24 hours.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_ms(days.saturating_mul(DAY_MS))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(time) => write!(f, "{time}"),
            Err(_) => write!(f, "{} ms", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_round_down_on_both_sides_of_the_epoch() {
        assert_eq!(Timestamp::from_ms(1_999).seconds(), 1);
        assert_eq!(Timestamp::from_ms(-1).seconds(), -1);
        assert_eq!(Timestamp::from_seconds(i64::MAX), None);
    }
}
