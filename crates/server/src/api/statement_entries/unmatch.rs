//! `POST /v1/statement_entries/{id}/unmatch`.

use axum::extract::State;
use domain::ids::StatementEntryId;
use domain::text::DESCRIPTION_MAX;
use utoipa::ToSchema;

use super::{StatementEntryView, WHAT, shown};
use crate::app::App;
use crate::extract::rules::words;
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::problem::Problem;
use crate::statements::by_hand::unmatch_entry;

/// That an entry's money was taken for a session wrongly.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct UnmatchStatementEntry {
    /// Why, in the words of who says so. Kept with the match.
    #[schema(min_length = 1, max_length = 1000)]
    note: String,
}

/// Unmatch a statement entry
///
/// The money is the session's no more, as if it had never been, and waits in suspense again. The
/// match stays in the entry's history. So is an entry that was taken for a refund, or for one that came back.
/// Money that went is the session's still, as if it had never gone.
///
/// # Errors
/// 404 when there is no such entry; 409 `statement_entry_unmatched`, `statement_entry_reversed`,
/// or `matched_money_refunded` when its money was refunded or is reserved for a refund.
#[utoipa::path(
    post, path = "/v1/statement_entries/{id}/unmatch", tag = "Bank statements",
    operation_id = "unmatch_statement_entry",
    params(("id" = String, Path, description = "The entry's id.")),
    request_body = UnmatchStatementEntry,
    responses((status = 200, description = "The statement entry.", body = StatementEntryView), crate::openapi::Refusals)
)]
pub async fn unmatch(
    State(app): State<App>,
    call: Call,
    id: PathId<StatementEntryId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input =
        body.read(|fields| fields.required_text("note", words(DESCRIPTION_MAX))).and(query.none());
    let server = app.clone();
    call.write(&app, input, move |tx, merchant, note| {
        let entry = unmatch_entry(tx, &server, merchant, id.of_a(WHAT)?, note)?;
        shown(tx, merchant, &entry)
    })
    .await
}
