//! Ledger entries: the merchant's books, row by row.

pub mod list;
pub mod view;

pub use view::LedgerEntryView;
