//! Booking what was reported: money that came, went back, or was given back.
//!
//! Each fact is booked once, whatever it contradicts. What it makes of who has what is decided by
//! [`crate::holdings`].

use std::collections::BTreeMap;

use crate::attempt::{Attempt, Progress};
use crate::case::Closed;
use crate::debit::codes;
use crate::dispute::{Dispute, DisputeOutcome, RESPONSE_DAYS};
use crate::holdings::DISPUTE_WON;
use crate::ids::{DisputeId, Id, MovementId, RefundId};
use crate::ledger::{BalanceKind, LedgerAccount, Side};
use crate::movement::{Allocation, Movement, MovementKind};
use crate::refund::RefundProgress;
use crate::refunding::{PAID_OTHERWISE, PAYMENT_RETURNED};
use crate::settle::{CHARGEBACK, MoneyReport, Step, closes};
use crate::time::Timestamp;
use crate::work::{WorkItem, WorkKind};

/// A fact that is to be booked.
pub(crate) struct Fact<'a> {
    pub(crate) kind: MovementKind,
    pub(crate) allocation: Allocation,
    pub(crate) money: &'a MoneyReport,
    pub(crate) code: Option<&'a str>,
}

impl Step<'_> {
    pub(crate) fn attempt(&self) -> &Attempt {
        &self.case.attempts[self.place]
    }

    pub(crate) fn received(mut self, money: &MoneyReport, clears_at: Timestamp) {
        if self.is_booked(MovementKind::Collection, money) {
            return;
        }
        let surprise = match self.progress() {
            Progress::Failed { .. } => Some(WorkKind::CollectedAfterDecline),
            Progress::Canceled { .. } => Some(WorkKind::CollectedAfterCancel),
            Progress::Scheduled { .. } => Some(WorkKind::CollectedBeforeExport),
            Progress::Collected { .. } => Some(WorkKind::CollectedTwice),
            _ => None,
        };
        let allocation = self.allocate(money);
        let (now, asked) = (self.report.now, self.attempt().amount);
        if surprise != Some(WorkKind::CollectedTwice) {
            // A processor's clock may run behind ours; nothing clears before it is booked.
            self.advance(Progress::Collected { at: now, clears_at: clears_at.max(now) });
        }
        let fact = Fact { kind: MovementKind::Collection, allocation, money, code: None };
        let (movement, surplus) = self.collect(fact);
        if let Some(kind) = surprise {
            self.raise(kind, Some(&movement));
        }
        match allocation {
            Allocation::Suspense => self.raise(WorkKind::WrongCurrency, Some(&movement)),
            _ if surplus > 0 => self.raise_part(WorkKind::Surplus, &movement, surplus),
            // A payer who sends the money may send it in parts.
            _ if money.amount != asked && self.attempt().method.is_pull() => {
                self.raise(WorkKind::AmountDiffers, Some(&movement));
            }
            _ => {}
        }
        self.give_surplus_back();
        if allocation == Allocation::Payment {
            // Paid by this one, so what has not left us yet must not leave.
            self.case.withdraw(now, PAID_OTHERWISE);
        }
    }

    /// Money counts once: not after a cancel, and not when all of it is already there.
    fn allocate(&self, money: &MoneyReport) -> Allocation {
        let now = self.report.now;
        if money.currency != self.case.session.terms.currency {
            Allocation::Suspense
        } else if self.case.cancellation(now).is_some()
            || self.case.state_at(now).amounts.remaining == 0
        {
            Allocation::Surplus
        } else {
            Allocation::Payment
        }
    }

    /// Books money that came. Gives what was too much of it.
    fn collect(&mut self, fact: Fact<'_>) -> (Movement, i64) {
        let before = self.case.holdings();
        let movement = self.book_all(fact, BalanceKind::Payment);
        let surplus = self.case.holdings().too_much() - before.too_much();
        let surplus = surplus.clamp(0, movement.amount);
        (movement, surplus)
    }

    /// What is too much of a card payment goes back to the card by itself.
    fn give_surplus_back(&mut self) {
        let (attempt, now) = (self.report.attempt, self.report.now);
        let surplus = self.case.surplus_of(attempt);
        if surplus > 0 {
            self.case.refund_surplus(attempt, surplus, now, self.report.source);
        }
    }

    pub(crate) fn returned(mut self, kind: MovementKind, code: &str, money: &MoneyReport) {
        if self.is_booked(kind, money) {
            return;
        }
        let suspense = Fact { kind, allocation: Allocation::Suspense, money, code: Some(code) };
        let attempt = self.report.attempt;
        if self.case.allocation_of(attempt).is_none() {
            let movement = self.take_back(suspense);
            return self.raise(WorkKind::ReturnedWithoutCollection, Some(&movement));
        }
        let Some(allocation) = self.held_enough(money) else {
            let movement = self.take_back(suspense);
            return self.raise(WorkKind::ReturnedTooMuch, Some(&movement));
        };
        let fact = Fact { allocation, ..suspense };
        let overtaken = self.release_overtaken(&fact);
        let movement = self.take_back(fact);
        self.out.ends_mandate = codes::ends_mandate(code);
        if overtaken {
            // Something may still be too much; what failed before stays with a person.
            self.give_surplus_back();
        }
        if closes(code) == Some(Closed::Disputed) {
            self.note_dispute(code, movement.amount, self.report.now);
        }
    }

    /// As what the attempt's money that goes back had come: the latest of it first.
    fn held_enough(&self, money: &MoneyReport) -> Option<Allocation> {
        let attempt = self.report.attempt;
        let ours = self.case.movements.iter().rev().filter(|it| it.attempt == Some(attempt));
        let mut collections = ours.filter(|it| it.kind == MovementKind::Collection);
        let enough = |it: &&Movement| {
            money.currency == self.currency_of(it.allocation)
                && money.amount <= self.held_as(it.allocation)
        };
        collections.find(enough).map(|it| it.allocation)
    }

    /// Withdraws refunds that have not left, as far as nothing is left for them when this goes
    /// back: their money is free before it is taken. True when there were some.
    pub(crate) fn release_overtaken(&mut self, fact: &Fact<'_>) -> bool {
        let mut found = false;
        while let Some(id) = self.overtaken_by(fact) {
            let (now, code) = (self.report.now, PAYMENT_RETURNED.to_owned());
            let end = RefundProgress::Canceled { at: now, code };
            self.case.release(id, end, now, self.report.source);
            found = true;
        }
        found
    }

    /// The latest refund that has not left and cannot be kept once this has gone back.
    fn overtaken_by(&self, fact: &Fact<'_>) -> Option<RefundId> {
        let mut after = self.case.clone();
        after.movements.push(self.movement(fact));
        let pending = self.case.refunds.iter().rev();
        let mut pending = pending.filter(|it| it.progress == RefundProgress::Pending);
        pending.find(|refund| after.is_overtaken(refund)).map(|refund| refund.id)
    }

    /// The currency of the attempt's money.
    fn currency_of(&self, allocation: Allocation) -> crate::money::Currency {
        let ours = |it: &&Movement| it.attempt == Some(self.report.attempt);
        let first = self.case.movements.iter().filter(ours).map(|it| it.currency).next();
        match allocation {
            Allocation::Suspense => first.unwrap_or(self.case.session.terms.currency),
            _ => self.case.session.terms.currency,
        }
    }

    /// What of the attempt's money in one allocation has not gone back.
    fn held_as(&self, allocation: Allocation) -> i64 {
        let ours = self.case.movements.iter().filter(|it| it.attempt == Some(self.report.attempt));
        ours.filter(|it| it.allocation == allocation).map(Movement::held).sum()
    }

    /// Books money that was taken back. What went back twice by it is the customer's debt.
    fn take_back(&mut self, fact: Fact<'_>) -> Movement {
        let before = self.case.holdings().doubled;
        let movement = self.book_all(fact, BalanceKind::Return);
        let doubled = self.case.holdings().doubled - before;
        if doubled > 0 {
            self.raise_part(WorkKind::DoubleRecovery, &movement, doubled);
        }
        movement
    }

    pub(crate) fn disputed(mut self, code: &str, debit_at: Timestamp) {
        let held = self.case.held_of(self.report.attempt);
        if self.case.allocation_of(self.report.attempt).is_none() {
            return self.raise(WorkKind::DisputedWithoutCollection, None);
        }
        self.note_dispute(code, held.max(1), debit_at);
        self.out.ends_mandate = codes::ends_mandate(code);
    }

    fn note_dispute(&mut self, code: &str, amount: i64, debit_at: Timestamp) {
        let (attempt, now) = (self.report.attempt, self.report.now);
        let open = |it: &Dispute| it.attempt == attempt && it.is_open();
        if self.case.disputes.iter().any(open) {
            return;
        }
        let respond_by = (code == CHARGEBACK).then(|| now.plus_days(RESPONSE_DAYS));
        self.case.disputes.push(Dispute {
            id: DisputeId::fresh(self.report.source),
            transaction: self.attempt().transaction,
            attempt,
            code: code.to_owned(),
            amount,
            reported_at: now,
            debit_at,
            respond_by,
            outcome: None,
            evidence: BTreeMap::new(),
            submitted_at: None,
            metadata: BTreeMap::new(),
        });
        self.case.unbooked.work.push(WorkItem {
            kind: WorkKind::DisputeOpened,
            attempt: Some(attempt),
            movement: None,
            refund: None,
            owner: None,
            amount: Some(amount),
            cause: format!("{}:{attempt}:{}", WorkKind::DisputeOpened, now.ms()),
        });
        self.out.changed = true;
    }

    /// The money came back. What the session no longer asks for is credit of the customer.
    pub(crate) fn dispute_won(mut self, money: &MoneyReport) {
        if self.is_booked(MovementKind::Collection, money) {
            return;
        }
        self.end_dispute(DisputeOutcome::Won);
        let session = &self.case.session;
        let owed = (session.terms.amount - self.case.received_net()).max(0);
        let allocation = match () {
            () if money.currency != session.terms.currency => Allocation::Suspense,
            () if owed == 0 || self.case.cancellation(self.report.now).is_some() => {
                Allocation::Surplus
            }
            () => Allocation::Payment,
        };
        let code = Some(DISPUTE_WON);
        let fact = Fact { kind: MovementKind::Collection, allocation, money, code };
        let (movement, surplus) = self.collect(fact);
        if surplus > 0 {
            self.raise_part(WorkKind::Surplus, &movement, surplus);
        }
    }

    pub(crate) fn dispute_lost(mut self) {
        self.end_dispute(DisputeOutcome::Lost);
    }

    fn end_dispute(&mut self, outcome: DisputeOutcome) {
        let (attempt, now) = (self.report.attempt, self.report.now);
        let open = |it: &&mut Dispute| it.attempt == attempt && it.is_open();
        if let Some(dispute) = self.case.disputes.iter_mut().find(open) {
            dispute.outcome = Some((outcome, now));
            self.out.changed = true;
        }
    }

    /// True when this fact is known already. One that differs from what is known goes to a person.
    pub(crate) fn is_booked(&mut self, kind: MovementKind, money: &MoneyReport) -> bool {
        let same = |it: &&Movement| {
            it.kind == kind && it.source == self.report.from && it.source_id == money.source_id
        };
        let Some(known) = self.case.movements.iter().find(same).cloned() else { return false };
        if (known.amount, known.currency) != (money.amount, money.currency) {
            self.raise(WorkKind::RepeatDiffers, Some(&known));
        }
        true
    }

    /// Where the attempt's money is until the bank's statement shows it.
    pub(crate) fn transit(&self) -> Side {
        LedgerAccount::transit(self.report.from).into()
    }

    /// Books a fact, and what it makes of who has what.
    pub(crate) fn book_all(&mut self, fact: Fact<'_>, own: BalanceKind) -> Movement {
        let before = self.case.holdings();
        let movement = self.movement(&fact);
        self.case.add(movement.clone());
        self.out.changed = true;
        let (id, transit) = (movement.id, self.transit());
        if movement.allocation == Allocation::Suspense {
            let suspense = Side::from(LedgerAccount::Suspense);
            match movement.kind.takes_back() || movement.kind == MovementKind::MerchantRefund {
                true => self.case.post(id, suspense, transit, movement.amount),
                false => self.case.post(id, transit, suspense, movement.amount),
            }
        } else {
            self.case.post_difference(id, before, own, Some(transit));
        }
        movement
    }

    pub(crate) fn movement(&self, fact: &Fact<'_>) -> Movement {
        let attempt = self.attempt();
        let now = self.report.now;
        let available_at = match attempt.progress {
            Progress::Collected { clears_at, .. } => clears_at.max(now),
            _ => now,
        };
        Movement {
            id: MovementId::fresh(self.report.source),
            session: Some(attempt.session),
            transaction: Some(attempt.transaction),
            attempt: Some(attempt.id),
            kind: fact.kind,
            allocation: fact.allocation,
            amount: fact.money.amount,
            fee: fact.money.fee,
            currency: fact.money.currency,
            code: fact.code.map(str::to_owned),
            value_date: fact.money.value_date,
            booked_at: now,
            source: self.report.from,
            source_id: fact.money.source_id.clone(),
            available_at,
        }
    }
}
