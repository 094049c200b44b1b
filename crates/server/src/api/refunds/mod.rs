//! Refunds: money that the merchant gives back.

pub mod cancel;
pub mod create;
pub mod list;
pub mod mark_failed;
pub mod mark_sent;
pub mod retrieve;
pub mod update;
pub mod view;

use domain::case::Case;
use domain::ids::RefundId;
use domain::scope::Scope;
use domain::time::Timestamp;
use store::cases::{self, Locked};
use store::{Tx, refunds};

pub use view::RefundView;

use crate::problem::Problem;
use domain::refund::{Refund, RefundRefusal};

/// What the API calls one, in sentences.
const WHAT: &str = "refund";

/// 404 for the refund in the path.
fn unknown() -> Problem {
    Problem::not_found(WHAT, None)
}

/// The case of a refund, locked; 404 when it is not in the scope.
fn lock(tx: &mut Tx<'_>, scope: &Scope, id: RefundId) -> Result<Locked, Problem> {
    let session = refunds::session_of(tx, scope, id)?.ok_or_else(unknown)?;
    cases::lock(tx, scope, session)?.ok_or_else(unknown)
}

/// A refund of a case, as the API shows it.
///
/// # Errors
/// 404 when the case has no such refund.
pub fn view(case: &Case, id: RefundId) -> Result<RefundView, Problem> {
    find(case, id).map(|refund| RefundView::of(case, refund))
}

/// A refund of a case.
fn find(case: &Case, id: RefundId) -> Result<&Refund, Problem> {
    case.refunds.iter().find(|refund| refund.id == id).ok_or_else(unknown)
}

/// A refusal of the domain, as 409.
fn refused(refusal: RefundRefusal) -> Problem {
    match refusal {
        RefundRefusal::NothingCollected => Problem::conflict(
            "nothing_to_refund",
            "This transaction has no money that could be refunded.",
        ),
        RefundRefusal::NotCleared { possible_at } => Problem::conflict(
            "payment_not_cleared",
            "The payer's bank can still return this payment; `possible_at` says from when on it can be refunded.",
        )
        .with_detail("possible_at", Timestamp::seconds(possible_at)),
        RefundRefusal::TooMuch { refundable } => Problem::conflict(
            "refund_too_large",
            "Less can be refunded; `refundable` says how much, with the refunds under way taken off.",
        )
        .with_param(Some("amount"))
        .with_detail("refundable", refundable),
        RefundRefusal::CreditSpent { left } => Problem::conflict(
            "credit_spent",
            "This payment topped up the customer's balance, and less of that is left; `refundable` says how much.",
        )
        .with_param(Some("amount"))
        .with_detail("refundable", left),
    }
}
