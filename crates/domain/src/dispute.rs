//! Disputes: a payer says that a payment was never authorised, or a card issuer takes it back.

use std::collections::BTreeMap;

use crate::case::Case;
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
        /// Evidence was handed in, or the time for it is over; somebody else decides.
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
    /// Where it stands at `now`: time alone ends the response.
    pub fn status(&self, now: Timestamp) -> DisputeStatus {
        match self.outcome.map(|(outcome, _)| outcome) {
            Some(DisputeOutcome::Won) => DisputeStatus::Won,
            Some(DisputeOutcome::Lost) => DisputeStatus::Lost,
            Some(DisputeOutcome::Accepted) => DisputeStatus::Accepted,
            None if self.submitted_at.is_some() => DisputeStatus::UnderReview,
            None => match self.respond_by {
                Some(until) if now < until => DisputeStatus::NeedsResponse,
                Some(_) => DisputeStatus::UnderReview,
                None => DisputeStatus::Open,
            },
        }
    }

    /// True until it has ended.
    pub const fn is_open(&self) -> bool {
        self.outcome.is_none()
    }
}

impl Case {
    /// The money of a dispute came back. One that the merchant had let be is won all the same.
    pub(crate) fn win_accepted(&mut self, attempt: AttemptId, now: Timestamp) {
        let ours = |it: &Dispute| it.attempt == attempt;
        let won = Some((DisputeOutcome::Won, now));
        if self.disputes.iter().any(|it| ours(it) && it.outcome == won) {
            return;
        }
        let accepted = |it: &&mut Dispute| {
            ours(it) && matches!(it.outcome, Some((DisputeOutcome::Accepted, _)))
        };
        if let Some(dispute) = self.disputes.iter_mut().rev().find(accepted) {
            dispute.outcome = won;
        }
    }
}
