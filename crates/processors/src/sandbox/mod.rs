//! The sandbox: every rail as an outside party, with its own books, its own ids and its own mind.
//!
//! It tells us what happened as any processor does, by signed notices to our inbox, and answers
//! when asked. It is never routed for live sessions.

pub mod bank;
pub mod card;
pub mod documents;
pub mod identities;
pub mod open_banking;
pub mod page;
mod plans;
pub mod refunds;
mod report;
pub mod signing;
pub mod transfers;

use domain::ids::{BatchId, ConnectionId, Id, NoticeId};
use domain::scope::Scope;
use domain::time::Timestamp;
use serde::Serialize;
use store::jobs::{self, Clock, NewJob};
use store::{DbError, Tx, clocks, sandbox};

use card::SandboxCard;
use open_banking::SandboxOpenBanking;
use signing::SandboxAutogiro;

/// The job that delivers a notice to our inbox.
pub const DELIVER: &str = "sandbox_deliver";
/// The job in which time passes at a sandbox processor.
pub const STEP: &str = "sandbox_step";

/// Writes a notice into the sandbox's outbox, and the job that delivers it.
fn notify<T: Serialize>(
    tx: &mut Tx<'_>,
    scope: &Scope,
    connection: ConnectionId,
    make: impl FnOnce(&str) -> T,
) -> Result<(), DbError> {
    let id = tx.id::<NoticeId>().to_string();
    let body = serde_json::to_string(&make(&id)).map_err(|_| DbError::Corrupt("a notice"))?;
    let now = tx.now_real();
    sandbox::insert_notice(tx, scope, connection, &id, &body, now)?;
    let job = NewJob { kind: DELIVER, subject: &id, payload: "", clock: Clock::Real, due_at: now };
    jobs::schedule(tx, scope, &job, &clocks::Clock::REAL)
}

/// Lets time pass at a sandbox processor: `subject` is due at `due_at`.
fn step_at(
    tx: &mut Tx<'_>,
    scope: &Scope,
    subject: &str,
    due_at: Timestamp,
) -> Result<(), DbError> {
    let clock = clocks::keep(tx, scope)?;
    let job = NewJob { kind: STEP, subject, payload: "", clock: Clock::Business, due_at };
    jobs::schedule(tx, scope, &job, &clock)
}

/// Nothing comes to `subject` by time alone any more.
fn no_more_steps(tx: &mut Tx<'_>, scope: &Scope, subject: &str) -> Result<(), DbError> {
    jobs::cancel(tx, scope, STEP, subject)
}

/// Lets time pass at whichever sandbox processor `subject` belongs to.
///
/// # Errors
/// Only the database's.
pub fn step(tx: &mut Tx<'_>, subject: &str) -> Result<(), DbError> {
    if subject.starts_with(BatchId::PREFIX) {
        bank::step(tx, subject)
    } else if page::is_reference::<SandboxOpenBanking>(subject) {
        page::step::<SandboxOpenBanking>(tx, subject)
    } else if page::is_reference::<SandboxAutogiro>(subject) {
        page::step::<SandboxAutogiro>(tx, subject)
    } else {
        page::step::<SandboxCard>(tx, subject)
    }
}
