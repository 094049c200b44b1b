//! The sandbox: what the pretend processors' pages have in common, and a pretend mailbox, meant to look like
//! neither the payment pages nor a real processor.

use askama::Template;
use jiff::civil::DateTime;

use crate::date::format_date_time;
use crate::frame::Frame;
use crate::payment::Hidden;
use crate::safe;
use crate::translate::Key;

/// The form of a pretend processor's page: radios named `scenario`, one of them checked.
#[derive(Clone, Debug)]
pub struct SandboxForm {
    /// Where it posts to.
    pub action: String,
    /// Hidden fields, such as a token.
    pub hidden: Vec<Hidden>,
    /// What was wrong with the last answer.
    pub problem: SandboxProblem,
    /// The payer walked away: the merchant's page, for whoever wants to go on after all.
    pub walked_away: Option<String>,
}

impl SandboxForm {
    /// True while the payment can be answered here.
    pub(crate) fn asks(&self) -> bool {
        self.walked_away.is_none() && self.problem != SandboxProblem::Closed
    }

    /// The page's title: what it asks for, unless the payer walked away.
    pub(crate) const fn title(&self, asks: Key) -> Key {
        match self.walked_away {
            Some(_) => Key("sandbox-bank-away-title"),
            None => asks,
        }
    }

    pub(crate) fn back(&self) -> Option<&str> {
        safe::web(self.walked_away.as_deref()?)
    }
}

/// What was wrong with the last answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SandboxProblem {
    /// Nothing.
    None,
    /// No scenario of that name.
    UnknownScenario,
    /// The payment is over: answered, expired or withdrawn. There is no form any more.
    Closed,
}

impl SandboxProblem {
    pub(crate) const fn key(self) -> Option<Key> {
        match self {
            Self::None => None,
            Self::UnknownScenario => Some(Key("sandbox-unknown-scenario")),
            Self::Closed => Some(Key("sandbox-closed")),
        }
    }
}

/// What can be made to happen at a pretend processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// The name in forms and in the API.
    pub name: &'static str,
    /// What it does.
    pub(crate) sentence: Key,
}

impl Scenario {
    pub(crate) const fn new(name: &'static str, sentence: Key) -> Self {
        Self { name, sentence }
    }
}

/// The list of mails that a real server would have sent.
#[derive(Clone, Debug, Template)]
#[template(path = "sandbox_mailbox.html")]
pub struct SandboxMailbox {
    /// The common part.
    pub frame: Frame,
    /// The newest first.
    pub mails: Vec<MailSummary>,
}

/// A row of the mailbox.
#[derive(Clone, Debug)]
pub struct MailSummary {
    /// The mail's page.
    pub href: String,
    /// Whom it is to.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// When it was written, in UTC.
    pub at: DateTime,
}

/// One mail. The HTML part is shown in a frame without any rights.
#[derive(Clone, Debug, Template)]
#[template(path = "sandbox_mail.html")]
pub struct SandboxMail {
    /// The common part.
    pub frame: Frame,
    /// The sender.
    pub from: String,
    /// The recipient.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// When it was written, in UTC.
    pub at: DateTime,
    /// The `Message-ID`.
    pub message_id: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The mailbox.
    pub back_url: String,
}

impl SandboxMailbox {
    fn at(&self, mail: &MailSummary) -> String {
        format_date_time(mail.at, self.frame.locale)
    }
}

impl SandboxMail {
    fn written_at(&self) -> String {
        format_date_time(self.at, self.frame.locale)
    }
}

crate::render!(SandboxMailbox, SandboxMail);
