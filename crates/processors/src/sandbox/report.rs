//! Reports of the pretend bank: how it writes them, and how we read them.

use domain::debit::timetable;
use domain::debit::{MandateOutcome, Scheme, codes};
use domain::settle::{MoneyReport, Outcome};
use domain::text::check_line;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{Notice, NoticeItem, ProcessorError};

/// The largest amount of a line, in minor units: a record of Autogiro has twelve digits, a SEPA message eleven.
const AMOUNT_MAX: i64 = 999_999_999_999;
/// Most lines of a report. As many real ones are more than an inbox takes in one notice.
const LINES_MAX: usize = 10_000;
/// Most characters of an id, a reference or a code; SEPA's own have 35.
const TEXT_MAX: usize = 70;

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum LineStatus {
    /// Rejected before settlement.
    Rejected,
    /// Collected and credited to the creditor.
    Settled,
    /// Not paid, and tried again on the line's date.
    Retried,
    /// Claimed back; the creditor is debited on the line's date.
    Claimed,
    /// Taken back.
    Returned,
}

/// What a line about a mandate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum MandateStatus {
    /// The payer's bank has it.
    Lodged,
    /// The payer's bank did not take it, or no longer honours it.
    Ended,
}

/// A line of the report.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Line {
    /// About a debit.
    Debit(DebitLine),
    /// About a mandate.
    Mandate(MandateLine),
}

/// A line about a debit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct DebitLine {
    /// The bank's own id of the line.
    pub(super) id: String,
    pub(super) end_to_end_id: String,
    pub(super) status: LineStatus,
    pub(super) code: Option<String>,
    pub(super) amount: i64,
    pub(super) currency: domain::money::Currency,
    pub(super) date: Date,
}

/// A line about a mandate.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct MandateLine {
    /// The bank's own id of the line.
    pub(super) id: String,
    pub(super) mandate_reference: String,
    pub(super) mandate_status: MandateStatus,
    pub(super) code: Option<String>,
}

/// A report, as the bank writes it.
#[derive(Serialize)]
pub(super) struct Report {
    pub(super) id: String,
    pub(super) lines: Vec<Line>,
}

/// A report, as we read it: a line that makes no sense must not keep us from the others.
#[derive(Deserialize)]
struct Received<'a> {
    id: String,
    #[serde(borrow)]
    lines: Vec<&'a RawValue>,
}

/// Reads a report about debits of `scheme`.
pub(super) fn read(scheme: Scheme, body: &str) -> Result<Notice, ProcessorError> {
    let unreadable = |error: String| ProcessorError::Unreadable(error);
    let report: Received<'_> =
        serde_json::from_str(body).map_err(|error| unreadable(error.to_string()))?;
    check("the report's id", &report.id).map_err(unreadable)?;
    if report.lines.len() > LINES_MAX {
        return Err(unreadable(format!("more than {LINES_MAX} lines")));
    }
    let items = report.lines.iter().map(|line| item(scheme, line.get())).collect();
    Ok(Notice { id: report.id, items })
}

/// A line of the report in the server's words.
fn item(scheme: Scheme, line: &str) -> NoticeItem {
    let understood = match serde_json::from_str::<Line>(line) {
        Ok(Line::Debit(line)) => debit(scheme, line),
        Ok(Line::Mandate(line)) => mandate(scheme, line),
        Err(_) => Err(why(line)),
    };
    understood.unwrap_or_else(|why| NoticeItem::Unreadable { line: line.to_owned(), why })
}

/// What is wrong with a line that is of neither form, told for the commoner one.
fn why(line: &str) -> String {
    let read = serde_json::from_str::<DebitLine>(line);
    read.err().map_or_else(|| "it is of no known form".to_owned(), |error| error.to_string())
}

/// What a line about a debit says, or why it says nothing that can be booked.
fn debit(scheme: Scheme, line: DebitLine) -> Result<NoticeItem, String> {
    check("the line's id", &line.id)?;
    check("its end-to-end id", &line.end_to_end_id)?;
    let day =
        |date| timetable::collecting_on(date, scheme).map_err(|error| format!("its date: {error}"));
    let outcome = match line.status {
        LineStatus::Rejected => Outcome::Declined { code: code(line.code.as_deref())? },
        LineStatus::Settled => {
            Outcome::Received { money: money(&line)?, clears_at: day(line.date)?.cleared_at }
        }
        LineStatus::Retried => Outcome::Retried { collection_on: day(line.date)?.collection_on },
        LineStatus::Claimed => Outcome::Disputed {
            code: code(line.code.as_deref())?,
            debit_at: day(line.date)?.collected_at,
        },
        LineStatus::Returned => {
            let code = code(line.code.as_deref())?;
            // A bank may use a code that we do not know; money that comes back is a return.
            let kind = codes::find(&code)
                .map_or(domain::movement::MovementKind::Return, codes::Reason::movement);
            Outcome::Returned { kind, code, money: money(&line)? }
        }
    };
    Ok(NoticeItem::Line { reference: line.end_to_end_id, outcome })
}

/// What a line about a mandate says.
fn mandate(scheme: Scheme, line: MandateLine) -> Result<NoticeItem, String> {
    check("the line's id", &line.id)?;
    check("its mandate's reference", &line.mandate_reference)?;
    let outcome = match line.mandate_status {
        MandateStatus::Lodged => MandateOutcome::Lodged,
        MandateStatus::Ended => MandateOutcome::Ended { code: code(line.code.as_deref())? },
    };
    Ok(NoticeItem::Mandate { scheme, reference: line.mandate_reference, outcome })
}

fn check(what: &str, text: &str) -> Result<(), String> {
    check_line(text, TEXT_MAX).map_err(|error| format!("{what} {error}"))
}

fn code(code: Option<&str>) -> Result<String, String> {
    let code = code.ok_or("it has no reason code")?;
    check("its reason code", code)?;
    Ok(code.to_owned())
}

fn money(line: &DebitLine) -> Result<MoneyReport, String> {
    if !(1..=AMOUNT_MAX).contains(&line.amount) {
        return Err(format!("its amount is not from 1 to {AMOUNT_MAX}"));
    }
    Ok(MoneyReport {
        amount: line.amount,
        fee: 0,
        currency: line.currency,
        value_date: line.date,
        source_id: line.id.clone(),
    })
}
