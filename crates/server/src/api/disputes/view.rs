//! A dispute, as the API shows it.

use std::collections::BTreeMap;

use domain::calendar::local_date;
use domain::case::Case;
use domain::dispute::{Dispute, DisputeStatus};
use domain::ids::{CustomerId, SessionId, TransactionId};
use domain::money::Currency;
use domain::time::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::names::{CurrencyName, DisputeStatusName};
use crate::api::object_name;
use crate::api::transactions::words;

object_name! { DisputeObject = "dispute" }

/// A payer's claim that a payment was not authorised.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Dispute)]
pub struct DisputeView {
    /// Its id.
    #[schema(example = "dp_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: String,
    /// Always `dispute`.
    #[schema(value_type = String, pattern = "^dispute$")]
    object: DisputeObject,
    /// When we learnt of it, in Unix seconds.
    created: i64,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// Minor units.
    amount: i64,
    /// Its currency.
    #[schema(value_type = CurrencyName)]
    currency: Currency,
    /// Where it stands: `open` where nobody decides; `needs_response` until `respond_by`, and
    /// `under_review` once evidence was handed in or that time is over.
    #[schema(value_type = DisputeStatusName)]
    status: DisputeStatus,
    /// The rail's reason code.
    code: String,
    /// Why, in plain words.
    reason: String,
    /// The day on which the money is taken back.
    #[schema(value_type = Option<String>, format = "date")]
    debit_on: Option<jiff::civil::Date>,
    /// Until when evidence is taken, in Unix seconds; null where nobody takes it.
    respond_by: Option<i64>,
    /// The transaction that it is about.
    #[schema(value_type = String)]
    transaction: TransactionId,
    /// The payment session of that.
    #[schema(value_type = String)]
    payment_session: SessionId,
    /// Who pays.
    #[schema(value_type = String)]
    customer: CustomerId,
    /// What the merchant wrote down, by kind.
    evidence: BTreeMap<String, String>,
    /// When the evidence was handed in, in Unix seconds.
    submitted_at: Option<i64>,
    /// When it ended, in Unix seconds.
    closed_at: Option<i64>,
    /// The merchant's own keys and values.
    metadata: BTreeMap<String, String>,
}

impl DisputeView {
    /// Of a dispute of a case at `now`, in business time.
    pub fn of(case: &Case, dispute: &Dispute, now: Timestamp) -> Self {
        let session = &case.session;
        Self {
            id: dispute.id.to_string(),
            object: DisputeObject::Name,
            created: dispute.reported_at.seconds(),
            livemode: session.scope.livemode,
            amount: dispute.amount,
            currency: session.terms.currency,
            status: dispute.status(now),
            code: dispute.code.clone(),
            reason: words::of(&dispute.code),
            debit_on: local_date(dispute.debit_at, &TimeZone::UTC).ok(),
            respond_by: dispute.respond_by.map(Timestamp::seconds),
            transaction: dispute.transaction,
            payment_session: session.id,
            customer: session.customer,
            evidence: dispute.evidence.clone(),
            submitted_at: dispute.submitted_at.map(Timestamp::seconds),
            closed_at: dispute.outcome.map(|(_, at)| at.seconds()),
            metadata: dispute.metadata.clone(),
        }
    }
}
