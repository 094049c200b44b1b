//! Transactions: one payment each towards a session.

pub mod list;
pub mod retrieve;
pub mod view;
pub mod words;

pub use view::TransactionView;
