//! The mail to a payer whose debit is made on a later day than the payer was told.

use domain::attempt::Attempt;
use domain::case::Case;
use jiff::civil::Date;
use pages::{Amount, DebitPostponedMail, Locale};
use store::messages::MessageKind;
use store::{DbError, Tx, accounts, mandate_drafts};

use super::{Envelope, defective, queue};
use crate::checkout::merchant;

/// Writes it to the address that the payer gave with the signature, as the confirmation was.
///
/// # Errors
/// Only the database's.
pub fn tell_of_postponement(
    tx: &mut Tx<'_>,
    case: &Case,
    attempt: &Attempt,
    collection_on: Date,
) -> Result<(), DbError> {
    let session = &case.session;
    let scope = session.scope;
    let Some(draft) = mandate_drafts::find(tx, &scope, attempt.id)? else { return Ok(()) };
    let account = accounts::find(tx, scope.account)?.ok_or(DbError::Corrupt("account is gone"))?;
    let locale = Locale::parse(&draft.language).unwrap_or(Locale::En);
    let mail = DebitPostponedMail {
        locale,
        test_mode: !scope.livemode,
        merchant: merchant(&account, locale, None),
        amount: Amount::new(attempt.amount, session.terms.currency.iso()),
        description: session.description.clone(),
        purpose: session.reporting_type.into(),
        collection_on,
        account_masked: draft.account_masked.clone(),
    };
    let envelope = Envelope {
        scope,
        kind: MessageKind::DebitPostponed,
        session: session.id,
        customer: session.customer,
        recipient: &draft.email,
        locale,
    };
    queue(tx, &envelope, mail.render().map_err(defective)?).map(|_| ())
}
