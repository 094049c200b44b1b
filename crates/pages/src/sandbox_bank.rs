//! The sandbox's pretend bank: the payment as a bank would show it, and what the payer answers.

use askama::Template;

use crate::amount::Amount;
use crate::frame::Frame;
use crate::payment::Hidden;
use crate::safe;
use crate::sandbox::SandboxProblem;
use crate::translate::Key;

/// The pretend bank's page: radios named `scenario`.
#[derive(Clone, Debug, Template)]
#[template(path = "sandbox_bank.html")]
pub struct SandboxBank {
    /// The common part.
    pub frame: Frame,
    /// The bank's name.
    pub bank: String,
    /// Whom the payer pays.
    pub payee: String,
    /// What is paid.
    pub amount: Amount,
    /// The payment's reference.
    pub reference: String,
    /// Where the form posts to.
    pub action: String,
    /// Hidden fields, such as a token.
    pub hidden: Vec<Hidden>,
    /// What this bank does by itself; it is chosen already.
    pub chosen: BankScenario,
    /// What was wrong with the last answer.
    pub problem: SandboxProblem,
    /// The payer walked away: the merchant's page, for whoever wants to go on after all.
    pub walked_away: Option<String>,
}

/// What can happen at a pretend bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankScenario {
    /// `succeed`
    Succeed,
    /// `refuse`
    Refuse,
    /// `walk_away`
    WalkAway,
    /// `insufficient_funds`
    InsufficientFunds,
    /// `answer_late`
    AnswerLate,
    /// `return_without_result`
    ReturnWithoutResult,
    /// `answer_twice`
    AnswerTwice,
}

impl BankScenario {
    /// What a payer can answer.
    pub const ANSWERS: [Self; 3] = [Self::Succeed, Self::Refuse, Self::WalkAway];
    /// What can happen besides, after the payer approved.
    pub const MORE: [Self; 4] =
        [Self::InsufficientFunds, Self::AnswerLate, Self::ReturnWithoutResult, Self::AnswerTwice];

    /// The one of that name; what is not known succeeds.
    pub fn parse(name: &str) -> Self {
        let all = Self::ANSWERS.into_iter().chain(Self::MORE);
        { all }.find(|scenario| scenario.as_str() == name).unwrap_or(Self::Succeed)
    }

    /// The name in forms and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Succeed => "succeed",
            Self::Refuse => "refuse",
            Self::WalkAway => "walk_away",
            Self::InsufficientFunds => "insufficient_funds",
            Self::AnswerLate => "answer_late",
            Self::ReturnWithoutResult => "return_without_result",
            Self::AnswerTwice => "answer_twice",
        }
    }

    pub(crate) const fn sentence(self) -> Key {
        match self {
            Self::Succeed => Key("bank-scenario-succeed"),
            Self::Refuse => Key("bank-scenario-refuse"),
            Self::WalkAway => Key("bank-scenario-walk-away"),
            Self::InsufficientFunds => Key("bank-scenario-insufficient-funds"),
            Self::AnswerLate => Key("bank-scenario-answer-late"),
            Self::ReturnWithoutResult => Key("bank-scenario-return-without-result"),
            Self::AnswerTwice => Key("bank-scenario-answer-twice"),
        }
    }
}

impl SandboxBank {
    /// The fieldsets of the form: what each is called, and what there is to choose in it.
    fn groups(&self) -> [(Key, &'static [BankScenario]); 2] {
        [
            (Key("sandbox-bank-answer"), &BankScenario::ANSWERS),
            (Key("sandbox-bank-more"), &BankScenario::MORE),
        ]
    }

    fn is_chosen(&self, scenario: &BankScenario) -> bool {
        self.chosen == *scenario
    }

    fn title(&self) -> Key {
        match self.walked_away {
            Some(_) => Key("sandbox-bank-away-title"),
            None => Key("sandbox-bank-title"),
        }
    }

    /// True while the payment can be answered here.
    fn asks(&self) -> bool {
        self.walked_away.is_none() && self.problem != SandboxProblem::Closed
    }

    fn back(&self) -> Option<&str> {
        safe::web(self.walked_away.as_deref()?)
    }
}

crate::render!(SandboxBank);
