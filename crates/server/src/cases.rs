//! Changing a case: what every handler, job and report has in common.
//!
//! Whoever changes a case locks it, lets the domain decide, and calls [`write_back`], which
//! saves, writes the events and schedules what follows. Nothing else writes sessions,
//! transactions or attempts.

use std::time::Duration;

use domain::attempt::{Attempt, Progress};
use domain::case::{Case, Refusal};
use domain::ids::{AttemptId, CustomerId, SessionId};
use domain::movement::MovementSource;
use domain::news::{EventType, News, Snapshot};
use domain::scope::Scope;
use domain::session::{CancellationReason, DecisionKind, SessionStatus};
use domain::time::{SECOND_MS, Timestamp};
use store::cases::Locked;
use store::jobs::{self, Clock, NewJob};
use store::session_decisions::{self, Decision};
use store::{DbError, Tx, accounts, cases, clocks, sessions};

use crate::api::payment_sessions::view::PaymentSessionView;
use crate::api::transactions::view::TransactionView;
use crate::app::App;
use crate::jobs::{CLOSE_PAGE, EXPORT_BATCH, LOOK_UP, REVIEW, START_ATTEMPT, export_subject};
use crate::record::{Origin, previous_attributes, record};
use crate::settle::settle;
use crate::{bookkeeping, closing, disputes, lodging, mail, refunds};

/// How long a payer or merchant waits for a processor to close a page.
const EXPIRE_TIMEOUT: Duration = Duration::from_secs(3);
/// When to ask the processor about a payer who has not come back.
pub const LOOK_UP_REDIRECTED_MS: i64 = 1_800 * SECOND_MS;
/// When to ask the processor about a confirmed payment that it has not told us of.
pub const LOOK_UP_SUBMITTED_MS: i64 = 300 * SECOND_MS;

/// Changes a locked case by `change` and writes it back; a refusal writes nothing.
///
/// # Errors
/// The inner error is the domain's refusal.
pub fn change<R>(
    tx: &mut Tx<'_>,
    app: &App,
    origin: &Origin,
    mut locked: Locked,
    change: impl FnOnce(&mut Case, Timestamp) -> Result<R, Refusal>,
) -> Result<Result<(R, Case), Refusal>, DbError> {
    let now = locked.now;
    let before = Snapshot::of(&locked.case);
    match change(&mut locked.case, now) {
        Err(refusal) => Ok(Err(refusal)),
        Ok(result) => {
            write_back(tx, app, origin, &mut locked, &before)?;
            Ok(Ok((result, locked.case)))
        }
    }
}

/// Books and saves a changed case, writes its events and schedules what follows from it.
pub fn write_back(
    tx: &mut Tx<'_>,
    app: &App,
    origin: &Origin,
    locked: &mut Locked,
    before: &Snapshot,
) -> Result<(), DbError> {
    // Booked first: the split may be frozen by it, and is saved with the session. A new
    // transaction and attempt must be there before what hangs on them.
    bookkeeping::book(tx, origin, locked)?;
    cases::save(tx, locked)?;
    keep_decisions(tx, locked)?;
    write_events(tx, app, origin, locked, before)?;
    refunds::follow_up(tx, origin, locked)?;
    disputes::tell(tx, origin, locked)?;
    closing::close_settled(tx, origin, locked)?;
    mail::tell(tx, app, locked)?;
    for attempt in &locked.case.attempts {
        let before = locked.before_attempt(attempt.id).map(|attempt| &attempt.progress);
        if before != Some(&attempt.progress) {
            follow_up(tx, &locked.case, before, attempt)?;
            lodging::follow_up(tx, &locked.case, attempt)?;
        }
    }
    schedule_review(tx, &locked.case)
}

/// Keeps what the merchant decided now, of which the session's row keeps only the latest.
fn keep_decisions(tx: &mut Tx<'_>, locked: &Locked) -> Result<(), DbError> {
    let (before, session) = (locked.before_session(), &locked.case.session);
    let reopened = before.reopened_at != session.reopened_at;
    let had_ended = locked.before().cancellation(locked.now).is_some();
    let extended = before.expires_at != session.expires_at
        && had_ended
        && locked.case.cancellation(locked.now).is_none();
    let accepted = before.accepted_at != session.accepted_at;
    let made = [
        (reopened, DecisionKind::Reopened, None),
        (extended, DecisionKind::Extended, None),
        (accepted, DecisionKind::ShortfallAccepted, Some(session.accepted_shortfall)),
    ];
    for (_, kind, amount) in made.into_iter().filter(|(made, ..)| *made) {
        session_decisions::insert(tx, session, Decision { kind, at: locked.now, amount })?;
    }
    Ok(())
}

fn write_events(
    tx: &mut Tx<'_>,
    app: &App,
    origin: &Origin,
    locked: &Locked,
    before: &Snapshot,
) -> Result<(), DbError> {
    let case = &locked.case;
    let mut news = before.news(case);
    if news.is_empty() && locked.before_session() != &case.session {
        // A change of texts alone.
        news.push(News::Session(EventType::SessionUpdated));
    }
    if news.is_empty() {
        return Ok(());
    }
    let scope = case.session.scope;
    let account = accounts::find(tx, scope.account)?.ok_or(DbError::Corrupt("account is gone"))?;
    let now = case.session.state.as_of;
    for item in news {
        match item {
            News::Session(event) => {
                let view = PaymentSessionView::of(&case.session, &account, &app.public_url);
                let old =
                    PaymentSessionView::of(locked.before_session(), &account, &app.public_url);
                let updated = event == EventType::SessionUpdated;
                let previous = updated.then(|| previous_attributes(&old, &view)).flatten();
                if updated && previous.is_none() {
                    // Nothing that a merchant can see.
                    continue;
                }
                record(tx, &scope, origin, event, &view.id, &view, previous.as_ref())?;
            }
            News::Transaction(id, event) => {
                if let Some(transaction) = case.transaction(id) {
                    let view = TransactionView::whole(tx, case, transaction, now)?;
                    record(tx, &scope, origin, event, &view.id, &view, None)?;
                }
            }
        }
    }
    Ok(())
}

/// Schedules what an attempt needs at the point that it has reached, coming from `before`.
fn follow_up(
    tx: &mut Tx<'_>,
    case: &Case,
    before: Option<&Progress>,
    attempt: &Attempt,
) -> Result<(), DbError> {
    let scope = case.session.scope;
    // The clock is kept first, so that nobody who moves it and the jobs waits for us in turn.
    let clock = clocks::keep(tx, &scope)?;
    let id = attempt.id.to_string();
    let (now, real_now) = (clock.at(tx.now_real()), tx.now_real());
    let was_there = matches!(before, Some(Progress::Redirected { .. }));
    if was_there || matches!(before, Some(Progress::Submitted)) {
        // What may take its place is scheduled behind it.
        jobs::cancel(tx, &scope, LOOK_UP, &id)?;
    }
    let (kind, due_at) = match &attempt.progress {
        Progress::Redirected { url: None } => (START_ATTEMPT, None),
        Progress::Redirected { url: Some(_) } => {
            (LOOK_UP, Some(now.plus_ms(LOOK_UP_REDIRECTED_MS)))
        }
        Progress::Submitted => (LOOK_UP, Some(now.plus_ms(LOOK_UP_SUBMITTED_MS))),
        Progress::Scheduled { cutoff_at, .. } => (EXPORT_BATCH, Some(*cutoff_at)),
        // Given up here, which the processor may not know yet.
        Progress::Canceled { .. } if was_there => (CLOSE_PAGE, None),
        Progress::Awaiting
        | Progress::Exported { .. }
        | Progress::Collected { .. }
        | Progress::Failed { .. }
        | Progress::Canceled { .. } => return Ok(()),
    };
    let subject = match kind {
        EXPORT_BATCH => export_subject(attempt.connection, due_at.unwrap_or(now)),
        _ => id,
    };
    let (clock_kind, due_at) = match due_at {
        Some(due_at) => (Clock::Business, due_at),
        None => (Clock::Real, real_now),
    };
    let job = NewJob { kind, subject: &subject, payload: "", clock: clock_kind, due_at };
    match kind {
        // The one job of all who sign before that cut-off.
        EXPORT_BATCH => jobs::ensure(tx, &scope, &job, &clock),
        _ => jobs::schedule(tx, &scope, &job, &clock),
    }
}

/// Schedules the next moment at which time alone changes the case: clearing, or expiry.
pub fn schedule_review(tx: &mut Tx<'_>, case: &Case) -> Result<(), DbError> {
    let session = &case.session;
    if session.expires_at.is_none() && case.attempts.is_empty() {
        return Ok(());
    }
    let clock = clocks::keep(tx, &session.scope)?;
    let now = case.not_before(clock.at(tx.now_real()));
    let clearings = case
        .attempts
        .iter()
        .filter(|attempt| case.under_way(attempt, now))
        .filter_map(|attempt| case.paid_from(attempt));
    let expiry = session.expires_at.filter(|_| {
        session.state.status == SessionStatus::Unpaid && session.state.first_paid_at.is_none()
    });
    let Some(due_at) = clearings.chain(expiry).filter(|at| *at > now).min() else {
        return Ok(());
    };
    let subject = session.id.to_string();
    let job =
        NewJob { kind: REVIEW, subject: &subject, payload: "", clock: Clock::Business, due_at };
    jobs::schedule(tx, &session.scope, &job, &clock)
}

/// Makes durable what time has brought to a session: clearing, expiry.
pub fn review(tx: &mut Tx<'_>, app: &App, scope: &Scope, id: SessionId) -> Result<bool, DbError> {
    let Some(mut locked) = cases::lock(tx, scope, id)? else { return Ok(false) };
    let now = locked.now;
    let before = Snapshot::of(&locked.case);
    let source = tx.source();
    locked.case.expire(now, source.as_ref());
    locked.case.refresh(now);
    let changed = !before.news(&locked.case).is_empty();
    if changed {
        write_back(tx, app, &Origin::system(), &mut locked, &before)?;
    } else {
        schedule_review(tx, &locked.case)?;
    }
    Ok(changed)
}

/// Asks the processors to close the pages at which nobody has confirmed yet. False when one of
/// them did not answer in time, or not say what is so: somebody may still pay there.
pub async fn expire_redirected(
    app: &App,
    scope: Scope,
    session: SessionId,
) -> Result<bool, DbError> {
    let mut closed = true;
    let case = app.db.read(move |tx| cases::find(tx, &scope, session)).await?;
    for attempt in case.map(|case| case.attempts).unwrap_or_default() {
        if !matches!(attempt.progress, Progress::Redirected { .. }) {
            continue;
        }
        let Some(processor) = app.processor(scope, attempt.connection).await? else { continue };
        let asked = tokio::time::timeout(EXPIRE_TIMEOUT, processor.expire(attempt.id)).await;
        match asked {
            Ok(Ok(outcomes)) => {
                // Who says nothing has closed nothing.
                closed &= !outcomes.is_empty();
                settle_all(app, scope, attempt.id, &attempt, outcomes).await?;
            }
            Ok(Err(error)) => {
                closed = false;
                tracing::warn!(attempt = %attempt.id, %error, "the processor closed no page");
            }
            Err(_) => {
                closed = false;
                tracing::warn!(attempt = %attempt.id, "the processor was too slow to close a page");
            }
        }
    }
    Ok(closed)
}

async fn settle_all(
    app: &App,
    scope: Scope,
    id: AttemptId,
    attempt: &Attempt,
    outcomes: Vec<domain::settle::Outcome>,
) -> Result<(), DbError> {
    let (from, parts) = (MovementSource::Connection(attempt.connection), app.clone());
    app.db
        .write(move |tx| {
            for outcome in &outcomes {
                settle(tx, &parts, &scope, id, from, outcome)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    app.changes.announce(attempt.session);
    Ok(())
}

/// Why a customer cannot be deleted: a session of theirs has money under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoneyUnderWay(pub SessionId);

/// Cancels the open sessions of a customer who is being deleted, and keeps `snapshot` of the
/// customer on every one of their sessions.
///
/// # Errors
/// The inner error names a session with money under way; the caller must then write nothing.
pub fn close_for_customer(
    tx: &mut Tx<'_>,
    app: &App,
    origin: &Origin,
    scope: &Scope,
    customer: CustomerId,
    snapshot: &str,
) -> Result<Result<(), MoneyUnderWay>, DbError> {
    for id in sessions::of_customer(tx, scope, customer)? {
        let Some(locked) = cases::lock(tx, scope, id)? else { continue };
        let source = tx.source();
        let result = change(tx, app, origin, locked, |case, now| {
            let paid = case.state_at(now).first_paid_at.is_some();
            let under_way = case.attempts.iter().any(|attempt| case.under_way(attempt, now));
            if under_way {
                return Err(Refusal::InProgress { until: None });
            }
            if !paid && case.cancellation(now).is_none() {
                let reason = CancellationReason::CustomerDeleted;
                case.cancel(reason, None, 0, now, source.as_ref())?;
            }
            case.session.customer_snapshot = Some(snapshot.to_owned());
            Ok(())
        })?;
        match result {
            Ok(_) => {}
            Err(_) => return Ok(Err(MoneyUnderWay(id))),
        }
    }
    Ok(Ok(()))
}
