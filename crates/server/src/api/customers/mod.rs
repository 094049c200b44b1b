//! Customers: who pays.

pub mod balance;
pub mod create;
pub mod delete;
pub mod input;
pub mod list;
pub mod retrieve;
pub mod update;
pub mod view;

pub use view::CustomerView;
