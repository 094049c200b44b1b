//! `POST /v1/test_helpers/transactions/{id}/fail`.

use axum::extract::State;
use domain::attempt::{Attempt, Progress};
use domain::case::Case;
use domain::debit::Scheme;
use domain::debit::codes::Stage;
use domain::ids::{SessionId, TransactionId};
use processors::Connection;
use processors::sandbox::bank;
use store::{Tx, cases, mandates, transactions};
use utoipa::ToSchema;

use super::PATIENCE;
use crate::api::transactions::view::TransactionView;
use crate::app::App;
use crate::extract::{Body, Call, Merchant, PathId, Reply, rules};
use crate::problem::{Fault, Problem};

/// Why the debit is not made.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct Fail {
    /// A reason code of the payment's own rail: `AC01`, `MD07`, … for SEPA Direct Debit; `AUDDIS-5`,
    /// `ADDACS-1`, … for Bacs Direct Debit; `AG73-05`, `AG82-1`, `AGAV-02`, … for Autogiro.
    #[schema(min_length = 1, max_length = 20)]
    code: String,
}

/// Lets the payer's bank refuse a debit that it has not collected, as if it happened now.
///
/// # Errors
/// 403 with a live key; 400 for a code by which the rail refuses nothing; 409 when the bank does
/// not have the debit or its mandate yet, or has collected it.
#[utoipa::path(
    post, path = "/v1/test_helpers/transactions/{id}/fail", tag = "Test helpers", operation_id = "test_fail",
    params(("id" = String, Path, description = "The transaction's id.")),
    request_body = Fail,
    responses((status = 200, description = "As asked.", body = TransactionView), crate::openapi::Refusals)
)]
pub async fn fail(
    State(app): State<App>,
    mut call: Call,
    id: PathId<TransactionId>,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(|fields| fields.required_text("code", rules::line(20)));
    let merchant = call.merchant(&app).await?;
    merchant.test_mode_only()?;
    let _turn = app.changes.turn(&merchant).await;
    if let Some(reply) = call.replay(&app, &merchant, &input).await? {
        return Ok(reply);
    }
    let id = id.of_a("transaction")?;
    let (code, asked) = (input.value()?.clone(), merchant.clone());
    let session = app.db.write(move |tx| refuse(tx, &asked, id, &code)).await?;
    let scope = merchant.scope;
    let look = || {
        let app = app.clone();
        async move {
            let case = app.db.read(move |tx| cases::find(tx, &scope, session)).await?;
            let over = case.is_none_or(|case| waiting(&case, id).is_none());
            Ok::<_, Problem>(over.then_some(()))
        }
    };
    app.changes.until(session, PATIENCE, look).await?;
    call.write(&app, input, move |tx, merchant, _| TransactionView::load(tx, merchant, id)).await
}

/// Tells the sandbox to refuse the debit, or the mandate that it waits for. Gives the session.
fn refuse(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    id: TransactionId,
    code: &str,
) -> Result<SessionId, Problem> {
    let scope = merchant.scope;
    let unknown = || Problem::not_found("transaction", None);
    let transaction = transactions::find(tx, &scope, id)?.ok_or_else(unknown)?;
    let case = cases::find(tx, &scope, transaction.session)?.ok_or_else(unknown)?;
    let (attempt, scheme) = waiting(&case, id).ok_or_else(nothing_to_fail)?;
    let reason = scheme.reason(code).filter(|reason| reason.may_occur(Stage::Reject));
    if reason.is_none() {
        let message =
            format!("`code`: {code} is not a reason by which a {} fails.", attempt.method);
        return Err(Problem::faults(vec![Fault::of("code", "fail_code_unknown", message)]));
    }
    let mandate = match attempt.mandate.filter(|_| scheme.lodges()) {
        Some(mandate) => mandates::find(tx, &scope, mandate)?,
        None => None,
    };
    let connection = Connection { id: attempt.connection, scope };
    let refused_mandate = match mandate {
        Some(mandate) => bank::end_mandate(tx, connection, &mandate.reference, code)?.is_ok(),
        None => false,
    };
    let reference = attempt.reference.as_deref().unwrap_or_default();
    let refused_debit = bank::fail_debit(tx, reference, code)?.is_ok();
    if refused_mandate || refused_debit { Ok(case.session.id) } else { Err(nothing_to_fail()) }
}

/// The transaction's debit that is not collected yet.
fn waiting(case: &Case, id: TransactionId) -> Option<(&Attempt, Scheme)> {
    let waits = |attempt: &&Attempt| {
        let progress = &attempt.progress;
        attempt.transaction == id
            && matches!(progress, Progress::Scheduled { .. } | Progress::Exported { .. })
    };
    let attempt = case.attempts.iter().rfind(waits)?;
    Some((attempt, Scheme::of(attempt.method)?))
}

fn nothing_to_fail() -> Problem {
    let message =
        "The payer's bank does not have this debit or its mandate yet, or has collected it.";
    Problem::conflict("nothing_to_fail", message)
}
