//! The report of payments as a table for a terminal or a printer.

use domain::money::{Currency, Money};

use super::payments::{Report, Sums};

/// The columns.
const COLUMNS: [&str; 12] = [
    "Month",
    "For",
    "Paid by",
    "Payments",
    "Gross",
    "Received",
    "From credit",
    "Refunded",
    "Returned",
    "To credit",
    "Rail fees",
    "Net",
];
/// How many columns hold words; the others hold numbers, and stand to the right.
const WORDS: usize = 3;

/// Writes the table: a block for each currency, with its total at the end.
pub fn write(report: &Report) -> String {
    let mut text = format!("Payments from {} to {}\n", report.from, report.to);
    let totals = report.totals();
    if totals.is_empty() {
        text.push_str("\nThere were none.\n");
    }
    for (currency, total) in totals {
        let mut rows: Vec<[String; 12]> = vec![COLUMNS.map(str::to_owned)];
        let lines = report.lines.iter().filter(|(line, _)| line.currency == currency);
        rows.extend(lines.map(|(line, sums)| {
            let month = line.from.strftime("%Y-%m").to_string();
            let what = [month, spaced(&line.reporting_type), spaced(&line.method)];
            row(what, sums, currency)
        }));
        rows.push(row(["Total".to_owned(), String::new(), String::new()], &total, currency));
        text.push_str(&format!("\n{}\n", currency.iso()));
        text.push_str(&aligned(&rows));
    }
    text
}

/// `advance_rent` as a person writes it.
fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

fn row(what: [String; 3], sums: &Sums, currency: Currency) -> [String; 12] {
    let money = |minor: i64| Money::new(minor, currency).to_decimal();
    let [month, kind, method] = what;
    [
        month,
        kind,
        method,
        sums.payments.to_string(),
        money(sums.gross()),
        money(sums.received),
        money(sums.credit_applied),
        money(sums.refunded),
        money(sums.returned),
        money(sums.credit_added),
        money(sums.fees),
        money(sums.net()),
    ]
}

/// Pads every column to its widest cell, with a rule under the head and above the total.
fn aligned(rows: &[[String; 12]]) -> String {
    let width =
        |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..COLUMNS.len()).map(width).collect();
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let mut text = String::new();
    for (place, row) in rows.iter().enumerate() {
        if place == 1 || place + 1 == rows.len() {
            text.push_str(&format!("{}\n", rule.join("  ")));
        }
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| {
            if column < WORDS { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
