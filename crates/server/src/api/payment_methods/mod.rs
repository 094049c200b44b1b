//! Payment methods: what payers paid with, masked.

pub mod retrieve;
pub mod view;

pub use view::{PayByBankView, PaymentMethodView};
