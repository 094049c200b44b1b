//! Transfers and their reversals, as the API shows them.

use std::collections::BTreeMap;

use domain::ids::{
    MovementId, OwnerId, OwnerPayoutId, SessionId, TransactionId, TransferId, UnitId,
};
use domain::money::Currency;
use domain::scope::Scope;
use domain::session::ReportingType;
use domain::time::Timestamp;
use domain::transfer::{Reversal, Transfer, TransferStatus};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::names::{CurrencyName, ReportingTypeName, TransferStatusName};
use crate::api::object_name;

object_name! { TransferObject = "transfer" }
object_name! { TransferReversalObject = "transfer_reversal" }

/// An owner's part of a payment.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Transfer)]
pub struct TransferView {
    /// Its id.
    #[schema(example = "tr_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: String,
    /// Always `transfer`.
    #[schema(value_type = String, pattern = "^transfer$")]
    object: TransferObject,
    /// When it was made, in Unix seconds.
    created: i64,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// Minor units.
    amount: i64,
    /// What was taken back of it.
    amount_reversed: i64,
    /// What a payout pays of it, or can pay: what gave for a reversal or paid a debt is not in it. A
    /// transfer that a payout has stays whole; what is taken back of it then is owed by the owner.
    amount_remaining: i64,
    /// True when all of it was taken back.
    reversed: bool,
    /// Its currency.
    #[schema(value_type = CurrencyName)]
    currency: Currency,
    /// Where it stands.
    #[schema(value_type = TransferStatusName)]
    status: TransferStatus,
    /// From when on it can be paid out, in Unix seconds.
    available_on: i64,
    /// Who is paid: an owner's id.
    #[schema(value_type = String)]
    destination: OwnerId,
    /// The transaction that it is part of.
    #[schema(value_type = Option<String>)]
    source_transaction: Option<TransactionId>,
    /// The payment session that it is part of.
    #[schema(value_type = Option<String>)]
    payment_session: Option<SessionId>,
    /// The unit that it is for.
    #[schema(value_type = Option<String>)]
    unit: Option<UnitId>,
    /// True when a payment's split made it, false when it was made by hand.
    automatic: bool,
    /// The payout that pays it.
    #[schema(value_type = Option<String>)]
    owner_payout: Option<OwnerPayoutId>,
    /// The merchant's words.
    description: Option<String>,
    /// What it is for.
    #[schema(value_type = Option<ReportingTypeName>)]
    reporting_type: Option<ReportingType>,
    /// The merchant's own keys and values.
    pub metadata: BTreeMap<String, String>,
}

impl TransferView {
    /// Of a transfer at `now`, in business time.
    pub fn of(transfer: &Transfer, scope: &Scope, now: Timestamp) -> Self {
        let reversed = transfer.reversed + transfer.reversed_by_hand;
        Self {
            id: transfer.id.to_string(),
            object: TransferObject::Name,
            created: transfer.created_at.seconds(),
            livemode: scope.livemode,
            amount: transfer.amount,
            amount_reversed: reversed,
            amount_remaining: transfer.left,
            reversed: reversed == transfer.amount,
            currency: transfer.currency,
            status: transfer.status(now),
            available_on: transfer.available_at.seconds(),
            destination: transfer.owner,
            source_transaction: transfer.transaction,
            payment_session: transfer.session,
            unit: transfer.unit,
            automatic: transfer.automatic,
            owner_payout: transfer.payout,
            description: transfer.description.clone(),
            reporting_type: transfer.reporting_type,
            metadata: serde_json::from_str(&transfer.metadata).unwrap_or_default(),
        }
    }
}

/// What was taken back of a transfer.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = TransferReversal)]
pub struct TransferReversalView {
    /// Its id.
    #[schema(example = "trr_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: String,
    /// Always `transfer_reversal`.
    #[schema(value_type = String, pattern = "^transfer_reversal$")]
    object: TransferReversalObject,
    /// When it was made, in Unix seconds.
    created: i64,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// The transfer that it takes back.
    #[schema(value_type = String)]
    transfer: TransferId,
    /// Minor units.
    amount: i64,
    /// What the owner owes of it, because the money had been paid out; netted from later transfers.
    amount_owed: i64,
    /// What the merchant bears of it instead, as the account is set.
    amount_borne: i64,
    /// Its currency.
    #[schema(value_type = CurrencyName)]
    currency: Currency,
    /// True when a payment's split made it, false when it was made by hand.
    automatic: bool,
    /// The movement that it follows from.
    #[schema(value_type = String)]
    balance_transaction: MovementId,
    /// The merchant's words.
    description: Option<String>,
    /// The merchant's own keys and values.
    metadata: BTreeMap<String, String>,
}

impl TransferReversalView {
    /// Of a reversal.
    pub fn of(reversal: &Reversal, scope: &Scope) -> Self {
        Self {
            id: reversal.id.to_string(),
            object: TransferReversalObject::Name,
            created: reversal.created_at.seconds(),
            livemode: scope.livemode,
            transfer: reversal.transfer,
            amount: reversal.amount,
            amount_owed: reversal.owed,
            amount_borne: reversal.borne,
            currency: reversal.currency,
            automatic: reversal.automatic,
            balance_transaction: reversal.movement,
            description: reversal.description.clone(),
            metadata: serde_json::from_str(&reversal.metadata).unwrap_or_default(),
        }
    }
}

/// A transfer, and what was taken back of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = TransferWithReversals)]
pub struct TransferWithReversalsView {
    /// The transfer.
    #[serde(flatten)]
    transfer: TransferView,
    /// What was taken back of it, newest first.
    reversals: Vec<TransferReversalView>,
}

impl TransferWithReversalsView {
    /// Of a transfer, and its reversals with the oldest first.
    pub fn of(transfer: TransferView, reversals: &[Reversal], scope: &Scope) -> Self {
        let views = reversals.iter().rev().map(|it| TransferReversalView::of(it, scope));
        Self { transfer, reversals: views.collect() }
    }
}
