//! The pretend banks' page: the payment as a bank would show it, and what the payer answers.

use askama::Template;

use crate::amount::Amount;
use crate::frame::Frame;
use crate::sandbox::{SandboxForm, Scenario};
use crate::translate::Key;

/// What a payer can answer.
const ANSWERS: [Scenario; 3] = [
    Scenario::new("succeed", Key("bank-scenario-succeed")),
    Scenario::new("refuse", Key("bank-scenario-refuse")),
    Scenario::new("walk_away", Key("bank-scenario-walk-away")),
];
/// What can happen besides, after the payer approved.
const MORE: [Scenario; 4] = [
    Scenario::new("insufficient_funds", Key("bank-scenario-insufficient-funds")),
    Scenario::new("answer_late", Key("bank-scenario-answer-late")),
    Scenario::new("return_without_result", Key("bank-scenario-return-without-result")),
    Scenario::new("answer_twice", Key("bank-scenario-answer-twice")),
];

/// What can happen at a pretend bank, by its name; what is not known succeeds.
pub fn bank_scenario(name: &str) -> Scenario {
    let mut all = ANSWERS.into_iter().chain(MORE);
    all.find(|scenario| scenario.name == name).unwrap_or(ANSWERS[0])
}

/// The pretend bank's page.
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
    /// What this bank does by itself; it is chosen already.
    pub chosen: Scenario,
    /// The form.
    pub form: SandboxForm,
}

impl SandboxBank {
    const BUTTON: Key = Key("sandbox-bank-button");

    fn groups(&self) -> [(Key, &'static [Scenario]); 2] {
        [(Key("sandbox-bank-answer"), &ANSWERS), (Key("sandbox-bank-more"), &MORE)]
    }

    fn is_chosen(&self, scenario: &Scenario) -> bool {
        *scenario == self.chosen
    }

    fn title(&self) -> Key {
        self.form.title(Key("sandbox-bank-title"))
    }
}

crate::render!(SandboxBank);
