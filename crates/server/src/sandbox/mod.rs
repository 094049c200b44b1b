//! The sandbox's pages: what the pretend card processor and the pretend banks show, and the letter box of test mails.
//!
//! They belong to an outside party that happens to live here, so they know nothing of sessions and
//! look like neither the payment pages nor a real processor. Nothing of live mode is served.

mod bank;
mod card;
mod mailbox;
mod sign;
mod visit;

pub use mailbox::{list as list_mails, mail_url, show as show_mail};
pub use visit::{ShownPage, act, show};

use axum::http::HeaderMap;
use pages::Locale;
use serde::Deserialize;

/// The query of a sandbox page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SandboxQuery {
    lang: Option<String>,
    token: String,
}

impl SandboxQuery {
    fn locale(&self, headers: &HeaderMap) -> Locale {
        let accepted = headers.get("accept-language").and_then(|value| value.to_str().ok());
        Locale::negotiate(self.lang.as_deref(), None, accepted)
    }
}
