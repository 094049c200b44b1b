//! The mails about what became of a payment: refunded, sent back by the bank, or a part of it arrived.

use domain::case::Case;
use domain::letters::Letter;
use domain::time::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use pages::{
    Amount, DeclineReason, Locale, Mail, PartPaymentMail, PaymentReturnedMail, RefundedMail,
    RenderError,
};
use store::accounts::{self, Account};
use store::cases::Locked;
use store::messages::MessageKind;
use store::{DbError, Tx, customers};

use super::{Envelope, defective, queue};
use crate::app::Parts;
use crate::checkout::transfer::details_of;
use crate::checkout::{credit, merchant};
use crate::payees::{Payee, payee};

/// Writes to the customer what a changed case means to them. A customer without an address, or
/// who was deleted, hears nothing.
///
/// # Errors
/// Only the database's.
pub fn tell(tx: &mut Tx<'_>, app: &Parts, locked: &Locked) -> Result<(), DbError> {
    let (case, now) = (&locked.case, locked.now);
    let letters = case.letters_since(locked.before(), now);
    if letters.is_empty() {
        return Ok(());
    }
    let session = &case.session;
    let scope = session.scope;
    let Some(customer) = customers::find(tx, &scope, session.customer)? else { return Ok(()) };
    let Some(recipient) = customer.details.email.as_deref() else { return Ok(()) };
    let account = accounts::find(tx, scope.account)?.ok_or(DbError::Corrupt("account is gone"))?;
    let locale = Locale::negotiate(session.locale.as_deref(), customer.locale.as_deref(), None);
    let remaining = remaining(tx, case, now)?;
    let writer = Writer { app, account: &account, case, locale, remaining, now };
    for letter in &letters {
        let Some((kind, mail)) = writer.write(tx, letter)? else { continue };
        let envelope =
            Envelope { scope, kind, session: session.id, customer: customer.id, recipient, locale };
        queue(tx, &envelope, mail.map_err(defective)?)?;
    }
    Ok(())
}

/// What the page asks for: less the credit that would pay a part of it.
fn remaining(tx: &mut Tx<'_>, case: &Case, now: Timestamp) -> Result<i64, DbError> {
    let remaining = case.state_at(now).amounts.remaining;
    let asked = remaining - credit::look(tx, case, now)?;
    Ok(if asked > 0 { asked } else { remaining })
}

/// What every mail about a case is made from.
struct Writer<'a> {
    app: &'a Parts,
    account: &'a Account,
    case: &'a Case,
    locale: Locale,
    remaining: i64,
    now: Timestamp,
}

/// A mail, and what it is about.
type Written = (MessageKind, Result<Mail, RenderError>);

impl Writer<'_> {
    /// `None` when there is nowhere any more to send the rest to.
    fn write(&self, tx: &mut Tx<'_>, letter: &Letter) -> Result<Option<Written>, DbError> {
        Ok(match letter {
            Letter::Refunded { amount, at } => {
                Some((MessageKind::Refunded, self.refunded(*amount, *at)?.render()))
            }
            Letter::SentBack { amount, code } => {
                Some((MessageKind::PaymentReturned, self.sent_back(*amount, code).render()))
            }
            Letter::PartArrived { method, amount, on } => {
                let payee = payee(tx, self.account, &self.case.session, *method, self.now)?;
                let mail = payee.and_then(|payee| self.part_arrived(&payee, *amount, *on));
                mail.map(|mail| (MessageKind::PartPayment, mail.render()))
            }
        })
    }

    fn amount(&self, minor: i64) -> Amount {
        Amount::new(minor, self.case.session.terms.currency.iso())
    }

    fn refunded(&self, amount: i64, at: Timestamp) -> Result<RefundedMail, DbError> {
        let session = &self.case.session;
        let zone = domain::calendar::time_zone(&self.account.settings.time_zone);
        let refunded_on = domain::calendar::local_date(at, &zone.unwrap_or(TimeZone::UTC))
            .map_err(|_| DbError::Corrupt("a clock beyond all calendars"))?;
        Ok(RefundedMail {
            locale: self.locale,
            test_mode: !session.scope.livemode,
            merchant: merchant(self.account, self.locale, None),
            amount: self.amount(amount),
            description: session.description.clone(),
            purpose: session.reporting_type.into(),
            refunded_on,
        })
    }

    fn part_arrived(&self, payee: &Payee, amount: i64, on: Date) -> Option<PartPaymentMail> {
        let session = &self.case.session;
        let details = details_of(self.case, self.account, payee, self.remaining, self.now)?;
        Some(PartPaymentMail {
            locale: self.locale,
            test_mode: !session.scope.livemode,
            merchant: merchant(self.account, self.locale, None),
            arrived: self.amount(amount),
            arrived_on: on,
            details,
            description: session.description.clone(),
            purpose: session.reporting_type.into(),
            link: format!("{}/sessions/{}", self.app.public_url, session.id),
        })
    }

    fn sent_back(&self, amount: i64, code: &str) -> PaymentReturnedMail {
        let session = &self.case.session;
        PaymentReturnedMail {
            locale: self.locale,
            test_mode: !session.scope.livemode,
            merchant: merchant(self.account, self.locale, None),
            returned: self.amount(amount),
            remaining: self.amount(self.remaining),
            reason: DeclineReason::from_code(code),
            description: session.description.clone(),
            purpose: session.reporting_type.into(),
            link: format!("{}/sessions/{}", self.app.public_url, session.id),
        }
    }
}
