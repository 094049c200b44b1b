//! The outside world of money: one trait, and one module per rail.
//!
//! A processor is asked outside of any `Tx`, always with our attempt or batch id as the
//! idempotency key, so that asking again is safe. What it answers is an
//! [`Outcome`](domain::settle::Outcome), and nobody here decides what follows from it.

pub mod notice;
pub mod sandbox;
pub mod signature;

use domain::ids::{AttemptId, BatchId, ConnectionId, RefundId};
use domain::money::Currency;
use domain::scope::Scope;
use domain::settle::Outcome;
use jiff::civil::Date;

pub use notice::{BankEntry, Notice, NoticeItem};

/// Why a processor gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ProcessorError {
    /// It could not be reached, or did not know what to say. Ask again later.
    #[error("the processor did not answer: {0}")]
    Unavailable(String),
    /// It does not do this kind of thing.
    #[error("the processor cannot do this: {0}")]
    Unsupported(&'static str),
    /// What it said makes no sense.
    #[error("the processor's answer is not understood: {0}")]
    Unreadable(String),
}

impl From<store::DbError> for ProcessorError {
    fn from(error: store::DbError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// A payment to be made at the processor's own page.
#[derive(Clone, Debug)]
pub struct Order {
    /// Ours, and the idempotency key.
    pub attempt: AttemptId,
    /// Minor units.
    pub amount: i64,
    /// Its currency.
    pub currency: Currency,
    /// Whom the payer pays.
    pub merchant: String,
    /// What the payer will read on the statement.
    pub descriptor: String,
    /// Whom the payer pays, as bank payments can carry it.
    pub payee: String,
    /// What the payee will read on the statement, where the rail has a reference of its own.
    pub reference: String,
    /// The bank that the payer chose, where one is chosen.
    pub bank: Option<String>,
    /// The mandate to be signed there, where the payer signs one.
    pub mandate: Option<MandateToSign>,
    /// Where the payer comes back to.
    pub return_url: String,
}

/// A mandate that a payer signs at the bank.
#[derive(Clone, Debug)]
pub struct MandateToSign {
    /// How the scheme knows who collects.
    pub creditor_identifier: String,
    /// The day of the debit that the payer was told.
    pub collection_on: Date,
    /// The account that it lets us debit, masked: the bank knows the payer by other means.
    pub account_masked: String,
}

/// Money to go back to the payer of an earlier payment.
#[derive(Clone, Copy, Debug)]
pub struct RefundOrder {
    /// Ours, and the idempotency key.
    pub refund: RefundId,
    /// The payment that it gives back.
    pub attempt: AttemptId,
    /// Minor units.
    pub amount: i64,
    /// Its currency.
    pub currency: Currency,
}

/// What a method wants next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send the payer to the processor's page.
    Redirect {
        /// Its address.
        url: String,
        /// The processor's own id of the payment.
        reference: String,
    },
    /// Our own page takes the details.
    Form,
    /// Show the payer where to send the money.
    Instructions,
    /// Nothing more is needed.
    Done,
    /// It leaves with a batch.
    Queued(BatchId),
}

/// One debit in a batch.
#[derive(Clone)]
pub struct DebitLine {
    /// The key of everything that comes back.
    pub end_to_end_id: String,
    /// Minor units.
    pub amount: i64,
    /// The day of the debit.
    pub collection_on: Date,
    /// The mandate's reference.
    pub mandate_reference: String,
    /// The account to debit, as the scheme's messages write it.
    pub account: String,
}

/// What a payer's bank is told about a mandate, where the scheme lodges them.
#[derive(Clone)]
pub enum MandateOrder {
    /// The payer signed it.
    Lodge {
        /// Its reference.
        reference: String,
        /// The account that it lets us debit, as the scheme's messages write it.
        account: String,
    },
    /// Nothing more is collected under it.
    Cancel {
        /// Its reference.
        reference: String,
    },
}

/// Debits and mandates that leave together.
#[derive(Clone)]
pub struct DebitBatch {
    /// Ours, and the idempotency key.
    pub id: BatchId,
    /// Of all lines.
    pub currency: Currency,
    /// The creditor agreed with its bank that debits are tried again where there is no money.
    pub retries: bool,
    /// The mandates, which come before the debits under them.
    pub mandates: Vec<MandateOrder>,
    /// The debits.
    pub lines: Vec<DebitLine>,
}

/// A party through which money moves.
#[async_trait::async_trait]
pub trait Processor: Send + Sync {
    /// Asks for a page for the payer. The same attempt gets the same page.
    async fn start(&self, order: &Order) -> Result<Step, ProcessorError>;

    /// Asks that a page be closed that nobody has confirmed. What it tells is what is so now:
    /// given up, or confirmed in the meantime.
    async fn expire(&self, attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError>;

    /// Asks what became of an attempt; empty when nothing is known.
    async fn look_up(&self, attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError>;

    /// Asks that money go back to the payer. The same refund again is the same refund.
    async fn refund(&self, order: &RefundOrder) -> Result<Vec<Outcome>, ProcessorError>;

    /// Hands a batch over. The same batch again changes nothing.
    async fn send(&self, batch: &DebitBatch) -> Result<(), ProcessorError>;

    /// Reads a notice whose signature was checked.
    ///
    /// # Errors
    /// When it is not in the processor's form.
    fn read(&self, body: &str) -> Result<Notice, ProcessorError>;
}

/// A connection: which processor, in which scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Its id.
    pub id: ConnectionId,
    /// Whose it is.
    pub scope: Scope,
}
