//! Payment sessions: a request to be paid once.

pub mod accept_shortfall;
pub mod cancel;
pub mod create;
pub mod input;
pub mod list;
pub mod mark_received;
pub mod reopen;
pub mod retrieve;
pub mod send_email;
pub mod timeline;
pub mod transaction_data;
pub mod unmark_received;
pub mod update;
pub mod view;

use domain::case::Refusal;
use domain::ids::SessionId;
use domain::scope::Scope;
use domain::session::Session;
use domain::time::Timestamp;
use store::Tx;
use store::cases::{self, Locked};

pub use view::PaymentSessionView;

use crate::problem::Problem;

/// What the API calls one, in sentences.
const WHAT: &str = "payment session";

/// 404 for the session in the path.
fn unknown() -> Problem {
    Problem::not_found(WHAT, None)
}

/// The case of a session, locked; 404 when it is not in the scope.
fn lock(tx: &mut Tx<'_>, scope: &Scope, id: SessionId) -> Result<Locked, Problem> {
    cases::lock(tx, scope, id)?.ok_or_else(unknown)
}

/// 409 when the customer was deleted: nobody is left to ask for money.
fn still_has_customer(session: &Session) -> Result<(), Problem> {
    match session.customer_snapshot {
        None => Ok(()),
        Some(_) => {
            let message = "The customer of this payment session was deleted.";
            Err(Problem::conflict("customer_deleted", message))
        }
    }
}

/// A refusal of the domain, as 409.
pub fn refused(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::InProgress { until } => {
            let message = match until {
                Some(_) => {
                    "A payment is in progress; `cancelable_after` says when its outcome is known."
                }
                None => "A payment is in progress; its outcome is not known yet.",
            };
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
        Refusal::NothingReceived => Problem::conflict(
            "nothing_received",
            "Nothing was received, so no shortfall can be accepted.",
        ),
        Refusal::PartPaid => Problem::conflict(
            "payment_session_partially_paid",
            "A part of the amount was received; say with `received_money` what becomes of it.",
        ),
        Refusal::NothingRemaining => Problem::conflict(
            "nothing_remaining",
            "Nothing remains to be paid; what went back twice is the customer's debt.",
        ),
        Refusal::AmountMoved => Problem::conflict(
            "payment_amount_changed",
            "The payment session asks for another amount by now.",
        ),
        Refusal::CoveredByCredit => Problem::conflict(
            "covered_by_credit",
            "The customer's credit pays all of this payment session; pay it with `customer_balance`.",
        ),
        Refusal::CreditShort => Problem::conflict(
            "insufficient_customer_balance",
            "The customer's credit that has cleared does not pay all of this payment session.",
        ),
        Refusal::CreditSpent { left } => Problem::conflict(
            "credit_spent",
            "The customer has spent the credit that this would give back; `refundable` says what is left of it.",
        )
        .with_detail("refundable", left),
        Refusal::MethodNotOffered => Problem::conflict(
            "payment_method_not_offered",
            "This payment session does not offer that payment method.",
        ),
    }
}
