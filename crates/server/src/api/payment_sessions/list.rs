//! `GET /v1/payment_sessions`.

use axum::extract::State;
use domain::ids::{CustomerId, SessionId};
use domain::session::SessionStatus;
use store::page::Page;
use store::session_lists;
use utoipa::IntoParams;

use super::PaymentSessionView;
use super::view::EXPANDABLE;
use crate::api::names::SessionStatusName;
use crate::app::App;
use crate::extract::{Call, Expand, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

/// What payment sessions can be asked for by.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SessionFilter {
    /// Those of this status.
    #[param(required = false, inline, value_type = SessionStatusName)]
    pub status: SessionStatus,
    /// Those of this customer.
    #[param(required = false, value_type = String)]
    pub customer: CustomerId,
    /// Show the whole object in place of its id: `customer`, `transaction`.
    #[param(required = false, rename = "expand[]")]
    pub expand: Vec<String>,
}

struct Asked {
    status: Option<SessionStatus>,
    customer: Option<CustomerId>,
    page: Page<SessionId>,
    expand: Expand,
}

/// List payment sessions
///
/// Newest first.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/payment_sessions", tag = "Payment sessions",
    operation_id = "list_payment_sessions",
    params(ListParams, SessionFilter),
    responses((status = 200, description = "Payment sessions.", body = ListView<PaymentSessionView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| {
        let statuses: Vec<&str> = SessionStatus::ALL.iter().map(|it| it.as_str()).collect();
        Asked {
            status: params.text("status", rules::spelled(&statuses)),
            customer: params.text("customer", rules::id),
            page: params.page(),
            expand: params.expand(EXPANDABLE),
        }
    });
    let server = app.clone();
    call.read(&app, input, move |tx, merchant, asked| {
        let Asked { status, customer, page, expand } = asked;
        let found = session_lists::list(tx, &merchant.scope, *status, *customer, page)?;
        ListView::try_of(found, |session| {
            PaymentSessionView::expanded(tx, &server, merchant, session, expand)
        })
    })
    .await
}
