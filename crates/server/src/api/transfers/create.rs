//! `POST /v1/transfers`.

use std::collections::BTreeMap;

use axum::extract::State;
use domain::ids::{OwnerId, SessionId, TransactionId, TransferId, UnitId};
use domain::ledger::LedgerAccount;
use domain::money::{Currency, Money};
use domain::movement::{Movement, MovementKind};
use domain::payout::TRANSFER_CODE;
use domain::session::ReportingType;
use domain::text::DESCRIPTION_MAX;
use domain::transfer::Transfer;
use store::{DbError, Tx, cases, ledger_balances, owners, transactions, transfers, units};
use utoipa::ToSchema;

use super::TransferView;
use crate::api::names::{CurrencyName, ReportingTypeName};
use crate::api::owner_payouts::input::read_currency;
use crate::app::App;
use crate::bookkeeping::{lock_owner, write_owner};
use crate::extract::rules::{block, id, spelled};
use crate::extract::{Body, Call, Fields, Merchant, MetadataChanges, Query, Reply};
use crate::owner_money::{ByHand, insert};
use crate::problem::Problem;

/// A new transfer.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct CreateTransfer {
    /// Minor units.
    #[schema(minimum = 1)]
    amount: i64,
    /// Its currency.
    #[schema(value_type = CurrencyName)]
    currency: String,
    /// Who is paid: an owner's id.
    #[schema(value_type = String, pattern = "^own_[0-9a-hjkmnp-tv-z]{26}$")]
    destination: OwnerId,
    /// The transaction whose money is passed on, for reports.
    #[schema(value_type = Option<String>, pattern = "^txn_[0-9a-hjkmnp-tv-z]{26}$")]
    source_transaction: Option<TransactionId>,
    /// The unit that it is for.
    #[schema(value_type = Option<String>, pattern = "^unit_[0-9a-hjkmnp-tv-z]{26}$")]
    unit: Option<UnitId>,
    /// The merchant's words.
    #[schema(min_length = 1, max_length = 1000)]
    description: Option<String>,
    /// What it is for, in reports.
    #[schema(value_type = Option<ReportingTypeName>)]
    reporting_type: Option<String>,
    /// The merchant's own keys and values: at most 50, keys of 40 characters, values of 500.
    #[schema(schema_with = crate::api::metadata_schema)]
    metadata: Option<BTreeMap<String, String>>,
}

/// A new transfer, as it was asked for.
struct NewTransfer {
    money: Money,
    destination: OwnerId,
    source_transaction: Option<TransactionId>,
    unit: Option<UnitId>,
    description: Option<String>,
    reporting_type: Option<ReportingType>,
    metadata: MetadataChanges,
}

/// Create a transfer
///
/// Passes money of the merchant's that is available on to an owner. What the owner owes is netted
/// from it first. Payments that are split make their transfers by themselves.
///
/// # Errors
/// 400 for what is wrong with the body; 404 for an owner, transaction or unit that is not there;
/// 409 `insufficient_available_funds` with `available`.
#[utoipa::path(
    post, path = "/v1/transfers", tag = "Transfers", operation_id = "create_transfer",
    request_body = CreateTransfer,
    responses((status = 200, description = "The transfer.", body = TransferView), crate::openapi::Refusals)
)]
pub async fn create(
    State(app): State<App>,
    call: Call,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(read).and(query.none());
    call.write(&app, input, |tx, merchant, new| {
        let (scope, currency) = (merchant.scope, new.money.currency());
        let session = check(tx, merchant, new)?;
        if let Some(session) = session {
            // Its movements are about to be one more.
            cases::lock(tx, &scope, session)?;
        }
        let owner = owners::lock(tx, &scope, new.destination)?;
        owner.ok_or_else(|| Problem::not_found("owner", Some("destination")))?;
        let mut book = lock_owner(tx, &scope, &merchant.account, new.destination, currency)?;
        let available = available(tx, merchant, currency)?;
        if new.money.minor() > available {
            return Err(insufficient(available, currency));
        }
        let transfer = transfer_of(tx, merchant, new, session)?;
        let (id, movement) = (transfer.0.id, transfer.1);
        insert(tx, &scope, &movement)?;
        book.give(transfer.0, LedgerAccount::MerchantFunds, tx.source().as_ref());
        write_owner(tx, &merchant.origin(), &scope, book, &movement)?;
        let made = transfers::find(tx, &scope, id)?.ok_or(DbError::Corrupt("a new transfer"))?;
        Ok(TransferView::of(&made, &scope, merchant.now))
    })
    .await
}

fn read(fields: &mut Fields<'_>) -> Option<NewTransfer> {
    let types: Vec<&str> = ReportingType::ALL.iter().map(|it| it.as_str()).collect();
    let amount = fields.required_int("amount", 1..=i64::MAX);
    let currency = fields.required_text("currency", read_currency);
    let destination = fields.required_text("destination", id::<OwnerId>);
    let source_transaction = fields.text("source_transaction", id::<TransactionId>);
    let unit = fields.text("unit", id::<UnitId>);
    let description = fields.text("description", block(DESCRIPTION_MAX));
    let reporting_type = fields.text("reporting_type", spelled(&types));
    let metadata = MetadataChanges::read(fields);
    fields.not_built("apply_unit_fees");
    fields.not_built("owner_payment_data");
    let (amount, currency, destination) = (amount?, currency?, destination?);
    let money = Money::new(amount, currency);
    Some(NewTransfer {
        money,
        destination,
        source_transaction,
        unit,
        description,
        reporting_type,
        metadata,
    })
}

/// That what is named is there. Gives the session of the transaction.
fn check(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    new: &NewTransfer,
) -> Result<Option<SessionId>, Problem> {
    let scope = &merchant.scope;
    if let Some(unit) = new.unit {
        let unit = units::find(tx, scope, unit)?;
        unit.ok_or_else(|| Problem::not_found("unit", Some("unit")))?;
    }
    let Some(transaction) = new.source_transaction else { return Ok(None) };
    let found = transactions::find(tx, scope, transaction)?;
    let unknown = || Problem::not_found("transaction", Some("source_transaction"));
    let found = found.ok_or_else(unknown)?;
    if found.currency != new.money.currency() {
        let message = format!("`currency`: {transaction} is in {}.", found.currency);
        return Err(Problem::invalid("currency_mismatch", message, Some("currency")));
    }
    Ok(Some(found.session))
}

/// What the merchant can pass on now; nobody else takes of it until the `Tx` ends.
fn available(tx: &mut Tx<'_>, merchant: &Merchant, currency: Currency) -> Result<i64, DbError> {
    let (scope, funds) = (&merchant.scope, LedgerAccount::MerchantFunds.to_string());
    let all = ledger_balances::lock(tx, scope, &funds, currency)?;
    let pending = ledger_balances::pending(tx, scope, &funds, currency, merchant.now)?;
    // What leaves only later has left for us.
    Ok((all - pending.max(0)).max(0))
}

fn insufficient(available: i64, currency: Currency) -> Problem {
    let money = Money::new(available, currency);
    let message = format!("Only {money} of the merchant's own money is available.");
    Problem::conflict("insufficient_available_funds", message).with_detail("available", available)
}

/// The transfer, and the movement that books it.
fn transfer_of(
    tx: &Tx<'_>,
    merchant: &Merchant,
    new: &NewTransfer,
    session: Option<SessionId>,
) -> Result<(Transfer, Movement), Problem> {
    let metadata = new.metadata.apply(&BTreeMap::new());
    let metadata = metadata.map_err(|fault| Problem::faults(vec![fault]))?;
    let id = tx.id::<TransferId>();
    let movement = ByHand {
        kind: MovementKind::Adjustment,
        code: Some(TRANSFER_CODE),
        money: new.money,
        value_date: merchant.today()?,
        source_id: id.to_string(),
        about: (session, new.source_transaction),
        now: merchant.now,
    };
    let movement = movement.movement(tx);
    let transfer = Transfer {
        id,
        created_at: merchant.now,
        owner: new.destination,
        session,
        transaction: new.source_transaction,
        unit: new.unit,
        movement: movement.id,
        automatic: false,
        currency: new.money.currency(),
        amount: new.money.minor(),
        reversed: 0,
        reversed_by_hand: 0,
        left: new.money.minor(),
        available_at: merchant.now,
        payout: None,
        paid_out_at: None,
        description: new.description.clone(),
        reporting_type: new.reporting_type,
        metadata: serde_json::to_string(&metadata).map_err(Problem::internal_because)?,
    };
    Ok((transfer, movement))
}
