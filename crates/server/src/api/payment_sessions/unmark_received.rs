//! `POST /v1/payment_sessions/{id}/unmark_received`.

use axum::extract::State;
use domain::ids::{ReceiptMarkId, SessionId};
use domain::text::DESCRIPTION_MAX;
use utoipa::ToSchema;

use super::{PaymentSessionView, WHAT, lock};
use crate::app::App;
use crate::extract::rules::{id as id_rule, words};
use crate::extract::{Body, Call, Expand, PathId, Query, Reply};
use crate::problem::Problem;
use crate::statements::by_hand::{SaidNotReceived, unmark_received as unmark};

/// That money was marked as received wrongly.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct UnmarkReceived {
    /// Why, in the words of who says so. Kept with the mark, and with the key.
    #[schema(min_length = 1, max_length = 1000)]
    note: String,
    /// Which mark, where several stand: its id from the timeline, or from the error that asks for it.
    #[schema(value_type = Option<String>, pattern = "^mark_")]
    mark: Option<ReceiptMarkId>,
}

/// Take a mark back
///
/// The money that was marked as received never came: the session is owed it again, as if it had not been
/// marked. The mark stays in the timeline.
///
/// # Errors
/// 400 for what is wrong with the body; 404 when there is no such session or mark; 409 `nothing_marked`,
/// `several_marks` when it does not say which, `mark_undone`, `mark_shown` when a bank's entry is linked to
/// it (unmatch that first), `marked_money_refunded` when its money was refunded or is reserved for a refund,
/// or `marked_money_returned`.
#[utoipa::path(
    post, path = "/v1/payment_sessions/{id}/unmark_received", tag = "Payment sessions",
    operation_id = "unmark_payment_session_received",
    params(("id" = String, Path, description = "The session's id.")),
    request_body = UnmarkReceived,
    responses((status = 200, description = "The payment session.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn unmark_received(
    State(app): State<App>,
    call: Call,
    id: PathId<SessionId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body
        .read(|fields| {
            let note = fields.required_text("note", words(DESCRIPTION_MAX));
            let mark = fields.text("mark", id_rule);
            Some(SaidNotReceived { mark, note: note? })
        })
        .and(query.none());
    let server = app.clone();
    let session = id.of_a(WHAT).ok();
    let reply = call
        .write(&app, input, move |tx, merchant, said| {
            let id = id.of_a(WHAT)?;
            let locked = lock(tx, &merchant.scope, id)?;
            unmark(tx, &server, merchant, locked, said)?;
            PaymentSessionView::load(tx, &server, merchant, id, &Expand::default())
        })
        .await?;
    app.changes.announce_all(session);
    Ok(reply)
}
