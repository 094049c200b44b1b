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
    Allocation, LINKED, Movement, MovementKind, MovementSource, REFUND_SHOWN, REFUND_UNSHOWN,
    UNLINKED, UNMATCHED,
};
use crate::refunding::About;
use crate::settle::{MoneyReport, Step};
use crate::source::Source;
use crate::time::Timestamp;

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
    fn is_undone(&self, movement: MovementId) -> bool {
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
        let ours = self.movements.iter().filter(|it| it.attempt == Some(attempt));
        match { ours }.any(|it| it.kind.takes_back()) {
            true => Err(UnmatchRefusal::Returned),
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
        let (amount, of_refund) = (found.amount, found.is_called(REFUND_SHOWN));
        if self.case.is_undone(settlement) {
            return;
        }
        let (now, source) = (self.report.now, self.report.source);
        let code = if of_refund { REFUND_UNSHOWN } else { UNLINKED };
        let about = self.about(code, Allocation::Payment, amount);
        let id = self.case.decide(about, settlement.to_string(), now, source);
        let (debit, credit) = if of_refund { (waiting(), marked()) } else { (marked(), waiting()) };
        self.case.post(id, debit, credit, amount);
        self.out.changed = true;
    }

    /// A match or a mark was wrong: exactly that collection is the session's no more. What a bank had told
    /// of waits again; what a person had marked never came.
    pub(crate) fn unmatched(mut self, collection: MovementId) {
        let attempt = self.report.attempt;
        let is_it = |it: &&Movement| {
            it.id == collection
                && it.attempt == Some(attempt)
                && it.kind == MovementKind::Collection
        };
        let Some(collection) = self.case.movements.iter().find(is_it).cloned() else { return };
        if self.case.is_undone(collection.id) || self.case.can_unmatch(attempt).is_err() {
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
        let attempts: Vec<AttemptId> = self.case.attempts.iter().map(|it| it.id).collect();
        for id in attempts.into_iter().filter(|_| overtaken) {
            let surplus = self.case.surplus_of(id);
            if surplus > 0 {
                self.case.refund_surplus(id, surplus, now, source);
            }
        }
    }

    fn about<'a>(&self, code: &'a str, allocation: Allocation, amount: i64) -> About<'a> {
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
