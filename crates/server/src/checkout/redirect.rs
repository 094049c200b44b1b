//! Beginning a payment that the payer confirms at somebody else's page: the card processor's, or
//! the bank's, where some mandates are signed too. A job then asks for that page.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Response;
use domain::attempt::Progress;
use domain::case::{Case, NewAttempt, Refusal};
use domain::ids::{AttemptId, PaymentMethodId};
use domain::method::MethodType;
use domain::source::Source;
use domain::time::Timestamp;
use store::cases::Locked;
use store::{DbError, Tx, accounts};

use super::answer::see_other;
use super::pay::Visit;
use super::show::PATIENCE;
use super::trouble::Trouble;
use super::view::{can_carry, load};
use super::{Begun, Manner, NotBegun, credit};
use crate::app::App;
use crate::cases::change;
use crate::record::Origin;
use crate::routing::route;

/// Begins an attempt by `method` at a locked session. `prepare` writes what the payer chose to pay
/// with; it is called only when the attempt begins.
///
/// # Errors
/// The inner error says why nothing began; nothing was written then.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    app: &App,
    locked: Locked,
    manner: Manner,
    method: MethodType,
    prepare: impl FnOnce(&mut Tx<'_>, &Locked) -> Result<Option<PaymentMethodId>, DbError>,
) -> Result<Result<Begun, NotBegun>, DbError> {
    let session = locked.session.id;
    let scope = locked.session.scope;
    let now = locked.now;
    if let Some(objection) = manner.objection(&locked.case, now) {
        return Ok(Err(objection));
    }
    let Some(connection) = route(tx, &scope, method)? else {
        return Ok(Err(NotBegun::Unavailable));
    };
    let account = accounts::find(tx, scope.account)?.ok_or(DbError::Corrupt("account is gone"))?;
    let source: Arc<dyn Source> = tx.source();
    let spendable = credit::spendable(tx, &locked)?;
    let due = locked.state_at(now).amounts.remaining - spendable;
    let carried = can_carry(&account, &locked.case, method, now, due);
    let begin = |case: &mut Case, now: Timestamp, payment_method| {
        let progress = Progress::Redirected { url: None };
        let (mandate, reference, shown) = (None, None, manner.shown);
        let new =
            NewAttempt { method, connection, progress, payment_method, mandate, reference, shown };
        // What stands against the session itself is said first.
        credit::spend(case, spendable, now, source.as_ref())?;
        let attempt = case.begin(new, now, source.as_ref())?;
        if carried { Ok::<AttemptId, Refusal>(attempt) } else { Err(Refusal::MethodNotOffered) }
    };
    // What the payer chose must be there before the events that tell of it, and only if there will
    // be any: so it is tried first whether the session takes the payment.
    if let Err(refusal) = begin(&mut locked.case.clone(), now, None) {
        return Ok(Err(NotBegun::Refused(refusal)));
    }
    let payment_method = prepare(tx, &locked)?;
    let begun =
        change(tx, app, &Origin::system(), locked, |case, now| begin(case, now, payment_method))?;
    Ok(match begun {
        Err(refusal) => Err(NotBegun::Refused(refusal)),
        Ok((attempt, _)) => Ok(Begun { session, attempt }),
    })
}

/// Begins an attempt by `begin`, waits a moment for the address to send the payer to, and sends the
/// browser to our own page, which sends it on: forms may lead to our own origin only.
pub(super) async fn act<F>(visit: &Visit<'_>, begin: F) -> Result<Response<Body>, Trouble>
where
    F: Fn(&mut Tx<'_>, Locked, Manner) -> Result<Result<Begun, NotBegun>, DbError>,
    F: Clone + Send + Sync + 'static,
{
    match visit.begin(begin).await? {
        Ok(begun) => leave(visit, begun).await,
        Err(why) => visit.not_begun(why).await,
    }
}

/// Waits for the address of an attempt that has begun, and sends the browser on its way there.
pub(super) async fn leave(visit: &Visit<'_>, begun: Begun) -> Result<Response<Body>, Trouble> {
    let app = visit.writer.app;
    let look = || async {
        let view = app.db.read(move |tx| load(tx, begun.session)).await?;
        let attempt = view.as_ref().and_then(|view| view.case.attempt(begun.attempt));
        let waits = attempt.is_some_and(|it| it.progress == Progress::Redirected { url: None });
        Ok::<_, Trouble>((!waits).then_some(()))
    };
    app.changes.until(begun.session, PATIENCE, look).await?;
    Ok(see_other(&format!("{}&leaving=1", visit.writer.here())))
}
