//! Notice in advance: how long before a collection its payer is told of it.
//!
//! Each scheme has a usual time, and a merchant may agree another with its bank. A payer who
//! confirms this very collection on the page, its amount, its day and the account read back, has
//! been told at the time of the request; most banks take that in place of the notice.

use std::fmt;

use crate::spelled::spelled;

/// The longest notice that a merchant may set, in days.
pub const DAYS_MAX: u16 = 60;

spelled! {
    /// Which days count.
    pub enum Counted {
        /// Those on which the scheme works.
        WorkingDays = "working_days",
        /// All of them.
        CalendarDays = "calendar_days",
    }
}

/// The notice that payers have of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Whole days between the day on which the payer is told and that of the debit.
    pub days: u16,
    /// Which days they are.
    pub counted: Counted,
    /// The bank takes the payer's own confirmation of a collection in place of the notice.
    pub confirmation_replaces: bool,
}

impl Notice {
    /// The usual notice of a scheme.
    pub(super) const fn usual(days: u16, counted: Counted) -> Self {
        Self { days, counted, confirmation_replaces: true }
    }
}

/// As in “10 working days”.
impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.counted {
            Counted::WorkingDays => "working",
            Counted::CalendarDays => "calendar",
        };
        let day = if self.days == 1 { "day" } else { "days" };
        write!(f, "{} {kind} {day}", self.days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::debit::Scheme;

    #[test]
    fn each_scheme_has_its_usual_notice() {
        let usual = |scheme: Scheme| scheme.rules().notice.to_string();
        assert_eq!(usual(Scheme::Bacs), "10 working days");
        assert_eq!(usual(Scheme::SepaCore), "14 calendar days");
        assert_eq!(Notice::usual(1, Counted::WorkingDays).to_string(), "1 working day");
        for scheme in Scheme::ALL {
            let notice = scheme.rules().notice;
            assert!(notice.days <= DAYS_MAX && notice.confirmation_replaces, "{scheme}");
        }
    }
}
