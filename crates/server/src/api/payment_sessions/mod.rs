//! Payment sessions: a request to be paid once.

pub mod cancel;
pub mod create;
pub mod list;
pub mod reopen;
pub mod retrieve;
pub mod send_email;
pub mod timeline;
pub mod update;
pub mod view;

use domain::case::Refusal;
use domain::time::Timestamp;

use crate::problem::Problem;

/// A refusal of the domain as 409.
pub fn refused(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::InProgress { until } => {
            let message = "A payment is in progress; its outcome is not known yet.";
            Problem::conflict("payment_in_progress", message)
                .with_detail("cancelable_after", until.map(Timestamp::seconds))
        }
        Refusal::Paid => Problem::conflict(
            "payment_session_paid",
            "This payment session is paid, or was paid before.",
        ),
        Refusal::Canceled => {
            Problem::conflict("payment_session_canceled", "This payment session is canceled.")
        }
        Refusal::Closed => Problem::conflict(
            "payment_session_closed",
            "The last payment was taken back; reopen the payment session first.",
        ),
        Refusal::PartPaid => Problem::conflict(
            "payment_session_partially_paid",
            "A part of the amount was received and has to be given back first.",
        ),
        Refusal::MethodNotOffered => Problem::conflict(
            "payment_method_not_offered",
            "This payment session does not offer that payment method.",
        ),
    }
}
