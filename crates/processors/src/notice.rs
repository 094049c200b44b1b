//! Notices: what a processor or bank tells us by itself.

use domain::debit::{MandateOutcome, Scheme};
use domain::settle::Outcome;

/// A notice, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sender's own id of it; a repeat has the same.
    pub id: String,
    /// What it is about.
    pub items: Vec<NoticeItem>,
}

/// One thing that a notice says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeItem {
    /// Something happened to a payment: ask what. A notice is never believed by itself when the
    /// processor can be asked.
    Ask {
        /// The sender's own id of the payment.
        reference: String,
    },
    /// A line of a bank's report, which is all that a bank will ever say.
    Line {
        /// Our end-to-end id.
        reference: String,
        /// What the line says.
        outcome: Outcome,
    },
    /// A line of a bank's report about a mandate.
    Mandate {
        /// Its scheme.
        scheme: Scheme,
        /// Its reference in the scheme.
        reference: String,
        /// What the line says.
        outcome: MandateOutcome,
    },
    /// A line that cannot be understood, or not be booked. A person reads it.
    Unreadable {
        /// The line as it came.
        line: String,
        /// What is wrong with it.
        why: String,
    },
}
