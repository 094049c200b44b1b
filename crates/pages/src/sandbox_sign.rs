//! The pretend bank of Autogiro: the mandate as a bank would show it for signing.

use askama::Template;
use jiff::civil::Date;

use crate::amount::Amount;
use crate::frame::Frame;
use crate::sandbox::{SandboxForm, Scenario};
use crate::translate::Key;

/// What a payer can answer.
const ANSWERS: [Scenario; 3] = [
    Scenario::new("sign", Key("sign-scenario-sign")),
    Scenario::new("refuse", Key("sign-scenario-refuse")),
    Scenario::new("walk_away", Key("sign-scenario-walk-away")),
];

/// The pretend bank's page for a mandate.
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
    /// The form; its first answer is chosen.
    pub form: SandboxForm,
}

impl SandboxSign {
    const BUTTON: Key = Key("sandbox-bank-button");

    fn groups(&self) -> [(Key, &'static [Scenario]); 1] {
        [(Key("sandbox-bank-answer"), &ANSWERS)]
    }

    fn is_chosen(&self, scenario: &Scenario) -> bool {
        *scenario == ANSWERS[0]
    }

    fn title(&self) -> Key {
        self.form.title(Key("sandbox-sign-title"))
    }
}

crate::render!(SandboxSign);
