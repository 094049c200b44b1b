//! `POST /v1/customer_balance_transactions`.

use axum::extract::State;
use domain::books::{CustomerBook, Direction};
use domain::ids::{CustomerBalanceTransactionId, CustomerId};
use domain::money::{Currency, Money};
use domain::movement::MovementKind;
use domain::text::DESCRIPTION_MAX;
use store::{customer_balances, customers};
use utoipa::ToSchema;

use super::CustomerBalanceTransactionView;
use crate::api::names::{BalanceDirectionName, CurrencyName};
use crate::app::App;
use crate::customer_money::adjust;
use crate::extract::rules::{block, line, spelled};
use crate::extract::{Body, Call, Fields, Query, Reply};
use crate::owner_money::ByHand;
use crate::problem::Problem;

/// The least and the most of a correction, in minor units.
const AMOUNT: std::ops::RangeInclusive<i64> = 1..=99_999_900;
/// Longer texts are not looked up.
const CUSTOMER_MAX: usize = 100;
/// What such an adjustment is about.
const CODE: &str = "balance_adjustment";

/// A correction of a customer's balance.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct CreateCustomerBalanceTransaction {
    /// Whose balance.
    #[schema(value_type = String, pattern = "^cus_[0-9a-hjkmnp-tv-z]{26}$")]
    customer: CustomerId,
    /// Minor units.
    #[schema(minimum = 1, maximum = 99_999_900)]
    amount: i64,
    /// `credit` is in the customer's favour, `debit` against it.
    #[schema(value_type = BalanceDirectionName)]
    direction: Direction,
    /// The currency.
    #[schema(value_type = CurrencyName)]
    currency: Currency,
    /// The merchant's words.
    #[schema(max_length = 1000)]
    description: Option<String>,
}

struct Wanted {
    customer: String,
    amount: i64,
    direction: Direction,
    currency: Currency,
    description: Option<String>,
}

impl Wanted {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let currencies: Vec<&str> = Currency::ALL.iter().map(|it| it.as_str()).collect();
        let customer = fields.required_text("customer", line(CUSTOMER_MAX));
        let amount = fields.required_int("amount", AMOUNT);
        let direction = fields.required_text("direction", spelled(&["credit", "debit"]));
        let currency = fields.required_text("currency", spelled(&currencies));
        let description = fields.text("description", block(DESCRIPTION_MAX));
        let (customer, amount) = (customer?, amount?);
        Some(Self { customer, amount, direction: direction?, currency: currency?, description })
    }

    /// Credit that the payer's bank can still take back is not there to be taken by anybody else.
    fn check(&self, book: &CustomerBook, deleted: bool) -> Result<(), Problem> {
        if self.direction == Direction::Debit && self.amount > book.spendable() {
            let message = "The customer has less in credit that has cleared; `available` says how much, and `balance` what there is with what has not.";
            return Err(Problem::conflict("insufficient_customer_balance", message)
                .with_param(Some("amount"))
                .with_detail("available", book.spendable())
                .with_detail("balance", book.balance()));
        }
        if deleted && self.direction == Direction::Credit && self.amount > book.debt {
            let message =
                "This customer was deleted and can get no new credit; `debt` says what is owed.";
            return Err(Problem::conflict("customer_deleted", message)
                .with_param(Some("amount"))
                .with_detail("debt", book.debt));
        }
        Ok(())
    }
}

/// Adjust a customer's balance
///
/// Gives a customer credit, or takes some of it, against the merchant's own money. Of a deleted
/// customer only what is left over can be corrected: credit is taken, a debt is given up.
///
/// # Errors
/// 400 for what is wrong with the body; 404 `customer`; 409 `insufficient_customer_balance` when
/// more is taken than has cleared, `customer_deleted` when more is given than is owed.
#[utoipa::path(
    post, path = "/v1/customer_balance_transactions", tag = "Customer balance",
    operation_id = "create_customer_balance_transaction",
    request_body = CreateCustomerBalanceTransaction,
    responses((status = 200, description = "The change.", body = CustomerBalanceTransactionView), crate::openapi::Refusals)
)]
pub async fn create(
    State(app): State<App>,
    call: Call,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(Wanted::read).and(query.none());
    call.write(&app, input, |tx, merchant, wanted| {
        let scope = &merchant.scope;
        let unknown = || Problem::not_found("customer", Some("customer"));
        let id = wanted.customer.parse().map_err(|_| unknown())?;
        let kept = customers::keep(tx, scope, id)?.is_some();
        if !kept && !customers::was_deleted(tx, scope, id)? {
            return Err(unknown());
        }
        let (currency, now) = (wanted.currency, merchant.now);
        let mut book = customer_balances::lock(tx, scope, id, currency, now)?;
        wanted.check(&book, !kept)?;
        let by_hand = ByHand {
            kind: MovementKind::Adjustment,
            code: Some(CODE),
            money: Money::new(wanted.amount, currency),
            value_date: merchant.today()?,
            source_id: tx.id::<CustomerBalanceTransactionId>().to_string(),
            about: (None, None),
            now,
        };
        let movement = by_hand.movement(tx);
        let words = (wanted.direction, wanted.description.as_deref());
        let row = adjust(tx, scope, &merchant.origin(), &mut book, words, &movement)?;
        Ok(CustomerBalanceTransactionView::of(&row, scope))
    })
    .await
}
