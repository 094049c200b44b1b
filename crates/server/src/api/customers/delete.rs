//! `DELETE /v1/customers/{id}`.

use axum::extract::State;
use domain::ids::CustomerId;
use domain::news::EventType;
use store::customers;

use super::CustomerView;
use crate::app::App;
use crate::cases::{MoneyUnderWay, close_for_customer};
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;
use crate::record::record;

/// Delete a customer
///
/// Final. Open payment sessions are canceled with the reason `customer_deleted`; paid ones keep
/// the customer as it was. Refused while money is under way.
///
/// # Errors
/// 404 when there is no such customer, 409 `payment_in_progress`.
#[utoipa::path(
    delete, path = "/v1/customers/{id}", tag = "Customers", operation_id = "delete_customer",
    params(("id" = String, Path, description = "The customer's id.")),
    responses((status = 200, description = "The customer as it was, with `deleted`.", body = CustomerView), crate::openapi::Refusals)
)]
pub async fn delete(
    State(app): State<App>,
    call: Call,
    id: PathId<CustomerId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a("customer"));
    let parts = app.clone();
    call.write(&app, input, move |tx, merchant, id| {
        let scope = &merchant.scope;
        let customer = customers::lock(tx, scope, *id)?;
        let customer = customer.ok_or_else(|| Problem::not_found("customer", None))?;
        let view = CustomerView::deleted(&customer);
        let snapshot = serde_json::to_string(&view).map_err(Problem::internal_because)?;
        let origin = merchant.origin();
        close_for_customer(tx, &parts, &origin, scope, *id, &snapshot)?.map_err(under_way)?;
        customers::delete(tx, scope, *id, merchant.now)?;
        let object = id.to_string();
        record(tx, scope, &origin, EventType::CustomerDeleted, &object, &view, None)?;
        Ok(view)
    })
    .await
}

fn under_way(MoneyUnderWay(session): MoneyUnderWay) -> Problem {
    let message =
        format!("Money is under way for {session}. Delete the customer when its outcome is known.");
    Problem::conflict("payment_in_progress", message)
        .with_detail("payment_session", session.to_string())
}
