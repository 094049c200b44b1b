//! `/sandbox/bank/{ref}`: a pretend bank's page, where the payer approves a payment, or does not.

use pages::{RenderError, SandboxBank, bank_scenario};
use processors::sandbox::identities;
use processors::sandbox::open_banking::{SandboxOpenBanking, Scenario};

use super::visit::{Answer, Shown, ShownPage};

impl ShownPage for SandboxOpenBanking {
    fn read(form: &Answer) -> Option<Scenario> {
        form.scenario.as_deref()?.parse().ok()
    }

    fn render(Shown { payment, amount, frame, form }: Shown) -> Result<String, RenderError> {
        let id = payment.bank.unwrap_or_default();
        let known = identities::bank(&id);
        let page = SandboxBank {
            frame,
            chosen: bank_scenario(known.map_or("", |bank| bank.scenario)),
            bank: known.map_or(id, |bank| bank.name.to_owned()),
            payee: payment.payee,
            amount,
            reference: payment.reference,
            form,
        };
        page.render()
    }
}
