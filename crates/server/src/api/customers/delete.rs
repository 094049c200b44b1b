//! `DELETE /v1/customers/{id}`.

use axum::extract::State;
use domain::ids::CustomerId;
use domain::news::EventType;
use domain::scope::Scope;
use store::{Tx, customer_balances, customers, sessions};

use super::CustomerView;
use crate::app::App;
use crate::cases::{MoneyUnderWay, close_for_customer, expire_redirected};
use crate::extract::{Call, Input, Merchant, PathId, Query, Reply};
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
    mut call: Call,
    id: PathId<CustomerId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = Input::from(query.none().and_then(|()| id.of_a("customer")));
    if let Ok(id) = input.value() {
        let merchant = call.merchant(&app).await?;
        // A key that was used for something else closes no page.
        if let Some(reply) = call.replay(&app, &merchant, &input).await? {
            return Ok(reply);
        }
        close_pages(&app, merchant.scope, *id).await?;
    }
    let parts = app.clone();
    call.write(&app, input, move |tx, merchant, id| {
        let scope = &merchant.scope;
        let customer = customers::lock(tx, scope, *id)?;
        let customer = customer.ok_or_else(|| Problem::not_found("customer", None))?;
        let view = CustomerView::deleted(&customer);
        let snapshot = serde_json::to_string(&view).map_err(Problem::internal_because)?;
        let origin = merchant.origin();
        close_for_customer(tx, &parts, &origin, scope, *id, &snapshot)?.map_err(under_way)?;
        owes_nothing(tx, merchant, *id)?;
        customers::delete(tx, scope, *id, merchant.now)?;
        let object = id.to_string();
        record(tx, scope, &origin, EventType::CustomerDeleted, &object, &view, None)?;
        Ok(view)
    })
    .await
}

/// 409 while a customer has credit or a debt: it would be nobody's.
fn owes_nothing(tx: &mut Tx<'_>, merchant: &Merchant, id: CustomerId) -> Result<(), Problem> {
    let scope = &merchant.scope;
    for currency in customer_balances::currencies(tx, scope, id)? {
        let book = customer_balances::lock(tx, scope, id, currency, merchant.now)?;
        if book.balance() != 0 {
            let message = "The customer has credit or a debt; `balance` says how much. Adjust it to nothing first.";
            return Err(Problem::conflict("customer_has_balance", message)
                .with_detail("balance", book.balance())
                .with_detail("currency", currency.as_str()));
        }
    }
    Ok(())
}

/// Asks the processors to close their pages first. What none of them has closed is closed later.
async fn close_pages(app: &App, scope: Scope, id: CustomerId) -> Result<(), Problem> {
    let sessions = app.db.read(move |tx| sessions::of_customer(tx, &scope, id)).await?;
    for session in sessions {
        expire_redirected(app, scope, session).await?;
    }
    Ok(())
}

fn under_way(MoneyUnderWay(session): MoneyUnderWay) -> Problem {
    let message =
        format!("Money is under way for {session}. Delete the customer when its outcome is known.");
    Problem::conflict("payment_in_progress", message)
        .with_detail("payment_session", session.to_string())
}
