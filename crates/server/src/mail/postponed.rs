//! The mail to a payer whose debit is made on a later day than the payer was told.

use domain::attempt::Attempt;
use domain::case::Case;
use pages::{Amount, DebitPostponedMail, Locale, PostponedBecause};
use store::collection_moves::{Move, MoveReason};
use store::messages::MessageKind;
use store::{DbError, Tx, accounts, mandate_drafts};

use super::{Envelope, defective, queue};
use crate::checkout::merchant;

/// Writes it to the address that the payer gave with the signature, as the confirmation was.
///
/// # Errors
/// Only the database's.
pub fn tell_of_move(
    tx: &mut Tx<'_>,
    case: &Case,
    attempt: &Attempt,
    moved: &Move,
) -> Result<(), DbError> {
    let session = &case.session;
    let scope = session.scope;
    let Some(draft) = mandate_drafts::find(tx, &scope, attempt.id)? else { return Ok(()) };
    let account = accounts::find(tx, scope.account)?.ok_or(DbError::Corrupt("account is gone"))?;
    let locale = Locale::parse(&draft.language).unwrap_or(Locale::En);
    let (kind, cause) = match moved.reason {
        MoveReason::MandateUnanswered => {
            (MessageKind::DebitPostponed, PostponedBecause::MandateUnanswered)
        }
        MoveReason::Retried => (MessageKind::DebitRetried, PostponedBecause::NoMoney),
    };
    let mail = DebitPostponedMail {
        locale,
        cause,
        test_mode: !scope.livemode,
        merchant: merchant(&account, locale, None),
        amount: Amount::new(attempt.amount, session.terms.currency.iso()),
        description: session.description.clone(),
        purpose: session.reporting_type.into(),
        collection_on: moved.collection_on,
        account_masked: draft.account_masked.clone(),
    };
    let envelope = Envelope {
        scope,
        kind,
        session: session.id,
        customer: session.customer,
        recipient: &draft.email,
        locale,
    };
    queue(tx, &envelope, mail.render().map_err(defective)?).map(|_| ())
}
