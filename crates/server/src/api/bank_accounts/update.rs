//! `POST /v1/bank_accounts/{id}`.

use axum::extract::State;
use domain::ids::BankAccountId;
use domain::news::EventType;
use domain::payee::BankAccount;
use store::{DbError, Tx, bank_accounts};

use super::input::{Changes, UpdateBankAccount};
use super::{BankAccountView, WHAT, check_routes, lock, takes_effect};
use crate::app::App;
use crate::extract::{Body, Call, Merchant, PathId, Query, Reply};
use crate::mail;
use crate::problem::Problem;
use crate::record::{previous_attributes, record};

/// Update a bank account
///
/// What is left out keeps its value. Numbers never change: create another account. For real money a
/// change reaches payers 24 hours later; until then it stands in `pending`, a later change takes its
/// place, and the account is told by mail at once. `default` takes the place of any other account of the
/// currency that would become the default.
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
        let before = BankAccountView::of(&account, merchant);
        let (now, from) = (merchant.now, takes_effect(merchant));
        // What was said last and has not come yet is what is changed.
        let last = account.pending_at(now).map_or(account.terms_at(now), |(terms, _)| terms);
        let wanted = changes.apply(last);
        let moved = wanted != *last;
        if moved {
            check_routes(tx, merchant, &others, &account, &wanted)?;
            account.change(wanted, now, from);
        }
        if changes.default {
            let rivals = withdraw_rivals(tx, merchant, &others, &account)?;
            let is_last =
                |at| rivals.iter().all(|it| it.default_from.is_none_or(|other| other <= at));
            if !account.default_from.is_some_and(is_last) {
                account.default_from = Some(from);
            }
        }
        let metadata = changes.metadata.apply(&account.metadata);
        account.metadata = metadata.map_err(|fault| Problem::faults(vec![fault]))?;
        let view = BankAccountView::of(&account, merchant);
        // Also when it looks the same: the name that it has at the pretend bank, given, stays what it is.
        bank_accounts::update(tx, &account)?;
        let Some(previous) = previous_attributes(&before, &view) else { return Ok(view) };
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

/// The other accounts of the currency, none of which becomes the default any more: what is said last
/// counts, and an account that is the default already stays it without a day's wait.
fn withdraw_rivals(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    others: &[BankAccount],
    account: &BankAccount,
) -> Result<Vec<BankAccount>, DbError> {
    let same = |it: &&BankAccount| it.id != account.id && it.currency() == account.currency();
    let mut rivals: Vec<BankAccount> = others.iter().filter(same).cloned().collect();
    let now = merchant.now;
    for rival in rivals.iter_mut().filter(|it| it.default_from.is_some_and(|at| now < at)) {
        let before = BankAccountView::of(rival, merchant);
        rival.default_from = None;
        bank_accounts::update(tx, rival)?;
        let view = BankAccountView::of(rival, merchant);
        let (kind, id) = (EventType::BankAccountUpdated, view.id.to_string());
        let previous = previous_attributes(&before, &view);
        record(tx, &merchant.scope, &merchant.origin(), kind, &id, &view, previous.as_ref())?;
    }
    Ok(rivals)
}
