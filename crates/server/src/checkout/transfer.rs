//! The payer says to have sent the money. Nothing is known of it, so it changes the display alone.

use domain::attempt::{Attempt, Progress};
use domain::case::{NewAttempt, Refusal};
use domain::method::MethodType;
use store::cases::Locked;
use store::{DbError, Tx, accounts};

use super::view::can_carry;
use super::{Begun, Manner, NotBegun, credit};
use crate::app::App;
use crate::cases::change;
use crate::record::Origin;
use crate::routing::route;

/// Begins an attempt that waits for money sent by `method`. Who says so twice has said it once.
///
/// # Errors
/// The inner error says why nothing began; nothing was written then.
pub fn begin(
    tx: &mut Tx<'_>,
    app: &App,
    locked: Locked,
    manner: Manner,
    method: MethodType,
) -> Result<Result<Begun, NotBegun>, DbError> {
    let (session, scope, now) = (locked.session.id, locked.session.scope, locked.now);
    let waits = |it: &&Attempt| it.progress == Progress::Awaiting && it.method == method;
    if let Some(waiting) = locked.attempts.iter().find(waits) {
        return Ok(Ok(Begun { session, attempt: waiting.id }));
    }
    // Instructions block nothing, and nothing has to be closed for them.
    let manner = Manner { close_first: false, ..manner };
    if let Some(objection) = manner.objection(&locked.case, now) {
        return Ok(Err(objection));
    }
    let Some(connection) = route(tx, &scope, method)? else {
        return Ok(Err(NotBegun::Unavailable));
    };
    let account = accounts::find(tx, scope.account)?.ok_or(DbError::Corrupt("account is gone"))?;
    let due = locked.state_at(now).amounts.remaining - credit::look(tx, &locked.case, now)?;
    if manner.shown.is_some_and(|shown| shown != due) {
        return Ok(Err(NotBegun::Refused(Refusal::AmountMoved)));
    }
    if !can_carry(&account, &locked.case, method, now, due) {
        return Ok(Err(NotBegun::Unavailable));
    }
    let new = NewAttempt {
        method,
        connection,
        progress: Progress::Awaiting,
        payment_method: None,
        mandate: None,
        reference: None,
        shown: None,
    };
    let source = tx.source();
    let begun = change(tx, app, &Origin::system(), locked, |case, now| {
        case.begin(new, now, source.as_ref())
    })?;
    Ok(match begun {
        Err(refusal) => Err(NotBegun::Refused(refusal)),
        Ok((attempt, _)) => Ok(Begun { session, attempt }),
    })
}
