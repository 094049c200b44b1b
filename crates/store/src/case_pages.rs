//! Cases in pages, for whoever looks at all of them: a query for each table and page, where
//! [`cases::find`](crate::cases::find) asks for each session. The cases are the same.

use domain::case::Case;
use domain::ids::SessionId;

use crate::db::{DbError, Row, Statement, Tx, params, statements};
use crate::{attempts, disputes, movements, refunds, sessions, transactions, transfers};

// Each says whose a row is, then the row as its module reads it. A page is a span of sessions, the
// first table says which; so that one index finds all of it, the order of each case is last.
statements! {
    pub SESSIONS = "SELECT id, account, livemode, created_at, customer, amount, currency, payment_method_types,
        reporting_type, description, metadata, return_url, statement_descriptor, locale, paid_when, reopen,
        tolerance, expires_at, canceled_at, cancellation_reason, reopened_at, accepted_shortfall, accepted_at,
        customer_snapshot, transaction_data, apply_credit, split, has_more, as_of, status, payment_status,
        current_transaction, amount_received, amount_returned, amount_refunded, amount_in_flight,
        amount_remaining, amount_credit_applied, paid_at, first_paid_at, reference
        FROM payment_sessions WHERE id > $1 ORDER BY id LIMIT $2";
    pub TRANSACTIONS = "SELECT payment_session, id, created_at, payment_session, customer, amount, currency, status,
        payment_method, last_payment_error, amount_received, amount_returned, amount_refunded,
        amount_credit_applied, disputed, confirmed_at, paid_at
        FROM transactions WHERE payment_session > $1 AND payment_session <= $2
        ORDER BY payment_session, created_at, id";
    pub ATTEMPTS = "SELECT payment_session, id, created_at, payment_session, transaction_id, method, connection,
        amount, payment_method, mandate, confirmed_at, reference, progress, url, cutoff_at, collection_on, batch,
        collected_at, clears_at, ended_at, code
        FROM attempts WHERE payment_session > $1 AND payment_session <= $2
        ORDER BY payment_session, created_at, id";
    pub MOVEMENTS = "SELECT payment_session, id, payment_session, transaction_id, attempt, kind, allocation, amount,
        fee, currency, code, value_date, booked_at, source, source_id, available_at
        FROM movements WHERE payment_session > $1 AND payment_session <= $2
        ORDER BY payment_session, booked_at, id";
    pub REFUNDS = "SELECT payment_session, id, created_at, transaction_id, attempt, amount, origin, reason,
        reason_description, reverse_transfer, refund_fees, failure_message, metadata, status, submitted_at, ended_at, code,
        reference, bounced_at
        FROM refunds WHERE payment_session > $1 AND payment_session <= $2
        ORDER BY payment_session, created_at, id";
    pub DISPUTES = "SELECT payment_session, id, created_at, transaction_id, attempt, code, amount, debit_at,
        respond_by, outcome, ended_at, evidence, submitted_at, metadata
        FROM disputes WHERE payment_session > $1 AND payment_session <= $2
        ORDER BY payment_session, created_at, id";
    pub TRANSFERS = "SELECT payment_session, id, created_at, owner, payment_session, transaction_id, unit, movement,
        automatic, currency, amount, reversed, reversed_by_hand, left_over, available_at, payout, paid_out_at,
        description, reporting_type, metadata
        FROM transfers WHERE payment_session > $1 AND payment_session <= $2 AND automatic
        ORDER BY payment_session, id";
}

/// Up to `limit` cases of all scopes in the order of their sessions' ids, behind `after`.
///
/// # Errors
/// The database's, also for a single row that cannot be read.
pub fn after(tx: &mut Tx<'_>, after: Option<SessionId>, limit: u32) -> Result<Vec<Case>, DbError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let params = params![&after, i64::from(limit)];
    let cases = tx.all(&SESSIONS, &params, |row| sessions::read(row).map(Case::new))?;
    let Some(last) = cases.last() else { return Ok(cases) };
    let last = last.session.id.to_string();
    let mut page = Page { cases, after, last };
    page.add(tx, &TRANSACTIONS, transactions::read, |case, it| case.transactions.push(it))?;
    page.add(tx, &ATTEMPTS, attempts::read, |case, it| case.attempts.push(it))?;
    page.add(tx, &MOVEMENTS, movements::read, |case, it| case.movements.push(it))?;
    if page.cases.iter().any(|case| case.session.has_more) {
        page.add(tx, &REFUNDS, refunds::read, |case, it| case.refunds.push(it))?;
        page.add(tx, &DISPUTES, disputes::read, |case, it| case.disputes.push(it))?;
        page.add(tx, &TRANSFERS, transfers::read, |case, it| case.transfers.push(it))?;
    }
    // Where the program does not look for more, it must not be seen here either.
    for case in page.cases.iter_mut().filter(|case| !case.session.has_more) {
        (case.refunds, case.disputes, case.transfers) = (Vec::new(), Vec::new(), Vec::new());
    }
    Ok(page.cases)
}

/// Cases to be completed, and the span that their sessions' ids are in.
struct Page {
    cases: Vec<Case>,
    after: String,
    last: String,
}

impl Page {
    /// Adds one table's rows to the cases that they belong to.
    fn add<T>(
        &mut self,
        tx: &mut Tx<'_>,
        statement: &'static Statement,
        read: fn(&mut Row<'_>) -> Result<T, DbError>,
        put: fn(&mut Case, T),
    ) -> Result<(), DbError> {
        let Self { cases, after, last } = self;
        tx.all(statement, &params![after.as_str(), last.as_str()], |row| {
            let session: SessionId = row.parse()?;
            let it = read(row)?;
            let place = cases.binary_search_by_key(&session, |case| case.session.id);
            if let Some(case) = place.ok().and_then(|place| cases.get_mut(place)) {
                put(case, it);
            }
            Ok(())
        })?;
        Ok(())
    }
}
