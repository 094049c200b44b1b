//! The work list: what a person has to look at, and in which words it says so.

use domain::case::Case;
use domain::ids::{OwnerId, OwnerPayoutId, WorkItemId};
use domain::method::MethodType;
use domain::money::Money;
use domain::movement::Movement;
use domain::news::EventType;
use domain::scope::Scope;
use domain::work::{WorkItem, WorkKind};
use store::work_items::{self, WorkItemRow};
use store::{DbError, Tx, clocks, transfers};

use crate::api::work_items::WorkItemView;
use crate::record::{Origin, record};

/// Puts what a person has to look at on the work list, once per cause.
///
/// # Errors
/// Only the database's.
pub fn raise(tx: &mut Tx<'_>, case: &Case, work: &[WorkItem]) -> Result<(), DbError> {
    let scope = case.session.scope;
    for item in work {
        let attempt = item.attempt.and_then(|id| case.attempt(id));
        let currency = case.session.terms.currency;
        let moved = item.movement.and_then(|id| case.movements.iter().find(|it| it.id == id));
        let currency = moved.map_or(currency, |movement| movement.currency);
        let payouts = payouts_of(tx, item)?;
        let row = WorkItemRow {
            id: tx.id::<WorkItemId>(),
            created_at: clocks::now(tx, &scope)?,
            kind: item.kind.as_str().to_owned(),
            session: Some(case.session.id),
            transaction: attempt.map(|attempt| attempt.transaction),
            movement: item.movement,
            cause: item.cause.clone(),
            text: text(case, item, currency) + &paid_by(&payouts),
            customer: Some(case.session.customer),
            owner: item.owner,
            refund: item.refund,
            payout: payouts.first().copied(),
            amount: item.amount,
            currency: item.amount.map(|_| currency),
            resolved: None,
        };
        if work_items::insert(tx, &scope, &row)? {
            let view = WorkItemView::of(&row, &scope);
            let kind = EventType::WorkItemCreated;
            record(tx, &scope, &Origin::system(), kind, &view.id, &view, None)?;
        }
    }
    Ok(())
}

/// Puts on the work list that an owner owes what was taken back, as `movement` books it.
///
/// # Errors
/// Only the database's.
pub fn raise_owner_debt(
    tx: &mut Tx<'_>,
    scope: &Scope,
    owner: OwnerId,
    movement: &Movement,
    owed: i64,
) -> Result<(), DbError> {
    let money = Money::new(owed, movement.currency);
    let payouts = transfers::payouts_of_debt(tx, owner, movement.id)?;
    let row = WorkItemRow {
        id: tx.id::<WorkItemId>(),
        created_at: movement.booked_at,
        kind: WorkKind::OwnerDebt.as_str().to_owned(),
        session: movement.session,
        transaction: movement.transaction,
        movement: Some(movement.id),
        cause: format!("owner_debt:{owner}:{}", movement.id),
        text: format!("{money}: {}{}", words(WorkKind::OwnerDebt), paid_by(&payouts)),
        customer: None,
        owner: Some(owner),
        refund: None,
        payout: payouts.first().copied(),
        amount: Some(owed),
        currency: Some(movement.currency),
        resolved: None,
    };
    if work_items::insert(tx, scope, &row)? {
        let view = WorkItemView::of(&row, scope);
        let kind = EventType::WorkItemCreated;
        record(tx, scope, &Origin::system(), kind, &view.id, &view, None)?;
    }
    Ok(())
}

/// The payouts that had paid, or are to pay, what an owner owes by an item.
fn payouts_of(tx: &mut Tx<'_>, item: &WorkItem) -> Result<Vec<OwnerPayoutId>, DbError> {
    match (item.kind, item.owner.zip(item.movement)) {
        (WorkKind::OwnerDebt, Some((owner, movement))) => {
            transfers::payouts_of_debt(tx, owner, movement)
        }
        _ => Ok(Vec::new()),
    }
}

/// That in a sentence, behind others.
fn paid_by(payouts: &[OwnerPayoutId]) -> String {
    let ids: Vec<String> = payouts.iter().map(OwnerPayoutId::to_string).collect();
    match ids.as_slice() {
        [] => String::new(),
        [only] => format!(" It is in the payout {only}."),
        several => format!(" It is in the payouts {}.", several.join(", ")),
    }
}

/// What happened, with the amount in front where there is one.
fn text(case: &Case, item: &WorkItem, currency: domain::money::Currency) -> String {
    let what = words(item.kind);
    let next = match item.kind {
        WorkKind::Surplus if goes_back(case, item) => " It goes back to the card by itself.",
        WorkKind::Surplus => " It is credit of the customer.",
        _ => "",
    };
    match item.amount {
        Some(amount) => format!("{}: {what}{next}", Money::new(amount, currency)),
        None => format!("{what}{next}"),
    }
}

/// True when surplus is given back by its processor.
fn goes_back(case: &Case, item: &WorkItem) -> bool {
    let attempt = item.attempt.and_then(|id| case.attempt(id));
    let moved = case.movements.iter().find(|it| Some(it.id) == item.movement);
    attempt.is_some_and(|it| it.method == MethodType::Card)
        && moved.is_none_or(|it| !it.is_of_dispute_won())
}

/// Of a line in a bank's report.
const STUCK_LINE: &str =
    "A line of a report cannot be understood, or not be booked. Read it, and correct it by hand.";

/// Of a page at which too many account numbers were tried.
const ACCOUNTS_TRIED: &str = "So many account numbers were tried at this session's page that it takes no more for a day. Ask the customer whether they need help; if it was not them, cancel the session and make another.";

/// Of a debit that nobody made.
const UNMATCHED: &str =
    "The bank reports what matches no payment of ours. The money is in suspense.";

/// Of money that came and may be for nobody known.
const UNMATCHED_ENTRY: &str = "Money on the bank's statement belongs to no payment session for certain. It is in suspense; match it, or send it back.";

/// Of money that a person had told of otherwise.
const MARK_DIFFERS: &str = "Money came that may be what was marked as received, by another amount. It is in suspense; match it as what was marked, or as a payment of its own.";

/// Of an account that nobody has told us of.
const UNKNOWN_BANK_ACCOUNT: &str =
    "A bank tells of money on an account that is none of the merchant's here. Nothing was booked.";

/// What happened and why it is here, in plain words.
pub const fn words(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::CollectedAfterDecline => {
            "Money arrived for a try that was reported as declined. It was booked; check with the processor."
        }
        WorkKind::CollectedAfterCancel => {
            "Money arrived for a try that had been given up or withdrawn. It was booked."
        }
        WorkKind::CollectedBeforeExport => {
            "The bank reports a collection for an instruction that had not left. It was booked; check with the bank."
        }
        WorkKind::CollectedTwice => {
            "The same try was collected twice. The second amount is surplus and is owed to the payer."
        }
        WorkKind::WrongCurrency => {
            "Money arrived in another currency than the session's. It is in suspense; nothing was exchanged."
        }
        WorkKind::AmountDiffers => {
            "Another amount arrived than was asked for. It counts towards the session."
        }
        WorkKind::DeclinedAfterCollection => {
            "The processor reports a decline for a payment that it had reported as paid. The payment stands; check with the processor."
        }
        WorkKind::AbandonedAfterCollection => {
            "The processor reports as given up what it had reported as paid. The payment stands; check with the processor."
        }
        WorkKind::ReturnedWithoutCollection => {
            "A return was reported for a payment that was never collected. It is in suspense; check with the bank."
        }
        WorkKind::ReturnedTooMuch => {
            "More was taken back than was collected, or in another currency. It is in suspense; check with the bank."
        }
        WorkKind::DisputedWithoutCollection => {
            "A dispute was reported for a payment that was never collected. Check with the bank."
        }
        WorkKind::RepeatDiffers => {
            "A report that was booked before came again with another amount. The first one stands; check with the bank or processor."
        }
        WorkKind::Surplus => {
            "More money arrived than was asked for, or after the session was closed."
        }
        WorkKind::DoubleRecovery => {
            "This money went back twice: by a refund and by the payer's bank. The customer owes it; ask for it, or write it off."
        }
        WorkKind::RefundToSend
        | WorkKind::RefundFailed
        | WorkKind::SurplusRefundFailed
        | WorkKind::RefundContradicted
        | WorkKind::DeletedCustomerCredit
        | WorkKind::CustomerDebt => refund_words(kind),
        WorkKind::DisputeOpened => {
            "The payer says that this payment was never authorised. Get in touch with the payer, and hand in evidence where the rail takes it."
        }
        WorkKind::OwnerDebt => {
            "This was taken back from an owner who had been paid out, or whose money is in a payout. It is netted from the owner's next transfers. Cancel the payout if it has not left; else ask for the money if there are no more transfers."
        }
        WorkKind::DeletedOwnerPaid => {
            "This is the part of an owner who has been deleted meanwhile. Pay it out to them, or reverse the transfer."
        }
        WorkKind::Unallocated => {
            "The unit's shares did not make the whole when this was paid, so it belongs to nobody known. Correct the ownership, then allocate it."
        }
        WorkKind::Unmatched => UNMATCHED,
        WorkKind::UnmatchedEntry => UNMATCHED_ENTRY,
        WorkKind::MarkDiffers => MARK_DIFFERS,
        WorkKind::UnknownBankAccount => UNKNOWN_BANK_ACCOUNT,
        WorkKind::StuckLine => STUCK_LINE,
        WorkKind::AccountsTried => ACCOUNTS_TRIED,
    }
}

/// The same, about money that goes back or should have.
const fn refund_words(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::RefundToSend => {
            "This refund has to be sent by hand from the merchant's bank to the account that the payment came from. Mark the refund as sent afterwards, or cancel it."
        }
        WorkKind::RefundFailed => {
            "This refund failed or came back. The money is with the merchant again; ask the payer how they want it."
        }
        WorkKind::SurplusRefundFailed => {
            "This was paid too much, and giving it back to the card failed or came back. Try again, or keep it as the customer's credit."
        }
        WorkKind::CustomerDebt => {
            "A payment that had topped up the customer's balance, or was kept as credit, was taken back after the credit was spent. The customer owes it; ask for it, or write it off."
        }
        WorkKind::DeletedCustomerCredit => {
            "This became credit of a customer who has been deleted meanwhile. Send it back to them from your bank, and then take it from the balance by a correction."
        }
        WorkKind::RefundContradicted => {
            "The processor's word on this refund contradicts what was known of it. What it reports was booked; check with the processor."
        }
        _ => "",
    }
}
