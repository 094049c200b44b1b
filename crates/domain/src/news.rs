//! What a change means to the merchant: the events that it makes.

use std::collections::BTreeMap;

use crate::case::Case;
use crate::ids::TransactionId;
use crate::session::{CancellationReason, PaymentStatus, SessionState, SessionStatus};
use crate::spelled::spelled;
use crate::transaction::{TransactionState, TransactionStatus};

spelled! {
    /// The type of an event.
    pub enum EventType {
        /// A customer was created.
        CustomerCreated = "customer.created",
        /// A customer was changed.
        CustomerUpdated = "customer.updated",
        /// A customer was deleted.
        CustomerDeleted = "customer.deleted",
        /// A payment session was created.
        SessionCreated = "payment_session.created",
        /// A payment session was changed.
        SessionUpdated = "payment_session.updated",
        /// The payer confirmed; the money is under way.
        SessionProcessing = "payment_session.processing",
        /// A payment session is paid.
        SessionPaid = "payment_session.paid",
        /// Money of a payment session was taken back.
        SessionReturned = "payment_session.returned",
        /// A payment session's time has come.
        SessionExpired = "payment_session.expired",
        /// A payment session was canceled.
        SessionCanceled = "payment_session.canceled",
        /// A transaction began.
        TransactionCreated = "transaction.created",
        /// A transaction was confirmed by the payer.
        TransactionProcessing = "transaction.processing",
        /// A transaction is paid.
        TransactionSucceeded = "transaction.succeeded",
        /// A try was declined or refused.
        TransactionFailed = "transaction.failed",
        /// A debit did not leave on its day, and waits for a later one.
        TransactionPostponed = "transaction.postponed",
        /// There was no money for a debit, and the payer's bank tries again on a later day.
        TransactionRetried = "transaction.retried",
        /// Money of a transaction was taken back.
        TransactionReturned = "transaction.returned",
        /// The payer says that a transaction was never authorised.
        TransactionDisputed = "transaction.disputed",
        /// A payer signed a mandate.
        MandateCreated = "mandate.created",
        /// A mandate's status changed.
        MandateUpdated = "mandate.updated",
        /// An owner was created.
        OwnerCreated = "owner.created",
        /// An owner was changed.
        OwnerUpdated = "owner.updated",
        /// An owner was deleted.
        OwnerDeleted = "owner.deleted",
        /// A unit was created.
        UnitCreated = "unit.created",
        /// A unit was changed.
        UnitUpdated = "unit.updated",
        /// A unit was deleted.
        UnitDeleted = "unit.deleted",
        /// A transfer to an owner was made.
        TransferCreated = "transfer.created",
        /// What is left of a transfer changed.
        TransferUpdated = "transfer.updated",
        /// A transfer was taken back, in part or in whole.
        TransferReversed = "transfer.reversed",
        /// A refund was asked for.
        RefundCreated = "refund.created",
        /// A refund was changed, or left.
        RefundUpdated = "refund.updated",
        /// A refund's money is on its way to the payer.
        RefundSucceeded = "refund.succeeded",
        /// A refund failed, or its money came back.
        RefundFailed = "refund.failed",
        /// A refund was withdrawn.
        RefundCanceled = "refund.canceled",
        /// A dispute was opened.
        DisputeCreated = "dispute.created",
        /// A dispute was changed.
        DisputeUpdated = "dispute.updated",
        /// A dispute ended.
        DisputeClosed = "dispute.closed",
        /// A customer's balance changed.
        CustomerBalanceTransactionCreated = "customer_balance_transaction.created",
        /// An owner payout was made.
        OwnerPayoutCreated = "owner_payout.created",
        /// An owner payout was approved or changed.
        OwnerPayoutUpdated = "owner_payout.updated",
        /// An owner payout was paid.
        OwnerPayoutPaid = "owner_payout.paid",
        /// An owner payout failed.
        OwnerPayoutFailed = "owner_payout.failed",
        /// An owner payout was canceled.
        OwnerPayoutCanceled = "owner_payout.canceled",
        /// A bank account of the merchant's was made known.
        BankAccountCreated = "bank_account.created",
        /// A bank account of the merchant's was changed, or will be.
        BankAccountUpdated = "bank_account.updated",
        /// A bank account of the merchant's was deleted.
        BankAccountDeleted = "bank_account.deleted",
        /// A bank told of money on an account.
        StatementEntryCreated = "statement_entry.created",
        /// A statement entry's money was taken for a payment session.
        StatementEntryMatched = "statement_entry.matched",
        /// A statement entry's match was undone.
        StatementEntryUnmatched = "statement_entry.unmatched",
        /// A person has to look at something.
        WorkItemCreated = "work_item.created",
        /// A work item was resolved.
        WorkItemResolved = "work_item.resolved",
        /// A mail was handed over.
        EmailSent = "email.sent",
        /// A mail could not be delivered.
        EmailFailed = "email.failed",
    }
}

/// The part of a case that events are made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    session: SessionState,
    reason: Option<CancellationReason>,
    transactions: BTreeMap<TransactionId, TransactionState>,
}

/// An event to write: about the session, or about one of its transactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// About the session.
    Session(EventType),
    /// About a transaction.
    Transaction(TransactionId, EventType),
}

impl Snapshot {
    /// Of a case as it is now.
    pub fn of(case: &Case) -> Self {
        Self {
            session: case.session.state.clone(),
            reason: case.session.canceled.map(|canceled| canceled.reason),
            transactions: case.transactions.iter().map(|it| (it.id, it.state.clone())).collect(),
        }
    }

    /// The events that lead from this snapshot to `case`, transactions first.
    pub fn news(&self, case: &Case) -> Vec<News> {
        let mut news = Vec::new();
        for transaction in &case.transactions {
            let before = self.transactions.get(&transaction.id);
            for event in transaction_events(before, &transaction.state) {
                news.push(News::Transaction(transaction.id, event));
            }
        }
        news.extend(self.session_events(&Self::of(case)).into_iter().map(News::Session));
        news
    }

    fn session_events(&self, after: &Self) -> Vec<EventType> {
        let (was, is) = (&self.session, &after.session);
        let mut events = Vec::new();
        if is.amounts.returned > was.amounts.returned {
            events.push(EventType::SessionReturned);
        }
        if is.status != was.status && is.status == SessionStatus::Paid {
            events.push(EventType::SessionPaid);
        }
        if is.status != was.status && is.status == SessionStatus::Canceled {
            events.push(match after.reason {
                Some(CancellationReason::Expired) => EventType::SessionExpired,
                _ => EventType::SessionCanceled,
            });
        }
        let processing = |state: &SessionState| state.payment_status == PaymentStatus::Processing;
        if processing(is) && !processing(was) {
            events.push(EventType::SessionProcessing);
        }
        let same = SessionState { as_of: was.as_of, ..is.clone() } == *was;
        if events.is_empty() && (!same || self.reason != after.reason) {
            events.push(EventType::SessionUpdated);
        }
        events
    }
}

/// The events of one transaction; `before` is `None` when it has just begun.
fn transaction_events(before: Option<&TransactionState>, is: &TransactionState) -> Vec<EventType> {
    let new = TransactionState::new();
    let was = before.unwrap_or(&new);
    let became = |status| is.status == status && was.status != status;
    let mut events = Vec::new();
    if before.is_none() {
        events.push(EventType::TransactionCreated);
    }
    if became(TransactionStatus::Processing) {
        events.push(EventType::TransactionProcessing);
    }
    if is.returned > was.returned {
        events.push(EventType::TransactionReturned);
    } else if is.last_error.is_some() && is.last_error != was.last_error {
        events.push(EventType::TransactionFailed);
    }
    if became(TransactionStatus::Succeeded) {
        events.push(EventType::TransactionSucceeded);
    }
    if is.disputed && !was.disputed {
        events.push(EventType::TransactionDisputed);
    }
    events
}
