//! Splitting a session's money between its owners (`money.md` 5).
//!
//! After every movement each owner's total is the owner's share of what the session has really
//! brought, less the merchant's fees. What differs from that becomes a transfer or a reversal, so
//! part payments, returns and refunds always add up.

use crate::case::Case;
use crate::ids::OwnerId;
use crate::ledger::LedgerAccount;
use crate::plan::Split;
use crate::share;
use crate::transfer::Transfer;

/// What has to change so that everybody has their share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rebalance {
    /// Of the merchant's fees; below zero when some are given back.
    pub fees: i64,
    /// Of the money that belongs to nobody known.
    pub unallocated: i64,
    /// Of what the merchant's own money gives to held money.
    pub covered: i64,
    /// Of each owner who gets more or less, in the order of the ownership.
    pub owners: Vec<(OwnerId, i64)>,
}

/// What everybody should have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    /// The merchant's fees.
    pub fees: i64,
    /// What belongs to nobody known.
    pub unallocated: i64,
    /// Each owner's total, in the order of the ownership.
    pub owners: Vec<(OwnerId, i64)>,
}

impl Rebalance {
    /// True when everybody has their share.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Case {
    /// What everybody should have of the session's money. `None` without a split.
    pub fn split_targets(&self) -> Option<Targets> {
        let split = self.session.plan.split.as_ref()?;
        let brought = self.brought();
        let effective = brought - self.given_back(|refund| refund.terms.reverse_transfer);
        let fees = split.fees.on(brought - self.given_back(|refund| refund.terms.refund_fees));
        let pot = (effective - fees).max(0);
        if split.is_unallocated() {
            let unallocated = if split.kept { 0 } else { pot };
            return Some(Targets { fees, unallocated, owners: Vec::new() });
        }
        let shares: Vec<_> = split.shares.iter().map(|(_, share)| *share).collect();
        let parts = share::split(pot, &shares);
        let owners = split
            .shares
            .iter()
            .zip(parts)
            .map(|((owner, _), part)| (*owner, self.less_by_hand(*owner, part)));
        Some(Targets { fees, unallocated: 0, owners: owners.collect() })
    }

    /// An owner's part, less what was taken back by hand. That counts towards what the split would
    /// take back later, so nothing is taken back twice.
    fn less_by_hand(&self, owner: OwnerId, part: i64) -> i64 {
        let by_hand: i64 = self.transfers_to(owner).map(|it| it.reversed_by_hand).sum();
        let most = part.max(self.owner_total(owner) + by_hand);
        part.min(most - by_hand).max(0)
    }

    /// What has to change so that everybody has their share.
    pub fn rebalance(&self) -> Rebalance {
        let Some((targets, split)) = self.split_targets().zip(self.session.plan.split.as_ref())
        else {
            return Rebalance::default();
        };
        let difference =
            |(owner, target): (OwnerId, i64)| (owner, target - self.owner_total(owner));
        Rebalance {
            fees: targets.fees - split.fees_taken,
            unallocated: targets.unallocated - split.parked,
            covered: self.to_cover(&targets) - split.covered,
            owners: targets.owners.into_iter().map(difference).filter(|it| it.1 != 0).collect(),
        }
    }

    /// What left of a session whose money is kept apart beyond what there is of it: the merchant's
    /// own money has to give that, not what others paid.
    fn to_cover(&self, targets: &Targets) -> i64 {
        if !self.session.reporting_type.is_held() {
            return 0;
        }
        let owners: i64 = targets.owners.iter().map(|(_, total)| total).sum();
        let left = self.holdings().own() - targets.fees - targets.unallocated - owners;
        (-left).max(0)
    }

    /// Refunds of the merchant's that were not in vain, of the kind that is wanted.
    fn given_back(&self, wanted: impl Fn(&crate::refund::Refund) -> bool) -> i64 {
        self.refunds
            .iter()
            .filter(|refund| refund.origin == crate::refund::RefundOrigin::Merchant)
            .filter(|refund| refund.progress.is_live() && wanted(refund))
            .map(|refund| refund.amount)
            .sum()
    }

    /// What an owner has had of this session, less what was taken back.
    pub fn owner_total(&self, owner: OwnerId) -> i64 {
        self.transfers_to(owner).map(|it| it.amount - it.reversed - it.reversed_by_hand).sum()
    }

    /// The transfers that the split made to an owner, in the order of their making.
    pub fn transfers_to(&self, owner: OwnerId) -> impl DoubleEndedIterator<Item = &Transfer> {
        self.transfers.iter().filter(move |transfer| transfer.owner == owner)
    }

    /// From which transfers to take so much back: the latest first.
    pub fn to_take_back(&self, owner: OwnerId, amount: i64) -> Vec<(Transfer, i64)> {
        let mut missing = amount;
        let mut from = Vec::new();
        for transfer in self.transfers_to(owner).rev() {
            let left = transfer.amount - transfer.reversed - transfer.reversed_by_hand;
            let taken = left.min(missing);
            missing -= taken;
            if taken > 0 {
                from.push((transfer.clone(), taken));
            }
        }
        from
    }

    /// The account that holds the session's own money.
    pub fn own_account(&self) -> LedgerAccount {
        let kind = self.session.reporting_type;
        if kind.is_held() { LedgerAccount::Held(kind) } else { LedgerAccount::MerchantFunds }
    }
}

impl Split {
    /// Notes that fees and unallocated money are as they should be.
    pub fn note(&mut self, done: &Rebalance) {
        self.fees_taken += done.fees;
        self.parked += done.unallocated;
        self.covered += done.covered;
    }
}
