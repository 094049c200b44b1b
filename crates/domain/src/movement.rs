//! Movements: facts, money that moved. They are added and never changed.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::holdings::DISPUTE_WON;
use crate::ids::{
    AttemptId, BankAccountId, ConnectionId, Id, MovementId, NotAnId, SessionId, TransactionId,
};
use crate::money::Currency;
use crate::spelled::spelled;
use crate::time::Timestamp;

spelled! {
    /// What kind of fact a movement is.
    pub enum MovementKind {
        /// The payer's money reached us.
        Collection = "collection",
        /// The payer's bank took a collection back: no funds, closed account, no mandate.
        Return = "return",
        /// The payer asked their bank for the money back (SEPA MD06, MD01; Autogiro).
        PayerRefund = "payer_refund",
        /// A claim under the Direct Debit Guarantee (Bacs).
        IndemnityClaim = "indemnity_claim",
        /// A card issuer took the money back.
        Chargeback = "chargeback",
        /// The merchant gave money back.
        MerchantRefund = "merchant_refund",
        /// A merchant's refund that came back.
        RefundBounce = "refund_bounce",
        /// Customer credit spent on this payment.
        CreditApplied = "credit_applied",
        /// A correction by a person.
        Adjustment = "adjustment",
        /// The bank statement shows what was in transit.
        BankSettlement = "bank_settlement",
        /// Money sent to an owner.
        OwnerPayout = "owner_payout",
        /// An owner's payout that came back.
        PayoutBounce = "payout_bounce",
        /// What a rail or processor charged.
        Fee = "fee",
    }
}

impl MovementKind {
    /// True for money that was collected and then went back to the payer against our will.
    pub const fn takes_back(self) -> bool {
        matches!(self, Self::Return | Self::PayerRefund | Self::IndemnityClaim | Self::Chargeback)
    }
}

spelled! {
    /// What a movement counts towards; decided when it is booked.
    pub enum Allocation {
        /// Towards its session.
        Payment = "payment",
        /// Too much: a second success, or money after a cancel.
        Surplus = "surplus",
        /// It contradicts what we know, and waits for a person.
        Suspense = "suspense",
    }
}

/// Who told us of a movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MovementSource {
    /// A rail or processor.
    Connection(ConnectionId),
    /// The bank of the merchant's own account, by its statement.
    BankAccount(BankAccountId),
    /// The merchant, by what was decided or done by hand here.
    Merchant,
}

/// The spelling of [`MovementSource::Merchant`].
const MERCHANT: &str = "merchant";

impl fmt::Display for MovementSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connection(id) => id.fmt(f),
            Self::BankAccount(id) => id.fmt(f),
            Self::Merchant => f.write_str(MERCHANT),
        }
    }
}

impl FromStr for MovementSource {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        match text {
            MERCHANT => Ok(Self::Merchant),
            id if id.starts_with(BankAccountId::PREFIX) => id.parse().map(Self::BankAccount),
            id => id.parse().map(Self::Connection),
        }
    }
}

/// The code of an adjustment by which money that was matched to a session wrongly is its no more.
pub const UNMATCHED: &str = "unmatched";
/// The code of a settlement that shows the money of a mark on the bank's statement.
pub const LINKED: &str = "linked";
/// The code of an adjustment that takes a link back.
pub const UNLINKED: &str = "unlinked";
/// The code of a settlement that shows a refund, sent by hand, on the bank's statement.
pub const REFUND_SHOWN: &str = "refund_shown";
/// The code of an adjustment that takes that back.
pub const REFUND_UNSHOWN: &str = "refund_unshown";
/// The code of a settlement that shows the money of a refund, sent by hand, that came back.
pub const BOUNCE_SHOWN: &str = "bounce_shown";
/// The code of an adjustment that takes that back.
pub const BOUNCE_UNSHOWN: &str = "bounce_unshown";
/// The code of an adjustment by which a refund had not come back: what came was other money.
pub const UNBOUNCED: &str = "unbounced";
/// The code of an adjustment by which nothing was taken back: what went was other money.
pub const UNRETURNED: &str = "unreturned";

impl Movement {
    /// What it adds to what a payer's try has collected, or takes from it as if it had never come.
    pub fn collected(&self) -> i64 {
        match self.kind {
            MovementKind::Collection => self.amount,
            MovementKind::Adjustment if self.is_called(UNMATCHED) => -self.amount,
            _ => 0,
        }
    }

    /// What it adds to what was taken back, or takes from it as if it had never gone.
    pub fn returned(&self) -> i64 {
        match self.kind {
            kind if kind.takes_back() => self.amount,
            MovementKind::Adjustment if self.is_called(UNRETURNED) => -self.amount,
            _ => 0,
        }
    }

    /// What it adds to what was refunded, or takes from it because it came back.
    pub fn refunded(&self) -> i64 {
        match self.kind {
            MovementKind::MerchantRefund => self.amount,
            MovementKind::RefundBounce => -self.amount,
            MovementKind::Adjustment if self.is_called(UNBOUNCED) => self.amount,
            _ => 0,
        }
    }

    /// What it adds to what an attempt holds, or takes from it: returns are taken, refunds not.
    pub fn held(&self) -> i64 {
        self.collected() - self.returned()
    }

    /// True when its code is this.
    pub fn is_called(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }
}

/// Money that moved.
///
/// Unique on (account, livemode, `source`, `kind`, `source_id`), so that a fact which is
/// reported twice is booked once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// Its id.
    pub id: MovementId,
    /// The session it belongs to, when one is known.
    pub session: Option<SessionId>,
    /// The transaction it belongs to, when one is known.
    pub transaction: Option<TransactionId>,
    /// The attempt it belongs to, when one is known.
    pub attempt: Option<AttemptId>,
    /// What it is.
    pub kind: MovementKind,
    /// What it counts towards.
    pub allocation: Allocation,
    /// Minor units, always positive; the kind gives the direction.
    pub amount: i64,
    /// What the rail kept of it, in minor units; 0 in the sandbox.
    pub fee: i64,
    /// Its currency.
    pub currency: Currency,
    /// The rail's reason code, such as `MD06`.
    pub code: Option<String>,
    /// The rail's own date of it.
    pub value_date: Date,
    /// When we booked it, in business time.
    pub booked_at: Timestamp,
    /// Who told us.
    pub source: MovementSource,
    /// Their own id of it.
    pub source_id: String,
    /// From when on the money can be used: the end of the interbank return period.
    pub available_at: Timestamp,
}

impl Movement {
    /// True for money that a won dispute brought back.
    pub fn is_of_dispute_won(&self) -> bool {
        self.code.as_deref() == Some(DISPUTE_WON)
    }
}
