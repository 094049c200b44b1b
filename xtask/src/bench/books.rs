//! How long it takes to verify the books, and to report a month of them, when there are many
//! payments: copies of one, split between three owners, that the API made.

use super::database::Database;
use super::load::{AT_ONCE, copy, fill, finish, newest, time_digits, within};
use super::server::{Binaries, Server, text_of};
use super::subject::SPLIT;
use super::table::{Sample, Samples};
use super::wrk::Load;
use super::{Bed, session_body};
use crate::Outcome;
use crate::process::{read, timed};

/// What is measured, and the pass over the same rows in SQL that it is compared with.
pub(super) const VERIFY: (&str, &str) = ("verify, entries", "sum of all entries, in SQL");
pub(super) const REPORT: (&str, &str) =
    ("report of 30 days, payments", "sum of their movements, in SQL");

const FRESH: &str = include_str!("../../bench/fresh_payments.sql");
const BALANCES: &str = include_str!("../../bench/balances.sql");
const ENTRIES: &str = include_str!("../../bench/entries.sql");
const MOVEMENTS: &str = include_str!("../../bench/movements.sql");
const MONTH: &str = include_str!("../../bench/month.sql");

/// Between two payments, in milliseconds: 30 days hold a hundred thousand of them.
const APART_MS: u32 = 25_920;
const DAY_MS: i64 = 86_400_000;
/// Minor units of each payment, as [`session_body`] asks.
const AMOUNT: f64 = 10_000.0;

/// The tables that a payment is written to, in the order of their references: by which column
/// its rows are found, and which columns are ids of its own.
const TABLES: [(&str, &str, &[&str]); 5] = [
    ("payment_sessions", "id", &["id", "current_transaction"]),
    ("transactions", "payment_session", &["id", "payment_session"]),
    ("attempts", "payment_session", &["id", "payment_session", "transaction_id", "reference"]),
    (
        "movements",
        "payment_session",
        &["id", "payment_session", "transaction_id", "attempt", "source_id"],
    ),
    ("transfers", "payment_session", &["id", "payment_session", "transaction_id", "movement"]),
];

/// A database with many payments.
pub(super) struct Books<'c> {
    database: Database<'c>,
    key: String,
    /// The first and the last day of the report, and when the first begins.
    from: String,
    to: String,
    from_ms: i64,
}

/// Makes a unit that three owners share.
pub(super) fn make_unit(server: &Server, key: &str) -> Result<String, String> {
    let mut owners = Vec::new();
    for (place, share) in ["33.33", "33.33", "33.34"].into_iter().enumerate() {
        let body = format!(
            r#"{{"name":"Owner {place}","email":"owner{place}@example.com","business_type":"individual"}}"#
        );
        let made = server.post("/v1/owners", key, &format!("the-owner-{place}"), &body)?;
        let owner = text_of(&made, "id")?;
        owners.push(format!(r#"{{"owner":"{owner}","percent_ownership":{share}}}"#));
    }
    let body = format!(
        r#"{{"name":"The unit","ownership_starts_on":"2020-01-01","owners":[{}]}}"#,
        owners.join(",")
    );
    text_of(&server.post("/v1/units", key, "the-unit", &body)?, "id")
}

impl<'c> Books<'c> {
    /// Makes one payment by the API, and copies it `total` times.
    pub(super) fn prepare(binaries: &Binaries, bed: &Bed<'c>, total: u32) -> Result<Self, String> {
        let database = bed.empty.copy_as("books")?;
        println!("loading {total} payments into {}", database.system());
        let server = binaries.serve(&database)?;
        let unit = make_unit(&server, &bed.key)?;
        let more = SPLIT.replace("UNIT", &unit);
        let body = session_body(&bed.template.customer, &more);
        let session = server.post("/v1/payment_sessions", &bed.key, "the-payment", &body)?;
        let session = text_of(&session, "id")?;
        let path = format!("/v1/test_helpers/payment_sessions/{session}/pay");
        server.post(&path, &bed.key, "its-payer", r#"{"payment_method_type":"card"}"#)?;
        drop(server);
        let newest = database.sql(&newest(&session))?.trim().to_owned();
        payments(&database, &session, &newest, total)?;
        let newest: i64 = newest.parse().map_err(|_| format!("{newest}: not a time"))?;
        let from_ms = newest - newest % DAY_MS - 29 * DAY_MS;
        let (from, to) = (day(from_ms)?, day(newest)?);
        Ok(Self { database, key: bed.key.clone(), from, to, from_ms })
    }

    /// What they are in.
    pub(super) const fn system(&self) -> &'static str {
        self.database.system()
    }

    /// One round. Gives the memory that verification took, in bytes.
    pub(super) fn round(&self, binaries: &Binaries, samples: &mut Samples) -> Result<f64, String> {
        let system = self.database.system();
        let (told, seconds) = timed(|| self.database.sql(ENTRIES))?;
        let entries = first_number(&told)?;
        samples.add((VERIFY.1, system), took(entries, seconds));
        let (memory, seconds) = timed(|| binaries.verify(&self.database))?;
        samples.add((VERIFY.0, system), took(entries, seconds));
        let server = binaries.serve(&self.database)?;
        let path = format!("/v1/reports/payments?from={}&to={}", self.from, self.to);
        let (report, seconds) = timed(|| server.get(&path, &self.key))?;
        // The rows come first, one for each month.
        let totals = report.split_once("\"totals\":").map(|(_, totals)| totals);
        let totals = totals.ok_or_else(|| format!("no totals in {report}"))?;
        let payments = amount_of(totals, "received")? / AMOUNT;
        samples.add((REPORT.0, system), took(payments, seconds));
        let month = fill(MONTH, &[("from", &self.from_ms.to_string())]);
        let (_, seconds) = timed(|| self.database.sql(&month))?;
        samples.add((REPORT.1, system), took(payments, seconds));
        Ok(memory)
    }
}

/// Copies a payment, with all rows of it, and counts the copies in the books' balances.
fn payments(database: &Database<'_>, session: &str, newest: &str, total: u32) -> Outcome {
    let copies = copies(database, session)?;
    let mut from = 1;
    while from <= total {
        let to = total.min(from + AT_ONCE - 1);
        let script = fill(
            &format!("{FRESH}{copies}DROP TABLE fresh;"),
            &[
                ("from", &from.to_string()),
                ("to", &to.to_string()),
                ("total", &total.to_string()),
                ("apart", &APART_MS.to_string()),
                ("time", &time_digits()),
                ("newest", newest),
            ],
        );
        database.sql(&within(database, &script))?;
        from = to + 1;
    }
    database.sql(&fill(BALANCES, &[("factor", &(u64::from(total) + 1).to_string())]))?;
    finish(database)
}

/// The statements, with `{newest}` left open.
fn copies(database: &Database<'_>, session: &str) -> Result<String, String> {
    let mut script = String::new();
    for (table, by, ids) in TABLES {
        script += &copy_changed(database, table, by, session, ids)?;
    }
    let found = fill(MOVEMENTS, &[("session", session)]);
    for movement in database.sql(&found)?.lines() {
        let ids = ["id", "movement"];
        script += &copy_changed(database, "ledger_entries", "movement", movement, &ids)?;
    }
    Ok(script)
}

/// One table's copies: ids of the copy's own, and times as much earlier as the copy is.
fn copy_changed(
    database: &Database<'_>,
    table: &str,
    by: &str,
    template: &str,
    ids: &[&str],
) -> Result<String, String> {
    let columns = database.columns(table)?;
    let mut changed: Vec<(&str, String)> =
        ids.iter().map(|&column| (column, fresh_id(column))).collect();
    let times = columns.iter().filter(|name| name.ends_with("_at") || *name == "as_of");
    changed.extend(times.map(|name| {
        (name.as_str(), format!("template.{name} + fresh.at - CAST({{newest}} AS BIGINT)"))
    }));
    let changed: Vec<(&str, &str)> =
        changed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    copy(database, table, by, template, &changed)
}

/// An id of the copy's time, that counts and then keeps the end of the template's chance, by which
/// ids of one moment differ: the same for the same id, whichever column it stands in.
fn fresh_id(column: &str) -> String {
    format!(
        "SUBSTR(template.{column}, 1, LENGTH(template.{column}) - 26) || fresh.head \
         || fresh.number || SUBSTR(template.{column}, LENGTH(template.{column}) - 7, 8)"
    )
}

fn took(count: f64, seconds: f64) -> Sample {
    let us = seconds * 1_000_000.0;
    Sample::of(Load { count, rate: count / seconds, p50_us: us, p99_us: us })
}

fn day(ms: i64) -> Result<String, String> {
    Ok(read("date", &["--utc", "+%F", "--date", &format!("@{}", ms / 1_000)])?.trim().to_owned())
}

/// The first number of what a query printed.
fn first_number(told: &str) -> Result<f64, String> {
    let first = told.trim().split('|').next().and_then(|it| it.parse().ok());
    first.ok_or_else(|| format!("not a number: {told}"))
}

/// The first number of that name in a JSON object.
fn amount_of(json: &str, name: &str) -> Result<f64, String> {
    let rest = json.split_once(&format!("\"{name}\":")).map(|(_, rest)| rest);
    let end = |rest: &str| rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let number = rest.and_then(|rest| rest[..end(rest)].parse().ok());
    number.ok_or_else(|| format!("no `{name}` in {json}"))
}
