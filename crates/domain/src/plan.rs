//! What becomes of a session's money besides paying the session: `transaction_data`.

use crate::ids::{OwnerId, UnitId};
use crate::share::Share;

/// What becomes of the money, as it was asked for when the session was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// `transaction_data` as it was given, as JSON.
    pub given: Option<String>,
    /// The unit that the payment is for.
    pub unit: Option<UnitId>,
    /// To whom the money is passed on.
    pub transfer: Option<TransferRule>,
    /// It tops up the customer's balance rather than being the merchant's.
    pub top_up: bool,
    /// Credit of the customer pays before the payer is asked for the rest.
    pub apply_credit: bool,
    /// How the money is split; frozen at the first movement.
    pub split: Option<Split>,
}

/// To whom the money of a session is passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferRule {
    /// To the owners of the unit, by their shares.
    UnitOwnership,
    /// All of it to one owner.
    Owner(OwnerId),
}

/// How money is split, as it was at the first movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// Who gets which part, in the order of the ownership. Empty when the shares did not make the
    /// whole at that time: then the money is unallocated.
    pub shares: Vec<(OwnerId, Share)>,
    /// What the merchant keeps.
    pub fees: Fees,
    /// The fees that were taken so far, in minor units.
    pub fees_taken: i64,
    /// What was parked so far because nobody is known to whom it belongs.
    pub parked: i64,
    /// What the merchant's own money has given so far so that nobody else's held money pays for
    /// what left this session.
    pub covered: i64,
    /// The merchant keeps what belongs to nobody known.
    pub kept: bool,
}

/// What the merchant keeps of a unit's payments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fees {
    /// A part of what was received.
    pub percent: Share,
    /// Minor units, once for each session.
    pub fixed: i64,
}

impl Split {
    /// Everything to one owner.
    pub fn to_one(owner: OwnerId, fees: Fees) -> Self {
        Self { shares: vec![(owner, Share::ALL)], ..Self::by(Vec::new(), fees) }
    }

    /// By the shares of an ownership; unallocated when they do not make the whole.
    pub fn by(shares: Vec<(OwnerId, Share)>, fees: Fees) -> Self {
        let whole = shares.iter().map(|(_, share)| share.parts()).sum::<i64>();
        let shares = if whole == Share::ALL.parts() { shares } else { Vec::new() };
        Self { shares, fees, fees_taken: 0, parked: 0, covered: 0, kept: false }
    }

    /// True when nobody is known to whom the money belongs.
    pub fn is_unallocated(&self) -> bool {
        self.shares.is_empty()
    }
}

impl Fees {
    /// The fees on so much received, never more than it.
    pub fn on(self, received: i64) -> i64 {
        if received <= 0 {
            return 0;
        }
        self.percent.of(received).saturating_add(self.fixed).min(received)
    }
}
