//! What the merchant decides about money that was received: refunds, and customers' credit.
//!
//! Each decision books an `adjustment` between our own accounts; no money enters or leaves by it.

use jiff::tz::TimeZone;

use crate::attempt::{Attempt, Progress};
use crate::calendar::local_date;
use crate::case::{Case, Refusal};
use crate::holdings::{DOUBLE_WRITTEN_OFF, SURPLUS_KEPT};
use crate::ids::{AttemptId, Id, MovementId, RefundId, TransactionId};
use crate::ledger::{BalanceKind, Posting, Side};
use crate::movement::{Allocation, Movement, MovementKind, MovementSource};
use crate::plan::Split;
use crate::refund::{Refund, RefundOrigin, RefundProgress, RefundRefusal, RefundTerms};
use crate::source::Source;
use crate::time::Timestamp;

/// The code of an adjustment that gives a customer's credit back.
pub(crate) const CREDIT_RELEASED: &str = "credit_released";
/// The code of an adjustment that turns received money into a customer's credit.
pub(crate) const KEPT_AS_CREDIT: &str = "kept_as_credit";
/// The code of an adjustment that reserves money for a refund.
const REFUND_RESERVED: &str = "refund_reserved";
/// The code of an adjustment that gives reserved money free.
const REFUND_RELEASED: &str = "refund_released";
/// The code of an adjustment that splits what belonged to nobody known.
const ALLOCATED: &str = "allocated";
/// Why a try is withdrawn when another one, or credit, has paid.
pub(crate) const PAID_OTHERWISE: &str = "paid_otherwise";
/// Why a refund is withdrawn when the payer's bank has the money back.
pub(crate) const PAYMENT_RETURNED: &str = "payment_returned";

/// What a movement of our own is about.
#[derive(Clone, Copy)]
pub(crate) struct About<'a> {
    pub(crate) kind: MovementKind,
    pub(crate) code: &'a str,
    pub(crate) transaction: Option<TransactionId>,
    pub(crate) attempt: Option<AttemptId>,
    pub(crate) allocation: Allocation,
    pub(crate) amount: i64,
}

impl Case {
    /// What can still be refunded of a transaction at `now`.
    ///
    /// # Errors
    /// When nothing was collected, or it has not cleared.
    pub fn refundable(
        &self,
        transaction: TransactionId,
        now: Timestamp,
    ) -> Result<(AttemptId, i64), RefundRefusal> {
        let pays = |it: &&Attempt| {
            it.transaction == transaction
                && self.allocation_of(it.id) == Some(Allocation::Payment)
                && self.held_of(it.id) > 0
        };
        let mut ours = self.attempts.iter().rev().filter(pays).peekable();
        let latest = *ours.peek().ok_or(RefundRefusal::NothingCollected)?;
        let free = ours.map(|it| (it, self.refundable_of(it.id))).find(|(_, left)| *left > 0);
        let (attempt, left) = free.unwrap_or((latest, 0));
        if let Progress::Collected { clears_at, .. } = attempt.progress
            && now < clears_at
        {
            return Err(RefundRefusal::NotCleared { possible_at: clears_at });
        }
        Ok((attempt.id, left))
    }

    /// Asks for a refund, of all that is left when no amount is given, and reserves its money.
    /// `spendable` is what the customer has in credit, which bounds the refund of a top-up.
    ///
    /// # Errors
    /// When there is not so much to give back, or not yet.
    pub fn request_refund(
        &mut self,
        transaction: TransactionId,
        amount: Option<i64>,
        terms: RefundTerms,
        spendable: i64,
        now: Timestamp,
        source: &dyn Source,
    ) -> Result<RefundId, RefundRefusal> {
        let (attempt, refundable) = self.refundable(transaction, now)?;
        let amount = amount.unwrap_or(refundable);
        if amount > refundable || amount <= 0 {
            return Err(RefundRefusal::TooMuch { refundable });
        }
        if self.session.plan.top_up && amount > spendable {
            return Err(RefundRefusal::CreditSpent { left: spendable });
        }
        let id = self.reserve(attempt, amount, RefundOrigin::Merchant, terms, now, source);
        self.refresh(now);
        Ok(id)
    }

    /// Gives surplus of a card payment back by itself.
    pub(crate) fn refund_surplus(
        &mut self,
        attempt: AttemptId,
        amount: i64,
        now: Timestamp,
        source: &dyn Source,
    ) {
        let terms = RefundTerms {
            reason: Some(crate::refund::RefundReason::Duplicate),
            ..RefundTerms::default()
        };
        self.reserve(attempt, amount, RefundOrigin::Surplus, terms, now, source);
    }

    fn reserve(
        &mut self,
        attempt: AttemptId,
        amount: i64,
        origin: RefundOrigin,
        terms: RefundTerms,
        now: Timestamp,
        source: &dyn Source,
    ) -> RefundId {
        let id = RefundId::fresh(source);
        let transaction = self.attempt(attempt).map(|it| it.transaction);
        let refund = Refund {
            id,
            created_at: now,
            transaction: transaction.unwrap_or_else(|| TransactionId::fresh(source)),
            attempt,
            amount,
            origin,
            terms,
            progress: RefundProgress::Pending,
            submitted_at: None,
            reference: None,
            bounced_at: None,
        };
        let before = self.holdings();
        let movement =
            self.decide(self.about(&refund, REFUND_RESERVED), id.to_string(), now, source);
        self.refunds.push(refund);
        self.post_difference(movement, before, BalanceKind::Refund, None);
        id
    }

    /// Withdraws a refund that has not left. False when it has, or has ended.
    pub fn cancel_refund(
        &mut self,
        id: RefundId,
        code: &str,
        now: Timestamp,
        source: &dyn Source,
    ) -> bool {
        let end = RefundProgress::Canceled { at: now, code: code.to_owned() };
        let pending =
            |refund: &Refund| refund.id == id && refund.progress == RefundProgress::Pending;
        let found = self.refunds.iter().any(pending);
        if found {
            self.release(id, end, now, source);
            self.refresh(now);
        }
        found
    }

    /// Ends a reserved refund that came to nothing, and gives its money free.
    pub(crate) fn release(
        &mut self,
        id: RefundId,
        end: RefundProgress,
        now: Timestamp,
        source: &dyn Source,
    ) {
        let Some(place) = self.refunds.iter().position(|refund| refund.id == id) else { return };
        let (refund, before) = (self.refunds[place].clone(), self.holdings());
        self.refunds[place].progress = end;
        let about = self.about(&refund, REFUND_RELEASED);
        let movement = self.decide(about, format!("{id}:released"), now, source);
        self.post_difference(movement, before, BalanceKind::Refund, None);
    }

    /// What of the customer's credit this session takes: all that it still asks for, but never so
    /// much that none of its rails carries the rest. Then some credit stays for another session.
    pub fn credit_to_spend(&self, spendable: i64, now: Timestamp) -> i64 {
        let due = self.state_at(now).amounts.remaining.max(0);
        let credit = spendable.clamp(0, due);
        let rest = due - credit;
        let methods = || self.session.terms.methods.iter();
        if rest == 0 || methods().any(|method| method.takes(rest)) {
            return credit;
        }
        let least = methods().map(|method| method.row().min).min().unwrap_or(0);
        credit.min((due - least).max(0))
    }

    /// Spends so much of the customer's credit as the session still asks for. Nothing happens
    /// where the session does not say so, or there is none.
    ///
    /// # Errors
    /// When the session takes no payment now.
    pub fn apply_credit(
        &mut self,
        spendable: i64,
        now: Timestamp,
        source: &dyn Source,
    ) -> Result<i64, Refusal> {
        self.takes_payment(now)?;
        let remaining = self.state_at(now).amounts.remaining;
        let amount = spendable.min(remaining);
        if !self.session.plan.apply_credit || amount <= 0 {
            return Ok(0);
        }
        let transaction = Some(self.open_transaction(remaining, now, source));
        let (kind, allocation) = (MovementKind::CreditApplied, Allocation::Payment);
        let about = About { kind, code: "", transaction, attempt: None, allocation, amount };
        let (id, before) = (MovementId::fresh(source).to_string(), self.holdings());
        let movement = self.decide(about, id, now, source);
        self.post_difference(movement, before, BalanceKind::Applied, None);
        if amount == remaining {
            // Nothing is left to pay, so what waits at a processor's page must not be.
            self.withdraw(now, PAID_OTHERWISE);
        }
        self.refresh(now);
        Ok(amount)
    }

    /// Gives the credit back that was spent on a session which is canceled.
    pub(crate) fn release_credit(&mut self, now: Timestamp, source: &dyn Source) {
        let amount = self.credit_applied();
        if amount <= 0 {
            return;
        }
        let transaction = self.movements.iter().rev().find_map(|it| it.transaction);
        let (kind, allocation) = (MovementKind::Adjustment, Allocation::Payment);
        let code = CREDIT_RELEASED;
        let about = About { kind, code, transaction, attempt: None, allocation, amount };
        let (id, before) = (MovementId::fresh(source).to_string(), self.holdings());
        let movement = self.decide(about, id, now, source);
        self.post_difference(movement, before, BalanceKind::Unapplied, None);
    }

    /// What a part-paid session received and can give back, of each try.
    ///
    /// # Errors
    /// When some of it has not cleared: it cannot be given back yet.
    fn received_parts(&self, now: Timestamp) -> Result<Vec<(AttemptId, i64)>, Refusal> {
        let mut parts = Vec::new();
        for attempt in &self.attempts {
            let left = self.refundable_of(attempt.id);
            match attempt.progress {
                _ if left <= 0 => {}
                Progress::Collected { clears_at, .. } if now < clears_at => {
                    return Err(Refusal::InProgress { until: Some(clears_at) });
                }
                _ => parts.push((attempt.id, left)),
            }
        }
        Ok(parts)
    }

    /// Asks for refunds of all that a part-paid session received. `spendable` is what the customer
    /// has in credit: what was spent of a top-up cannot be given back.
    ///
    /// # Errors
    /// When it has not cleared, or was spent.
    pub(crate) fn refund_everything(
        &mut self,
        spendable: i64,
        now: Timestamp,
        source: &dyn Source,
    ) -> Result<(), Refusal> {
        let parts = self.received_parts(now)?;
        let all: i64 = parts.iter().map(|(_, left)| left).sum();
        if self.session.plan.top_up && all > spendable {
            return Err(Refusal::CreditSpent { left: spendable });
        }
        for (attempt, amount) in parts {
            let terms = RefundTerms { reverse_transfer: true, ..RefundTerms::default() };
            self.reserve(attempt, amount, RefundOrigin::Merchant, terms, now, source);
        }
        Ok(())
    }

    /// Turns what a part-paid session received into credit of its customer. A top-up's money is
    /// that already.
    ///
    /// # Errors
    /// When it has not cleared.
    pub(crate) fn keep_as_credit(
        &mut self,
        now: Timestamp,
        source: &dyn Source,
    ) -> Result<(), Refusal> {
        let parts = self.received_parts(now)?;
        if self.session.plan.top_up {
            return Ok(());
        }
        for (attempt, amount) in parts {
            self.adjust_attempt(KEPT_AS_CREDIT, attempt, amount, BalanceKind::Kept, now, source);
        }
        Ok(())
    }

    /// Turns surplus of a card payment that could not be given back into the customer's credit.
    pub fn keep_surplus(&mut self, attempt: AttemptId, now: Timestamp, source: &dyn Source) {
        let amount = self.surplus_of(attempt);
        if amount > 0 {
            let kind = BalanceKind::Surplus;
            self.adjust_attempt(SURPLUS_KEPT, attempt, amount, kind, now, source);
            self.refresh(now);
        }
    }

    /// Asks once more that surplus of a card payment goes back.
    pub fn retry_surplus(&mut self, attempt: AttemptId, now: Timestamp, source: &dyn Source) {
        let amount = self.surplus_of(attempt);
        if amount > 0 {
            self.refund_surplus(attempt, amount, now, source);
            self.refresh(now);
        }
    }

    /// Gives up so much of what went back twice: it is the merchant's loss.
    pub fn write_off(&mut self, amount: i64, now: Timestamp, source: &dyn Source) {
        let amount = amount.min(self.holdings().doubled);
        if amount > 0 {
            let transaction = self.movements.iter().rev().find_map(|it| it.transaction);
            let (kind, allocation) = (MovementKind::Adjustment, Allocation::Payment);
            let (code, attempt) = (DOUBLE_WRITTEN_OFF, None);
            let about = About { kind, code, transaction, attempt, allocation, amount };
            let (id, before) = (MovementId::fresh(source).to_string(), self.holdings());
            let movement = self.decide(about, id, now, source);
            self.post_difference(movement, before, BalanceKind::Adjustment, None);
            self.refresh(now);
        }
    }

    /// Books a decision about an attempt's money.
    pub(crate) fn adjust_attempt(
        &mut self,
        code: &str,
        attempt: AttemptId,
        amount: i64,
        own: BalanceKind,
        now: Timestamp,
        source: &dyn Source,
    ) {
        let transaction = self.attempt(attempt).map(|it| it.transaction);
        let allocation = self.allocation_of(attempt).unwrap_or(Allocation::Payment);
        let (kind, attempt) = (MovementKind::Adjustment, Some(attempt));
        let about = About { kind, code, transaction, attempt, allocation, amount };
        let (id, before) = (MovementId::fresh(source).to_string(), self.holdings());
        let movement = self.decide(about, id, now, source);
        self.post_difference(movement, before, own, None);
    }

    /// Splits money that belonged to nobody known. The adjustment carries what is moved.
    pub fn allocate(&mut self, split: Split, now: Timestamp, source: &dyn Source) {
        let amount = split.parked;
        self.session.plan.split = Some(split);
        if amount > 0 {
            let transaction = self.movements.iter().rev().find_map(|it| it.transaction);
            let (kind, allocation) = (MovementKind::Adjustment, Allocation::Payment);
            let (code, attempt) = (ALLOCATED, None);
            let about = About { kind, code, transaction, attempt, allocation, amount };
            self.decide(about, MovementId::fresh(source).to_string(), now, source);
        }
        self.refresh(now);
    }

    /// What of an attempt's money has not gone back by the payer's bank.
    pub(crate) fn held_of(&self, attempt: AttemptId) -> i64 {
        let ours = self.movements.iter().filter(|it| it.attempt == Some(attempt));
        let counted = ours.filter(|it| it.allocation != Allocation::Suspense);
        counted.map(Movement::held).sum()
    }

    /// The sum of our own adjustments of one kind, of one transaction or of all.
    pub(crate) fn adjusted(&self, code: &str, transaction: Option<TransactionId>) -> i64 {
        let of_kind = |it: &&Movement| it.code.as_deref() == Some(code);
        let adjustments = self.movements.iter().filter(|it| it.kind == MovementKind::Adjustment);
        let ours = adjustments.filter(|it| transaction.is_none() || it.transaction == transaction);
        ours.filter(of_kind).map(|it| it.amount).sum()
    }

    /// Customer credit that was spent on this session and not given back.
    pub(crate) fn credit_applied(&self) -> i64 {
        let applied = self.movements.iter().filter(|it| it.kind == MovementKind::CreditApplied);
        applied.map(|it| it.amount).sum::<i64>() - self.adjusted(CREDIT_RELEASED, None)
    }

    /// What a refund's movements are about.
    pub(crate) fn about<'a>(&self, refund: &Refund, code: &'a str) -> About<'a> {
        About {
            kind: MovementKind::Adjustment,
            code,
            transaction: Some(refund.transaction),
            attempt: Some(refund.attempt),
            allocation: self.allocation_of(refund.attempt).unwrap_or(Allocation::Payment),
            amount: refund.amount,
        }
    }

    /// Where the session's own money goes: to the customer for a top-up.
    pub(crate) fn own_side(&self, kind: BalanceKind) -> Side {
        if self.session.plan.top_up { Side::Customer(kind) } else { self.own_account().into() }
    }

    /// How an attempt's money was allocated.
    pub(crate) fn allocation_of(&self, attempt: AttemptId) -> Option<Allocation> {
        let ours = |it: &&Movement| it.attempt == Some(attempt);
        let first = self.movements.iter().filter(ours);
        { first }.find(|it| it.kind == MovementKind::Collection).map(|it| it.allocation)
    }

    /// Books a fact of the merchant's own making.
    pub(crate) fn decide(
        &mut self,
        about: About<'_>,
        source_id: String,
        now: Timestamp,
        source: &dyn Source,
    ) -> MovementId {
        let movement = Movement {
            id: MovementId::fresh(source),
            session: Some(self.session.id),
            transaction: about.transaction,
            attempt: about.attempt,
            kind: about.kind,
            allocation: about.allocation,
            amount: about.amount,
            fee: 0,
            currency: self.session.terms.currency,
            code: (!about.code.is_empty()).then(|| about.code.to_owned()),
            value_date: local_date(now, &TimeZone::UTC).unwrap_or_default(),
            booked_at: now,
            source: MovementSource::Merchant,
            source_id,
            available_at: now,
        };
        let id = movement.id;
        self.add(movement);
        id
    }

    /// Adds a fact, to be booked.
    pub(crate) fn add(&mut self, movement: Movement) {
        self.unbooked.movements.push(movement.clone());
        self.movements.push(movement);
    }

    /// Adds bookkeeping, unless there is nothing to book.
    pub(crate) fn post(&mut self, movement: MovementId, debit: Side, credit: Side, amount: i64) {
        if amount > 0 && debit != credit {
            self.unbooked.postings.push(Posting { movement, debit, credit, amount });
        }
    }
}
