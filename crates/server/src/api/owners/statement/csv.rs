//! An owner's statement as comma-separated values (RFC 4180), for spreadsheets and bookkeepers.

use domain::money::Money;

use super::{OwnerStatementView, StatementLineView};

/// The first line.
const HEADER: &str = "date,value_date,type,source,transaction,payment_session,unit,unit_name,reason,description,reference,currency,gross,fees,share,amount_in,amount_out,debt_netted,balance";

/// Of a line that is no part of a payment.
const NO_PART: (Option<i64>, Option<i64>, Option<&str>) = (None, None, None);

/// Writes a statement: the opening balance, each line, the totals with the closing balance.
/// Amounts are decimal, with a point.
pub(super) fn write(statement: &OwnerStatementView) -> String {
    let mut text = String::from(HEADER);
    text.push_str("\r\n");
    let opening = statement.from.to_string();
    let closing = statement.to.to_string();
    let amounts = [None, None, None, Some(statement.opening_balance)];
    row(&mut text, statement, of_balance(&opening, "opening_balance"), NO_PART, amounts);
    for line in &statement.lines {
        add(&mut text, statement, line);
    }
    let (total_in, total_out) = (Some(statement.total_in), Some(statement.total_out));
    let amounts = [total_in, total_out, None, Some(statement.closing_balance)];
    row(&mut text, statement, of_balance(&closing, "closing_balance"), NO_PART, amounts);
    text
}

fn add(text: &mut String, statement: &OwnerStatementView, line: &StatementLineView) {
    let id = |id: Option<String>| id.unwrap_or_default();
    let texts = [
        &*line.date.to_string(),
        &line.value_date.to_string(),
        line.kind.as_str(),
        line.source.as_deref().unwrap_or_default(),
        &id(line.transaction.map(|it| it.to_string())),
        &id(line.payment_session.map(|it| it.to_string())),
        &id(line.unit.map(|it| it.to_string())),
        line.unit_name.as_deref().unwrap_or_default(),
        line.reason.as_deref().unwrap_or_default(),
        line.description.as_deref().unwrap_or_default(),
        line.reference.as_deref().unwrap_or_default(),
    ];
    let amounts = [line.amount_in, line.amount_out, line.debt_netted, line.balance].map(Some);
    let part = (line.gross, line.fees, line.share.as_deref());
    row(text, statement, texts, part, amounts);
}

/// The texts of a line that tells a balance alone.
fn of_balance<'a>(day: &'a str, kind: &'a str) -> [&'a str; 11] {
    let mut texts = [""; 11];
    (texts[0], texts[2]) = (day, kind);
    texts
}

fn row(
    text: &mut String,
    statement: &OwnerStatementView,
    texts: [&str; 11],
    (gross, fees, share): (Option<i64>, Option<i64>, Option<&str>),
    amounts: [Option<i64>; 4],
) {
    let currency = statement.currency;
    let decimal = |it: i64| Money::new(it, currency).to_decimal();
    let amount = |it: Option<i64>| it.map(decimal).unwrap_or_default();
    let mut fields: Vec<String> = texts.into_iter().map(quoted).collect();
    fields.push(currency.as_str().to_owned());
    fields.extend([amount(gross), amount(fees), share.unwrap_or_default().to_owned()]);
    fields.extend(amounts.map(amount));
    text.push_str(&fields.join(","));
    text.push_str("\r\n");
}

/// A text of somebody's as a field. What a spreadsheet would take for a formula is told to be a
/// text by an apostrophe.
fn quoted(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    let plain = !text.contains([',', '"', '\r', '\n']);
    if plain { text } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_and_never_formulas() {
        assert_eq!(quoted("Flat 3"), "Flat 3");
        assert_eq!(quoted("Flat 3, \"left\""), "\"Flat 3, \"\"left\"\"\"");
        assert_eq!(quoted("=1+2"), "'=1+2");
        assert_eq!(quoted("-2,5"), "\"'-2,5\"");
        assert_eq!(quoted("two\nlines"), "\"two\nlines\"");
    }
}
