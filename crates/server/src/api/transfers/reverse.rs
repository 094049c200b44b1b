//! `POST /v1/transfers/{id}/reversals`.

use std::collections::BTreeMap;

use axum::extract::State;
use domain::books::{OwnerBook, TakeBack};
use domain::ids::TransferId;
use domain::ledger::LedgerAccount;
use domain::money::Money;
use domain::movement::MovementKind;
use domain::payout::REVERSAL_CODE;
use domain::text::DESCRIPTION_MAX;
use domain::transfer::{Reversal, Transfer};
use store::{DbError, Tx, cases, transfers};
use utoipa::ToSchema;

use super::{TransferReversalView, WHAT};
use crate::app::App;
use crate::bookkeeping::{lock_owner, write_owner};
use crate::extract::rules::block;
use crate::extract::{Body, Call, Fields, Merchant, MetadataChanges, PathId, Query, Reply};
use crate::owner_money::{ByHand, insert, not_reversed};
use crate::problem::Problem;
use crate::work::raise_owner_debt;

/// What is taken back of a transfer.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct CreateTransferReversal {
    /// Minor units; all that has not been taken back when left out.
    #[schema(minimum = 1)]
    amount: Option<i64>,
    /// The merchant's words.
    #[schema(min_length = 1, max_length = 1000)]
    description: Option<String>,
    /// The merchant's own keys and values: at most 50, keys of 40 characters, values of 500.
    #[schema(schema_with = crate::api::metadata_schema)]
    metadata: Option<BTreeMap<String, String>>,
}

struct NewReversal {
    amount: Option<i64>,
    description: Option<String>,
    metadata: MetadataChanges,
}

/// Reverse a transfer
///
/// Takes money back from an owner, in part or in whole. It never fails for lack of the owner's
/// money: it takes what has not been paid out; the rest is owed by the owner and netted from later
/// transfers, or borne by the merchant, as the account is set.
///
/// # Errors
/// 400 for more than has not been taken back; 404 when there is no such transfer;
/// 409 `transfer_reversed` when all of it was taken back.
#[utoipa::path(
    post, path = "/v1/transfers/{id}/reversals", tag = "Transfers", operation_id = "reverse_transfer",
    params(("id" = String, Path, description = "The transfer's id.")),
    request_body(content = Option<CreateTransferReversal>),
    responses((status = 200, description = "The reversal.", body = TransferReversalView), crate::openapi::Refusals)
)]
pub async fn reverse(
    State(app): State<App>,
    call: Call,
    id: PathId<TransferId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(read).and(query.none());
    call.write(&app, input, move |tx, merchant, new| {
        let (transfer, book, to) = lock(tx, merchant, id.of_a(WHAT)?)?;
        let amount = amount_of(&transfer, new.amount)?;
        let reversal = take_back(tx, merchant, new, (transfer, amount, to), book)?;
        Ok(TransferReversalView::of(&reversal, &merchant.scope))
    })
    .await
}

fn read(fields: &mut Fields<'_>) -> Option<NewReversal> {
    let amount = fields.int("amount", 1..=i64::MAX);
    let description = fields.text("description", block(DESCRIPTION_MAX));
    Some(NewReversal { amount, description, metadata: MetadataChanges::read(fields) })
}

/// The transfer under its session's and its owner's lock, and the account that gets the money.
fn lock(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    id: TransferId,
) -> Result<(Transfer, OwnerBook, LedgerAccount), Problem> {
    let scope = &merchant.scope;
    let unknown = || Problem::not_found(WHAT, None);
    let seen = transfers::find(tx, scope, id)?.ok_or_else(unknown)?;
    // The split of a session counts what was taken back by hand.
    let locked = match seen.session {
        Some(session) => cases::lock(tx, scope, session)?,
        None => None,
    };
    let book = lock_owner(tx, scope, &merchant.account, seen.owner, seen.currency)?;
    let transfer = transfers::find(tx, scope, id)?.ok_or_else(unknown)?;
    let to = match locked {
        Some(locked) if transfer.automatic => locked.case.own_account(),
        _ => LedgerAccount::MerchantFunds,
    };
    Ok((transfer, book, to))
}

fn amount_of(transfer: &Transfer, asked: Option<i64>) -> Result<i64, Problem> {
    let most = not_reversed(transfer);
    if most == 0 {
        let message = "All of this transfer was taken back already.";
        return Err(Problem::conflict("transfer_reversed", message));
    }
    match asked {
        None => Ok(most),
        Some(amount) if amount <= most => Ok(amount),
        Some(_) => {
            let left = Money::new(most, transfer.currency);
            let message = format!("`amount` is more than the {left} that was not taken back.");
            let problem = Problem::invalid("amount_too_large", message, Some("amount"));
            Err(problem.with_detail("amount_not_reversed", most))
        }
    }
}

fn take_back(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    new: &NewReversal,
    (transfer, amount, to): (Transfer, i64, LedgerAccount),
    mut book: OwnerBook,
) -> Result<Reversal, Problem> {
    let scope = &merchant.scope;
    let metadata = new.metadata.apply(&BTreeMap::new());
    let metadata = metadata.map_err(|fault| Problem::faults(vec![fault]))?;
    let by_hand = ByHand {
        kind: MovementKind::Adjustment,
        code: Some(REVERSAL_CODE),
        money: Money::new(amount, transfer.currency),
        value_date: merchant.today()?,
        source_id: String::new(),
        about: (transfer.session, transfer.transaction),
        now: merchant.now,
    };
    let mut movement = by_hand.movement(tx);
    // Money that has not cleared is no more available to the merchant than it was to the owner.
    movement.available_at = transfer.available_at.max(merchant.now);
    let back = TakeBack {
        transfer,
        amount,
        automatic: false,
        to,
        description: new.description.clone(),
        metadata: serde_json::to_string(&metadata).map_err(Problem::internal_because)?,
    };
    book.take(back, &movement, tx.source().as_ref());
    let made = book.reversals.last().cloned();
    let made = made.ok_or(DbError::Corrupt("a new reversal"))?;
    movement.source_id = made.id.to_string();
    insert(tx, scope, &movement)?;
    let owner = book.owner;
    write_owner(tx, &merchant.origin(), scope, book, &movement)?;
    if made.owed > 0 {
        raise_owner_debt(tx, scope, owner, &movement, made.owed)?;
    }
    Ok(made)
}
