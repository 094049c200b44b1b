//! The confirmation of a signed mandate, which is also the notice before its collection.

use domain::calendar::local_date;
use domain::ids::MessageId;
use domain::session::Session;
use domain::time::Timestamp;
use jiff::civil::Date;
use pages::texts::MandateText;
use pages::{Amount, Creditor, Locale, MandateConfirmationMail};
use store::accounts::Account;
use store::mandate_drafts::Draft;
use store::messages::MessageKind;
use store::{DbError, Tx};

use super::{Envelope, defective, queue};
use crate::checkout::{merchant, statement_text};

/// What was signed.
pub struct Confirmation<'a> {
    /// The merchant.
    pub account: &'a Account,
    /// The session.
    pub session: &'a Session,
    /// Who collects.
    pub creditor: &'a Creditor,
    /// The Guarantee, where the scheme has one.
    pub guarantee: Option<&'a MandateText>,
    /// The mandate, and by whom.
    pub draft: &'a Draft,
    /// The language of the page.
    pub locale: Locale,
    /// The day of the debit.
    pub collection_on: Date,
    /// How much, in minor units.
    pub amount: i64,
    /// Business time.
    pub now: Timestamp,
}

/// Writes the mail to the payer who signed, at the address given on the page.
///
/// # Errors
/// Only the database's.
pub fn queue_mandate_confirmation(
    tx: &mut Tx<'_>,
    signed: &Confirmation<'_>,
) -> Result<MessageId, DbError> {
    let Confirmation { account, session, draft, locale, .. } = *signed;
    let scheme = draft.scheme;
    let signed_on = local_date(signed.now, scheme.rules().zone)
        .map_err(|_| DbError::Corrupt("a clock beyond all calendars"))?;
    let mail = MandateConfirmationMail {
        scheme: scheme.into(),
        locale,
        test_mode: !session.scope.livemode,
        merchant: merchant(account, locale, None),
        creditor: signed.creditor.clone(),
        guarantee: signed.guarantee.cloned(),
        amount: Amount::new(signed.amount, session.terms.currency.iso()),
        description: session.description.clone(),
        purpose: session.reporting_type.into(),
        mandate_reference: draft.reference.clone(),
        signed_on,
        collection_on: signed.collection_on,
        account_holder_name: draft.account_holder_name.clone(),
        account_masked: draft.account_masked.clone(),
        statement_text: Some(statement_text(account, session, scheme.method())),
    };
    let envelope = Envelope {
        scope: session.scope,
        kind: MessageKind::MandateConfirmation,
        session: session.id,
        customer: session.customer,
        recipient: &draft.email,
        locale,
    };
    queue(tx, &envelope, mail.render().map_err(defective)?)
}
