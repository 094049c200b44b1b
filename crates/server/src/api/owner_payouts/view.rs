//! An owner payout, as the API shows it.

use std::collections::BTreeMap;

use domain::ids::{OwnerId, TransferId};
use domain::money::Currency;
use domain::payout::{OwnerPayout, PayoutStatus};
use domain::scope::Scope;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::names::{CurrencyName, PayoutStatusName};
use crate::api::object_name;

object_name! { OwnerPayoutObject = "owner_payout" }

/// A transfer that a payout pays.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OwnerPayoutTransfer)]
pub struct PayoutPartView {
    /// The transfer.
    #[schema(value_type = String)]
    transfer: TransferId,
    /// What the payout pays of it, in minor units.
    amount: i64,
}

/// Money that is sent to an owner.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OwnerPayout)]
pub struct OwnerPayoutView {
    /// Its id.
    #[schema(example = "opo_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: String,
    /// Always `owner_payout`.
    #[schema(value_type = String, pattern = "^owner_payout$")]
    object: OwnerPayoutObject,
    /// When it was made, in Unix seconds.
    created: i64,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// The sum of what it pays of its transfers, in minor units.
    amount: i64,
    /// Its currency.
    #[schema(value_type = CurrencyName)]
    currency: Currency,
    /// How far it has come.
    #[schema(value_type = PayoutStatusName)]
    status: PayoutStatus,
    /// Who is paid: an owner's id.
    #[schema(value_type = String)]
    destination: OwnerId,
    /// What it pays; kept when it fails or is canceled, which frees the transfers.
    transfers: Vec<PayoutPartView>,
    /// The merchant's words.
    description: Option<String>,
    /// What the owner's bank statement is to say.
    statement_descriptor: Option<String>,
    /// When it was approved, in Unix seconds.
    approved_at: Option<i64>,
    /// When it was marked as paid, in Unix seconds.
    paid_at: Option<i64>,
    /// The day on which it was paid.
    #[schema(value_type = Option<String>, format = Date)]
    paid_on: Option<jiff::civil::Date>,
    /// The bank's reference of the payment.
    reference: Option<String>,
    /// When it failed or came back, in Unix seconds.
    failed_at: Option<i64>,
    /// The day on which it failed, or its money came back.
    #[schema(value_type = Option<String>, format = Date)]
    failed_on: Option<jiff::civil::Date>,
    /// Why it failed, in the merchant's words.
    failure_message: Option<String>,
    /// The bank's reference of the money that came back.
    failure_reference: Option<String>,
    /// When it was canceled, in Unix seconds.
    canceled_at: Option<i64>,
    /// The merchant's own keys and values.
    metadata: BTreeMap<String, String>,
}

impl OwnerPayoutView {
    /// Of a payout.
    pub fn of(payout: &OwnerPayout, scope: &Scope) -> Self {
        let part = |it: &domain::payout::PayoutPart| PayoutPartView {
            transfer: it.transfer,
            amount: it.amount,
        };
        Self {
            id: payout.id.to_string(),
            object: OwnerPayoutObject::Name,
            created: payout.created_at.seconds(),
            livemode: scope.livemode,
            amount: payout.amount,
            currency: payout.currency,
            status: payout.status,
            destination: payout.owner,
            transfers: payout.parts.iter().map(part).collect(),
            description: payout.description.clone(),
            statement_descriptor: payout.statement_descriptor.clone(),
            approved_at: payout.approved_at.map(Timestamp::seconds),
            paid_at: payout.paid_at.map(Timestamp::seconds),
            paid_on: payout.paid_on,
            reference: payout.reference.clone(),
            failed_at: payout.failed_at.map(Timestamp::seconds),
            failed_on: payout.failed_on,
            failure_message: payout.failure_message.clone(),
            failure_reference: payout.failure_reference.clone(),
            canceled_at: payout.canceled_at.map(Timestamp::seconds),
            metadata: payout.metadata.clone(),
        }
    }
}
