//! `POST /v1/refunds/{id}/mark_failed`.

use axum::extract::State;
use domain::ids::RefundId;
use domain::movement::MovementSource;
use domain::refund::RefundProgress;
use domain::settle::{MoneyReport, Outcome};
use domain::text::LINE_MAX;
use jiff::civil::Date;
use store::{cases, refunds as rows};
use utoipa::ToSchema;

use super::{RefundView, WHAT, find, lock, unknown, view};
use crate::app::App;
use crate::days;
use crate::extract::rules::{date, line};
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::problem::Problem;
use crate::refunds::{check_day, is_by_hand};
use crate::settle::settle_locked;

/// Why a refund failed that could not be sent.
const NOT_SENT: &str = "not_sent";

/// That a refund which was sent by hand did not arrive.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct MarkRefundFailed {
    /// The day on which it failed, or its money came back: not ahead, nor before it was sent.
    #[schema(value_type = String, format = "date")]
    failed_on: Date,
    /// Why, as the bank says.
    #[schema(min_length = 1, max_length = 200)]
    reason: Option<String>,
}

/// Mark a refund as failed
///
/// For a refund that was sent by hand: it could not be sent (`failure_code` is `not_sent`), or its
/// money came back (`bounced`). `reason` is kept as `failure_message`. The money is the merchant's
/// again. Marking it twice changes nothing.
///
/// # Errors
/// 400 for what is wrong with the body; 404 when there is no such refund; 409 when a processor
/// sends it, or it was canceled.
#[utoipa::path(
    post, path = "/v1/refunds/{id}/mark_failed", tag = "Refunds", operation_id = "mark_refund_failed",
    params(("id" = String, Path, description = "The refund's id.")),
    request_body = MarkRefundFailed,
    responses((status = 200, description = "The refund.", body = RefundView), crate::openapi::Refusals)
)]
pub async fn mark_failed(
    State(app): State<App>,
    call: Call,
    id: PathId<RefundId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body
        .read(|fields| {
            let failed_on = fields.required_text("failed_on", date);
            let reason = fields.text("reason", line(LINE_MAX));
            failed_on.map(|failed_on| (failed_on, reason))
        })
        .and(query.none());
    let server = app.clone();
    call.write(&app, input, move |tx, merchant, (failed_on, reason)| {
        let id = id.of_a(WHAT)?;
        let mut locked = lock(tx, &merchant.scope, id)?;
        let refund = find(&locked.case, id)?.clone();
        if !is_by_hand(&locked.case, &refund) {
            let message = "This refund is sent by the processor, not by hand.";
            return Err(Problem::conflict("refund_not_by_hand", message));
        }
        let outcome = match refund.progress {
            RefundProgress::Pending | RefundProgress::Submitted => {
                Outcome::RefundFailed { refund: id, code: NOT_SENT.to_owned() }
            }
            RefundProgress::Succeeded { .. } => Outcome::RefundBounced {
                refund: id,
                money: MoneyReport {
                    amount: refund.amount,
                    fee: 0,
                    currency: locked.case.session.terms.currency,
                    value_date: *failed_on,
                    source_id: format!("{id}:bounced"),
                },
            },
            RefundProgress::Failed { .. } => return view(&locked.case, id),
            RefundProgress::Canceled { .. } => {
                let message = "This refund was canceled.";
                return Err(Problem::conflict("refund_ended", message));
            }
        };
        let given = days::Given { param: "failed_on", day: *failed_on };
        check_day(tx, &locked, &refund, given)?;
        for known in locked.case.refunds.iter_mut().filter(|it| it.id == id) {
            known.terms.failure_message.clone_from(reason);
        }
        let by = MovementSource::Merchant;
        settle_locked(tx, &server, &merchant.origin(), locked, refund.attempt, by, &outcome)?;
        let session = rows::session_of(tx, &merchant.scope, id)?.ok_or_else(unknown)?;
        view(&cases::find(tx, &merchant.scope, session)?.ok_or_else(unknown)?, id)
    })
    .await
}
