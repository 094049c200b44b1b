//! The account: what the merchant chose, and what payers see of it.

pub mod icon;
pub mod notice;
pub mod retrieve;
pub mod update;
pub mod view;

pub use view::{AccountView, icon_url};
