//! Work items that have settled themselves: what a person was to look at is no more.

use domain::case::Case;
use domain::dispute::Dispute;
use domain::ids::{OwnerId, SessionId};
use domain::money::Currency;
use domain::scope::Scope;
use domain::time::Timestamp;
use domain::work::WorkKind;
use store::cases::Locked;
use store::work_items::{self, Resolved, WorkItemRow};
use store::{DbError, Tx};

use crate::api::work_items::resolve::tell_resolved;
use crate::record::Origin;

/// What came back after all, or was given up elsewhere, is owed no more.
const SETTLED: &str = "settled";
/// A debt that later money has paid.
const NETTED: &str = "netted";

/// Closes what a change of a case has settled: debts of its customer, and disputes.
///
/// # Errors
/// Only the database's.
pub fn close_settled(tx: &mut Tx<'_>, origin: &Origin, locked: &Locked) -> Result<(), DbError> {
    let (before, case, now) = (locked.before(), &locked.case, locked.now);
    let (scope, session) = (case.session.scope, case.session.id);
    if owes(before) && !owes(case) {
        let items = open(tx, &scope, WorkKind::DoubleRecovery, session)?;
        close(tx, &scope, origin, items, SETTLED, now)?;
    }
    let is_open = |id| before.disputes.iter().any(|it| it.id == id && it.is_open());
    for dispute in case.disputes.iter().filter(|it| is_open(it.id)) {
        let Some((outcome, _)) = dispute.outcome else { continue };
        let mut items = open(tx, &scope, WorkKind::DisputeOpened, session)?;
        items.retain(|item| is_about(item, dispute));
        close(tx, &scope, origin, items, outcome.as_str(), now)?;
    }
    Ok(())
}

/// Closes what an owner was to be asked for, once it is paid.
///
/// # Errors
/// Only the database's.
pub fn close_owner_debts(
    tx: &mut Tx<'_>,
    scope: &Scope,
    origin: &Origin,
    (owner, currency): (OwnerId, Currency),
    now: Timestamp,
) -> Result<(), DbError> {
    let items = work_items::open_of_owner(tx, scope, WorkKind::OwnerDebt, owner, currency)?;
    close(tx, scope, origin, items, NETTED, now)
}

fn owes(case: &Case) -> bool {
    !case.movements.is_empty() && case.holdings().doubled > 0
}

/// True for the item that a dispute has made: its cause names the attempt.
fn is_about(item: &WorkItemRow, dispute: &Dispute) -> bool {
    item.cause.starts_with(&format!("{}:{}:", WorkKind::DisputeOpened, dispute.attempt))
}

fn open(
    tx: &mut Tx<'_>,
    scope: &Scope,
    kind: WorkKind,
    session: SessionId,
) -> Result<Vec<WorkItemRow>, DbError> {
    work_items::open_of_session(tx, scope, kind, session)
}

/// Closes these items, and tells so.
///
/// # Errors
/// Only the database's.
pub fn close(
    tx: &mut Tx<'_>,
    scope: &Scope,
    origin: &Origin,
    items: Vec<WorkItemRow>,
    resolution: &str,
    at: Timestamp,
) -> Result<(), DbError> {
    for item in items {
        let resolved = Resolved { resolution: resolution.to_owned(), note: None, at };
        work_items::resolve(tx, scope, item.id, &resolved)?;
        let item = WorkItemRow { resolved: Some(resolved), ..item };
        tell_resolved(tx, scope, origin, &item)?;
    }
    Ok(())
}
