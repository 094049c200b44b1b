//! Transactions: one payment each towards a session.

pub mod list;
pub mod retrieve;
pub mod view;
