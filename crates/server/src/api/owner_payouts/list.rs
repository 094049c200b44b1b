//! `GET /v1/owner_payouts`.

use axum::extract::State;
use domain::ids::{OwnerId, OwnerPayoutId};
use domain::payout::PayoutStatus;
use store::owner_payouts::{self, Filter};
use store::page::Page;
use utoipa::IntoParams;

use super::OwnerPayoutView;
use crate::api::names::PayoutStatusName;
use crate::app::App;
use crate::extract::{Call, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

/// What owner payouts can be asked for by.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OwnerPayoutFilter {
    /// Those to this owner.
    #[param(required = false, value_type = String)]
    pub destination: OwnerId,
    /// Those of this status.
    #[param(required = false, inline, value_type = PayoutStatusName)]
    pub status: PayoutStatus,
}

struct Asked {
    filter: Filter,
    page: Page<OwnerPayoutId>,
}

/// List owner payouts
///
/// Newest first.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/owner_payouts", tag = "Owner payouts", operation_id = "list_owner_payouts",
    params(ListParams, OwnerPayoutFilter),
    responses((status = 200, description = "Owner payouts.", body = ListView<OwnerPayoutView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| {
        let statuses: Vec<&str> = PayoutStatus::ALL.iter().map(|it| it.as_str()).collect();
        let filter = Filter {
            owner: params.text("destination", rules::id),
            status: params.text("status", rules::spelled(&statuses)),
        };
        Asked { filter, page: params.page() }
    });
    call.read(&app, input, |tx, merchant, asked| {
        let found = owner_payouts::list(tx, &merchant.scope, asked.filter, &asked.page)?;
        Ok(ListView::of(found, |payout| OwnerPayoutView::of(&payout, &merchant.scope)))
    })
    .await
}
