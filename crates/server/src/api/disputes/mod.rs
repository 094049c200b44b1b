//! Disputes: payers' claims that a payment was not authorised.

pub mod view;

pub use view::DisputeView;
