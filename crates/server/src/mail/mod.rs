//! Mails to payers: written as rows in the `Tx` that made them necessary, sent by a job.
//!
//! The text of a mail is fixed when it is written. Its `Message-ID` is made of its own id, so that
//! a mail that is sent twice after a crash is one mail to whoever receives it. Mails of test mode
//! are never sent: the sandbox's mailbox shows them.

mod afterwards;
mod bank_account;
mod confirmation;
mod link;
mod postponed;
mod smtp;
mod transfer;
mod view;

use domain::ids::{CustomerId, Id, MessageId, SessionId};
use domain::scope::Scope;
use domain::time::Timestamp;
use pages::{Locale, Mail};
use store::customers::Customer;
use store::jobs::{self, Clock, NewJob};
use store::messages::{self, Message, MessageKind, MessageState};
use store::{DbError, Tx, clocks};

use crate::app::{App, Parts};
use crate::jobs::SEND_MAIL;
use crate::problem::Problem;

pub use afterwards::tell;
pub use bank_account::{Made, tell_of_bank_account};
pub use confirmation::{Confirmation, queue_mandate_confirmation};
pub use link::queue_link;
pub use postponed::tell_of_move;
pub use smtp::{SendError, send};
pub use transfer::{Asked, DETAILS_PER_DAY, queue_transfer_details};
pub use view::EmailView;

/// The `Message-ID` of a mail, in angle brackets.
pub fn message_id(app: &App, id: MessageId) -> String {
    format!("<{id}@{}>", host(&app.public_url))
}

/// Who mails come from, as `From` says it.
pub fn sender(app: &App) -> String {
    let configured = app.config.smtp.from.trim();
    if configured.is_empty() {
        format!("payments@{}", host(&app.public_url))
    } else {
        configured.to_owned()
    }
}

/// True when mails of a mode can leave: the sandbox's mailbox takes all.
pub fn can_send(app: &Parts, scope: &Scope) -> bool {
    !scope.livemode || app.config.smtp.is_configured()
}

/// Refuses, by name, to promise a mail that cannot be sent: the customer has no address, or live
/// mode has no mail server.
///
/// # Errors
/// 400, naming what is missing.
pub fn check_can_mail(app: &Parts, scope: &Scope, customer: &Customer) -> Result<(), Problem> {
    if customer.details.email.is_none() {
        let message = "The customer has no e-mail address.";
        return Err(Problem::invalid("customer_email_missing", message, Some("customer")));
    }
    if !can_send(app, scope) {
        let message = "This server has no mail server for live mode (setting `smtp.host`).";
        return Err(Problem::invalid("email_not_configured", message, Some("send_email")));
    }
    Ok(())
}

/// The host of the public address, which names us in mails. An address of digits is put into
/// brackets, as mail wants it.
fn host(public_url: &str) -> String {
    let rest = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    if let Some((bracketed, _)) = authority.strip_prefix('[').and_then(|it| it.split_once(']')) {
        return format!("[IPv6:{bracketed}]");
    }
    let name = authority.split(':').next().unwrap_or_default();
    match name.parse::<std::net::Ipv4Addr>() {
        Ok(address) => format!("[{address}]"),
        Err(_) => name.to_ascii_lowercase(),
    }
}

/// What a mail is about and whom it is to.
struct Envelope<'a> {
    scope: Scope,
    kind: MessageKind,
    session: SessionId,
    customer: CustomerId,
    recipient: &'a str,
    locale: Locale,
}

/// Writes a mail and the job that sends it.
fn queue(tx: &mut Tx<'_>, envelope: &Envelope<'_>, mail: Mail) -> Result<MessageId, DbError> {
    let scope = envelope.scope;
    let clock = clocks::keep(tx, &scope)?;
    let now: Timestamp = clock.at(tx.now_real());
    let id: MessageId = tx.id();
    let message = Message {
        id,
        created_at: now,
        session: Some(envelope.session),
        customer: Some(envelope.customer),
        kind: envelope.kind,
        recipient: envelope.recipient.to_owned(),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        locale: envelope.locale.tag().to_owned(),
        state: MessageState::Queued,
        tries: 0,
        last_error: None,
        ended_at: None,
    };
    messages::insert(tx, &scope, &message)?;
    let subject = id.to_string();
    let job = NewJob {
        kind: SEND_MAIL,
        subject: &subject,
        payload: "",
        clock: Clock::Business,
        due_at: now,
    };
    jobs::schedule(tx, &scope, &job, &clock)?;
    debug_assert!(subject.starts_with(MessageId::PREFIX), "mails are found by their job's subject");
    Ok(id)
}

/// A defect of a template, as the database's error that ends the `Tx`.
fn defective(_: pages::RenderError) -> DbError {
    DbError::Corrupt("a mail's template")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_names_us_in_mails() {
        assert_eq!(host("https://Pay.example.com/base"), "pay.example.com");
        assert_eq!(host("http://127.0.0.1:8080"), "[127.0.0.1]");
        assert_eq!(host("http://[::1]:8080"), "[IPv6:::1]");
        assert_eq!(host("http://localhost:8080"), "localhost");
    }
}
