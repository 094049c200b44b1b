//! Owners: who is paid when a payment is split.

use crate::spelled::spelled;

spelled! {
    /// What an owner is in law.
    pub enum BusinessType {
        /// A legal person.
        Company = "company",
        /// A natural person.
        Individual = "individual",
    }
}
