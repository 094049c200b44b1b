//! Disputes: payers' claims that a payment was not authorised.

pub mod list;
pub mod mark_resolved;
pub mod retrieve;
pub mod update;
pub mod view;

use domain::case::Case;
use domain::dispute::Dispute;
use domain::ids::DisputeId;
use domain::scope::Scope;
use domain::time::Timestamp;
use store::cases::{self, Locked};
use store::{Tx, disputes};

pub use view::DisputeView;

use crate::problem::Problem;

/// What the API calls one, in sentences.
const WHAT: &str = "dispute";

/// 404 for the dispute in the path.
fn unknown() -> Problem {
    Problem::not_found(WHAT, None)
}

/// The case of a dispute, locked; 404 when it is not in the scope.
fn lock(tx: &mut Tx<'_>, scope: &Scope, id: DisputeId) -> Result<Locked, Problem> {
    let session = disputes::session_of(tx, scope, id)?.ok_or_else(unknown)?;
    cases::lock(tx, scope, session)?.ok_or_else(unknown)
}

/// A dispute of a case.
fn find(case: &Case, id: DisputeId) -> Result<&Dispute, Problem> {
    case.disputes.iter().find(|dispute| dispute.id == id).ok_or_else(unknown)
}

/// A dispute of a case at `now`, as the API shows it.
///
/// # Errors
/// 404 when the case has no such dispute.
pub fn view(case: &Case, id: DisputeId, now: Timestamp) -> Result<DisputeView, Problem> {
    find(case, id).map(|dispute| DisputeView::of(case, dispute, now))
}
