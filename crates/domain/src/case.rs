//! A case: one session with all that is known about its payment.
//!
//! A case is loaded under a lock, changed by one decision or one report, derived anew, and
//! written back. Everything here is arithmetic on facts; nothing asks the world.

use crate::attempt::{Attempt, Progress};
use crate::debit::{Scheme, timetable};
use crate::dispute::{Dispute, DisputeOutcome};
use crate::ids::{
    AttemptId, ConnectionId, DisputeId, Id, MandateId, PaymentMethodId, TransactionId,
};
use crate::ledger::Posting;
use crate::method::MethodType;
use crate::movement::Movement;
use crate::refund::Refund;
use crate::session::{
    Cancellation, CancellationReason, PaymentStatus, ReceivedMoney, Reopen, ReportingType, Session,
    SessionStatus,
};
use crate::source::Source;
use crate::time::Timestamp;
use crate::transaction::{Transaction, TransactionState, TransactionStatus};
use crate::transfer::Transfer;
use crate::work::WorkItem;

/// One session with its transactions, attempts and movements, each in order of their making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The session.
    pub session: Session,
    /// Its transactions; the last is the latest.
    pub transactions: Vec<Transaction>,
    /// All tries, over all its transactions.
    pub attempts: Vec<Attempt>,
    /// The facts.
    pub movements: Vec<Movement>,
    /// What the merchant gives back.
    pub refunds: Vec<Refund>,
    /// Claims that a payment was not authorised.
    pub disputes: Vec<Dispute>,
    /// What the split made for owners.
    pub transfers: Vec<Transfer>,
    /// What is decided and not booked yet.
    pub unbooked: Unbooked,
}

/// Facts, their bookkeeping and what a person has to look at, made by a change of a case and to be
/// written in its `Tx`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unbooked {
    /// New facts, already part of the case.
    pub movements: Vec<Movement>,
    /// Their bookkeeping.
    pub postings: Vec<Posting>,
    /// What a person has to look at.
    pub work: Vec<WorkItem>,
}

/// What a payer who opens the page can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Openness {
    /// Pay.
    Open,
    /// Wait: a payment is under way.
    Busy,
    /// Nothing: it is paid.
    Paid,
    /// Nothing: it was canceled.
    Canceled(CancellationReason),
    /// Get in touch with the merchant.
    ContactOnly(Closed),
}

/// Why only the merchant can open the page again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closed {
    /// The payer asked their bank for the money back.
    Refunded,
    /// The payer says that it was never authorised.
    Disputed,
    /// The account holder has died.
    Deceased,
}

/// Why a payment cannot begin or a session cannot change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Money is under way; `until` says when the outcome is known, if that is foreseeable.
    #[error("a payment is in progress")]
    InProgress {
        /// When the outcome will be known.
        until: Option<Timestamp>,
    },
    /// It is paid.
    #[error("the payment session is paid")]
    Paid,
    /// It was canceled.
    #[error("the payment session is canceled")]
    Canceled,
    /// Only the merchant can open it again.
    #[error("the payment session is closed until it is reopened")]
    Closed,
    /// Nothing of it is paid, so nothing can be accepted as enough.
    #[error("nothing was received")]
    NothingReceived,
    /// A part of it is paid, and nobody said what becomes of that.
    #[error("a part of the amount was received")]
    PartPaid,
    /// Nothing remains to be paid, though it is not paid: all of it went back more than once.
    #[error("nothing remains to be paid")]
    NothingRemaining,
    /// It asks for another amount than the payer was told.
    #[error("the amount has changed")]
    AmountMoved,
    /// The customer's credit pays all of it, so there is nothing to ask anybody else for.
    #[error("the customer's credit pays all of it")]
    CoveredByCredit,
    /// The customer's credit does not pay all of it.
    #[error("the customer's credit does not pay all of it")]
    CreditShort,
    /// What was received was spent as the customer's credit.
    #[error("the customer's credit was spent")]
    CreditSpent {
        /// What is left of it, in minor units.
        left: i64,
    },
    /// The method is not among those it offers.
    #[error("the payment method is not offered")]
    MethodNotOffered,
}

/// What a new attempt needs to know.
#[derive(Clone, Debug)]
pub struct NewAttempt {
    /// How.
    pub method: MethodType,
    /// Through whom.
    pub connection: ConnectionId,
    /// Where it begins: redirected, or scheduled for a batch.
    pub progress: Progress,
    /// The payer's method, where the page took it.
    pub payment_method: Option<PaymentMethodId>,
    /// The mandate, where the page took one.
    pub mandate: Option<MandateId>,
    /// Our end-to-end id on a file rail.
    pub reference: Option<String>,
    /// What the payer was told that it asks for, in minor units, where a page told it.
    pub shown: Option<i64>,
}

impl Case {
    /// A session at which nothing was tried.
    pub fn new(session: Session) -> Self {
        Self {
            session,
            transactions: Vec::new(),
            attempts: Vec::new(),
            movements: Vec::new(),
            refunds: Vec::new(),
            disputes: Vec::new(),
            transfers: Vec::new(),
            unbooked: Unbooked::default(),
        }
    }

    /// What a payer can do at `now`.
    pub fn openness(&self, now: Timestamp) -> Openness {
        if let Some(canceled) = self.cancellation(now) {
            return Openness::Canceled(canceled.reason);
        }
        if self.state_at(now).status == SessionStatus::Paid {
            return Openness::Paid;
        }
        if self.attempts.iter().any(|attempt| self.under_way(attempt, now)) {
            return Openness::Busy;
        }
        match self.closed() {
            Some(reason) => Openness::ContactOnly(reason),
            None => Openness::Open,
        }
    }

    /// Begins an attempt for what remains, in the open transaction or a new one.
    ///
    /// # Errors
    /// When the session takes no payment now, or not by this method.
    pub fn begin(
        &mut self,
        new: NewAttempt,
        now: Timestamp,
        source: &dyn Source,
    ) -> Result<AttemptId, Refusal> {
        self.takes_payment(now)?;
        if !self.session.terms.methods.contains(&new.method) {
            return Err(Refusal::MethodNotOffered);
        }
        let amount = self.state_at(now).amounts.remaining;
        if amount <= 0 {
            return Err(Refusal::NothingRemaining);
        }
        if new.shown.is_some_and(|shown| shown != amount) {
            return Err(Refusal::AmountMoved);
        }
        let transaction = self.open_transaction(amount, now, source);
        let confirmed_at = new.progress.in_flight().then_some(now);
        let attempt = Attempt {
            id: AttemptId::fresh(source),
            session: self.session.id,
            transaction,
            created_at: now,
            method: new.method,
            connection: new.connection,
            amount,
            payment_method: new.payment_method,
            mandate: new.mandate,
            confirmed_at,
            reference: new.reference,
            progress: new.progress,
        };
        let id = attempt.id;
        self.attempts.push(attempt);
        self.refresh(now);
        Ok(id)
    }

    /// That the session takes a payment at `now`.
    ///
    /// # Errors
    /// Why it does not.
    pub fn takes_payment(&self, now: Timestamp) -> Result<(), Refusal> {
        match self.openness(now) {
            Openness::Open => Ok(()),
            Openness::Busy => Err(self.in_progress(now)),
            Openness::Paid => Err(Refusal::Paid),
            Openness::Canceled(_) => Err(Refusal::Canceled),
            Openness::ContactOnly(_) => Err(Refusal::Closed),
        }
    }

    /// Cancels, withdrawing what has not left yet. Cancelling twice changes nothing.
    ///
    /// Attempts that are `redirected` do not stand in the way: whoever calls this has asked the
    /// processor to expire them first, and what succeeds all the same is surplus. `spendable` is
    /// what the customer has in credit, which bounds what of a top-up can be given back.
    ///
    /// # Errors
    /// When it is paid, or part paid and nobody says what becomes of that, or money is under way that cannot be withdrawn.
    pub fn cancel(
        &mut self,
        reason: CancellationReason,
        received_money: Option<ReceivedMoney>,
        spendable: i64,
        now: Timestamp,
        source: &dyn Source,
    ) -> Result<(), Refusal> {
        if self.cancellation(now).is_some() {
            return Ok(());
        }
        let state = self.state_at(now);
        if state.status == SessionStatus::Paid {
            return Err(Refusal::Paid);
        }
        let stuck = |attempt: &Attempt| {
            self.under_way(attempt, now) && !matches!(attempt.progress, Progress::Scheduled { .. })
        };
        if self.attempts.iter().any(stuck) {
            return Err(self.in_progress(now));
        }
        match received_money {
            _ if self.cash_net() <= 0 => {}
            None => return Err(Refusal::PartPaid),
            Some(ReceivedMoney::Refund) => self.refund_everything(spendable, now, source)?,
            Some(ReceivedMoney::Credit) => self.keep_as_credit(now, source)?,
        }
        self.release_credit(now, source);
        self.withdraw(now, reason.as_str());
        self.session.canceled = Some(Cancellation { at: now, reason });
        self.refresh(now);
        Ok(())
    }

    /// Makes an expiry that time has brought durable. False when there is nothing to do.
    pub fn expire(&mut self, now: Timestamp, source: &dyn Source) -> bool {
        let due = self.session.canceled.is_none() && self.cancellation(now).is_some();
        if due {
            self.session.canceled = self.cancellation(now);
            self.release_credit(now, source);
            self.withdraw(now, CancellationReason::Expired.as_str());
            self.refresh(now);
        }
        due
    }

    /// Sets or clears `expires_at`. A later time opens a session again that had expired.
    ///
    /// # Errors
    /// When the session was canceled for another reason, or was ever paid.
    pub fn set_expiry(&mut self, at: Option<Timestamp>, now: Timestamp) -> Result<(), Refusal> {
        let state = self.state_at(now);
        if state.status == SessionStatus::Paid || state.first_paid_at.is_some() {
            return Err(Refusal::Paid);
        }
        match self.cancellation(now) {
            Some(canceled) if canceled.reason != CancellationReason::Expired => {
                return Err(Refusal::Canceled);
            }
            Some(_) => self.session.canceled = None,
            None => {}
        }
        self.session.expires_at = at;
        self.refresh(now);
        Ok(())
    }

    /// Lets what was received be enough: what is missing is not asked for any more.
    ///
    /// # Errors
    /// When nothing was received, it is canceled or paid, or money is under way.
    pub fn accept_shortfall(&mut self, now: Timestamp) -> Result<(), Refusal> {
        match self.openness(now) {
            Openness::Canceled(_) => return Err(Refusal::Canceled),
            Openness::Paid => return Err(Refusal::Paid),
            Openness::Busy => return Err(self.in_progress(now)),
            Openness::Open | Openness::ContactOnly(_) => {}
        }
        if self.received_net() <= 0 {
            return Err(Refusal::NothingReceived);
        }
        let terms = &self.session.terms;
        let missing = self.state_at(now).amounts.remaining + self.session.accepted_shortfall;
        self.session.accepted_shortfall = (missing - terms.tolerance).max(0);
        self.session.accepted_at = Some(now);
        self.refresh(now);
        Ok(())
    }

    /// Lets an open dispute be: the payer keeps the money.
    pub fn accept_dispute(&mut self, id: DisputeId, now: Timestamp) {
        for dispute in self.disputes.iter_mut().filter(|it| it.id == id && it.is_open()) {
            dispute.outcome = Some((DisputeOutcome::Accepted, now));
        }
        self.refresh(now);
    }

    /// Opens the page again after the payer took the money back.
    ///
    /// # Errors
    /// When it is canceled or paid, money is under way, or nothing remains to be paid.
    pub fn reopen(&mut self, now: Timestamp) -> Result<(), Refusal> {
        match self.openness(now) {
            Openness::Canceled(_) => Err(Refusal::Canceled),
            Openness::Paid => Err(Refusal::Paid),
            Openness::Busy => Err(self.in_progress(now)),
            _ if self.state_at(now).amounts.remaining <= 0 => Err(Refusal::NothingRemaining),
            Openness::Open => Ok(()),
            Openness::ContactOnly(_) => {
                self.session.reopened_at = Some(now);
                self.refresh(now);
                Ok(())
            }
        }
    }

    /// Changes what the payment is for, until money is in flight: its bookkeeping follows it.
    ///
    /// # Errors
    /// When money is under way, or was received.
    pub fn set_reporting_type(
        &mut self,
        kind: ReportingType,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        if kind == self.session.reporting_type {
            return Ok(());
        }
        if self.cancellation(now).is_some() {
            return Err(Refusal::Canceled);
        }
        if self.attempts.iter().any(|attempt| self.under_way(attempt, now)) {
            return Err(self.in_progress(now));
        }
        if !self.movements.is_empty() {
            return Err(Refusal::Paid);
        }
        self.session.reporting_type = kind;
        Ok(())
    }

    /// That the session is canceled at `now`: by decision, or because its time has come.
    ///
    /// Expiry waits while money is under way, and does not touch a session once it was paid.
    pub fn cancellation(&self, now: Timestamp) -> Option<Cancellation> {
        if self.session.canceled.is_some() {
            return self.session.canceled;
        }
        let at = self.session.expires_at?;
        let held = self.attempts.iter().any(|attempt| self.under_way(attempt, now));
        let paid = self.paid_times(now).first.is_some();
        let received = self.cash_net() > 0;
        (at <= now && !held && !paid && !received)
            .then_some(Cancellation { at, reason: CancellationReason::Expired })
    }

    /// Withdraws the tries that have not left us.
    pub(crate) fn withdraw(&mut self, now: Timestamp, code: &str) {
        for attempt in &mut self.attempts {
            let waits = matches!(
                attempt.progress,
                Progress::Scheduled { .. } | Progress::Redirected { .. } | Progress::Awaiting
            );
            if waits {
                attempt.progress = Progress::Canceled { at: now, code: code.to_owned() };
            }
        }
    }

    /// The attempt of that id.
    pub fn attempt(&self, id: AttemptId) -> Option<&Attempt> {
        self.attempts.iter().find(|attempt| attempt.id == id)
    }

    /// The transaction of that id.
    pub fn transaction(&self, id: TransactionId) -> Option<&Transaction> {
        self.transactions.iter().find(|transaction| transaction.id == id)
    }

    /// When the outcome is known, as far as the calendar goes: a debit that left is collected, and
    /// then its return period has to end.
    pub(crate) fn in_progress(&self, now: Timestamp) -> Refusal {
        let under_way = self.attempts.iter().filter(|attempt| self.under_way(attempt, now));
        let until = under_way.filter_map(|attempt| match attempt.progress {
            Progress::Collected { clears_at, .. } => Some(clears_at),
            Progress::Exported { collection_on, .. } => {
                let scheme = Scheme::of(attempt.method)?;
                timetable::collecting_on(collection_on, scheme).ok().map(|days| days.cleared_at)
            }
            _ => None,
        });
        Refusal::InProgress { until: until.max() }
    }

    /// Why only the merchant can open the page again, judged by what happened since it did.
    fn closed(&self) -> Option<Closed> {
        let since = self.session.reopened_at.unwrap_or(Timestamp::EPOCH);
        let refunds = self
            .returns()
            .filter(|movement| movement.booked_at > since)
            .filter_map(|movement| movement.code.as_deref())
            .filter_map(crate::settle::closes);
        let won = |dispute: &Dispute| matches!(dispute.outcome, Some((DisputeOutcome::Won, _)));
        let disputes = self
            .disputes
            .iter()
            .filter(|dispute| dispute.reported_at > since && !won(dispute))
            .map(|_| Closed::Disputed);
        let deaths = self.attempts.iter().filter_map(|attempt| match &attempt.progress {
            Progress::Failed { at, code } if *at > since => {
                crate::settle::closes(code).filter(|closed| *closed == Closed::Deceased)
            }
            _ => None,
        });
        let worst = refunds.chain(disputes).chain(deaths).max()?;
        (worst != Closed::Refunded || self.session.terms.reopen == Reopen::Manual).then_some(worst)
    }

    pub(crate) fn open_transaction(
        &mut self,
        amount: i64,
        now: Timestamp,
        source: &dyn Source,
    ) -> TransactionId {
        if let Some(latest) = self.transactions.last_mut()
            && !matches!(
                latest.state.status,
                TransactionStatus::Succeeded | TransactionStatus::Canceled
            )
        {
            latest.amount = amount + latest.state.credit_applied;
            return latest.id;
        }
        let id = TransactionId::fresh(source);
        self.transactions.push(Transaction {
            id,
            created_at: now,
            session: self.session.id,
            customer: self.session.customer,
            amount,
            currency: self.session.terms.currency,
            state: TransactionState::new(),
        });
        id
    }

    /// True while the payer's page should ask for nothing and the merchant's should wait.
    pub fn is_processing(&self) -> bool {
        self.session.state.payment_status == PaymentStatus::Processing
    }
}

impl TransactionState {
    /// Of a transaction at which nothing was tried yet.
    pub const fn new() -> Self {
        Self {
            status: TransactionStatus::RequiresPaymentMethod,
            payment_method: None,
            last_error: None,
            received: 0,
            returned: 0,
            refunded: 0,
            credit_applied: 0,
            disputed: false,
            confirmed_at: None,
            paid_at: None,
        }
    }
}

impl Default for TransactionState {
    fn default() -> Self {
        Self::new()
    }
}
