//! Owners: who is paid when a payment is split.

pub mod create;
pub mod delete;
pub mod input;
pub mod list;
pub mod retrieve;
pub mod statement;
pub mod update;
pub mod view;

pub use view::OwnerView;
