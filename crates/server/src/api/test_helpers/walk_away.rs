//! `POST /v1/test_helpers/payment_sessions/{id}/walk_away`.

use axum::extract::State;
use domain::attempt::Progress;
use domain::ids::SessionId;
use domain::method::MethodType;
use processors::sandbox::card::SandboxCard;
use processors::sandbox::open_banking::SandboxOpenBanking;
use processors::sandbox::page;
use processors::sandbox::signing::SandboxAutogiro;
use store::cases;

use super::pay::{at_the_page, decided};
use crate::api::payment_sessions::view::PaymentSessionView;
use crate::app::App;
use crate::checkout::Begun;
use crate::extract::{Body, Call, Expand, PathId, Reply};
use crate::problem::Problem;

/// Lets the payer walk away from the processor's or the bank's page without answering: its page
/// closes now, as it would by itself some time later.
///
/// # Errors
/// 403 with a live key; 404 when there is no such session; 409 when its payer is not at such a
/// page, or has answered there.
#[utoipa::path(
    post, path = "/v1/test_helpers/payment_sessions/{id}/walk_away", tag = "Test helpers",
    operation_id = "test_walk_away",
    params(("id" = String, Path, description = "The session's id.")),
    responses((status = 200, description = "The session as it is then.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn walk_away(
    State(app): State<App>,
    mut call: Call,
    id: PathId<SessionId>,
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
    let (id, scope) = (id.of_a("payment session")?, merchant.scope);
    let case = app.db.read(move |tx| cases::find(tx, &scope, id)).await?;
    let case = case.ok_or_else(|| Problem::not_found("payment session", None))?;
    let waits = |progress: &Progress| matches!(progress, Progress::Redirected { .. });
    let attempt = case.attempts.iter().rfind(|attempt| waits(&attempt.progress));
    let attempt = attempt.ok_or_else(not_there)?;
    let (begun, method) = (Begun { session: id, attempt: attempt.id }, attempt.method);
    let reference = at_the_page(&app, scope, begun).await?.ok_or_else(not_there)?;
    let left = app
        .db
        .write(move |tx| match method {
            MethodType::PayByBank => page::walk_away::<SandboxOpenBanking>(tx, &reference),
            MethodType::Autogiro => page::walk_away::<SandboxAutogiro>(tx, &reference),
            _ => page::walk_away::<SandboxCard>(tx, &reference),
        })
        .await?;
    if !left {
        return Err(not_there());
    }
    decided(&app, scope, begun).await?;
    let parts = app.clone();
    call.write(&app, input, move |tx, merchant, ()| {
        PaymentSessionView::load(tx, &parts, merchant, id, &Expand::default())
    })
    .await
}

fn not_there() -> Problem {
    let message = "The payer is not at a processor's or a bank's page, or has answered there.";
    Problem::conflict("payer_not_redirected", message)
}
