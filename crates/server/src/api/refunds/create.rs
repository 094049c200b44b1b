//! `POST /v1/refunds`.

use std::collections::BTreeMap;

use axum::extract::State;
use domain::case::Refusal;
use domain::ids::TransactionId;
use domain::refund::{RefundReason, RefundRefusal, RefundTerms};
use domain::text::DESCRIPTION_MAX;
use domain::transaction::Transaction;
use store::{cases, transactions};
use utoipa::ToSchema;

use super::{RefundView, refused, view};
use crate::api::names::RefundReasonName;
use crate::app::App;
use crate::cases::change;
use crate::customer_money::refundable_credit;
use crate::extract::rules::{block, line, spelled};
use crate::extract::{Body, Call, Fields, MetadataChanges, Query, Reply};
use crate::problem::Problem;

/// The least and the most that a refund gives back, in minor units.
const AMOUNT: std::ops::RangeInclusive<i64> = 1..=99_999_900;
/// Longer texts are not looked up.
const TRANSACTION_MAX: usize = 100;

/// Money to be given back.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct CreateRefund {
    /// The transaction whose money goes back.
    #[schema(value_type = String, pattern = "^txn_[0-9a-hjkmnp-tv-z]{26}$")]
    transaction: TransactionId,
    /// Minor units; all that is left when it is left out.
    #[schema(minimum = 1, maximum = 99_999_900)]
    amount: Option<i64>,
    /// Why.
    #[schema(value_type = Option<RefundReasonName>)]
    reason: Option<RefundReason>,
    /// Why, in the merchant's own words.
    #[schema(max_length = 1000)]
    reason_description: Option<String>,
    /// Take the owners' part of it back from them; false when left out.
    reverse_transfer: Option<bool>,
    /// Give up the merchant's fees on it; false when left out.
    refund_fees: Option<bool>,
    /// The merchant's own keys and values.
    #[schema(schema_with = crate::api::metadata_schema)]
    metadata: Option<BTreeMap<String, String>>,
}

/// A refund as it was asked for, in its form right.
struct Wanted {
    transaction: String,
    amount: Option<i64>,
    terms: RefundTerms,
}

impl Wanted {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let reasons: Vec<&str> = RefundReason::ALL.iter().map(|it| it.as_str()).collect();
        let transaction = fields.required_text("transaction", line(TRANSACTION_MAX));
        let amount = fields.int("amount", AMOUNT);
        let reason = fields.text("reason", spelled(&reasons));
        let reason_description = fields.text("reason_description", block(DESCRIPTION_MAX));
        let reverse_transfer = fields.bool("reverse_transfer").unwrap_or(false);
        let refund_fees = fields.bool("refund_fees").unwrap_or(false);
        let metadata = MetadataChanges::read(fields).apply(&BTreeMap::new()).unwrap_or_default();
        let terms = RefundTerms {
            reason,
            reason_description,
            reverse_transfer,
            refund_fees,
            failure_message: None,
            metadata,
        };
        Some(Self { transaction: transaction?, amount, terms })
    }
}

/// Create a refund
///
/// Gives money back to the account that it came from. Its amount is reserved at once. A card's
/// refund goes through the processor; a debit's waits until somebody has sent it from the
/// merchant's bank.
///
/// # Errors
/// 400 for what is wrong with the body; 404 `transaction`; 409 when there is not so much to give
/// back, or not yet.
#[utoipa::path(
    post, path = "/v1/refunds", tag = "Refunds", operation_id = "create_refund",
    request_body = CreateRefund,
    responses((status = 200, description = "The refund.", body = RefundView), crate::openapi::Refusals)
)]
pub async fn create(
    State(app): State<App>,
    call: Call,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(Wanted::read).and(query.none());
    let server = app.clone();
    call.write(&app, input, move |tx, merchant, wanted| {
        let scope = &merchant.scope;
        let unknown = || Problem::not_found("transaction", Some("transaction"));
        let id: TransactionId = wanted.transaction.parse().map_err(|_| unknown())?;
        let found = transactions::find(tx, scope, id)?.ok_or_else(unknown)?;
        let locked = cases::lock(tx, scope, found.session)?.ok_or_else(unknown)?;
        let source = tx.source();
        let spendable = refundable_credit(tx, &locked)?;
        let from_credit = locked.session.plan.apply_credit && found.state.credit_applied > 0;
        let mut refusal = None;
        let changed = change(tx, &server, &merchant.origin(), locked, |case, now| {
            let (amount, terms) = (wanted.amount, wanted.terms.clone());
            let asked = case.request_refund(id, amount, terms, spendable, now, source.as_ref());
            asked.map_err(|why| {
                refusal = Some(why);
                Refusal::Closed
            })
        })?;
        match (changed, refusal) {
            (Ok((refund, case)), _) => view(&case, refund),
            (Err(_), Some(RefundRefusal::NothingCollected)) if from_credit => {
                Err(paid_from_credit(&found))
            }
            (Err(_), Some(why)) => Err(refused(why)),
            (Err(why), None) => Err(crate::api::payment_sessions::refused(why)),
        }
    })
    .await
}

/// Credit goes back to where it came from: no bank and no card has it.
fn paid_from_credit(transaction: &Transaction) -> Problem {
    let message = "This was paid from the customer's credit, which no bank or card can be given. Give it back to the customer's balance: `POST /v1/customer_balance_transactions` with `direction` `credit`.";
    Problem::conflict("paid_from_credit", message)
        .with_detail("amount_credit_applied", transaction.state.credit_applied)
        .with_detail("customer", transaction.customer.to_string())
}
