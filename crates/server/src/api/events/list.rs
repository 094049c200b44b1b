//! `GET /v1/events`.

use axum::extract::State;
use domain::ids::EventId;
use domain::news::EventType;
use store::events::{self, Filter};
use store::page::{Cursor, Page};
use utoipa::IntoParams;

use super::{EventView, catch_up};
use crate::app::App;
use crate::extract::{Call, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

/// The longest id of an object.
const OBJECT_MAX: usize = 100;

/// What events can be asked for by.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventFilter {
    /// Those of this type.
    #[param(required = false, rename = "type")]
    pub kind: String,
    /// Those about the object of this id.
    #[param(required = false, min_length = 1, max_length = 100)]
    pub object: String,
}

#[derive(Clone, Debug)]
struct Asked {
    filter: Filter,
    page: Page<EventId>,
}

/// List events
///
/// Newest first, in the one order in which everybody sees them.
///
/// # Errors
/// 400 for parameters that make no sense, 404 when there is no event at the cursor.
#[utoipa::path(
    get, path = "/v1/events", tag = "Events", operation_id = "list_events",
    params(ListParams, EventFilter),
    responses((status = 200, description = "Events.", body = ListView<EventView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| {
        let types: Vec<&str> = EventType::ALL.iter().map(|kind| kind.as_str()).collect();
        let filter = Filter {
            kind: params.text("type", rules::spelled(&types)),
            object: params.text("object", rules::line(OBJECT_MAX)),
        };
        Asked { filter, page: params.page() }
    });
    catch_up(&app).await?;
    call.read(&app, input, |tx, merchant, asked| {
        let found = events::list(tx, &merchant.scope, &asked.filter, asked.page.clone())?;
        let found = found.ok_or_else(|| Problem::not_found("event", cursor_name(&asked.page)))?;
        ListView::try_of(found, |event| EventView::of(&merchant.scope, event))
    })
    .await
}

const fn cursor_name(page: &Page<EventId>) -> Option<&'static str> {
    match page.cursor {
        Cursor::Newest => None,
        Cursor::After(_) => Some("starting_after"),
        Cursor::Before(_) => Some("ending_before"),
    }
}
