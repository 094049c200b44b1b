//! `GET /v1/payment_methods/{id}`.

use axum::extract::State;
use domain::ids::PaymentMethodId;

use super::PaymentMethodView;
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Retrieve a payment method
///
/// # Errors
/// 404 when there is no such payment method.
#[utoipa::path(
    get, path = "/v1/payment_methods/{id}", tag = "Payment methods",
    operation_id = "retrieve_payment_method",
    params(("id" = String, Path, description = "The payment method's id.")),
    responses((status = 200, description = "The payment method.", body = PaymentMethodView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<PaymentMethodId>,
    query: Query,
) -> Result<Reply, Problem> {
    call.read(&app, query.none(), move |tx, merchant, ()| {
        PaymentMethodView::load(tx, &merchant.scope, id.of_a("payment method")?)
    })
    .await
}
