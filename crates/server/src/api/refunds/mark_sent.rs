//! `POST /v1/refunds/{id}/mark_sent`.

use axum::extract::State;
use domain::ids::RefundId;
use domain::refund::RefundProgress;
use domain::text::LINE_MAX;
use jiff::civil::Date;
use store::{cases, refunds as rows};
use utoipa::ToSchema;

use super::{RefundView, WHAT, find, lock, unknown, view};
use crate::app::App;
use crate::extract::rules::{date, line};
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::problem::Problem;
use crate::refunds::{Sent, book_sent, is_by_hand};

/// That a refund was sent from the merchant's bank.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct MarkRefundSent {
    /// The day on which it was sent: not ahead, nor before the refund was asked for.
    #[schema(value_type = String, format = "date")]
    sent_on: Date,
    /// What stands on the payer's statement, or the bank's own reference.
    #[schema(min_length = 1, max_length = 200)]
    reference: String,
}

/// Mark a refund as sent
///
/// For a refund that has to be sent by hand from the merchant's bank. Marking it twice changes
/// nothing.
///
/// # Errors
/// 400 for what is wrong with the body; 404 when there is no such refund; 409 when a processor
/// sends it, or it has ended otherwise.
#[utoipa::path(
    post, path = "/v1/refunds/{id}/mark_sent", tag = "Refunds", operation_id = "mark_refund_sent",
    params(("id" = String, Path, description = "The refund's id.")),
    request_body = MarkRefundSent,
    responses((status = 200, description = "The refund.", body = RefundView), crate::openapi::Refusals)
)]
pub async fn mark_sent(
    State(app): State<App>,
    call: Call,
    id: PathId<RefundId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body
        .read(|fields| {
            let sent_on = fields.required_text("sent_on", date);
            let reference = fields.required_text("reference", line(LINE_MAX));
            Some((sent_on?, reference?))
        })
        .and(query.none());
    let server = app.clone();
    call.write(&app, input, move |tx, merchant, (sent_on, reference)| {
        let id = id.of_a(WHAT)?;
        let locked = lock(tx, &merchant.scope, id)?;
        let refund = find(&locked.case, id)?.clone();
        if !is_by_hand(&locked.case, &refund) {
            let message = "This refund is sent by the processor, not by hand.";
            return Err(Problem::conflict("refund_not_by_hand", message));
        }
        match refund.progress {
            RefundProgress::Pending | RefundProgress::Submitted => {}
            RefundProgress::Succeeded { .. } => return view(&locked.case, id),
            _ => {
                let message = "This refund has failed or was canceled.";
                return Err(Problem::conflict("refund_ended", message));
            }
        }
        let sent = Sent { on: *sent_on, reference };
        book_sent(tx, &server, &merchant.origin(), locked, &refund, &sent)?;
        let session = rows::session_of(tx, &merchant.scope, id)?.ok_or_else(unknown)?;
        view(&cases::find(tx, &merchant.scope, session)?.ok_or_else(unknown)?, id)
    })
    .await
}
