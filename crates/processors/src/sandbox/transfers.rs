//! The pretend bank at which the merchant has accounts: it opens one for each customer who asks, and
//! tells of what comes into them and what is taken back.

use domain::ids::{ConnectionId, Id, NoticeId};
use domain::matching::Field;
use domain::money::{Currency, Money};
use domain::payee::{Numbers, NumbersError};
use domain::scope::Scope;
use domain::source::Source;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use store::sandbox_transfers as rows;
use store::{DbError, Tx, clocks};

use super::notify;
use crate::{
    BankEntry, DebitBatch, Notice, NoticeItem, Order, Processor, ProcessorError, RefundOrder, Step,
};

/// What the bank's own ids of entries begin with.
const ENTRY_PREFIX: &str = "bke_";
/// The sort code of the pretend bank, which no bank has.
const SORT_CODE: &str = "00-00-00";
/// The bank code of the pretend bank, which no bank has.
const BANK_CODE: &str = "99999999";
/// The pretend bank's own code (ISO 9362).
const BIC: &str = "SNDBDEFFXXX";
/// Most entries of one notice.
const ENTRIES_MAX: usize = 1_000;
/// The greatest amount of an entry, in minor units: thousands of them still fit into any sum.
const AMOUNT_MAX: i64 = 99_999_999_999_999;

/// The pretend bank, seen from one connection. It is told nothing: payers come to it by themselves.
#[derive(Clone, Copy, Debug)]
pub struct SandboxTransfers;

/// What its notices look like.
#[derive(Serialize, Deserialize)]
struct StatementNotice {
    id: String,
    entries: Vec<Line>,
}

/// An entry in a notice.
#[derive(Serialize, Deserialize)]
struct Line {
    account: String,
    entry: String,
    direction: String,
    amount: i64,
    currency: Currency,
    value_date: Date,
    #[serde(default)]
    creditor_reference: Option<String>,
    #[serde(default)]
    end_to_end_id: Option<String>,
    #[serde(default)]
    text: Vec<String>,
    #[serde(default)]
    payer_name: Option<String>,
    #[serde(default)]
    payer_account: Option<String>,
    #[serde(default)]
    reverses: Option<String>,
    #[serde(default)]
    code: Option<String>,
}

/// A transfer that a payer makes.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The account that it goes to, as banks write it.
    pub number: String,
    /// How much.
    pub amount: Money,
    /// The free text.
    pub text: Vec<String>,
    /// The field for the creditor's reference, where the payer's form has one.
    pub creditor_reference: Option<String>,
    /// Who pays.
    pub payer_name: String,
    /// From which account, as banks write it.
    pub payer_account: String,
}

#[async_trait::async_trait]
impl Processor for SandboxTransfers {
    async fn start(&self, _order: &Order) -> Result<Step, ProcessorError> {
        Ok(Step::Instructions)
    }

    async fn expire(&self, _attempt: domain::ids::AttemptId) -> Result<Outcomes, ProcessorError> {
        Ok(Vec::new())
    }

    async fn look_up(&self, _attempt: domain::ids::AttemptId) -> Result<Outcomes, ProcessorError> {
        Ok(Vec::new())
    }

    async fn refund(&self, _order: &RefundOrder) -> Result<Outcomes, ProcessorError> {
        Err(ProcessorError::Unsupported("refunds of transfers are sent by hand"))
    }

    async fn send(&self, _batch: &DebitBatch) -> Result<(), ProcessorError> {
        Err(ProcessorError::Unsupported("transfers do not leave in batches"))
    }

    fn read(&self, body: &str) -> Result<Notice, ProcessorError> {
        let notice: StatementNotice = serde_json::from_str(body)
            .map_err(|error| ProcessorError::Unreadable(error.to_string()))?;
        if notice.entries.len() > ENTRIES_MAX {
            let why = format!("a notice has at most {ENTRIES_MAX} entries");
            return Err(ProcessorError::Unreadable(why));
        }
        Ok(Notice { id: notice.id, items: notice.entries.into_iter().map(Line::read).collect() })
    }
}

type Outcomes = Vec<domain::settle::Outcome>;

impl Line {
    /// A line that says what can be booked; others go to a person.
    fn read(self) -> NoticeItem {
        let is_debit = match self.direction.as_str() {
            "credit" => false,
            "debit" => true,
            _ => return self.unreadable("its direction is neither credit nor debit"),
        };
        if !(1..=AMOUNT_MAX).contains(&self.amount) {
            return self.unreadable("its amount is not above zero, or more than any bank moves");
        }
        if self.entry.is_empty() || self.entry.len() > 200 {
            return self.unreadable("it has no id of 1 to 200 characters");
        }
        let fields = [
            (Field::CreditorReference, self.creditor_reference),
            (Field::EndToEndId, self.end_to_end_id),
        ];
        NoticeItem::Entry(Box::new(BankEntry {
            number: self.account,
            id: self.entry,
            is_debit,
            amount: Money::new(self.amount, self.currency),
            value_date: self.value_date,
            fields: fields.into_iter().filter_map(|(field, text)| Some((field, text?))).collect(),
            lines: self.text,
            payer_name: self.payer_name,
            payer_account: self.payer_account,
            reverses: self.reverses,
            code: self.code,
        }))
    }

    fn unreadable(&self, why: &str) -> NoticeItem {
        let line = serde_json::to_string(self).unwrap_or_default();
        NoticeItem::Unreadable { line, why: why.to_owned() }
    }
}

/// A payer sends money: the bank credits it and tells so, `times` times in notices of their own.
/// Gives the bank's id of it.
///
/// # Errors
/// Only the database's.
pub fn send(
    tx: &mut Tx<'_>,
    scope: &Scope,
    connection: ConnectionId,
    sent: &Sent,
    times: usize,
) -> Result<String, DbError> {
    let id = entry_id(tx);
    let (number, amount) = (sent.number.clone(), sent.amount);
    let transfer = rows::Transfer { id: id.clone(), connection, number, amount, returned: 0 };
    rows::insert(tx, scope, &transfer)?;
    let value_date = today(tx, scope)?;
    for _ in 0..times {
        let line = Line {
            account: sent.number.clone(),
            entry: id.clone(),
            direction: "credit".to_owned(),
            amount: amount.minor(),
            currency: amount.currency(),
            value_date,
            creditor_reference: sent.creditor_reference.clone(),
            end_to_end_id: None,
            text: sent.text.clone(),
            payer_name: Some(sent.payer_name.clone()),
            payer_account: Some(sent.payer_account.clone()),
            reverses: None,
            code: None,
        };
        tell(tx, scope, connection, line)?;
    }
    Ok(id)
}

/// The bank takes a transfer back, or so much of it, and tells so. Gives the bank's id of that;
/// `None` when not so much of it is there.
///
/// # Errors
/// Only the database's.
pub fn take_back(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: &str,
    code: &str,
    amount: Option<i64>,
) -> Result<Option<String>, DbError> {
    let Some(transfer) = rows::lock(tx, scope, id)? else { return Ok(None) };
    let left = transfer.amount.minor() - transfer.returned;
    let amount = amount.unwrap_or(left);
    if amount <= 0 || amount > left {
        return Ok(None);
    }
    rows::note_returned(tx, scope, id, transfer.returned + amount)?;
    let (entry, value_date) = (entry_id(tx), today(tx, scope)?);
    let line = Line {
        account: transfer.number,
        entry: entry.clone(),
        direction: "debit".to_owned(),
        amount,
        currency: transfer.amount.currency(),
        value_date,
        creditor_reference: None,
        end_to_end_id: None,
        text: Vec::new(),
        payer_name: None,
        payer_account: None,
        reverses: Some(id.to_owned()),
        code: Some(code.to_owned()),
    };
    tell(tx, scope, transfer.connection, line)?;
    Ok(Some(entry))
}

fn tell(
    tx: &mut Tx<'_>,
    scope: &Scope,
    connection: ConnectionId,
    line: Line,
) -> Result<(), DbError> {
    notify(tx, scope, connection, |id| StatementNotice { id: id.to_owned(), entries: vec![line] })
}

fn entry_id(tx: &Tx<'_>) -> String {
    format!("{ENTRY_PREFIX}{}", &tx.id::<NoticeId>().to_string()[NoticeId::PREFIX.len()..])
}

fn today(tx: &mut Tx<'_>, scope: &Scope) -> Result<Date, DbError> {
    let now = clocks::now(tx, scope)?;
    let now = jiff::Timestamp::from_millisecond(now.ms());
    Ok(now.map(|at| at.to_zoned(TimeZone::UTC).date()).unwrap_or(Date::MIN))
}

/// The pretend bank opens an account in a currency: its numbers pass every check that a payer's bank
/// makes. `None` in a currency that it does not have.
pub fn open_account(currency: Currency, source: &dyn Source) -> Option<Numbers> {
    let mut random = [0; 10];
    source.fill(&mut random);
    let digits: String = random.iter().map(|byte| char::from(b'0' + byte % 10)).collect();
    opened(currency, &digits).ok().flatten()
}

fn opened(currency: Currency, digits: &str) -> Result<Option<Numbers>, NumbersError> {
    Ok(Some(match currency {
        Currency::Gbp => Numbers::british(SORT_CODE, &digits[..8])?,
        Currency::Eur => Numbers::iban(&german_iban(digits), Some(BIC))?,
        Currency::Sek => {
            // Those that begin with 9 are the pretend bank's.
            let fits = |check: u8| Numbers::bankgiro(&format!("9{}{check}", &digits[..6])).ok();
            return Ok((0..10).find_map(fits));
        }
        Currency::Usd => return Ok(None),
    }))
}

/// The IBAN of an account number of ten digits: check digits by ISO 13616.
fn german_iban(account: &str) -> String {
    // D and E are 13 and 14; the check digits begin as zeros.
    let digits = format!("{BANK_CODE}{account}131400");
    let rest = digits.bytes().fold(0, |rest, byte| (rest * 10 + u32::from(byte - b'0')) % 97);
    format!("DE{:02}{BANK_CODE}{account}", 98 - rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_account_that_is_opened_passes_its_checks() {
        for number in 0..2_000_u64 {
            let digits = format!("{:010}", number.wrapping_mul(48_271_733) % 10_000_000_000);
            for currency in [Currency::Gbp, Currency::Eur, Currency::Sek] {
                let numbers = opened(currency, &digits).unwrap().unwrap();
                assert_eq!(numbers.currency(), currency);
            }
            assert_eq!(opened(Currency::Usd, &digits), Ok(None));
        }
    }

    #[test]
    fn a_notice_is_read_line_by_line() {
        let body = r#"{"id": "n", "entries": [
            {"account": "1", "entry": "e", "direction": "credit", "amount": 5, "currency": "gbp",
             "value_date": "2026-11-29", "text": ["RENT"], "end_to_end_id": "x"},
            {"account": "1", "entry": "f", "direction": "sideways", "amount": 5, "currency": "gbp",
             "value_date": "2026-11-29"}
        ]}"#;
        let items = SandboxTransfers.read(body).unwrap().items;
        let NoticeItem::Entry(entry) = &items[0] else { panic!("{items:?}") };
        assert_eq!(entry.fields, [(Field::EndToEndId, "x".to_owned())]);
        assert!(matches!(items[1], NoticeItem::Unreadable { .. }));
        assert!(SandboxTransfers.read("{}").is_err());
    }
}
