//! Lists of payment sessions, newest first.

use domain::ids::{CustomerId, SessionId};
use domain::scope::Scope;
use domain::session::{Session, SessionStatus};

use crate::db::{DbError, Tx, params};
use crate::page::{Cursor, List, Listed, Page, list};
use crate::sessions::read;

list! {
    /// All of a scope.
    ALL = "id, account, livemode, created_at, customer, amount, currency, payment_method_types,
    reporting_type, description, metadata, return_url, statement_descriptor, locale, paid_when, reopen, tolerance,
    expires_at, canceled_at, cancellation_reason, reopened_at, accepted_shortfall, accepted_at, customer_snapshot,
    transaction_data, apply_credit, split, has_more, as_of, status,
    payment_status, current_transaction, amount_received, amount_returned, amount_refunded, amount_in_flight,
    amount_remaining, amount_credit_applied, paid_at, first_paid_at, reference",
    "FROM payment_sessions WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4",
    "id" "$5"
}
list! {
    /// Those of one status.
    BY_STATUS = "id, account, livemode, created_at, customer, amount, currency, payment_method_types,
    reporting_type, description, metadata, return_url, statement_descriptor, locale, paid_when, reopen, tolerance,
    expires_at, canceled_at, cancellation_reason, reopened_at, accepted_shortfall, accepted_at, customer_snapshot,
    transaction_data, apply_credit, split, has_more, as_of, status,
    payment_status, current_transaction, amount_received, amount_returned, amount_refunded, amount_in_flight,
    amount_remaining, amount_credit_applied, paid_at, first_paid_at, reference",
    "FROM payment_sessions WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4 AND status = $5",
    "id" "$6"
}
list! {
    /// Those of one customer.
    BY_CUSTOMER = "id, account, livemode, created_at, customer, amount, currency, payment_method_types,
    reporting_type, description, metadata, return_url, statement_descriptor, locale, paid_when, reopen, tolerance,
    expires_at, canceled_at, cancellation_reason, reopened_at, accepted_shortfall, accepted_at, customer_snapshot,
    transaction_data, apply_credit, split, has_more, as_of, status,
    payment_status, current_transaction, amount_received, amount_returned, amount_refunded, amount_in_flight,
    amount_remaining, amount_credit_applied, paid_at, first_paid_at, reference",
    "FROM payment_sessions WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4 AND customer = $5",
    "id" "$6"
}
list! {
    /// Those of one status and customer.
    BY_STATUS_AND_CUSTOMER = "id, account, livemode, created_at, customer, amount, currency, payment_method_types,
    reporting_type, description, metadata, return_url, statement_descriptor, locale, paid_when, reopen, tolerance,
    expires_at, canceled_at, cancellation_reason, reopened_at, accepted_shortfall, accepted_at, customer_snapshot,
    transaction_data, apply_credit, split, has_more, as_of, status,
    payment_status, current_transaction, amount_received, amount_returned, amount_refunded, amount_in_flight,
    amount_remaining, amount_credit_applied, paid_at, first_paid_at, reference",
    "FROM payment_sessions WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4 AND status = $5
    AND customer = $6",
    "id" "$7"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&ALL, &BY_STATUS, &BY_CUSTOMER, &BY_STATUS_AND_CUSTOMER];

/// Sorts behind every id.
const NEWEST: &str = "~";

/// A page of sessions.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    status: Option<SessionStatus>,
    customer: Option<CustomerId>,
    page: &Page<SessionId>,
) -> Result<Listed<Session>, DbError> {
    let account = scope.account.to_string();
    let customer = customer.map(|id| id.to_string());
    let cursor = match &page.cursor {
        Cursor::Newest => Cursor::Newest,
        Cursor::After(id) => Cursor::After(id.to_string()),
        Cursor::Before(id) => Cursor::Before(id.to_string()),
    };
    let page = page.clone().with_cursor(cursor);
    let (from, to) = (page.created_from, page.created_to);
    let status = status.map(SessionStatus::as_str);
    let (all, live) = (&account, scope.livemode);
    match (status, customer.as_deref()) {
        (None, None) => ALL.page(tx, &params![all, live, from, to], &page, NEWEST, read),
        (Some(status), None) => {
            BY_STATUS.page(tx, &params![all, live, from, to, status], &page, NEWEST, read)
        }
        (None, Some(customer)) => {
            BY_CUSTOMER.page(tx, &params![all, live, from, to, customer], &page, NEWEST, read)
        }
        (Some(status), Some(customer)) => {
            let params = params![all, live, from, to, status, customer];
            BY_STATUS_AND_CUSTOMER.page(tx, &params, &page, NEWEST, read)
        }
    }
}
