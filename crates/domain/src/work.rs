//! Work items: what a person has to look at.

use crate::ids::{AttemptId, MovementId, OwnerId, RefundId};
use crate::spelled::spelled;

spelled! {
    /// Why a person has to look at something.
    pub enum WorkKind {
        /// Money came after the try was declined.
        CollectedAfterDecline = "collected_after_decline",
        /// Money came after the try was given up or withdrawn.
        CollectedAfterCancel = "collected_after_cancel",
        /// Money came for an instruction that never left us.
        CollectedBeforeExport = "collected_before_export",
        /// A second collection of the same attempt.
        CollectedTwice = "collected_twice",
        /// The currency is not the session's.
        WrongCurrency = "wrong_currency",
        /// Not the amount that was asked for.
        AmountDiffers = "amount_differs",
        /// Declined, after the same try had collected money.
        DeclinedAfterCollection = "declined_after_collection",
        /// Given up, after the same try had collected money.
        AbandonedAfterCollection = "abandoned_after_collection",
        /// Taken back, without ever having been collected.
        ReturnedWithoutCollection = "returned_without_collection",
        /// More was taken back than was collected.
        ReturnedTooMuch = "returned_too_much",
        /// Disputed, without ever having been collected.
        DisputedWithoutCollection = "disputed_without_collection",
        /// The same report came again with another amount or currency.
        RepeatDiffers = "repeat_differs",
        /// More money than the session asked for, or money that it no longer asked for.
        Surplus = "surplus",
        /// Money went back twice, by a refund and by the payer's bank.
        DoubleRecovery = "double_recovery",
        /// A refund that has to be sent by hand.
        RefundToSend = "refund_to_send",
        /// A refund that failed, or whose money came back.
        RefundFailed = "refund_failed",
        /// Surplus of a card payment could not be given back, or came back.
        SurplusRefundFailed = "surplus_refund_failed",
        /// A customer owes what was credit before it was taken back.
        CustomerDebt = "customer_debt",
        /// An outcome of a refund that had ended otherwise.
        RefundContradicted = "refund_contradicted",
        /// A payer says that a payment was never authorised.
        DisputeOpened = "dispute_opened",
        /// An owner owes what had been paid out.
        OwnerDebt = "owner_debt",
        /// Money came for an owner who had been deleted.
        DeletedOwnerPaid = "deleted_owner_paid",
        /// Money came for a customer who had been deleted.
        DeletedCustomerCredit = "deleted_customer_credit",
        /// Money to be split between owners who are not known.
        Unallocated = "unallocated",
        /// A bank reports what matches no payment of ours.
        Unmatched = "unmatched",
        /// Money on a bank's statement that belongs to no session for certain.
        UnmatchedEntry = "unmatched_entry",
        /// Money on a bank's statement that may be what a person has marked, by another amount.
        MarkDiffers = "mark_differs",
        /// Money on an account that is none of the merchant's here.
        UnknownBankAccount = "unknown_bank_account",
        /// A line of a report that cannot be understood, or not be booked.
        StuckLine = "stuck_line",
        /// So many account numbers were tried at a page that it takes no more.
        AccountsTried = "accounts_tried",
    }
}

/// Something that a person has to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkItem {
    /// Why.
    pub kind: WorkKind,
    /// The attempt that it is about.
    pub attempt: Option<AttemptId>,
    /// The movement that it is about.
    pub movement: Option<MovementId>,
    /// The refund that it is about.
    pub refund: Option<RefundId>,
    /// The owner that it is about.
    pub owner: Option<OwnerId>,
    /// The amount that it is about, in minor units.
    pub amount: Option<i64>,
    /// Says the same thing once: a repeat of the report gives the same cause.
    pub cause: String,
}
