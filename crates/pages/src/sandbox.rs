//! The sandbox: a pretend processor's pages and a pretend mailbox, meant to look like neither the
//! payment pages nor a real processor.

use askama::Template;
use jiff::civil::DateTime;

use crate::amount::Amount;
use crate::date::format_date_time;
use crate::frame::Frame;
use crate::payment::Hidden;
use crate::translate::Key;

/// The pretend processor's card page: radios named `scenario`, the first one checked.
#[derive(Clone, Debug, Template)]
#[template(path = "sandbox_card.html")]
pub struct SandboxCard {
    /// The common part; `merchant` is whom the processor would name.
    pub frame: Frame,
    /// What is paid.
    pub amount: Amount,
    /// Where the form posts to.
    pub action: String,
    /// Hidden fields, such as a token.
    pub hidden: Vec<Hidden>,
    /// What was wrong with the last answer.
    pub problem: SandboxProblem,
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

/// The pretend bank's step of strong authentication: radios named `answer`, `approve` or `refuse`.
#[derive(Clone, Debug, Template)]
#[template(path = "sandbox_authenticate.html")]
pub struct SandboxAuthenticate {
    /// The common part.
    pub frame: Frame,
    /// What is paid.
    pub amount: Amount,
    /// Where the form posts to.
    pub action: String,
    /// Hidden fields, such as a token.
    pub hidden: Vec<Hidden>,
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

/// What the pretend processor can be told to do, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// `succeed`
    Succeed,
    /// `decline`
    Decline,
    /// `insufficient_funds`
    InsufficientFunds,
    /// `expired_card`
    ExpiredCard,
    /// `lost_card`
    LostCard,
    /// `fraud_suspected`
    FraudSuspected,
    /// `authenticate`
    Authenticate,
    /// `authentication_refused`
    AuthenticationRefused,
    /// `abandon`
    Abandon,
    /// `answer_late`
    AnswerLate,
    /// `answer_twice`
    AnswerTwice,
    /// `contradict`
    Contradict,
    /// `decline_then_succeed`
    DeclineThenSucceed,
}

impl Scenario {
    /// Every scenario, the one that succeeds first.
    pub const ALL: [Self; 13] = [
        Self::Succeed,
        Self::Decline,
        Self::InsufficientFunds,
        Self::ExpiredCard,
        Self::LostCard,
        Self::FraudSuspected,
        Self::Authenticate,
        Self::AuthenticationRefused,
        Self::Abandon,
        Self::AnswerLate,
        Self::AnswerTwice,
        Self::Contradict,
        Self::DeclineThenSucceed,
    ];

    /// The name in forms and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Succeed => "succeed",
            Self::Decline => "decline",
            Self::InsufficientFunds => "insufficient_funds",
            Self::ExpiredCard => "expired_card",
            Self::LostCard => "lost_card",
            Self::FraudSuspected => "fraud_suspected",
            Self::Authenticate => "authenticate",
            Self::AuthenticationRefused => "authentication_refused",
            Self::Abandon => "abandon",
            Self::AnswerLate => "answer_late",
            Self::AnswerTwice => "answer_twice",
            Self::Contradict => "contradict",
            Self::DeclineThenSucceed => "decline_then_succeed",
        }
    }

    const fn sentence(self) -> Key {
        match self {
            Self::Succeed => Key("scenario-succeed"),
            Self::Decline => Key("scenario-decline"),
            Self::InsufficientFunds => Key("scenario-insufficient-funds"),
            Self::ExpiredCard => Key("scenario-expired-card"),
            Self::LostCard => Key("scenario-lost-card"),
            Self::FraudSuspected => Key("scenario-fraud-suspected"),
            Self::Authenticate => Key("scenario-authenticate"),
            Self::AuthenticationRefused => Key("scenario-authentication-refused"),
            Self::Abandon => Key("scenario-abandon"),
            Self::AnswerLate => Key("scenario-answer-late"),
            Self::AnswerTwice => Key("scenario-answer-twice"),
            Self::Contradict => Key("scenario-contradict"),
            Self::DeclineThenSucceed => Key("scenario-decline-then-succeed"),
        }
    }
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

crate::render!(SandboxCard, SandboxAuthenticate, SandboxMailbox, SandboxMail);
