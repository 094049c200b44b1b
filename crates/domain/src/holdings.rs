//! Who has what of a session's money: the one place where that is decided.
//!
//! Facts say what came and what went back; from them alone follows what is the session's own, what
//! is reserved, what was too much, and what its customer has or owes by it. Bookkeeping is the
//! difference between what was so before a change and what is so after it. So no order of events,
//! however odd, can lose or double anything.

use std::collections::BTreeMap;

use crate::case::Case;
use crate::ids::{AttemptId, MovementId, TransactionId};
use crate::ledger::{BalanceKind, LedgerAccount, Side};
use crate::method::MethodType;
use crate::movement::{Allocation, Movement, MovementKind};
use crate::refund::{Refund, RefundOrigin};
use crate::refunding::KEPT_AS_CREDIT;

/// The code of a refund's movements that give surplus back.
pub(crate) const OF_SURPLUS: &str = "surplus";
/// The code of a collection that a won dispute brought back.
pub(crate) const DISPUTE_WON: &str = "dispute_won";
/// The code of an adjustment that gives up what a customer owes because it went back twice.
pub(crate) const DOUBLE_WRITTEN_OFF: &str = "double_recovery_written_off";
/// The code of an adjustment that turns surplus of a card payment into a customer's credit.
pub(crate) const SURPLUS_KEPT: &str = "surplus_kept";

/// Who has what, in minor units. [`Holdings::own`] is all that nobody else has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Collections and bounces, less what was taken back or refunded: what is really there.
    pub cash: i64,
    /// Reserved for refunds that have not left.
    pub pending: i64,
    /// Too much, and to go back by card.
    pub surplus: i64,
    /// Too much, and the customer's credit.
    pub credit: i64,
    /// Kept as the customer's credit when a part-paid session was canceled.
    pub kept: i64,
    /// The customer's debt: what went back twice.
    pub doubled: i64,
    /// Credit of the customer that paid the session.
    pub applied: i64,
}

/// A collection, and what of it has not gone back against our will or as surplus.
#[derive(Clone, Copy, Debug)]
struct Lot {
    attempt: AttemptId,
    transaction: Option<TransactionId>,
    allocation: Allocation,
    left: i64,
    /// What is too much of it goes back by card.
    by_card: bool,
    /// What of it is too much.
    excess: i64,
}

/// All collections, and what was given back of surplus that is none any more.
#[derive(Clone, Debug, Default)]
struct Lots {
    lots: Vec<Lot>,
    overdrawn: i64,
}

impl Holdings {
    /// The session's own: the merchant's, or kept apart, or the customer's for a top-up.
    pub const fn own(&self) -> i64 {
        self.cash - self.pending - self.surplus - self.credit - self.kept
            + self.doubled
            + self.applied
    }

    /// What was too much and has not gone back.
    pub(crate) const fn too_much(&self) -> i64 {
        self.surplus + self.credit
    }
}

impl Case {
    /// Who has what.
    pub fn holdings(&self) -> Holdings {
        let lots = self.lots();
        let (mut surplus, mut credit, mut kept) = (0, 0, 0);
        for attempt in &self.attempts {
            let of_it = || lots.lots.iter().filter(|lot| lot.attempt == attempt.id);
            let by_card: i64 = of_it().filter(|lot| lot.by_card).map(|lot| lot.excess).sum();
            let otherwise: i64 = of_it().filter(|lot| !lot.by_card).map(|lot| lot.excess).sum();
            let turned = self.adjusted_of(SURPLUS_KEPT, attempt.id).min(by_card);
            surplus += by_card - turned;
            credit += otherwise + turned;
            let left: i64 = of_it().map(|lot| lot.left - lot.excess).sum();
            let free = (left - self.refunded_of(attempt.id)).max(0);
            kept += self.adjusted_of(KEPT_AS_CREDIT, attempt.id).min(free);
        }
        Holdings {
            cash: self.movements.iter().map(cash).sum(),
            pending: self.refunds.iter().filter(|it| it.progress.is_reserved()).map(amount).sum(),
            surplus,
            credit,
            kept,
            doubled: (self.double_recovered() + lots.overdrawn - self.written_off()).max(0),
            applied: self.credit_applied(),
        }
    }

    /// What of an attempt is the session's own and was not refunded, nor will be.
    pub(crate) fn refundable_of(&self, attempt: AttemptId) -> i64 {
        let lots = self.lots();
        let ours = lots.lots.iter().filter(|lot| lot.attempt == attempt);
        let payment = ours.filter(|lot| lot.allocation == Allocation::Payment);
        let left: i64 = payment.map(|lot| lot.left - lot.excess).sum();
        let gone = self.refunded_of(attempt) + self.adjusted_of(KEPT_AS_CREDIT, attempt);
        (left - gone).max(0)
    }

    /// What of an attempt is too much, and waits to go back by card.
    pub fn surplus_of(&self, attempt: AttemptId) -> i64 {
        let lots = self.lots();
        let ours = lots.lots.iter().filter(|lot| lot.attempt == attempt && lot.by_card);
        let excess: i64 = ours.map(|lot| lot.excess).sum();
        (excess - self.adjusted_of(SURPLUS_KEPT, attempt)).max(0)
    }

    /// What the session has really brought: what its owners share, before refunds.
    pub(crate) fn brought(&self) -> i64 {
        let lots = self.lots();
        let payment = lots.lots.iter().filter(|lot| lot.allocation == Allocation::Payment);
        let left: i64 = payment.map(|lot| lot.left - lot.excess).sum();
        left + self.credit_applied() - self.holdings().kept
    }

    /// Money that went back twice, by a refund of the merchant's and by the payer's bank.
    pub(crate) fn double_recovered(&self) -> i64 {
        let lots = self.lots_without_excess();
        let of = |transaction: TransactionId| {
            let ours = lots.lots.iter().filter(|lot| lot.transaction == Some(transaction));
            let payment = ours.filter(|lot| lot.allocation == Allocation::Payment);
            let left: i64 = payment.map(|lot| lot.left).sum();
            (self.sent_of(|it| it.transaction == Some(transaction)) - left).max(0)
        };
        self.transactions.iter().map(|transaction| of(transaction.id)).sum()
    }

    /// What of payments towards the session was too much and goes back, or went, by itself.
    pub(crate) fn surplus_given_back(&self) -> i64 {
        self.surplus_given_back_of(|_| true)
    }

    /// The same, of the attempts that are `wanted`.
    pub(crate) fn surplus_given_back_of(&self, wanted: impl Fn(AttemptId) -> bool) -> i64 {
        let paid = |lots: Lots| -> i64 {
            let payment = lots.lots.iter().filter(|lot| lot.allocation == Allocation::Payment);
            payment.filter(|lot| wanted(lot.attempt)).map(|lot| lot.left).sum()
        };
        paid(self.lots_of(|_| 0)) - paid(self.lots_without_excess())
    }

    /// True when a pending refund is asked for what is no longer there.
    pub(crate) fn is_overtaken(&self, refund: &Refund) -> bool {
        match refund.origin {
            RefundOrigin::Merchant => {
                let lots = self.lots();
                let ours = lots.lots.iter().filter(|lot| lot.attempt == refund.attempt);
                let left: i64 = ours.map(|lot| lot.left - lot.excess).sum();
                self.refunded_of(refund.attempt) > left
            }
            RefundOrigin::Surplus => {
                let lots = self.lots_of(|_| 0);
                let ours = lots.lots.iter().filter(|lot| lot.attempt == refund.attempt);
                let held: i64 = ours.map(|lot| lot.left).sum();
                let short = self.surplus_refunded_of(refund.attempt) > held;
                let paid = self.received_net() + self.double_recovered();
                // Surplus that is none any more: without it the session would not be paid.
                let of_payment = self.surplus_given_back() > 0;
                short || of_payment && paid < self.session.terms.amount
            }
        }
    }

    /// Books the difference that a change made between who had what and who has what now.
    /// `own` says of which kind a change of a top-up's own money is; `transit` is where money that
    /// came or went is, until the bank's statement shows it.
    pub(crate) fn post_difference(
        &mut self,
        movement: MovementId,
        before: Holdings,
        own: BalanceKind,
        transit: Option<Side>,
    ) {
        let after = self.holdings();
        let taken_back = self.is_taking_back(movement);
        let kept = if taken_back { BalanceKind::Return } else { BalanceKind::Kept };
        let applied = if after.applied > before.applied {
            BalanceKind::Applied
        } else {
            BalanceKind::Unapplied
        };
        let transit = transit.unwrap_or_else(|| self.own_side(own));
        let changes = [
            (transit, before.cash - after.cash),
            (LedgerAccount::RefundsPending.into(), after.pending - before.pending),
            (LedgerAccount::Surplus.into(), after.surplus - before.surplus),
            (Side::Customer(BalanceKind::Surplus), after.credit - before.credit),
            (Side::Customer(kept), after.kept - before.kept),
            (Side::Customer(BalanceKind::DoubleRecovery), before.doubled - after.doubled),
            (Side::Customer(applied), before.applied - after.applied),
            (self.own_side(own), after.own() - before.own()),
        ];
        self.post_changes(movement, &changes);
    }

    /// Postings that credit and debit accounts by these amounts, which sum to zero.
    fn post_changes(&mut self, movement: MovementId, changes: &[(Side, i64)]) {
        debug_assert_eq!(changes.iter().map(|(_, change)| change).sum::<i64>(), 0);
        let mut credits: Vec<(Side, i64)> =
            changes.iter().filter(|(_, change)| *change > 0).cloned().collect();
        for (debit, change) in changes.iter().filter(|(_, change)| *change < 0) {
            let mut missing = -change;
            for (credit, left) in &mut credits {
                let moved = missing.min(*left);
                missing -= moved;
                *left -= moved;
                self.post(movement, debit.clone(), credit.clone(), moved);
            }
        }
    }

    fn is_taking_back(&self, movement: MovementId) -> bool {
        let found = self.movements.iter().rev().find(|it| it.id == movement);
        found.is_some_and(|it| it.kind.takes_back())
    }

    /// All collections, with what of each is too much: what came last is.
    fn lots(&self) -> Lots {
        let mut all = self.lots_without_excess();
        let payment = all.lots.iter().filter(|lot| lot.allocation == Allocation::Payment);
        let left: i64 = payment.map(|lot| lot.left).sum();
        let paid = left + self.credit_applied() + self.double_recovered();
        let mut too_much = (paid - self.session.terms.amount).max(0);
        // What the merchant gives back already is not too much as well.
        let mut refunded: BTreeMap<AttemptId, i64> = BTreeMap::new();
        for lot in &mut all.lots {
            if lot.allocation != Allocation::Payment {
                lot.excess = lot.left;
                continue;
            }
            let gone = refunded.entry(lot.attempt).or_insert_with(|| self.refunded_of(lot.attempt));
            let taken = lot.left.min((*gone).max(0));
            *gone -= taken;
            lot.excess = lot.left - taken;
        }
        for lot in all.lots.iter_mut().rev() {
            if lot.allocation == Allocation::Payment {
                lot.excess = lot.excess.min(too_much);
                too_much -= lot.excess;
            }
        }
        all
    }

    fn lots_without_excess(&self) -> Lots {
        self.lots_of(|attempt| self.surplus_refunded_of(attempt))
    }

    /// All collections less what was taken back, and less what `given_back` says of each attempt.
    fn lots_of(&self, given_back: impl Fn(AttemptId) -> i64) -> Lots {
        let mut all = Lots::default();
        for movement in self.standing().filter(|it| it.allocation != Allocation::Suspense) {
            let Some(attempt) = movement.attempt else { continue };
            if movement.kind == MovementKind::Collection {
                all.lots.push(self.lot(movement, attempt));
            } else if movement.held() < 0 {
                let same =
                    |lot: &Lot| lot.attempt == attempt && lot.allocation == movement.allocation;
                take(&mut all.lots, same, movement.amount);
            }
        }
        for attempt in self.attempts.iter().map(|attempt| attempt.id) {
            // What was too much from the beginning goes back before what became so.
            let of = |allocation| {
                move |lot: &Lot| lot.attempt == attempt && lot.allocation == allocation
            };
            let missing = take(&mut all.lots, of(Allocation::Surplus), given_back(attempt));
            let missing = take(&mut all.lots, of(Allocation::Payment), missing);
            let sent = self.surplus_sent_of(attempt);
            all.overdrawn += missing.min(sent);
        }
        all
    }

    fn lot(&self, movement: &Movement, attempt: AttemptId) -> Lot {
        let card = self.attempt(attempt).is_some_and(|it| it.method == MethodType::Card);
        Lot {
            attempt,
            transaction: movement.transaction,
            allocation: movement.allocation,
            left: movement.amount,
            // What a won dispute brings is told to the customer, not sent to a card by itself.
            by_card: card && !movement.is_of_dispute_won(),
            excess: 0,
        }
    }

    /// Refunds of the merchant's that left, less bounces.
    fn sent_of(&self, wanted: impl Fn(&Movement) -> bool) -> i64 {
        let ours = self.movements.iter().filter(|it| wanted(it));
        ours.filter(|it| it.code.as_deref() != Some(OF_SURPLUS)).map(Movement::refunded).sum()
    }

    /// Surplus of an attempt that went back, less bounces.
    fn surplus_sent_of(&self, attempt: AttemptId) -> i64 {
        let ours = self.movements.iter().filter(|it| it.attempt == Some(attempt));
        ours.filter(|it| it.code.as_deref() == Some(OF_SURPLUS)).map(Movement::refunded).sum()
    }

    /// Refunds of the merchant's of an attempt, whether they left or will.
    pub(crate) fn refunded_of(&self, attempt: AttemptId) -> i64 {
        let sent = self.sent_of(|it| it.attempt == Some(attempt));
        sent + self.reserved_of(attempt, RefundOrigin::Merchant)
    }

    /// Surplus of an attempt that went back, or will.
    pub(crate) fn surplus_refunded_of(&self, attempt: AttemptId) -> i64 {
        self.surplus_sent_of(attempt) + self.reserved_of(attempt, RefundOrigin::Surplus)
    }

    fn reserved_of(&self, attempt: AttemptId, origin: RefundOrigin) -> i64 {
        let ours = self.refunds.iter().filter(|it| it.attempt == attempt && it.origin == origin);
        ours.filter(|it| it.progress.is_reserved()).map(amount).sum()
    }

    /// What of money that went back twice the merchant has given up.
    fn written_off(&self) -> i64 {
        self.adjusted(DOUBLE_WRITTEN_OFF, None)
    }

    /// Our own adjustments of one kind to an attempt's money.
    fn adjusted_of(&self, code: &str, attempt: AttemptId) -> i64 {
        let ours = self.movements.iter().filter(|it| it.attempt == Some(attempt));
        let of_kind = |it: &&Movement| {
            it.kind == MovementKind::Adjustment && it.code.as_deref() == Some(code)
        };
        ours.filter(of_kind).map(|it| it.amount).sum()
    }
}

const fn amount(refund: &Refund) -> i64 {
    refund.amount
}

/// Takes so much from the latest lots that fit. Gives what was not there.
fn take(lots: &mut [Lot], fits: impl Fn(&Lot) -> bool, amount: i64) -> i64 {
    let mut missing = amount;
    for lot in lots.iter_mut().rev().filter(|lot| fits(lot)) {
        let taken = lot.left.min(missing);
        lot.left -= taken;
        missing -= taken;
    }
    missing
}

/// What a movement adds to what is really there, or takes from it.
fn cash(movement: &Movement) -> i64 {
    match movement.allocation {
        Allocation::Suspense => 0,
        _ => movement.held() - movement.refunded(),
    }
}
