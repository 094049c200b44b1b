//! Whether the server lives, and whether it can be asked.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::app::App;
use crate::problem::Problem;

/// `GET /health/live`: the process answers.
pub async fn live() -> Json<Value> {
    Json(json!({"status": "live"}))
}

/// `GET /health/ready`: the database answers. It was migrated before the first request was let in.
///
/// # Errors
/// 503 when the database does not answer.
pub async fn ready(State(app): State<App>) -> Result<Json<Value>, Problem> {
    let asked = app.db.read(store::jobs::next_run).await;
    match asked {
        Ok(_) => Ok(Json(json!({"status": "ready"}))),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            Err(Problem::unavailable("not_ready", "The database does not answer."))
        }
    }
}
