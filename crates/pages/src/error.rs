//! Pages for when there is no payment to show: each says what happened and what to do.

use askama::Template;

use crate::frame::Frame;
use crate::safe;
use crate::translate::Key;

/// An error page. It has no details of the payment: whoever sees it may not be the payer.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// The common part; the merchant may be unknown.
    pub frame: Frame,
    /// What happened.
    pub kind: ErrorKind,
    /// Where to start again, when there is such a place.
    pub restart_url: Option<String>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// 404: no such session, or a link that is not complete.
    NotFound,
    /// 400 or 403: the form is stale, or was not made by our page.
    StaleForm,
    /// 429: too many tries.
    TooManyTries,
    /// 429: too many account numbers for one page.
    TooManyAccounts,
    /// 429: as many mails as a page sends in a day.
    TooManyMails,
    /// 503: busy, nothing was done.
    Busy,
    /// 500: a defect on our side.
    Server,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::NotFound,
        Self::StaleForm,
        Self::TooManyTries,
        Self::TooManyAccounts,
        Self::TooManyMails,
        Self::Busy,
        Self::Server,
    ];

    const fn title(self) -> Key {
        match self {
            Self::NotFound => Key("error-not-found-title"),
            Self::StaleForm => Key("error-stale-form-title"),
            Self::TooManyTries => Key("error-too-many-tries-title"),
            Self::TooManyAccounts => Key("error-too-many-accounts-title"),
            Self::TooManyMails => Key("error-too-many-mails-title"),
            Self::Busy => Key("error-busy-title"),
            Self::Server => Key("error-server-title"),
        }
    }

    const fn text(self) -> Key {
        match self {
            Self::NotFound => Key("error-not-found-text"),
            Self::StaleForm => Key("error-stale-form-text"),
            Self::TooManyTries => Key("error-too-many-tries-text"),
            Self::TooManyAccounts => Key("error-too-many-accounts-text"),
            Self::TooManyMails => Key("error-too-many-mails-text"),
            Self::Busy => Key("error-busy-text"),
            Self::Server => Key("error-server-text"),
        }
    }

    const fn action(self) -> Key {
        match self {
            Self::NotFound
            | Self::StaleForm
            | Self::TooManyAccounts
            | Self::TooManyMails
            | Self::Server => Key("action-start-again"),
            Self::TooManyTries | Self::Busy => Key("action-try-again"),
        }
    }
}

impl ErrorPage {
    fn restart(&self) -> Option<&str> {
        self.restart_url.as_deref().and_then(safe::web)
    }
}

crate::render!(ErrorPage);
