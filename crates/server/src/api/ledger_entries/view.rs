//! A ledger entry, as the API shows it.

use domain::ids::{MovementId, SessionId, TransactionId};
use domain::money::Currency;
use domain::movement::MovementKind;
use domain::scope::Scope;
use serde::Serialize;
use store::ledger_entries::EntryRow;
use utoipa::ToSchema;

use crate::api::names::{CurrencyName, MovementKindName};
use crate::api::object_name;

object_name! { LedgerEntryObject = "ledger_entry" }

/// One row of the books: `amount` moves from `credit_account` to `debit_account`.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = LedgerEntry)]
pub struct LedgerEntryView {
    /// Its id.
    #[schema(example = "le_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    id: String,
    /// Always `ledger_entry`.
    #[schema(value_type = String, pattern = "^ledger_entry$")]
    object: LedgerEntryObject,
    /// When it was booked, in Unix seconds.
    created: i64,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// The account that is debited.
    #[schema(example = "in_transit:conn_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    debit_account: String,
    /// The account that is credited.
    #[schema(example = "merchant_funds")]
    credit_account: String,
    /// Minor units, always positive.
    amount: i64,
    /// Currency of both sides.
    #[schema(value_type = CurrencyName)]
    currency: Currency,
    /// The movement that it books.
    #[schema(value_type = String)]
    balance_transaction: MovementId,
    /// What kind of fact that is.
    #[schema(value_type = MovementKindName)]
    movement_type: MovementKind,
    /// The payment session that it is about.
    #[schema(value_type = Option<String>)]
    payment_session: Option<SessionId>,
    /// The transaction that it is about.
    #[schema(value_type = Option<String>)]
    transaction: Option<TransactionId>,
    /// From when on the money can be used, in Unix seconds.
    available_on: i64,
}

impl LedgerEntryView {
    /// Of an entry.
    pub fn of(entry: &EntryRow, scope: &Scope) -> Self {
        Self {
            id: entry.id.to_string(),
            object: LedgerEntryObject::Name,
            created: entry.booked_at.seconds(),
            livemode: scope.livemode,
            debit_account: entry.debit.clone(),
            credit_account: entry.credit.clone(),
            amount: entry.amount,
            currency: entry.currency,
            balance_transaction: entry.movement,
            movement_type: entry.kind,
            payment_session: entry.session,
            transaction: entry.transaction,
            available_on: entry.available_at.seconds(),
        }
    }
}
