//! `POST /v1/payment_sessions/{id}/cancel`.

use axum::extract::State;
use domain::ids::SessionId;
use domain::session::CancellationReason;

use super::{PaymentSessionView, WHAT, lock, refused};
use crate::api::names::ReceivedMoneyName;
use crate::app::App;
use crate::cases;
use crate::customer_money::refundable_credit;
use crate::extract::rules::spelled;
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::problem::Problem;
use utoipa::ToSchema;

/// What becomes of money that was received.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct CancelPaymentSession {
    /// For a session of which a part was paid: `refund` gives it back to the payer, `credit` makes
    /// it credit of the customer.
    #[schema(value_type = Option<ReceivedMoneyName>)]
    received_money: Option<String>,
}

/// Cancel a payment session
///
/// It never asks for money again. Canceling it twice changes nothing.
///
/// # Errors
/// 404 when there is no such session; 409 when it is paid, or `payment_in_progress` with
/// `cancelable_after` when money is under way.
#[utoipa::path(
    post, path = "/v1/payment_sessions/{id}/cancel", tag = "Payment sessions",
    operation_id = "cancel_payment_session",
    params(("id" = String, Path, description = "The session's id.")),
    request_body(content = Option<CancelPaymentSession>),
    responses((status = 200, description = "The payment session.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn cancel(
    State(app): State<App>,
    mut call: Call,
    id: PathId<SessionId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body
        .read(|fields| Some(fields.text("received_money", spelled(&["refund", "credit"]))))
        .and(query.none());
    let merchant = call.merchant(&app).await?;
    input.value()?;
    let _turn = app.changes.turn(&merchant).await;
    if let Some(reply) = call.replay(&app, &merchant, &input).await? {
        return Ok(reply);
    }
    let id = id.of_a(WHAT)?;
    // A page at the processor is closed first: what was confirmed there comes before the cancel.
    if !cases::expire_redirected(&app, merchant.scope, id).await? {
        let message = "The processor has not confirmed that its page is closed. Try again.";
        return Err(Problem::unavailable("processor_silent", message));
    }
    let server = app.clone();
    let reply = call
        .write(&app, input, move |tx, merchant, received_money| {
            let locked = lock(tx, &merchant.scope, id)?;
            let origin = merchant.origin();
            let source = tx.source();
            let spendable = refundable_credit(tx, &locked)?;
            let canceled = cases::change(tx, &server, &origin, locked, |case, now| {
                let reason = CancellationReason::Requested;
                case.cancel(reason, *received_money, spendable, now, source.as_ref())
            })?;
            let ((), case) = canceled.map_err(refused)?;
            Ok(PaymentSessionView::of(&case.session, &merchant.account, &server.public_url))
        })
        .await?;
    app.changes.announce(id);
    Ok(reply)
}
