//! Payment methods that payers gave, masked.

use axum::extract::State;
use domain::ids::PaymentMethodId;
use serde::Serialize;
use serde_json::Value;
use store::payment_methods;
use utoipa::ToSchema;

use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// A payer's way to pay, masked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaymentMethodView {
    /// Its id.
    id: String,
    /// Always `payment_method`.
    #[schema(pattern = "^payment_method$")]
    object: &'static str,
    /// When it was given, in Unix seconds.
    created: i64,
    /// False in test mode.
    livemode: bool,
    /// The customer for whom it was given.
    customer: String,
    /// `sepa_debit`.
    r#type: &'static str,
    /// What the payer typed: `name`, `email`, `phone`, `address`.
    #[schema(value_type = Object)]
    billing_details: Value,
    /// For `sepa_debit`: `country`, `last4`.
    #[schema(value_type = Option<Object>)]
    sepa_debit: Option<Value>,
}

/// A payment method.
///
/// # Errors
/// 404 when it is not this account's, in this mode.
#[utoipa::path(
    get, path = "/v1/payment_methods/{id}", tag = "Payment methods", operation_id = "retrieve_payment_method",
    params(("id" = String, Path, description = "The payment method's id.")),
    responses((status = 200, description = "As asked.", body = PaymentMethodView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<PaymentMethodId>,
    query: Query,
) -> Result<Reply, Problem> {
    let id = id.of_a("payment method");
    call.read(&app, query.none(), move |tx, merchant, ()| {
        let unknown = || Problem::not_found("payment method", None);
        let found = payment_methods::find(tx, &merchant.scope, id.clone()?)?.ok_or_else(unknown)?;
        let details: Value = serde_json::from_str(&found.details).unwrap_or_default();
        Ok(PaymentMethodView {
            id: found.id.to_string(),
            object: "payment_method",
            created: found.created_at.seconds(),
            livemode: merchant.scope.livemode,
            customer: found.customer.to_string(),
            r#type: found.method.as_str(),
            billing_details: details["billing_details"].clone(),
            sepa_debit: details.get("sepa_debit").cloned(),
        })
    })
    .await
}
