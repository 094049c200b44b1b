//! What PostgreSQL itself can do: `pgbench` with the very statements of one create.
//!
//! They are taken from the server's log while sessions are created, so that the comparison is
//! true whatever a create comes to do. What differs between two creates is made anew for each.

use std::collections::HashMap;
use std::path::Path;

use super::load::Template;
use super::wrk::Load;
use crate::postgres::Cluster;
use crate::process::feed;

/// The statement by which the `Tx` of a create is known.
const SIGN: &str = "INTO payment_sessions (";
/// Texts up to this that differ are keys; longer ones are bodies.
const KEY_MAX: usize = 64;
/// No client creates as many in one turn: the next turn's keys begin behind.
const CREATES_MAX: usize = 10_000_000;
/// Characters at the end of a key that count up.
const COUNTED: usize = 12;

/// A statement as it was run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Statement {
    sql: String,
    /// What stood for `$1` and so on; `None` is null.
    params: Vec<Option<String>>,
}

type Transcript = Vec<Statement>;

/// A script of pgbench's, and its variables.
#[derive(Debug)]
pub(super) struct Script {
    text: String,
    variables: Vec<(String, String)>,
}

impl Script {
    /// Makes a script of the last two creates in a log.
    pub(super) fn of_log(log: &Path, template: &Template, customers: u32) -> Result<Self, String> {
        let text =
            std::fs::read_to_string(log).map_err(|error| format!("{}: {error}", log.display()))?;
        match creates(&text).as_slice() {
            [.., first, second] => Self::of(first, second, &template.customer, customers),
            _ => Err(format!("{} does not tell of two creates", log.display())),
        }
    }

    fn of(
        first: &[Statement],
        second: &[Statement],
        customer: &str,
        customers: u32,
    ) -> Result<Self, String> {
        let texts = |it: &[Statement]| it.iter().map(|it| it.sql.clone()).collect::<Vec<_>>();
        if texts(first) != texts(second) {
            return Err("two creates ran different statements".to_owned());
        }
        let mut variables = Vec::new();
        let mut lines = vec![
            "\\set n :n + 1".to_owned(),
            "\\set fresh :n * 1000 + :client_id".to_owned(),
            format!("\\set customer random(1, {customers})"),
            "BEGIN;".to_owned(),
        ];
        for (at, (one, other)) in first.iter().zip(second).enumerate() {
            let pairs = one.params.iter().zip(&other.params).enumerate();
            let values: Vec<String> = pairs
                .map(|(place, pair)| match pair {
                    (None, _) | (_, None) => "NULL".to_owned(),
                    (Some(value), _) if value == customer => one_of_many(),
                    (Some(value), Some(other)) if is_key(value, other) => counted(value),
                    (Some(value), _) => {
                        let name = format!("s{at}_{place}");
                        variables.push((name.clone(), value.clone()));
                        format!(":{name}")
                    }
                })
                .collect();
            lines.push(format!("{};", substitute(&one.sql, &values)));
        }
        lines.push("COMMIT;\n".to_owned());
        Ok(Self { text: lines.join("\n"), variables })
    }

    /// Runs it with so many clients on a database, for the `turn`th time.
    pub(super) fn run(
        &self,
        turn: usize,
        cluster: &Cluster,
        database: &str,
        clients: u32,
        seconds: u32,
    ) -> Result<Load, String> {
        let mut pgbench = cluster.client("pgbench", database);
        pgbench.args(["--no-vacuum", "--protocol=prepared", "--jobs=1", "--file=-"]);
        pgbench.arg(format!("--client={clients}")).arg(format!("--time={seconds}"));
        pgbench.arg(format!("--define=n={}", turn * CREATES_MAX));
        for (name, value) in &self.variables {
            pgbench.arg(format!("--define={name}={value}"));
        }
        let printed = feed(&mut pgbench, &self.text)?;
        result(&printed).ok_or_else(|| format!("pgbench: {printed}"))
    }
}

/// A key that differs is made anew for each create; a time or an amount need not be.
fn is_key(value: &str, other: &str) -> bool {
    value != other
        && value.len() > COUNTED
        && value.len() <= KEY_MAX
        && value.bytes().any(|byte| !byte.is_ascii_digit())
}

/// The same key, but counting up at its end: later ones sort later, as the program's do.
fn counted(value: &str) -> String {
    let stem = &value[..value.len() - COUNTED];
    format!("'{stem}' || lpad(:fresh, {COUNTED}, '0')")
}

/// One of the customers that the scripts of `wrk` create for too.
fn one_of_many() -> String {
    "'cus_00000000000000000000000' || substr(CAST(1000 + :customer AS TEXT), 2)".to_owned()
}

/// Puts values in the places of `$1` and so on, and all on one line.
fn substitute(sql: &str, values: &[String]) -> String {
    let mut parts = sql.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let number = part[..digits].parse::<usize>().ok();
        match number.and_then(|number| values.get(number.checked_sub(1)?)) {
            Some(value) => text += value,
            None => text = text + "$" + &part[..digits],
        }
        text += &part[digits..];
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What each create in a log ran between BEGIN and COMMIT.
fn creates(log: &str) -> Vec<Transcript> {
    let mut open: HashMap<&str, Transcript> = HashMap::new();
    let mut found = Vec::new();
    // A statement of several lines goes on behind a tabulator.
    let log = log.replace("\n\t", " ");
    for line in log.lines() {
        let Some((process, said)) = line.split_once('[').and_then(|it| it.1.split_once("] "))
        else {
            continue;
        };
        if said.starts_with("LOG:  statement: BEGIN") {
            open.insert(process, Vec::new());
        } else if said.starts_with("LOG:  statement: COMMIT") {
            let run = open.remove(process).unwrap_or_default();
            if run.iter().any(|it| it.sql.contains(SIGN)) {
                found.push(run);
            }
        } else if let Some(run) = open.get_mut(process) {
            if let Some((_, sql)) =
                said.strip_prefix("LOG:  execute ").and_then(|it| it.split_once(": "))
            {
                run.push(Statement { sql: sql.to_owned(), params: Vec::new() });
            } else if let Some(text) = said.strip_prefix("DETAIL:  parameters: ")
                && let Some(last) = run.last_mut()
            {
                last.params = params(text);
            }
        }
    }
    found
}

/// Reads `$1 = 'it''s', $2 = NULL`.
fn params(text: &str) -> Vec<Option<String>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, value)) = rest.split_once(" = ") {
        let Some(quoted) = value.strip_prefix('\'') else {
            found.push(None);
            rest = value.strip_prefix("NULL").unwrap_or_default();
            continue;
        };
        let mut end = 0;
        while let Some(quote) = quoted[end..].find('\'') {
            end += quote;
            if !quoted[end + 1..].starts_with('\'') {
                break;
            }
            end += 2;
        }
        found.push(Some(quoted[..end].replace("''", "'")));
        rest = quoted.get(end + 1..).unwrap_or_default();
    }
    found
}

/// Reads what pgbench prints. It tells a mean and no percentiles.
fn result(printed: &str) -> Option<Load> {
    let number = |label: &str| {
        let line = printed.lines().find_map(|line| line.strip_prefix(label))?;
        line.split_whitespace().next()?.parse::<f64>().ok()
    };
    let count = number("number of transactions actually processed: ")?;
    let failed = number("number of failed transactions: ").unwrap_or(0.0);
    let rate = number("tps = ")?;
    let whole = failed == 0.0 && count > 0.0;
    whole.then_some(Load { count, rate, p50_us: f64::NAN, p99_us: f64::NAN })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "\
2026-01-01 00:00:00.000 UTC [7] LOG:  statement: BEGIN
2026-01-01 00:00:00.000 UTC [9] LOG:  statement: BEGIN
2026-01-01 00:00:00.000 UTC [7] LOG:  execute s1: INSERT INTO payment_sessions (a, b)
\t\tVALUES ($1, $2)
2026-01-01 00:00:00.000 UTC [7] DETAIL:  parameters: $1 = 'it''s, $2 = x', $2 = NULL, $3 = ''
2026-01-01 00:00:00.000 UTC [9] LOG:  execute s1: SELECT 1
2026-01-01 00:00:00.000 UTC [9] LOG:  statement: COMMIT
2026-01-01 00:00:00.000 UTC [7] LOG:  statement: COMMIT
";

    #[test]
    fn a_create_is_found_in_the_log() {
        let found = creates(LOG);
        let sql = "INSERT INTO payment_sessions (a, b) \tVALUES ($1, $2)".to_owned();
        let params = vec![Some("it's, $2 = x".to_owned()), None, Some(String::new())];
        assert_eq!(found, [vec![Statement { sql, params }]]);
    }

    #[test]
    fn what_differs_is_made_anew() {
        let of = |id: &str, at: &str| {
            let params = [id, at, "cus_1", "gbp"].map(|it| Some(it.to_owned())).to_vec();
            let sql = "INSERT INTO a\n VALUES ($1, $2, $3, $4)".to_owned();
            vec![Statement { sql, params }]
        };
        let first = of("py_sess_0000000000000000000000000a", "1795404960123");
        let second = of("py_sess_0000000000000000000000000b", "1795404960124");
        let script = Script::of(&first, &second, "cus_1", 9).unwrap();
        let wanted = "INSERT INTO a VALUES ('py_sess_00000000000000' || lpad(:fresh, 12, '0'), :s0_1, \
            'cus_00000000000000000000000' || substr(CAST(1000 + :customer AS TEXT), 2), :s0_3);";
        assert!(script.text.contains(wanted), "{}", script.text);
        assert!(script.variables.contains(&("s0_3".to_owned(), "gbp".to_owned())));
        assert!(script.text.contains("random(1, 9)"));
    }

    #[test]
    fn failures_are_no_result() {
        let good = "number of transactions actually processed: 50\ntps = 25.5 (without initial)\n";
        assert_eq!(result(good).map(|it| it.rate), Some(25.5));
        let bad = format!("{good}number of failed transactions: 1 (2%)\n");
        assert_eq!(result(&bad), None);
        assert_eq!(result(""), None);
    }
}
