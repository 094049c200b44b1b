//! `GET /v1/payment_sessions/{id}`.

use axum::extract::State;
use domain::ids::SessionId;

use super::view::EXPANDABLE;
use super::{PaymentSessionView, WHAT};
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Retrieve a payment session
///
/// # Errors
/// 400 for a field that cannot be expanded, 404 when there is no such session.
#[utoipa::path(
    get, path = "/v1/payment_sessions/{id}", tag = "Payment sessions",
    operation_id = "retrieve_payment_session",
    params(
        ("id" = String, Path, description = "The session's id."),
        ("expand[]" = Option<Vec<String>>, Query, description = "Show the whole object in place of its id: `customer`, `transaction`."),
    ),
    responses((status = 200, description = "The payment session.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<SessionId>,
    query: Query,
) -> Result<Reply, Problem> {
    let server = app.clone();
    call.read(&app, query.expand(EXPANDABLE), move |tx, merchant, expand| {
        PaymentSessionView::load(tx, &server, merchant, id.of_a(WHAT)?, expand)
    })
    .await
}
