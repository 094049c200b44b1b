//! Beginning a payment by bank. The payer logs in and approves at the bank's own page alone.

use domain::descriptor;
use domain::ids::PaymentMethodId;
use domain::method::MethodType;
use processors::sandbox::identities::Bank;
use serde_json::json;
use store::cases::Locked;
use store::payment_methods::{self, PaymentMethod};
use store::{DbError, Tx, accounts};

use super::{Begun, Manner, NotBegun, redirect};
use crate::app::App;

/// Begins an attempt at `bank` at a locked session. A job then asks the bank for its page.
///
/// # Errors
/// The inner error says why nothing began; nothing was written then.
pub fn begin(
    tx: &mut Tx<'_>,
    app: &App,
    locked: Locked,
    manner: Manner,
    bank: &'static Bank,
) -> Result<Result<Begun, NotBegun>, DbError> {
    redirect::begin(tx, app, locked, manner, MethodType::PayByBank, |tx, locked| {
        keep(tx, locked, bank).map(Some)
    })
}

/// Keeps which bank the payer chose, and the reference that was shown.
fn keep(tx: &mut Tx<'_>, locked: &Locked, bank: &Bank) -> Result<PaymentMethodId, DbError> {
    let session = &locked.case.session;
    let account = accounts::find(tx, session.scope.account)?;
    let account = account.ok_or(DbError::Corrupt("account is gone"))?;
    let usual = account.settings.statement_descriptor.as_deref();
    let details = json!({
        "billing_details": {},
        "pay_by_bank": {
            "bank": bank.id,
            "bank_name": bank.name,
            "reference": descriptor::reference(session, usual),
        },
    });
    let method = PaymentMethod {
        id: tx.id(),
        created_at: locked.now,
        customer: session.customer,
        method: MethodType::PayByBank,
        details: details.to_string(),
    };
    payment_methods::insert(tx, &session.scope, &method, None)?;
    Ok(method.id)
}
