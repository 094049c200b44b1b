//! A work item, as the API shows it.

use domain::ids::{
    CustomerId, MovementId, OwnerId, OwnerPayoutId, RefundId, SessionId, TransactionId,
};
use domain::money::Currency;
use domain::scope::Scope;
use domain::work::WorkKind;
use serde::Serialize;
use store::work_items::WorkItemRow;
use utoipa::ToSchema;

use crate::api::names::{CurrencyName, WorkKindName};
use crate::api::object_name;

object_name! { WorkItemObject = "work_item" }

/// Something that a person has to look at.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = WorkItem)]
pub struct WorkItemView {
    /// Its id.
    #[schema(example = "wi_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: String,
    /// Always `work_item`.
    #[schema(value_type = String, pattern = "^work_item$")]
    object: WorkItemObject,
    /// When it arose, in Unix seconds.
    created: i64,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// What kind of thing it is.
    #[serde(rename = "type")]
    #[schema(value_type = WorkKindName)]
    kind: String,
    /// `open`, or `resolved`.
    #[schema(value_type = String, pattern = "^(open|resolved)$")]
    status: &'static str,
    /// What happened, and why it is here.
    description: String,
    /// The amount that it is about, in minor units.
    amount: Option<i64>,
    /// The currency of the amount.
    #[schema(value_type = Option<CurrencyName>)]
    currency: Option<Currency>,
    /// The decisions that resolve it.
    actions: Vec<ActionView>,
    /// The payment session that it is about.
    #[schema(value_type = Option<String>)]
    payment_session: Option<SessionId>,
    /// The transaction that it is about.
    #[schema(value_type = Option<String>)]
    transaction: Option<TransactionId>,
    /// The customer that it is about.
    #[schema(value_type = Option<String>)]
    customer: Option<CustomerId>,
    /// The owner that it is about.
    #[schema(value_type = Option<String>)]
    owner: Option<OwnerId>,
    /// The refund that it is about.
    #[schema(value_type = Option<String>)]
    refund: Option<RefundId>,
    /// The payout that had paid, or is to pay, what an owner owes; the first where there are several, all of
    /// which `description` names.
    #[schema(value_type = Option<String>)]
    owner_payout: Option<OwnerPayoutId>,
    /// The movement that it is about.
    #[schema(value_type = Option<String>)]
    balance_transaction: Option<MovementId>,
    /// The decision that resolved it; `failed` or `canceled` when its refund ended without one.
    resolution: Option<String>,
    /// The words of who resolved it.
    note: Option<String>,
    /// When it was resolved, in Unix seconds.
    resolved_at: Option<i64>,
}

/// A decision that resolves a work item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = WorkItemAction)]
pub struct ActionView {
    /// What to give as `action`.
    pub action: &'static str,
    /// What it does, in plain words.
    pub description: &'static str,
}

/// Somebody saw to it outside of this program.
const DONE: ActionView =
    ActionView { action: "done", description: "It was seen to; nothing is booked." };
/// A refund was sent from the merchant's bank.
const MARK_SENT: ActionView = ActionView {
    action: "mark_sent",
    description: "The refund was sent from the merchant's bank; it is booked as sent.",
};
/// A refund is not sent.
const CANCEL_REFUND: ActionView = ActionView {
    action: "cancel_refund",
    description: "The refund is withdrawn, and its money is the merchant's again.",
};
/// A customer's debt is given up.
const WRITE_OFF: ActionView = ActionView {
    action: "write_off",
    description: "The customer's debt of this amount is given up, and the merchant bears it.",
};
/// An owner's debt is given up.
const WRITE_OFF_OWNER: ActionView = ActionView {
    action: "write_off",
    description: "What the owner still owes of this amount is given up, and the merchant bears it.",
};
/// Money is split by the ownership as it is now.
const ALLOCATE: ActionView = ActionView {
    action: "allocate",
    description: "The money is split between the unit's owners of today.",
};
/// Money that belonged to nobody known is the merchant's.
const KEEP: ActionView = ActionView {
    action: "keep",
    description: "No owner gets a part of it: it is the merchant's own.",
};
/// Surplus is asked to be given back once more.
const RETRY_REFUND: ActionView = ActionView {
    action: "retry_refund",
    description: "The processor is asked once more to give the surplus back to the card.",
};
/// Surplus becomes the customer's credit.
const KEEP_AS_CREDIT: ActionView = ActionView {
    action: "keep_as_credit",
    description: "The surplus becomes credit of the customer, to be spent on a later session.",
};

/// What can be done about an item of this kind.
pub fn actions(kind: &str) -> &'static [ActionView] {
    match kind.parse() {
        Ok(WorkKind::RefundToSend) => &[MARK_SENT, CANCEL_REFUND],
        Ok(WorkKind::DoubleRecovery) => &[DONE, WRITE_OFF],
        Ok(WorkKind::OwnerDebt) => &[DONE, WRITE_OFF_OWNER],
        Ok(WorkKind::Unallocated) => &[ALLOCATE, KEEP],
        Ok(WorkKind::CustomerDebt) => &[DONE, WRITE_OFF],
        Ok(WorkKind::SurplusRefundFailed) => &[RETRY_REFUND, KEEP_AS_CREDIT],
        _ => &[DONE],
    }
}

impl WorkItemView {
    /// Of a work item.
    pub fn of(item: &WorkItemRow, scope: &Scope) -> Self {
        let resolved = item.resolved.as_ref();
        Self {
            id: item.id.to_string(),
            object: WorkItemObject::Name,
            created: item.created_at.seconds(),
            livemode: scope.livemode,
            kind: item.kind.clone(),
            status: if resolved.is_some() { "resolved" } else { "open" },
            description: item.text.clone(),
            amount: item.amount,
            currency: item.currency,
            actions: if resolved.is_some() { Vec::new() } else { actions(&item.kind).to_vec() },
            payment_session: item.session,
            transaction: item.transaction,
            customer: item.customer,
            owner: item.owner,
            refund: item.refund,
            owner_payout: item.payout,
            balance_transaction: item.movement,
            resolution: resolved.map(|it| it.resolution.clone()),
            note: resolved.and_then(|it| it.note.clone()),
            resolved_at: resolved.map(|it| it.at.seconds()),
        }
    }
}
