//! What a change means to the payer: what they are written about, besides what pages say.

use jiff::civil::Date;

use crate::attempt::{Attempt, Progress};
use crate::case::{Case, Closed, Openness};
use crate::debit::Scheme;
use crate::method::MethodType;
use crate::movement::{Allocation, Movement, MovementKind};
use crate::refund::{Refund, RefundProgress};
use crate::settle::closes;
use crate::time::Timestamp;

/// Something that the payer is written about. Each is found once in the life of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Letter {
    /// The merchant's refund is on its way.
    Refunded {
        /// Minor units.
        amount: i64,
        /// When we learnt that it left.
        at: Timestamp,
    },
    /// The bank sent a payment back, or never let it through, for lack of money or of a usable
    /// account; the page is open again.
    SentBack {
        /// Minor units.
        amount: i64,
        /// The rail's reason code.
        code: String,
    },
    /// A part of what is asked for came by a transfer, and the rest is still to be sent.
    PartArrived {
        /// How it came.
        method: MethodType,
        /// Minor units.
        amount: i64,
        /// The day on which it came.
        on: Date,
    },
}

impl Case {
    /// What the payer is written about now that `before` has become this case. Nobody writes to
    /// the dead.
    pub fn letters_since(&self, before: &Self, now: Timestamp) -> Vec<Letter> {
        if self.payer_died() {
            return Vec::new();
        }
        let refunds = self.refunds.iter().filter_map(|refund| refunded(before, refund));
        let mut letters: Vec<Letter> = refunds.collect();
        // A payment that nothing is missing of is not asked for again.
        let asks = self.state_at(now).amounts.remaining > 0;
        if asks && self.openness(now) == Openness::Open {
            let known = |it: &&Movement| before.movements.iter().any(|known| known.id == it.id);
            let new = self.movements.iter().filter(|it| !known(it));
            letters.extend(new.clone().filter_map(returned));
            letters.extend(new.filter_map(|movement| self.part_arrived(before, movement)));
            letters.extend(self.attempts.iter().filter_map(|attempt| rejected(before, attempt)));
        }
        letters
    }

    /// Money that a payer sent, of which something is missing. An entry that was matched here before has
    /// been written about.
    fn part_arrived(&self, before: &Self, movement: &Movement) -> Option<Letter> {
        let attempt = self.attempt(movement.attempt?).filter(|it| !it.method.is_pull())?;
        let arrived =
            movement.kind == MovementKind::Collection && movement.allocation == Allocation::Payment;
        let same = |known: &Movement| {
            known.kind == MovementKind::Collection
                && known.source == movement.source
                && told_as(known) == told_as(movement)
        };
        (arrived && !before.movements.iter().any(same)).then_some(Letter::PartArrived {
            method: attempt.method,
            amount: movement.amount,
            on: movement.value_date,
        })
    }

    /// True once a bank has said that the account holder died.
    fn payer_died(&self) -> bool {
        let returns = self.returns();
        let failures = self.attempts.iter().filter_map(|attempt| match &attempt.progress {
            Progress::Failed { code, .. } => Some(code.as_str()),
            _ => None,
        });
        let codes = returns.filter_map(|movement| movement.code.as_deref()).chain(failures);
        codes.filter_map(closes).any(|closed| closed == Closed::Deceased)
    }
}

/// What a source calls the money of a movement; an entry's matches are numbered behind a colon.
fn told_as(movement: &Movement) -> &str {
    let id = movement.source_id.as_str();
    id.split_once(':').map_or(id, |(entry, _)| entry)
}

/// A refund that has just succeeded. One that bounced and is said to have succeeded after all was
/// written about before.
fn refunded(before: &Case, refund: &Refund) -> Option<Letter> {
    let RefundProgress::Succeeded { at } = refund.progress else { return None };
    let was = before.refunds.iter().find(|known| known.id == refund.id);
    let told = was.is_some_and(|was| {
        was.bounced_at.is_some() || matches!(was.progress, RefundProgress::Succeeded { .. })
    });
    (!told && refund.bounced_at.is_none()).then_some(Letter::Refunded { amount: refund.amount, at })
}

/// A payment that the bank sent back, unless it was the payer's own doing.
fn returned(movement: &Movement) -> Option<Letter> {
    let code = movement.code.clone().filter(|code| closes(code).is_none())?;
    let sent_back =
        movement.kind == MovementKind::Return && movement.allocation == Allocation::Payment;
    sent_back.then_some(Letter::SentBack { amount: movement.amount, code })
}

/// A signed debit that the bank refused: the payer thinks that it is done.
fn rejected(before: &Case, attempt: &Attempt) -> Option<Letter> {
    let Progress::Failed { code, .. } = &attempt.progress else { return None };
    let was = before.attempt(attempt.id).map(|it| &it.progress);
    let signed = matches!(was, Some(Progress::Exported { .. } | Progress::Scheduled { .. }));
    let debit = Scheme::of(attempt.method).is_some();
    (debit && signed && closes(code).is_none())
        .then(|| Letter::SentBack { amount: attempt.amount, code: code.clone() })
}
