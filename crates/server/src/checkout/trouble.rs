//! Errors of the pages: an honest page with the right status, in the payer's language.

use axum::body::Body;
use axum::extract::rejection::FormRejection;
use axum::http::{Response, StatusCode};
use pages::{ErrorKind, ErrorPage, Frame, Locale, Merchant};
use store::DbError;

use super::answer::Page;
use super::frame::{frame, lang_links};
use crate::problem::Problem;

/// Why there is no page to show.
#[derive(Debug)]
pub enum Trouble {
    /// No such session, or a link that is not complete.
    NotFound,
    /// The form was not made by our page, or lay open for too long.
    Forged,
    /// The form cannot be read.
    Unreadable,
    /// The form is larger than any of ours.
    TooLarge,
    /// Too many requests or tries; when it may work, in seconds.
    TooManyTries(u32),
    /// The page takes no more account numbers; until when, in seconds.
    TooManyAccounts(u32),
    /// The page has sent as many mails as it may; until when, in seconds.
    TooManyMails(u32),
    /// The database is busy; nothing was done.
    Busy,
    /// A defect on our side; what went wrong is for the log.
    Server(String),
}

impl From<DbError> for Trouble {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Busy => Self::Busy,
            other => Self::Server(other.to_string()),
        }
    }
}

impl From<FormRejection> for Trouble {
    fn from(rejection: FormRejection) -> Self {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            _ => Self::Unreadable,
        }
    }
}

impl From<pages::RenderError> for Trouble {
    fn from(error: pages::RenderError) -> Self {
        Self::Server(error.to_string())
    }
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        match problem.status {
            StatusCode::TOO_MANY_REQUESTS => {
                Self::TooManyTries(problem.retry_after.map_or(60, u32::from))
            }
            StatusCode::SERVICE_UNAVAILABLE => Self::Busy,
            StatusCode::NOT_FOUND => Self::NotFound,
            _ => Self::Server(problem.message),
        }
    }
}

impl Trouble {
    const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forged => StatusCode::FORBIDDEN,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooManyTries(_) | Self::TooManyAccounts(_) | Self::TooManyMails(_) => {
                StatusCode::TOO_MANY_REQUESTS
            }
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Server(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn kind(&self) -> ErrorKind {
        match self {
            Self::NotFound => ErrorKind::NotFound,
            Self::Forged | Self::Unreadable | Self::TooLarge => ErrorKind::StaleForm,
            Self::TooManyTries(_) => ErrorKind::TooManyTries,
            Self::TooManyAccounts(_) => ErrorKind::TooManyAccounts,
            Self::TooManyMails(_) => ErrorKind::TooManyMails,
            Self::Busy => ErrorKind::Busy,
            Self::Server(_) => ErrorKind::Server,
        }
    }

    /// The page that says so. `path` is where it happened and where to start again.
    pub fn into_response(self, locale: Locale, public_url: &str, path: &str) -> Response<Body> {
        if let Self::Server(cause) = &self {
            tracing::error!(%cause, "a page could not be shown");
        }
        let known = !matches!(self, Self::NotFound);
        let links = lang_links(path, "");
        let page = ErrorPage {
            frame: self.frame(locale, public_url, links),
            kind: self.kind(),
            restart_url: known.then(|| format!("{path}?lang={}", locale.tag())),
        };
        let html = page.render().unwrap_or_default();
        let retry_after = match self {
            Self::TooManyTries(seconds)
            | Self::TooManyAccounts(seconds)
            | Self::TooManyMails(seconds) => Some(seconds),
            Self::Busy => Some(1),
            _ => None,
        };
        Page { retry_after, ..Page::new(self.status(), html) }.into_response()
    }

    fn frame(&self, locale: Locale, public_url: &str, links: Vec<pages::LangLink>) -> Frame {
        // Whoever sees an error may not be the payer, so nobody is named.
        frame(locale, false, Merchant::unknown(), public_url, links)
    }
}
