//! `GET /v1/bank_accounts/{id}`.

use axum::extract::State;
use domain::ids::BankAccountId;
use store::bank_accounts;

use super::{BankAccountView, WHAT};
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Retrieve a bank account
///
/// # Errors
/// 404 when there is no such account.
#[utoipa::path(
    get, path = "/v1/bank_accounts/{id}", tag = "Bank accounts", operation_id = "retrieve_bank_account",
    params(("id" = String, Path, description = "The bank account's id.")),
    responses((status = 200, description = "The bank account.", body = BankAccountView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<BankAccountId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a(WHAT));
    call.read(&app, input, |tx, merchant, id| {
        let account = bank_accounts::find(tx, &merchant.scope, *id)?;
        let account = account.ok_or_else(|| Problem::not_found(WHAT, None))?;
        Ok(BankAccountView::of(&account, merchant))
    })
    .await
}
