//! Booking what became of refunds.

use crate::booking::Fact;
use crate::ids::RefundId;
use crate::ledger::{BalanceKind, LedgerAccount, Side};
use crate::movement::{Allocation, MovementKind};
use crate::refund::{Refund, RefundProgress};
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
            cause: format!("{kind}:{}", refund.id),
        });
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
        let allocation = self.case.allocation_of(refund.attempt).unwrap_or(Allocation::Payment);
        let before = self.doubled(allocation);
        let kind = MovementKind::MerchantRefund;
        let movement = self.book(Fact { kind, allocation, money, code: None });
        let doubled = (self.doubled(allocation) - before).clamp(0, money.amount);
        let ours = self.case.money_of(&refund, BalanceKind::Refund);
        let reserved = if refund.progress.is_reserved() { refund.amount } else { 0 };
        let from_reserve = reserved.min(money.amount);
        let (id, transit) = (movement.id, self.transit());
        let pending = Side::from(LedgerAccount::RefundsPending);
        self.case.post(id, pending.clone(), transit.clone(), from_reserve);
        self.case.post(id, ours.clone(), transit, money.amount - from_reserve);
        self.case.post(id, pending, ours.clone(), reserved - from_reserve);
        self.case.post(id, Side::Customer(BalanceKind::DoubleRecovery), ours, doubled);
        if !refund.progress.is_reserved() || money.amount != refund.amount {
            self.raise_refund(WorkKind::RefundContradicted, &refund);
        }
        if doubled > 0 {
            self.raise(WorkKind::DoubleRecovery, Some(&movement));
        }
        let refund = &mut self.case.refunds[place];
        refund.progress = RefundProgress::Succeeded { at: now };
        refund.submitted_at = refund.submitted_at.or(Some(now));
    }

    pub(crate) fn refund_failed(mut self, id: RefundId, code: &str) {
        let Some(place) = self.refund_place(id) else { return };
        let refund = self.case.refunds[place].clone();
        match refund.progress {
            RefundProgress::Pending | RefundProgress::Submitted => {
                let end = RefundProgress::Failed { at: self.report.now, code: code.to_owned() };
                self.case.release(id, end, self.report.now, self.report.source);
                self.raise_refund(WorkKind::RefundFailed, &refund);
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
        let allocation = self.case.allocation_of(refund.attempt).unwrap_or(Allocation::Payment);
        let before = self.doubled(allocation);
        let kind = MovementKind::RefundBounce;
        let movement = self.book(Fact { kind, allocation, money, code: None });
        let restored = (before - self.doubled(allocation)).clamp(0, money.amount);
        let ours = self.case.money_of(&refund, BalanceKind::Refund);
        let (id, transit) = (movement.id, self.transit());
        let customer = Side::Customer(BalanceKind::DoubleRecovery);
        self.case.post(id, transit.clone(), customer, restored);
        self.case.post(id, transit, ours, money.amount - restored);
        self.raise_refund(WorkKind::RefundFailed, &refund);
        let refund = &mut self.case.refunds[place];
        refund.progress = RefundProgress::Failed { at: now, code: BOUNCED.to_owned() };
        refund.bounced_at = Some(now);
    }
}
