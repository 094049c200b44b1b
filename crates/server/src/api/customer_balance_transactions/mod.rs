//! Customer balance transactions: changes of what a customer has in credit.

pub mod create;
pub mod list;
pub mod retrieve;
pub mod view;

pub use view::CustomerBalanceTransactionView;
