//! The sandbox's pretend bank once more: the mandate as a bank would show it for signing.

use askama::Template;
use jiff::civil::Date;

use crate::amount::Amount;
use crate::frame::Frame;
use crate::payment::Hidden;
use crate::safe;
use crate::sandbox::SandboxProblem;
use crate::translate::Key;

/// The pretend bank's page for a mandate: radios named `scenario`.
#[derive(Clone, Debug, Template)]
#[template(path = "sandbox_sign.html")]
pub struct SandboxSign {
    /// The common part.
    pub frame: Frame,
    /// The bank's name.
    pub bank: String,
    /// Whom the payer lets collect.
    pub payee: String,
    /// The payee's bankgiro.
    pub bankgiro: String,
    /// What will be collected.
    pub amount: Amount,
    /// When.
    pub collection_on: Date,
    /// The account, with all but its ends hidden.
    pub account_masked: String,
    /// Where the form posts to.
    pub action: String,
    /// Hidden fields, such as a token.
    pub hidden: Vec<Hidden>,
    /// What was wrong with the last answer.
    pub problem: SandboxProblem,
    /// The payer walked away: the merchant's page, for whoever wants to go on after all.
    pub walked_away: Option<String>,
}

/// What a payer can answer at a pretend bank that asks for a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignScenario {
    /// `sign`
    Sign,
    /// `refuse`
    Refuse,
    /// `walk_away`
    WalkAway,
}

impl SignScenario {
    /// Every answer; the first is chosen already.
    pub const ALL: [Self; 3] = [Self::Sign, Self::Refuse, Self::WalkAway];

    /// The one of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scenario| scenario.as_str() == name)
    }

    /// The name in forms and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sign => "sign",
            Self::Refuse => "refuse",
            Self::WalkAway => "walk_away",
        }
    }

    const fn sentence(self) -> Key {
        match self {
            Self::Sign => Key("sign-scenario-sign"),
            Self::Refuse => Key("sign-scenario-refuse"),
            Self::WalkAway => Key("sign-scenario-walk-away"),
        }
    }
}

impl SandboxSign {
    fn title(&self) -> Key {
        match self.walked_away {
            Some(_) => Key("sandbox-bank-away-title"),
            None => Key("sandbox-sign-title"),
        }
    }

    /// True while the mandate can be answered here.
    fn asks(&self) -> bool {
        self.walked_away.is_none() && self.problem != SandboxProblem::Closed
    }

    fn back(&self) -> Option<&str> {
        safe::web(self.walked_away.as_deref()?)
    }
}

crate::render!(SandboxSign);
