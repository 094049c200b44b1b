//! Transfers: owners' parts of payments.

pub mod create;
pub mod list;
pub mod list_reversals;
pub mod retrieve;
pub mod reverse;
pub mod update;
pub mod view;

pub use view::{TransferReversalView, TransferView};

/// What the API calls one, in sentences.
const WHAT: &str = "transfer";
