//! Finality: how far a payment can still be undone, and until when.

use jiff::tz::TimeZone;

use crate::attempt::{Attempt, Progress};
use crate::calendar::{BRUSSELS, STOCKHOLM};
use crate::case::Case;
use crate::debit::timetable;
use crate::method::MethodType;
use crate::spelled::spelled;
use crate::time::Timestamp;

/// Days after confirmation within which the sandbox's card issuer may take money back.
pub const CARD_CHARGEBACK_DAYS: i64 = 120;

spelled! {
    /// How final a payment is.
    pub enum FinalityState {
        /// Not cleared yet.
        Provisional = "provisional",
        /// Cleared; somebody still has a right to undo it.
        Cleared = "cleared",
        /// Nobody has.
        Final = "final",
    }
}

spelled! {
    /// A right to undo a payment.
    pub enum Right {
        /// The payer may ask the money back without a reason.
        Refund = "refund",
        /// The payer may say that it was never authorised.
        UnauthorisedRefund = "unauthorised_refund",
        /// The Direct Debit Guarantee.
        Indemnity = "indemnity",
        /// The card schemes' rules.
        Chargeback = "chargeback",
    }
}

/// A right, and when it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The right.
    pub right: Right,
    /// Its end; `None` when it never ends.
    pub until: Option<Timestamp>,
}

/// How final a payment is, and what could still undo it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finality {
    /// How final.
    pub state: FinalityState,
    /// The rights, whether still open or not.
    pub windows: Vec<Window>,
}

/// The finality of what an attempt collected, at `now`. `None` before money was collected, and
/// once all of it went back: then nothing is left that could be undone.
pub fn of_case(case: &Case, attempt: &Attempt, now: Timestamp) -> Option<Finality> {
    if case.is_taken_back(attempt) { None } else { of(attempt, now) }
}

/// By the rail's own rules, whatever happened since.
fn of(attempt: &Attempt, now: Timestamp) -> Option<Finality> {
    let Progress::Collected { at, clears_at } = attempt.progress else { return None };
    let windows = windows(attempt.method, at);
    let open = windows.iter().any(|window| window.until.is_none_or(|until| now < until));
    let state = if now < clears_at {
        FinalityState::Provisional
    } else if open {
        FinalityState::Cleared
    } else {
        FinalityState::Final
    };
    Some(Finality { state, windows })
}

/// What can undo money that was collected at `at` by `method`.
pub fn windows(method: MethodType, at: Timestamp) -> Vec<Window> {
    match method {
        MethodType::Card => vec![Window {
            right: Right::Chargeback,
            until: Some(at.plus_days(CARD_CHARGEBACK_DAYS)),
        }],
        MethodType::SepaDebit => by_directive(at, &BRUSSELS),
        MethodType::Autogiro => by_directive(at, &STOCKHOLM),
        MethodType::BacsDebit => vec![Window { right: Right::Indemnity, until: None }],
        // What the payer sent from the bank is final when it is booked.
        MethodType::PayByBank | MethodType::BankTransfer | MethodType::DirectTransfer => Vec::new(),
    }
}

/// The rights that the Payment Services Directive gives to payers.
fn by_directive(at: Timestamp, zone: &TimeZone) -> Vec<Window> {
    let (refund, unauthorised) = timetable::refund_windows(at, zone);
    vec![
        Window { right: Right::Refund, until: Some(refund) },
        Window { right: Right::UnauthorisedRefund, until: Some(unauthorised) },
    ]
}

/// True when `kind` of undoing is still possible at `now` by the rail's own rules.
pub fn allows(attempt: &Attempt, right: Right, now: Timestamp) -> bool {
    let Some(finality) = of(attempt, now) else { return false };
    finality
        .windows
        .iter()
        .any(|window| window.right == right && window.until.is_none_or(|until| now < until))
}
