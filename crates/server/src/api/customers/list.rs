//! `GET /v1/customers`.

use axum::extract::State;
use domain::ids::CustomerId;
use domain::text::check_email;
use store::customers;
use store::page::Page;
use utoipa::IntoParams;

use super::CustomerView;
use crate::app::App;
use crate::extract::{Call, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

/// What customers can be asked for by.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CustomerFilter {
    /// Those with this address, in any case of letters.
    #[param(required = false, format = "email")]
    pub email: String,
}

#[derive(Clone, Debug)]
struct Asked {
    email: Option<String>,
    page: Page<CustomerId>,
}

/// List customers
///
/// Newest first; deleted ones are left out.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/customers", tag = "Customers", operation_id = "list_customers",
    params(ListParams, CustomerFilter),
    responses((status = 200, description = "Customers.", body = ListView<CustomerView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| Asked {
        email: params.text("email", |text| {
            check_email(text).map(|()| text.to_owned()).map_err(rules::Wrong::from)
        }),
        page: params.page(),
    });
    call.read(&app, input, |tx, merchant, asked| {
        let found = customers::list(tx, &merchant.scope, asked.email.as_deref(), &asked.page)?;
        Ok(ListView::of(found, |customer| CustomerView::of(&customer)))
    })
    .await
}
