//! Booking what was reported: money that came, went back, or was given back.
//!
//! Each fact is booked once, whatever it contradicts. Its postings are split between the session's
//! own money, surplus, and what the customer owes because money went back twice.

use std::collections::BTreeMap;

use crate::attempt::{Attempt, Progress};
use crate::case::Closed;
use crate::dispute::{Dispute, DisputeOutcome, RESPONSE_DAYS};
use crate::ids::{DisputeId, Id, MovementId};
use crate::ledger::{BalanceKind, Channel, LedgerAccount, Side};
use crate::method::MethodType;
use crate::movement::{Allocation, Movement, MovementKind};
use crate::refunding::PAID_OTHERWISE;
use crate::sepa::codes;
use crate::settle::{CHARGEBACK, MoneyReport, Step, closes};
use crate::time::Timestamp;
use crate::work::{WorkItem, WorkKind};

/// The code of a collection that a won dispute brought back.
const DISPUTE_WON: &str = "dispute_won";

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
        let owed = self.case.state_at(now).amounts.remaining;
        if surprise != Some(WorkKind::CollectedTwice) {
            // A processor's clock may run behind ours; nothing clears before it is booked.
            self.advance(Progress::Collected { at: now, clears_at: clears_at.max(now) });
        }
        let fact = Fact { kind: MovementKind::Collection, allocation, money, code: None };
        let side = Self::surplus_side_of(self.attempt());
        let (movement, surplus) = self.collect(fact, owed, side);
        if let Some(kind) = surprise {
            self.raise(kind, Some(&movement));
        }
        match allocation {
            Allocation::Suspense => self.raise(WorkKind::WrongCurrency, Some(&movement)),
            _ if surplus > 0 => self.raise(WorkKind::Surplus, Some(&movement)),
            _ if money.amount != asked => self.raise(WorkKind::AmountDiffers, Some(&movement)),
            _ => {}
        }
        if surplus > 0 && self.attempt().method == MethodType::Card {
            self.case.refund_surplus(self.report.attempt, surplus, now, self.report.source);
        }
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

    /// Books money that came, of which `owed` was still to come. Gives what was too much.
    fn collect(&mut self, fact: Fact<'_>, owed: i64, surplus_side: Side) -> (Movement, i64) {
        let before = self.case.double_recovered();
        let (allocation, amount) = (fact.allocation, fact.money.amount);
        let movement = self.book(fact);
        let restored = (before - self.case.double_recovered()).max(0);
        let surplus = match allocation {
            Allocation::Payment => amount - owed.clamp(0, amount),
            Allocation::Surplus => amount,
            Allocation::Suspense => 0,
        };
        let restored = restored.min(amount - surplus);
        let ours = match allocation {
            Allocation::Suspense => LedgerAccount::Suspense.into(),
            _ => self.case.own_side(BalanceKind::Payment),
        };
        let (id, transit) = (movement.id, self.transit());
        self.case.post(id, transit.clone(), ours, amount - surplus - restored);
        self.case.post(id, transit.clone(), Side::Customer(BalanceKind::DoubleRecovery), restored);
        self.case.post(id, transit, surplus_side, surplus);
        (movement, surplus)
    }

    fn surplus_side_of(attempt: &Attempt) -> Side {
        crate::case::Case::surplus_side(attempt)
    }

    pub(crate) fn returned(mut self, kind: MovementKind, code: &str, money: &MoneyReport) {
        if self.is_booked(kind, money) {
            return;
        }
        let suspense = Fact { kind, allocation: Allocation::Suspense, money, code: Some(code) };
        let attempt = self.report.attempt;
        let Some(allocation) = self.case.allocation_of(attempt) else {
            let movement = self.take_back(suspense);
            return self.raise(WorkKind::ReturnedWithoutCollection, Some(&movement));
        };
        let held = self.held_as(allocation);
        if money.amount > held || money.currency != self.currency_of(allocation) {
            let movement = self.take_back(suspense);
            return self.raise(WorkKind::ReturnedTooMuch, Some(&movement));
        }
        let (now, source) = (self.report.now, self.report.source);
        self.case.cancel_overtaken(attempt, money.amount, now, source);
        let movement = self.take_back(Fact { allocation, ..suspense });
        self.out.ends_mandate = codes::ends_mandate(code);
        let still_too_much = self.case.overpaid();
        if still_too_much > 0 && self.attempt().method == MethodType::Card {
            self.case.refund_surplus(attempt, still_too_much.min(held - money.amount), now, source);
        }
        if closes(code) == Some(Closed::Disputed) {
            self.note_dispute(code, movement.amount, self.report.now);
        }
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
        ours.filter(|it| it.allocation == allocation)
            .map(|it| match it.kind {
                MovementKind::Collection => it.amount,
                kind if kind.takes_back() => -it.amount,
                _ => 0,
            })
            .sum()
    }

    /// Books money that was taken back: from surplus first, and what had been refunded already is
    /// the customer's debt.
    fn take_back(&mut self, fact: Fact<'_>) -> Movement {
        let (allocation, amount) = (fact.allocation, fact.money.amount);
        let (overpaid, before) = (self.case.overpaid(), self.doubled(allocation));
        let movement = self.book(fact);
        let doubled = (self.doubled(allocation) - before).clamp(0, amount);
        let surplus = match allocation {
            Allocation::Payment => overpaid.clamp(0, amount - doubled),
            Allocation::Surplus => amount - doubled,
            Allocation::Suspense => 0,
        };
        let ours = match allocation {
            Allocation::Suspense => LedgerAccount::Suspense.into(),
            _ => self.case.own_side(BalanceKind::Return),
        };
        let (id, transit) = (movement.id, self.transit());
        let surplus_side = Self::surplus_side_of(self.attempt());
        self.case.post(id, ours, transit.clone(), amount - surplus - doubled);
        self.case.post(id, surplus_side, transit.clone(), surplus);
        self.case.post(id, Side::Customer(BalanceKind::DoubleRecovery), transit, doubled);
        if doubled > 0 {
            self.raise(WorkKind::DoubleRecovery, Some(&movement));
        }
        movement
    }

    /// What went back twice: of the session, or of this attempt's surplus.
    pub(crate) fn doubled(&self, allocation: Allocation) -> i64 {
        match allocation {
            Allocation::Payment => self.case.double_recovered(),
            Allocation::Surplus => {
                let ours = |it: &&Movement| it.attempt == Some(self.report.attempt);
                let refunded = self.case.movements.iter().filter(ours).map(|it| match it.kind {
                    MovementKind::MerchantRefund => it.amount,
                    MovementKind::RefundBounce => -it.amount,
                    _ => 0,
                });
                (refunded.sum::<i64>() - self.case.held_of(self.report.attempt)).max(0)
            }
            Allocation::Suspense => 0,
        }
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
        let side = Side::Customer(BalanceKind::Surplus);
        let (movement, surplus) = self.collect(fact, owed, side);
        if surplus > 0 {
            self.raise(WorkKind::Surplus, Some(&movement));
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
        LedgerAccount::InTransit(Channel(self.report.from)).into()
    }

    pub(crate) fn book(&mut self, fact: Fact<'_>) -> Movement {
        let attempt = self.attempt();
        let now = self.report.now;
        let available_at = match attempt.progress {
            Progress::Collected { clears_at, .. } => clears_at.max(now),
            _ => now,
        };
        let movement = Movement {
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
        };
        self.case.add(movement.clone());
        self.out.changed = true;
        movement
    }
}
