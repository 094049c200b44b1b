//! `POST /v1/payment_sessions/{id}/send_email`.

use axum::extract::State;
use domain::case::{Case, Openness, Refusal};
use domain::ids::SessionId;
use domain::time::Timestamp;
use store::customers;

use super::{PaymentSessionView, WHAT, lock, refused, still_has_customer};
use crate::app::App;
use crate::extract::{Body, Call, PathId, Query, Reply};
use crate::mail;
use crate::problem::Problem;

/// Mail a payment session's link
///
/// Mails the page's address to the customer, again if it was mailed before. What became of the
/// mail is in the timeline.
///
/// # Errors
/// 400 `customer_email_missing`; 404 when there is no such session; 409 when nothing can be paid.
#[utoipa::path(
    post, path = "/v1/payment_sessions/{id}/send_email", tag = "Payment sessions",
    operation_id = "send_payment_session_email",
    params(("id" = String, Path, description = "The session's id.")),
    responses((status = 200, description = "The payment session.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn send_email(
    State(app): State<App>,
    call: Call,
    id: PathId<SessionId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.empty().and(query.none());
    let server = app.clone();
    call.write(&app, input, move |tx, merchant, ()| {
        let locked = lock(tx, &merchant.scope, id.of_a(WHAT)?)?;
        check_open(&locked, locked.now).map_err(refused)?;
        let session = &locked.session;
        still_has_customer(session)?;
        let customer = customers::find(tx, &merchant.scope, session.customer)?;
        let customer = customer.ok_or_else(|| Problem::not_found("customer", Some("customer")))?;
        mail::check_can_mail(&server, &merchant.scope, &customer)?;
        mail::queue_link(tx, &server, &merchant.account, session, &customer)?;
        Ok(PaymentSessionView::of(session, &merchant.account, &server.public_url))
    })
    .await
}

/// A link leads only to a page where something can be paid.
fn check_open(case: &Case, now: Timestamp) -> Result<(), Refusal> {
    match case.openness(now) {
        Openness::Open => Ok(()),
        Openness::Busy => Err(Refusal::InProgress { until: None }),
        Openness::Paid => Err(Refusal::Paid),
        Openness::Canceled(_) => Err(Refusal::Canceled),
        Openness::ContactOnly(_) => Err(Refusal::Closed),
    }
}
