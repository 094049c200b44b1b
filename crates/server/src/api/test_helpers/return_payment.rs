//! `POST /v1/test_helpers/transactions/{id}/return`.

use axum::extract::State;
use domain::attempt::{Attempt, Progress};
use domain::case::Case;
use domain::credit_transfer;
use domain::debit::Scheme;
use domain::debit::codes::{Kind, Reason};
use domain::finality::{self, Right};
use domain::ids::{SessionId, TransactionId};
use domain::method::MethodType;
use domain::movement::Movement;
use domain::settle::CHARGEBACK;
use domain::time::Timestamp;
use processors::sandbox::{bank, card, transfers};
use store::{Tx, cases, transactions};
use utoipa::ToSchema;

use super::PATIENCE;
use super::transfer::latest_entry;
use crate::api::transactions::view::TransactionView;
use crate::app::App;
use crate::extract::{Body, Call, Merchant, PathId, Reply, rules};
use crate::problem::{Fault, Problem};

/// Why the money comes back.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct ReturnPayment {
    /// A reason code of the payment's own rail: `AC04`, `AM04`, `MS03`, `MD01`, `MD06`, … for
    /// SEPA Direct Debit; `ARUDD-0`, `ARUDD-B`, … and `DDICA-1` to `DDICA-8` for Bacs Direct Debit;
    /// `AG77-01` to `AG77-03` for Autogiro;
    /// `chargeback` for cards.
    #[schema(min_length = 1, max_length = 20)]
    code: String,
    /// For transfers: so much of it, in minor units; all that is there, when left out.
    #[schema(minimum = 1)]
    amount: Option<i64>,
}

/// A return as it was asked for.
#[derive(Clone)]
struct Wanted {
    code: String,
    amount: Option<i64>,
}

/// Lets the payer's bank take a collected payment back, as if it happened now. A claim under the
/// Direct Debit Guarantee opens a dispute now, and its money leaves fourteen working days later.
///
/// # Errors
/// 403 with a live key; 400 for a code that the rail does not have; 409 when nothing can come
/// back, or no longer.
#[utoipa::path(
    post, path = "/v1/test_helpers/transactions/{id}/return", tag = "Test helpers", operation_id = "test_return_payment",
    params(("id" = String, Path, description = "The transaction's id.")),
    request_body = ReturnPayment,
    responses((status = 200, description = "As asked.", body = TransactionView), crate::openapi::Refusals)
)]
pub async fn return_payment(
    State(app): State<App>,
    mut call: Call,
    id: PathId<TransactionId>,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(|fields| {
        let code = fields.required_text("code", rules::line(20));
        let amount = fields.int("amount", 1..=i64::MAX);
        Some(Wanted { code: code?, amount })
    });
    let merchant = call.merchant(&app).await?;
    merchant.test_mode_only()?;
    let _turn = app.changes.turn(&merchant).await;
    if let Some(reply) = call.replay(&app, &merchant, &input).await? {
        return Ok(reply);
    }
    let id = id.of_a("transaction")?;
    let wanted = input.value()?.clone();
    let asked = merchant.clone();
    let (session, before) = app.db.write(move |tx| take_back(tx, &asked, id, &wanted)).await?;
    let scope = merchant.scope;
    let look = || {
        let app = app.clone();
        async move {
            let case = app.db.read(move |tx| cases::find(tx, &scope, session)).await?;
            Ok::<_, Problem>(case.filter(|case| told(case, id) > before).map(|_| ()))
        }
    };
    app.changes.until(session, PATIENCE, look).await?;
    call.write(&app, input, move |tx, merchant, _| TransactionView::load(tx, merchant, id)).await
}

/// How often a payment was taken back or disputed: one of them is more after a return.
fn told(case: &Case, id: TransactionId) -> usize {
    let ours = |it: &&Movement| it.transaction == Some(id) && it.kind.takes_back();
    let disputes = case.disputes.iter().filter(|it| it.transaction == id);
    case.movements.iter().filter(ours).count() + disputes.count()
}

/// Tells the sandbox to take the money back. Gives the session, and how much was known before.
fn take_back(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    id: TransactionId,
    wanted: &Wanted,
) -> Result<(SessionId, usize), Problem> {
    let code = wanted.code.as_str();
    let scope = &merchant.scope;
    let unknown = || Problem::not_found("transaction", None);
    let transaction = transactions::find(tx, scope, id)?.ok_or_else(unknown)?;
    let case = cases::find(tx, scope, transaction.session)?.ok_or_else(unknown)?;
    let attempt = collected(&case, id)?;
    check_code(attempt, code, merchant.now)?;
    if wanted.amount.is_some() && attempt.method.is_pull() {
        let message = "`amount` is for transfers; by this method all of it comes back.";
        return Err(Problem::invalid("amount_not_supported", message, Some("amount")));
    }
    let reference = attempt.reference.clone().unwrap_or_default();
    let taken = match attempt.method {
        MethodType::Card => card::charge_back(tx, &reference)?,
        MethodType::BankTransfer | MethodType::DirectTransfer => {
            let entry = latest_entry(tx, scope, transaction.session, attempt.id)?;
            let entry = entry.unwrap_or_default();
            transfers::take_back(tx, scope, &entry, code, wanted.amount)?.is_some()
        }
        _ => bank::return_debit(tx, &reference, code)?.is_ok(),
    };
    if !taken {
        return Err(Problem::conflict("nothing_to_return", "This payment has come back already."));
    }
    Ok((transaction.session, told(&case, id)))
}

/// The latest try of the transaction that collected money.
fn collected(case: &Case, id: TransactionId) -> Result<&Attempt, Problem> {
    let attempts = case.attempts.iter().filter(|attempt| attempt.transaction == id);
    let collected = |attempt: &&Attempt| matches!(attempt.progress, Progress::Collected { .. });
    attempts.rev().find(collected).ok_or_else(|| {
        Problem::conflict("nothing_to_return", "No money was collected by this transaction.")
    })
}

/// The code must be one of the rail's, and its time must not be over.
fn check_code(attempt: &Attempt, code: &str, now: Timestamp) -> Result<(), Problem> {
    let unknown = || {
        let message =
            format!("`code`: {code} is not a reason by which a {} comes back.", attempt.method);
        Problem::faults(vec![Fault::of("code", "return_code_unknown", message)])
    };
    let open = match attempt.method {
        MethodType::BankTransfer | MethodType::DirectTransfer => {
            // A bank may take a transfer back whenever it finds a reason.
            credit_transfer::find(code).ok_or_else(unknown)?;
            true
        }
        MethodType::Card if code == CHARGEBACK => finality::allows(attempt, Right::Chargeback, now),
        method => {
            let reason = Scheme::of(method).and_then(|scheme| scheme.reason(code));
            let reason = reason.filter(|reason| reason.comes_back()).ok_or_else(unknown)?;
            is_open(attempt, reason, now)
        }
    };
    if open {
        return Ok(());
    }
    let message = format!("A payment of this age no longer comes back with {code}.");
    Err(Problem::conflict("outside_return_window", message))
}

/// Returns come until the end of the interbank period; refunds for as long as the payer's right
/// lasts.
fn is_open(attempt: &Attempt, reason: &Reason, now: Timestamp) -> bool {
    match reason.kind {
        Kind::PayerRefund => finality::allows(attempt, Right::Refund, now),
        Kind::Unauthorised => finality::allows(attempt, Right::UnauthorisedRefund, now),
        Kind::Indemnity => finality::allows(attempt, Right::Indemnity, now),
        Kind::FundsOrAccount | Kind::Deceased => {
            matches!(attempt.progress, Progress::Collected { clears_at, .. } if now < clears_at)
        }
    }
}
