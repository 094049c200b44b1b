//! `GET /v1/work_items`.

use axum::extract::State;
use domain::ids::{CustomerId, OwnerId, SessionId, WorkItemId};
use domain::work::WorkKind;
use store::page::Page;
use store::work_items::{self, Filter};
use utoipa::IntoParams;

use super::WorkItemView;
use crate::api::names::WorkKindName;
use crate::app::App;
use crate::extract::rules::{Wrong, id, spelled};
use crate::extract::{Call, ListParams, ListView, Query, Reply};
use crate::problem::Problem;

/// What work items can be asked for by.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WorkItemFilter {
    /// `open` or `resolved`.
    #[param(required = false, pattern = "^(open|resolved)$")]
    pub status: String,
    /// Those of this type.
    #[param(required = false, rename = "type", inline, value_type = WorkKindName)]
    pub kind: WorkKind,
    /// Those of this payment session.
    #[param(required = false, value_type = String)]
    pub payment_session: SessionId,
    /// Those of this customer.
    #[param(required = false, value_type = String)]
    pub customer: CustomerId,
    /// Those of this owner.
    #[param(required = false, value_type = String)]
    pub owner: OwnerId,
}

#[derive(Clone, Debug)]
struct Asked {
    filter: Filter,
    page: Page<WorkItemId>,
}

/// List work items
///
/// What a person has to look at, newest first.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/work_items", tag = "Work items", operation_id = "list_work_items",
    params(ListParams, WorkItemFilter),
    responses((status = 200, description = "Work items.", body = ListView<WorkItemView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| {
        let kinds: Vec<&str> = WorkKind::ALL.iter().map(|it| it.as_str()).collect();
        let filter = Filter {
            status: params.text("status", status).unwrap_or_default(),
            kind: params.text("type", spelled(&kinds)),
            session: params.text("payment_session", id),
            customer: params.text("customer", id),
            owner: params.text("owner", id),
        };
        Asked { filter, page: params.page() }
    });
    call.read(&app, input, |tx, merchant, asked| {
        let found = work_items::list(tx, &merchant.scope, &asked.filter, &asked.page)?;
        Ok(ListView::of(found, |item| WorkItemView::of(&item, &merchant.scope)))
    })
    .await
}

fn status(given: &str) -> Result<String, Wrong> {
    match given {
        "open" | "resolved" => Ok(given.to_owned()),
        _ => Err(Wrong::new("unknown_value", "must be one of: open, resolved")),
    }
}
