//! What happens next at the pretend bank, by scenario, and on which day.

use domain::autogiro::codes::RETRY;
use domain::calendar::CalendarError;
use domain::debit::Scheme;
use domain::debit::codes::{Kind, Reason};
use jiff::civil::Date;
use store::sandbox_bank::{Debit, PretendMandate};

use super::report::{LineStatus, MandateStatus};

/// Business days after the collection on which most returns come.
const RETURN_DAYS: u16 = 2;
/// Working days from an indemnity claim to the debit of the service user.
const CLAIM_DAYS: u16 = 14;
/// Working days after its arrival on which a mandate's fate is told.
const LODGING_DAYS: u16 = 1;
/// Bank days after which a bank answers about a mandate of Autogiro, unless it is slow.
const ANSWER_DAYS: u16 = 2;
/// The last of those that the scheme gives it.
const LAST_ANSWER_DAY: u16 = 6;
/// Bank days after which Bankgirot removes a mandate that no bank answered about.
const REMOVAL_DAYS: u16 = 10;

/// The next line about a debit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) status: LineStatus,
    pub(super) code: Option<&'static str>,
    /// The day on which it is told.
    pub(super) on: Date,
    /// The date that it tells.
    pub(super) date: Date,
}

/// The next line about a mandate.
#[derive(Clone, Copy, Debug)]
pub(super) struct MandatePlan {
    pub(super) status: MandateStatus,
    pub(super) code: Option<&'static str>,
    /// The day on which it is told.
    pub(super) on: Date,
}

type Planned<T> = Result<Option<T>, CalendarError>;

impl Plan {
    /// Told on the day that it is about.
    pub(super) const fn at(status: LineStatus, code: Option<&'static str>, date: Date) -> Self {
        Self { status, code, on: date, date }
    }
}

/// What happens next to a debit.
pub(super) fn of_debit(debit: &Debit) -> Planned<Plan> {
    if debit.state == "claimed" {
        return claimed(debit);
    }
    match debit.scheme {
        Scheme::SepaCore => sepa(debit),
        Scheme::Bacs => bacs(debit),
        Scheme::Autogiro => autogiro(debit),
    }
}

fn sepa(debit: &Debit) -> Planned<Plan> {
    match (debit.state.as_str(), debit.scenario.as_str()) {
        ("accepted", "reject") => rejected(debit, "AC01"),
        ("accepted", "deceased") => rejected(debit, "MD07"),
        ("accepted", _) => settled(debit),
        ("settled", "account_closed") => returned(debit, "AC04", RETURN_DAYS),
        ("settled", "insufficient_funds") => returned(debit, "AM04", RETURN_DAYS),
        ("settled", "reason_withheld") => returned(debit, "MS03", debit.scheme.rules().return_days),
        ("settled", "refund") => later(debit, LineStatus::Returned, "MD06", 6),
        ("settled", "unauthorised") => later(debit, LineStatus::Returned, "MD01", 26),
        _ => Ok(None),
    }
}

fn bacs(debit: &Debit) -> Planned<Plan> {
    match (debit.state.as_str(), debit.scenario.as_str()) {
        ("accepted", _) => settled(debit),
        ("settled", "insufficient_funds") => returned(debit, "ARUDD-0", 1),
        ("settled", "account_closed") => returned(debit, "ARUDD-B", 1),
        ("settled", "late_return") => returned(debit, "ARUDD-0", debit.scheme.rules().return_days),
        ("settled", "indemnity_claim") => {
            let on = weeks_after(debit.collection_on, 8);
            let days = debit.scheme.rules().calendar;
            let date = days.add_business_days(on, CLAIM_DAYS)?;
            let code = Some("DDICA-5");
            Ok(Some(Plan { status: LineStatus::Claimed, code, on: days.next_or_same(on)?, date }))
        }
        _ => Ok(None),
    }
}

fn autogiro(debit: &Debit) -> Planned<Plan> {
    let today = debit.retry_on.unwrap_or(debit.collection_on);
    let refused = |code| Ok(Some(Plan::at(LineStatus::Rejected, Some(code), today)));
    let refunded = |code, weeks| later(debit, LineStatus::Returned, code, weeks);
    match (debit.state.as_str(), debit.scenario.as_str()) {
        ("accepted", "payment_refused") => refused("AGAV-02"),
        ("accepted", "account_closed") => refused("AG82-2"),
        ("accepted", "insufficient_funds") => tried(debit, today),
        ("accepted", "paid_at_second_try") if debit.retry_on.is_none() => tried(debit, today),
        ("accepted", _) => Ok(Some(Plan::at(LineStatus::Settled, None, today))),
        ("settled", "refund_unmandated") => refunded("AG77-01", 26),
        ("settled", "refund_revoked") => refunded("AG77-02", 10),
        ("settled", "refund_amount") => refunded("AG77-03", 6),
        _ => Ok(None),
    }
}

/// There is no money: the debit is tried again on the next bank day, as long as that was agreed.
fn tried(debit: &Debit, today: Date) -> Planned<Plan> {
    if debit.retries_left == 0 {
        return Ok(Some(Plan::at(LineStatus::Rejected, Some("AG82-1"), today)));
    }
    let date = debit.scheme.rules().calendar.next(today)?;
    Ok(Some(Plan { status: LineStatus::Retried, code: Some(RETRY), on: today, date }))
}

/// A claim was announced with the day on which its money leaves.
fn claimed(debit: &Debit) -> Planned<Plan> {
    let Some(reason) = debit.code.as_deref().and_then(|code| debit.scheme.reason(code)) else {
        return Ok(None);
    };
    let on = debit.claim_debit_on.unwrap_or(debit.collection_on);
    Ok(Some(Plan::at(LineStatus::Returned, Some(reason.code), on)))
}

/// What the payer's bank does when it takes a collected debit back today.
pub(super) fn taken_back(
    scheme: Scheme,
    reason: &'static Reason,
    today: Date,
) -> Result<Plan, CalendarError> {
    if reason.kind != Kind::Indemnity {
        return Ok(Plan::at(LineStatus::Returned, Some(reason.code), today));
    }
    let date = scheme.rules().calendar.add_business_days(today, CLAIM_DAYS)?;
    Ok(Plan { status: LineStatus::Claimed, code: Some(reason.code), on: today, date })
}

/// What happens next to a mandate.
pub(super) fn of_mandate(mandate: &PretendMandate) -> Planned<MandatePlan> {
    let days = mandate.scheme.rules().calendar;
    let told = |status, code, after| {
        let on = days.add_business_days(mandate.received_on, after)?;
        Ok(Some(MandatePlan { status, code, on }))
    };
    if mandate.scheme == Scheme::Autogiro {
        let ended = |code| told(MandateStatus::Ended, Some(code), ANSWER_DAYS);
        let lodged = |after| told(MandateStatus::Lodged, None, after);
        return match (mandate.state.as_str(), mandate.scenario.as_str()) {
            ("accepted", "mandate_refused") => ended("AG73-05"),
            ("accepted", "account_not_allowed") => ended("AG73-03"),
            ("accepted", "holder_unknown") => ended("AG73-20"),
            ("accepted", "account_unknown") => ended("AG73-23"),
            ("accepted", "mandate_slow") => lodged(LAST_ANSWER_DAY),
            ("accepted", "mandate_late") => lodged(LAST_ANSWER_DAY + 2),
            ("accepted", "mandate_unanswered") => {
                told(MandateStatus::Ended, Some("AG73-07"), REMOVAL_DAYS)
            }
            ("accepted", "mandate_silent") => Ok(None),
            ("accepted", _) => lodged(ANSWER_DAYS),
            ("lodged", "mandate_canceled") => {
                told(MandateStatus::Ended, Some("AG73-02"), ANSWER_DAYS + 2)
            }
            _ => Ok(None),
        };
    }
    match (mandate.state.as_str(), mandate.scenario.as_str()) {
        ("accepted", "instruction_refused") => {
            told(MandateStatus::Ended, Some("AUDDIS-5"), LODGING_DAYS)
        }
        ("accepted", "deceased") => told(MandateStatus::Ended, Some("AUDDIS-2"), LODGING_DAYS),
        ("accepted", _) => told(MandateStatus::Lodged, None, LODGING_DAYS),
        ("lodged", "instruction_canceled") => {
            told(MandateStatus::Ended, Some("ADDACS-1"), LODGING_DAYS + 2)
        }
        _ => Ok(None),
    }
}

fn settled(debit: &Debit) -> Planned<Plan> {
    Ok(Some(Plan::at(LineStatus::Settled, None, debit.collection_on)))
}

fn rejected(debit: &Debit, code: &'static str) -> Planned<Plan> {
    let on = debit.scheme.rules().calendar.previous(debit.collection_on)?;
    Ok(Some(Plan::at(LineStatus::Rejected, Some(code), on)))
}

fn returned(debit: &Debit, code: &'static str, after: u16) -> Planned<Plan> {
    let on = debit.scheme.rules().calendar.add_business_days(debit.collection_on, after)?;
    Ok(Some(Plan::at(LineStatus::Returned, Some(code), on)))
}

fn later(debit: &Debit, status: LineStatus, code: &'static str, weeks: i64) -> Planned<Plan> {
    Ok(Some(Plan::at(status, Some(code), weeks_after(debit.collection_on, weeks))))
}

fn weeks_after(day: Date, weeks: i64) -> Date {
    day.saturating_add(jiff::Span::new().weeks(weeks))
}
