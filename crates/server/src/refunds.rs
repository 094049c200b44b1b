//! What follows from a refund: the processor is asked, or a person; and the merchant is told.

use domain::case::Case;
use domain::method::MethodType;
use domain::movement::{MovementKind, MovementSource};
use domain::news::EventType;
use domain::refund::{Refund, RefundProgress};
use domain::settle::{MoneyReport, Outcome};
use domain::time::Timestamp;
use domain::work::{WorkItem, WorkKind};
use jiff::civil::Date;
use store::cases::Locked;
use store::jobs::{self, Clock, NewJob};
use store::work_items::{Resolved, WorkItemRow};
use store::{DbError, Tx, clocks, work_items};

use crate::api::refunds::RefundView;
use crate::api::work_items::resolve::tell_resolved;
use crate::app::App;
use crate::days::{self, local_day};
use crate::jobs::SEND_REFUND;
use crate::problem::Problem;
use crate::record::{Origin, record};
use crate::settle::settle_locked;
use crate::work;

/// The decision that a refund was sent by hand.
pub const MARK_SENT: &str = "mark_sent";
/// The decision that it is not sent.
pub const CANCEL_REFUND: &str = "cancel_refund";
/// Why a refund was withdrawn by that, or by the refund's own address.
pub const REQUESTED: &str = "requested";

/// Tells of each refund that changed, and sees to it that it is sent.
///
/// # Errors
/// Only the database's.
pub fn follow_up(tx: &mut Tx<'_>, origin: &Origin, locked: &Locked) -> Result<(), DbError> {
    let case = &locked.case;
    for refund in &case.refunds {
        let before = locked.before().refunds.iter().find(|it| it.id == refund.id);
        if before == Some(refund) {
            continue;
        }
        let view = RefundView::of(case, refund);
        let kind = event(before, refund);
        record(tx, &case.session.scope, origin, kind, &view.id, &view, None)?;
        if before.is_none_or(|it| it.progress != refund.progress) {
            see_to(tx, origin, case, refund, locked.now)?;
        }
    }
    Ok(())
}

fn event(before: Option<&Refund>, is: &Refund) -> EventType {
    let same = before.is_some_and(|before| before.progress == is.progress);
    match &is.progress {
        _ if before.is_none() => EventType::RefundCreated,
        RefundProgress::Succeeded { .. } if !same => EventType::RefundSucceeded,
        RefundProgress::Failed { .. } if !same => EventType::RefundFailed,
        RefundProgress::Canceled { .. } if !same => EventType::RefundCanceled,
        _ => EventType::RefundUpdated,
    }
}

/// True when no processor can be asked to send a refund, so that a person has to.
pub fn is_by_hand(case: &Case, refund: &Refund) -> bool {
    case.attempt(refund.attempt).is_none_or(|attempt| attempt.method != MethodType::Card)
}

fn see_to(
    tx: &mut Tx<'_>,
    origin: &Origin,
    case: &Case,
    refund: &Refund,
    now: Timestamp,
) -> Result<(), DbError> {
    let (scope, by_hand) = (case.session.scope, is_by_hand(case, refund));
    match &refund.progress {
        RefundProgress::Pending if by_hand => work::raise(tx, case, &[to_send(refund)]),
        RefundProgress::Pending => {
            let clock = clocks::keep(tx, &scope)?;
            let (subject, due_at) = (refund.id.to_string(), tx.now_real());
            let job = NewJob {
                kind: SEND_REFUND,
                subject: &subject,
                payload: "",
                clock: Clock::Real,
                due_at,
            };
            jobs::schedule(tx, &scope, &job, &clock)
        }
        RefundProgress::Submitted => Ok(()),
        ended => {
            // One that was resolved itself has ended the refund, and is closed already.
            let item = work_items::to_send(tx, &scope, case.session.id, refund.id)?;
            let Some(item) = item else { return Ok(()) };
            let resolution = decision(ended).to_owned();
            let resolved = Resolved { resolution, note: None, at: now };
            work_items::resolve(tx, &scope, item.id, &resolved)?;
            let item = WorkItemRow { resolved: Some(resolved), ..item };
            tell_resolved(tx, &scope, origin, &item).map(|_| ())
        }
    }
}

/// What was decided about a refund that has ended, as its work item calls it.
fn decision(ended: &RefundProgress) -> &'static str {
    match ended {
        RefundProgress::Succeeded { .. } => MARK_SENT,
        RefundProgress::Canceled { code, .. } if code == REQUESTED => CANCEL_REFUND,
        other => other.as_str(),
    }
}

fn to_send(refund: &Refund) -> WorkItem {
    WorkItem {
        kind: WorkKind::RefundToSend,
        attempt: Some(refund.attempt),
        movement: None,
        refund: Some(refund.id),
        owner: None,
        amount: Some(refund.amount),
        cause: format!("{}:{}", WorkKind::RefundToSend, refund.id),
    }
}

/// That a refund was sent from the merchant's bank.
pub struct Sent<'a> {
    /// The day.
    pub on: Date,
    /// The reference that the sender wrote down.
    pub reference: &'a str,
}

/// Books that a refund which is sent by hand has left.
///
/// # Errors
/// 400 for a day to come, or before the refund was asked for.
pub fn book_sent(
    tx: &mut Tx<'_>,
    app: &App,
    origin: &Origin,
    mut locked: Locked,
    refund: &Refund,
    sent: &Sent<'_>,
) -> Result<(), Problem> {
    let given = days::Given { param: "sent_on", day: sent.on };
    check_day(tx, &locked, refund, given)?;
    for known in locked.case.refunds.iter_mut().filter(|it| it.id == refund.id) {
        known.reference = Some(sent.reference.to_owned());
    }
    let money = MoneyReport {
        amount: refund.amount,
        fee: 0,
        currency: locked.case.session.terms.currency,
        value_date: sent.on,
        source_id: refund.id.to_string(),
    };
    let outcome = Outcome::Refunded { refund: refund.id, money };
    let by = MovementSource::Merchant;
    settle_locked(tx, app, origin, locked, refund.attempt, by, &outcome)?;
    Ok(())
}

/// That a day on which a refund is said to have left or failed is not ahead, nor before it was
/// sent or, where it was not, asked for.
///
/// # Errors
/// 400 that names the field.
pub fn check_day(
    tx: &mut Tx<'_>,
    locked: &Locked,
    refund: &Refund,
    given: days::Given,
) -> Result<(), Problem> {
    let scope = locked.case.session.scope;
    let today = local_day(tx, &scope, locked.now)?;
    let id = refund.id.to_string();
    let left = locked
        .case
        .movements
        .iter()
        .find(|it| it.kind == MovementKind::MerchantRefund && it.source_id == id);
    let (from, what) = match left {
        Some(movement) => (movement.value_date, "the refund was sent"),
        None => (local_day(tx, &scope, refund.created_at)?, "the refund was asked for"),
    };
    given.check(today, from, what)
}
