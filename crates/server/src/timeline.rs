//! The timeline of a session: what happened, why, and what comes next, in plain words.
//!
//! It is told from the facts each time, so it can never disagree with them.

use domain::attempt::{Attempt, Progress};
use domain::calendar::TARGET;
use domain::case::Case;
use domain::finality::{self, Right};
use domain::method::MethodType;
use domain::money::Money;
use domain::movement::{Allocation, Movement, MovementKind};
use domain::sepa::timetable;
use domain::session::{CancellationReason, SessionStatus};
use domain::time::Timestamp;
use serde::Serialize;
use store::mandates::Mandate;
use store::messages::{Message, MessageState};
use store::work_items::WorkItemRow;
use utoipa::ToSchema;

use crate::api::transactions::words;

/// What a timeline is told from, beside the case.
pub struct Sources {
    /// Mandates signed at the session.
    pub mandates: Vec<Mandate>,
    /// Mails about it.
    pub messages: Vec<Message>,
    /// What a person has to look at.
    pub work: Vec<WorkItemRow>,
}

/// A session's timeline.
#[derive(Serialize, ToSchema)]
pub struct TimelineView {
    /// Always `list`.
    #[schema(pattern = "^list$")]
    object: &'static str,
    /// The entries, past first.
    data: Vec<TimelineEntryView>,
}

/// Something that happened, or is expected to.
#[derive(Serialize, ToSchema)]
pub struct TimelineEntryView {
    /// When, in Unix seconds.
    at: i64,
    /// What kind of thing.
    kind: &'static str,
    /// In a sentence.
    text: String,
    /// Who did it: `merchant`, `payer`, `bank`, `processor` or `quittance`.
    by: &'static str,
    /// The rule behind it, where there is one.
    rule: Option<&'static str>,
    /// True for what is only expected.
    forecast: bool,
}

/// The rule by which a debit clears.
const CLEARING_RULE: &str = "SEPA Core: cleared at the end of D+5 TARGET days";
/// The rule by which a debit's day is set.
const COLLECTION_RULE: &str =
    "SEPA Core: instructions leave at 15:00 Brussels time two TARGET days before the debit";

impl TimelineView {
    /// The timeline of a case at `now`.
    pub fn of(case: &Case, sources: &Sources, now: Timestamp) -> Self {
        let mut told = Teller { entries: Vec::new() };
        told.beginning(case);
        case.attempts.iter().for_each(|attempt| told.attempt(case, attempt));
        case.movements.iter().for_each(|movement| told.movement(movement));
        told.clearings(case, now);
        told.ending(case, now);
        told.sources(sources);
        told.forecasts(case, now);
        // Stable: what happened at the same moment stays in the order of its telling.
        told.entries.sort_by_key(|entry| (entry.forecast, entry.at));
        Self { object: "list", data: told.entries }
    }
}

struct Teller {
    entries: Vec<TimelineEntryView>,
}

impl Teller {
    fn tell(&mut self, at: Timestamp, kind: &'static str, by: &'static str, text: String) {
        let at = at.seconds();
        self.entries.push(TimelineEntryView { at, kind, text, by, rule: None, forecast: false });
    }

    fn expect(&mut self, at: Timestamp, kind: &'static str, rule: &'static str, text: String) {
        let (at, by, rule) = (at.seconds(), "quittance", Some(rule));
        self.entries.push(TimelineEntryView { at, kind, text, by, rule, forecast: true });
    }

    fn beginning(&mut self, case: &Case) {
        let session = &case.session;
        let amount = Money::new(session.terms.amount, session.terms.currency);
        let text = format!("The session was created for {amount}.");
        self.tell(session.created_at, "created", "merchant", text);
        if let Some(at) = session.reopened_at {
            let text = "The page was opened again for what remains.".to_owned();
            self.tell(at, "reopened", "merchant", text);
        }
    }

    fn attempt(&mut self, case: &Case, attempt: &Attempt) {
        let amount = Money::new(attempt.amount, case.session.terms.currency);
        match attempt.method {
            MethodType::Card => {
                let text = format!("The payer began to pay {amount} by card.");
                self.tell(attempt.created_at, "attempt_began", "payer", text);
            }
            _ => {
                let text = format!("The payer confirmed a direct debit of {amount}.");
                self.tell(attempt.created_at, "attempt_began", "payer", text);
            }
        }
        match &attempt.progress {
            Progress::Failed { at, code } => {
                let text = format!("The try did not succeed ({code}): {}", words::of(code));
                self.tell(*at, "attempt_failed", "processor", text);
            }
            Progress::Canceled { at, code } => {
                let text = match code.as_str() {
                    "abandoned" => "The payer did not finish at the processor's page.",
                    "paid_otherwise" => "The instruction was withdrawn: it was paid another way.",
                    _ => "The try was withdrawn before it left.",
                };
                self.tell(*at, "attempt_canceled", "quittance", text.to_owned());
            }
            _ => {}
        }
        if let Some(dispute) = &attempt.dispute {
            let text = format!(
                "The payer says the payment was never authorised ({}). Get in touch with them; reopen the session when it is settled.",
                dispute.code
            );
            self.tell(dispute.reported_at, "disputed", "bank", text);
        }
    }

    fn movement(&mut self, movement: &Movement) {
        let amount = Money::new(movement.amount, movement.currency);
        let code = movement.code.as_deref().unwrap_or_default();
        let (kind, text) = match (movement.kind, movement.allocation) {
            (MovementKind::Collection, Allocation::Payment) => {
                ("collected", format!("{amount} was collected."))
            }
            (MovementKind::Collection, Allocation::Surplus) => (
                "surplus",
                format!("{amount} arrived that was not asked for; it is owed to the payer."),
            ),
            (MovementKind::Collection, Allocation::Suspense) => {
                ("suspense", format!("{amount} arrived that does not fit; it waits for a person."))
            }
            (it, _) if it.takes_back() => {
                ("returned", format!("{amount} was taken back ({code}): {}", words::of(code)))
            }
            (it, _) => ("movement", format!("{amount}: {it}.")),
        };
        self.tell(movement.booked_at, kind, "bank", text);
    }

    /// When the session became paid, as far as it has.
    fn clearings(&mut self, case: &Case, now: Timestamp) {
        let state = case.state_at(now);
        let first = state.first_paid_at;
        if let Some(at) = first {
            self.tell(at, "paid", "quittance", "The session became paid.".to_owned());
        }
        if let Some(at) = state.paid_at.filter(|at| Some(*at) != first) {
            self.tell(at, "paid", "quittance", "The session became paid again.".to_owned());
        }
    }

    fn ending(&mut self, case: &Case, now: Timestamp) {
        let Some(canceled) = case.cancellation(now) else { return };
        let (by, text) = match canceled.reason {
            CancellationReason::Requested => ("merchant", "The session was canceled."),
            CancellationReason::Expired => ("quittance", "The session expired."),
            CancellationReason::CustomerDeleted => {
                ("merchant", "The session was canceled with its customer.")
            }
        };
        self.tell(canceled.at, "canceled", by, text.to_owned());
    }

    fn sources(&mut self, sources: &Sources) {
        for mandate in &sources.mandates {
            let text = format!("The payer signed mandate {}.", mandate.reference);
            self.tell(mandate.created_at, "mandate_signed", "payer", text);
            if let Some(at) = mandate.ended_at {
                let code = mandate.end_reason.as_deref().unwrap_or_default();
                let text = format!("Mandate {} ended ({code}).", mandate.reference);
                self.tell(at, "mandate_ended", "bank", text);
            }
        }
        for message in &sources.messages {
            let (to, subject) = (&message.recipient, &message.subject);
            let text = match message.state {
                MessageState::Queued => format!("A mail to {to} waits: {subject}"),
                MessageState::Sent => format!("A mail was sent to {to}: {subject}"),
                MessageState::Failed => format!("A mail to {to} could not be delivered: {subject}"),
            };
            self.tell(message.ended_at.unwrap_or(message.created_at), "email", "quittance", text);
        }
        for item in &sources.work {
            self.tell(item.created_at, "work_item", "quittance", item.text.clone());
        }
    }

    fn forecasts(&mut self, case: &Case, now: Timestamp) {
        for attempt in &case.attempts {
            self.forecast(case, attempt, now);
        }
        let state = case.state_at(now);
        let open = state.status == SessionStatus::Unpaid && state.first_paid_at.is_none();
        if let Some(at) = case.session.expires_at.filter(|at| open && *at > now) {
            let text = "The session expires if it is not paid.".to_owned();
            self.expect(at, "expires", "expires_at", text);
        }
    }

    fn forecast(&mut self, case: &Case, attempt: &Attempt, now: Timestamp) {
        match &attempt.progress {
            Progress::Scheduled { collection_on, .. }
            | Progress::Exported { collection_on, .. } => {
                let Ok(days) = timetable::collecting_on(*collection_on, &TARGET) else { return };
                let text = format!("The payer's account is debited on {collection_on}.");
                self.expect(days.collected_at, "collection", COLLECTION_RULE, text);
                let text = "The money counts as cleared.".to_owned();
                self.expect(days.cleared_at, "clearing", CLEARING_RULE, text);
            }
            Progress::Collected { clears_at, .. } => {
                if case.under_way(attempt, now) {
                    let text = "The money counts as cleared.".to_owned();
                    self.expect(*clears_at, "clearing", CLEARING_RULE, text);
                }
                self.windows(attempt, now);
            }
            _ => {}
        }
    }

    fn windows(&mut self, attempt: &Attempt, now: Timestamp) {
        let windows = finality::of(attempt, now).map(|it| it.windows).unwrap_or_default();
        for window in windows {
            let Some(until) = window.until.filter(|until| *until > now) else { continue };
            let (rule, text) = match window.right {
                Right::Refund => (
                    "SEPA Core: eight weeks from the debit",
                    "The payer's right to a refund without a reason ends.",
                ),
                Right::UnauthorisedRefund => (
                    "SEPA Core: thirteen months from the debit",
                    "The payer's right to a refund of an unauthorised payment ends.",
                ),
                Right::Chargeback => (
                    "Card schemes: chargeback period",
                    "The card's bank can no longer take it back.",
                ),
                Right::Indemnity => continue,
            };
            self.expect(until, "right_ends", rule, text.to_owned());
        }
    }
}
