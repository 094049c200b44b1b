//! `/sandbox/card/{ref}`: the pretend card processor's page, with scenarios instead of a card number.

use pages::{RenderError, SandboxAuthenticate};
use processors::sandbox::card::{self, SandboxCard};

use super::visit::{Answer, Shown, ShownPage};

impl ShownPage for SandboxCard {
    fn read(form: &Answer) -> Option<card::Answer> {
        match form.answer.as_deref() {
            Some("approve") => Some(card::Answer::Authenticate(true)),
            Some("refuse") => Some(card::Answer::Authenticate(false)),
            Some(_) => None,
            None => form.scenario.as_deref()?.parse().ok().map(card::Answer::Choose),
        }
    }

    fn render(Shown { payment, amount, frame, form }: Shown) -> Result<String, RenderError> {
        match card::authenticates(&payment) {
            true => SandboxAuthenticate { frame, amount, form }.render(),
            false => pages::SandboxCard { frame, amount, form }.render(),
        }
    }
}
