//! Owner payouts: money that is sent to owners.

pub mod approve;
pub mod cancel;
pub mod create;
pub mod input;
pub mod list;
pub mod mark_failed;
pub mod mark_paid;
pub mod retrieve;
pub mod update;
pub mod view;

use domain::ids::OwnerPayoutId;
use store::Tx;

pub use view::OwnerPayoutView;

use crate::extract::Merchant;
use crate::owner_money::{LockedPayout, lock_payout};
use crate::problem::Problem;

/// What the API calls one, in sentences.
const WHAT: &str = "owner payout";

/// A payout with its owner's money locked; 404 when it is not in the scope.
fn lock(tx: &mut Tx<'_>, merchant: &Merchant, id: OwnerPayoutId) -> Result<LockedPayout, Problem> {
    lock_payout(tx, merchant, id)?.ok_or_else(|| Problem::not_found(WHAT, None))
}
