//! `GET /v1/balance/owners`.

use axum::extract::State;
use domain::ids::OwnerId;
use domain::money::Currency;
use serde::Serialize;
use store::owner_money::{self, Unpaid};
use store::page::Page;
use utoipa::{IntoParams, ToSchema};

use super::AmountView;
use crate::api::object_name;
use crate::app::App;
use crate::extract::{Call, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

object_name! { OwnerBalanceObject = "balance.owner" }

/// What an owner has and owes. A currency of which there is nothing is left out.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OwnerBalance)]
pub struct OwnerBalanceView {
    /// Always `balance.owner`.
    #[schema(value_type = String, pattern = "^balance[.]owner$")]
    object: OwnerBalanceObject,
    /// The owner.
    #[schema(value_type = String)]
    owner: OwnerId,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// What can be paid out.
    available: Vec<AmountView>,
    /// Of payments that have not cleared.
    pending: Vec<AmountView>,
    /// In payouts that are not paid yet.
    in_payout: Vec<AmountView>,
    /// What the owner owes; it is netted from the next transfers.
    owed: Vec<AmountView>,
}

/// What balances can be asked for by.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OwnerBalanceFilter {
    /// That of this owner.
    #[param(required = false, value_type = String)]
    pub owner: OwnerId,
}

struct Asked {
    owner: Option<OwnerId>,
    page: Page<OwnerId>,
}

/// List owners' balances
///
/// Of every owner of whom there is money, or who owes some. The cursor is the owner's id, and
/// `created` is when the owner was made.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/balance/owners", tag = "Balance", operation_id = "list_owner_balances",
    params(ListParams, OwnerBalanceFilter),
    responses((status = 200, description = "Balances.", body = ListView<OwnerBalanceView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input =
        query.read(|params| Asked { owner: params.text("owner", rules::id), page: params.page() });
    call.read(&app, input, |tx, merchant, asked| {
        let scope = &merchant.scope;
        let found = owner_money::list(tx, scope, asked.owner, &asked.page)?;
        ListView::try_of(found, |owner| {
            let unpaid = owner_money::unpaid(tx, scope, owner, merchant.now)?;
            let owed = owner_money::owed(tx, scope, owner)?;
            let of =
                |part: fn(&Unpaid) -> i64| amounts(unpaid.iter().map(|it| (it.currency, part(it))));
            Ok::<_, Problem>(OwnerBalanceView {
                object: OwnerBalanceObject::Name,
                owner,
                livemode: scope.livemode,
                available: of(|it| it.available),
                pending: of(|it| it.pending),
                in_payout: of(|it| it.in_payout),
                owed: amounts(owed.into_iter()),
            })
        })
    })
    .await
}

fn amounts(all: impl Iterator<Item = (Currency, i64)>) -> Vec<AmountView> {
    let some = all.filter(|(_, amount)| *amount > 0);
    some.map(|(currency, amount)| AmountView { currency, amount }).collect()
}
