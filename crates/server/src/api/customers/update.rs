//! `POST /v1/customers/{id}`.

use axum::extract::State;
use domain::ids::CustomerId;
use domain::news::EventType;
use store::customers;

use super::CustomerView;
use super::input::{Changes, UpdateCustomer};
use crate::app::App;
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::problem::Problem;
use crate::record::{previous_attributes, record};

/// Update a customer
///
/// What is left out keeps its value; null clears it.
///
/// # Errors
/// 400 for what is wrong with the body, 404 when there is no such customer.
#[utoipa::path(
    post, path = "/v1/customers/{id}", tag = "Customers", operation_id = "update_customer",
    params(("id" = String, Path, description = "The customer's id.")),
    request_body = UpdateCustomer,
    responses((status = 200, description = "The customer.", body = CustomerView), crate::openapi::Refusals)
)]
pub async fn update(
    State(app): State<App>,
    call: Call,
    id: PathId<CustomerId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(|fields| Some(Changes::of_known(fields))).and(query.none());
    call.write(&app, input, move |tx, merchant, changes| {
        let id = id.of_a("customer")?;
        let customer = customers::lock(tx, &merchant.scope, id)?;
        let mut customer = customer.ok_or_else(|| Problem::not_found("customer", None))?;
        let before = CustomerView::of(&customer);
        changes.clone().apply(&mut customer).map_err(|fault| Problem::faults(vec![fault]))?;
        let view = CustomerView::of(&customer);
        if let Some(previous) = previous_attributes(&before, &view) {
            customers::update(tx, &customer)?;
            let (scope, id) = (&merchant.scope, id.to_string());
            let kind = EventType::CustomerUpdated;
            record(tx, scope, &merchant.origin(), kind, &id, &view, Some(&previous))?;
        }
        Ok(view)
    })
    .await
}
