//! Balances: what money is whose, by where it is.

pub mod owners;
pub mod retrieve;
pub mod view;

pub use view::{AmountView, BalanceView};
