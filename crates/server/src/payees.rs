//! To which account a payer sends the money, and with which reference.

use domain::ids::CustomerId;
use domain::method::MethodType;
use domain::money::Currency;
use domain::payee::{self, BankAccount, Numbers};
use domain::reference::{Mode, Reference};
use domain::scope::Scope;
use domain::session::Session;
use domain::time::Timestamp;
use processors::sandbox::transfers::open_account;
use store::accounts::Account;
use store::bank_accounts::{self, VirtualAccount};
use store::{DbError, Tx, sessions};

/// So many references are drawn before we give up: even one that is taken is rare.
const DRAWS_MAX: usize = 32;

/// Where the money goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    /// The account.
    pub numbers: Numbers,
    /// Its holder, exactly as the bank has it.
    pub holder: String,
}

/// A reference that no session of the scope has.
///
/// # Errors
/// Only the database's. A unique key keeps two of the same moment apart.
pub fn fresh_reference(tx: &mut Tx<'_>, scope: &Scope) -> Result<Reference, DbError> {
    let source = tx.source();
    for _ in 0..DRAWS_MAX {
        let drawn = Reference::fresh(Mode::of(scope), source.as_ref());
        if sessions::by_reference(tx, scope, drawn)?.is_none() {
            return Ok(drawn);
        }
    }
    Err(DbError::Conflict)
}

/// Sees to it that a customer has an account of their own in a currency, at the pretend bank.
///
/// # Errors
/// Only the database's.
pub fn open_for_customer(
    tx: &mut Tx<'_>,
    scope: &Scope,
    customer: CustomerId,
    currency: Currency,
    now: Timestamp,
) -> Result<(), DbError> {
    let source = tx.source();
    for _ in 0..DRAWS_MAX {
        if bank_accounts::virtual_of(tx, scope, customer, currency)?.is_some() {
            return Ok(());
        }
        let accounts = bank_accounts::of_scope(tx, scope)?;
        let within = accounts.iter().find(|it| it.currency() == currency);
        let (Some(within), Some(numbers)) = (within, open_account(currency, source.as_ref()))
        else {
            return Ok(());
        };
        let own = VirtualAccount { id: tx.id(), bank_account: within.id, customer, numbers };
        if bank_accounts::insert_virtual(tx, scope, &own, now)? {
            return Ok(());
        }
    }
    Err(DbError::Conflict)
}

/// Where a payer of a session sends the money by `method`. `None` while there is no such account.
///
/// # Errors
/// Only the database's.
pub fn payee(
    tx: &mut Tx<'_>,
    merchant: &Account,
    session: &Session,
    method: MethodType,
    now: Timestamp,
) -> Result<Option<Payee>, DbError> {
    let (scope, currency) = (&session.scope, session.terms.currency);
    let name = &merchant.settings.business_name;
    let holder = |account: &BankAccount| account.terms_at(now).holder_or(name).to_owned();
    let accounts = bank_accounts::of_scope(tx, scope)?;
    if method == MethodType::BankTransfer {
        let own = bank_accounts::virtual_of(tx, scope, session.customer, currency)?;
        let Some(own) = own else { return Ok(None) };
        let within = bank_accounts::find(tx, scope, own.bank_account)?;
        let holder = within.as_ref().map(holder).unwrap_or_default();
        return Ok(Some(Payee { numbers: own.numbers, holder }));
    }
    let (unit, purpose) = (session.plan.unit, session.reporting_type);
    let chosen = payee::choose(&accounts, currency, unit, purpose, now);
    Ok(chosen.map(|it| Payee { numbers: it.numbers.clone(), holder: holder(it) }))
}
