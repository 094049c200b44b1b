//! Money that payers send by themselves: who takes it in, and how it is taken out again.
//!
//! Whatever comes is taken in by an attempt of its own: the one that waits for it, or a new one. A
//! person may say that money came before the bank does ([`Mark`]); the bank's entry is then linked to
//! that mark, so that one transfer never counts twice. What was matched wrongly is taken out again by
//! an adjustment, as if it had never come.

use crate::attempt::{Attempt, Progress};
use crate::booking::Fact;
use crate::case::Case;
use crate::ids::{AttemptId, ConnectionId, Id, MovementId};
use crate::ledger::{BalanceKind, LedgerAccount, Side};
use crate::method::MethodType;
use crate::movement::{
    Allocation, BOUNCE_SHOWN, BOUNCE_UNSHOWN, LINKED, Movement, MovementKind, MovementSource,
    REFUND_SHOWN, REFUND_UNSHOWN, UNLINKED, UNMATCHED, UNRETURNED,
};
use crate::refund::Refund;
use crate::refunding::{About, KEPT_AS_CREDIT, PAID_OTHERWISE};
use crate::settle::{MoneyReport, Step};
use crate::source::Source;
use crate::time::Timestamp;
use crate::work::WorkKind;

/// Money that came, or is said to have come, before an attempt has taken it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// How it came.
    pub method: MethodType,
    /// By which connection its bank is heard.
    pub connection: ConnectionId,
    /// Minor units.
    pub amount: i64,
}

/// Money that a person marked as received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The attempt that took it in.
    pub attempt: AttemptId,
    /// Minor units that no statement has shown yet. Never below zero.
    pub unseen: i64,
}

/// Why a match or a mark cannot be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnmatchRefusal {
    /// Its money was refunded, or is reserved for a refund.
    #[error("its money was refunded, or is reserved for a refund")]
    Refunded,
    /// The bank has taken it back.
    #[error("its money has gone back already")]
    Returned,
    /// It was marked by a person, and the bank's statement shows it.
    #[error("the bank's statement shows its money")]
    Shown,
}

impl Case {
    /// The attempt that takes in money whose way is `incoming`: the one that waits for it, else a
    /// new one. Nothing stands in its way: what came has come.
    pub fn take_in(
        &mut self,
        incoming: Incoming,
        now: Timestamp,
        source: &dyn Source,
    ) -> AttemptId {
        let waits =
            |it: &&Attempt| it.progress == Progress::Awaiting && it.method == incoming.method;
        if let Some(waiting) = self.attempts.iter().find(waits) {
            return waiting.id;
        }
        let remaining = self.state_at(now).amounts.remaining;
        let asked = if remaining > 0 { remaining } else { incoming.amount };
        let transaction = self.open_transaction(asked, now, source);
        let attempt = Attempt {
            id: AttemptId::fresh(source),
            session: self.session.id,
            transaction,
            created_at: now,
            method: incoming.method,
            connection: incoming.connection,
            amount: incoming.amount,
            payment_method: None,
            mandate: None,
            confirmed_at: None,
            reference: None,
            progress: Progress::Awaiting,
        };
        let id = attempt.id;
        self.attempts.push(attempt);
        id
    }

    /// Marks of which the bank's statement has not shown everything, oldest first.
    pub fn marks(&self) -> Vec<Mark> {
        let mark = |attempt: &Attempt| {
            let ours = || self.movements.iter().filter(|it| it.attempt == Some(attempt.id));
            let is_mark = |it: &Movement| {
                it.kind == MovementKind::Collection
                    && it.source == MovementSource::Merchant
                    && !self.is_undone(it.id)
            };
            let marked: i64 = ours().filter(|it| is_mark(it)).map(|it| it.amount).sum();
            Mark { attempt: attempt.id, unseen: marked - self.shown_of(attempt.id) }
        };
        self.attempts.iter().map(mark).filter(|mark| mark.unseen != 0).collect()
    }

    /// What the statement has shown of an attempt's mark.
    fn shown_of(&self, attempt: AttemptId) -> i64 {
        self.movements.iter().filter(|it| it.attempt == Some(attempt)).map(shown).sum()
    }

    /// True once a person has taken a movement back.
    pub fn is_undone(&self, movement: MovementId) -> bool {
        let id = movement.to_string();
        let undoes = |it: &Movement| {
            it.source == MovementSource::Merchant
                && it.kind == MovementKind::Adjustment
                && it.source_id == id
        };
        self.movements.iter().any(undoes)
    }

    /// That the money of a matched or marked attempt can be taken out of the session again.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn can_unmatch(&self, attempt: AttemptId) -> Result<(), UnmatchRefusal> {
        if self.refunded_of(attempt) + self.surplus_refunded_of(attempt) > 0 {
            return Err(UnmatchRefusal::Refunded);
        }
        if self.shown_of(attempt) != 0 {
            return Err(UnmatchRefusal::Shown);
        }
        self.can_unlink(attempt)
    }

    /// That a mark can be said not to have been seen on the statement.
    ///
    /// # Errors
    /// When the bank has taken back what it showed: then it was seen.
    pub fn can_unlink(&self, attempt: AttemptId) -> Result<(), UnmatchRefusal> {
        match self.returns().any(|it| it.attempt == Some(attempt)) {
            true => Err(UnmatchRefusal::Returned),
            false => Ok(()),
        }
    }

    /// That what was taken for a refund that came back can be taken out again.
    ///
    /// # Errors
    /// When that money has been given back once more, or is kept as the customer's credit.
    pub fn can_unbounce(&self, refund: &Refund) -> Result<(), UnmatchRefusal> {
        match self.refundable_of(refund.attempt) < refund.amount {
            true => Err(UnmatchRefusal::Refunded),
            false => Ok(()),
        }
    }

    /// True when so much of an attempt's money is here that its bank can take it back.
    pub fn holds(&self, attempt: AttemptId, amount: i64) -> bool {
        self.allocation_of(attempt).is_some() && self.held_of(attempt) >= amount
    }
}

/// What a movement adds to what the statement has shown of a mark, or takes from it.
fn shown(movement: &Movement) -> i64 {
    match movement.kind {
        MovementKind::BankSettlement if movement.is_called(LINKED) => movement.amount,
        MovementKind::Adjustment if movement.is_called(UNLINKED) => -movement.amount,
        _ => 0,
    }
}

impl Step<'_> {
    /// The statement shows what a person had marked: the money is on the bank account, and was
    /// counted already.
    pub(crate) fn linked(self, money: &MoneyReport) {
        self.show(money, LINKED, (waiting(), marked()));
    }

    /// The statement shows a refund that a person had marked as sent: the money has left the bank
    /// account, and had gone back already.
    pub(crate) fn refund_shown(self, money: &MoneyReport) {
        self.show(money, REFUND_SHOWN, (marked(), waiting()));
    }

    /// The statement shows the money of a refund that a person had marked as come back: it is on the
    /// bank account, and was counted already.
    pub(crate) fn bounce_shown(self, money: &MoneyReport) {
        self.show(money, BOUNCE_SHOWN, (waiting(), marked()));
    }

    fn show(mut self, money: &MoneyReport, code: &str, (debit, credit): (Side, Side)) {
        if self.is_booked(MovementKind::BankSettlement, money) {
            return;
        }
        let attempt = self.attempt();
        let movement = Movement {
            id: MovementId::fresh(self.report.source),
            session: Some(attempt.session),
            transaction: Some(attempt.transaction),
            attempt: Some(attempt.id),
            kind: MovementKind::BankSettlement,
            allocation: Allocation::Payment,
            amount: money.amount,
            fee: money.fee,
            currency: money.currency,
            code: Some(code.to_owned()),
            value_date: money.value_date,
            booked_at: self.report.now,
            source: self.report.from,
            source_id: money.source_id.clone(),
            available_at: self.report.now,
        };
        let (id, amount) = (movement.id, movement.amount);
        self.case.add(movement);
        self.case.post(id, debit, credit, amount);
        self.out.changed = true;
    }

    /// A link was wrong: the entry's money waits again, and the mark or the refund has not been seen.
    pub(crate) fn unlinked(self, settlement: MovementId) {
        let found = self.case.movements.iter().find(|it| it.id == settlement);
        let Some(found) = found else { return };
        let (code, (debit, credit)) = match found.code.as_deref() {
            Some(REFUND_SHOWN) => (REFUND_UNSHOWN, (waiting(), marked())),
            Some(BOUNCE_SHOWN) => (BOUNCE_UNSHOWN, (marked(), waiting())),
            _ => (UNLINKED, (marked(), waiting())),
        };
        let amount = found.amount;
        if self.case.is_undone(settlement) {
            return;
        }
        let (now, source) = (self.report.now, self.report.source);
        let about = self.about(code, Allocation::Payment, amount);
        let id = self.case.decide(about, settlement.to_string(), now, source);
        self.case.post(id, debit, credit, amount);
        self.out.changed = true;
    }

    /// A match or a mark was wrong: exactly that collection or return is the session's no more.
    pub(crate) fn unmatched(self, movement: MovementId) {
        let attempt = self.report.attempt;
        let is_it = |it: &&Movement| it.id == movement && it.attempt == Some(attempt);
        let Some(found) = self.case.movements.iter().find(is_it).cloned() else { return };
        match found.kind {
            _ if self.case.is_undone(movement) => {}
            MovementKind::Collection => self.uncollected(&found),
            kind if kind.takes_back() => self.unreturned(&found),
            _ => {}
        }
    }

    /// What a bank had told of waits again; what a person had marked never came.
    fn uncollected(mut self, collection: &Movement) {
        let attempt = self.report.attempt;
        if self.case.can_unmatch(attempt).is_err() {
            return;
        }
        // Surplus that is none without this money must not leave.
        let (amount, source_id) = (collection.amount, collection.id.to_string());
        let (currency, value_date) = (collection.currency, collection.value_date);
        let money = MoneyReport { amount, fee: 0, currency, value_date, source_id };
        let (kind, allocation) = (MovementKind::Adjustment, collection.allocation);
        let fact = Fact { kind, allocation, money: &money, code: Some(UNMATCHED) };
        let overtaken = self.release_overtaken(&fact);
        let (now, source, before) = (self.report.now, self.report.source, self.case.holdings());
        let about = self.about(UNMATCHED, collection.allocation, collection.amount);
        let id = self.case.decide(about, collection.id.to_string(), now, source);
        if self.case.held_of(attempt) <= 0 {
            self.advance(Progress::Canceled { at: now, code: UNMATCHED.to_owned() });
        }
        self.out.changed = true;
        let transit = LedgerAccount::transit(collection.source).into();
        self.case.post_difference(id, before, BalanceKind::Adjustment, Some(transit));
        if overtaken {
            self.give_all_surplus_back();
        }
    }

    /// What went out of the bank account was taken from this session wrongly: its money is here still, and
    /// is too much where it was paid again meanwhile. Of a canceled session it is the customer's credit.
    fn unreturned(mut self, back: &Movement) {
        if back.allocation == Allocation::Suspense {
            return;
        }
        let (now, source, before) = (self.report.now, self.report.source, self.case.holdings());
        let about = self.about(UNRETURNED, back.allocation, back.amount);
        let id = self.case.decide(about, back.id.to_string(), now, source);
        self.out.changed = true;
        let transit = LedgerAccount::transit(back.source).into();
        self.case.post_difference(id, before, BalanceKind::Adjustment, Some(transit));
        let undone = self.case.movements.iter().find(|it| it.id == id).cloned();
        let mut surplus = self.case.holdings().too_much() - before.too_much();
        if self.case.cancellation(now).is_some() && !self.case.session.plan.top_up {
            let attempt = self.report.attempt;
            let kept = self.case.refundable_of(attempt).min(back.amount);
            if kept > 0 {
                let kind = BalanceKind::Kept;
                self.case.adjust_attempt(KEPT_AS_CREDIT, attempt, kept, kind, now, source);
                surplus += kept;
            }
        } else if self.case.state_at(now).amounts.remaining <= 0 {
            // Paid after all, so what has not left us yet must not leave.
            self.case.withdraw(now, PAID_OTHERWISE);
        }
        if let Some(undone) = undone.filter(|_| surplus > 0) {
            self.raise_part(WorkKind::Surplus, &undone, surplus);
        }
        self.give_all_surplus_back();
    }

    /// What is too much of card payments goes back to their cards by itself.
    fn give_all_surplus_back(&mut self) {
        let (now, source) = (self.report.now, self.report.source);
        let attempts: Vec<AttemptId> = self.case.attempts.iter().map(|it| it.id).collect();
        for id in attempts {
            let surplus = self.case.surplus_of(id);
            if surplus > 0 {
                self.case.refund_surplus(id, surplus, now, source);
            }
        }
    }

    pub(crate) fn about<'a>(
        &self,
        code: &'a str,
        allocation: Allocation,
        amount: i64,
    ) -> About<'a> {
        let attempt = self.attempt();
        About {
            kind: MovementKind::Adjustment,
            code,
            transaction: Some(attempt.transaction),
            attempt: Some(attempt.id),
            allocation,
            amount,
        }
    }
}

/// Where money waits that is on the statement, and not understood.
fn waiting() -> Side {
    LedgerAccount::Suspense.into()
}

/// Where money is that a person has marked, as received or as sent, until the statement shows it.
fn marked() -> Side {
    LedgerAccount::transit(MovementSource::Merchant).into()
}
