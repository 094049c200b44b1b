//! A balance transaction, as the API shows it.

use domain::ids::{MovementId, SessionId, TransactionId};
use domain::money::Currency;
use domain::movement::{
    Allocation, BOUNCE_SHOWN, LINKED, Movement, MovementKind, REFUND_SHOWN, UNBOUNCED, UNMATCHED,
    UNRETURNED,
};
use domain::scope::Scope;
use domain::time::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use store::movement_lists::MovementRow;
use utoipa::ToSchema;

use crate::api::names::{AllocationName, CurrencyName, MovementKindName};
use crate::api::object_name;

object_name! { BalanceTransactionObject = "balance_transaction" }

/// Money that moved, or that was moved between the merchant's own accounts.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BalanceTransaction)]
pub struct BalanceTransactionView {
    /// Its id, which is the movement's.
    #[schema(value_type = String, example = "mov_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: MovementId,
    /// Always `balance_transaction`.
    #[schema(value_type = String, pattern = "^balance_transaction$")]
    object: BalanceTransactionObject,
    /// When it was booked, in Unix seconds.
    created: i64,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// What kind of fact it is.
    #[serde(rename = "type")]
    #[schema(value_type = MovementKindName)]
    kind: MovementKind,
    /// Minor units that came in, or below zero what went out. Nothing moves outside by
    /// `credit_applied`, whose amount is the credit that paid, nor by an `adjustment`, whose amount is
    /// what it did to the merchant's own money, or below zero the credit that it gave.
    amount: i64,
    /// What the rail kept of it.
    fee: i64,
    /// `amount` less `fee`.
    net: i64,
    /// What it did to the merchant's own accounts: `merchant_funds`, `held` and `fees_due`.
    own: i64,
    /// What of a payment became the customer's credit, or below zero what was taken back or is
    /// refunded of that.
    credit_added: i64,
    /// Its currency.
    #[schema(value_type = CurrencyName)]
    currency: Currency,
    /// What it counts towards.
    #[schema(value_type = AllocationName)]
    allocation: Allocation,
    /// `pending` until the money can be used, then `available`.
    #[schema(value_type = String, pattern = "^(pending|available)$")]
    status: &'static str,
    /// From when on the money can be used, in Unix seconds.
    available_on: i64,
    /// The rail's own date of it.
    #[schema(value_type = String, format = "date")]
    value_date: Date,
    /// The rail's reason code, or what an adjustment is about.
    code: Option<String>,
    /// The transaction that it is about.
    #[schema(value_type = Option<String>)]
    source: Option<TransactionId>,
    /// The payment session that it is about.
    #[schema(value_type = Option<String>)]
    payment_session: Option<SessionId>,
    /// Who told us: a connection, or `merchant`.
    reported_by: String,
    /// What it is, in a sentence.
    description: &'static str,
}

impl BalanceTransactionView {
    /// Of a movement at `now`, in business time.
    pub fn of(row: &MovementRow, scope: &Scope, now: Timestamp) -> Self {
        let movement = &row.movement;
        let amount = match movement.kind {
            MovementKind::Collection
            | MovementKind::RefundBounce
            | MovementKind::PayoutBounce
            | MovementKind::CreditApplied => movement.amount,
            MovementKind::Adjustment => match movement.code.as_deref() {
                Some("credit_released" | UNMATCHED | UNBOUNCED) => -movement.amount,
                Some(UNRETURNED) => movement.amount,
                Some("kept_as_credit" | "surplus_kept") => -row.credit,
                _ => row.own,
            },
            _ => -movement.amount,
        };
        Self {
            id: movement.id,
            object: BalanceTransactionObject::Name,
            created: movement.booked_at.seconds(),
            livemode: scope.livemode,
            kind: movement.kind,
            amount,
            fee: movement.fee,
            net: amount - movement.fee,
            own: row.own,
            credit_added: match movement.kind {
                MovementKind::CreditApplied => 0,
                MovementKind::Adjustment if !is_of_payer(movement) => 0,
                _ => row.credit,
            },
            currency: movement.currency,
            allocation: movement.allocation,
            status: if now < movement.available_at { "pending" } else { "available" },
            available_on: movement.available_at.seconds(),
            value_date: movement.value_date,
            code: movement.code.clone(),
            source: movement.transaction,
            payment_session: movement.session,
            reported_by: movement.source.to_string(),
            description: words(movement.kind, movement.code.as_deref()),
        }
    }
}

/// True for an adjustment of money that was a payer's, or goes back to one.
fn is_of_payer(movement: &Movement) -> bool {
    matches!(
        movement.code.as_deref(),
        Some("refund_reserved" | "refund_released" | UNMATCHED | UNBOUNCED | UNRETURNED)
    )
}

/// What an adjustment is, in a sentence.
fn adjusted(code: &str) -> &'static str {
    match code {
        "refund_reserved" => "Money was reserved for a refund.",
        "refund_released" => "Money that was reserved for a refund is free again.",
        "credit_released" => "Credit that had paid a session went back to the customer.",
        "kept_as_credit" => "A part-paid session was canceled; its money is the customer's credit.",
        "surplus_kept" => "Money that was paid too much became the customer's credit.",
        "double_recovery_written_off" | "written_off" => "A debt was given up.",
        "balance_adjustment" => "A customer's balance was adjusted.",
        "unmatched" => {
            "Money that was matched to a session, or marked as received, wrongly is its no more."
        }
        "unlinked" => "Money that was linked to a mark wrongly waits in suspense again.",
        "bounce_unshown" | "refund_unshown" => {
            "What was linked to a refund wrongly waits in suspense again."
        }
        UNBOUNCED => "Money was taken wrongly for a refund that came back.",
        UNRETURNED => "Money was taken back from a session wrongly; it is the session's still.",
        "allocated" => "Money that belonged to nobody known was allocated.",
        "transfer" => "Money was passed on to an owner.",
        "transfer_reversal" => "Money was taken back from an owner.",
        "debt_netted" => "An owner's debt was paid from what they were to get.",
        _ => "Money was moved between accounts of the ledger.",
    }
}

/// What a movement is, in a sentence.
fn words(kind: MovementKind, code: Option<&str>) -> &'static str {
    match kind {
        MovementKind::Collection if code.is_some() => "A won dispute brought the money back.",
        MovementKind::Collection => "The payer's money reached the merchant.",
        MovementKind::Return => "The payer's bank took a collection back.",
        MovementKind::PayerRefund => "The payer had the money back from their bank.",
        MovementKind::IndemnityClaim => "The payer had the money back under the Guarantee.",
        MovementKind::Chargeback => "The card's issuer took the money back.",
        MovementKind::MerchantRefund if code.is_some() => "What was paid too much went back.",
        MovementKind::MerchantRefund => "The merchant gave money back.",
        MovementKind::RefundBounce => "A refund came back.",
        MovementKind::CreditApplied => "Credit of the customer paid a session.",
        MovementKind::Adjustment => adjusted(code.unwrap_or_default()),
        MovementKind::BankSettlement if code == Some(LINKED) => {
            "The bank's statement shows what was marked as received."
        }
        MovementKind::BankSettlement if code == Some(REFUND_SHOWN) => {
            "The bank's statement shows a refund that was marked as sent."
        }
        MovementKind::BankSettlement if code == Some(BOUNCE_SHOWN) => {
            "The bank's statement shows money of a refund that was marked as come back."
        }
        MovementKind::BankSettlement => "The bank's statement shows money that came or went.",
        MovementKind::OwnerPayout => "An owner was paid.",
        MovementKind::PayoutBounce => "An owner's payout came back.",
        MovementKind::Fee => "A rail or processor charged a fee.",
    }
}
