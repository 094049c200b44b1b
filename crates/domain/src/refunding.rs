//! What the merchant decides about money that was received: refunds, and customers' credit.
//!
//! Each decision books an `adjustment` between our own accounts; no money enters or leaves by it.

use jiff::tz::TimeZone;

use crate::attempt::{Attempt, Progress};
use crate::calendar::local_date;
use crate::case::{Case, Refusal};
use crate::ids::{AttemptId, Id, MovementId, RefundId, TransactionId};
use crate::ledger::{BalanceKind, LedgerAccount, Posting, Side};
use crate::method::MethodType;
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
        let ours = self.attempts.iter().filter(|it| it.transaction == transaction);
        let held = ours.rev().find(|attempt| self.held_of(attempt.id) > 0);
        let attempt = held.ok_or(RefundRefusal::NothingCollected)?;
        if let Progress::Collected { clears_at, .. } = attempt.progress
            && now < clears_at
        {
            return Err(RefundRefusal::NotCleared { possible_at: clears_at });
        }
        let state = self.transaction_state(transaction, now);
        let surplus: i64 = self.reserved(transaction, RefundOrigin::Surplus);
        let kept = self.adjusted(KEPT_AS_CREDIT, Some(transaction));
        let left = state.received - state.returned - state.refunded - kept;
        let left = left - surplus - self.reserved(transaction, RefundOrigin::Merchant);
        Ok((attempt.id, left.max(0)))
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
        let movement =
            self.decide(self.about(&refund, REFUND_RESERVED), id.to_string(), now, source);
        let from = self.money_of(&refund, BalanceKind::Refund);
        self.post(movement, from, LedgerAccount::RefundsPending.into(), amount);
        self.refunds.push(refund);
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
        let refund = self.refunds[place].clone();
        self.refunds[place].progress = end;
        let about = self.about(&refund, REFUND_RELEASED);
        let movement = self.decide(about, format!("{id}:released"), now, source);
        let to = self.money_of(&refund, BalanceKind::Refund);
        self.post(movement, LedgerAccount::RefundsPending.into(), to, refund.amount);
    }

    /// Withdraws refunds that a return of so much overtakes: together they would give back more
    /// than there is, or surplus that is none any more.
    pub(crate) fn cancel_overtaken(
        &mut self,
        attempt: AttemptId,
        coming: i64,
        now: Timestamp,
        source: &dyn Source,
    ) {
        while let Some(id) = self.overtaken(attempt, coming) {
            let code = PAYMENT_RETURNED.to_owned();
            self.release(id, RefundProgress::Canceled { at: now, code }, now, source);
        }
    }

    /// The latest refund that has not left and cannot be kept when so much goes back.
    fn overtaken(&self, attempt: AttemptId, coming: i64) -> Option<RefundId> {
        let pending = |it: &&Refund| it.progress == RefundProgress::Pending;
        let of_surplus = |it: &&Refund| {
            it.origin == RefundOrigin::Surplus
                && self.allocation_of(it.attempt) == Some(Allocation::Payment)
        };
        let overpaid = self.received_net() - coming - self.session.terms.amount;
        let reserved: i64 =
            self.refunds.iter().filter(pending).filter(of_surplus).map(|it| it.amount).sum();
        if reserved > overpaid.max(0) {
            let latest = self.refunds.iter().rev().filter(pending).find(of_surplus);
            return latest.map(|refund| refund.id);
        }
        let ours = |it: &&Refund| it.attempt == attempt;
        let live = self.refunds.iter().filter(ours).filter(|it| it.progress.is_live());
        let asked: i64 = live.map(|it| it.amount).sum();
        let latest = self.refunds.iter().rev().filter(ours).find(pending);
        latest.filter(|_| asked > self.held_of(attempt) - coming).map(|it| it.id)
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
        let id = MovementId::fresh(source).to_string();
        let movement = self.decide(about, id, now, source);
        let to = self.own_account().into();
        self.post(movement, Side::Customer(BalanceKind::Applied), to, amount);
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
        let movement = self.decide(about, MovementId::fresh(source).to_string(), now, source);
        let from = self.own_account().into();
        self.post(movement, from, Side::Customer(BalanceKind::Unapplied), amount);
    }

    /// Asks for refunds of all that a part-paid session received.
    pub(crate) fn refund_everything(&mut self, now: Timestamp, source: &dyn Source) {
        for transaction in self.transactions.iter().map(|it| it.id).collect::<Vec<_>>() {
            let Ok((attempt, amount)) = self.refundable(transaction, now) else { continue };
            if amount > 0 {
                let terms = RefundTerms { reverse_transfer: true, ..RefundTerms::default() };
                self.reserve(attempt, amount, RefundOrigin::Merchant, terms, now, source);
            }
        }
    }

    /// Turns what a part-paid session received into credit of its customer.
    pub(crate) fn keep_as_credit(&mut self, now: Timestamp, source: &dyn Source) {
        for transaction in self.transactions.iter().map(|it| it.id).collect::<Vec<_>>() {
            let Ok((attempt, amount)) = self.refundable(transaction, now) else { continue };
            if amount <= 0 {
                continue;
            }
            let (kind, allocation) = (MovementKind::Adjustment, Allocation::Payment);
            let (code, attempt) = (KEPT_AS_CREDIT, Some(attempt));
            let transaction = Some(transaction);
            let about = About { kind, code, transaction, attempt, allocation, amount };
            let movement = self.decide(about, MovementId::fresh(source).to_string(), now, source);
            let from = self.own_account().into();
            self.post(movement, from, Side::Customer(BalanceKind::Kept), amount);
        }
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
        counted
            .map(|movement| match movement.kind {
                MovementKind::Collection => movement.amount,
                kind if kind.takes_back() => -movement.amount,
                _ => 0,
            })
            .sum()
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

    /// What was received and then kept as credit of the customer.
    pub(crate) fn kept_as_credit(&self) -> i64 {
        self.adjusted(KEPT_AS_CREDIT, None)
    }

    /// What is reserved for refunds of a transaction.
    fn reserved(&self, transaction: TransactionId, origin: RefundOrigin) -> i64 {
        self.refunds
            .iter()
            .filter(|refund| refund.transaction == transaction && refund.origin == origin)
            .filter(|refund| refund.progress.is_reserved())
            .map(|refund| refund.amount)
            .sum()
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

    /// Whose money a refund gives back.
    pub(crate) fn money_of(&self, refund: &Refund, kind: BalanceKind) -> Side {
        match refund.origin {
            RefundOrigin::Surplus => LedgerAccount::Surplus.into(),
            RefundOrigin::Merchant => self.own_side(kind),
        }
    }

    /// Where the session's own money goes: to the customer for a top-up.
    pub(crate) fn own_side(&self, kind: BalanceKind) -> Side {
        if self.session.plan.top_up { Side::Customer(kind) } else { self.own_account().into() }
    }

    /// Where surplus of an attempt goes: back by card, and on other rails to the customer.
    pub(crate) fn surplus_side(attempt: &Attempt) -> Side {
        match attempt.method {
            MethodType::Card => LedgerAccount::Surplus.into(),
            _ => Side::Customer(BalanceKind::Surplus),
        }
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
