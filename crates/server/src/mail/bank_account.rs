//! That a bank account of the merchant's was made known, changed or deleted, told to the merchant.
//!
//! It goes to the address that payers write to, in English: whoever reads it there and did not ask for
//! the change has a day to undo it.

use domain::calendar;
use domain::ids::MessageId;
use domain::payee::{BankAccount, Numbers};
use domain::time::Timestamp;
use jiff::tz::TimeZone;
use pages::{Locale, Mail};
use store::accounts::Account;
use store::jobs::{self, Clock, NewJob};
use store::messages::{self, Message, MessageKind, MessageState};
use store::{DbError, Tx, clocks};

use crate::app::Parts;
use crate::jobs::SEND_MAIL;

/// What was done to a bank account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// It was made known, and payers are shown it from then on.
    New(Timestamp),
    /// It was changed, and payers see it from then on.
    Changed(Timestamp),
    /// It was deleted.
    Deleted,
}

/// Writes the mail, where the account has an address.
///
/// # Errors
/// Only the database's.
pub fn tell_of_bank_account(
    tx: &mut Tx<'_>,
    app: &Parts,
    merchant: &Account,
    account: &BankAccount,
    made: Made,
) -> Result<(), DbError> {
    let Some(recipient) = merchant.settings.support_email.clone() else { return Ok(()) };
    let scope = account.scope;
    let clock = clocks::keep(tx, &scope)?;
    let now = clock.at(tx.now_real());
    let mail = mail(app, merchant, account, made, now);
    let id: MessageId = tx.id();
    let message = Message {
        id,
        created_at: now,
        session: None,
        customer: None,
        kind: MessageKind::BankAccountChanged,
        recipient,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        locale: Locale::En.tag().to_owned(),
        state: MessageState::Queued,
        tries: 0,
        last_error: None,
        ended_at: None,
    };
    messages::insert(tx, &scope, &message)?;
    let (subject, clock_kind) = (id.to_string(), Clock::Business);
    let job =
        NewJob { kind: SEND_MAIL, subject: &subject, payload: "", clock: clock_kind, due_at: now };
    jobs::schedule(tx, &scope, &job, &clock)
}

fn mail(
    app: &Parts,
    merchant: &Account,
    account: &BankAccount,
    made: Made,
    now: Timestamp,
) -> Mail {
    let name = merchant.display_name();
    let (what, from) = match made {
        Made::New(from) => ("was added", Some(from)),
        Made::Changed(from) => ("was changed", Some(from)),
        Made::Deleted => ("was deleted", None),
    };
    let mode = if account.scope.livemode { "" } else { " (test mode)" };
    let zone = calendar::time_zone(&merchant.settings.time_zone).unwrap_or(TimeZone::UTC);
    let when = match from {
        Some(from) if from > now => {
            let at = jiff::Timestamp::from_millisecond(from.ms()).map(|at| at.to_zoned(zone));
            let at = at.map(|at| at.strftime("%-d %B %Y, %H:%M %Z").to_string());
            format!("Payers are shown it from {} on.", at.unwrap_or_default())
        }
        _ => "Payers see this at once.".to_owned(),
    };
    let text = format!(
        "A bank account to which payers of {name} send money {what}{mode}: {}.\n\n{when}\n\nIf nobody of yours asked for it, revoke the API key that did and undo the change. The account is {} at {}.\n",
        last_digits(&account.numbers),
        account.id,
        app.public_url,
    );
    let html = text.replace('&', "&amp;").replace('<', "&lt;").replace("\n\n", "</p><p>");
    let html =
        format!("<!DOCTYPE html><html lang=\"en\"><body><p>{}</p></body></html>", html.trim());
    let subject: String = format!("A bank account of {name} {what}{mode}");
    Mail { subject: subject.chars().filter(|it| !it.is_control()).collect(), text, html }
}

/// So much of a number as its holder knows it by.
fn last_digits(numbers: &Numbers) -> String {
    let number = numbers.electronic();
    let kind = match numbers {
        Numbers::British { .. } | Numbers::Swedish { .. } => "account",
        Numbers::Iban { .. } => "IBAN",
        Numbers::Bankgiro { .. } => "bankgiro",
    };
    format!("the {kind} that ends in {}", &number[number.len().saturating_sub(4)..])
}
