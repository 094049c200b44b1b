//! Bacs Direct Debit: sort codes, account numbers, whether the two can belong together, and the
//! scheme's reason codes.

pub mod account_number;
pub mod codes;
pub mod modulus;
pub mod service_user_number;
pub mod sort_code;
