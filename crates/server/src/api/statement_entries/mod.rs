//! Statement entries: what banks tell of the merchant's accounts, and for which session that was.

pub mod list;
pub mod match_entry;
pub mod retrieve;
pub mod unmatch;
pub mod view;

use store::Tx;
use store::statement_entries::{self as rows, StatementEntry};

pub use crate::statements::by_hand::WHAT;
pub use view::StatementEntryView;

use crate::extract::Merchant;
use crate::problem::Problem;

/// An entry with its matches, as the API shows it.
fn shown(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    entry: &StatementEntry,
) -> Result<StatementEntryView, Problem> {
    let matches = rows::matches_of(tx, entry.id)?;
    Ok(StatementEntryView::of(entry, &matches, &merchant.scope))
}
