//! Telling the merchant of disputes.

use domain::news::EventType;
use store::cases::Locked;
use store::{DbError, Tx};

use crate::api::disputes::DisputeView;
use crate::record::{Origin, record};

/// Tells of each dispute that was opened, changed or ended.
///
/// # Errors
/// Only the database's.
pub fn tell(tx: &mut Tx<'_>, origin: &Origin, locked: &Locked) -> Result<(), DbError> {
    let case = &locked.case;
    for dispute in &case.disputes {
        let before = locked.before().disputes.iter().find(|it| it.id == dispute.id);
        if before == Some(dispute) {
            continue;
        }
        let kind = match before {
            None => EventType::DisputeCreated,
            Some(before) if before.outcome != dispute.outcome => EventType::DisputeClosed,
            Some(_) => EventType::DisputeUpdated,
        };
        let view = DisputeView::of(case, dispute, locked.now);
        record(tx, &case.session.scope, origin, kind, &view.id, &view, None)?;
    }
    Ok(())
}
