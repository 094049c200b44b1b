//! Attempts: one try each at a transaction, with one method.

use jiff::civil::Date;

use crate::ids::{
    AttemptId, BatchId, ConnectionId, MandateId, PaymentMethodId, SessionId, TransactionId,
};
use crate::method::MethodType;
use crate::time::Timestamp;

/// How far an attempt has come. Each variant carries what exists at that point.
///
/// Whether collected money was taken back is not told here: movements say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The payer was sent to the processor's page. Nothing is known to have been confirmed, so
    /// it blocks nothing. Without `url` the processor has not answered yet.
    Redirected {
        /// The processor's page for the payer.
        url: Option<String>,
    },
    /// The payer was told where to send the money, and says to have sent it. Nothing is known of it,
    /// so it blocks nothing.
    Awaiting,
    /// The payer confirmed, and the processor has not told the outcome. It blocks every other
    /// way of paying until it does.
    Submitted,
    /// An instruction that waits for its batch; it can still be withdrawn.
    Scheduled {
        /// When its batch leaves.
        cutoff_at: Timestamp,
        /// The day on which the payer's account is debited.
        collection_on: Date,
    },
    /// The instruction left with its batch and cannot be withdrawn.
    Exported {
        /// The batch it left with.
        batch: BatchId,
        /// The day on which the payer's account is debited.
        collection_on: Date,
    },
    /// Money was collected. It counts as cleared from `clears_at` on.
    Collected {
        /// When it was booked.
        at: Timestamp,
        /// The end of the interbank return period; for cards the same as `at`.
        clears_at: Timestamp,
    },
    /// Declined or rejected before any money moved.
    Failed {
        /// When we learnt of it.
        at: Timestamp,
        /// A stable code: `card_declined`, `insufficient_funds`, `AC04`, …
        code: String,
    },
    /// Withdrawn, abandoned or expired before any money moved.
    Canceled {
        /// When.
        at: Timestamp,
        /// A stable code: `abandoned`, `superseded`, `requested`, …
        code: String,
    },
}

impl Progress {
    /// The name by which the database knows it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Redirected { .. } => "redirected",
            Self::Awaiting => "awaiting",
            Self::Submitted => "submitted",
            Self::Scheduled { .. } => "scheduled",
            Self::Exported { .. } => "exported",
            Self::Collected { .. } => "collected",
            Self::Failed { .. } => "failed",
            Self::Canceled { .. } => "canceled",
        }
    }

    /// True from the payer's confirmation until the outcome is known.
    pub const fn in_flight(&self) -> bool {
        matches!(self, Self::Submitted | Self::Scheduled { .. } | Self::Exported { .. })
    }
}

/// One try at a transaction with one method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Its id, which is the outside world's idempotency key.
    pub id: AttemptId,
    /// The session it pays.
    pub session: SessionId,
    /// The transaction it belongs to.
    pub transaction: TransactionId,
    /// When it began.
    pub created_at: Timestamp,
    /// How.
    pub method: MethodType,
    /// Through whom.
    pub connection: ConnectionId,
    /// How much, in minor units of the session's currency.
    pub amount: i64,
    /// The payer's method, once one is known.
    pub payment_method: Option<PaymentMethodId>,
    /// The mandate it collects under, for debits.
    pub mandate: Option<MandateId>,
    /// When the payer confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// The processor's own id of it, or our end-to-end id on a file rail.
    pub reference: Option<String>,
    /// How far it has come.
    pub progress: Progress,
}
