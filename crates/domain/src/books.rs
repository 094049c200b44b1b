//! The books of one customer and of one owner: what they have, and what they owe.
//!
//! Nobody has money and a debt at once: what comes in pays the debt first, and what goes out
//! takes what is there before it becomes a debt.

use crate::ids::{CustomerId, Id, OwnerId, TransferId, TransferReversalId};
use crate::ledger::{BalanceKind, LedgerAccount, LedgerEntry, Posting, Side, Writer};
use crate::movement::Movement;
use crate::source::Source;
use crate::spelled::spelled;
use crate::time::Timestamp;
use crate::transfer::{Reversal, Transfer};

spelled! {
    /// Which way a customer's balance moves.
    pub enum Direction {
        /// In the customer's favour.
        Credit = "credit",
        /// Against it.
        Debit = "debit",
    }
}

/// What a customer has in credit or owes, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerBook {
    /// Whose.
    pub customer: CustomerId,
    /// In credit.
    pub credit: i64,
    /// Owed.
    pub debt: i64,
    /// How many changes there were.
    pub place: i64,
    /// The part of the credit that has not cleared.
    pub pending: i64,
}

/// A change of a customer's balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceChange {
    /// Its number within the customer and currency.
    pub place: i64,
    /// Why.
    pub kind: BalanceKind,
    /// Which way.
    pub direction: Direction,
    /// Minor units, more than zero.
    pub amount: i64,
    /// The balance behind it: credit less debt.
    pub ending_balance: i64,
    /// The movement that it follows from.
    pub movement: Movement,
}

impl CustomerBook {
    /// Credit less debt.
    pub const fn balance(&self) -> i64 {
        self.credit - self.debt
    }

    /// What can be spent: credit that has cleared.
    pub fn spendable(&self) -> i64 {
        (self.balance() - self.pending).max(0)
    }

    /// Books postings of `movement`, of which some are against this customer.
    pub fn book(
        &mut self,
        postings: &[Posting],
        movement: &Movement,
        source: &dyn Source,
    ) -> (Vec<LedgerEntry>, Vec<BalanceChange>) {
        let writer = Writer { movement: movement.id, currency: movement.currency, source };
        let mut entries = Vec::new();
        let mut changes = Vec::new();
        for posting in postings.iter().filter(|it| it.movement == movement.id) {
            match (&posting.debit, &posting.credit) {
                (Side::Account(debit), Side::Account(credit)) => {
                    entries.extend(writer.entry(debit.clone(), credit.clone(), posting.amount));
                }
                (Side::Account(debit), Side::Customer(kind)) => {
                    let paid = posting.amount.min(self.debt);
                    let (owed, owned) = self.accounts();
                    entries.extend(writer.entry(debit.clone(), owed, paid));
                    entries.extend(writer.entry(debit.clone(), owned, posting.amount - paid));
                    self.debt -= paid;
                    self.credit += posting.amount - paid;
                    changes.push(self.change(*kind, Direction::Credit, posting.amount, movement));
                }
                (Side::Customer(kind), Side::Account(credit)) => {
                    let taken = posting.amount.min(self.credit);
                    let (owed, owned) = self.accounts();
                    entries.extend(writer.entry(owned, credit.clone(), taken));
                    entries.extend(writer.entry(owed, credit.clone(), posting.amount - taken));
                    self.credit -= taken;
                    self.debt += posting.amount - taken;
                    changes.push(self.change(*kind, Direction::Debit, posting.amount, movement));
                }
                // From a customer to itself.
                (Side::Customer(_), Side::Customer(_)) => {}
            }
        }
        (entries, changes)
    }

    fn accounts(&self) -> (LedgerAccount, LedgerAccount) {
        (LedgerAccount::CustomerDebt(self.customer), LedgerAccount::CustomerCredit(self.customer))
    }

    fn change(
        &mut self,
        kind: BalanceKind,
        direction: Direction,
        amount: i64,
        movement: &Movement,
    ) -> BalanceChange {
        self.place += 1;
        let (place, movement) = (self.place, movement.clone());
        BalanceChange { place, kind, direction, amount, ending_balance: self.balance(), movement }
    }
}

/// What an owner is to be paid or owes, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerBook {
    /// Whose.
    pub owner: OwnerId,
    /// True once the owner was deleted: what comes then, a person has to see.
    pub deleted: bool,
    /// Owed to the merchant.
    pub debt: i64,
    /// Transfers that no payout has, oldest first.
    pub free: Vec<Transfer>,
    /// Who bears what an owner cannot give back: the merchant, or the owner as a debt.
    pub merchant_bears: bool,
    /// What was changed or made.
    pub transfers: Vec<Transfer>,
    /// What was taken back.
    pub reversals: Vec<Reversal>,
    /// The bookkeeping of it.
    pub entries: Vec<LedgerEntry>,
}

/// What is taken back of a transfer, and where it goes.
pub struct TakeBack {
    /// The transfer, as it is.
    pub transfer: Transfer,
    /// Minor units, at most what has not been reversed.
    pub amount: i64,
    /// True for a split, false for one by hand.
    pub automatic: bool,
    /// The account that gets the money.
    pub to: LedgerAccount,
    /// The merchant's words.
    pub description: Option<String>,
    /// The merchant's own keys and values, as JSON.
    pub metadata: String,
}

impl OwnerBook {
    /// Gives the owner a transfer out of `from`. An old debt is netted first.
    pub fn give(&mut self, mut transfer: Transfer, from: LedgerAccount, source: &dyn Source) {
        let netted = transfer.amount.min(self.debt);
        let (movement, currency) = (transfer.movement, transfer.currency);
        let writer = Writer { movement, currency, source };
        let (owed, owned) = self.accounts();
        self.entries.extend(writer.entry(from.clone(), owed, netted));
        self.entries.extend(writer.entry(from, owned, transfer.amount - netted));
        self.debt -= netted;
        transfer.left = transfer.amount - netted;
        self.free.push(transfer.clone());
        self.note(transfer);
    }

    /// Takes money back. It never fails: the transfer itself gives first, then what is pending,
    /// then what is available; the rest is a debt, or borne by the merchant.
    pub fn take(&mut self, back: TakeBack, movement: &Movement, source: &dyn Source) {
        let TakeBack { transfer, amount, automatic, to, description, metadata } = back;
        let (id, now) = (transfer.id, movement.booked_at);
        let mut transfer = self.latest(transfer);
        if automatic {
            transfer.reversed += amount;
        } else {
            transfer.reversed_by_hand += amount;
        }
        let currency = transfer.currency;
        self.note(transfer);
        let writer = Writer { movement: movement.id, currency, source };
        let (debt, owned) = self.accounts();
        let mut missing = amount;
        for place in self.givers(id, now) {
            let mut giver = self.latest(self.free[place].clone());
            let drawn = giver.left.min(missing);
            giver.left -= drawn;
            missing -= drawn;
            if drawn > 0 {
                // What has not cleared is no more available to who gets it than it was to the owner.
                let clears_at = Some(giver.available_at);
                let entry = writer.entry(owned.clone(), to.clone(), drawn);
                self.entries.extend(entry.map(|entry| LedgerEntry { clears_at, ..entry }));
                self.note(giver);
            }
        }
        let (owed, borne) = if self.merchant_bears { (0, missing) } else { (missing, 0) };
        self.entries.extend(writer.entry(debt, to.clone(), owed));
        self.entries.extend(writer.entry(LedgerAccount::MerchantFunds, to, borne));
        self.debt += owed;
        self.reversals.push(Reversal {
            id: TransferReversalId::fresh(source),
            created_at: now,
            transfer: id,
            movement: movement.id,
            automatic,
            currency,
            amount,
            owed,
            borne,
            description,
            metadata,
        });
    }

    /// Places of the free transfers in the order in which they give: the transfer itself, then
    /// what is pending, then what is available, each oldest first.
    fn givers(&self, first: TransferId, now: Timestamp) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.free.len()).collect();
        places.sort_by_key(|place| {
            let transfer = &self.free[*place];
            (transfer.id != first, transfer.available_at <= now, transfer.id)
        });
        places
    }

    /// Pays a debt from transfers that have become free again, as `movement` books it.
    pub fn settle_debt(&mut self, movement: &Movement, source: &dyn Source) {
        let writer = Writer { movement: movement.id, currency: movement.currency, source };
        for place in 0..self.free.len() {
            let mut transfer = self.latest(self.free[place].clone());
            let drawn = transfer.left.min(self.debt);
            transfer.left -= drawn;
            self.debt -= drawn;
            if drawn > 0 {
                let (owed, owned) = self.accounts();
                self.entries.extend(writer.entry(owned, owed, drawn));
                self.note(transfer);
            }
        }
    }

    /// Where the owner's debt and money are.
    pub(crate) fn accounts(&self) -> (LedgerAccount, LedgerAccount) {
        (LedgerAccount::OwnerDebt(self.owner), LedgerAccount::Owner(self.owner))
    }

    /// The latest state of a transfer.
    fn latest(&self, transfer: Transfer) -> Transfer {
        let noted = self.transfers.iter().find(|it| it.id == transfer.id);
        noted.cloned().unwrap_or(transfer)
    }

    /// Keeps the latest state of a transfer, to be written.
    pub(crate) fn note(&mut self, transfer: Transfer) {
        match self.transfers.iter_mut().find(|it| it.id == transfer.id) {
            Some(known) => *known = transfer,
            None => self.transfers.push(transfer),
        }
    }
}
