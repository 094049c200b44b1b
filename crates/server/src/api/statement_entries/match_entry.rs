//! `POST /v1/statement_entries/{id}/match`.

use axum::extract::State;
use domain::ids::{SessionId, StatementEntryId};
use domain::text::DESCRIPTION_MAX;
use utoipa::ToSchema;

use super::{StatementEntryView, WHAT, shown};
use crate::app::App;
use crate::extract::rules::{self, words};
use crate::extract::{Body, Call, Fields, PathId, Query, Reply};
use crate::problem::Problem;
use crate::statements::by_hand::{MatchAs, SaidMatch, match_entry};

/// For which session an entry's money is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct MatchStatementEntry {
    /// The session.
    #[schema(value_type = String)]
    payment_session: SessionId,
    /// Why, in the words of who says so. Kept with the match.
    #[schema(min_length = 1, max_length = 1000)]
    note: String,
    /// Where another amount was marked as received by hand: `mark` when this is that money, `payment`
    /// when it is money of its own.
    #[schema(pattern = "^(mark|payment)$")]
    r#as: Option<String>,
}

/// Match a statement entry
///
/// Takes money that waits in suspense for a payment session. Money that was marked as received by
/// hand, by the same amount, is linked to that mark and counts once.
///
/// # Errors
/// 400 for what is wrong with the body, `currency_mismatch`; 404 when there is no such entry or
/// session; 409 `statement_entry_matched`, `statement_entry_reversed`, `mark_differs`.
#[utoipa::path(
    post, path = "/v1/statement_entries/{id}/match", tag = "Bank statements",
    operation_id = "match_statement_entry",
    params(("id" = String, Path, description = "The entry's id.")),
    request_body = MatchStatementEntry,
    responses((status = 200, description = "The statement entry.", body = StatementEntryView), crate::openapi::Refusals)
)]
pub async fn match_(
    State(app): State<App>,
    call: Call,
    id: PathId<StatementEntryId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(read).and(query.none());
    let session = input.value().ok().map(|said| said.session);
    let server = app.clone();
    let reply = call
        .write(&app, input, move |tx, merchant, said| {
            let entry = match_entry(tx, &server, merchant, id.of_a(WHAT)?, said)?;
            shown(tx, merchant, &entry)
        })
        .await?;
    app.changes.announce_all(session);
    Ok(reply)
}

fn read(fields: &mut Fields<'_>) -> Option<SaidMatch> {
    let session = fields.required_text("payment_session", rules::id);
    let note = fields.required_text("note", words(DESCRIPTION_MAX));
    let way = fields.text("as", rules::one_of(vec!["mark", "payment"]));
    let way = match way.as_deref() {
        Some("mark") => MatchAs::Mark,
        Some(_) => MatchAs::Payment,
        None => MatchAs::Certain,
    };
    Some(SaidMatch { session: session?, way, note: note? })
}
