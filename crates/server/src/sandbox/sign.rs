//! `/sandbox/sign/{ref}`: the pretend bank's page, where the payer signs a mandate, or does not.

use pages::{RenderError, SandboxSign};
use processors::sandbox::signing::{self, BANK, SandboxAutogiro};
use store::sandbox_payments::ToSign;

use super::visit::{Answer, Shown, ShownPage};

impl ShownPage for SandboxAutogiro {
    fn read(form: &Answer) -> Option<signing::Answer> {
        form.scenario.as_deref()?.parse().ok()
    }

    fn render(Shown { payment, amount, frame, form }: Shown) -> Result<String, RenderError> {
        let ToSign { bankgiro, account_masked, collection_on } =
            payment.mandate.unwrap_or_default();
        let page = SandboxSign {
            frame,
            bank: BANK.to_owned(),
            payee: payment.payee,
            bankgiro,
            amount,
            collection_on,
            account_masked,
            form,
        };
        page.render()
    }
}
