//! `GET /v1/events/{id}`.

use axum::extract::State;
use domain::ids::EventId;
use store::events;

use super::{EventView, catch_up};
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Retrieve an event
///
/// # Errors
/// 404 when there is no such event.
#[utoipa::path(
    get, path = "/v1/events/{id}", tag = "Events", operation_id = "retrieve_event",
    params(("id" = String, Path, description = "The event's id.")),
    responses((status = 200, description = "The event.", body = EventView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<EventId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a("event"));
    catch_up(&app).await?;
    call.read(&app, input, |tx, merchant, id| {
        let event = events::find(tx, &merchant.scope, *id)?;
        let event = event.ok_or_else(|| Problem::not_found("event", None))?;
        EventView::of(&merchant.scope, event)
    })
    .await
}
