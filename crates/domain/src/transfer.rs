//! Transfers: owners' parts of payments, and what is taken back of them.

use crate::ids::{
    MovementId, OwnerId, OwnerPayoutId, SessionId, TransactionId, TransferId, TransferReversalId,
    UnitId,
};
use crate::money::Currency;
use crate::session::ReportingType;
use crate::spelled::spelled;
use crate::time::Timestamp;

spelled! {
    /// How far a transfer has come.
    pub enum TransferStatus {
        /// The payment has not cleared.
        Pending = "pending",
        /// It can be paid out.
        Available = "available",
        /// An owner payout has paid it.
        PaidOut = "paid_out",
    }
}

/// An owner's part of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Its id.
    pub id: TransferId,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who is paid.
    pub owner: OwnerId,
    /// The session whose money it is part of.
    pub session: Option<SessionId>,
    /// The transaction whose money it is part of.
    pub transaction: Option<TransactionId>,
    /// The unit it is for.
    pub unit: Option<UnitId>,
    /// The movement that it follows from.
    pub movement: MovementId,
    /// True when a split made it, false for one made by hand.
    pub automatic: bool,
    /// Its currency.
    pub currency: Currency,
    /// Minor units, more than zero.
    pub amount: i64,
    /// Taken back by the split.
    pub reversed: i64,
    /// Taken back by hand.
    pub reversed_by_hand: i64,
    /// What has not been taken back, netted against a debt or paid out.
    pub left: i64,
    /// From when on it can be paid out.
    pub available_at: Timestamp,
    /// The payout that it is part of.
    pub payout: Option<OwnerPayoutId>,
    /// When that payout paid it.
    pub paid_out_at: Option<Timestamp>,
    /// The merchant's words.
    pub description: Option<String>,
    /// What it is for.
    pub reporting_type: Option<ReportingType>,
    /// The merchant's own keys and values, as JSON.
    pub metadata: String,
}

impl Transfer {
    /// How far it has come at `now`.
    pub fn status(&self, now: Timestamp) -> TransferStatus {
        if self.paid_out_at.is_some() {
            TransferStatus::PaidOut
        } else if now < self.available_at {
            TransferStatus::Pending
        } else {
            TransferStatus::Available
        }
    }

    /// True while its money can be taken for something else: no payout has it.
    pub const fn is_free(&self) -> bool {
        self.payout.is_none() && self.paid_out_at.is_none() && self.left > 0
    }
}

/// What was taken back of a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reversal {
    /// Its id.
    pub id: TransferReversalId,
    /// When it was made.
    pub created_at: Timestamp,
    /// The transfer.
    pub transfer: TransferId,
    /// The movement that it follows from.
    pub movement: MovementId,
    /// True when a split made it, false for one made by hand.
    pub automatic: bool,
    /// Its currency.
    pub currency: Currency,
    /// Minor units, more than zero.
    pub amount: i64,
    /// What the owner owes of it, because the money had been paid out.
    pub owed: i64,
    /// What the merchant bore of it instead.
    pub borne: i64,
    /// The merchant's words.
    pub description: Option<String>,
    /// The merchant's own keys and values, as JSON.
    pub metadata: String,
}
