//! A change of a customer's balance, as the API shows it.

use domain::books::Direction;
use domain::ids::{CustomerId, MovementId, SessionId, TransactionId};
use domain::ledger::BalanceKind;
use domain::money::Currency;
use domain::scope::Scope;
use serde::Serialize;
use store::customer_balances::BalanceRow;
use utoipa::ToSchema;

use crate::api::names::{BalanceDirectionName, BalanceKindName, CurrencyName};
use crate::api::object_name;

object_name! { CustomerBalanceTransactionObject = "customer_balance_transaction" }

/// A change of what a customer has in credit.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CustomerBalanceTransaction)]
pub struct CustomerBalanceTransactionView {
    /// Its id.
    #[schema(example = "cbtxn_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: String,
    /// Always `customer_balance_transaction`.
    #[schema(value_type = String, pattern = "^customer_balance_transaction$")]
    object: CustomerBalanceTransactionObject,
    /// When it was made, in Unix seconds.
    created: i64,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// Whose balance.
    #[schema(value_type = String)]
    customer: CustomerId,
    /// Minor units, always positive; `direction` says which way.
    amount: i64,
    /// `credit` is in the customer's favour, `debit` against it.
    #[schema(value_type = BalanceDirectionName)]
    direction: Direction,
    /// Its currency.
    #[schema(value_type = CurrencyName)]
    currency: Currency,
    /// Why.
    #[serde(rename = "type")]
    #[schema(value_type = BalanceKindName)]
    kind: BalanceKind,
    /// The balance behind it; positive is in the customer's favour.
    ending_balance: i64,
    /// From when on a credit can be spent, in Unix seconds.
    available_on: i64,
    /// The merchant's words.
    description: Option<String>,
    /// The payment session that it follows from.
    #[schema(value_type = Option<String>)]
    payment_session: Option<SessionId>,
    /// The transaction that it follows from.
    #[schema(value_type = Option<String>)]
    transaction: Option<TransactionId>,
    /// The movement that it follows from.
    #[schema(value_type = String)]
    balance_transaction: MovementId,
}

impl CustomerBalanceTransactionView {
    /// Of a change.
    pub fn of(row: &BalanceRow, scope: &Scope) -> Self {
        Self {
            id: row.id.to_string(),
            object: CustomerBalanceTransactionObject::Name,
            created: row.created_at.seconds(),
            livemode: scope.livemode,
            customer: row.customer,
            amount: row.amount,
            direction: row.direction,
            currency: row.currency,
            kind: row.kind,
            ending_balance: row.ending_balance,
            available_on: row.available_at.seconds(),
            description: row.description.clone(),
            payment_session: row.session,
            transaction: row.transaction,
            balance_transaction: row.movement,
        }
    }
}
