//! Writing who owns a unit, for create and update.

use domain::ids::{OwnerId, UnitId};
use domain::share::Share;
use jiff::civil::Date;
use store::units::Ownership;
use store::{Tx, owners, units};

use super::input::Ownerships;
use crate::extract::Merchant;
use crate::problem::Problem;

/// Days from which on a unit can have other owners.
const VERSIONS_MAX: usize = 100;

/// Writes a version of who owns a locked unit, and gives all versions as they are then.
///
/// # Errors
/// 404 for an owner whom there is not, 409 when there are versions of too many days.
pub fn write(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    unit: UnitId,
    wanted: &Ownerships,
) -> Result<Vec<Ownership>, Problem> {
    let scope = &merchant.scope;
    let history = units::ownership_history(tx, scope, unit)?;
    let starts_on = match wanted.starts_on {
        Some(date) => date,
        None => merchant.today()?,
    };
    let owners = keep_all(tx, merchant, wanted)?;
    let same_day = history.iter().find(|it| it.starts_on == starts_on);
    if same_day.is_none() && history.len() >= VERSIONS_MAX {
        return Err(history_full());
    }
    if same_day.is_some_and(|it| it.owners == owners) {
        return Ok(history);
    }
    units::set_ownership(tx, scope, unit, starts_on, &owners)?;
    Ok(units::ownership_history(tx, scope, unit)?)
}

/// The version that counts on a day, of versions that begin with the latest.
pub fn on(history: &[Ownership], day: Date) -> Option<&Ownership> {
    history.iter().find(|version| version.starts_on <= day)
}

/// The owners, none of whom can be deleted before the `Tx` ends. What is no id at all is nobody's
/// id either.
fn keep_all(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    wanted: &Ownerships,
) -> Result<Vec<(OwnerId, Share)>, Problem> {
    let mut kept = Vec::with_capacity(wanted.owners.len());
    for (place, (id, share)) in wanted.owners.iter().enumerate() {
        let owner = match id.parse() {
            Ok(id) => owners::keep(tx, &merchant.scope, id)?,
            Err(_) => None,
        };
        let param = format!("owners[{place}].owner");
        let owner = owner.ok_or_else(|| Problem::not_found("owner", Some(&param)))?;
        kept.push((owner.id, *share));
    }
    Ok(kept)
}

fn history_full() -> Problem {
    let message = format!(
        "The owners of this unit change on {VERSIONS_MAX} days already. Change them from one of those days on."
    );
    Problem::conflict("ownership_history_full", message)
}
