//! The ledger: double-entry bookkeeping of movements (`money.md` calls it the books).
//!
//! An entry is one row with both its sides, so every posting sums to zero by construction.
//! Entries are added and never changed; a correction is an entry the other way round.

use std::fmt;

use crate::ids::{Id, LedgerEntryId, MovementId};
use crate::money::Currency;
use crate::movement::{Allocation, Movement, MovementKind, MovementSource};
use crate::session::ReportingType;
use crate::source::Source;

/// An account of the ledger, within one scope and currency.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerAccount {
    /// Collected by a rail or processor, and not seen on a bank statement yet. Debit-normal.
    InTransit(MovementSource),
    /// What the merchant may use.
    MerchantFunds,
    /// Deposits and holding fees, kept apart.
    Held(ReportingType),
    /// Paid too much, to be given back.
    Surplus,
    /// Booked, and not understood yet.
    Suspense,
}

impl fmt::Display for LedgerAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InTransit(connection) => write!(f, "in_transit:{connection}"),
            Self::MerchantFunds => f.write_str("merchant_funds"),
            Self::Held(kind) => write!(f, "held:{kind}"),
            Self::Surplus => f.write_str("surplus"),
            Self::Suspense => f.write_str("suspense"),
        }
    }
}

/// One row of the ledger: `amount` moves from `credit` to `debit`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Its id.
    pub id: LedgerEntryId,
    /// The movement that it books.
    pub movement: MovementId,
    /// The account that is debited.
    pub debit: LedgerAccount,
    /// The account that is credited.
    pub credit: LedgerAccount,
    /// Currency of both sides.
    pub currency: Currency,
    /// Minor units, more than zero.
    pub amount: i64,
}

/// Books a movement for a session of `reporting_type`. It is split between the session's money
/// and surplus: of a collection, what goes beyond the `split` that was still owed is surplus; of
/// what is taken back, the `split` that was overpaid comes out of surplus first.
pub fn entries(
    movement: &Movement,
    reporting_type: ReportingType,
    split: i64,
    source: &dyn Source,
) -> Vec<LedgerEntry> {
    let transit = LedgerAccount::InTransit(movement.source);
    let ours = match movement.allocation {
        Allocation::Surplus => LedgerAccount::Surplus,
        Allocation::Suspense => LedgerAccount::Suspense,
        Allocation::Payment if reporting_type.is_held() => LedgerAccount::Held(reporting_type),
        Allocation::Payment => LedgerAccount::MerchantFunds,
    };
    let entry = |debit, credit, amount| LedgerEntry {
        id: LedgerEntryId::fresh(source),
        movement: movement.id,
        debit,
        credit,
        currency: movement.currency,
        amount,
    };
    let takes_back = movement.kind.takes_back();
    if !takes_back && movement.kind != MovementKind::Collection {
        // Other kinds have their own postings, made where they arise; none exists yet.
        return Vec::new();
    }
    let split = split.clamp(0, movement.amount);
    let surplus = match movement.allocation {
        Allocation::Payment if takes_back => split,
        Allocation::Payment => movement.amount - split,
        Allocation::Surplus | Allocation::Suspense => 0,
    };
    [(ours, movement.amount - surplus), (LedgerAccount::Surplus, surplus)]
        .into_iter()
        .filter(|(_, amount)| *amount > 0)
        .map(|(account, amount)| match takes_back {
            true => entry(account, transit.clone(), amount),
            false => entry(transit.clone(), account, amount),
        })
        .collect()
}
