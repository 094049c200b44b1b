//! The report of payments as comma-separated values (RFC 4180), for spreadsheets and bookkeepers.

use domain::money::{Currency, Money};

use super::payments::{Report, Sums};

/// The first line.
const HEADER: &str = "from,to,currency,reporting_type,payment_method_type,payments,gross,received,credit_applied,refunded,returned,credit_added,fees,net";

/// Writes the report: a row for each line, then one for each currency's total. Amounts are
/// decimal, with a point.
pub fn write(report: &Report) -> String {
    let mut text = format!("{HEADER}\r\n");
    for (line, sums) in &report.lines {
        let about = [line.from.to_string(), line.to.to_string(), line.currency.to_string()];
        let what = [line.reporting_type.as_str(), line.method.as_str()];
        text.push_str(&format!(
            "{},{},{}\r\n",
            about.join(","),
            what.join(","),
            amounts(sums, line.currency)
        ));
    }
    for (currency, sums) in &report.totals() {
        let (from, to) = (report.from, report.to);
        text.push_str(&format!("{from},{to},{currency},total,,{}\r\n", amounts(sums, *currency)));
    }
    text
}

fn amounts(sums: &Sums, currency: Currency) -> String {
    let money = [
        sums.gross(),
        sums.received,
        sums.credit_applied,
        sums.refunded,
        sums.returned,
        sums.credit_added,
        sums.fees,
        sums.net(),
    ];
    let money = money.map(|minor| Money::new(minor, currency).to_decimal());
    format!("{},{}", sums.payments, money.join(","))
}
