//! `POST /v1/test_helpers/refunds/{id}/bounce`.

use axum::extract::State;
use domain::ids::RefundId;
use domain::refund::RefundProgress;
use processors::sandbox::refunds as pretend;
use store::{cases, refunds as rows};

use super::PATIENCE;
use crate::api::refunds::{RefundView, view};
use crate::app::App;
use crate::extract::{Body, Call, PathId, Reply};
use crate::problem::Problem;

/// Lets the money of a card's refund come back, as if it happened now.
///
/// # Errors
/// 403 with a live key; 404 when there is no such refund; 409 when its money has not left by card.
#[utoipa::path(
    post, path = "/v1/test_helpers/refunds/{id}/bounce", tag = "Test helpers",
    operation_id = "test_bounce_refund",
    params(("id" = String, Path, description = "The refund's id.")),
    responses((status = 200, description = "As asked.", body = RefundView), crate::openapi::Refusals)
)]
pub async fn bounce_refund(
    State(app): State<App>,
    mut call: Call,
    id: PathId<RefundId>,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.empty();
    let merchant = call.merchant(&app).await?;
    merchant.test_mode_only()?;
    let _turn = app.changes.turn(&merchant).await;
    if let Some(reply) = call.replay(&app, &merchant, &input).await? {
        return Ok(reply);
    }
    input.value()?;
    let (id, scope) = (id.of_a("refund")?, merchant.scope);
    let unknown = || Problem::not_found("refund", None);
    let session = app
        .db
        .write(move |tx| {
            let session = rows::session_of(tx, &scope, id)?.ok_or_else(unknown)?;
            let case = cases::find(tx, &scope, session)?.ok_or_else(unknown)?;
            let refund = case.refunds.iter().find(|it| it.id == id).ok_or_else(unknown)?;
            let reference = case.attempt(refund.attempt).and_then(|it| it.reference.clone());
            match pretend::bounce(tx, &reference.unwrap_or_default(), id)? {
                true => Ok(session),
                false => Err(Problem::conflict(
                    "refund_not_sent",
                    "This refund has not left by card, or came back already.",
                )),
            }
        })
        .await?;
    let look = || {
        let app = app.clone();
        async move {
            let case = app.db.read(move |tx| cases::find(tx, &scope, session)).await?;
            let back = case.is_some_and(|case| {
                let failed = |it: &RefundProgress| matches!(it, RefundProgress::Failed { .. });
                case.refunds.iter().any(|it| it.id == id && failed(&it.progress))
            });
            Ok::<_, Problem>(back.then_some(()))
        }
    };
    app.changes.until(session, PATIENCE, look).await?;
    call.write(&app, input, move |tx, merchant, ()| {
        let case = cases::find(tx, &merchant.scope, session)?.ok_or_else(unknown)?;
        view(&case, id)
    })
    .await
}
