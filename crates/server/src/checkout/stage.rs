//! Which page a session comes to: decided from what is known, without asking or changing anything.

use domain::attempt::{Attempt, Progress};
use domain::calendar::local_date;
use domain::case::{Closed, Openness};
use domain::debit::Scheme;
use domain::method::MethodType;
use domain::session::{CancellationReason, PaymentStatus};
use jiff::civil::Date;
use pages::{
    BankProblem, ChooseProblem, DeclineReason, Errand, MethodKind, PageOpen, Retry, Status,
    TransferDetails, TransferKind,
};
use store::mandates::MandateStatus;

use super::frame::amount;
use super::transfer;
use super::view::{View, debit_days};
use super::wish::Wish;
use crate::routing::SIGNING_BANK;

/// How often a page that waits for a bank looks again by itself, and how often of that quickly.
const LOOKS_MAX: u32 = 60;
const LOOKS_OFTEN: u32 = 24;

/// The page to show.
#[derive(Clone, Debug)]
pub(super) enum Stage {
    /// The choice of methods.
    Choose(ChooseProblem),
    /// The review before a card payment.
    Card(Option<DeclineReason>),
    /// The review before credit pays all of it.
    Credit,
    /// The form for a debit.
    Debit(Scheme, Date),
    /// The review before a payment by bank, and the choice of the bank.
    Bank { problem: BankProblem, last_error: Option<DeclineReason> },
    /// Where to send the money.
    Transfer(TransferKind),
    /// On the way to the processor's page, or to a bank's.
    Leaving(String, Errand),
    /// Where the payment stands; the page looks again by itself after so many seconds.
    Watching(Status, u32, String),
    /// Where the payment stands.
    Status(Status),
}

impl Stage {
    /// What the merchant's page is told when there is nothing left for the payer to do.
    pub(super) const fn outcome(&self) -> Option<&'static str> {
        let Self::Status(status) = self else { return None };
        match status {
            Status::Paid { .. } | Status::PaidElsewhere { .. } => Some("paid"),
            Status::DebitSigned { .. } | Status::AwaitingMandate { .. } => Some("processing"),
            Status::Canceled | Status::Expired => Some("canceled"),
            Status::Disputed | Status::ContactOnly | Status::Returned(PageOpen::ContactOnly) => {
                Some("failed")
            }
            _ => None,
        }
    }
}

/// Decides. `here` is the page's own address in the payer's language, ending in its query.
pub(super) fn stage(view: &View, wish: &Wish, here: &str) -> Stage {
    let case = &view.case;
    let disputed = case.state_at(view.now).payment_status == PaymentStatus::Disputed;
    match case.openness(view.now) {
        Openness::Canceled(CancellationReason::Expired) => Stage::Status(Status::Expired),
        Openness::Canceled(_) => Stage::Status(Status::Canceled),
        _ if disputed => Stage::Status(Status::Disputed),
        Openness::Paid => Stage::Status(paid(view, wish)),
        Openness::ContactOnly(Closed::Refunded) => {
            Stage::Status(Status::Returned(PageOpen::ContactOnly))
        }
        Openness::ContactOnly(Closed::Disputed) => Stage::Status(Status::Disputed),
        Openness::ContactOnly(Closed::Deceased) => Stage::Status(Status::ContactOnly),
        Openness::Busy => busy(view, wish, here),
        Openness::Open => open(view, wish, here),
    }
}

fn paid(view: &View, wish: &Wish) -> Status {
    let on = view.case.state_at(view.now).paid_at.and_then(|at| view.merchant_date(at));
    let collected = |progress: &Progress| matches!(progress, Progress::Collected { .. });
    let stayed =
        |attempt: &&Attempt| collected(&attempt.progress) && !view.case.is_taken_back(attempt);
    let method = view.case.attempts.iter().rev().find(stayed);
    let method = method.map(|attempt| MethodKind::of(attempt.method));
    match (on, method) {
        (Some(on), None) if view.case.state_at(view.now).amounts.credit_applied > 0 => {
            Status::Paid { on, method: MethodKind::CustomerBalance }
        }
        // Who had chosen how to pay did so in another window than the one that paid.
        (Some(on), Some(method)) if !wish.names_method() => Status::Paid { on, method },
        (on, _) => Status::PaidElsewhere { on },
    }
}

fn busy(view: &View, wish: &Wish, here: &str) -> Stage {
    match view.under_way().map(|attempt| attempt.method) {
        Some(MethodType::PayByBank) => watch_bank(true, wish, here),
        _ => Stage::Status(processing(view)),
    }
}

/// What the payer does on the page of somebody else.
fn errand(view: &View) -> Errand {
    match view.case.attempts.last().map(|attempt| attempt.method) {
        Some(MethodType::Autogiro) => Errand::SignAt(SIGNING_BANK.to_owned()),
        _ => view.bank.clone().map_or(Errand::PayByCard, Errand::ApproveAt),
    }
}

/// The payer is back, and the bank has not told whether the mandate is signed.
fn watch_signature(wish: &Wish, here: &str) -> Stage {
    let other_url = Some(format!("{here}&again=1"));
    watch(wish, here, |looks_again| Status::AwaitingSignature { looks_again, other_url })
}

/// The payer is back, and the bank has not told the outcome. The page looks again for a while.
fn watch_bank(approved: bool, wish: &Wish, here: &str) -> Stage {
    let other_url = (!approved).then(|| format!("{here}&again=1"));
    watch(wish, here, |looks_again| Status::AwaitingBank { approved, looks_again, other_url })
}

/// A status that is looked at again for a while, in rounds.
fn watch(wish: &Wish, here: &str, status: impl FnOnce(bool) -> Status) -> Stage {
    let round = wish.round();
    let looks_again = (1..LOOKS_MAX).contains(&round);
    let status = status(looks_again);
    match looks_again {
        true => {
            let seconds = if round < LOOKS_OFTEN { 5 } else { 20 };
            Stage::Watching(status, seconds, format!("{here}&returned={}", round + 1))
        }
        false => Stage::Status(status),
    }
}

fn processing(view: &View) -> Status {
    let debit = || {
        let attempt = view.under_way()?;
        let scheme = Scheme::of(attempt.method)?;
        let (collection_on, clears_on) = debit_days(&view.case, attempt)?;
        let mandate = view.mandate.as_ref()?;
        let (mandate_reference, creditor) =
            (mandate.reference.clone(), view.creditor_name().to_owned());
        let waits =
            scheme.rules().answer_days.is_some() && mandate.status == MandateStatus::Pending;
        if waits && let Progress::Scheduled { cutoff_at, .. } = attempt.progress {
            // The debit leaves at the end of the last day on which the bank answers in time.
            let answer_by = local_date(cutoff_at, scheme.rules().zone).ok()?;
            let scheme = scheme.into();
            return Some(Status::AwaitingMandate {
                scheme,
                answer_by,
                collection_on,
                mandate_reference,
            });
        }
        Some(Status::DebitSigned {
            scheme: scheme.into(),
            creditor,
            collection_on,
            clears_on,
            mandate_reference,
        })
    };
    debit().unwrap_or(Status::Processing)
}

/// The session takes a payment.
fn open(view: &View, wish: &Wish, here: &str) -> Stage {
    let last = view.case.attempts.last().map(|attempt| &attempt.progress);
    if wish.leaving.is_some()
        && let Some(Progress::Redirected { url: Some(url) }) = last
    {
        return Stage::Leaving(url.clone(), errand(view));
    }
    if wish.returned.is_some()
        && let Some(attempt) = view.case.attempts.last()
        && matches!(attempt.progress, Progress::Redirected { url: Some(_) })
    {
        match attempt.method {
            MethodType::PayByBank => return watch_bank(false, wish, here),
            MethodType::Autogiro => return watch_signature(wish, here),
            _ => {}
        }
    }
    if view.case.state_at(view.now).amounts.remaining <= 0 {
        // It is not paid, and yet nothing is missing: what went back twice is the customer's debt.
        return Stage::Status(Status::ContactOnly);
    }
    if !wish.names_method()
        && wish.again.is_none()
        && let Some(status) = taken_back(view, here)
    {
        return Stage::Status(status);
    }
    if view.is_covered() {
        return Stage::Credit;
    }
    if !wish.names_method()
        && wish.again.is_none()
        && let Some(status) = awaiting(view, here)
    {
        return Stage::Status(status);
    }
    let error = last_error(view, wish);
    let wanted = wish.method().filter(|method| view.available.contains(method));
    match (wanted, view.available.as_slice()) {
        (_, []) => Stage::Status(Status::MethodUnavailable { other_url: None }),
        (None, [only]) if !wish.names_method() => first_page(view, *only, error, here),
        (None, _) if wish.chose_nothing() => Stage::Choose(ChooseProblem::NothingChosen),
        (None, _) if wish.names_method() => Stage::Choose(ChooseProblem::Unavailable),
        (None, _) => Stage::Choose(error.map_or(ChooseProblem::None, ChooseProblem::Failed)),
        (Some(method), _) => method_page(view, method, error),
    }
}

/// Money had come, and not all of it stayed: the payer hears of that before paying again.
fn taken_back(view: &View, here: &str) -> Option<Status> {
    let state = view.case.state_at(view.now);
    let open = PageOpen::Open(format!("{here}&again=1"));
    let received = state.amounts.received - state.amounts.returned;
    match state.payment_status {
        PaymentStatus::Returned => Some(Status::Returned(open)),
        PaymentStatus::PartiallyPaid if received > 0 => Some(Status::PartiallyPaid {
            received: amount(received, view.currency()),
            remaining: amount(view.remaining(), view.currency()),
            open,
            transfer: details_again(view),
        }),
        // What is paid is credit, and the money that came besides went back.
        PaymentStatus::PartiallyPaid if state.amounts.returned > 0 => Some(Status::Returned(open)),
        _ => None,
    }
}

/// The payer said to have sent the money: it is waited for, with the same details again.
fn awaiting(view: &View, here: &str) -> Option<Status> {
    let waits = |it: &&Attempt| it.progress == Progress::Awaiting;
    let attempt = view.case.attempts.iter().rev().find(waits)?;
    let kind = TransferKind::of(attempt.method)?;
    Some(Status::AwaitingTransfer {
        kind,
        said_on: view.merchant_date(attempt.created_at)?,
        details: Box::new(transfer::details(view, kind, view.remaining())?),
        other_url: (view.available.len() > 1).then(|| format!("{here}&again=1")),
    })
}

/// Where the rest goes, for a payer who sent the first part.
fn details_again(view: &View) -> Option<Box<TransferDetails>> {
    let collected = |it: &&Attempt| matches!(it.progress, Progress::Collected { .. });
    let last = view.case.attempts.iter().rev().find(collected)?;
    let kind = TransferKind::of(last.method)?;
    transfer::details(view, kind, view.remaining()).map(Box::new)
}

/// The only method's page. A form has no place for why the last debit failed, so that comes first.
fn first_page(view: &View, only: MethodType, error: Option<DeclineReason>, here: &str) -> Stage {
    match (only, error) {
        (_, Some(reason)) if Scheme::of(only).is_some() => {
            let again_url = Some(format!("{here}&payment_method_type={only}"));
            let retry = Retry { again_url, other_url: None };
            Stage::Status(Status::Failed { reason, retry })
        }
        _ => method_page(view, only, error),
    }
}

fn method_page(view: &View, method: MethodType, error: Option<DeclineReason>) -> Stage {
    if let Some(scheme) = Scheme::of(method)
        && let Some(timetable) = view.timetable(scheme)
    {
        return Stage::Debit(scheme, timetable.collection_on);
    }
    match method {
        MethodType::Card => Stage::Card(error),
        MethodType::BankTransfer => Stage::Transfer(TransferKind::Bank),
        MethodType::DirectTransfer => Stage::Transfer(TransferKind::Direct),
        MethodType::PayByBank => Stage::Bank { problem: BankProblem::None, last_error: error },
        _ => Stage::Status(Status::MethodUnavailable { other_url: None }),
    }
}

/// Why the last try did not pay, as far as it matters to the payer before us.
fn last_error(view: &View, wish: &Wish) -> Option<DeclineReason> {
    let came_back = wish.returned.is_some();
    let last = view.case.attempts.last()?;
    let by_bank = last.method == MethodType::PayByBank;
    match &last.progress {
        Progress::Failed { code, .. } => Some(DeclineReason::from_code(code)),
        Progress::Redirected { url: None } if wish.leaving.is_some() => {
            Some(if by_bank { DeclineReason::BankUnavailable } else { DeclineReason::Unavailable })
        }
        Progress::Canceled { .. } if came_back && by_bank => Some(DeclineReason::NotApproved),
        Progress::Redirected { .. } | Progress::Canceled { .. } if came_back => {
            Some(DeclineReason::Abandoned)
        }
        _ => None,
    }
}
