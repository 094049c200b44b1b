//! The ledger: double-entry bookkeeping of movements (`money.md` calls it the books).
//!
//! An entry is one row with both its sides, so every posting sums to zero by construction.
//! Entries are added and never changed; a correction is an entry the other way round.
//!
//! Rules write [`Posting`]s, whose sides may be a customer or an owner as a whole. The books of
//! that customer or owner ([`crate::books`]) say which accounts those are: credit or debt.

use std::fmt;
use std::str::FromStr;

use crate::ids::{BankAccountId, CustomerId, Id, LedgerEntryId, MovementId, OwnerId};
use crate::money::Currency;
use crate::movement::MovementSource;
use crate::session::ReportingType;
use crate::source::Source;
use crate::spelled::spelled;
use crate::time::Timestamp;

/// Where money is that has left a rail or the merchant, and is on no bank statement yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Channel(pub MovementSource);

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            MovementSource::Connection(id) => id.fmt(f),
            MovementSource::BankAccount(id) => id.fmt(f),
            MovementSource::Merchant => f.write_str("by_hand"),
        }
    }
}

/// An account of the ledger, within one scope and currency.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerAccount {
    /// Moved by a rail, a processor or by hand, and not seen on a bank statement yet.
    /// Debit-normal.
    InTransit(Channel),
    /// On a bank account of the merchant's, as its statement shows. Debit-normal.
    Bank(BankAccountId),
    /// What the merchant may use.
    MerchantFunds,
    /// Deposits and holding fees, kept apart.
    Held(ReportingType),
    /// What an owner is to be paid. Never below zero.
    Owner(OwnerId),
    /// What an owner owes. Debit-normal.
    OwnerDebt(OwnerId),
    /// What a customer has in credit. Never below zero.
    CustomerCredit(CustomerId),
    /// What a customer owes. Debit-normal.
    CustomerDebt(CustomerId),
    /// The merchant's own fees on owners' money.
    FeesDue,
    /// Reserved for refunds that are under way. Never below zero.
    RefundsPending,
    /// Paid too much, to be given back.
    Surplus,
    /// Booked, and not understood yet.
    Suspense,
    /// To be split between owners who are not known.
    Unallocated,
}

impl fmt::Display for LedgerAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InTransit(channel) => write!(f, "in_transit:{channel}"),
            Self::Bank(account) => write!(f, "bank:{account}"),
            Self::MerchantFunds => f.write_str("merchant_funds"),
            Self::Held(kind) => write!(f, "held:{kind}"),
            Self::Owner(owner) => write!(f, "owner:{owner}"),
            Self::OwnerDebt(owner) => write!(f, "owner_debt:{owner}"),
            Self::CustomerCredit(customer) => write!(f, "customer_credit:{customer}"),
            Self::CustomerDebt(customer) => write!(f, "customer_debt:{customer}"),
            Self::FeesDue => f.write_str("fees_due"),
            Self::RefundsPending => f.write_str("refunds_pending"),
            Self::Surplus => f.write_str("surplus"),
            Self::Suspense => f.write_str("suspense"),
            Self::Unallocated => f.write_str("suspense:unallocated"),
        }
    }
}

impl LedgerAccount {
    /// Where money of a session is, of which this source told. What a statement shows is on the bank
    /// account already, against suspense: there it waits until it is known whose it is.
    pub const fn transit(source: MovementSource) -> Self {
        match source {
            MovementSource::BankAccount(_) => Self::Suspense,
            other => Self::InTransit(Channel(other)),
        }
    }
}

/// A text that names no account of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no account of the ledger has this name")]
pub struct UnknownAccount;

impl FromStr for LedgerAccount {
    type Err = UnknownAccount;

    /// Reads what [`Display`](fmt::Display) writes.
    fn from_str(text: &str) -> Result<Self, UnknownAccount> {
        fn of<T: FromStr>(text: &str) -> Result<T, UnknownAccount> {
            text.parse().map_err(|_| UnknownAccount)
        }
        match text.split_once(':').unwrap_or((text, "")) {
            ("merchant_funds", "") => Ok(Self::MerchantFunds),
            ("fees_due", "") => Ok(Self::FeesDue),
            ("refunds_pending", "") => Ok(Self::RefundsPending),
            ("surplus", "") => Ok(Self::Surplus),
            ("suspense", "") => Ok(Self::Suspense),
            ("suspense", "unallocated") => Ok(Self::Unallocated),
            ("bank", id) => of(id).map(Self::Bank),
            ("held", kind) => of(kind).map(Self::Held),
            ("owner", id) => of(id).map(Self::Owner),
            ("owner_debt", id) => of(id).map(Self::OwnerDebt),
            ("customer_credit", id) => of(id).map(Self::CustomerCredit),
            ("customer_debt", id) => of(id).map(Self::CustomerDebt),
            ("in_transit", "by_hand") => Ok(Self::InTransit(Channel(MovementSource::Merchant))),
            ("in_transit", id) => {
                of(id).map(|id| Self::InTransit(Channel(MovementSource::Connection(id))))
            }
            _ => Err(UnknownAccount),
        }
    }
}

spelled! {
    /// Why a customer's balance changed.
    pub enum BalanceKind {
        /// A person of the merchant's corrected it.
        Adjustment = "adjustment",
        /// It was topped up.
        Payment = "payment",
        /// A top-up was taken back by the payer's bank.
        Return = "return",
        /// A top-up was refunded, or a refund of one came to nothing.
        Refund = "refund",
        /// It paid a session.
        Applied = "applied_to_payment_session",
        /// A session that it had paid in part was canceled.
        Unapplied = "unapplied_from_payment_session",
        /// More was paid than was owed.
        Surplus = "surplus",
        /// Money went back twice, by a refund and by the payer's bank.
        DoubleRecovery = "double_recovery",
        /// A part-paid session was canceled and its money kept for the customer.
        Kept = "kept_payment",
    }
}

/// One side of a posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// An account of the ledger.
    Account(LedgerAccount),
    /// A customer's balance, whether in credit or in debt.
    Customer(BalanceKind),
}

impl From<LedgerAccount> for Side {
    fn from(account: LedgerAccount) -> Self {
        Self::Account(account)
    }
}

/// Bookkeeping to be done: `amount` moves from `credit` to `debit`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The movement that it books.
    pub movement: MovementId,
    /// What is debited.
    pub debit: Side,
    /// What is credited.
    pub credit: Side,
    /// Minor units, more than zero.
    pub amount: i64,
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
    /// When the money clears that it moves, where that is later than the movement is available.
    pub clears_at: Option<Timestamp>,
}

/// Makes the entries of one movement; what has no amount leaves no row.
pub struct Writer<'a> {
    /// The movement that is booked.
    pub movement: MovementId,
    /// Its currency.
    pub currency: Currency,
    /// For the entries' ids.
    pub source: &'a dyn Source,
}

impl Writer<'_> {
    /// An entry, unless the amount is nothing or both sides are the same.
    pub fn entry(
        &self,
        debit: LedgerAccount,
        credit: LedgerAccount,
        amount: i64,
    ) -> Option<LedgerEntry> {
        (amount > 0 && debit != credit).then(|| LedgerEntry {
            id: LedgerEntryId::fresh(self.source),
            movement: self.movement,
            debit,
            credit,
            currency: self.currency,
            amount,
            clears_at: None,
        })
    }
}
