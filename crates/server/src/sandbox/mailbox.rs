//! `/sandbox/mail`: the mails of an account's test mode, which are never sent to anybody.
//!
//! Whoever knows the address may read them, so it carries a token that only this server can make.

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Response, StatusCode};
use domain::ids::{AccountId, MessageId};
use domain::scope::Scope;
use domain::time::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use pages::{LangLink, Locale, MailSummary, Merchant, SandboxMail, SandboxMailbox};
use store::messages;

use super::SandboxQuery;
use crate::app::App;
use crate::checkout::{MAIL_POLICY, Page, Trouble, frame, lang_links, prefix};
use crate::extract::PathName;
use crate::mail;

/// What the token is for.
const PURPOSE: &str = "mailbox";

/// The address of an account's mailbox.
pub fn mail_url(app: &App, account: AccountId) -> String {
    let token = app.vault.token(PURPOSE, &account.to_string());
    format!("{}/sandbox/mail?token={token}", app.public_url)
}

/// Lists the newest mails.
pub async fn list(
    State(app): State<App>,
    headers: HeaderMap,
    query: Result<Query<SandboxQuery>, QueryRejection>,
) -> Response<Body> {
    let reader = Reader::new(&app, &headers, query, "");
    let listed = async {
        let scope = reader.scope()?;
        let mails = app.db.read(move |tx| messages::newest(tx, &scope)).await?;
        let summary = |mail: messages::Headline| MailSummary {
            href: reader.address(&format!("/{}", mail.id)),
            to: mail.recipient,
            subject: mail.subject,
            at: utc(mail.created_at),
        };
        let mails = mails.into_iter().map(summary).collect();
        Ok(Page::new(StatusCode::OK, SandboxMailbox { frame: reader.frame(), mails }.render()?))
    };
    reader.answer(listed.await)
}

/// Shows one mail.
pub async fn show(
    State(app): State<App>,
    PathName(id): PathName,
    headers: HeaderMap,
    query: Result<Query<SandboxQuery>, QueryRejection>,
) -> Response<Body> {
    let reader = Reader::new(&app, &headers, query, &format!("/{id}"));
    let shown = async {
        let scope = reader.scope()?;
        let id: MessageId = id.parse().map_err(|_| Trouble::NotFound)?;
        let found = app.db.read(move |tx| messages::find(tx, &scope, id)).await?;
        let message = found.ok_or(Trouble::NotFound)?;
        let page = SandboxMail {
            frame: reader.frame(),
            from: mail::sender(&app),
            to: message.recipient,
            subject: message.subject,
            at: utc(message.created_at),
            message_id: mail::message_id(&app, message.id),
            text: message.text,
            html: message.html,
            back_url: reader.address(""),
        };
        Ok(Page { policy: MAIL_POLICY, ..Page::new(StatusCode::OK, page.render()?) })
    };
    reader.answer(shown.await)
}

/// Somebody with a token, in a language.
struct Reader<'a> {
    app: &'a App,
    locale: Locale,
    token: String,
    place: String,
}

impl<'a> Reader<'a> {
    fn new(
        app: &'a App,
        headers: &HeaderMap,
        query: Result<Query<SandboxQuery>, QueryRejection>,
        place: &str,
    ) -> Self {
        let query = query.map(|Query(query)| query).unwrap_or_default();
        let locale = query.locale(headers);
        Self { app, locale, token: query.token, place: place.to_owned() }
    }

    /// Whose mails the token opens.
    fn scope(&self) -> Result<Scope, Trouble> {
        let account = self.app.vault.read_token(PURPOSE, &self.token).ok_or(Trouble::NotFound)?;
        let account: AccountId = account.parse().map_err(|_| Trouble::NotFound)?;
        Ok(Scope::new(account, false))
    }

    fn path(&self, place: &str) -> String {
        format!("{}/sandbox/mail{place}", prefix(&self.app.public_url))
    }

    fn address(&self, place: &str) -> String {
        format!("{}?lang={}&token={}", self.path(place), self.locale.tag(), self.token)
    }

    fn frame(&self) -> pages::Frame {
        let links: Vec<LangLink> =
            lang_links(&self.path(&self.place), &format!("&token={}", self.token));
        frame(self.locale, true, Merchant::unknown(), &self.app.public_url, links)
    }

    fn answer(&self, page: Result<Page, Trouble>) -> Response<Body> {
        match page {
            Ok(page) => page.into_response(),
            Err(trouble) => {
                let path = self.path(&self.place);
                trouble.into_response(self.locale, &self.app.public_url, &path)
            }
        }
    }
}

fn utc(at: Timestamp) -> DateTime {
    jiff::Timestamp::from_millisecond(at.ms())
        .map_or(DateTime::MIN, |at| at.to_zoned(TimeZone::UTC).datetime())
}
