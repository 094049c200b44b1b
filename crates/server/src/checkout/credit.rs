//! Paying from what the customer has in credit, where the session says so.

use domain::case::{Case, Refusal};
use domain::source::Source;
use domain::time::Timestamp;
use store::cases::Locked;
use store::{DbError, Tx, customer_balances};

use super::{Manner, NotBegun};
use crate::app::App;
use crate::cases::change;
use crate::record::Origin;

/// What of the customer's credit the session could take, looked at.
pub(crate) fn look(tx: &mut Tx<'_>, case: &Case, now: Timestamp) -> Result<i64, DbError> {
    let session = &case.session;
    if !session.plan.apply_credit || case.takes_payment(now).is_err() {
        return Ok(0);
    }
    let (customer, currency) = (session.customer, session.terms.currency);
    let book = customer_balances::find(tx, &session.scope, customer, currency, now)?;
    Ok(case.credit_to_spend(book.spendable(), now))
}

/// What the customer can spend on a locked session; nobody else can spend it until the `Tx` ends.
///
/// # Errors
/// Only the database's.
pub fn spendable(tx: &mut Tx<'_>, locked: &Locked) -> Result<i64, DbError> {
    let session = &locked.case.session;
    if !session.plan.apply_credit {
        return Ok(0);
    }
    let (customer, currency) = (session.customer, session.terms.currency);
    let book = customer_balances::lock(tx, &session.scope, customer, currency, locked.now)?;
    Ok(locked.credit_to_spend(book.spendable(), locked.now))
}

/// Pays all of a locked session from credit, unless that is another amount than the payer saw.
///
/// # Errors
/// The inner error says why nothing was paid; nothing was written then.
pub fn pay(
    tx: &mut Tx<'_>,
    app: &App,
    locked: Locked,
    manner: Manner,
) -> Result<Result<(), NotBegun>, DbError> {
    if let Some(objection) = manner.objection(&locked.case, locked.now) {
        return Ok(Err(objection));
    }
    let spendable = spendable(tx, &locked)?;
    let source = tx.source();
    let paid = change(tx, app, &Origin::system(), locked, |case, now| {
        case.takes_payment(now)?;
        let remaining = case.state_at(now).amounts.remaining;
        if manner.shown.is_some_and(|shown| shown != remaining) {
            return Err(Refusal::AmountMoved);
        }
        if spendable < remaining {
            return Err(Refusal::CreditShort);
        }
        case.apply_credit(spendable, now, source.as_ref()).map(|_| ())
    })?;
    Ok(paid.map(|_| ()).map_err(NotBegun::Refused))
}

/// Spends credit at the beginning of a payment of the rest; nothing where the session does not say
/// so.
pub(super) fn spend(
    case: &mut Case,
    spendable: i64,
    now: Timestamp,
    source: &dyn Source,
) -> Result<(), Refusal> {
    case.takes_payment(now)?;
    if spendable > 0 && spendable >= case.state_at(now).amounts.remaining {
        return Err(Refusal::CoveredByCredit);
    }
    case.apply_credit(spendable, now, source).map(|_| ())
}
