//! The one road by which a payment changes.
//!
//! Page, inbox, poll, report line, timeout and test helper all end here: somebody reports an
//! [`Outcome`] of an attempt, and [`settle`] says what follows. A repeat changes nothing. What
//! contradicts the books has a name ([`WorkKind`]), is booked all the same when money
//! moved, and goes to a person: reality is never refused.

use jiff::civil::Date;

use crate::attempt::Progress;
use crate::case::{Case, Closed};
use crate::debit::{Scheme, codes, timetable};
use crate::ids::{AttemptId, BatchId, Id as _, InstructionId, MovementId, RefundId};
use crate::money::Currency;
use crate::movement::{Movement, MovementKind, MovementSource};
use crate::source::Source;
use crate::time::Timestamp;
use crate::work::{WorkItem, WorkKind};

/// The reason code of a card's chargeback.
pub const CHARGEBACK: &str = "chargeback";
/// Why a mandate that was signed too late is not collected under.
pub const SUPERSEDED: &str = "superseded";
/// Why none is where the scheme's calendar has no day for it.
pub const NO_CALENDAR: &str = "calendar_ended";

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
    /// The payer signed the mandate at the bank: the debit waits for its batch now.
    Signed,
    /// The instruction did not leave with its batch, and waits for a later one.
    Postponed {
        /// When that leaves.
        cutoff_at: Timestamp,
        /// The day of the debit then.
        collection_on: Date,
    },
    /// The payer's bank tries the debit again, because there was no money.
    Retried {
        /// The day of the next try.
        collection_on: Date,
    },
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
    /// The bank's statement shows money that a person had marked as received.
    Linked {
        /// The money.
        money: MoneyReport,
    },
    /// The bank's statement shows a refund that a person had marked as sent.
    RefundShown {
        /// The money.
        money: MoneyReport,
    },
    /// The bank's statement shows the money of a refund that a person had marked as come back.
    BounceShown {
        /// The money.
        money: MoneyReport,
    },
    /// What the statement shows was taken for a mark or a refund wrongly.
    Unlinked {
        /// The settlement that is taken back.
        settlement: MovementId,
    },
    /// Money was matched to the session, marked as received, or taken from it, wrongly.
    Unmatched {
        /// The collection or return that is taken out.
        movement: MovementId,
    },
    /// Money was taken for a refund that came back, wrongly: it has not.
    Unbounced {
        /// Which.
        refund: RefundId,
        /// The bounce that is taken out.
        bounce: MovementId,
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
    /// A dispute ended in the merchant's favour: the money came back.
    DisputeWon {
        /// The money.
        money: MoneyReport,
    },
    /// A dispute ended in the payer's favour.
    DisputeLost,
    /// A refund left us.
    RefundSubmitted {
        /// Which.
        refund: RefundId,
    },
    /// A refund's money is on its way to the payer.
    Refunded {
        /// Which.
        refund: RefundId,
        /// The money.
        money: MoneyReport,
    },
    /// A refund was refused, or could not be sent.
    RefundFailed {
        /// Which.
        refund: RefundId,
        /// A stable code.
        code: String,
    },
    /// A refund's money came back to us.
    RefundBounced {
        /// Which.
        refund: RefundId,
        /// The money.
        money: MoneyReport,
    },
}

/// What follows from a report.
///
/// Facts, bookkeeping and work wait in the case ([`crate::case::Unbooked`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// True when the case changed.
    pub changed: bool,
    /// True when the mandate of the attempt must not be used again.
    pub ends_mandate: bool,
}

/// Who reports, and when.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The attempt it is about.
    pub attempt: AttemptId,
    /// Who told us.
    pub from: MovementSource,
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
        Outcome::Signed => step.signed(),
        Outcome::Postponed { cutoff_at, collection_on } => {
            step.postponed(*cutoff_at, *collection_on);
        }
        Outcome::Retried { collection_on } => step.retried(*collection_on),
        Outcome::Exported { batch } => step.exported(*batch),
        Outcome::Received { money, clears_at } => step.received(money, *clears_at),
        Outcome::Linked { money } => step.linked(money),
        Outcome::RefundShown { money } => step.refund_shown(money),
        Outcome::BounceShown { money } => step.bounce_shown(money),
        Outcome::Unlinked { settlement } => step.unlinked(*settlement),
        Outcome::Unmatched { movement } => step.unmatched(*movement),
        Outcome::Unbounced { refund, bounce } => step.unbounced(*refund, *bounce),
        Outcome::Declined { code } => step.declined(code),
        Outcome::Abandoned { code } => step.abandoned(code),
        Outcome::Returned { kind, code, money } => step.returned(*kind, code, money),
        Outcome::Disputed { code, debit_at } => step.disputed(code, *debit_at),
        Outcome::DisputeWon { money } => step.dispute_won(money),
        Outcome::DisputeLost => step.dispute_lost(),
        Outcome::RefundSubmitted { refund } => step.refund_submitted(*refund),
        Outcome::Refunded { refund, money } => step.refunded(*refund, money),
        Outcome::RefundFailed { refund, code } => step.refund_failed(*refund, code),
        Outcome::RefundBounced { refund, money } => step.refund_bounced(*refund, money),
    }
    if settlement.changed {
        if matches!(outcome, Outcome::DisputeWon { .. }) {
            case.win_accepted(report.attempt, report.now);
        }
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
        codes::Kind::Unauthorised | codes::Kind::Indemnity => Some(Closed::Disputed),
        codes::Kind::Deceased => Some(Closed::Deceased),
        codes::Kind::FundsOrAccount => None,
    }
}

/// One report on its way into the case.
pub(crate) struct Step<'a> {
    pub(crate) case: &'a mut Case,
    pub(crate) place: usize,
    pub(crate) report: Report<'a>,
    pub(crate) out: &'a mut Settlement,
}

impl Step<'_> {
    pub(crate) fn progress(&self) -> &Progress {
        &self.case.attempts[self.place].progress
    }

    pub(crate) fn advance(&mut self, progress: Progress) {
        let attempt = &mut self.case.attempts[self.place];
        let confirmed = progress.in_flight() || matches!(progress, Progress::Collected { .. });
        if confirmed && attempt.confirmed_at.is_none() {
            attempt.confirmed_at = Some(self.report.now);
        }
        attempt.progress = progress;
        self.out.changed = true;
    }

    /// Tells a person, once for each cause.
    pub(crate) fn raise(&mut self, kind: WorkKind, movement: Option<&Movement>) {
        let what = movement.map_or_else(|| "report".to_owned(), |it| it.source_id.clone());
        self.case.unbooked.work.push(WorkItem {
            kind,
            attempt: Some(self.report.attempt),
            movement: movement.map(|it| it.id),
            refund: None,
            owner: None,
            amount: movement.map(|it| it.amount),
            cause: format!("{kind}:{}:{what}", self.report.attempt),
        });
    }

    /// Tells a person of a part of what a movement moved.
    pub(crate) fn raise_part(&mut self, kind: WorkKind, movement: &Movement, amount: i64) {
        self.raise(kind, Some(movement));
        if let Some(item) = self.case.unbooked.work.last_mut() {
            item.amount = Some(amount);
        }
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

    /// Signed for a session that takes no payment any more, it is withdrawn: nobody pays twice for
    /// having left a page open.
    fn signed(mut self) {
        let scheme = Scheme::of(self.case.attempts[self.place].method);
        let Some(scheme) =
            scheme.filter(|_| matches!(self.progress(), Progress::Redirected { .. }))
        else {
            return;
        };
        let now = self.report.now;
        let canceled = |code: &str| Progress::Canceled { at: now, code: code.to_owned() };
        if self.case.takes_payment(now).is_err() {
            return self.advance(canceled(SUPERSEDED));
        }
        let Ok(days) = timetable::confirmed_at(now, scheme) else {
            return self.advance(canceled(NO_CALENDAR));
        };
        let reference = scheme.end_to_end_id(InstructionId::fresh(self.report.source));
        self.case.attempts[self.place].reference = Some(reference);
        let (cutoff_at, collection_on) = (days.cutoff, days.collection_on);
        self.advance(Progress::Scheduled { cutoff_at, collection_on });
    }

    fn postponed(mut self, cutoff_at: Timestamp, collection_on: Date) {
        if matches!(self.progress(), Progress::Scheduled { .. }) {
            self.advance(Progress::Scheduled { cutoff_at, collection_on });
        }
    }

    fn retried(mut self, on: Date) {
        if let Progress::Exported { batch, collection_on } = *self.progress()
            && collection_on < on
        {
            self.advance(Progress::Exported { batch, collection_on: on });
        }
    }

    fn exported(mut self, batch: BatchId) {
        if let Progress::Scheduled { collection_on, .. } = *self.progress() {
            self.advance(Progress::Exported { batch, collection_on });
        }
    }

    fn declined(mut self, code: &str) {
        match self.progress() {
            Progress::Collected { .. } => self.raise(WorkKind::DeclinedAfterCollection, None),
            Progress::Failed { .. } | Progress::Canceled { .. } => {}
            _ => {
                self.out.ends_mandate = codes::ends_mandate(code);
                self.advance(Progress::Failed { at: self.report.now, code: code.to_owned() });
            }
        }
    }

    fn abandoned(mut self, code: &str) {
        match self.progress() {
            Progress::Collected { .. } => self.raise(WorkKind::AbandonedAfterCollection, None),
            Progress::Failed { .. } | Progress::Canceled { .. } => {}
            _ => self.advance(Progress::Canceled { at: self.report.now, code: code.to_owned() }),
        }
    }
}
