//! From facts to states: a pure function of movements, attempts, decisions, terms and time.
//!
//! Nothing else decides a status, a sum or a date. `quittance verify` calls the same functions.

use crate::attempt::{Attempt, Progress};
use crate::case::Case;
use crate::dispute::Dispute;
use crate::ids::TransactionId;
use crate::movement::{Allocation, Movement, MovementKind};
use crate::refund::RefundOrigin;
use crate::refunding::CREDIT_RELEASED;
use crate::session::{Amounts, PaidWhen, PaymentStatus, SessionState, SessionStatus};
use crate::time::Timestamp;
use crate::transaction::{PaymentError, TransactionState, TransactionStatus};

/// When a session was paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PaidTimes {
    /// For the first time.
    pub(crate) first: Option<Timestamp>,
    /// Since when it is, if it is.
    pub(crate) since: Option<Timestamp>,
}

/// A movement on the way to 'paid'.
#[derive(Clone, Copy, Debug)]
struct Step {
    at: Timestamp,
    place: Place,
    delta: i64,
}

/// In which order movements of one moment count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// Taken back before it cleared.
    Before,
    /// Came in.
    Collection,
    /// Taken back after it counted.
    After,
    /// What is missing was accepted, judged by all that was there.
    Accepted,
}

impl Case {
    /// The time to judge the case by when a clock shows `shows`: never before what is known of it
    /// already. The clocks of several servers differ, one may be set back, and whoever waited
    /// for another to write has read the clock before.
    pub fn not_before(&self, shows: Timestamp) -> Timestamp {
        let booked = self.movements.iter().map(|movement| movement.booked_at);
        booked.fold(shows.max(self.session.state.as_of), Timestamp::max)
    }

    /// Derives everything anew, as at `now`.
    pub fn refresh(&mut self, now: Timestamp) {
        let states: Vec<_> = self
            .transactions
            .iter()
            .map(|transaction| self.transaction_state(transaction.id, now))
            .collect();
        for (transaction, state) in self.transactions.iter_mut().zip(states) {
            transaction.state = state;
        }
        self.session.state = self.state_at(now);
    }

    /// The session's state as at `now`.
    pub fn state_at(&self, now: Timestamp) -> SessionState {
        let paid = self.paid_times(now);
        let canceled = self.session.canceled.is_some() || self.expired_unless_paid(now, paid);
        let status = match (canceled, paid.since) {
            (true, _) => SessionStatus::Canceled,
            (false, Some(_)) => SessionStatus::Paid,
            (false, None) => SessionStatus::Unpaid,
        };
        SessionState {
            as_of: now,
            status,
            payment_status: self.payment_status(status, now),
            transaction: self.current_transaction(now),
            amounts: self.amounts(now),
            paid_at: paid.since.filter(|_| !canceled),
            first_paid_at: paid.first,
        }
    }

    fn expired_unless_paid(&self, now: Timestamp, paid: PaidTimes) -> bool {
        paid.first.is_none() && self.cancellation(now).is_some()
    }

    /// True from the payer's confirmation until the money counts or the try has ended.
    pub fn under_way(&self, attempt: &Attempt, now: Timestamp) -> bool {
        if attempt.progress.in_flight() {
            return true;
        }
        let paid_from = self.paid_from(attempt).filter(|_| self.counts(attempt));
        paid_from.is_some_and(|from| now < from && !self.taken_back_before(attempt, from, now))
    }

    /// The sums of the session.
    fn amounts(&self, now: Timestamp) -> Amounts {
        let received = self.payments().map(Movement::collected).sum();
        let returned = self.payments().map(Movement::returned).sum();
        let refunded = self.payments().map(Movement::refunded).sum();
        let credit = self.credit_applied();
        let in_flight = self
            .attempts
            .iter()
            .filter(|attempt| attempt.progress.in_flight())
            .map(|attempt| attempt.amount)
            .sum();
        let double = self.double_recovered();
        let owed = self.session.terms.amount - self.received_net() - double;
        let accepted = self.session.accepted_shortfall;
        let (credit_applied, remaining) = (credit, (owed - accepted).max(0));
        debug_assert!(now >= Timestamp::EPOCH, "business time began before the epoch");
        Amounts { received, returned, refunded, credit_applied, in_flight, remaining }
    }

    /// Collections less what was taken back or was too much and went back, and credit; whether
    /// cleared or not.
    pub(crate) fn received_net(&self) -> i64 {
        self.payments().map(signed).sum::<i64>() - self.surplus_given_back()
    }

    /// Collections less what was taken back, whether cleared or not.
    pub(crate) fn cash_net(&self) -> i64 {
        self.received_net() - self.credit_applied()
    }

    /// Movements that count towards this session.
    fn payments(&self) -> impl Iterator<Item = &Movement> {
        self.standing().filter(|movement| movement.allocation == Allocation::Payment)
    }

    /// All movements but those by which the bank took money back that was never this session's,
    /// and what said so: they are as if they had never been.
    pub(crate) fn standing(&self) -> impl Iterator<Item = &Movement> {
        self.movements.iter().filter(|it| it.returned() == 0 || self.is_return(it))
    }

    /// What the payer's bank took back and still has.
    pub fn returns(&self) -> impl DoubleEndedIterator<Item = &Movement> {
        self.movements.iter().filter(|it| self.is_return(it))
    }

    fn is_return(&self, movement: &Movement) -> bool {
        movement.kind.takes_back() && !self.is_undone(movement.id)
    }

    /// When the session became paid, by walking through what counts in the order of time.
    pub(crate) fn paid_times(&self, now: Timestamp) -> PaidTimes {
        let terms = &self.session.terms;
        let threshold = terms.amount - terms.tolerance - self.double_recovered();
        let mut steps: Vec<Step> = self
            .payments()
            .filter_map(|movement| self.step_of(movement))
            .filter(|step| step.at <= now)
            .collect();
        let given_back = self.attempts.iter().filter_map(|attempt| self.surplus_step(attempt));
        steps.extend(given_back.filter(|step| step.at <= now));
        let accepted_at = self.session.accepted_at.filter(|at| *at <= now);
        steps.extend(accepted_at.map(|at| Step { at, place: Place::Accepted, delta: 0 }));
        steps.sort_by_key(|step| (step.at, step.place));
        let mut times = PaidTimes::default();
        let (mut net, mut accepted) = (0_i64, 0_i64);
        for Step { at, delta, place } in steps {
            net += delta;
            if place == Place::Accepted {
                accepted = self.session.accepted_shortfall;
            }
            let paid = net > 0 && net + accepted >= threshold;
            times.since = if paid { times.since.or(Some(at)) } else { None };
            times.first = times.first.or(times.since);
        }
        times
    }

    /// What of an attempt's payment was too much and goes back: never before the payment counts.
    fn surplus_step(&self, attempt: &Attempt) -> Option<Step> {
        let surplus = self.refunds.iter().filter(|it| it.origin == RefundOrigin::Surplus);
        let of_it = surplus.filter(|it| it.attempt == attempt.id);
        let decided_at = of_it.map(|it| it.created_at).max()?;
        let at = self.paid_from(attempt).map_or(decided_at, |from| decided_at.max(from));
        let delta = -self.surplus_given_back_of(|id| id == attempt.id);
        Some(Step { at, place: Place::After, delta })
    }

    /// When a movement counts towards 'paid', and in which place among those of that moment.
    ///
    /// Money that was taken back before it cleared never made the session paid, so its return
    /// counts before its collection. Money that counted already cannot go back before it came.
    fn step_of(&self, movement: &Movement) -> Option<Step> {
        let delta = signed(movement);
        let attempt = movement.attempt.and_then(|id| self.attempt(id));
        let Some(attempt) = attempt else {
            let place = if delta < 0 { Place::After } else { Place::Collection };
            return Some(Step { at: movement.booked_at, place, delta });
        };
        let from = self.paid_from(attempt)?;
        let place = match delta < 0 {
            true if movement.booked_at < from => Place::Before,
            true => Place::After,
            false => Place::Collection,
        };
        Some(Step { at: movement.booked_at.max(from), place, delta })
    }

    /// When an attempt's money counts: at collection or at clearing, by the terms.
    pub fn paid_from(&self, attempt: &Attempt) -> Option<Timestamp> {
        match (&attempt.progress, self.session.terms.paid_when) {
            (Progress::Collected { at, .. }, PaidWhen::Collected) => Some(*at),
            (Progress::Collected { clears_at, .. }, PaidWhen::Cleared) => Some(*clears_at),
            _ => None,
        }
    }

    /// True when the attempt's money is for this session rather than surplus or suspense.
    fn counts(&self, attempt: &Attempt) -> bool {
        self.payments().any(|movement| {
            movement.attempt == Some(attempt.id) && movement.kind == MovementKind::Collection
        })
    }

    /// True when the whole collection went back before `from`.
    pub(crate) fn taken_back_before(
        &self,
        attempt: &Attempt,
        from: Timestamp,
        now: Timestamp,
    ) -> bool {
        let net: i64 = self
            .money_of(attempt)
            .filter(|movement| movement.booked_at < from && movement.booked_at <= now)
            .map(signed)
            .sum();
        net <= 0
    }

    /// True when all that an attempt collected went back.
    pub fn is_taken_back(&self, attempt: &Attempt) -> bool {
        let money = || self.money_of(attempt);
        money().any(|it| it.kind.takes_back()) && money().map(signed).sum::<i64>() <= 0
    }

    /// An attempt's movements. A return that contradicts us, before anything was collected or of more
    /// than there is, waits in suspense and takes nothing from what was collected.
    fn money_of(&self, attempt: &Attempt) -> impl Iterator<Item = &Movement> {
        let id = attempt.id;
        let ours = || self.standing().filter(move |it| it.attempt == Some(id));
        let is_apart = |it: &Movement| it.allocation == Allocation::Suspense;
        let apart = ours().any(|it| it.kind == MovementKind::Collection && is_apart(it));
        ours().filter(move |it| apart || !is_apart(it))
    }

    fn payment_status(&self, status: SessionStatus, now: Timestamp) -> PaymentStatus {
        let since = self.session.reopened_at.unwrap_or(Timestamp::EPOCH);
        let open_dispute = |dispute: &Dispute| dispute.is_open() && dispute.reported_at > since;
        let latest = self.attempts.last().map(|attempt| &attempt.progress);
        if self.disputes.iter().any(open_dispute) {
            PaymentStatus::Disputed
        } else if status != SessionStatus::Canceled
            && status != SessionStatus::Paid
            && matches!(latest, Some(Progress::Redirected { .. }))
        {
            PaymentStatus::RequiresAction
        } else if self.attempts.iter().any(|attempt| self.under_way(attempt, now)) {
            PaymentStatus::Processing
        } else if status == SessionStatus::Paid {
            PaymentStatus::Settled
        } else {
            self.ended_status()
        }
    }

    /// The payment status when nothing is under way and it is not paid.
    fn ended_status(&self) -> PaymentStatus {
        let ended = self
            .attempts
            .iter()
            .rev()
            .find(|it| !matches!(it.progress, Progress::Canceled { .. } | Progress::Awaiting));
        // Surplus is with the merchant still, so it was not returned.
        let went_back = |attempt: &Attempt| {
            self.payments()
                .any(|movement| movement.attempt == Some(attempt.id) && movement.kind.takes_back())
        };
        match ended {
            _ if self.received_net() > 0 => PaymentStatus::PartiallyPaid,
            Some(attempt) if went_back(attempt) => PaymentStatus::Returned,
            _ if self.awaits_transfer() => PaymentStatus::AwaitingTransfer,
            Some(Attempt { progress: Progress::Failed { .. }, .. }) => PaymentStatus::Failed,
            _ => PaymentStatus::None,
        }
    }

    /// True when a payer says to have sent money that has not been seen.
    fn awaits_transfer(&self) -> bool {
        self.attempts.iter().any(|attempt| attempt.progress == Progress::Awaiting)
    }

    /// The transaction under way or that pays, else the latest.
    fn current_transaction(&self, now: Timestamp) -> Option<TransactionId> {
        let under_way = self.attempts.iter().rev().find(|attempt| self.under_way(attempt, now));
        let pays = || {
            self.transactions.iter().rev().find(|transaction| {
                let sums = self.transaction_sums(transaction.id);
                sums.received + sums.credit_applied > sums.returned
            })
        };
        under_way
            .map(|attempt| attempt.transaction)
            .or_else(|| pays().map(|transaction| transaction.id))
            .or_else(|| self.transactions.last().map(|transaction| transaction.id))
    }

    fn transaction_sums(&self, id: TransactionId) -> TransactionState {
        let mut sums = TransactionState::new();
        for movement in self.payments().filter(|movement| movement.transaction == Some(id)) {
            match movement.kind {
                MovementKind::CreditApplied => sums.credit_applied += movement.amount,
                MovementKind::Adjustment if movement.code.as_deref() == Some(CREDIT_RELEASED) => {
                    sums.credit_applied -= movement.amount;
                }
                _ => {
                    sums.received += movement.collected();
                    sums.returned += movement.returned();
                    sums.refunded += movement.refunded();
                }
            }
        }
        sums
    }

    /// The state of one transaction as at `now`.
    pub fn transaction_state(&self, id: TransactionId, now: Timestamp) -> TransactionState {
        let since = self.session.reopened_at.unwrap_or(Timestamp::EPOCH);
        let attempts = || self.attempts.iter().filter(move |attempt| attempt.transaction == id);
        let paid_at = attempts()
            .filter(|attempt| self.counts(attempt))
            .filter_map(|attempt| {
                let from = self.paid_from(attempt)?;
                (from <= now && !self.taken_back_before(attempt, from, now)
                    || self.collected_for_good(attempt, from, now))
                .then_some(from)
            })
            .min()
            .or_else(|| self.paid_by_credit(id));
        let last = attempts().next_back();
        let status = if paid_at.is_some() {
            TransactionStatus::Succeeded
        } else if attempts().any(|attempt| self.under_way(attempt, now)) {
            TransactionStatus::Processing
        } else if self.cancellation(now).is_some() {
            TransactionStatus::Canceled
        } else if matches!(last.map(|it| &it.progress), Some(Progress::Redirected { .. })) {
            TransactionStatus::RequiresAction
        } else {
            TransactionStatus::RequiresPaymentMethod
        };
        TransactionState {
            status,
            payment_method: attempts().filter_map(|attempt| attempt.payment_method).next_back(),
            last_error: if paid_at.is_some() { None } else { self.last_error(id) },
            disputed: self.disputes.iter().any(|dispute| {
                dispute.transaction == id && dispute.is_open() && dispute.reported_at > since
            }),
            confirmed_at: attempts().filter_map(|attempt| attempt.confirmed_at).next_back(),
            paid_at,
            ..self.transaction_sums(id)
        }
    }

    /// When credit alone paid all of a transaction.
    fn paid_by_credit(&self, id: TransactionId) -> Option<Timestamp> {
        let transaction = self.transaction(id)?;
        let applied = self.transaction_sums(id).credit_applied;
        let ours = self.payments().filter(|movement| movement.transaction == Some(id));
        let last = ours.filter(|movement| movement.kind == MovementKind::CreditApplied).last()?;
        (applied >= transaction.amount).then_some(last.booked_at)
    }

    /// True for money that counts the moment it is booked: nothing can have come before it.
    fn collected_for_good(&self, attempt: &Attempt, from: Timestamp, now: Timestamp) -> bool {
        matches!(attempt.progress, Progress::Collected { at, .. } if at == from && at <= now)
    }

    /// Why the latest ended try of a transaction did not pay.
    fn last_error(&self, id: TransactionId) -> Option<PaymentError> {
        let attempts = self.attempts.iter().filter(|attempt| attempt.transaction == id);
        attempts
            .filter_map(|attempt| match &attempt.progress {
                Progress::Failed { at, code } => Some((*at, code.clone())),
                Progress::Collected { .. } => self
                    .returns()
                    .filter(|movement| movement.attempt == Some(attempt.id))
                    .filter_map(|movement| Some((movement.booked_at, movement.code.clone()?)))
                    .next_back(),
                _ => None,
            })
            .next_back()
            .map(|(failed_at, code)| PaymentError { code, failed_at })
    }
}

/// What a movement adds to what was received, or takes from it.
fn signed(movement: &Movement) -> i64 {
    match movement.kind {
        MovementKind::CreditApplied => movement.amount,
        MovementKind::Adjustment if movement.code.as_deref() == Some(CREDIT_RELEASED) => {
            -movement.amount
        }
        _ => movement.held(),
    }
}
