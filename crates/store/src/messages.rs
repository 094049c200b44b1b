//! Messages: mails to payers, as rows, from the `Tx` that made them necessary to their fate.

use domain::ids::{CustomerId, MessageId, SessionId};
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::{opt_time, time};

statements! {
    pub INSERT = "INSERT INTO messages (id, account, livemode, created_at, payment_session, customer, kind,
        recipient, subject, text_body, html_body, locale, state, tries)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'queued', 0)";
    pub FIND = "SELECT id, created_at, payment_session, customer, kind, recipient, subject, text_body, html_body,
        locale, state, tries, last_error, ended_at
        FROM messages WHERE id = $1 AND account = $2 AND livemode = $3";
    pub OF_SESSION = "SELECT id, created_at, payment_session, customer, kind, recipient, subject, text_body,
        html_body, locale, state, tries, last_error, ended_at
        FROM messages WHERE account = $1 AND livemode = $2 AND payment_session = $3 ORDER BY id";
    pub NEWEST = "SELECT id, created_at, recipient, subject FROM messages
        WHERE account = $1 AND livemode = $2 ORDER BY id DESC LIMIT 100";
    pub END = "UPDATE messages SET state = $1, tries = tries + 1, last_error = $2, ended_at = $3
        WHERE id = $4 AND account = $5 AND livemode = $6 AND state = 'queued'";
    pub NOTE_FAILURE = "UPDATE messages SET tries = tries + 1, last_error = $1
        WHERE id = $2 AND account = $3 AND livemode = $4 AND state = 'queued'";
}

/// What a mail is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// The link to the payment page.
    PaymentLink,
    /// The confirmation of a signed mandate, and the notice of its collection.
    MandateConfirmation,
    /// A debit is made on a later day than the payer was told.
    DebitPostponed,
    /// There was no money for a debit, and the payer's bank tries again.
    DebitRetried,
    /// A refund was sent.
    Refunded,
    /// The bank sent a payment back.
    PaymentReturned,
    /// Where to send the money, for a payer who asked for it.
    TransferDetails,
    /// A part of it arrived.
    PartPayment,
    /// A bank account of the merchant's was added, changed or deleted.
    BankAccountChanged,
}

impl MessageKind {
    /// The name in rows and events.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PaymentLink => "payment_link",
            Self::MandateConfirmation => "mandate_confirmation",
            Self::DebitPostponed => "debit_postponed",
            Self::DebitRetried => "debit_retried",
            Self::Refunded => "refunded",
            Self::PaymentReturned => "payment_returned",
            Self::TransferDetails => "transfer_details",
            Self::PartPayment => "part_payment",
            Self::BankAccountChanged => "bank_account_changed",
        }
    }
}

impl std::str::FromStr for MessageKind {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let all = [
            Self::PaymentLink,
            Self::MandateConfirmation,
            Self::DebitPostponed,
            Self::DebitRetried,
            Self::Refunded,
            Self::PaymentReturned,
            Self::TransferDetails,
            Self::PartPayment,
            Self::BankAccountChanged,
        ];
        all.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageState {
    /// It waits to be handed over.
    Queued,
    /// It was handed over; in test mode: put into the sandbox mailbox.
    Sent,
    /// It was given up.
    Failed,
}

impl MessageState {
    /// The name in rows and events.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }
}

impl std::str::FromStr for MessageState {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let all = [Self::Queued, Self::Sent, Self::Failed];
        all.into_iter().find(|state| state.as_str() == text).ok_or(())
    }
}

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id, part of its `Message-ID`.
    pub id: MessageId,
    /// When it was written, in business time.
    pub created_at: Timestamp,
    /// The session it is about.
    pub session: Option<SessionId>,
    /// The customer it is for.
    pub customer: Option<CustomerId>,
    /// What it is about.
    pub kind: MessageKind,
    /// The address it goes to.
    pub recipient: String,
    /// One line.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The language it is written in.
    pub locale: String,
    /// What became of it.
    pub state: MessageState,
    /// How often it was tried.
    pub tries: i64,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it was sent or given up, in business time.
    pub ended_at: Option<Timestamp>,
}

/// A line of the mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// The mail.
    pub id: MessageId,
    /// When it was written.
    pub created_at: Timestamp,
    /// Whom it is to.
    pub recipient: String,
    /// What it is about.
    pub subject: String,
}

/// Writes a mail that waits to be sent; state, tries and fate are those of a new one.
pub fn insert(tx: &mut Tx<'_>, scope: &Scope, message: &Message) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT,
        &params![
            &message.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            message.created_at.ms(),
            message.session.map(|id| id.to_string()).as_deref(),
            message.customer.map(|id| id.to_string()).as_deref(),
            message.kind.as_str(),
            &message.recipient,
            &message.subject,
            &message.text,
            &message.html,
            &message.locale,
        ],
    )
}

/// The mail of that id.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: MessageId) -> Result<Option<Message>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

/// The mails about a session, oldest first.
pub fn of_session(
    tx: &mut Tx<'_>,
    scope: &Scope,
    session: SessionId,
) -> Result<Vec<Message>, DbError> {
    let (account, session) = (scope.account.to_string(), session.to_string());
    tx.all(&OF_SESSION, &params![&account, scope.livemode, &session], read)
}

/// The newest hundred mails of a scope.
pub fn newest(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Headline>, DbError> {
    let account = scope.account.to_string();
    tx.all(&NEWEST, &params![&account, scope.livemode], |row| {
        Ok(Headline {
            id: row.parse()?,
            created_at: time(row)?,
            recipient: row.text()?.to_owned(),
            subject: row.text()?.to_owned(),
        })
    })
}

/// Ends a waiting mail as sent, or as failed with `error`. False when it had ended before.
pub fn end(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: MessageId,
    error: Option<&str>,
    at: Timestamp,
) -> Result<bool, DbError> {
    let state = if error.is_some() { MessageState::Failed } else { MessageState::Sent };
    let (id, account) = (id.to_string(), scope.account.to_string());
    let params = params![state.as_str(), error, at.ms(), &id, &account, scope.livemode];
    Ok(tx.exec(&END, &params)? == 1)
}

/// Notes that a try failed and another will follow.
pub fn note_failure(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: MessageId,
    error: &str,
) -> Result<(), DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.exec_later(&NOTE_FAILURE, &params![error, &id, &account, scope.livemode])
}

fn read(row: &mut Row<'_>) -> Result<Message, DbError> {
    Ok(Message {
        id: row.parse()?,
        created_at: time(row)?,
        session: row.opt_parse()?,
        customer: row.opt_parse()?,
        kind: row.parse()?,
        recipient: row.text()?.to_owned(),
        subject: row.text()?.to_owned(),
        text: row.text()?.to_owned(),
        html: row.text()?.to_owned(),
        locale: row.text()?.to_owned(),
        state: row.parse()?,
        tries: row.int()?,
        last_error: row.opt_text()?.map(str::to_owned),
        ended_at: opt_time(row)?,
    })
}
