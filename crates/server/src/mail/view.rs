//! A mail as events show it. Its content and its recipient stay out of them.

use domain::ids::{CustomerId, MessageId, SessionId};
use serde::Serialize;
use store::messages::Message;

/// A mail to a payer.
#[derive(Clone, Debug, Serialize)]
pub struct EmailView {
    object: &'static str,
    id: MessageId,
    livemode: bool,
    created: i64,
    /// What it was about.
    #[serde(rename = "type")]
    kind: &'static str,
    payment_session: Option<SessionId>,
    customer: Option<CustomerId>,
    status: &'static str,
    error: Option<String>,
}

impl EmailView {
    /// Of a mail that has ended; `error` says why it was given up.
    pub fn of(message: &Message, livemode: bool, error: Option<&str>) -> Self {
        Self {
            object: "email",
            id: message.id,
            livemode,
            created: message.created_at.seconds(),
            kind: message.kind.as_str(),
            payment_session: message.session,
            customer: message.customer,
            status: if error.is_some() { "failed" } else { "sent" },
            error: error.map(str::to_owned),
        }
    }
}
