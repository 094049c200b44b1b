//! `POST /v1/bank_accounts/{id}`.

use axum::extract::State;
use domain::ids::BankAccountId;
use domain::news::EventType;
use store::bank_accounts;

use super::input::{Changes, UpdateBankAccount};
use super::{BankAccountView, WHAT, check_routes, lock, takes_effect};
use crate::app::App;
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::mail;
use crate::problem::Problem;
use crate::record::{previous_attributes, record};

/// Update a bank account
///
/// What is left out keeps its value. Numbers never change: create another account. For real money a
/// change reaches payers 24 hours later; until then it stands in `pending`, a later change takes its
/// place, and the account is told by mail at once.
///
/// # Errors
/// 400 for what is wrong with the body, 404 when there is no such account, or no longer.
#[utoipa::path(
    post, path = "/v1/bank_accounts/{id}", tag = "Bank accounts", operation_id = "update_bank_account",
    params(("id" = String, Path, description = "The bank account's id.")),
    request_body = UpdateBankAccount,
    responses((status = 200, description = "The bank account.", body = BankAccountView), crate::openapi::Refusals)
)]
pub async fn update(
    State(app): State<App>,
    call: Call,
    id: PathId<BankAccountId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(|fields| Some(Changes::read(fields))).and(query.none());
    let server = app.clone();
    call.write(&app, input, move |tx, merchant, changes| {
        let (others, mut account) = lock(tx, merchant, id.of_a(WHAT)?)?;
        let before = BankAccountView::of(&account, merchant.now);
        let (now, from) = (merchant.now, takes_effect(merchant));
        // What was said last and has not come yet is what is changed.
        let last = account.pending_at(now).map_or(account.terms_at(now), |(terms, _)| terms);
        let wanted = changes.apply(last);
        let moved = wanted != *last;
        if moved {
            check_routes(tx, merchant, &others, &account, &wanted)?;
            account.change(wanted, now, from);
        }
        if changes.default && account.default_from.is_none_or(|at| !is_last(&others, &account, at))
        {
            account.default_from = Some(from);
        }
        let metadata = changes.metadata.apply(&account.metadata);
        account.metadata = metadata.map_err(|fault| Problem::faults(vec![fault]))?;
        let view = BankAccountView::of(&account, now);
        let Some(previous) = previous_attributes(&before, &view) else { return Ok(view) };
        bank_accounts::update(tx, &account)?;
        if moved || changes.default {
            let made = mail::Made::Changed(from);
            mail::tell_of_bank_account(tx, &server, &merchant.account, &account, made)?;
        }
        let (scope, id) = (&merchant.scope, view.id.to_string());
        let kind = EventType::BankAccountUpdated;
        record(tx, scope, &merchant.origin(), kind, &id, &view, Some(&previous))?;
        Ok(view)
    })
    .await
}

/// True when no other account of the currency is the default later.
fn is_last(
    others: &[domain::payee::BankAccount],
    account: &domain::payee::BankAccount,
    at: domain::time::Timestamp,
) -> bool {
    let same = others.iter().filter(|it| it.currency() == account.currency());
    { same }.all(|it| it.id == account.id || it.default_from.is_none_or(|other| other <= at))
}
