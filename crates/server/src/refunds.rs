//! What follows from a refund: the processor is asked, or a person; and the merchant is told.

use domain::case::Case;
use domain::method::MethodType;
use domain::movement::MovementSource;
use domain::news::EventType;
use domain::refund::{Refund, RefundProgress};
use domain::settle::{MoneyReport, Outcome};
use domain::time::Timestamp;
use domain::work::{WorkItem, WorkKind};
use jiff::civil::Date;
use store::cases::Locked;
use store::jobs::{self, Clock, NewJob};
use store::{DbError, Tx, clocks, work_items};

use crate::api::refunds::RefundView;
use crate::app::App;
use crate::jobs::SEND_REFUND;
use crate::record::{Origin, record};
use crate::settle::settle_locked;
use crate::work;

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
            see_to(tx, case, refund, locked.now)?;
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

fn see_to(tx: &mut Tx<'_>, case: &Case, refund: &Refund, now: Timestamp) -> Result<(), DbError> {
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
            jobs::schedule(tx, &scope, &job, clock.offset_ms)
        }
        RefundProgress::Submitted => Ok(()),
        ended => {
            let resolution = ended.as_str();
            work_items::resolve_refund(tx, &scope, case.session.id, refund.id, resolution, now)
        }
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
/// Only the database's.
pub fn book_sent(
    tx: &mut Tx<'_>,
    app: &App,
    origin: &Origin,
    mut locked: Locked,
    refund: &Refund,
    sent: &Sent<'_>,
) -> Result<(), DbError> {
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
