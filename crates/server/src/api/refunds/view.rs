//! A refund, as the API shows it.

use std::collections::BTreeMap;

use domain::case::Case;
use domain::ids::{CustomerId, MovementId, SessionId, TransactionId};
use domain::money::Currency;
use domain::movement::MovementKind;
use domain::refund::{Refund, RefundOrigin, RefundProgress, RefundReason};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::names::{CurrencyName, RefundOriginName, RefundReasonName, RefundStatusName};
use crate::api::object_name;
use crate::refunds::is_by_hand;

object_name! { RefundObject = "refund" }

/// Money that the merchant gives back.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Refund)]
pub struct RefundView {
    /// Its id.
    #[schema(example = "re_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: String,
    /// Always `refund`.
    #[schema(value_type = String, pattern = "^refund$")]
    object: RefundObject,
    /// When it was asked for, in Unix seconds.
    created: i64,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// Minor units.
    amount: i64,
    /// Its currency.
    #[schema(value_type = CurrencyName)]
    currency: Currency,
    /// How far it has come.
    #[schema(value_type = RefundStatusName)]
    status: &'static str,
    /// The transaction that it gives back.
    #[schema(value_type = String)]
    transaction: TransactionId,
    /// The payment session of that.
    #[schema(value_type = String)]
    payment_session: SessionId,
    /// Who gets it.
    #[schema(value_type = String)]
    customer: CustomerId,
    /// Who asked for it.
    #[schema(value_type = RefundOriginName)]
    origin: RefundOrigin,
    /// Why.
    #[schema(value_type = Option<RefundReasonName>)]
    reason: Option<RefundReason>,
    /// Why, in the merchant's own words.
    reason_description: Option<String>,
    /// Whether the owners' part of it is taken back from them.
    reverse_transfer: bool,
    /// Whether the merchant gives up the fees on it.
    refund_fees: bool,
    /// True when a person has to send it from the merchant's bank.
    sent_by_hand: bool,
    /// The reference that the sender wrote down.
    reference: Option<String>,
    /// When it left, in Unix seconds.
    submitted_at: Option<i64>,
    /// When it succeeded, in Unix seconds.
    succeeded_at: Option<i64>,
    /// When it failed or came back, in Unix seconds.
    failed_at: Option<i64>,
    /// Why it failed or was canceled: a stable code, such as `not_sent`, `bounced`, `requested` or
    /// `payment_returned`.
    failure_code: Option<String>,
    /// Why it failed, in the words of who marked it as failed.
    failure_message: Option<String>,
    /// When it was canceled, in Unix seconds.
    canceled_at: Option<i64>,
    /// The movement by which the money left.
    #[schema(value_type = Option<String>)]
    balance_transaction: Option<MovementId>,
    /// The merchant's own keys and values.
    metadata: BTreeMap<String, String>,
}

impl RefundView {
    /// Of a refund of a case.
    pub fn of(case: &Case, refund: &Refund) -> Self {
        let (session, terms) = (&case.session, &refund.terms);
        let (mut succeeded_at, mut failed_at, mut canceled_at, mut code) = (None, None, None, None);
        match &refund.progress {
            RefundProgress::Succeeded { at } => succeeded_at = Some(at.seconds()),
            RefundProgress::Failed { at, code: why } => {
                (failed_at, code) = (Some(at.seconds()), Some(why.clone()));
            }
            RefundProgress::Canceled { at, code: why } => {
                (canceled_at, code) = (Some(at.seconds()), Some(why.clone()));
            }
            RefundProgress::Pending | RefundProgress::Submitted => {}
        }
        let id = refund.id.to_string();
        let left = case.movements.iter().find(|movement| {
            movement.kind == MovementKind::MerchantRefund && movement.source_id == id
        });
        Self {
            id,
            object: RefundObject::Name,
            created: refund.created_at.seconds(),
            livemode: session.scope.livemode,
            amount: refund.amount,
            currency: session.terms.currency,
            status: refund.progress.as_str(),
            transaction: refund.transaction,
            payment_session: session.id,
            customer: session.customer,
            origin: refund.origin,
            reason: terms.reason,
            reason_description: terms.reason_description.clone(),
            reverse_transfer: terms.reverse_transfer,
            refund_fees: terms.refund_fees,
            sent_by_hand: is_by_hand(case, refund),
            reference: refund.reference.clone(),
            submitted_at: refund.submitted_at.map(Timestamp::seconds),
            succeeded_at,
            failed_at,
            failure_code: code,
            failure_message: terms.failure_message.clone(),
            canceled_at,
            balance_transaction: left.map(|movement| movement.id),
            metadata: terms.metadata.clone(),
        }
    }
}
