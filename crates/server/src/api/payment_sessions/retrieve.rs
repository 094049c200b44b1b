//! `GET /v1/payment_sessions/{id}`.

use axum::extract::State;
use domain::ids::SessionId;

use super::view::{EXPANDABLE, PaymentSessionView};
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// A payment session as it is now.
///
/// # Errors
/// 404 when it is not this account's, in this mode.
#[utoipa::path(
    get, path = "/v1/payment_sessions/{id}", tag = "Payment sessions", operation_id = "retrieve_payment_session",
    params(
        ("id" = String, Path, description = "The session's id."),
        ("expand[]" = Option<Vec<String>>, Query, description = "`customer`, `transaction`."),
    ),
    responses((status = 200, description = "As asked.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<SessionId>,
    query: Query,
) -> Result<Reply, Problem> {
    let parts = app.clone();
    let asked =
        query.expand(EXPANDABLE).and_then(|expand| Ok((id.of_a("payment session")?, expand)));
    call.read(&app, asked, move |tx, merchant, (id, expand)| {
        PaymentSessionView::load(tx, &parts, merchant, *id, expand)
    })
    .await
}
