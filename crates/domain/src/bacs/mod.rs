//! Bacs Direct Debit: sort codes, account numbers, and whether the two can belong together.

pub mod account_number;
pub mod modulus;
pub mod sort_code;
