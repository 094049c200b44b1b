//! Makes batches of the instructions of one cut-off.
//!
//! Orders about mandates that are due leave with them, before them. All in one `Tx`: the content of a batch is fixed, what is in it can no longer be withdrawn, and
//! the job that hands it over is scheduled by the batch's own id. A late signature may schedule
//! the same cut-off again at any time; no batch is forgotten over that.

use domain::ids::{AttemptId, BatchId, ConnectionId, SessionId};
use domain::money::Currency;
use domain::movement::MovementSource;
use domain::scope::Scope;
use domain::settle::Outcome;
use domain::time::Timestamp;
use store::batches::{self, Batch};
use store::jobs::{Clock, Job, NewJob};
use store::mandate_orders::{self, MandateOrder, OrderKind};
use store::{DbError, Tx, attempts, clocks, jobs};

use super::send_batch::open_account;
use super::{JobError, SEND_BATCH};
use crate::app::App;
use crate::lodging::USED;
use crate::moves;
use crate::settle::settle;
use crate::vault::CannotOpen;

/// What became of the instructions that waited.
#[derive(Default)]
struct Exported {
    /// The sessions that are in the batch, or whose debit waits for a later one.
    sessions: Vec<SessionId>,
    /// How many orders about mandates are in it.
    orders: usize,
    /// True when an account number could not be opened: that instruction did not leave.
    left_behind: bool,
}

pub(super) async fn run(app: &App, job: &Job) -> Result<(), JobError> {
    let (connection, cutoff) = parse(&job.subject).ok_or(JobError::Unreadable)?;
    let (claimed, parts) = (job.clone(), app.clone());
    let exported = app
        .db
        .write(move |tx| {
            if !jobs::hold(tx, &claimed)? {
                return Ok::<_, DbError>(Exported::default());
            }
            let exported = export(tx, &parts, &claimed.scope, connection, cutoff)?;
            if exported.left_behind {
                // The job fails, but not those that could leave.
                return Ok(exported);
            }
            let left = !exported.sessions.is_empty() || exported.orders > 0;
            match !left || is_done(tx, &claimed.scope, connection, cutoff)? {
                true => jobs::finish(tx, &claimed)?,
                // More than one batch is full: the job comes back at once for the rest.
                false => jobs::restart(tx, &claimed)?,
            }
            Ok(exported)
        })
        .await?;
    app.changes.announce_all(exported.sessions);
    if exported.left_behind { Err(CannotOpen.into()) } else { Ok(()) }
}

/// The job's subject: where the batch goes, and which cut-off it catches.
pub fn subject(connection: ConnectionId, cutoff: Timestamp) -> String {
    format!("{connection}:{}", cutoff.ms())
}

/// True when nothing waits for the cut-off any more.
fn is_done(
    tx: &mut Tx<'_>,
    scope: &Scope,
    connection: ConnectionId,
    cutoff: Timestamp,
) -> Result<bool, DbError> {
    Ok(attempts::to_export(tx, scope, connection, cutoff)?.is_empty()
        && mandate_orders::to_export(tx, scope, connection, cutoff)?.is_empty())
}

fn parse(subject: &str) -> Option<(ConnectionId, Timestamp)> {
    let (connection, cutoff) = subject.split_once(':')?;
    Some((connection.parse().ok()?, Timestamp::from_ms(cutoff.parse().ok()?)))
}

/// Fixes the content of one batch and schedules its sending.
fn export(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &Scope,
    connection: ConnectionId,
    cutoff: Timestamp,
) -> Result<Exported, DbError> {
    // All of it happens at one moment.
    clocks::keep(tx, scope)?;
    let batch: BatchId = tx.id();
    let mut all = Exported::default();
    let mut exported: Vec<AttemptId> = Vec::new();
    let (mut amount, mut currency) = (0, None);
    for order in attempts::to_export(tx, scope, connection, cutoff)? {
        let attempt = order.attempt;
        // What is marked as exported will be sent, so it must be possible to send it.
        let account = batches::debited_account(tx, scope, attempt)?;
        if account.is_none_or(|account| open_account(app, &account).is_err()) {
            all.left_behind = true;
            continue;
        }
        if let Some(outcome) = moves::without_answer(tx, scope, attempt)? {
            let from = MovementSource::Connection(connection);
            all.sessions.extend(settle(tx, app, scope, attempt, from, &outcome)?);
            continue;
        }
        // The lock comes with settle; a withdrawal that came first leaves nothing to export.
        if settle(
            tx,
            app,
            scope,
            attempt,
            MovementSource::Connection(connection),
            &Outcome::Exported { batch },
        )?
        .is_none()
        {
            continue;
        }
        amount += order.amount;
        currency = Some(order.currency);
        exported.push(attempt);
        all.sessions.push(order.session);
    }
    // After the sessions, as everybody locks them before their mandates.
    let of_orders = export_orders(tx, app, scope, connection, cutoff, batch, &mut all)?;
    let Some(currency) = currency.or(of_orders) else { return Ok(all) };
    let row = Batch {
        id: batch,
        connection,
        cutoff_at: cutoff,
        exported_at: clocks::now(tx, scope)?,
        acknowledged_at: None,
        instructions: i64::try_from(exported.len()).unwrap_or(i64::MAX),
        mandate_orders: i64::try_from(all.orders).unwrap_or(i64::MAX),
        amount,
        currency,
    };
    batches::insert(tx, scope, &row, &exported)?;
    schedule_sending(tx, scope, batch)?;
    Ok(all)
}

/// Puts the orders about mandates into the batch. Gives the currency of their scheme.
fn export_orders(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &Scope,
    connection: ConnectionId,
    cutoff: Timestamp,
    batch: BatchId,
    all: &mut Exported,
) -> Result<Option<Currency>, DbError> {
    let mut currency = None;
    for order in mandate_orders::to_export(tx, scope, connection, cutoff)? {
        if order.kind == OrderKind::Lodge && open_account(app, &order.account).is_err() {
            all.left_behind = true;
            continue;
        }
        export_order(tx, scope, &order, batch)?;
        currency = Some(order.scheme.currency());
        all.orders += 1;
    }
    Ok(currency)
}

/// Puts an order into the batch. A mandate that is called back has ended by that.
fn export_order(
    tx: &mut Tx<'_>,
    scope: &Scope,
    order: &MandateOrder,
    batch: BatchId,
) -> Result<(), DbError> {
    mandate_orders::put_in_batch(tx, order.id, batch)?;
    match order.kind {
        OrderKind::Lodge => Ok(()),
        OrderKind::Cancel => crate::api::mandates::end(tx, scope, order.mandate, USED),
    }
}

fn schedule_sending(tx: &mut Tx<'_>, scope: &Scope, batch: BatchId) -> Result<(), DbError> {
    let subject = batch.to_string();
    let due_at = tx.now_real();
    let (kind, clock) = (SEND_BATCH, Clock::Real);
    jobs::schedule(
        tx,
        scope,
        &NewJob { kind, subject: &subject, payload: "", clock, due_at },
        &clocks::Clock::REAL,
    )
}
