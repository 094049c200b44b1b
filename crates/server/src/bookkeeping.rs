//! Booking what a case has decided: facts, entries, customers' balances and owners' parts.
//!
//! [`crate::cases::write_back`] calls it, so whatever changes a case is booked in the same `Tx`.
//! Locks are taken in one order: the session first, then its customer's balance, then the owners
//! by id.

use std::collections::{BTreeMap, BTreeSet};

use domain::books::{OwnerBook, TakeBack};
use domain::calendar::{local_date, time_zone};
use domain::case::{Case, Unbooked};
use domain::ids::{Id, MovementId, OwnerId, TransferId};
use domain::ledger::{BalanceKind, LedgerAccount, LedgerEntry, Posting, Side, Writer};
use domain::movement::{Movement, MovementKind};
use domain::news::EventType;
use domain::plan::{Fees, Split, TransferRule};
use domain::scope::Scope;
use domain::split::Rebalance;
use domain::time::Timestamp;
use domain::transfer::Transfer;
use domain::work::{WorkItem, WorkKind};
use jiff::tz::TimeZone;
use store::accounts::{self, Account, OwnerDebt};
use store::cases::Locked;
use store::units::Unit;
use store::{DbError, Tx, customer_balances, movements, transfers, units};

use crate::api::customer_balance_transactions::CustomerBalanceTransactionView;
use crate::api::transfers::{TransferReversalView, TransferView};
use crate::closing::close_owner_debts;
use crate::record::{Origin, record};
use crate::work;

/// Books what waits in the case.
///
/// # Errors
/// [`DbError::Conflict`] when a fact is booked already: nothing may be written then.
pub fn book(tx: &mut Tx<'_>, origin: &Origin, locked: &mut Locked) -> Result<(), DbError> {
    let unbooked = std::mem::take(&mut locked.case.unbooked);
    let mut work = unbooked.work.clone();
    if !unbooked.movements.is_empty() {
        let scope = locked.case.session.scope;
        let account = accounts::find(tx, scope.account)?;
        let account = account.ok_or(DbError::Corrupt("account is gone"))?;
        let mut desk = Desk { tx, origin, scope, account };
        desk.freeze(&mut locked.case, &unbooked)?;
        work.extend(desk.post(&locked.case, &unbooked)?);
        work.extend(desk.rebalance(&mut locked.case, &unbooked)?);
    }
    work::raise(tx, &locked.case, &work)
}

/// Where things are booked.
struct Desk<'a, 't> {
    tx: &'a mut Tx<'t>,
    origin: &'a Origin,
    scope: Scope,
    account: Account,
}

impl Desk<'_, '_> {
    /// Fixes who gets which part, at the first movement of a session whose money is passed on.
    fn freeze(&mut self, case: &mut Case, unbooked: &Unbooked) -> Result<(), DbError> {
        let plan = &case.session.plan;
        let (Some(rule), None) = (plan.transfer, &plan.split) else { return Ok(()) };
        let Some(first) = unbooked.movements.first() else { return Ok(()) };
        let zone = time_zone(&self.account.settings.time_zone).unwrap_or(TimeZone::UTC);
        let on = local_date(first.booked_at, &zone).unwrap_or(first.value_date);
        let unit = match plan.unit {
            Some(unit) => units::find(self.tx, &self.scope, unit)?,
            None => None,
        };
        let fees = unit.as_ref().map_or_else(Fees::default, |unit| fees_of(unit, case));
        case.session.plan.split = Some(match (rule, unit) {
            (TransferRule::Owner(owner), _) => Split::to_one(owner, fees),
            (TransferRule::UnitOwnership, Some(unit)) => {
                Split::by(units::ownership_on(self.tx, &self.scope, unit.id, on)?, fees)
            }
            (TransferRule::UnitOwnership, None) => Split::by(Vec::new(), fees),
        });
        Ok(())
    }

    /// Writes the facts, their entries, and how the customer's balance changed. Gives what a person
    /// has to ask the customer for.
    fn post(&mut self, case: &Case, unbooked: &Unbooked) -> Result<Vec<WorkItem>, DbError> {
        let (scope, source) = (self.scope, self.tx.source());
        let touches = |side: &Side| matches!(side, Side::Customer(_));
        let personal = unbooked.postings.iter().any(|it| touches(&it.debit) || touches(&it.credit));
        let (customer, currency) = (case.session.customer, case.session.terms.currency);
        let mut book = match (personal, unbooked.movements.first()) {
            (true, Some(first)) => {
                Some(customer_balances::lock(self.tx, &scope, customer, currency, first.booked_at)?)
            }
            _ => None,
        };
        // Postings hold the accounts that they move, so the owners come first.
        for owner in owners_of(case) {
            transfers::lock_owner(self.tx, &scope, owner)?;
        }
        let mut work = Vec::new();
        for movement in &unbooked.movements {
            if !movements::insert(self.tx, &scope, movement)? {
                return Err(DbError::Conflict);
            }
            let (owed, owned) = book.as_ref().map_or((0, 0), |book| (book.debt, book.credit));
            let (entries, changes) = match &mut book {
                Some(book) => book.book(&unbooked.postings, movement, source.as_ref()),
                None => (plain(&unbooked.postings, movement, source.as_ref()), Vec::new()),
            };
            self.enter(&entries, movement)?;
            for change in changes {
                let words = top_up_words(case);
                let row = customer_balances::insert(
                    self.tx,
                    &scope,
                    customer,
                    &change,
                    words.as_deref(),
                )?;
                let view = CustomerBalanceTransactionView::of(&row, &scope);
                let kind = EventType::CustomerBalanceTransactionCreated;
                record(self.tx, &scope, self.origin, kind, &view.id, &view, None)?;
            }
            let change = book.as_ref().map_or(0, |book| book.debt) - owed;
            work.extend(customer_debt(unbooked, movement, change));
            let change = book.as_ref().map_or(0, |book| book.credit) - owned;
            work.extend(credit_of_deleted(case, movement, change));
        }
        Ok(work)
    }

    fn enter(&mut self, entries: &[LedgerEntry], movement: &Movement) -> Result<(), DbError> {
        for entry in entries {
            let (booked_at, available_at) = (movement.booked_at, movement.available_at);
            movements::post(self.tx, &self.scope, entry, booked_at, available_at)?;
        }
        Ok(())
    }

    /// Gives each owner what is theirs by now, and takes what is not.
    fn rebalance(
        &mut self,
        case: &mut Case,
        unbooked: &Unbooked,
    ) -> Result<Vec<WorkItem>, DbError> {
        let moved = |it: &&Movement| it.kind != MovementKind::Adjustment;
        let last = unbooked.movements.iter().rev().find(moved).or(unbooked.movements.last());
        let Some(movement) = last.filter(|_| case.session.plan.split.is_some()) else {
            return Ok(Vec::new());
        };
        let mut books = self.owner_books(case)?;
        // Only now, under the owners' locks, is what they have certain.
        case.transfers = transfers::of_session(self.tx, case.session.id)?;
        let due = case.rebalance();
        let mut work = self.book_own_parts(case, &due, movement)?;
        for (owner, difference) in &due.owners {
            let Some(book) = books.get_mut(owner) else { continue };
            if *difference < 0 {
                // Only who gives back needs to know from what: there may be thousands.
                book.free = transfers::free(self.tx, *owner, movement.currency)?;
            }
            self.adjust(case, book, *difference, movement);
        }
        for book in books.into_values() {
            work.extend(self.write_owner(book, movement)?);
        }
        if let Some(split) = &mut case.session.plan.split {
            split.note(&due);
        }
        case.transfers = transfers::of_session(self.tx, case.session.id)?;
        Ok(work)
    }

    /// The books of all owners of the split, locked by id.
    fn owner_books(&mut self, case: &Case) -> Result<BTreeMap<OwnerId, OwnerBook>, DbError> {
        let mut books = BTreeMap::new();
        for owner in owners_of(case) {
            let currency = case.session.terms.currency;
            books.insert(owner, lock_debt(self.tx, &self.scope, &self.account, owner, currency)?);
        }
        Ok(books)
    }

    /// The merchant's fees, and what belongs to nobody known.
    fn book_own_parts(
        &mut self,
        case: &Case,
        due: &Rebalance,
        movement: &Movement,
    ) -> Result<Vec<WorkItem>, DbError> {
        let source = self.tx.source();
        let (id, currency) = (movement.id, movement.currency);
        let writer = Writer { movement: id, currency, source: source.as_ref() };
        let own = case.own_account();
        let mut entries = Vec::new();
        entries.extend(writer.entry(own.clone(), LedgerAccount::FeesDue, due.fees));
        entries.extend(writer.entry(LedgerAccount::FeesDue, own.clone(), -due.fees));
        entries.extend(writer.entry(own.clone(), LedgerAccount::Unallocated, due.unallocated));
        // A decision about money does not clear it.
        let decided = movement.kind == MovementKind::Adjustment;
        let clears_at = decided.then(|| cleared(case, movement));
        let entry = writer.entry(LedgerAccount::Unallocated, own.clone(), -due.unallocated);
        entries.extend(entry.map(|entry| LedgerEntry { clears_at, ..entry }));
        let funds = LedgerAccount::MerchantFunds;
        entries.extend(writer.entry(funds.clone(), own.clone(), due.covered));
        entries.extend(writer.entry(own, funds, -due.covered));
        self.enter(&entries, movement)?;
        let unallocated = (due.unallocated > 0).then(|| WorkItem {
            kind: WorkKind::Unallocated,
            attempt: movement.attempt,
            movement: Some(id),
            refund: None,
            owner: None,
            amount: Some(due.unallocated),
            cause: format!("unallocated:{}", case.session.id),
        });
        Ok(unallocated.into_iter().collect())
    }

    /// One owner gets more, or less.
    fn adjust(&mut self, case: &Case, book: &mut OwnerBook, difference: i64, movement: &Movement) {
        let source = self.tx.source();
        let own = case.own_account();
        if difference > 0 {
            let transfer = transfer_of(case, book.owner, difference, movement, source.as_ref());
            book.give(transfer, own, source.as_ref());
            return;
        }
        for (transfer, amount) in case.to_take_back(book.owner, -difference) {
            let back = TakeBack {
                transfer,
                amount,
                automatic: true,
                to: own.clone(),
                description: None,
                metadata: "{}".to_owned(),
            };
            book.take(back, movement, source.as_ref());
        }
    }

    fn write_owner(
        &mut self,
        book: OwnerBook,
        movement: &Movement,
    ) -> Result<Vec<WorkItem>, DbError> {
        let owner = book.owner;
        let owed: i64 = book.reversals.iter().map(|it| it.owed).sum();
        let is_new = |it: &&Transfer| it.movement == movement.id;
        let given: i64 = book.transfers.iter().filter(is_new).map(|it| it.left).sum();
        let given = if book.deleted { given } else { 0 };
        write_owner(self.tx, self.origin, &self.scope, book, movement)?;
        let about_owner = |kind: WorkKind, amount: i64| WorkItem {
            kind,
            attempt: movement.attempt,
            movement: Some(movement.id),
            refund: None,
            owner: Some(owner),
            amount: Some(amount),
            cause: format!("{kind}:{owner}:{}", movement.id),
        };
        let work = [(WorkKind::OwnerDebt, owed), (WorkKind::DeletedOwnerPaid, given)];
        let work = work.into_iter().filter(|(_, amount)| *amount > 0);
        Ok(work.map(|(kind, amount)| about_owner(kind, amount)).collect())
    }
}

/// That a customer owes what was credit before. What went back twice is told by itself.
fn customer_debt(unbooked: &Unbooked, movement: &Movement, owes: i64) -> Option<WorkItem> {
    let twice = Side::Customer(BalanceKind::DoubleRecovery);
    let told = unbooked.postings.iter().any(|it| it.movement == movement.id && it.debit == twice);
    (owes > 0 && !told).then(|| WorkItem {
        kind: WorkKind::CustomerDebt,
        attempt: movement.attempt,
        movement: Some(movement.id),
        refund: None,
        owner: None,
        amount: Some(owes),
        cause: format!("{}:{}", WorkKind::CustomerDebt, movement.id),
    })
}

/// That a customer who was deleted has credit again, which nobody can spend.
fn credit_of_deleted(case: &Case, movement: &Movement, given: i64) -> Option<WorkItem> {
    (given > 0 && case.session.customer_snapshot.is_some()).then(|| WorkItem {
        kind: WorkKind::DeletedCustomerCredit,
        attempt: movement.attempt,
        movement: Some(movement.id),
        refund: None,
        owner: None,
        amount: Some(given),
        cause: format!("{}:{}", WorkKind::DeletedCustomerCredit, movement.id),
    })
}

/// The owners of the split, in the order in which they are locked.
fn owners_of(case: &Case) -> BTreeSet<OwnerId> {
    let split = case.session.plan.split.as_ref();
    split.into_iter().flat_map(|it| it.shares.iter().map(|(owner, _)| *owner)).collect()
}

/// An owner's book, locked until the `Tx` ends.
///
/// # Errors
/// Only the database's.
pub fn lock_owner(
    tx: &mut Tx<'_>,
    scope: &Scope,
    account: &Account,
    owner: OwnerId,
    currency: domain::money::Currency,
) -> Result<OwnerBook, DbError> {
    let book = lock_debt(tx, scope, account, owner, currency)?;
    Ok(OwnerBook { free: transfers::free(tx, owner, currency)?, ..book })
}

/// The same without the owner's free transfers, for who gives and takes nothing.
fn lock_debt(
    tx: &mut Tx<'_>,
    scope: &Scope,
    account: &Account,
    owner: OwnerId,
    currency: domain::money::Currency,
) -> Result<OwnerBook, DbError> {
    let locked = transfers::lock_owner(tx, scope, owner)?;
    let locked = locked.ok_or(DbError::Corrupt("an owner is gone"))?;
    let debt = LedgerAccount::OwnerDebt(owner).to_string();
    Ok(OwnerBook {
        owner,
        deleted: locked.deleted_at.is_some(),
        debt: -store::ledger_balances::find(tx, scope, &debt, currency)?,
        free: Vec::new(),
        merchant_bears: account.settings.owner_debt == OwnerDebt::Borne,
        transfers: Vec::new(),
        reversals: Vec::new(),
        entries: Vec::new(),
    })
}

/// Writes what changed in an owner's book, and tells the merchant.
///
/// # Errors
/// Only the database's.
pub fn write_owner(
    tx: &mut Tx<'_>,
    origin: &Origin,
    scope: &Scope,
    book: OwnerBook,
    movement: &Movement,
) -> Result<(), DbError> {
    for entry in &book.entries {
        movements::post(tx, scope, entry, movement.booked_at, movement.available_at)?;
    }
    write_transfers(tx, origin, scope, &book, movement.booked_at, Some(movement.id))?;
    let netted = book.entries.iter().any(|it| it.credit == LedgerAccount::OwnerDebt(book.owner));
    if book.debt == 0 && netted {
        let (whose, now) = ((book.owner, movement.currency), movement.booked_at);
        close_owner_debts(tx, scope, origin, whose, now)?;
    }
    for reversal in &book.reversals {
        transfers::insert_reversal(tx, scope, reversal)?;
        let view = TransferReversalView::of(reversal, scope);
        let kind = EventType::TransferReversed;
        record(tx, scope, origin, kind, &view.id, &view, None)?;
    }
    Ok(())
}

/// Writes the transfers that changed in an owner's book; those that `movement` made are new.
///
/// # Errors
/// Only the database's.
pub fn write_transfers(
    tx: &mut Tx<'_>,
    origin: &Origin,
    scope: &Scope,
    book: &OwnerBook,
    now: Timestamp,
    movement: Option<MovementId>,
) -> Result<(), DbError> {
    for transfer in &book.transfers {
        transfers::upsert(tx, scope, transfer)?;
        let view = TransferView::of(transfer, scope, now);
        let new = movement == Some(transfer.movement);
        let kind = if new { EventType::TransferCreated } else { EventType::TransferUpdated };
        record(tx, scope, origin, kind, &view.id, &view, None)?;
    }
    Ok(())
}

/// Entries of a movement that touches no customer.
fn plain(
    postings: &[Posting],
    movement: &Movement,
    source: &dyn domain::source::Source,
) -> Vec<LedgerEntry> {
    let writer = Writer { movement: movement.id, currency: movement.currency, source };
    let ours = postings.iter().filter(|posting| posting.movement == movement.id);
    ours.filter_map(|posting| match (&posting.debit, &posting.credit) {
        (Side::Account(debit), Side::Account(credit)) => {
            writer.entry(debit.clone(), credit.clone(), posting.amount)
        }
        _ => None,
    })
    .collect()
}

/// A new part of a payment for an owner. It can be paid out once all of the session's money that
/// came has cleared.
fn transfer_of(
    case: &Case,
    owner: OwnerId,
    amount: i64,
    movement: &Movement,
    source: &dyn domain::source::Source,
) -> Transfer {
    let credit = movement.kind == MovementKind::CreditApplied;
    Transfer {
        id: TransferId::fresh(source),
        created_at: movement.booked_at,
        owner,
        session: Some(case.session.id),
        transaction: movement.transaction,
        unit: case.session.plan.unit,
        movement: movement.id,
        automatic: true,
        currency: movement.currency,
        amount,
        reversed: 0,
        reversed_by_hand: 0,
        left: amount,
        available_at: if credit { movement.available_at } else { cleared(case, movement) },
        payout: None,
        paid_out_at: None,
        description: case.session.description.clone(),
        reporting_type: Some(case.session.reporting_type),
        metadata: "{}".to_owned(),
    }
}

/// When all of the session's money that came has cleared: not before `movement` is booked.
fn cleared(case: &Case, movement: &Movement) -> Timestamp {
    let came = case.movements.iter().filter(|it| it.kind == MovementKind::Collection);
    came.map(|it| it.available_at).fold(movement.booked_at, Timestamp::max)
}

/// What the merchant keeps of a payment for a unit. A fixed fee in another currency is none.
fn fees_of(unit: &Unit, case: &Case) -> Fees {
    let same = unit.fees.currency == Some(case.session.terms.currency);
    Fees { percent: unit.fees.percent, fixed: if same { unit.fees.amount } else { 0 } }
}

/// The merchant's words for a top-up.
fn top_up_words(case: &Case) -> Option<String> {
    let given = case.session.plan.given.as_deref().filter(|_| case.session.plan.top_up)?;
    let given: serde_json::Value = serde_json::from_str(given).ok()?;
    given.get("customer_balance")?.get("description")?.as_str().map(str::to_owned)
}
