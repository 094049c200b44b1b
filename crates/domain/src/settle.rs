//! The one road by which a payment changes.
//!
//! Page, inbox, poll, report line, timeout and test helper all end here: somebody reports an
//! [`Outcome`] of an attempt, and [`settle`] says what follows. A repeat changes nothing. What
//! contradicts the books has a name ([`Contradiction`]), is booked all the same when money
//! moved, and goes to a person: reality is never refused.

use jiff::civil::Date;

use crate::attempt::{DisputeReport, Progress};
use crate::case::{Case, Closed};
use crate::ids::{AttemptId, BatchId, ConnectionId, Id, MovementId};
use crate::ledger::{self, LedgerEntry};
use crate::money::Currency;
use crate::movement::{Allocation, Movement, MovementKind, MovementSource};
use crate::sepa::codes;
use crate::source::Source;
use crate::spelled::spelled;
use crate::time::Timestamp;

/// The reason code of a card's chargeback.
pub const CHARGEBACK: &str = "chargeback";

/// Money that a rail or processor says has moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyReport {
    /// Minor units, more than zero.
    pub amount: i64,
    /// What the rail kept of it.
    pub fee: i64,
    /// Its currency.
    pub currency: Currency,
    /// The rail's own date of it.
    pub value_date: Date,
    /// The rail's own id of it, by which a repeat is known.
    pub source_id: String,
}

/// What somebody outside says became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The processor has a page for the payer.
    Redirected {
        /// Its address.
        url: String,
        /// The processor's own id of the payment.
        reference: String,
    },
    /// The payer confirmed at the processor; the outcome is open.
    Submitted,
    /// The instruction left with a batch.
    Exported {
        /// The batch.
        batch: BatchId,
    },
    /// Money was collected: all of it, or a part.
    Received {
        /// The money.
        money: MoneyReport,
        /// When it counts as cleared.
        clears_at: Timestamp,
    },
    /// Declined or rejected before money moved.
    Declined {
        /// A stable code.
        code: String,
    },
    /// The payer never finished, or it was withdrawn.
    Abandoned {
        /// A stable code.
        code: String,
    },
    /// Collected money was taken back.
    Returned {
        /// In which way.
        kind: MovementKind,
        /// The rail's reason code.
        code: String,
        /// The money.
        money: MoneyReport,
    },
    /// The payer says that it was never authorised; the money leaves at `debit_at`.
    Disputed {
        /// The rail's reason code.
        code: String,
        /// When the money is taken back.
        debit_at: Timestamp,
    },
}

spelled! {
    /// A report that does not fit what we know.
    pub enum Contradiction {
        /// Money came after the try was declined.
        CollectedAfterDecline = "collected_after_decline",
        /// Money came after the try was given up or withdrawn.
        CollectedAfterCancel = "collected_after_cancel",
        /// Money came for an instruction that never left us.
        CollectedBeforeExport = "collected_before_export",
        /// A second collection of the same attempt.
        CollectedTwice = "collected_twice",
        /// The currency is not the session's.
        WrongCurrency = "wrong_currency",
        /// Not the amount that was asked for.
        AmountDiffers = "amount_differs",
        /// Declined, after the same try had collected money.
        DeclinedAfterCollection = "declined_after_collection",
        /// Given up, after the same try had collected money.
        AbandonedAfterCollection = "abandoned_after_collection",
        /// Taken back, without ever having been collected.
        ReturnedWithoutCollection = "returned_without_collection",
        /// More was taken back than was collected.
        ReturnedTooMuch = "returned_too_much",
        /// Disputed, without ever having been collected.
        DisputedWithoutCollection = "disputed_without_collection",
        /// More money than the session asked for, or money that it no longer asked for.
        Surplus = "surplus",
    }
}

/// Something that a person has to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkItem {
    /// What is wrong.
    pub kind: Contradiction,
    /// The attempt that it is about.
    pub attempt: AttemptId,
    /// The movement that it is about.
    pub movement: Option<MovementId>,
    /// Says the same thing once: a repeat of the report gives the same cause.
    pub cause: String,
}

/// What follows from a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// True when the case changed.
    pub changed: bool,
    /// New facts, already part of the case.
    pub movements: Vec<Movement>,
    /// Their bookkeeping.
    pub entries: Vec<LedgerEntry>,
    /// What a person has to look at.
    pub work: Vec<WorkItem>,
    /// True when the mandate of the attempt must not be used again.
    pub ends_mandate: bool,
}

/// Who reports, and when.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The attempt it is about.
    pub attempt: AttemptId,
    /// Who told us.
    pub from: ConnectionId,
    /// Business time now.
    pub now: Timestamp,
    /// For the ids of what is booked.
    pub source: &'a dyn Source,
}

/// Applies what was reported to the case, and says what follows.
///
/// An attempt that the case does not have changes nothing: the caller looked it up.
pub fn settle(case: &mut Case, report: Report<'_>, outcome: &Outcome) -> Settlement {
    let mut settlement = Settlement::default();
    let Some(place) = case.attempts.iter().position(|attempt| attempt.id == report.attempt) else {
        return settlement;
    };
    let step = Step { case, place, report, out: &mut settlement };
    match outcome {
        Outcome::Redirected { url, reference } => step.redirected(url, reference),
        Outcome::Submitted => step.submitted(),
        Outcome::Exported { batch } => step.exported(*batch),
        Outcome::Received { money, clears_at } => step.received(money, *clears_at),
        Outcome::Declined { code } => step.declined(code),
        Outcome::Abandoned { code } => step.abandoned(code),
        Outcome::Returned { kind, code, money } => step.returned(*kind, code, money),
        Outcome::Disputed { code, debit_at } => step.disputed(code, *debit_at),
    }
    if settlement.changed {
        case.refresh(report.now);
    }
    settlement
}

/// Which returns close the page, by their reason code.
pub(crate) fn closes(code: &str) -> Option<Closed> {
    if code == CHARGEBACK {
        return Some(Closed::Disputed);
    }
    match codes::find(code)?.kind {
        codes::Kind::PayerRefund => Some(Closed::Refunded),
        codes::Kind::Unauthorised => Some(Closed::Disputed),
        codes::Kind::Deceased => Some(Closed::Deceased),
        codes::Kind::FundsOrAccount => None,
    }
}

/// One report on its way into the case.
struct Step<'a> {
    case: &'a mut Case,
    place: usize,
    report: Report<'a>,
    out: &'a mut Settlement,
}

impl Step<'_> {
    fn progress(&self) -> &Progress {
        &self.case.attempts[self.place].progress
    }

    fn advance(&mut self, progress: Progress) {
        let attempt = &mut self.case.attempts[self.place];
        let confirmed = progress.in_flight() || matches!(progress, Progress::Collected { .. });
        if confirmed && attempt.confirmed_at.is_none() {
            attempt.confirmed_at = Some(self.report.now);
        }
        attempt.progress = progress;
        self.out.changed = true;
    }

    fn raise(&mut self, kind: Contradiction, movement: Option<&Movement>) {
        let what = movement.map_or_else(|| "report".to_owned(), |it| it.source_id.clone());
        self.out.work.push(WorkItem {
            kind,
            attempt: self.report.attempt,
            movement: movement.map(|it| it.id),
            cause: format!("{kind}:{}:{what}", self.report.attempt),
        });
    }

    fn redirected(mut self, url: &str, reference: &str) {
        if matches!(self.progress(), Progress::Redirected { url: None }) {
            self.case.attempts[self.place].reference = Some(reference.to_owned());
            self.advance(Progress::Redirected { url: Some(url.to_owned()) });
        }
    }

    fn submitted(mut self) {
        if matches!(self.progress(), Progress::Redirected { .. }) {
            self.advance(Progress::Submitted);
        }
    }

    fn exported(mut self, batch: BatchId) {
        if let Progress::Scheduled { collection_on, .. } = *self.progress() {
            self.advance(Progress::Exported { batch, collection_on });
        }
    }

    fn declined(mut self, code: &str) {
        match self.progress() {
            Progress::Collected { .. } => self.raise(Contradiction::DeclinedAfterCollection, None),
            Progress::Failed { .. } | Progress::Canceled { .. } => {}
            _ => {
                self.out.ends_mandate = codes::ends_mandate(code);
                self.advance(Progress::Failed { at: self.report.now, code: code.to_owned() });
            }
        }
    }

    fn abandoned(mut self, code: &str) {
        match self.progress() {
            Progress::Collected { .. } => self.raise(Contradiction::AbandonedAfterCollection, None),
            Progress::Failed { .. } | Progress::Canceled { .. } => {}
            _ => self.advance(Progress::Canceled { at: self.report.now, code: code.to_owned() }),
        }
    }

    fn received(mut self, money: &MoneyReport, clears_at: Timestamp) {
        if self.is_booked(MovementKind::Collection, money) {
            return;
        }
        let surprise = match self.progress() {
            Progress::Failed { .. } => Some(Contradiction::CollectedAfterDecline),
            Progress::Canceled { .. } => Some(Contradiction::CollectedAfterCancel),
            Progress::Scheduled { .. } => Some(Contradiction::CollectedBeforeExport),
            Progress::Collected { .. } => Some(Contradiction::CollectedTwice),
            _ => None,
        };
        let allocation = self.allocate(money);
        let owed = self.case.state_at(self.report.now).amounts.remaining;
        let movement = self.book(MovementKind::Collection, allocation, money, None, owed);
        if let Some(kind) = surprise {
            self.raise(kind, Some(&movement));
        }
        match allocation {
            Allocation::Suspense => self.raise(Contradiction::WrongCurrency, Some(&movement)),
            Allocation::Surplus => self.raise(Contradiction::Surplus, Some(&movement)),
            Allocation::Payment if money.amount > owed => {
                self.raise(Contradiction::Surplus, Some(&movement));
            }
            Allocation::Payment if money.amount != self.case.attempts[self.place].amount => {
                self.raise(Contradiction::AmountDiffers, Some(&movement));
            }
            Allocation::Payment => {}
        }
        if surprise != Some(Contradiction::CollectedTwice) {
            // A processor's clock may run behind ours; nothing clears before it is booked.
            let at = self.report.now;
            self.advance(Progress::Collected { at, clears_at: clears_at.max(at) });
        }
        if allocation == Allocation::Payment {
            // Paid by this one, so what has not left us yet must not leave.
            self.case.withdraw(self.report.now, "paid_otherwise");
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

    fn returned(mut self, kind: MovementKind, code: &str, money: &MoneyReport) {
        if self.is_booked(kind, money) {
            return;
        }
        let collected = self.collected();
        let Some((allocation, left)) = collected else {
            let movement = self.book(kind, Allocation::Suspense, money, Some(code), 0);
            return self.raise(Contradiction::ReturnedWithoutCollection, Some(&movement));
        };
        if money.amount > left || money.currency != self.case.session.terms.currency {
            let movement = self.book(kind, Allocation::Suspense, money, Some(code), 0);
            return self.raise(Contradiction::ReturnedTooMuch, Some(&movement));
        }
        let overpaid = self.case.overpaid();
        self.book(kind, allocation, money, Some(code), overpaid);
        self.out.ends_mandate = codes::ends_mandate(code);
        if closes(code) == Some(Closed::Disputed) {
            self.note_dispute(code, self.report.now);
        }
    }

    fn disputed(mut self, code: &str, debit_at: Timestamp) {
        if self.collected().is_none() {
            return self.raise(Contradiction::DisputedWithoutCollection, None);
        }
        self.note_dispute(code, debit_at);
        self.out.ends_mandate = codes::ends_mandate(code);
    }

    fn note_dispute(&mut self, code: &str, debit_at: Timestamp) {
        let attempt = &mut self.case.attempts[self.place];
        if attempt.dispute.is_none() {
            let reported_at = self.report.now;
            attempt.dispute = Some(DisputeReport { code: code.to_owned(), reported_at, debit_at });
            self.out.changed = true;
        }
    }

    /// How the attempt's money was allocated, and how much of it has not gone back.
    fn collected(&self) -> Option<(Allocation, i64)> {
        let ours = || {
            let id = Some(self.report.attempt);
            self.case.movements.iter().filter(move |movement| movement.attempt == id)
        };
        let first = ours().find(|movement| movement.kind == MovementKind::Collection)?;
        let left = ours()
            .filter(|movement| movement.allocation == first.allocation)
            .map(|movement| match movement.kind {
                MovementKind::Collection => movement.amount,
                kind if kind.takes_back() => -movement.amount,
                _ => 0,
            })
            .sum();
        Some((first.allocation, left))
    }

    fn is_booked(&self, kind: MovementKind, money: &MoneyReport) -> bool {
        self.case.movements.iter().any(|movement| {
            movement.kind == kind
                && movement.source == MovementSource::Connection(self.report.from)
                && movement.source_id == money.source_id
        })
    }

    fn book(
        &mut self,
        kind: MovementKind,
        allocation: Allocation,
        money: &MoneyReport,
        code: Option<&str>,
        split: i64,
    ) -> Movement {
        let attempt = &self.case.attempts[self.place];
        let movement = Movement {
            id: MovementId::fresh(self.report.source),
            session: Some(attempt.session),
            transaction: Some(attempt.transaction),
            attempt: Some(attempt.id),
            kind,
            allocation,
            amount: money.amount,
            fee: money.fee,
            currency: money.currency,
            code: code.map(str::to_owned),
            value_date: money.value_date,
            booked_at: self.report.now,
            source: MovementSource::Connection(self.report.from),
            source_id: money.source_id.clone(),
            available_at: self.report.now,
        };
        let reporting_type = self.case.session.reporting_type;
        self.out.entries.extend(ledger::entries(
            &movement,
            reporting_type,
            split,
            self.report.source,
        ));
        self.out.movements.push(movement.clone());
        self.case.movements.push(movement.clone());
        self.out.changed = true;
        movement
    }
}
