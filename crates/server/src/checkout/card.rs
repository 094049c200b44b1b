//! Beginning a card payment. The card itself is only ever typed at the processor's page.

use std::sync::Arc;

use domain::attempt::Progress;
use domain::case::{NewAttempt, Refusal};
use domain::method::MethodType;
use domain::source::Source;
use store::cases::Locked;
use store::{DbError, Tx, accounts};

use super::view::can_carry;
use super::{Begun, Manner, NotBegun, credit};
use crate::app::App;
use crate::cases::change;
use crate::record::Origin;
use crate::routing::route;

/// Begins an attempt by card at a locked session. A job then asks the processor for its page.
///
/// # Errors
/// The inner error says why nothing began; nothing was written then.
pub fn begin(
    tx: &mut Tx<'_>,
    app: &App,
    locked: Locked,
    manner: Manner,
) -> Result<Result<Begun, NotBegun>, DbError> {
    let session = locked.session.id;
    let scope = locked.session.scope;
    let now = locked.now;
    if let Some(objection) = manner.objection(&locked.case, now) {
        return Ok(Err(objection));
    }
    let Some(connection) = route(tx, &scope, MethodType::Card)? else {
        return Ok(Err(NotBegun::Unavailable));
    };
    let account = accounts::find(tx, scope.account)?.ok_or(DbError::Corrupt("account is gone"))?;
    let source: Arc<dyn Source> = tx.source();
    let new = NewAttempt {
        method: MethodType::Card,
        connection,
        progress: Progress::Redirected { url: None },
        payment_method: None,
        mandate: None,
        reference: None,
        shown: manner.shown,
    };
    let spendable = credit::spendable(tx, &locked)?;
    let due = locked.state_at(now).amounts.remaining - spendable;
    let carried = can_carry(&account, &locked.case, MethodType::Card, now, due);
    let begun = change(tx, app, &Origin::system(), locked, |case, now| {
        // What stands against the session itself is said first.
        credit::spend(case, spendable, now, source.as_ref())?;
        let attempt = case.begin(new, now, source.as_ref())?;
        if carried { Ok(attempt) } else { Err(Refusal::MethodNotOffered) }
    })?;
    Ok(match begun {
        Err(refusal) => Err(NotBegun::Refused(refusal)),
        Ok((attempt, _)) => Ok(Begun { session, attempt }),
    })
}
