//! Changing an owner's money by hand: transfers, reversals and payouts that a merchant asks for.
//!
//! Whoever comes here holds the owner's lock. What is booked has the merchant as its source, and
//! as its source's id the object that it makes or changes.

use domain::books::OwnerBook;
use domain::ids::{Id, MovementId, SessionId, TransactionId};
use domain::money::Money;
use domain::movement::{Allocation, Movement, MovementKind, MovementSource};
use domain::news::EventType;
use domain::payout::{DEBT_NETTED_CODE, OwnerPayout, PayoutRefusal, PayoutStatus};
use domain::scope::Scope;
use domain::time::Timestamp;
use domain::transfer::Transfer;
use jiff::civil::Date;
use store::{DbError, Tx, movements, owner_payouts, transfers};

use crate::api::owner_payouts::OwnerPayoutView;
use crate::bookkeeping;
use crate::extract::Merchant;
use crate::problem::Problem;
use crate::record::record;

/// What a movement by hand is.
pub struct ByHand {
    /// What kind of fact.
    pub kind: MovementKind,
    /// Why, where the kind does not say it.
    pub code: Option<&'static str>,
    /// How much.
    pub money: Money,
    /// The day of the money itself.
    pub value_date: Date,
    /// The object that it makes or changes.
    pub source_id: String,
    /// The session and transaction that it belongs to.
    pub about: (Option<SessionId>, Option<TransactionId>),
    /// When it is booked.
    pub now: Timestamp,
}

impl ByHand {
    /// The movement, to be inserted.
    pub fn movement(self, tx: &Tx<'_>) -> Movement {
        let (session, transaction) = self.about;
        Movement {
            id: MovementId::fresh(tx.source().as_ref()),
            session,
            transaction,
            attempt: None,
            kind: self.kind,
            allocation: Allocation::Payment,
            amount: self.money.minor(),
            fee: 0,
            currency: self.money.currency(),
            code: self.code.map(str::to_owned),
            value_date: self.value_date,
            booked_at: self.now,
            source: MovementSource::Merchant,
            source_id: self.source_id,
            available_at: self.now,
        }
    }
}

/// Books a movement that nobody can have booked before.
///
/// # Errors
/// [`DbError::Conflict`] when it is there all the same: nothing may be written then.
pub fn insert(tx: &mut Tx<'_>, scope: &Scope, movement: &Movement) -> Result<(), DbError> {
    if movements::insert(tx, scope, movement)? { Ok(()) } else { Err(DbError::Conflict) }
}

/// A payout whose owner's money is locked.
pub struct LockedPayout {
    /// The payout.
    pub payout: OwnerPayout,
    /// The owner's book.
    pub book: OwnerBook,
}

/// The payout of that id, with its owner's money locked; `None` when it is not in the scope.
///
/// # Errors
/// Only the database's.
pub fn lock_payout(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    id: domain::ids::OwnerPayoutId,
) -> Result<Option<LockedPayout>, DbError> {
    let scope = &merchant.scope;
    let Some(seen) = owner_payouts::find(tx, scope, id)? else { return Ok(None) };
    let book = bookkeeping::lock_owner(tx, scope, &merchant.account, seen.owner, seen.currency)?;
    // Only now, under the owner's lock, is its state certain.
    let payout = owner_payouts::find(tx, scope, id)?;
    Ok(payout.map(|payout| LockedPayout { payout, book }))
}

/// Frees the transfers of a payout that pays nothing after all, and lets them pay what the owner
/// owes. What had been paid comes back first, as a movement of its own, on the day that the payout
/// says.
///
/// # Errors
/// Only the database's.
pub fn free(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    locked: LockedPayout,
    was: PayoutStatus,
) -> Result<OwnerPayout, Problem> {
    let LockedPayout { payout, mut book } = locked;
    let (scope, source, today) = (merchant.scope, tx.source(), merchant.today()?);
    let by_hand = |kind, code, amount| ByHand {
        kind,
        code,
        money: Money::new(amount, payout.currency),
        value_date: today,
        source_id: payout.id.to_string(),
        about: (None, None),
        now: merchant.now,
    };
    let freed = transfers::of_payout(tx, payout.id)?;
    if was == PayoutStatus::Paid {
        let came_back = ByHand {
            value_date: payout.failed_on.unwrap_or(today),
            ..by_hand(MovementKind::PayoutBounce, None, payout.amount)
        };
        let came_back = came_back.movement(tx);
        insert(tx, &scope, &came_back)?;
        book.bounce(&came_back, source.as_ref());
    }
    book.release(freed);
    let owed = book.debt;
    let code = Some(DEBT_NETTED_CODE);
    let mut netting = by_hand(MovementKind::Adjustment, code, owed).movement(tx);
    book.settle_debt(&netting, source.as_ref());
    netting.amount = owed - book.debt;
    if netting.amount > 0 {
        insert(tx, &scope, &netting)?;
    }
    bookkeeping::write_owner(tx, &merchant.origin(), &scope, book, &netting)?;
    Ok(payout)
}

/// Books that a payout was paid on the day that it says.
///
/// # Errors
/// Only the database's.
pub fn pay(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    locked: LockedPayout,
) -> Result<OwnerPayout, Problem> {
    let LockedPayout { payout, mut book } = locked;
    let (scope, source) = (merchant.scope, tx.source());
    let paid = ByHand {
        kind: MovementKind::OwnerPayout,
        code: None,
        money: Money::new(payout.amount, payout.currency),
        value_date: payout.paid_on.map_or_else(|| merchant.today(), Ok)?,
        source_id: payout.id.to_string(),
        about: (None, None),
        now: merchant.now,
    };
    let paid = paid.movement(tx);
    insert(tx, &scope, &paid)?;
    book.pay_out(transfers::of_payout(tx, payout.id)?, &paid, source.as_ref());
    bookkeeping::write_owner(tx, &merchant.origin(), &scope, book, &paid)?;
    Ok(payout)
}

/// Writes what became of a payout, and tells the merchant.
///
/// # Errors
/// Only the database's.
pub fn write_payout(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    payout: &OwnerPayout,
    event: EventType,
) -> Result<OwnerPayoutView, DbError> {
    owner_payouts::update(tx, &merchant.scope, payout)?;
    let view = OwnerPayoutView::of(payout, &merchant.scope);
    record(tx, &merchant.scope, &merchant.origin(), event, &view.id, &view, None)?;
    Ok(view)
}

/// What was taken back of a transfer by now, and what can be still.
pub const fn not_reversed(transfer: &Transfer) -> i64 {
    transfer.amount - transfer.reversed - transfer.reversed_by_hand
}

/// A refusal of the domain, as 409.
pub fn refused(PayoutRefusal(status): PayoutRefusal) -> Problem {
    let (code, message) = match status {
        PayoutStatus::Draft => {
            ("owner_payout_not_approved", "This payout is a draft. Approve it first.")
        }
        PayoutStatus::Pending | PayoutStatus::InTransit => {
            ("owner_payout_in_transit", "This payout is on its way.")
        }
        PayoutStatus::Paid => {
            ("owner_payout_paid", "This payout is paid, with what was said then.")
        }
        PayoutStatus::Failed => {
            ("owner_payout_failed", "This payout has failed, for the reason that was given then.")
        }
        PayoutStatus::Canceled => ("owner_payout_canceled", "This payout is canceled."),
    };
    Problem::conflict(code, message).with_detail("status", status.as_str())
}
