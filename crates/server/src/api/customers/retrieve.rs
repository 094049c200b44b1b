//! `GET /v1/customers/{id}`.

use axum::extract::State;
use domain::ids::CustomerId;
use store::customers;

use super::CustomerView;
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Retrieve a customer
///
/// # Errors
/// 404 when there is no such customer, or no longer.
#[utoipa::path(
    get, path = "/v1/customers/{id}", tag = "Customers", operation_id = "retrieve_customer",
    params(("id" = String, Path, description = "The customer's id.")),
    responses((status = 200, description = "The customer.", body = CustomerView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<CustomerId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a("customer"));
    call.read(&app, input, |tx, merchant, id| {
        let customer = customers::find(tx, &merchant.scope, *id)?;
        let customer = customer.ok_or_else(|| Problem::not_found("customer", None))?;
        Ok(CustomerView::of(&customer))
    })
    .await
}
