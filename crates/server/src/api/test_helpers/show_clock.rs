//! `GET /v1/test_helpers/clock`.

use axum::extract::State;

use super::ClockView;
use crate::app::App;
use crate::extract::{Call, Query, Reply};
use crate::problem::Problem;

/// Business time of test mode.
///
/// # Errors
/// 403 with a live key.
#[utoipa::path(
    get, path = "/v1/test_helpers/clock", tag = "Test helpers", operation_id = "test_clock",
    responses((status = 200, description = "As asked.", body = ClockView), crate::openapi::Refusals)
)]
pub async fn show_clock(
    State(app): State<App>,
    call: Call,
    query: Query,
) -> Result<Reply, Problem> {
    call.read(&app, query.none(), |_, merchant, ()| {
        merchant.test_mode_only()?;
        Ok(ClockView::at(merchant.now))
    })
    .await
}
