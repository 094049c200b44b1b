//! Transactions: one payment each towards a session.

use crate::ids::{CustomerId, PaymentMethodId, SessionId, TransactionId};
use crate::money::Currency;
use crate::spelled::spelled;
use crate::time::Timestamp;

spelled! {
    /// A transaction's status in the API.
    pub enum TransactionStatus {
        /// Nothing is under way; the payer may try (again).
        RequiresPaymentMethod = "requires_payment_method",
        /// A method was given and not confirmed.
        RequiresConfirmation = "requires_confirmation",
        /// The payer is at the processor's page.
        RequiresAction = "requires_action",
        /// Confirmed, not yet paid.
        Processing = "processing",
        /// Its session was canceled before it was paid.
        Canceled = "canceled",
        /// Paid. A later return leaves it so, with `amount_returned`.
        Succeeded = "succeeded",
    }
}

/// Why the last try did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentError {
    /// A stable code.
    pub code: String,
    /// When.
    pub failed_at: Timestamp,
}

/// What is derived from the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionState {
    /// The status of the API.
    pub status: TransactionStatus,
    /// The payer's method of the latest attempt that has one.
    pub payment_method: Option<PaymentMethodId>,
    /// Why the last try did not succeed.
    pub last_error: Option<PaymentError>,
    /// Collections, in minor units.
    pub received: i64,
    /// What was taken back.
    pub returned: i64,
    /// What the merchant gave back.
    pub refunded: i64,
    /// Credit of the customer that was spent on it.
    pub credit_applied: i64,
    /// True while an unauthorised-payment claim is open.
    pub disputed: bool,
    /// When the payer last confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// When it was paid; stays after a return.
    pub paid_at: Option<Timestamp>,
}

/// One payment towards a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// Its id.
    pub id: TransactionId,
    /// When it began.
    pub created_at: Timestamp,
    /// The session it pays.
    pub session: SessionId,
    /// Who pays.
    pub customer: CustomerId,
    /// What it asks for, in minor units.
    pub amount: i64,
    /// Its currency.
    pub currency: Currency,
    /// What follows from its attempts and movements.
    pub state: TransactionState,
}
