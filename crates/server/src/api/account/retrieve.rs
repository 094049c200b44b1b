//! `GET /v1/account`.

use axum::extract::State;

use super::AccountView;
use crate::app::App;
use crate::extract::{Call, Query, Reply};
use crate::problem::Problem;

/// Retrieve the account
///
/// The account that the key belongs to.
///
/// # Errors
/// Only those of every call.
#[utoipa::path(
    get, path = "/v1/account", tag = "Account", operation_id = "retrieve_account",
    responses((status = 200, description = "The account.", body = AccountView), crate::openapi::Refusals)
)]
pub async fn retrieve(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let public_url = app.public_url.clone();
    call.read(&app, query.none(), move |_, merchant, ()| {
        Ok(AccountView::of(merchant, &merchant.account.settings, &public_url))
    })
    .await
}
