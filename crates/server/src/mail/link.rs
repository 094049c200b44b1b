//! The link to the payment page, for sessions that are sent by mail.

use domain::calendar;
use domain::ids::MessageId;
use domain::session::Session;
use jiff::tz::TimeZone;
use pages::{Amount, Locale, PaymentLinkMail};
use store::accounts::Account;
use store::customers::Customer;
use store::messages::MessageKind;
use store::{DbError, Tx};

use super::{Envelope, defective, queue};
use crate::app::Parts;
use crate::checkout::merchant;

/// Writes the mail with the link to a session's page, in the session's language, else the
/// customer's, else English. `None` when the customer has no address.
///
/// # Errors
/// Only the database's.
pub fn queue_link(
    tx: &mut Tx<'_>,
    app: &Parts,
    account: &Account,
    session: &Session,
    customer: &Customer,
) -> Result<Option<MessageId>, DbError> {
    let Some(recipient) = customer.details.email.as_deref() else { return Ok(None) };
    let chosen = session.locale.as_deref();
    let locale = Locale::negotiate(chosen, customer.locale.as_deref(), None);
    let zone = calendar::time_zone(&account.settings.time_zone).unwrap_or(TimeZone::UTC);
    let expires_on = session.expires_at.and_then(|at| {
        // A link that ends at midnight last works on the day before.
        calendar::local_date(at.plus_ms(-1), &zone).ok()
    });
    let mail = PaymentLinkMail {
        locale,
        test_mode: !session.scope.livemode,
        merchant: merchant(account, locale, None),
        amount: Amount::new(session.state.amounts.remaining, session.terms.currency.iso()),
        description: session.description.clone(),
        purpose: session.reporting_type.into(),
        link: format!("{}/sessions/{}", app.public_url, session.id),
        expires_on,
    };
    let envelope = Envelope {
        scope: session.scope,
        kind: MessageKind::PaymentLink,
        session: session.id,
        customer: customer.id,
        recipient,
        locale,
    };
    queue(tx, &envelope, mail.render().map_err(defective)?).map(Some)
}
