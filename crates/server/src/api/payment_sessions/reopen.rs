//! `POST /v1/payment_sessions/{id}/reopen`.

use axum::extract::State;
use domain::ids::SessionId;
use store::cases as rows;

use super::refused;
use super::view::PaymentSessionView;
use crate::app::App;
use crate::cases;
use crate::extract::{Body, Call, PathId, Reply};
use crate::problem::Problem;

/// Opens the page again after a payer took the money back. It asks for what remains.
///
/// # Errors
/// 404; 409 when it is paid or canceled, or money is under way.
#[utoipa::path(
    post, path = "/v1/payment_sessions/{id}/reopen", tag = "Payment sessions", operation_id = "reopen_payment_session",
    params(("id" = String, Path, description = "The session's id.")),
    responses((status = 200, description = "As asked.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn reopen(
    State(app): State<App>,
    call: Call,
    id: PathId<SessionId>,
    body: Body,
) -> Result<Reply, Problem> {
    let parts = app.clone();
    let id = id.of_a("payment session");
    call.write(&app, body.empty(), move |tx, merchant, ()| {
        let unknown = || Problem::not_found("payment session", None);
        let locked = rows::lock(tx, &merchant.scope, id.clone()?)?.ok_or_else(unknown)?;
        let reopened =
            cases::change(tx, &parts, &merchant.origin(), locked, |case, now| case.reopen(now))?;
        let (_, case) = reopened.map_err(refused)?;
        Ok(PaymentSessionView::of(&case.session, &merchant.account, &parts.public_url))
    })
    .await
}
