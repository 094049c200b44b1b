//! `DELETE /v1/bank_accounts/{id}`.

use axum::extract::State;
use domain::ids::BankAccountId;
use domain::news::EventType;
use domain::payee::BankAccount;
use store::bank_accounts;

use super::{BankAccountView, WHAT, lock};
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::mail;
use crate::problem::Problem;
use crate::record::record;

/// Delete a bank account
///
/// Payers are not shown it any more, at once. Money that comes to it all the same is booked as before.
///
/// # Errors
/// 404 when there is no such account, or no longer.
#[utoipa::path(
    delete, path = "/v1/bank_accounts/{id}", tag = "Bank accounts", operation_id = "delete_bank_account",
    params(("id" = String, Path, description = "The bank account's id.")),
    responses((status = 200, description = "The bank account, with `deleted`.", body = BankAccountView), crate::openapi::Refusals)
)]
pub async fn delete(
    State(app): State<App>,
    call: Call,
    id: PathId<BankAccountId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a(WHAT));
    let server = app.clone();
    call.write(&app, input, move |tx, merchant, id| {
        let (_, account) = lock(tx, merchant, *id)?;
        let account = BankAccount { deleted_at: Some(merchant.now), ..account };
        bank_accounts::update(tx, &account)?;
        let made = mail::Made::Deleted;
        mail::tell_of_bank_account(tx, &server, &merchant.account, &account, made)?;
        let view = BankAccountView::of(&account, merchant);
        let (scope, id) = (&merchant.scope, view.id.to_string());
        let kind = EventType::BankAccountDeleted;
        record(tx, scope, &merchant.origin(), kind, &id, &view, None)?;
        Ok(view)
    })
    .await
}
