//! Booking what became of refunds.

use crate::booking::Fact;
use crate::holdings::OF_SURPLUS;
use crate::ids::{MovementId, RefundId};
use crate::ledger::{BalanceKind, LedgerAccount};
use crate::movement::{Allocation, Movement, MovementKind, UNBOUNCED};
use crate::refund::{Refund, RefundOrigin, RefundProgress};
use crate::settle::{MoneyReport, Step};
use crate::work::{WorkItem, WorkKind};

/// Why a refund failed whose money came back.
const BOUNCED: &str = "bounced";

impl Step<'_> {
    fn refund_place(&self, id: RefundId) -> Option<usize> {
        self.case.refunds.iter().position(|refund| refund.id == id)
    }

    fn raise_refund(&mut self, kind: WorkKind, refund: &Refund) {
        self.case.unbooked.work.push(WorkItem {
            kind,
            attempt: Some(refund.attempt),
            movement: None,
            refund: Some(refund.id),
            owner: None,
            amount: Some(refund.amount),
            cause: match self.unbounced_before(refund) {
                0 => format!("{kind}:{}", refund.id),
                times => format!("{kind}:{}:{times}", refund.id),
            },
        });
    }

    /// How often money was taken for this refund's that had come back, wrongly.
    fn unbounced_before(&self, refund: &Refund) -> usize {
        let ours = self.case.movements.iter().filter(|it| it.attempt == Some(refund.attempt));
        ours.filter(|it| it.is_called(UNBOUNCED)).count()
    }

    pub(crate) fn refund_submitted(self, id: RefundId) {
        let Some(place) = self.refund_place(id) else { return };
        let refund = &mut self.case.refunds[place];
        if refund.progress == RefundProgress::Pending {
            refund.progress = RefundProgress::Submitted;
            refund.submitted_at = Some(self.report.now);
            self.out.changed = true;
        }
    }

    /// The money left. What the payer's bank had taken back already went back twice.
    pub(crate) fn refunded(mut self, id: RefundId, money: &MoneyReport) {
        let Some(place) = self.refund_place(id) else { return };
        if self.is_booked(MovementKind::MerchantRefund, money) {
            return;
        }
        let (refund, now) = (self.case.refunds[place].clone(), self.report.now);
        let before = self.case.holdings();
        // What was reserved is spent by the same change.
        let movement = self.add_fact(MovementKind::MerchantRefund, &refund, money);
        let known = &mut self.case.refunds[place];
        known.progress = RefundProgress::Succeeded { at: now };
        known.submitted_at = known.submitted_at.or(Some(now));
        let transit = Some(self.transit());
        self.case.post_difference(movement.id, before, BalanceKind::Refund, transit);
        if !refund.progress.is_reserved() || money.amount != refund.amount {
            self.raise_refund(WorkKind::RefundContradicted, &refund);
        }
        let doubled = self.case.holdings().doubled - before.doubled;
        if doubled > 0 {
            self.raise_part(WorkKind::DoubleRecovery, &movement, doubled);
        }
    }

    pub(crate) fn refund_failed(mut self, id: RefundId, code: &str) {
        let Some(place) = self.refund_place(id) else { return };
        let refund = self.case.refunds[place].clone();
        match refund.progress {
            RefundProgress::Pending | RefundProgress::Submitted => {
                let end = RefundProgress::Failed { at: self.report.now, code: code.to_owned() };
                self.case.release(id, end, self.report.now, self.report.source);
                self.raise_refund(failed(&refund), &refund);
                self.out.changed = true;
            }
            RefundProgress::Succeeded { .. } => {
                self.raise_refund(WorkKind::RefundContradicted, &refund);
            }
            RefundProgress::Failed { .. } | RefundProgress::Canceled { .. } => {}
        }
    }

    /// The money came back: it is the session's again, less what the customer owed of it.
    pub(crate) fn refund_bounced(mut self, id: RefundId, money: &MoneyReport) {
        let Some(place) = self.refund_place(id) else { return };
        if self.is_booked(MovementKind::RefundBounce, money) {
            return;
        }
        let (refund, now) = (self.case.refunds[place].clone(), self.report.now);
        let before = self.case.holdings();
        let movement = self.add_fact(MovementKind::RefundBounce, &refund, money);
        let known = &mut self.case.refunds[place];
        known.progress = RefundProgress::Failed { at: now, code: BOUNCED.to_owned() };
        known.bounced_at = Some(now);
        let transit = Some(self.transit());
        self.case.post_difference(movement.id, before, BalanceKind::Refund, transit);
        self.raise_refund(failed(&refund), &refund);
    }

    /// What came was not this refund's money: it is with the payer, as it was.
    pub(crate) fn unbounced(self, id: RefundId, bounce: MovementId) {
        let Some(place) = self.refund_place(id) else { return };
        let refund = self.case.refunds[place].clone();
        let is_it = |it: &&Movement| it.id == bounce && it.kind == MovementKind::RefundBounce;
        let Some(bounce) = self.case.movements.iter().find(is_it).cloned() else { return };
        let stays = self.case.can_unbounce(&refund).is_err();
        if stays || refund.bounced_at.is_none() || self.case.is_undone(bounce.id) {
            return;
        }
        let (now, source, before) = (self.report.now, self.report.source, self.case.holdings());
        let about = self.about(UNBOUNCED, bounce.allocation, bounce.amount);
        let movement = self.case.decide(about, bounce.id.to_string(), now, source);
        let known = &mut self.case.refunds[place];
        let at = known.submitted_at.unwrap_or(known.created_at);
        known.progress = RefundProgress::Succeeded { at };
        (known.bounced_at, known.terms.failure_message) = (None, None);
        self.out.changed = true;
        let transit = LedgerAccount::transit(bounce.source).into();
        self.case.post_difference(movement, before, BalanceKind::Refund, Some(transit));
    }

    /// Adds the fact that a refund's money left or came back.
    fn add_fact(&mut self, kind: MovementKind, refund: &Refund, money: &MoneyReport) -> Movement {
        let allocation = self.case.allocation_of(refund.attempt).unwrap_or(Allocation::Payment);
        let code = (refund.origin == RefundOrigin::Surplus).then_some(OF_SURPLUS);
        let movement = self.movement(&Fact { kind, allocation, money, code });
        self.case.add(movement.clone());
        self.out.changed = true;
        movement
    }
}

/// What a person has to look at when a refund failed.
const fn failed(refund: &Refund) -> WorkKind {
    match refund.origin {
        RefundOrigin::Merchant => WorkKind::RefundFailed,
        RefundOrigin::Surplus => WorkKind::SurplusRefundFailed,
    }
}
