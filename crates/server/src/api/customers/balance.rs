//! `GET /v1/customers/{id}/balance`.

use axum::extract::State;
use domain::books::CustomerBook;
use domain::ids::CustomerId;
use domain::money::Currency;
use serde::Serialize;
use store::{customer_balances, customers};
use utoipa::ToSchema;

use crate::api::balance::AmountView;
use crate::api::object_name;
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

object_name! { CustomerBalanceObject = "customer_balance" }

/// What a customer has in credit and owes, in each currency in which there ever was something.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CustomerBalance)]
pub struct CustomerBalanceView {
    /// Always `customer_balance`.
    #[schema(value_type = String, pattern = "^customer_balance$")]
    object: CustomerBalanceObject,
    /// The customer.
    #[schema(value_type = String)]
    customer: CustomerId,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// Credit that can be spent.
    available: Vec<AmountView>,
    /// Credit of top-ups that have not cleared: the payer's bank can still return them.
    pending: Vec<AmountView>,
    /// What the customer owes. Nobody has credit and a debt at once.
    debt: Vec<AmountView>,
}

impl CustomerBalanceView {
    fn of(customer: CustomerId, livemode: bool, books: &[(Currency, CustomerBook)]) -> Self {
        let amounts = |part: fn(&CustomerBook) -> i64| {
            books.iter().map(|(currency, book)| AmountView::of(*currency, part(book))).collect()
        };
        Self {
            object: CustomerBalanceObject::Name,
            customer,
            livemode,
            available: amounts(CustomerBook::spendable),
            pending: amounts(|book| book.credit - book.spendable()),
            debt: amounts(|book| book.debt),
        }
    }
}

/// Retrieve a customer's balance
///
/// What the customer has in credit and owes, in each currency; also of a deleted customer.
///
/// # Errors
/// 404 when there is no such customer.
#[utoipa::path(
    get, path = "/v1/customers/{id}/balance", tag = "Customer balance",
    operation_id = "retrieve_customer_balance",
    params(("id" = String, Path, description = "The customer's id.")),
    responses((status = 200, description = "The balance.", body = CustomerBalanceView), crate::openapi::Refusals)
)]
pub async fn balance(
    State(app): State<App>,
    call: Call,
    id: PathId<CustomerId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a("customer"));
    call.read(&app, input, |tx, merchant, id| {
        let scope = &merchant.scope;
        if customers::find(tx, scope, *id)?.is_none() && !customers::was_deleted(tx, scope, *id)? {
            return Err(Problem::not_found("customer", None));
        }
        let mut books = Vec::new();
        for currency in customer_balances::currencies(tx, scope, *id)? {
            let book = customer_balances::find(tx, scope, *id, currency, merchant.now)?;
            books.push((currency, book));
        }
        Ok(CustomerBalanceView::of(*id, scope.livemode, &books))
    })
    .await
}
