//! Mandates: payers' authority to debit them.

pub mod retrieve;
pub mod view;

use domain::ids::MandateId;
use domain::news::EventType;
use domain::scope::Scope;
use store::{DbError, Tx, clocks, mandates};

pub use view::MandateView;

use crate::record::{Origin, previous_attributes, record};

/// Notes that the payer's bank has a mandate, and tells the merchant, once.
///
/// # Errors
/// Only the database's.
pub fn lodged(tx: &mut Tx<'_>, scope: &Scope, id: MandateId) -> Result<(), DbError> {
    let now = clocks::now(tx, scope)?;
    changing(tx, scope, id, |tx| mandates::lodge(tx, scope, id, now))
}

/// Ends a mandate that cannot be used any more, and tells the merchant. One that had ended
/// before is left as it is.
///
/// # Errors
/// Only the database's.
pub fn end(tx: &mut Tx<'_>, scope: &Scope, id: MandateId, reason: &str) -> Result<(), DbError> {
    let now = clocks::now(tx, scope)?;
    changing(tx, scope, id, |tx| mandates::end(tx, scope, id, reason, now))
}

/// Changes a mandate, and tells the merchant when that changed anything.
fn changing(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: MandateId,
    change: impl FnOnce(&mut Tx<'_>) -> Result<bool, DbError>,
) -> Result<(), DbError> {
    let Some(before) = mandates::find(tx, scope, id)? else { return Ok(()) };
    if !change(tx)? {
        return Ok(());
    }
    let Some(after) = mandates::find(tx, scope, id)? else { return Ok(()) };
    let (before, after) = (MandateView::of(&before, scope), MandateView::of(&after, scope));
    let previous = previous_attributes(&before, &after);
    let (origin, kind, id) = (Origin::system(), EventType::MandateUpdated, id.to_string());
    record(tx, scope, &origin, kind, &id, &after, previous.as_ref())
}
