//! Handing live mails to the mail server.

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use store::messages::Message;

use super::{message_id, sender};
use crate::app::App;
use crate::config::{Smtp, SmtpTls};

/// How long the mail server may take for each step.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Why a mail was not taken.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// It may work later.
    #[error("{0}")]
    Later(String),
    /// It never will: the address or the mail was refused.
    #[error("{0}")]
    Never(String),
}

/// Hands a mail over.
///
/// # Errors
/// Says whether another try makes sense.
pub async fn send(app: &App, message: &Message) -> Result<(), SendError> {
    let mail = compose(app, message)?;
    let transport = transport(&app.config.smtp)?;
    match transport.send(mail).await {
        Ok(_) => Ok(()),
        Err(error) if error.is_permanent() => Err(SendError::Never(error.to_string())),
        Err(error) => Err(SendError::Later(error.to_string())),
    }
}

/// The mail as it travels. Addresses are parsed and headers encoded, so that no text of a merchant
/// or payer can begin a header of its own.
fn compose(app: &App, message: &Message) -> Result<lettre::Message, SendError> {
    let mailbox = |text: &str| text.parse::<Mailbox>().map_err(|e| SendError::Never(e.to_string()));
    let html = SinglePart::builder().header(ContentType::TEXT_HTML).body(message.html.clone());
    let text = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(message.text.clone());
    lettre::Message::builder()
        .message_id(Some(message_id(app, message.id)))
        .from(mailbox(&sender(app))?)
        .to(mailbox(&message.recipient)?)
        .subject(message.subject.clone())
        .multipart(MultiPart::alternative().singlepart(text).singlepart(html))
        .map_err(|error| SendError::Never(error.to_string()))
}

fn transport(smtp: &Smtp) -> Result<AsyncSmtpTransport<Tokio1Executor>, SendError> {
    let later = |error: String| SendError::Later(error);
    let tls = || {
        TlsParameters::new(smtp.host.clone()).map_err(|error| SendError::Later(error.to_string()))
    };
    let protection = match smtp.tls {
        SmtpTls::Starttls => Tls::Required(tls()?),
        SmtpTls::Implicit => Tls::Wrapper(tls()?),
        SmtpTls::None => Tls::None,
    };
    let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
        .port(smtp.port)
        .tls(protection)
        .timeout(Some(TIMEOUT));
    if smtp.user.is_empty() {
        return Ok(builder.build());
    }
    let password = smtp.password().map_err(|error| later(error.to_string()))?;
    Ok(builder.credentials(Credentials::new(smtp.user.clone(), password)).build())
}
