//! `POST /v1/statement_entries/{id}/match`.

use axum::extract::State;
use domain::ids::{RefundId, SessionId, StatementEntryId};
use domain::text::DESCRIPTION_MAX;
use utoipa::ToSchema;

use super::{StatementEntryView, WHAT, shown};
use crate::app::App;
use crate::extract::rules::{self, words};
use crate::extract::{Body, Call, Fields, PathId, Query, Reply};
use crate::problem::Problem;
use crate::statements::by_hand::{For, MatchAs, SaidMatch, match_entry};

/// For which session an entry's money is, or which refund it shows: one of the two.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct MatchStatementEntry {
    /// The session.
    #[schema(value_type = Option<String>)]
    payment_session: Option<SessionId>,
    /// The refund, sent by hand, that money which went is, or that came back by money which came.
    #[schema(value_type = Option<String>)]
    refund: Option<RefundId>,
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
/// hand, by the same amount, is linked to that mark and counts once. Money that went is taken from the
/// session, or is the refund that was marked as sent: then the two are linked, and nothing goes twice.
/// Money that came may be such a refund that came back: then it has failed, unless it was marked so already,
/// and nothing comes twice.
///
/// # Errors
/// 400 for what is wrong with the body, `currency_mismatch`; 404 when there is no such entry or
/// session or refund; 409 `statement_entry_matched`, `statement_entry_reversed`, `mark_differs`,
/// `nothing_to_return`, `refund_not_sent`, `refund_differs`, `refund_matched`.
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
    let session = input.value().ok().and_then(|said| match said.whom {
        For::Session(session) => Some(session),
        For::Refund(_) => None,
    });
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
    let session = fields.text("payment_session", rules::id);
    let refund = fields.text("refund", rules::id);
    let whom = match (session, refund) {
        (Some(session), None) => Some(For::Session(session)),
        (None, Some(refund)) => Some(For::Refund(refund)),
        (Some(_), Some(_)) => {
            fields.fault("refund", "mutually_exclusive", "cannot be given with `payment_session`");
            None
        }
        (None, None) => {
            if fields.is_missing("payment_session") && fields.is_missing("refund") {
                fields.fault("payment_session", "required", "is required, or `refund` is");
            }
            None
        }
    };
    let note = fields.required_text("note", words(DESCRIPTION_MAX));
    let way = fields.text("as", rules::one_of(vec!["mark", "payment"]));
    let way = match way.as_deref() {
        Some("mark") => MatchAs::Mark,
        Some(_) => MatchAs::Payment,
        None => MatchAs::Certain,
    };
    Some(SaidMatch { whom: whom?, way, note: note? })
}
