//! Disputes: a payer says that a payment was never authorised, or a card issuer takes it back.

use std::collections::BTreeMap;

use crate::ids::{AttemptId, DisputeId, TransactionId};
use crate::spelled::spelled;
use crate::time::Timestamp;

/// Days within which a merchant answers a chargeback at the sandbox's card issuer.
pub const RESPONSE_DAYS: i64 = 20;

spelled! {
    /// How a dispute ended.
    pub enum DisputeOutcome {
        /// The money came back to the merchant.
        Won = "won",
        /// The payer keeps the money.
        Lost = "lost",
        /// The merchant let it be.
        Accepted = "accepted",
    }
}

spelled! {
    /// Where a dispute stands.
    pub enum DisputeStatus {
        /// There is nobody to appeal to; it is between the merchant and the payer.
        Open = "open",
        /// Evidence can be handed in until `respond_by`.
        NeedsResponse = "needs_response",
        /// Evidence was handed in.
        UnderReview = "under_review",
        /// The money came back to the merchant.
        Won = "won",
        /// The payer keeps the money.
        Lost = "lost",
        /// The merchant let it be.
        Accepted = "accepted",
    }
}

/// A claim that a payment was not authorised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// Its id.
    pub id: DisputeId,
    /// The transaction it is about.
    pub transaction: TransactionId,
    /// The try that collected the money.
    pub attempt: AttemptId,
    /// The rail's reason code.
    pub code: String,
    /// Minor units of the session's currency.
    pub amount: i64,
    /// When we learnt of it.
    pub reported_at: Timestamp,
    /// When the money is taken back.
    pub debit_at: Timestamp,
    /// Until when evidence is taken, where anybody takes it.
    pub respond_by: Option<Timestamp>,
    /// How it ended, and when.
    pub outcome: Option<(DisputeOutcome, Timestamp)>,
    /// What the merchant wrote down, by kind.
    pub evidence: BTreeMap<String, String>,
    /// When the evidence was handed in.
    pub submitted_at: Option<Timestamp>,
    /// The merchant's own keys and values.
    pub metadata: BTreeMap<String, String>,
}

impl Dispute {
    /// Where it stands.
    pub fn status(&self) -> DisputeStatus {
        match self.outcome.map(|(outcome, _)| outcome) {
            Some(DisputeOutcome::Won) => DisputeStatus::Won,
            Some(DisputeOutcome::Lost) => DisputeStatus::Lost,
            Some(DisputeOutcome::Accepted) => DisputeStatus::Accepted,
            None if self.submitted_at.is_some() => DisputeStatus::UnderReview,
            None if self.respond_by.is_some() => DisputeStatus::NeedsResponse,
            None => DisputeStatus::Open,
        }
    }

    /// True until it has ended.
    pub const fn is_open(&self) -> bool {
        self.outcome.is_none()
    }
}
