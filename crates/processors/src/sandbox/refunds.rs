//! What the pretend card processor gives back.

use domain::ids::RefundId;
use domain::settle::Outcome;
use store::sandbox::{self, CardRefund};
use store::sandbox_payments::{self, Payment};
use store::{DbError, Tx, clocks};

use super::page::{money, tell};
use crate::RefundOrder;

/// Gives money of a payment back, once for each key.
pub(super) fn ask(
    tx: &mut Tx<'_>,
    card: &Payment,
    order: &RefundOrder,
) -> Result<Vec<Outcome>, DbError> {
    let before = sandbox::refunds_of(tx, &card.id)?;
    let given: i64 = before.iter().filter(|it| it.state == "succeeded").map(|it| it.amount).sum();
    let code = match card.state.as_str() {
        "succeeded" | "contradicted" if given + order.amount <= card.amount => None,
        "succeeded" | "contradicted" => Some("amount_too_large"),
        "charged_back" | "won" | "lost" => Some("charge_disputed"),
        _ => Some("charge_not_paid"),
    };
    let refund = CardRefund {
        idempotency_key: order.refund.to_string(),
        payment: card.id.clone(),
        amount: order.amount,
        state: if code.is_some() { "failed" } else { "succeeded" }.to_owned(),
        code: code.map(str::to_owned),
        changed_at: clocks::now(tx, &card.scope)?,
    };
    sandbox::insert_refund(tx, &card.scope, &refund)?;
    let known = sandbox::refunds_of(tx, &card.id)?;
    let ours = known.iter().filter(|it| it.idempotency_key == refund.idempotency_key);
    Ok(ours.flat_map(|refund| outcomes(card, refund)).collect())
}

/// What it says of the refunds of a payment when it is asked.
pub(super) fn told(tx: &mut Tx<'_>, card: &Payment) -> Result<Vec<Outcome>, DbError> {
    let refunds = sandbox::refunds_of(tx, &card.id)?;
    Ok(refunds.iter().flat_map(|refund| outcomes(card, refund)).collect())
}

fn outcomes(card: &Payment, refund: &CardRefund) -> Vec<Outcome> {
    let Ok(id) = refund.idempotency_key.parse::<RefundId>() else { return Vec::new() };
    let of = |source_id: &str| {
        let card = Payment { amount: refund.amount, changed_at: refund.changed_at, ..card.clone() };
        money(&card, source_id)
    };
    let succeeded = || Outcome::Refunded { refund: id, money: of(&refund.idempotency_key) };
    match refund.state.as_str() {
        "succeeded" => vec![succeeded()],
        "bounced" => {
            let money = of(&format!("{}:bounced", refund.idempotency_key));
            vec![succeeded(), Outcome::RefundBounced { refund: id, money }]
        }
        _ => {
            let code = refund.code.clone().unwrap_or_else(|| "failed".to_owned());
            vec![Outcome::RefundFailed { refund: id, code }]
        }
    }
}

/// A refund's money comes back to the merchant. False when it had not left.
pub fn bounce(tx: &mut Tx<'_>, card: &str, refund: RefundId) -> Result<bool, DbError> {
    let Some(card) = sandbox_payments::find(tx, card)? else { return Ok(false) };
    let now = clocks::now(tx, &card.scope)?;
    let bounced = sandbox::bounce_refund(tx, &refund.to_string(), now)?;
    if bounced {
        tell(tx, &card)?;
    }
    Ok(bounced)
}
