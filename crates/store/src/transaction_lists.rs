//! Lists of transactions, newest first.

use domain::ids::{CustomerId, SessionId, TransactionId};
use domain::scope::Scope;
use domain::transaction::{Transaction, TransactionStatus};

use crate::db::{DbError, Tx, params};
use crate::page::{Cursor, List, Listed, Page, list};
use crate::transactions::read;

list! {
    /// All of a scope, or those of one status or customer.
    ALL = "id, created_at, payment_session, customer, amount, currency, status, payment_method,
    last_payment_error, amount_received, amount_returned, amount_refunded,
    amount_credit_applied, disputed, confirmed_at, paid_at",
    "FROM transactions WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND ($5 = '' OR status = $5) AND ($6 = '' OR customer = $6)",
    "id" "$7"
}
list! {
    /// Those of one session.
    BY_SESSION = "id, created_at, payment_session, customer, amount, currency, status, payment_method,
    last_payment_error, amount_received, amount_returned, amount_refunded,
    amount_credit_applied, disputed, confirmed_at, paid_at",
    "FROM transactions WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND ($5 = '' OR status = $5) AND ($6 = '' OR customer = $6) AND payment_session = $7",
    "id" "$8"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&ALL, &BY_SESSION];

/// Sorts behind every id.
const NEWEST: &str = "~";

/// Which transactions are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Those of a session.
    pub session: Option<SessionId>,
    /// Those of a status.
    pub status: Option<TransactionStatus>,
    /// Those of a customer.
    pub customer: Option<CustomerId>,
}

/// A page of transactions.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: &Filter,
    page: &Page<TransactionId>,
) -> Result<Listed<Transaction>, DbError> {
    let account = scope.account.to_string();
    let cursor = match &page.cursor {
        Cursor::Newest => Cursor::Newest,
        Cursor::After(id) => Cursor::After(id.to_string()),
        Cursor::Before(id) => Cursor::Before(id.to_string()),
    };
    let page = page.clone().with_cursor(cursor);
    let (from, to) = (page.created_from, page.created_to);
    let status = filter.status.map_or("", TransactionStatus::as_str);
    let customer = filter.customer.map(|id| id.to_string()).unwrap_or_default();
    let (all, live, customer) = (&account, scope.livemode, customer.as_str());
    match filter.session.map(|id| id.to_string()) {
        None => {
            let params = params![all, live, from, to, status, customer];
            ALL.page(tx, &params, &page, NEWEST, read)
        }
        Some(session) => {
            let params = params![all, live, from, to, status, customer, session.as_str()];
            BY_SESSION.page(tx, &params, &page, NEWEST, read)
        }
    }
}
