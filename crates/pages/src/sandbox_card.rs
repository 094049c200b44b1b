//! The pretend card processor's pages: scenarios instead of a card number, and the question of the card's bank.

use askama::Template;

use crate::amount::Amount;
use crate::frame::Frame;
use crate::sandbox::{SandboxForm, Scenario};
use crate::translate::Key;

/// What the pretend processor can be told to do, in the order of the page.
const SCENARIOS: [Scenario; 13] = [
    Scenario::new("succeed", Key("scenario-succeed")),
    Scenario::new("decline", Key("scenario-decline")),
    Scenario::new("insufficient_funds", Key("scenario-insufficient-funds")),
    Scenario::new("expired_card", Key("scenario-expired-card")),
    Scenario::new("lost_card", Key("scenario-lost-card")),
    Scenario::new("fraud_suspected", Key("scenario-fraud-suspected")),
    Scenario::new("authenticate", Key("scenario-authenticate")),
    Scenario::new("authentication_refused", Key("scenario-authentication-refused")),
    Scenario::new("abandon", Key("scenario-abandon")),
    Scenario::new("answer_late", Key("scenario-answer-late")),
    Scenario::new("answer_twice", Key("scenario-answer-twice")),
    Scenario::new("contradict", Key("scenario-contradict")),
    Scenario::new("decline_then_succeed", Key("scenario-decline-then-succeed")),
];

/// The pretend processor's card page.
#[derive(Clone, Debug, Template)]
#[template(path = "sandbox_card.html")]
pub struct SandboxCard {
    /// The common part; `merchant` is whom the processor would name.
    pub frame: Frame,
    /// What is paid.
    pub amount: Amount,
    /// The form; its first scenario is chosen.
    pub form: SandboxForm,
}

impl SandboxCard {
    const BUTTON: Key = Key("sandbox-card-button");

    fn groups(&self) -> [(Key, &'static [Scenario]); 1] {
        [(Key("sandbox-card-legend"), &SCENARIOS)]
    }

    fn is_chosen(&self, scenario: &Scenario) -> bool {
        *scenario == SCENARIOS[0]
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
    /// The form.
    pub form: SandboxForm,
}

crate::render!(SandboxCard, SandboxAuthenticate);
