//! Refunds: money that the merchant gives back to the account that it came from.
//!
//! `pending → submitted → succeeded | failed | canceled`. The amount is reserved when the refund
//! is asked for, so that two refunds never give back the same money.

use std::collections::BTreeMap;

use crate::ids::{AttemptId, RefundId, TransactionId};
use crate::spelled::spelled;
use crate::time::Timestamp;

spelled! {
    /// Why the merchant gives money back.
    pub enum RefundReason {
        /// It was paid twice.
        Duplicate = "duplicate",
        /// It was not the payer's own doing.
        Fraudulent = "fraudulent",
        /// The customer asked for it.
        RequestedByCustomer = "requested_by_customer",
    }
}

spelled! {
    /// Where a refund comes from.
    pub enum RefundOrigin {
        /// The merchant asked for it.
        Merchant = "merchant",
        /// More was paid than was owed, and goes back by itself.
        Surplus = "surplus",
    }
}

spelled! {
    /// A refund's status in the API.
    pub enum RefundStatus {
        /// Reserved; it can still be canceled.
        Pending = "pending",
        /// It has left.
        Submitted = "submitted",
        /// The money is on its way to the payer.
        Succeeded = "succeeded",
        /// It was refused, or the money came back.
        Failed = "failed",
        /// Withdrawn before it left.
        Canceled = "canceled",
    }
}

/// How far a refund has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundProgress {
    /// Reserved; it can still be canceled.
    Pending,
    /// The processor was asked, or the file has left.
    Submitted,
    /// The money is on its way to the payer.
    Succeeded {
        /// When we learnt of it.
        at: Timestamp,
    },
    /// The processor refused, or the money came back.
    Failed {
        /// When we learnt of it.
        at: Timestamp,
        /// A stable code: `not_sent`, `bounced`, or the processor's.
        code: String,
    },
    /// Withdrawn before it left.
    Canceled {
        /// When.
        at: Timestamp,
        /// A stable code: `requested`, `payment_returned`.
        code: String,
    },
}

impl RefundProgress {
    /// The status of the API.
    pub const fn status(&self) -> RefundStatus {
        match self {
            Self::Pending => RefundStatus::Pending,
            Self::Submitted => RefundStatus::Submitted,
            Self::Succeeded { .. } => RefundStatus::Succeeded,
            Self::Failed { .. } => RefundStatus::Failed,
            Self::Canceled { .. } => RefundStatus::Canceled,
        }
    }

    /// The spelling of that.
    pub const fn as_str(&self) -> &'static str {
        self.status().as_str()
    }

    /// True while its amount is reserved: asked for, and no outcome yet.
    pub const fn is_reserved(&self) -> bool {
        matches!(self, Self::Pending | Self::Submitted)
    }

    /// True unless it came to nothing.
    pub const fn is_live(&self) -> bool {
        matches!(self, Self::Pending | Self::Submitted | Self::Succeeded { .. })
    }
}

/// Money that the merchant gives back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Its id, which is the outside world's idempotency key.
    pub id: RefundId,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// The transaction that it gives back.
    pub transaction: TransactionId,
    /// The try that collected the money.
    pub attempt: AttemptId,
    /// Minor units of the session's currency.
    pub amount: i64,
    /// Where it comes from.
    pub origin: RefundOrigin,
    /// What was asked for.
    pub terms: RefundTerms,
    /// How far it has come.
    pub progress: RefundProgress,
    /// When it left.
    pub submitted_at: Option<Timestamp>,
    /// The reference that the sender wrote down.
    pub reference: Option<String>,
    /// When it came back, after it had succeeded.
    pub bounced_at: Option<Timestamp>,
}

/// What the merchant said of a refund.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefundTerms {
    /// Why.
    pub reason: Option<RefundReason>,
    /// Why, in the merchant's own words.
    pub reason_description: Option<String>,
    /// Take the owners' part of it back from them.
    pub reverse_transfer: bool,
    /// Give the merchant's fees on it up.
    pub refund_fees: bool,
    /// Why it failed, in the merchant's or the bank's words.
    pub failure_message: Option<String>,
    /// The merchant's own keys and values.
    pub metadata: BTreeMap<String, String>,
}

/// Why a refund cannot be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefundRefusal {
    /// Nothing was collected by this transaction, or it is surplus or in suspense.
    #[error("no money was collected")]
    NothingCollected,
    /// The payer's bank can still return the payment.
    #[error("the payment has not cleared")]
    NotCleared {
        /// When it will have.
        possible_at: Timestamp,
    },
    /// More than is left.
    #[error("more than can be refunded")]
    TooMuch {
        /// What is left, in minor units.
        refundable: i64,
    },
    /// It topped up a balance that has been spent since.
    #[error("the credit has been spent")]
    CreditSpent {
        /// What is left of the credit.
        left: i64,
    },
}
