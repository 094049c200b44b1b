//! Bank accounts: the merchant's own, to which payers send money.
//!
//! A change for real money reaches payers 24 hours later, and the account is told of it by mail at
//! once: whoever stole a key cannot send tomorrow's rent elsewhere unseen.

pub mod create;
pub mod delete;
pub mod input;
pub mod list;
pub mod retrieve;
pub mod update;
pub mod view;

use domain::ids::{BankAccountId, UnitId};
use domain::payee::{BankAccount, DELAY_MS, Terms};
use domain::time::Timestamp;
use store::{Tx, bank_accounts, units};

pub use view::BankAccountView;

use crate::extract::Merchant;
use crate::problem::{Fault, Problem};

/// What the API calls one, in sentences.
const WHAT: &str = "bank account";
/// Most bank accounts of one scope.
const ACCOUNTS_MAX: usize = 100;

/// When a change that is made now reaches payers.
fn takes_effect(merchant: &Merchant) -> Timestamp {
    match merchant.scope.livemode {
        true => merchant.now.plus_ms(DELAY_MS),
        false => merchant.now,
    }
}

/// All accounts of the scope, locked, and the one that is meant.
fn lock(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    id: BankAccountId,
) -> Result<(Vec<BankAccount>, BankAccount), Problem> {
    let all = bank_accounts::lock_all(tx, &merchant.scope)?;
    let found = all.iter().find(|it| it.id == id).cloned();
    let found = found.ok_or_else(|| Problem::not_found(WHAT, None))?;
    Ok((all, found))
}

/// What is paid to an account is paid to no other, and its units are there.
fn check_routes(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    others: &[BankAccount],
    account: &BankAccount,
    wanted: &Terms,
) -> Result<(), Problem> {
    let mut faults = Vec::new();
    for (place, unit) in wanted.units.iter().enumerate() {
        if units::find(tx, &merchant.scope, *unit)?.is_none_or(|it| it.deleted_at.is_some()) {
            let param = format!("units[{place}]");
            let message = format!("`{param}`: there is no such unit.");
            faults.push(Fault::of(param, "unit_unknown", message));
        }
    }
    let same = |it: &&BankAccount| it.id != account.id && it.currency() == account.currency();
    for other in others.iter().filter(same) {
        // What it will be counts as well as what it is; what it was does not.
        let ahead = other.pending_at(merchant.now).map(|(terms, _)| terms);
        for terms in [Some(other.terms_at(merchant.now)), ahead].into_iter().flatten() {
            for (place, unit) in wanted.units.iter().enumerate() {
                if terms.units.contains(unit) {
                    faults.push(taken(&format!("units[{place}]"), other.id));
                }
            }
            for (place, kind) in wanted.reporting_types.iter().enumerate() {
                if terms.reporting_types.contains(kind) {
                    faults.push(taken(&format!("reporting_types[{place}]"), other.id));
                }
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Problem::faults(faults)) }
}

fn taken(param: &str, by: BankAccountId) -> Fault {
    let message = format!("`{param}` goes to {by} already, in the same currency.");
    Fault::of(param.to_owned(), "route_taken", message)
}

/// The unit of a text.
fn unit(given: &str) -> Option<UnitId> {
    given.parse().ok()
}
