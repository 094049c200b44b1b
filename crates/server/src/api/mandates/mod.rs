//! Mandates: payers' authority to debit them.

pub mod retrieve;
pub mod view;

use domain::ids::MandateId;
use domain::news::EventType;
use domain::scope::Scope;
use store::{DbError, Tx, clocks, mandates};

pub use view::MandateView;

use crate::record::{Origin, previous_attributes, record};

/// Ends a mandate that its bank no longer honours, and tells the merchant. One that had ended
/// before is left as it is.
///
/// # Errors
/// Only the database's.
pub fn end(tx: &mut Tx<'_>, scope: &Scope, id: MandateId, reason: &str) -> Result<(), DbError> {
    let now = clocks::now(tx, scope)?;
    let Some(before) = mandates::find(tx, scope, id)? else { return Ok(()) };
    if !mandates::end(tx, scope, id, reason, now)? {
        return Ok(());
    }
    let Some(after) = mandates::find(tx, scope, id)? else { return Ok(()) };
    let (before, after) = (MandateView::of(&before, scope), MandateView::of(&after, scope));
    let previous = previous_attributes(&before, &after);
    let (origin, kind, id) = (Origin::system(), EventType::MandateUpdated, id.to_string());
    record(tx, scope, &origin, kind, &id, &after, previous.as_ref())
}
