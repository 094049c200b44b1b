//! `GET /v1/payment_sessions/{id}/timeline`.

use axum::extract::State;
use domain::ids::SessionId;
use store::{cases, mandates, messages, work_items};

use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;
use crate::timeline::{Sources, TimelineView};

/// What happened to a session and what is still to come, in plain words, past first.
///
/// # Errors
/// 404 when it is not this account's, in this mode.
#[utoipa::path(
    get, path = "/v1/payment_sessions/{id}/timeline", tag = "Payment sessions", operation_id = "payment_session_timeline",
    params(("id" = String, Path, description = "The session's id.")),
    responses((status = 200, description = "As asked.", body = TimelineView), crate::openapi::Refusals)
)]
pub async fn timeline(
    State(app): State<App>,
    call: Call,
    id: PathId<SessionId>,
    query: Query,
) -> Result<Reply, Problem> {
    let id = id.of_a("payment session");
    call.read(&app, query.none(), move |tx, merchant, ()| {
        let unknown = || Problem::not_found("payment session", None);
        let (scope, id) = (&merchant.scope, id.clone()?);
        let case = cases::find(tx, scope, id)?.ok_or_else(unknown)?;
        let sources = Sources {
            mandates: mandates::of_session(tx, scope, id)?,
            messages: messages::of_session(tx, scope, id)?,
            work: work_items::of_session(tx, scope, id)?,
        };
        Ok(TimelineView::of(&case, &sources, merchant.now))
    })
    .await
}
