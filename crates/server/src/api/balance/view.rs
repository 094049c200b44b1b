//! The balance, as the API shows it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use domain::money::Currency;
use domain::scope::Scope;
use domain::time::Timestamp;
use serde::Serialize;
use store::{DbError, Tx, ledger_balances};
use utoipa::ToSchema;

use crate::api::names::CurrencyName;
use crate::api::object_name;

object_name! { BalanceObject = "balance" }

/// The account of the ledger that holds what the merchant may use.
const FUNDS: &str = "merchant_funds";

/// What the merchant has in each currency, by where it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Balance)]
pub struct BalanceView {
    /// Always `balance`.
    #[schema(value_type = String, pattern = "^balance$")]
    object: BalanceObject,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// What the merchant may use: cleared, and nobody else's.
    available: Vec<AmountView>,
    /// Received, and not cleared: the payers' banks can still return it.
    pending: Vec<AmountView>,
    /// Deposits and holding fees, kept apart.
    held: Vec<AmountView>,
    /// Moved by a rail, a processor or by hand, and on no bank statement yet.
    in_transit: Vec<AmountView>,
    /// Reserved for refunds that are under way.
    refunds_pending: Vec<AmountView>,
    /// The merchant's fees on owners' money: the merchant's own, and no part of `available`.
    fees_due: Vec<AmountView>,
    /// What owners are to be paid.
    owners: Vec<AmountView>,
    /// What customers have in credit.
    customer_credit: Vec<AmountView>,
    /// What customers and owners owe.
    owed: Vec<AmountView>,
    /// Paid too much, to be given back.
    surplus: Vec<AmountView>,
    /// Booked, and not understood or not allocated yet.
    suspense: Vec<AmountView>,
}

/// An amount in a currency.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = BalanceAmount)]
pub struct AmountView {
    /// The currency.
    #[schema(value_type = CurrencyName)]
    pub(super) currency: Currency,
    /// Minor units.
    pub(super) amount: i64,
}

impl AmountView {
    /// So much of a currency.
    pub const fn of(currency: Currency, amount: i64) -> Self {
        Self { currency, amount }
    }
}

/// Sums by currency.
type Sums = BTreeMap<Currency, i64>;

impl BalanceView {
    /// The balance of a scope at `now`, in business time.
    ///
    /// # Errors
    /// Only the database's.
    pub fn load(tx: &mut Tx<'_>, scope: &Scope, now: Timestamp) -> Result<Self, DbError> {
        let accounts = ledger_balances::all(tx, scope)?;
        let currencies: Vec<Currency> = accounts.iter().map(|(_, currency, _)| *currency).collect();
        let mut pending = Sums::new();
        for currency in currencies {
            if let Entry::Vacant(place) = pending.entry(currency) {
                place.insert(ledger_balances::pending(tx, scope, FUNDS, currency, now)?);
            }
        }
        // Every currency that ever occurred is in each list.
        let sums = |wanted: &dyn Fn(&str) -> bool, sign: i64| {
            let mut sums: Sums = pending.keys().map(|currency| (*currency, 0)).collect();
            for (account, currency, amount) in accounts.iter().filter(|it| wanted(&it.0)) {
                debug_assert!(!account.is_empty(), "an account without a name");
                *sums.entry(*currency).or_default() += sign * amount;
            }
            sums
        };
        let below = |prefix: &'static str| move |name: &str| name.starts_with(prefix);
        let one = |wanted: &'static str| move |name: &str| name == wanted;
        let mut available = sums(&one(FUNDS), 1);
        for (currency, sum) in &pending {
            *available.entry(*currency).or_default() -= sum;
        }
        let is_debt =
            |name: &str| name.starts_with("owner_debt:") || name.starts_with("customer_debt:");
        let (own, live) = (BalanceObject::Name, scope.livemode);
        Ok(Self {
            object: own,
            livemode: live,
            available: list(&available),
            pending: list(&pending),
            held: list(&sums(&below("held:"), 1)),
            in_transit: list(&sums(&below("in_transit:"), -1)),
            refunds_pending: list(&sums(&one("refunds_pending"), 1)),
            fees_due: list(&sums(&one("fees_due"), 1)),
            owners: list(&sums(&below("owner:"), 1)),
            customer_credit: list(&sums(&below("customer_credit:"), 1)),
            owed: list(&sums(&is_debt, -1)),
            surplus: list(&sums(&one("surplus"), 1)),
            suspense: list(&sums(&below("suspense"), 1)),
        })
    }
}

fn list(sums: &Sums) -> Vec<AmountView> {
    sums.iter()
        .map(|(currency, amount)| AmountView { currency: *currency, amount: *amount })
        .collect()
}
