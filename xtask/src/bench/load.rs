//! Many sessions at once: copies of one that the API made, with ids of their own.
//!
//! Columns are asked of the database, so that a migration changes nothing here.

use super::database::Database;
use crate::Outcome;

const FRESH: &str = include_str!("../../bench/fresh.sql");
const COPY: &str = include_str!("../../bench/copy.sql");
const COPIED: &str = include_str!("../../bench/copied.sql");
const NUMBER: &str = include_str!("../../bench/number.sql");
const CUSTOMERS: &str = include_str!("../../bench/customers.sql");

/// Copies made in one run of the database's program.
pub(super) const AT_ONCE: u32 = 50_000;
/// Between two sessions, in milliseconds: a million of them fill less than the day for which
/// answers to idempotency keys are kept.
const APART_MS: u32 = 80;
/// Characters of an id that tell the time, five bits each.
const TIME_LEN: u32 = 10;

/// What is copied.
#[derive(Clone, Debug)]
pub(super) struct Template {
    /// A session that nobody has touched since it was made.
    pub(super) session: String,
    /// The idempotency key that it was made with.
    pub(super) key: String,
    /// Its customer.
    pub(super) customer: String,
}

/// Copies the customer: `cus_0…01` and so on.
pub(super) fn customers(database: &Database<'_>, template: &Template, count: u32) -> Outcome {
    let fresh = fill(CUSTOMERS, &[("to", &count.to_string())]);
    let copy = copy(database, "customers", "id", &template.customer, &[("id", "fresh.customer")])?;
    database.sql(&within(database, &format!("{fresh}{copy}"))).map(|_| ())
}

/// Copies the session `total` times.
pub(super) fn sessions(database: &Database<'_>, template: &Template, total: u32) -> Outcome {
    let newest = database.sql(&newest(&template.session))?.trim().to_owned();
    let copies = copies(database, template)?;
    let mut from = 1;
    while from <= total {
        let to = total.min(from + AT_ONCE - 1);
        let script = format!("{FRESH}{copies}{COPIED}");
        let chance = match database.cluster() {
            None => "lower(hex(randomblob(8)))",
            Some(_) => "substr(md5(random()::text), 1, 16)",
        };
        let script = fill(
            &script,
            &[
                ("from", &from.to_string()),
                ("to", &to.to_string()),
                ("total", &total.to_string()),
                ("newest", &newest),
                ("apart", &APART_MS.to_string()),
                ("time", &time_digits()),
                ("chance", chance),
                ("session", &template.session),
            ],
        );
        database.sql(&within(database, &script))?;
        from = to + 1;
    }
    finish(database)
}

/// The three rows that a session comes with, as statements with `{from}` left open.
fn copies(database: &Database<'_>, template: &Template) -> Result<String, String> {
    let Template { session, key, .. } = template;
    let body = format!("replace(template.body, '{session}', fresh.session)");
    let mut script = copy(
        database,
        "payment_sessions",
        "id",
        session,
        &[("id", "fresh.session"), ("created_at", "fresh.at"), ("as_of", "fresh.at")],
    )?;
    script += &copy(
        database,
        "events",
        "object",
        session,
        &[
            ("id", "fresh.event"),
            ("created_at", "fresh.at"),
            ("object", "fresh.session"),
            ("request", "fresh.request"),
            ("idempotency_key", "fresh.key"),
            ("body", &body),
            ("written", "fresh.at * 1000"),
            ("number", NUMBER),
        ],
    )?;
    script += &copy(
        database,
        "idempotency",
        "key",
        key,
        &[("key", "fresh.key"), ("created_at", "fresh.at"), ("body", &body)],
    )?;
    Ok(script)
}

/// One statement that copies a row, with other values in some columns.
pub(super) fn copy(
    database: &Database<'_>,
    table: &str,
    by: &str,
    template: &str,
    changed: &[(&str, &str)],
) -> Result<String, String> {
    let columns = database.columns(table)?;
    if let Some((name, _)) = changed.iter().find(|(name, _)| !columns.iter().any(|it| it == name)) {
        return Err(format!("{table} has no column {name} any more"));
    }
    let value = |column: &String| {
        let change = changed.iter().find(|(name, _)| name == column);
        change.map_or_else(|| format!("template.{column}"), |(_, value)| (*value).to_owned())
    };
    let values: Vec<String> = columns.iter().map(value).collect();
    let parts = [
        ("table", table),
        ("columns", &columns.join(", ")),
        ("values", &values.join(", ")),
        ("by", by),
        ("template", template),
    ];
    Ok(fill(COPY, &parts))
}

/// When a session was made, from its id's own row.
pub(super) fn newest(session: &str) -> String {
    fill(include_str!("../../bench/newest.sql"), &[("session", session)])
}

/// The time of an id as SQL: the characters of `at`, the highest bits first.
pub(super) fn time_digits() -> String {
    let digit = |place: u32| {
        let shift = 5 * (TIME_LEN - 1 - place);
        let index = format!("CAST(((at >> {shift}) & 31) + 1 AS INTEGER)");
        format!("substr('0123456789abcdefghjkmnpqrstvwxyz', {index}, 1)")
    };
    (0..TIME_LEN).map(digit).collect::<Vec<_>>().join(" || ")
}

/// A script that is one unit, and need not be durable by itself.
pub(super) fn within(database: &Database<'_>, script: &str) -> String {
    let careless = match database.cluster() {
        None => "PRAGMA synchronous = OFF;",
        Some(_) => "SET synchronous_commit = off;",
    };
    format!("{careless}\nBEGIN;\n{script}\nCOMMIT;\n")
}

/// Puts the copies where they would be after a while in service.
pub(super) fn finish(database: &Database<'_>) -> Outcome {
    let script = match database.cluster() {
        None => "PRAGMA wal_checkpoint(TRUNCATE);",
        Some(_) => "VACUUM (ANALYZE); CHECKPOINT;",
    };
    database.sql(script).map(|_| ())
}

/// Replaces each `{name}`.
pub(super) fn fill(text: &str, parts: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (name, value) in parts {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_filled_in_wherever_they_stand() {
        assert_eq!(fill("{a} {b} {a}", &[("a", "1"), ("b", "2")]), "1 2 1");
    }

    #[test]
    fn the_time_of_an_id_has_ten_characters() {
        let digits = time_digits();
        assert_eq!(digits.matches("substr(").count(), 10);
        assert!(digits.starts_with("substr('0123456789abcdefghjkmnpqrstvwxyz', CAST(((at >> 45)"));
        assert!(digits.contains("(at >> 0)"));
    }
}
