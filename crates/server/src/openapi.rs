//! The description of the API.

use axum::Router;

use crate::app::App;

/// The routes of the documentation.
pub fn docs() -> Router<App> {
    Router::new()
}
