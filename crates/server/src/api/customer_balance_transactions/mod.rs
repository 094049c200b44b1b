//! Customer balance transactions: changes of what a customer has in credit.

pub mod view;

pub use view::CustomerBalanceTransactionView;
