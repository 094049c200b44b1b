//! Jobs: what the server does by itself. Rows of the database, claimed with a lease.
//!
//! A job reads what it needs, ends its Tx, asks the outside world, and writes what it learnt in
//! one last Tx that begins with [`store::jobs::hold`]: a runner whose lease ran out writes
//! nothing. Every job may run twice, so every job is written to change nothing the second time.

pub mod clean_up;
mod close_page;
mod export_batch;
mod lines;
mod look_up;
mod read_inbox;
mod review;
mod runner;
mod sandbox;
mod send_batch;
mod send_mail;
mod send_refund;
mod start_attempt;

use processors::ProcessorError;
use store::jobs::Job;
use store::{DbError, Tx, jobs};

use crate::app::App;
use crate::vault::CannotOpen;

pub use export_batch::subject as export_subject;
pub use runner::{CONCURRENCY, Runner, settle_down};

/// Asks the processor for a page for the payer.
pub const START_ATTEMPT: &str = "start_attempt";
/// Asks the processor what became of an attempt that nobody told us about.
pub const LOOK_UP: &str = "look_up";
/// Makes sure that nobody can pay any more at the page of an attempt that was given up.
pub const CLOSE_PAGE: &str = "close_page";
/// Acts on a notice of a processor or bank.
pub const READ_INBOX: &str = "read_inbox";
/// Makes batches of the instructions of one cut-off.
pub const EXPORT_BATCH: &str = "export_batch";
/// Hands a batch to the bank.
pub const SEND_BATCH: &str = "send_batch";
/// Makes durable what time has brought to a session.
pub const REVIEW: &str = "review";
/// Asks the processor to send a refund.
pub const SEND_REFUND: &str = "send_refund";
/// Hands a mail over.
pub const SEND_MAIL: &str = "send_mail";
/// Forgets what need not be kept.
pub const CLEAN_UP: &str = "clean_up";

/// Why a job has to be tried again.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The processor did not answer.
    #[error(transparent)]
    Processor(#[from] ProcessorError),
    /// Something outside failed.
    #[error("{0}")]
    Outside(String),
    /// A key is missing.
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    /// Nothing knows what to do with it.
    #[error("unknown kind of job")]
    UnknownKind,
    /// Its subject or payload cannot be read.
    #[error("the job's subject cannot be read")]
    Unreadable,
}

/// Runs one claimed job to its end. A failure is tried again later.
async fn run(app: &App, job: &Job) -> Result<(), JobError> {
    match job.kind.as_str() {
        START_ATTEMPT => start_attempt::run(app, job).await,
        LOOK_UP => look_up::run(app, job).await,
        CLOSE_PAGE => close_page::run(app, job).await,
        READ_INBOX => read_inbox::run(app, job).await,
        EXPORT_BATCH => export_batch::run(app, job).await,
        SEND_BATCH => send_batch::run(app, job).await,
        REVIEW => review::run(app, job).await,
        SEND_REFUND => send_refund::run(app, job).await,
        SEND_MAIL => send_mail::run(app, job).await,
        CLEAN_UP => clean_up::run(app, job).await,
        processors::sandbox::DELIVER => sandbox::deliver(app, job).await,
        processors::sandbox::STEP => sandbox::step(app, job).await,
        _ => Err(JobError::UnknownKind),
    }
}

/// The subject of a job as an id.
fn subject<I: std::str::FromStr>(job: &Job) -> Result<I, JobError> {
    job.subject.parse().map_err(|_| JobError::Unreadable)
}

/// Ends a job in the `Tx` that wrote what it did. False when somebody else has the job by now:
/// the caller must then write nothing.
fn hold(tx: &mut Tx<'_>, job: &Job) -> Result<bool, DbError> {
    let held = jobs::hold(tx, job)?;
    if held {
        jobs::finish(tx, job)?;
    }
    Ok(held)
}

/// Ends a job that had nothing to write.
async fn finish(app: &App, job: &Job) -> Result<(), JobError> {
    let job = job.clone();
    app.db.write(move |tx| jobs::finish(tx, &job)).await?;
    Ok(())
}
