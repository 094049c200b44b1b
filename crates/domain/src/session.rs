//! Payment sessions: a request to be paid once, its terms, and the state derived for it.

use std::collections::BTreeMap;

use crate::ids::{CustomerId, SessionId, TransactionId};
use crate::method::MethodType;
use crate::money::Currency;
use crate::plan::Plan;
use crate::reference::Reference;
use crate::scope::Scope;
use crate::spelled::spelled;
use crate::time::Timestamp;

spelled! {
    /// What the merchant decided about a session, beside what the session itself keeps.
    pub enum DecisionKind {
        /// The page was opened again after the money had gone back.
        Reopened = "reopened",
        /// It had expired, and a later expiry opened it again.
        Extended = "extended",
        /// What was received was enough.
        ShortfallAccepted = "shortfall_accepted",
    }
}

spelled! {
    /// What a payment is for, in the merchant's reports.
    pub enum ReportingType {
        /// Rent paid before it is due.
        AdvanceRent = "advance_rent",
        /// Anything else; the default.
        Charge = "charge",
        /// A tenancy deposit.
        Deposit = "deposit",
        /// A fee that holds a home for an applicant.
        HoldingFee = "holding_fee",
        /// Rent.
        Rent = "rent",
    }
}

impl ReportingType {
    /// True for money that is kept for the payer, apart from the merchant's own.
    pub const fn is_held(self) -> bool {
        matches!(self, Self::Deposit | Self::HoldingFee)
    }
}

spelled! {
    /// When a payment counts as paid: an account setting, frozen on each session.
    pub enum PaidWhen {
        /// As soon as the rail collected it.
        Collected = "collected",
        /// At the end of the interbank return period; the default.
        Cleared = "cleared",
    }
}

spelled! {
    /// Whether the page opens by itself again after a payer took the money back.
    pub enum Reopen {
        /// The merchant decides each time; the default.
        Manual = "manual",
        /// At once.
        Auto = "auto",
    }
}

spelled! {
    /// A session's status in the API.
    pub enum SessionStatus {
        /// Not paid, or no longer.
        Unpaid = "unpaid",
        /// Paid.
        Paid = "paid",
        /// Withdrawn; it never asks for money again.
        Canceled = "canceled",
    }
}

spelled! {
    /// Where the payment stands, finer than the status.
    pub enum PaymentStatus {
        /// The payer says that it was never authorised.
        Disputed = "disputed",
        /// The payer is at the processor's page.
        RequiresAction = "requires_action",
        /// Confirmed, or collected and not cleared yet.
        Processing = "processing",
        /// Paid.
        Settled = "settled",
        /// The last payment was taken back.
        Returned = "returned",
        /// Some of it is paid.
        PartiallyPaid = "partially_paid",
        /// Waits for the payer's own transfer.
        AwaitingTransfer = "awaiting_transfer",
        /// The last try was declined or refused.
        Failed = "failed",
        /// Nothing was tried.
        None = "none",
    }
}

spelled! {
    /// Why a session was canceled.
    pub enum CancellationReason {
        /// The merchant asked.
        Requested = "requested",
        /// Its `expires_at` passed.
        Expired = "expired",
        /// Its customer was deleted.
        CustomerDeleted = "customer_deleted",
    }
}

spelled! {
    /// What becomes of the money that a part-paid session has, when it is canceled.
    pub enum ReceivedMoney {
        /// It goes back to the payer.
        Refund = "refund",
        /// It becomes credit of the customer.
        Credit = "credit",
    }
}

/// What was agreed when the session was made. Never changes afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Minor units.
    pub amount: i64,
    /// Its currency.
    pub currency: Currency,
    /// What the payer may choose from, in the order of the page.
    pub methods: Vec<MethodType>,
    /// When it counts as paid.
    pub paid_when: PaidWhen,
    /// Whether the page opens again by itself.
    pub reopen: Reopen,
    /// Minor units that may be missing and it still counts as paid.
    pub tolerance: i64,
}

/// That a session was canceled, when and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancellation {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: CancellationReason,
}

/// Sums of a session, in minor units of its currency (`money.md` 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amounts {
    /// Collections.
    pub received: i64,
    /// What was taken back: returns, payer refunds, indemnity claims, chargebacks.
    pub returned: i64,
    /// What the merchant gave back.
    pub refunded: i64,
    /// Credit of the customer that was spent on it.
    pub credit_applied: i64,
    /// Confirmed by the payer, outcome unknown.
    pub in_flight: i64,
    /// What a new payment would ask for.
    pub remaining: i64,
}

impl Amounts {
    /// Of a session that asks for `amount` and has had nothing.
    pub const fn untouched(amount: i64) -> Self {
        let (received, returned, refunded, credit_applied, in_flight) = (0, 0, 0, 0, 0);
        Self { received, returned, refunded, credit_applied, in_flight, remaining: amount }
    }
}

/// What is derived from the facts, as they were at `as_of`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionState {
    /// The business time of the derivation.
    pub as_of: Timestamp,
    /// The status of the API.
    pub status: SessionStatus,
    /// Finer than the status.
    pub payment_status: PaymentStatus,
    /// The transaction under way or that pays, else the latest.
    pub transaction: Option<TransactionId>,
    /// The sums.
    pub amounts: Amounts,
    /// Since when it is paid; null again after a return.
    pub paid_at: Option<Timestamp>,
    /// When it was paid for the first time; stays.
    pub first_paid_at: Option<Timestamp>,
}

/// A request to be paid once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub scope: Scope,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who pays.
    pub customer: CustomerId,
    /// What payers write into a transfer for it, where it offers one.
    pub reference: Option<Reference>,
    /// What was agreed.
    pub terms: Terms,
    /// What becomes of the money besides.
    pub plan: Plan,
    /// True once there are refunds, disputes or transfers.
    pub has_more: bool,
    /// What it is for, in the merchant's reports. May change until money is in flight.
    pub reporting_type: ReportingType,
    /// A text that the payer sees.
    pub description: Option<String>,
    /// The merchant's own keys and values.
    pub metadata: BTreeMap<String, String>,
    /// Where the payer goes afterwards.
    pub return_url: Option<String>,
    /// What should stand on the payer's statement.
    pub statement_descriptor: Option<String>,
    /// The language of the page, when the merchant chose one.
    pub locale: Option<String>,
    /// When it stops asking for money.
    pub expires_at: Option<Timestamp>,
    /// That it was canceled.
    pub canceled: Option<Cancellation>,
    /// When the merchant last opened it again after a return.
    pub reopened_at: Option<Timestamp>,
    /// Minor units that the merchant accepted as missing.
    pub accepted_shortfall: i64,
    /// When.
    pub accepted_at: Option<Timestamp>,
    /// The customer as it was when deleted, as JSON.
    pub customer_snapshot: Option<String>,
    /// What follows from all of it.
    pub state: SessionState,
}
