//! `GET /v1/statement_entries/{id}`.

use axum::extract::State;
use domain::ids::StatementEntryId;
use store::statement_entries as rows;

use super::{StatementEntryView, WHAT, shown};
use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;

/// Retrieve a statement entry
///
/// # Errors
/// 404 when there is no such entry.
#[utoipa::path(
    get, path = "/v1/statement_entries/{id}", tag = "Bank statements",
    operation_id = "retrieve_statement_entry",
    params(("id" = String, Path, description = "The entry's id.")),
    responses((status = 200, description = "The statement entry.", body = StatementEntryView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<StatementEntryId>,
    query: Query,
) -> Result<Reply, Problem> {
    let input = query.none().and_then(|()| id.of_a(WHAT));
    call.read(&app, input, |tx, merchant, id| {
        let entry = rows::find(tx, &merchant.scope, *id)?;
        let entry = entry.ok_or_else(|| Problem::not_found(WHAT, None))?;
        shown(tx, merchant, &entry)
    })
    .await
}
