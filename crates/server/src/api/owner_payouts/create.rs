//! `POST /v1/owner_payouts`.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use domain::books::OwnerBook;
use domain::ids::{OwnerPayoutId, TransferId};
use domain::news::EventType;
use domain::payout::{OwnerPayout, PayoutPart, PayoutStatus};
use domain::time::Timestamp;
use domain::transfer::Transfer;
use store::{Tx, owner_payouts, owners, transfers};

use super::OwnerPayoutView;
use super::input::{CreateOwnerPayout, NewPayout, PARTS_MAX};
use crate::app::App;
use crate::bookkeeping::{lock_owner, write_transfers};
use crate::extract::{Body, Call, Merchant, Query, Reply};
use crate::problem::Problem;
use crate::record::record;

/// Create an owner payout
///
/// It takes the whole of what is left of each transfer, so nothing else can draw from them until
/// it is paid, fails or is canceled. A draft waits for approval.
///
/// # Errors
/// 400 for what is wrong with the body, 404 for an owner or transfer that is not there;
/// 409 `nothing_to_pay_out`, and for a transfer that cannot be paid out now `transfer_pending`
/// with `available_on`, `transfer_in_payout` with `owner_payout`, or `transfer_empty`.
#[utoipa::path(
    post, path = "/v1/owner_payouts", tag = "Owner payouts", operation_id = "create_owner_payout",
    request_body = CreateOwnerPayout,
    responses((status = 200, description = "The owner payout.", body = OwnerPayoutView), crate::openapi::Refusals)
)]
pub async fn create(
    State(app): State<App>,
    call: Call,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(NewPayout::read).and(query.none());
    call.write(&app, input, |tx, merchant, new| {
        let scope = &merchant.scope;
        // Also one who was deleted: money may have come since.
        let owner = owners::find(tx, scope, new.destination)?;
        owner.ok_or_else(|| Problem::not_found("owner", Some("destination")))?;
        let mut book = lock_owner(tx, scope, &merchant.account, new.destination, new.currency)?;
        let chosen = match &new.transfers {
            Some(asked) => asked_for(tx, merchant, new, asked)?,
            None => all_available(&book, merchant.now)?,
        };
        let id = tx.id::<OwnerPayoutId>();
        let parts = book.put_into(id, &chosen);
        let payout = payout_of(id, merchant, new, parts)?;
        owner_payouts::insert(tx, scope, &payout)?;
        write_transfers(tx, &merchant.origin(), scope, &book, merchant.now, None)?;
        let view = OwnerPayoutView::of(&payout, scope);
        let kind = EventType::OwnerPayoutCreated;
        record(tx, scope, &merchant.origin(), kind, &view.id, &view, None)?;
        Ok(view)
    })
    .await
}

fn payout_of(
    id: OwnerPayoutId,
    merchant: &Merchant,
    new: &NewPayout,
    parts: Vec<PayoutPart>,
) -> Result<OwnerPayout, Problem> {
    let amount = parts.iter().try_fold(0_i64, |sum, part| sum.checked_add(part.amount));
    let metadata = new.metadata.apply(&BTreeMap::new());
    let status = if new.approve { PayoutStatus::Pending } else { PayoutStatus::Draft };
    Ok(OwnerPayout {
        id,
        created_at: merchant.now,
        owner: new.destination,
        currency: new.currency,
        amount: amount.ok_or_else(Problem::internal)?,
        status,
        description: new.description.clone(),
        statement_descriptor: new.statement_descriptor.clone(),
        metadata: metadata.map_err(|fault| Problem::faults(vec![fault]))?,
        parts,
        approved_at: new.approve.then_some(merchant.now),
        paid_at: None,
        paid_on: None,
        reference: None,
        failed_at: None,
        failed_on: None,
        failure_message: None,
        failure_reference: None,
        canceled_at: None,
    })
}

/// What can be paid out now, the oldest first.
fn all_available(book: &OwnerBook, now: Timestamp) -> Result<BTreeSet<TransferId>, Problem> {
    let available = book.free.iter().filter(|it| it.available_at <= now);
    let chosen: BTreeSet<TransferId> = available.map(|it| it.id).take(PARTS_MAX).collect();
    if !chosen.is_empty() {
        return Ok(chosen);
    }
    let next = book.free.iter().map(|it| it.available_at).min();
    let message = match next {
        Some(_) => "Nothing can be paid out yet; `available_on` says from when on.",
        None => "There is nothing to pay out to this owner in this currency.",
    };
    let next = next.map(Timestamp::seconds);
    Err(Problem::conflict("nothing_to_pay_out", message).with_detail("available_on", next))
}

/// What was asked for, if all of it can be paid out now.
fn asked_for(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    new: &NewPayout,
    asked: &[TransferId],
) -> Result<BTreeSet<TransferId>, Problem> {
    for (place, id) in asked.iter().enumerate() {
        let param = format!("transfers[{place}]");
        let found = transfers::find(tx, &merchant.scope, *id)?;
        let found = found.ok_or_else(|| Problem::not_found("transfer", Some(&param)))?;
        check(&found, new, merchant.now, &param)?;
    }
    Ok(asked.iter().copied().collect())
}

fn check(it: &Transfer, new: &NewPayout, now: Timestamp, param: &str) -> Result<(), Problem> {
    let invalid =
        |code, words: &str| Problem::invalid(code, format!("`{param}` {words}."), Some(param));
    let conflict = |code, words: &str| {
        Problem::conflict(code, format!("`{param}` {words}.")).with_param(Some(param))
    };
    if it.owner != new.destination {
        return Err(invalid("transfer_of_another_owner", "goes to another owner"));
    }
    if it.currency != new.currency {
        return Err(invalid("currency_mismatch", "is in another currency"));
    }
    if let Some(payout) = it.payout {
        let problem = conflict("transfer_in_payout", "is part of an owner payout already");
        return Err(problem.with_detail("owner_payout", payout.to_string()));
    }
    if it.left == 0 {
        let words = "has nothing left: it was taken back, or paid what the owner owed";
        return Err(conflict("transfer_empty", words));
    }
    if now < it.available_at {
        let problem = conflict("transfer_pending", "is of a payment that has not cleared");
        return Err(problem.with_detail("available_on", it.available_at.seconds()));
    }
    Ok(())
}
