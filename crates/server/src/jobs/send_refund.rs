//! Asks a processor to send a refund, and books what it says.

use domain::ids::RefundId;
use domain::movement::MovementSource;
use domain::refund::RefundProgress;
use domain::scope::Scope;
use domain::settle::Outcome;
use processors::RefundOrder;
use store::jobs::Job;
use store::{DbError, Tx, cases, jobs, refunds};

use super::{JobError, finish, hold, subject};
use crate::app::App;
use crate::record::Origin;
use crate::settle::{settle, settle_locked};

pub(super) async fn run(app: &App, job: &Job) -> Result<(), JobError> {
    let refund: RefundId = subject(job)?;
    let scope = job.scope;
    let (held, parts) = (job.clone(), app.clone());
    // Marked as submitted before anybody is asked: from here on it can only be asked for again.
    let order = app
        .db
        .write(move |tx| match jobs::hold(tx, &held)? {
            true => submit(tx, &parts, &scope, refund),
            false => Ok(None),
        })
        .await?;
    let Some((order, connection)) = order else { return finish(app, job).await };
    let Some(processor) = app.processor(scope, connection).await? else {
        return finish(app, job).await;
    };
    let outcomes = processor.refund(&order).await?;
    let (job, parts, attempt) = (job.clone(), app.clone(), order.attempt);
    let from = MovementSource::Connection(connection);
    let session = app
        .db
        .write(move |tx| {
            let mut changed = None;
            if hold(tx, &job)? {
                for outcome in &outcomes {
                    changed = settle(tx, &parts, &scope, attempt, from, outcome)?.or(changed);
                }
            }
            Ok::<_, DbError>(changed)
        })
        .await?;
    app.changes.announce_all(session);
    Ok(())
}

/// Marks a refund as submitted and says what to ask, unless it has ended. It is decided under the
/// session's lock, so nobody withdraws what is about to leave.
fn submit(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &Scope,
    id: RefundId,
) -> Result<Option<(RefundOrder, domain::ids::ConnectionId)>, DbError> {
    let Some(session) = refunds::session_of(tx, scope, id)? else { return Ok(None) };
    let Some(locked) = cases::lock(tx, scope, session)? else { return Ok(None) };
    let refund = locked.refunds.iter().find(|refund| refund.id == id);
    let Some(refund) = refund.filter(|it| it.progress.is_reserved()).cloned() else {
        return Ok(None);
    };
    let Some(attempt) = locked.attempt(refund.attempt).cloned() else { return Ok(None) };
    let currency = locked.session.terms.currency;
    if refund.progress == RefundProgress::Pending {
        let from = MovementSource::Connection(attempt.connection);
        let outcome = Outcome::RefundSubmitted { refund: id };
        settle_locked(tx, app, &Origin::system(), locked, attempt.id, from, &outcome)?;
    }
    let order = RefundOrder { refund: id, attempt: attempt.id, amount: refund.amount, currency };
    Ok(Some((order, attempt.connection)))
}
