//! The timeline of a session: what happened, why, and what comes next, in plain words.
//!
//! It is told from the facts each time it is asked for, so it can never disagree with them.

mod afterwards;
mod debits;
mod owners;
mod sources;
mod transfers;

pub use sources::Sources;

use domain::attempt::{Attempt, Progress};
use domain::calendar;
use domain::case::Case;
use domain::credit_transfer;
use domain::debit::Scheme;
use domain::debit::codes::{self, Kind};
use domain::finality::{self, Right};
use domain::method::MethodType;
use domain::money::Money;
use domain::movement::{Allocation, Movement, MovementKind};
use domain::session::{CancellationReason, Reopen, SessionStatus};
use domain::time::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use store::messages::{Message, MessageState};
use utoipa::ToSchema;

use crate::api::object_name;
use crate::api::transactions::words;

object_name! { TimelineObject = "list" }

/// A session's timeline.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Timeline)]
pub struct TimelineView {
    /// Always `list`.
    #[schema(value_type = String, pattern = "^list$")]
    object: TimelineObject,
    /// What happened, and behind it what is expected; each in the order of time.
    data: Vec<EntryView>,
}

/// Something that happened, or that is expected.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TimelineEntry)]
pub struct EntryView {
    /// The same as `at`, to the millisecond: seconds alone would mix up what follows closely.
    #[serde(skip)]
    #[schema(ignore)]
    moment: Timestamp,
    /// When, in Unix seconds.
    at: i64,
    /// What kind of thing, such as `collected` or `clearing`.
    kind: &'static str,
    /// What it is, in a sentence or two.
    text: String,
    /// Whose doing it is: `merchant`, `payer`, `bank`, `processor` or `quittance`.
    by: &'static str,
    /// The rule that it follows from, for what is expected.
    rule: Option<&'static str>,
    /// It is expected, and has not happened.
    forecast: bool,
}

/// When sessions end.
const EXPIRY_RULE: &str = "The session's expires_at";
/// When disputed money leaves.
const DISPUTE_RULE: &str = "The debit date in the bank's report";

impl TimelineView {
    /// The timeline of a case at `now`, in business time.
    pub fn of(case: &Case, sources: &Sources, now: Timestamp) -> Self {
        let mut teller = Teller { case, sources, now, entries: Vec::new() };
        teller.beginning();
        sources.mandates.iter().for_each(|mandate| teller.mandate(mandate));
        sources.moves.iter().for_each(|moved| teller.moved(moved));
        sources.orders.iter().for_each(|order| teller.order(order));
        case.attempts.iter().for_each(|attempt| teller.attempt(attempt));
        case.movements.iter().for_each(|movement| teller.movement(movement));
        sources.marks.iter().for_each(|mark| teller.mark(mark));
        sources.matches.iter().for_each(|matched| teller.matched(matched));
        teller.topped_up();
        teller.cleared();
        case.disputes.iter().for_each(|dispute| teller.dispute(dispute));
        case.refunds.iter().for_each(|refund| teller.refund(refund));
        sources.decisions.iter().for_each(|decision| teller.decision(*decision));
        teller.owners();
        teller.paid();
        teller.ending();
        sources.messages.iter().for_each(|message| teller.message(message));
        sources.work.iter().for_each(|item| teller.work_item(item));
        case.attempts.iter().for_each(|attempt| teller.forecast(attempt));
        teller.expiry();
        // Stable: what happened at the same moment stays in the order of its telling.
        teller.entries.sort_by_key(|entry| (entry.forecast, entry.moment));
        Self { object: TimelineObject::Name, data: teller.entries }
    }
}

/// A case that is being told.
struct Teller<'a> {
    case: &'a Case,
    sources: &'a Sources,
    now: Timestamp,
    entries: Vec<EntryView>,
}

impl Teller<'_> {
    fn tell(&mut self, at: Timestamp, kind: &'static str, by: &'static str, text: String) {
        let (moment, at) = (at, at.seconds());
        self.entries.push(EntryView { moment, at, kind, text, by, rule: None, forecast: false });
    }

    /// Tells what lies ahead; what time has overtaken is no forecast any more.
    fn expect(&mut self, at: Timestamp, kind: &'static str, rule: &'static str, text: String) {
        if at > self.now {
            let (moment, at, by, rule) = (at, at.seconds(), "quittance", Some(rule));
            self.entries.push(EntryView { moment, at, kind, text, by, rule, forecast: true });
        }
    }

    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.case.session.terms.currency)
    }

    fn beginning(&mut self) {
        let session = &self.case.session;
        let text = format!("The session was created for {}.", self.money(session.terms.amount));
        self.tell(session.created_at, "created", "merchant", text);
    }

    fn attempt(&mut self, attempt: &Attempt) {
        if !attempt.method.is_pull() {
            return self.announced(attempt);
        }
        let amount = self.money(attempt.amount);
        let (kind, text) = match attempt.method {
            MethodType::Card => {
                ("attempt_began", format!("The payer went on to pay {amount} by card."))
            }
            MethodType::PayByBank => {
                ("attempt_began", format!("The payer went on to pay {amount} at their bank."))
            }
            other if Scheme::of(other).is_some_and(Scheme::signs_at_bank) => {
                let text =
                    format!("The payer went on to sign a mandate for {amount} at their bank.");
                ("attempt_began", text)
            }
            other => {
                let name = other.name();
                ("debit_confirmed", format!("The payer confirmed a {name} of {amount}."))
            }
        };
        self.tell(attempt.created_at, kind, "payer", text);
        match &attempt.progress {
            Progress::Submitted => {
                let text = match attempt.method {
                    MethodType::PayByBank => {
                        "The payer approved the payment; the bank has not told its outcome yet."
                    }
                    _ => {
                        "The payer confirmed the payment; the processor has not told its outcome yet."
                    }
                };
                let at = attempt.confirmed_at.unwrap_or(attempt.created_at);
                self.tell(at, "attempt_confirmed", "payer", text.to_owned());
            }
            Progress::Failed { at, code } => {
                let (by, what) = match attempt.method {
                    MethodType::Card => ("processor", "The payment was declined"),
                    MethodType::PayByBank => ("bank", "The bank did not make the payment"),
                    _ => ("bank", "The bank refused the debit before any money moved"),
                };
                let text = format!("{what} ({code}). {}", words::of(code));
                self.tell(*at, "attempt_failed", by, text);
            }
            Progress::Canceled { at, code } => {
                let by_bank = attempt.method == MethodType::PayByBank;
                let text = match code.as_str() {
                    "abandoned" if by_bank => "The payer did not approve the payment at the bank.",
                    code => given_up(code),
                };
                self.tell(*at, "attempt_canceled", "quittance", text.to_owned());
            }
            _ => {}
        }
    }

    fn movement(&mut self, movement: &Movement) {
        let amount = Money::new(movement.amount, movement.currency);
        let (kind, text) = match (movement.kind, movement.allocation) {
            (MovementKind::Collection, _) if movement.code.is_some() => {
                ("dispute_won", format!("The dispute was won: {amount} came back."))
            }
            (MovementKind::Collection, Allocation::Payment) => {
                ("collected", format!("{amount} was collected."))
            }
            (MovementKind::Collection, Allocation::Surplus) => (
                "surplus",
                format!("{amount} came in that was not asked for; it is owed to the payer."),
            ),
            (MovementKind::Collection, Allocation::Suspense) => (
                "suspense",
                format!("{amount} came in that does not fit; it waits for a decision."),
            ),
            (kind, Allocation::Suspense) if kind.takes_back() => (
                "suspense",
                format!("{amount} was taken back that does not fit; it waits for a decision."),
            ),
            (kind, _) if kind.takes_back() => ("returned", self.taken_back(amount, movement)),
            _ => match afterwards::decided(amount, movement) {
                Some(told) => return self.tell_decided(movement, told),
                // Told with the refund that it is part of.
                None => return,
            },
        };
        let by = match self.case.attempts.iter().find(|it| Some(it.id) == movement.attempt) {
            Some(attempt) if attempt.method == MethodType::Card => "processor",
            _ => "bank",
        };
        self.tell(movement.booked_at, kind, by, text);
    }

    /// That money went back, why, and what the payer can do now.
    fn taken_back(&self, amount: Money, movement: &Movement) -> String {
        let code = movement.code.as_deref().unwrap_or("no reason");
        let auto = self.case.session.terms.reopen == Reopen::Auto;
        let next = match codes::find(code).map(|reason| reason.kind) {
            Some(Kind::FundsOrAccount) => "The page is open for another way of paying.",
            Some(Kind::PayerRefund) if auto => "The page is open again.",
            None if credit_transfer::find(code).is_some() => {
                "The page is open for another payment."
            }
            Some(Kind::Deceased) => "The page stays closed, and no mail is sent.",
            _ => "The page stays closed until the session is reopened.",
        };
        format!("{amount} was taken back ({code}). {} {next}", words::of(code))
    }

    fn paid(&mut self) {
        let state = self.case.state_at(self.now);
        let first = state.first_paid_at;
        if let Some(at) = first {
            self.tell(at, "paid", "quittance", "The session became paid.".to_owned());
        }
        if let Some(at) = state.paid_at.filter(|at| Some(*at) != first) {
            self.tell(at, "paid", "quittance", "The session became paid again.".to_owned());
        }
    }

    fn ending(&mut self) {
        let Some(canceled) = self.case.cancellation(self.now) else { return };
        let (kind, by, text) = match canceled.reason {
            CancellationReason::Requested => ("canceled", "merchant", "The session was canceled."),
            CancellationReason::Expired => ("expired", "quittance", "The session expired unpaid."),
            CancellationReason::CustomerDeleted => (
                "canceled",
                "merchant",
                "The session was canceled because its customer was deleted.",
            ),
        };
        self.tell(canceled.at, kind, by, text.to_owned());
    }

    fn message(&mut self, message: &Message) {
        let (to, subject) = (&message.recipient, &message.subject);
        let (kind, text) = match message.state {
            MessageState::Queued => {
                ("email_queued", format!("A mail to {to} waits to be sent: “{subject}”."))
            }
            MessageState::Sent => ("email_sent", format!("A mail was sent to {to}: “{subject}”.")),
            MessageState::Failed => {
                let why = message.last_error.as_deref().unwrap_or("no reason was given");
                ("email_failed", format!("A mail to {to} could not be sent: “{subject}” ({why})."))
            }
        };
        let at = message.ended_at.unwrap_or(message.created_at);
        self.tell(at, kind, "quittance", text);
    }

    fn expiry(&mut self) {
        let state = self.case.state_at(self.now);
        let asks = state.status == SessionStatus::Unpaid && state.first_paid_at.is_none();
        if let Some(at) = self.case.session.expires_at.filter(|_| asks) {
            let text = "The session expires, unless it is paid or a payment is under way.";
            self.expect(at, "expiry", EXPIRY_RULE, text.to_owned());
        }
    }

    /// What an attempt leads to.
    fn forecast(&mut self, attempt: &Attempt) {
        if let Some(scheme) = Scheme::of(attempt.method) {
            self.expect_debit(attempt, scheme);
        }
        if matches!(attempt.progress, Progress::Collected { .. }) && self.is_held(attempt) {
            self.windows(attempt);
        }
        let disputes = self.case.disputes.iter();
        let open = disputes.filter(|it| it.attempt == attempt.id && self.is_held(attempt));
        for dispute in open.cloned().collect::<Vec<_>>() {
            let text = "The bank takes the disputed money back.".to_owned();
            self.expect(dispute.debit_at, "dispute_debit", DISPUTE_RULE, text);
        }
    }

    /// True while money of an attempt is with us.
    fn is_held(&self, attempt: &Attempt) -> bool {
        let of_attempt = self.case.movements.iter().filter(|it| it.attempt == Some(attempt.id));
        of_attempt.map(Movement::held).sum::<i64>() > 0
    }

    /// The ends of the rights to undo an attempt.
    fn windows(&mut self, attempt: &Attempt) {
        let scheme = Scheme::of(attempt.method);
        let zone: &TimeZone = scheme.map_or(&calendar::BRUSSELS, |scheme| scheme.rules().zone);
        let windows = finality::of_case(self.case, attempt, self.now)
            .map(|it| it.windows)
            .unwrap_or_default();
        for window in windows {
            let Some(until) = window.until else { continue };
            let (rule, text) = match window.right {
                Right::Refund => (
                    "SEPA Core: eight weeks from the debit",
                    "The payer can no longer ask for the money back without a reason.",
                ),
                Right::UnauthorisedRefund => (
                    "SEPA Core: thirteen months from the debit",
                    "The payer can no longer say that the debit was never authorised.",
                ),
                Right::Chargeback => (
                    "Card schemes: the chargeback period from the payment",
                    "The card's bank can no longer take the money back.",
                ),
                Right::Indemnity => continue,
            };
            let last = calendar::local_date(until.plus_ms(-1), zone);
            let text = last
                .map_or(text.to_owned(), |last| format!("{text} The last day is {}.", day(last)));
            self.expect(until, "right_ends", rule, text);
        }
    }
}

/// Why a try ended before any money moved.
fn given_up(code: &str) -> &'static str {
    match code {
        "abandoned" => "The payer did not finish on the processor's page.",
        "paid_otherwise" => "The instruction was withdrawn: the session was paid another way.",
        "requested" => "The try was withdrawn, because the session was canceled.",
        "expired" => "The try was withdrawn, because the session expired.",
        "customer_deleted" => "The try was withdrawn, because the customer was deleted.",
        _ => "The try was withdrawn before any money moved.",
    }
}

/// A day as people write it.
fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}
