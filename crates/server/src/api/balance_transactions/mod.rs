//! Balance transactions: movements of money, as a bookkeeper sees them.

pub mod list;
pub mod retrieve;
pub mod view;

pub use view::BalanceTransactionView;
