//! `POST /v1/bank_accounts`.

use axum::extract::State;
use domain::ids::BankAccountId;
use domain::news::EventType;
use domain::payee::BankAccount;
use store::bank_accounts;

use super::input::{CreateBankAccount, NewAccount};
use super::{ACCOUNTS_MAX, BankAccountView, check_routes, takes_effect};
use crate::app::App;
use crate::extract::{Body, Call, Query, Reply};
use crate::mail;
use crate::problem::Problem;
use crate::record::record;

/// Create a bank account
///
/// One of the merchant's own, to which payers send money. One that was deleted comes back under the id
/// that it had. For real money payers are shown it 24 hours
/// later, and the account is told by mail at once.
///
/// # Errors
/// 400 naming everything that is wrong with the body; 409 `bank_account_exists`, `too_many_bank_accounts`.
#[utoipa::path(
    post, path = "/v1/bank_accounts", tag = "Bank accounts", operation_id = "create_bank_account",
    request_body = CreateBankAccount,
    responses((status = 200, description = "The bank account.", body = BankAccountView), crate::openapi::Refusals)
)]
pub async fn create(
    State(app): State<App>,
    call: Call,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let table = app.modulus.as_ref();
    let input = body.read(|fields| NewAccount::read(fields, table)).and(query.none());
    let server = app.clone();
    call.write(&app, input, move |tx, merchant, new| {
        let others = bank_accounts::lock_all(tx, &merchant.scope)?;
        let (number, currency) = (new.numbers.electronic(), new.numbers.currency());
        let same =
            |it: &&BankAccount| it.numbers.electronic() == number && it.currency() == currency;
        if let Some(known) = others.iter().find(same) {
            let message = "There is a bank account of this number already.";
            return Err(Problem::conflict("bank_account_exists", message)
                .with_detail("bank_account", known.id.to_string()));
        }
        if others.len() >= ACCOUNTS_MAX {
            let message =
                format!("There are {ACCOUNTS_MAX} bank accounts already; delete one first.");
            return Err(Problem::conflict("too_many_bank_accounts", message));
        }
        let from = takes_effect(merchant);
        let first = !others.iter().any(|it| it.currency() == currency);
        // The same account again is the one that it was: its bank's entries must not count twice.
        let was = bank_accounts::by_number(tx, &merchant.scope, currency, &number)?;
        let was = was.filter(|it| it.currency() == currency);
        let account = BankAccount {
            id: was.as_ref().map_or_else(|| tx.id::<BankAccountId>(), |it| it.id),
            scope: merchant.scope,
            created_at: was.as_ref().map_or(merchant.now, |it| it.created_at),
            numbers: new.numbers.clone(),
            terms: new.terms.clone(),
            pending: None,
            active_at: from,
            default_from: (new.default || first).then_some(from),
            metadata: new.metadata.clone(),
            deleted_at: None,
        };
        check_routes(tx, merchant, &others, &account, &account.terms)?;
        match was {
            Some(_) => bank_accounts::update(tx, &account)?,
            None => bank_accounts::insert(tx, &account)?,
        }
        mail::tell_of_bank_account(
            tx,
            &server,
            &merchant.account,
            &account,
            mail::Made::New(from),
        )?;
        let view = BankAccountView::of(&account, merchant);
        let (scope, id) = (&merchant.scope, view.id.to_string());
        let kind = EventType::BankAccountCreated;
        record(tx, scope, &merchant.origin(), kind, &id, &view, None)?;
        Ok(view)
    })
    .await
}
