//! The pretend bank of SEPA Direct Debit: takes batches in, and reports on TARGET days.
//!
//! A debit goes `accepted → rejected | settled → returned`. What the pretend payer's bank does
//! is decided by the account that is debited (see [`super::identities`]).

use domain::calendar::{self, BRUSSELS, CalendarError, TARGET};
use domain::ids::AttemptId;
use domain::movement::MovementKind;
use domain::sepa::codes::{self, Stage};
use domain::sepa::timetable;
use domain::settle::{MoneyReport, Outcome};
use domain::text::check_line;
use domain::time::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use store::sandbox::{self, Debit};
use store::{Db, DbError, Tx, clocks};

use super::identities::scenario_of;
use super::{notify, step_at};
use crate::{
    Connection, DebitBatch, Notice, NoticeItem, Order, Processor, ProcessorError, RefundOrder, Step,
};

/// When the bank sends its reports, on the days on which it has something to say: Brussels time.
const REPORT_TIME: Time = Time::constant(8, 0, 0, 0);
/// TARGET days after the collection on which most returns come.
const RETURN_DAYS: u16 = 2;
/// The largest amount of a line, in minor units: a SEPA message has nine digits before the point.
const AMOUNT_MAX: i64 = 99_999_999_999;
/// Most lines of a report. As many real ones are more than an inbox takes in one notice.
const LINES_MAX: usize = 10_000;
/// Most characters of an id, a reference or a code; SEPA's own have 35.
const TEXT_MAX: usize = 70;

/// What a line of its report says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum LineStatus {
    /// Rejected before settlement.
    Rejected,
    /// Collected and credited to the creditor.
    Settled,
    /// Taken back.
    Returned,
}

/// A line of its report.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Line {
    /// The bank's own id of the line.
    id: String,
    end_to_end_id: String,
    status: LineStatus,
    code: Option<String>,
    amount: i64,
    currency: domain::money::Currency,
    date: Date,
}

/// Its report, as the bank writes it.
#[derive(Serialize)]
struct Report {
    id: String,
    lines: Vec<Line>,
}

/// Its report, as we read it: a line that makes no sense must not keep us from the others.
#[derive(Deserialize)]
struct Received<'a> {
    id: String,
    #[serde(borrow)]
    lines: Vec<&'a RawValue>,
}

/// The pretend bank, seen from one connection.
#[derive(Clone)]
pub struct SandboxBank {
    db: Db,
    connection: Connection,
}

impl SandboxBank {
    /// The bank behind `connection`.
    pub const fn new(db: Db, connection: Connection) -> Self {
        Self { db, connection }
    }
}

#[async_trait::async_trait]
impl Processor for SandboxBank {
    async fn start(&self, _order: &Order) -> Result<Step, ProcessorError> {
        Ok(Step::Form)
    }

    async fn expire(&self, _attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError> {
        Err(ProcessorError::Unsupported("a debit has no page to close"))
    }

    async fn look_up(&self, _attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError> {
        // A bank answers by its reports alone.
        Ok(Vec::new())
    }

    async fn refund(&self, _order: &RefundOrder) -> Result<Vec<Outcome>, ProcessorError> {
        Err(ProcessorError::Unsupported("refunds of debits are sent by hand"))
    }

    async fn send(&self, batch: &DebitBatch) -> Result<(), ProcessorError> {
        let Connection { id: connection, scope } = self.connection;
        let batch = batch.clone();
        self.db
            .write(move |tx| {
                let id = batch.id.to_string();
                for line in &batch.lines {
                    let debit = Debit {
                        end_to_end_id: line.end_to_end_id.clone(),
                        scope,
                        connection,
                        batch: id.clone(),
                        amount: line.amount,
                        currency: batch.currency,
                        collection_on: line.collection_on,
                        scenario: scenario_of(&line.iban).to_owned(),
                        state: "accepted".to_owned(),
                        code: None,
                    };
                    sandbox::insert_debit(tx, &debit)?;
                }
                let now = clocks::now(tx, &scope)?;
                step_at(tx, &scope, &id, now)?;
                Ok::<_, DbError>(())
            })
            .await?;
        Ok(())
    }

    fn read(&self, body: &str) -> Result<Notice, ProcessorError> {
        let unreadable = |error: String| ProcessorError::Unreadable(error);
        let report: Received<'_> =
            serde_json::from_str(body).map_err(|error| unreadable(error.to_string()))?;
        check("the report's id", &report.id).map_err(unreadable)?;
        if report.lines.len() > LINES_MAX {
            return Err(unreadable(format!("more than {LINES_MAX} lines")));
        }
        let items = report.lines.iter().map(|line| item(line.get())).collect();
        Ok(Notice { id: report.id, items })
    }
}

/// A line of the report in the server's words.
fn item(line: &str) -> NoticeItem {
    understand(line).unwrap_or_else(|why| NoticeItem::Unreadable { line: line.to_owned(), why })
}

/// What a line says, or why it says nothing that can be booked.
fn understand(line: &str) -> Result<NoticeItem, String> {
    let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
    check("the line's id", &line.id)?;
    check("its end-to-end id", &line.end_to_end_id)?;
    let outcome = match line.status {
        LineStatus::Rejected => Outcome::Declined { code: code(&line)? },
        LineStatus::Settled => {
            let timetable = timetable::collecting_on(line.date, &TARGET)
                .map_err(|error| format!("its date: {error}"))?;
            Outcome::Received { money: money(&line)?, clears_at: timetable.cleared_at }
        }
        LineStatus::Returned => {
            let code = code(&line)?;
            Outcome::Returned { kind: return_kind(&code), code, money: money(&line)? }
        }
    };
    Ok(NoticeItem::Line { reference: line.end_to_end_id, outcome })
}

fn check(what: &str, text: &str) -> Result<(), String> {
    check_line(text, TEXT_MAX).map_err(|error| format!("{what} {error}"))
}

fn code(line: &Line) -> Result<String, String> {
    let code = line.code.as_deref().ok_or("it has no reason code")?;
    check("its reason code", code)?;
    Ok(code.to_owned())
}

fn money(line: &Line) -> Result<MoneyReport, String> {
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

/// What a return of that code is called in the books.
fn return_kind(code: &str) -> MovementKind {
    match code {
        "MD01" | "MD06" => MovementKind::PayerRefund,
        _ => MovementKind::Return,
    }
}

/// The next line about a debit: what it says, why, and of which day.
type Planned = (LineStatus, Option<&'static str>, Date);

/// What happens next to a debit, by its scenario, and on which day.
fn plan(debit: &Debit) -> Result<Option<Planned>, CalendarError> {
    let day = debit.collection_on;
    let rejected = |code| Ok(Some((LineStatus::Rejected, Some(code), TARGET.previous(day)?)));
    let returned = |code, after| {
        Ok(Some((LineStatus::Returned, Some(code), TARGET.add_business_days(day, after)?)))
    };
    let refunded = |code, weeks| Ok(Some((LineStatus::Returned, Some(code), later(day, weeks))));
    match (debit.state.as_str(), debit.scenario.as_str()) {
        ("accepted", "reject") => rejected("AC01"),
        ("accepted", "deceased") => rejected("MD07"),
        ("accepted", _) => Ok(Some((LineStatus::Settled, None, day))),
        ("settled", "account_closed") => returned("AC04", RETURN_DAYS),
        ("settled", "insufficient_funds") => returned("AM04", RETURN_DAYS),
        ("settled", "reason_withheld") => returned("MS03", timetable::RETURN_DAYS),
        ("settled", "refund") => refunded("MD06", 6),
        ("settled", "unauthorised") => refunded("MD01", 26),
        _ => Ok(None),
    }
}

fn later(day: Date, weeks: i64) -> Date {
    day.saturating_add(jiff::Span::new().weeks(weeks))
}

fn report_time(day: Date) -> Result<Timestamp, CalendarError> {
    calendar::cutoff(day, REPORT_TIME, &BRUSSELS)
}

fn past_calendar(_: CalendarError) -> DbError {
    DbError::Corrupt("a sandbox debit beyond the calendar's end")
}

/// Time passed at a batch: reports what is due, and comes back for what is not.
pub fn step(tx: &mut Tx<'_>, batch: &str) -> Result<(), DbError> {
    let debits = sandbox::debits_of_batch(tx, batch)?;
    let Some(first) = debits.first() else { return Ok(()) };
    let (scope, connection) = (first.scope, first.connection);
    let now = clocks::now(tx, &scope)?;
    let mut lines = Vec::new();
    let mut next: Option<Timestamp> = None;
    for mut debit in debits {
        // Each round of the loop moves the debit one state on, so there are at most two.
        while let Some((status, code, day)) = plan(&debit).map_err(past_calendar)? {
            let due = report_time(day).map_err(past_calendar)?;
            if due > now {
                next = Some(next.map_or(due, |other| other.min(due)));
                break;
            }
            lines.push(write_line(tx, &mut debit, status, code, day)?);
        }
    }
    if !lines.is_empty() {
        notify(tx, &scope, connection, |id| Report { id: id.to_owned(), lines })?;
    }
    match next {
        Some(due) => step_at(tx, &scope, batch, due),
        None => Ok(()),
    }
}

fn write_line(
    tx: &mut Tx<'_>,
    debit: &mut Debit,
    status: LineStatus,
    code: Option<&str>,
    date: Date,
) -> Result<Line, DbError> {
    let state = match status {
        LineStatus::Rejected => "rejected",
        LineStatus::Settled => "settled",
        LineStatus::Returned => "returned",
    };
    debit.state = state.to_owned();
    debit.code = code.map(str::to_owned);
    sandbox::update_debit(tx, debit)?;
    Ok(Line {
        id: format!("{}:{state}", debit.end_to_end_id),
        end_to_end_id: debit.end_to_end_id.clone(),
        status,
        code: debit.code.clone(),
        amount: debit.amount,
        currency: debit.currency,
        date,
    })
}

/// Why the pretend bank cannot return a debit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotReturn {
    /// It knows no such debit, or has not collected it, or has returned it.
    NotCollected,
    /// Collected debits do not come back for this reason.
    WrongCode,
}

/// The payer's bank returns a collected debit now, for the reason `code`.
pub fn return_debit(
    tx: &mut Tx<'_>,
    end_to_end_id: &str,
    code: &str,
) -> Result<Result<(), CannotReturn>, DbError> {
    let Some(mut debit) = sandbox::find_debit(tx, end_to_end_id)? else {
        return Ok(Err(CannotReturn::NotCollected));
    };
    if debit.state != "settled" {
        return Ok(Err(CannotReturn::NotCollected));
    }
    let comes_back =
        |reason: &codes::Reason| reason.may_occur(Stage::Return) || reason.may_occur(Stage::Refund);
    if !codes::find(code).is_some_and(comes_back) {
        return Ok(Err(CannotReturn::WrongCode));
    }
    let (scope, connection) = (debit.scope, debit.connection);
    let now = clocks::now(tx, &scope)?;
    let today = calendar::local_date(now, &BRUSSELS).map_err(past_calendar)?;
    let line = write_line(tx, &mut debit, LineStatus::Returned, Some(code), today)?;
    notify(tx, &scope, connection, |id| Report { id: id.to_owned(), lines: vec![line] })?;
    Ok(Ok(()))
}
