//! The report of payments: what was received, given back and taken back, by month.
//!
//! It is told from the movements, as the ledger is: the lines of a span add up to what came in
//! and went out of it, to the penny.

use std::collections::BTreeMap;

use domain::calendar::{local_end_of_day, local_start_of_day};
use domain::money::Currency;
use domain::movement::{Allocation, MovementKind, UNBOUNCED, UNMATCHED, UNRETURNED};
use domain::scope::Scope;
use domain::time::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::reports::{CreditSum, MovementSum, credit_added, sums};
use store::{DbError, Tx};

/// The longest span of a report.
pub const DAYS_MAX: i32 = 366;
/// How credit pays, in place of a type of payment method.
pub const CUSTOMER_BALANCE: &str = "customer_balance";
/// Where nobody knows how money came.
pub const UNKNOWN: &str = "unknown";
/// The adjustment by which credit that was applied goes back.
const CREDIT_RELEASED: &str = "credit_released";
/// What a collection is of that a won dispute brought back.
const DISPUTE_WON: &str = "dispute_won";

/// A line of the report: what its movements have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// The first day of the month, or of the span where that begins later.
    pub from: Date,
    /// The last day of the month, or of the span where that ends sooner.
    pub to: Date,
    /// The currency.
    pub currency: Currency,
    /// What it is for; `surplus` or `suspense` for money that is not a session's.
    pub reporting_type: String,
    /// How it was paid; `customer_balance` for credit, `unknown` where nobody knows.
    pub method: String,
}

/// Sums of a line, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many collections, and credits applied.
    pub payments: i64,
    /// Collected from payers.
    pub received: i64,
    /// Paid from customers' credit, less what was given back of it.
    pub credit_applied: i64,
    /// Given back by the merchant, less what bounced.
    pub refunded: i64,
    /// Taken back by payers and their banks, less what won disputes brought back.
    pub returned: i64,
    /// What of it became customers' credit, less what went back of that.
    pub credit_added: i64,
    /// What rails and processors kept.
    pub fees: i64,
}

impl Sums {
    /// What was paid: received, and from credit.
    pub const fn gross(&self) -> i64 {
        self.received + self.credit_applied
    }

    /// What is left of it, and is no customer's.
    pub const fn net(&self) -> i64 {
        self.gross() - self.refunded - self.returned - self.credit_added - self.fees
    }

    fn add(&mut self, sum: &MovementSum) {
        self.fees += sum.fee;
        match sum.kind {
            MovementKind::Collection if sum.about == DISPUTE_WON => self.returned -= sum.amount,
            MovementKind::Collection => {
                self.payments += sum.count;
                self.received += sum.amount;
            }
            MovementKind::CreditApplied => {
                self.payments += sum.count;
                self.credit_applied += sum.amount;
            }
            MovementKind::Adjustment if sum.about == UNMATCHED => {
                self.payments -= sum.count;
                self.received -= sum.amount;
            }
            MovementKind::Adjustment if sum.about == UNBOUNCED => self.refunded += sum.amount,
            MovementKind::Adjustment if sum.about == UNRETURNED => self.returned -= sum.amount,
            MovementKind::Adjustment => self.credit_applied -= sum.amount,
            MovementKind::MerchantRefund => self.refunded += sum.amount,
            MovementKind::RefundBounce => self.refunded -= sum.amount,
            _ => self.returned += sum.amount,
        }
    }

    /// These and others.
    pub fn plus(&mut self, other: &Self) {
        self.payments += other.payments;
        self.received += other.received;
        self.credit_applied += other.credit_applied;
        self.refunded += other.refunded;
        self.returned += other.returned;
        self.credit_added += other.credit_added;
        self.fees += other.fees;
    }
}

/// The report of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The lines, by month, currency, reporting type and method.
    pub lines: BTreeMap<Line, Sums>,
}

impl Report {
    /// The totals of each currency.
    pub fn totals(&self) -> BTreeMap<Currency, Sums> {
        let mut totals: BTreeMap<Currency, Sums> = BTreeMap::new();
        for (line, sums) in &self.lines {
            totals.entry(line.currency).or_default().plus(sums);
        }
        totals
    }
}

/// Reads the report of `from` to `to`, both included, with the days of `zone`.
///
/// # Errors
/// Only the database's.
pub fn load(
    tx: &mut Tx<'_>,
    scope: &Scope,
    zone: &TimeZone,
    from: Date,
    to: Date,
) -> Result<Report, DbError> {
    let mut lines: BTreeMap<Line, Sums> = BTreeMap::new();
    let mut first = from;
    while first <= to {
        let last = first.last_of_month().min(to);
        let Some((start, end)) = span(first, last, zone) else { break };
        for sum in sums(tx, scope, start, end)?.iter().filter(|sum| counts(sum)) {
            lines.entry(line_of(sum, first, last)).or_default().add(sum);
        }
        for sum in credit_added(tx, scope, start, end)? {
            let line = credit_line(&sum, first, last);
            lines.entry(line).or_default().credit_added += sum.amount;
        }
        let Ok(next) = last.tomorrow() else { break };
        first = next;
    }
    Ok(Report { from, to, lines })
}

/// The first and the last moment of a span of days.
pub fn span(from: Date, to: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
    let start = local_start_of_day(from, zone).ok()?;
    let end = local_end_of_day(to, zone).ok()?;
    Some((start, end.plus_ms(-1)))
}

/// Owners' payouts, bank settlements and what is moved between accounts are no payments.
fn counts(sum: &MovementSum) -> bool {
    match sum.kind {
        // What others make of credit is read by itself.
        MovementKind::Adjustment => {
            [CREDIT_RELEASED, UNMATCHED, UNBOUNCED, UNRETURNED].contains(&sum.about.as_str())
        }
        MovementKind::BankSettlement
        | MovementKind::OwnerPayout
        | MovementKind::PayoutBounce
        | MovementKind::Fee => false,
        _ => true,
    }
}

fn line_of(sum: &MovementSum, from: Date, to: Date) -> Line {
    let reporting_type = counted_as(sum.allocation, &sum.reporting_type);
    let credit = matches!(sum.kind, MovementKind::CreditApplied | MovementKind::Adjustment);
    let method = match sum.method.as_str() {
        "" if credit => CUSTOMER_BALANCE,
        "" => UNKNOWN,
        method => method,
    };
    Line { from, to, currency: sum.currency, reporting_type, method: method.to_owned() }
}

fn credit_line(sum: &CreditSum, from: Date, to: Date) -> Line {
    let reporting_type = counted_as(sum.allocation, &sum.reporting_type);
    let method = if sum.method.is_empty() { UNKNOWN } else { &sum.method };
    Line { from, to, currency: sum.currency, reporting_type, method: method.to_owned() }
}

fn counted_as(allocation: Allocation, reporting_type: &str) -> String {
    match allocation {
        Allocation::Payment => reporting_type.to_owned(),
        other => other.as_str().to_owned(),
    }
}
