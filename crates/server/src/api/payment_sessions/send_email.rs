//! `POST /v1/payment_sessions/{id}/send_email`.

use axum::extract::State;
use domain::ids::SessionId;
use store::{cases as rows, customers};

use super::refused;
use super::view::PaymentSessionView;
use crate::app::App;
use crate::extract::{Body, Call, PathId, Reply};
use crate::mail;
use crate::problem::Problem;
use domain::case::{Openness, Refusal};

/// Mails the page's address to the customer once more.
///
/// # Errors
/// 400 for a customer without an address; 404; 409 when there is nothing to pay.
#[utoipa::path(
    post, path = "/v1/payment_sessions/{id}/send_email", tag = "Payment sessions", operation_id = "send_payment_session_email",
    params(("id" = String, Path, description = "The session's id.")),
    responses((status = 200, description = "As asked.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn send_email(
    State(app): State<App>,
    call: Call,
    id: PathId<SessionId>,
    body: Body,
) -> Result<Reply, Problem> {
    let parts = app.clone();
    let id = id.of_a("payment session");
    call.write(&app, body.empty(), move |tx, merchant, ()| {
        let unknown = || Problem::not_found("payment session", None);
        let case = rows::find(tx, &merchant.scope, id.clone()?)?.ok_or_else(unknown)?;
        let refusal = match case.openness(merchant.now) {
            Openness::Open => None,
            Openness::Busy => Some(Refusal::InProgress { until: None }),
            Openness::Paid => Some(Refusal::Paid),
            Openness::Canceled(_) => Some(Refusal::Canceled),
            Openness::ContactOnly(_) => Some(Refusal::Closed),
        };
        if let Some(refusal) = refusal {
            return Err(refused(refusal));
        }
        let customer = customers::find(tx, &merchant.scope, case.session.customer)?;
        let customer = customer.ok_or_else(|| Problem::not_found("customer", None))?;
        mail::check_can_mail(&parts, &merchant.scope, &customer)?;
        mail::queue_link(tx, &parts, &merchant.account, &case.session, &customer)?;
        Ok(PaymentSessionView::of(&case.session, &merchant.account, &parts.public_url))
    })
    .await
}
