//! The pretend bank of direct debits: takes batches in, and reports on its scheme's business days.
//!
//! A debit goes `accepted → rejected | settled → returned`, with `claimed` before the return of an
//! indemnity claim; while it is tried again, it stays `accepted`. A mandate, where the scheme lodges them, goes `accepted → lodged → ended`. What
//! the pretend payer's bank does is decided by the account that is debited (see
//! [`super::identities`]), and when by [`super::plans`].

use domain::autogiro::codes as autogiro;
use domain::calendar::{self, CalendarError};
use domain::debit::Scheme;
use domain::debit::codes::{Reason, Stage};
use domain::ids::{AttemptId, ConnectionId};
use domain::scope::Scope;
use domain::settle::Outcome;
use domain::time::Timestamp;
use jiff::civil::{Date, Time};
use store::sandbox_bank::{self as books, Debit, PretendMandate};
use store::{Db, DbError, Tx, clocks};

use super::identities::scenario_of;
use super::plans::{self, MandatePlan, Plan};
use super::report::{self, DebitLine, Line, LineStatus, MandateLine, MandateStatus, Report};
use super::{notify, step_at};
use crate::{
    Connection, DebitBatch, MandateOrder, Notice, Order, Processor, ProcessorError, RefundOrder,
    Step,
};

/// When the bank sends its reports, on the days on which it has something to say: local time.
const REPORT_TIME: Time = Time::constant(8, 0, 0, 0);

/// How often a debit of Autogiro is tried again, where that was agreed.
const RETRIES: i64 = 3;

/// The pretend bank, seen from one connection.
#[derive(Clone)]
pub struct SandboxBank {
    db: Db,
    connection: Connection,
    scheme: Scheme,
}

impl SandboxBank {
    /// The bank behind `connection`, for debits of `scheme`.
    pub const fn new(db: Db, connection: Connection, scheme: Scheme) -> Self {
        Self { db, connection, scheme }
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
        let (connection, scheme) = (self.connection, self.scheme);
        let batch = batch.clone();
        self.db.write(move |tx| take(tx, connection, scheme, &batch)).await?;
        Ok(())
    }

    fn read(&self, body: &str) -> Result<Notice, ProcessorError> {
        report::read(self.scheme, body)
    }
}

/// Takes a batch in, once.
fn take(
    tx: &mut Tx<'_>,
    Connection { id: connection, scope }: Connection,
    scheme: Scheme,
    batch: &DebitBatch,
) -> Result<(), DbError> {
    let now = clocks::keep(tx, &scope)?.at(tx.now_real());
    let id = batch.id.to_string();
    for line in &batch.lines {
        let debit = Debit {
            end_to_end_id: line.end_to_end_id.clone(),
            scope,
            connection,
            batch: id.clone(),
            scheme,
            amount: line.amount,
            currency: batch.currency,
            collection_on: line.collection_on,
            mandate_reference: line.mandate_reference.clone(),
            scenario: scenario_of(scheme, &line.account).to_owned(),
            state: "accepted".to_owned(),
            code: None,
            claim_debit_on: None,
            retries_left: if batch.retries { RETRIES } else { 0 },
            retry_on: None,
        };
        books::insert_debit(tx, &debit)?;
    }
    let today = calendar::local_date(now, scheme.rules().zone).map_err(past_calendar)?;
    for order in &batch.mandates {
        match order {
            MandateOrder::Lodge { reference, account } => {
                let mandate = PretendMandate {
                    reference: reference.clone(),
                    scope,
                    connection,
                    batch: id.clone(),
                    scheme,
                    received_on: today,
                    scenario: scenario_of(scheme, account).to_owned(),
                    state: "accepted".to_owned(),
                    code: None,
                };
                books::insert_mandate(tx, &mandate)?;
            }
            MandateOrder::Cancel { reference } => cancel(tx, &scope, connection, reference)?,
        }
    }
    step_at(tx, &scope, &id, now)
}

/// The creditor gives a mandate up.
fn cancel(
    tx: &mut Tx<'_>,
    scope: &Scope,
    connection: ConnectionId,
    reference: &str,
) -> Result<(), DbError> {
    let Some(mut mandate) = books::find_mandate(tx, scope, connection, reference)? else {
        return Ok(());
    };
    if mandate.state == "ended" {
        return Ok(());
    }
    mandate.state = "canceled".to_owned();
    books::update_mandate(tx, &mandate)
}

/// Refuses a debit whose mandate has ended at the payer's bank meanwhile; by Autogiro every debit
/// whose mandate the bank has not accepted.
fn refuse_unmandated(tx: &mut Tx<'_>, debit: &mut Debit) -> Result<Option<Line>, DbError> {
    if debit.state != "accepted" {
        return Ok(None);
    }
    let (scope, connection) = (debit.scope, debit.connection);
    let mandate = books::find_mandate(tx, &scope, connection, &debit.mandate_reference)?;
    let code = match debit.scheme {
        Scheme::Autogiro => {
            let lodged = mandate.is_some_and(|it| it.state == "lodged");
            (!lodged).then(|| autogiro::NO_MANDATE.to_owned())
        }
        _ => mandate.filter(|it| it.state == "ended").and_then(|it| it.code),
    };
    let Some(reason) = code.and_then(|code| debit.scheme.reason(&code)) else { return Ok(None) };
    let today = today(tx, debit)?;
    write_line(tx, debit, Plan::at(LineStatus::Rejected, Some(reason.code), today)).map(Some)
}

fn report_time(scheme: Scheme, day: Date) -> Result<Timestamp, DbError> {
    calendar::cutoff(day, REPORT_TIME, scheme.rules().zone).map_err(past_calendar)
}

fn past_calendar(_: CalendarError) -> DbError {
    DbError::Corrupt("a sandbox debit beyond the calendar's end")
}

/// The earlier of the next moment known so far and another one.
fn sooner(next: Option<Timestamp>, due: Timestamp) -> Option<Timestamp> {
    Some(next.map_or(due, |other| other.min(due)))
}

/// Time passed at a batch: reports what is due, and comes back for what is not.
pub fn step(tx: &mut Tx<'_>, batch: &str) -> Result<(), DbError> {
    let debits = books::debits_of_batch(tx, batch)?;
    let mandates = books::mandates_of_batch(tx, batch)?;
    let of_debit = debits.first().map(|it| (it.scope, it.connection));
    let from = of_debit.or_else(|| mandates.first().map(|it| (it.scope, it.connection)));
    let Some((scope, connection)) = from else { return Ok(()) };
    let now = clocks::keep(tx, &scope)?.at(tx.now_real());
    let mut lines = Vec::new();
    let mut next: Option<Timestamp> = None;
    for mut mandate in mandates {
        // Each round of the loop moves it one state on, so there are at most two.
        while let Some(plan) = plans::of_mandate(&mandate).map_err(past_calendar)? {
            let due = report_time(mandate.scheme, plan.on)?;
            if due > now {
                next = sooner(next, due);
                break;
            }
            lines.push(write_mandate_line(tx, &mut mandate, plan)?);
        }
    }
    for mut debit in debits {
        lines.extend(refuse_unmandated(tx, &mut debit)?);
        while let Some(plan) = plans::of_debit(&debit).map_err(past_calendar)? {
            let due = report_time(debit.scheme, plan.on)?;
            if due > now {
                next = sooner(next, due);
                break;
            }
            lines.push(write_line(tx, &mut debit, plan)?);
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

fn write_line(tx: &mut Tx<'_>, debit: &mut Debit, plan: Plan) -> Result<Line, DbError> {
    let (state, line) = match plan.status {
        LineStatus::Rejected => ("rejected", "rejected".to_owned()),
        LineStatus::Settled => ("settled", "settled".to_owned()),
        LineStatus::Retried => ("accepted", format!("retried:{}", plan.date)),
        LineStatus::Claimed => ("claimed", "claimed".to_owned()),
        LineStatus::Returned => ("returned", "returned".to_owned()),
    };
    debit.state = state.to_owned();
    debit.code = plan.code.map(str::to_owned);
    if plan.status == LineStatus::Retried {
        debit.retries_left -= 1;
        debit.retry_on = Some(plan.date);
    }
    if plan.status == LineStatus::Claimed {
        debit.claim_debit_on = Some(plan.date);
    }
    books::update_debit(tx, debit)?;
    Ok(Line::Debit(DebitLine {
        id: format!("{}:{line}", debit.end_to_end_id),
        end_to_end_id: debit.end_to_end_id.clone(),
        status: plan.status,
        code: debit.code.clone(),
        amount: debit.amount,
        currency: debit.currency,
        date: plan.date,
    }))
}

fn write_mandate_line(
    tx: &mut Tx<'_>,
    mandate: &mut PretendMandate,
    plan: MandatePlan,
) -> Result<Line, DbError> {
    let state = match plan.status {
        MandateStatus::Lodged => "lodged",
        MandateStatus::Ended => "ended",
    };
    mandate.state = state.to_owned();
    mandate.code = plan.code.map(str::to_owned);
    books::update_mandate(tx, mandate)?;
    Ok(Line::Mandate(MandateLine {
        id: format!("{}:{state}", mandate.reference),
        mandate_reference: mandate.reference.clone(),
        mandate_status: plan.status,
        code: mandate.code.clone(),
    }))
}

/// Why the pretend bank cannot do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// It knows no such debit, or the debit is past that.
    WrongState,
    /// That does not happen for this reason.
    WrongCode,
}

/// The payer's bank takes a collected debit back now, for the reason `code`. A claim under the
/// Direct Debit Guarantee is announced now, and its money leaves on its own day.
pub fn return_debit(
    tx: &mut Tx<'_>,
    end_to_end_id: &str,
    code: &str,
) -> Result<Result<(), Cannot>, DbError> {
    let Some(mut debit) = books::find_debit(tx, end_to_end_id)? else {
        return Ok(Err(Cannot::WrongState));
    };
    if debit.state != "settled" {
        return Ok(Err(Cannot::WrongState));
    }
    let Some(reason) = debit.scheme.reason(code).filter(|reason| reason.comes_back()) else {
        return Ok(Err(Cannot::WrongCode));
    };
    let today = today(tx, &debit)?;
    let plan = plans::taken_back(debit.scheme, reason, today).map_err(past_calendar)?;
    tell_now(tx, &mut debit, plan)?;
    if let Some(plan) = plans::of_debit(&debit).map_err(past_calendar)? {
        let (scope, batch) = (debit.scope, debit.batch.clone());
        step_at(tx, &scope, &batch, report_time(debit.scheme, plan.on)?)?;
    }
    Ok(Ok(()))
}

/// The payer's bank gives up a mandate now that it has, and refuses what it was sent under it.
pub fn end_mandate(
    tx: &mut Tx<'_>,
    Connection { id: connection, scope }: Connection,
    reference: &str,
    code: &str,
) -> Result<Result<(), Cannot>, DbError> {
    let found = books::find_mandate(tx, &scope, connection, reference)?;
    let known = found.filter(|it| matches!(it.state.as_str(), "accepted" | "lodged"));
    let Some(mut mandate) = known else { return Ok(Err(Cannot::WrongState)) };
    let reason = mandate.scheme.reason(code).filter(|reason| ends(mandate.scheme, reason));
    let Some(reason) = reason else { return Ok(Err(Cannot::WrongCode)) };
    let now = clocks::now(tx, &scope)?;
    let on = calendar::local_date(now, mandate.scheme.rules().zone).map_err(past_calendar)?;
    let plan = MandatePlan { status: MandateStatus::Ended, code: Some(reason.code), on };
    let line = write_mandate_line(tx, &mut mandate, plan)?;
    notify(tx, &scope, connection, |id| Report { id: id.to_owned(), lines: vec![line] })?;
    Ok(Ok(()))
}

/// True for what a bank says of a mandate and not of a debit under it.
fn ends(scheme: Scheme, reason: &Reason) -> bool {
    match scheme {
        Scheme::Autogiro => autogiro::is_of_mandate(reason),
        _ => reason.may_occur(Stage::Reject),
    }
}

/// The payer's bank refuses a debit now that it has not collected.
pub fn fail_debit(
    tx: &mut Tx<'_>,
    end_to_end_id: &str,
    code: &str,
) -> Result<Result<(), Cannot>, DbError> {
    let Some(mut debit) = books::find_debit(tx, end_to_end_id)? else {
        return Ok(Err(Cannot::WrongState));
    };
    if debit.state != "accepted" {
        return Ok(Err(Cannot::WrongState));
    }
    let reason = debit.scheme.reason(code).filter(|reason| reason.may_occur(Stage::Reject));
    let Some(reason) = reason else { return Ok(Err(Cannot::WrongCode)) };
    let today = today(tx, &debit)?;
    let plan = Plan::at(LineStatus::Rejected, Some(reason.code), today);
    tell_now(tx, &mut debit, plan)?;
    Ok(Ok(()))
}

fn today(tx: &mut Tx<'_>, debit: &Debit) -> Result<Date, DbError> {
    let now = clocks::now(tx, &debit.scope)?;
    calendar::local_date(now, debit.scheme.rules().zone).map_err(past_calendar)
}

/// Reports one line of its own.
fn tell_now(tx: &mut Tx<'_>, debit: &mut Debit, plan: Plan) -> Result<(), DbError> {
    let (scope, connection) = (debit.scope, debit.connection);
    let line = write_line(tx, debit, plan)?;
    notify(tx, &scope, connection, |id| Report { id: id.to_owned(), lines: vec![line] })
}
