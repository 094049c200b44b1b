//! `POST /v1/customers`.

use axum::extract::State;
use domain::ids::CustomerId;
use domain::news::EventType;
use store::customers::{self, Customer, Details};

use super::CustomerView;
use super::input::{Changes, CreateCustomer};
use crate::app::App;
use crate::extract::{Body, Call, Query, Reply};
use crate::problem::Problem;
use crate::record::record;

/// Create a customer
///
/// Everything is optional; a payment link can be mailed only to a customer with an `email`.
///
/// # Errors
/// 400 for what is wrong with the body.
#[utoipa::path(
    post, path = "/v1/customers", tag = "Customers", operation_id = "create_customer",
    request_body = CreateCustomer,
    responses((status = 200, description = "The customer.", body = CustomerView), crate::openapi::Refusals)
)]
pub async fn create(
    State(app): State<App>,
    call: Call,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(|fields| Some(Changes::of_new(fields))).and(query.none());
    call.write(&app, input, |tx, merchant, changes| {
        let mut customer = Customer {
            id: tx.id::<CustomerId>(),
            scope: merchant.scope,
            created_at: merchant.now,
            name: None,
            locale: None,
            details: Details::default(),
        };
        changes.clone().apply(&mut customer).map_err(|fault| Problem::faults(vec![fault]))?;
        customers::insert(tx, &customer)?;
        let view = CustomerView::of(&customer);
        let (scope, id) = (&merchant.scope, customer.id.to_string());
        record(tx, scope, &merchant.origin(), EventType::CustomerCreated, &id, &view, None)?;
        Ok(view)
    })
    .await
}
