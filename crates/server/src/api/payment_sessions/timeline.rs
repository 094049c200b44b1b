//! `GET /v1/payment_sessions/{id}/timeline`.

use axum::extract::State;
use domain::ids::SessionId;
use store::cases;

use super::{WHAT, unknown};
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;
use crate::timeline::{Sources, TimelineView};

/// Retrieve a payment session's timeline
///
/// What happened, why, and what is still to come, in plain words, past first. What is to come
/// names the rule it follows from.
///
/// # Errors
/// 404 when there is no such session.
#[utoipa::path(
    get, path = "/v1/payment_sessions/{id}/timeline", tag = "Payment sessions",
    operation_id = "retrieve_payment_session_timeline",
    params(("id" = String, Path, description = "The session's id.")),
    responses((status = 200, description = "The timeline.", body = TimelineView), crate::openapi::Refusals)
)]
pub async fn timeline(
    State(app): State<App>,
    call: Call,
    id: PathId<SessionId>,
    query: Query,
) -> Result<Reply, Problem> {
    call.read(&app, query.none(), move |tx, merchant, ()| {
        let (scope, id) = (&merchant.scope, id.of_a(WHAT)?);
        let case = cases::find(tx, scope, id)?.ok_or_else(unknown)?;
        let sources = Sources::load(tx, &case)?;
        Ok(TimelineView::of(&case, &sources, case.not_before(merchant.now)))
    })
    .await
}
