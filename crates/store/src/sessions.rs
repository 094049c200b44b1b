//! Payment sessions, as rows.

use std::collections::BTreeMap;

use domain::ids::{CustomerId, OwnerId, SessionId, UnitId};
use domain::money::Money;
use domain::plan::{Plan, TransferRule};
use domain::reference::Reference;
use domain::scope::Scope;
use domain::session::{Amounts, Cancellation, Session, SessionState, Terms};
use domain::time::Timestamp;

use crate::db::{DbError, Row, Statement, Tx, params, statements};
use crate::plans;
use crate::rows::{join_methods, opt_time, split_methods, time};

statements! {
    pub INSERT = "INSERT INTO payment_sessions (id, account, livemode, created_at, customer, amount, currency,
        payment_method_types, reporting_type, description, metadata, return_url, statement_descriptor, locale,
        paid_when, reopen, tolerance, expires_at, as_of, status, payment_status, amount_received,
        amount_returned, amount_refunded, amount_in_flight, amount_remaining, transaction_data, apply_credit, reference)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
        $22, $23, $24, $25, $26, $27, $28, $29)";
    pub FIND = "SELECT id, account, livemode, created_at, customer, amount, currency, payment_method_types,
        reporting_type, description, metadata, return_url, statement_descriptor, locale, paid_when, reopen,
        tolerance, expires_at, canceled_at, cancellation_reason, reopened_at, accepted_shortfall, accepted_at,
        customer_snapshot, transaction_data, apply_credit, split, has_more, as_of, status, payment_status, current_transaction, amount_received, amount_returned,
        amount_refunded, amount_in_flight, amount_remaining, amount_credit_applied, paid_at, first_paid_at, reference
        FROM payment_sessions WHERE id = $1 AND account = $2 AND livemode = $3";
    pub LOCK = "SELECT id, account, livemode, created_at, customer, amount, currency, payment_method_types,
        reporting_type, description, metadata, return_url, statement_descriptor, locale, paid_when, reopen,
        tolerance, expires_at, canceled_at, cancellation_reason, reopened_at, accepted_shortfall, accepted_at,
        customer_snapshot, transaction_data, apply_credit, split, has_more, as_of, status, payment_status, current_transaction, amount_received, amount_returned,
        amount_refunded, amount_in_flight, amount_remaining, amount_credit_applied, paid_at, first_paid_at, reference
        FROM payment_sessions WHERE id = $1 AND account = $2 AND livemode = $3" for update;
    pub SCOPE_OF = "SELECT account, livemode FROM payment_sessions WHERE id = $1";
    pub UPDATE = "UPDATE payment_sessions SET description = $1, metadata = $2, reporting_type = $3, expires_at = $4,
        canceled_at = $5, cancellation_reason = $6, reopened_at = $7, accepted_shortfall = $8, customer_snapshot = $9,
        as_of = $10, status = $11, payment_status = $12, current_transaction = $13, amount_received = $14,
        amount_returned = $15, amount_refunded = $16, amount_in_flight = $17, amount_remaining = $18, paid_at = $19,
        first_paid_at = $20, split = $21, has_more = $22, amount_credit_applied = $23,
        accepted_at = $24 WHERE id = $25 AND account = $26 AND livemode = $27";
    pub BY_REFERENCE = "SELECT id FROM payment_sessions
        WHERE account = $1 AND livemode = $2 AND reference = $3";
    pub ASKING_CUSTOMER = "SELECT id FROM payment_sessions
        WHERE account = $1 AND livemode = $2 AND customer = $3 AND status = 'unpaid' AND reference IS NOT NULL
        ORDER BY id LIMIT 50";
    pub ASKING_CUSTOMER_FOR = "SELECT id FROM payment_sessions
        WHERE account = $1 AND livemode = $2 AND currency = $3 AND amount_remaining = $4 AND customer = $5
        AND status = 'unpaid' AND reference IS NOT NULL ORDER BY id LIMIT 50";
    pub ASKING_FOR = "SELECT s.id, s.reference, s.customer, COALESCE(c.name, '') FROM payment_sessions s
        JOIN customers c ON c.id = s.customer
        WHERE s.account = $1 AND s.livemode = $2 AND s.currency = $3 AND s.amount_remaining = $4
        AND s.status = 'unpaid' AND s.reference IS NOT NULL AND (s.expires_at IS NULL OR s.expires_at > $5)
        ORDER BY s.id LIMIT 200";
    pub OF_CUSTOMER = "SELECT id FROM payment_sessions
        WHERE account = $1 AND livemode = $2 AND customer = $3 ORDER BY id";
    // An id within the texts finds the rows to look at; what they say is read by the program.
    pub OPEN_NAMING = "SELECT id, transaction_data, apply_credit, split FROM payment_sessions
        WHERE account = $1 AND livemode = $2 AND status = 'unpaid'
        AND (transaction_data LIKE $3 OR split LIKE $3) ORDER BY id";
    pub UNALLOCATED_NAMING = "SELECT id, transaction_data, apply_credit, split FROM payment_sessions
        WHERE account = $1 AND livemode = $2 AND transaction_data LIKE $3
        AND id IN (SELECT payment_session FROM work_items
            WHERE account = $1 AND livemode = $2 AND kind = 'unallocated' AND resolved_at IS NULL)
        ORDER BY id";
}

/// Writes a new session.
pub fn insert(tx: &mut Tx<'_>, session: &Session) -> Result<(), DbError> {
    let Session { terms, state, .. } = session;
    let methods = join_methods(&terms.methods);
    let metadata = metadata_text(&session.metadata);
    let (id, account) = (session.id.to_string(), session.scope.account.to_string());
    tx.exec_later(
        &INSERT,
        &params![
            &id,
            &account,
            session.scope.livemode,
            session.created_at.ms(),
            &session.customer.to_string(),
            terms.amount,
            terms.currency.as_str(),
            &methods,
            session.reporting_type.as_str(),
            session.description.as_deref(),
            &metadata,
            session.return_url.as_deref(),
            session.statement_descriptor.as_deref(),
            session.locale.as_deref(),
            terms.paid_when.as_str(),
            terms.reopen.as_str(),
            terms.tolerance,
            session.expires_at.map(Timestamp::ms),
            state.as_of.ms(),
            state.status.as_str(),
            state.payment_status.as_str(),
            state.amounts.received,
            state.amounts.returned,
            state.amounts.refunded,
            state.amounts.in_flight,
            state.amounts.remaining,
            session.plan.given.as_deref(),
            session.plan.apply_credit,
            session.reference.as_ref().map(Reference::core),
        ],
    )
}

/// The session of that id, if it is in the scope.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: SessionId) -> Result<Option<Session>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

/// The same, locked until the `Tx` ends.
pub(crate) fn lock(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: SessionId,
) -> Result<Option<Session>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&LOCK, &params![&id, &account, scope.livemode], read)
}

/// Whose session it is: the hosted page knows nothing but the id.
pub fn scope_of(tx: &mut Tx<'_>, id: SessionId) -> Result<Option<Scope>, DbError> {
    tx.one(&SCOPE_OF, &params![&id.to_string()], |row| {
        Ok(Scope { account: row.parse()?, livemode: row.bool()? })
    })
}

/// Every session of a customer, oldest first.
pub fn of_customer(
    tx: &mut Tx<'_>,
    scope: &Scope,
    customer: CustomerId,
) -> Result<Vec<SessionId>, DbError> {
    let (account, customer) = (scope.account.to_string(), customer.to_string());
    tx.all(&OF_CUSTOMER, &params![&account, scope.livemode, &customer], |row| row.parse())
}

/// The session of that reference.
pub fn by_reference(
    tx: &mut Tx<'_>,
    scope: &Scope,
    reference: Reference,
) -> Result<Option<SessionId>, DbError> {
    let account = scope.account.to_string();
    tx.one(&BY_REFERENCE, &params![&account, scope.livemode, reference.core()], |row| row.parse())
}

/// Up to 50 unpaid sessions that offer a customer to send money.
pub fn asking_customer(
    tx: &mut Tx<'_>,
    scope: &Scope,
    customer: CustomerId,
) -> Result<Vec<SessionId>, DbError> {
    let (account, customer) = (scope.account.to_string(), customer.to_string());
    tx.all(&ASKING_CUSTOMER, &params![&account, scope.livemode, &customer], |row| row.parse())
}

/// The same of those that ask for exactly so much.
pub fn asking_customer_for(
    tx: &mut Tx<'_>,
    scope: &Scope,
    customer: CustomerId,
    amount: Money,
) -> Result<Vec<SessionId>, DbError> {
    let (account, customer) = (scope.account.to_string(), customer.to_string());
    let currency = amount.currency().as_str();
    let params = params![&account, scope.livemode, currency, amount.minor(), &customer];
    tx.all(&ASKING_CUSTOMER_FOR, &params, |row| row.parse())
}

/// A session that asks for an amount, and whom.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The session.
    pub session: SessionId,
    /// Its reference.
    pub reference: Reference,
    /// Who pays it.
    pub customer: CustomerId,
    /// What its customer is called; empty when not known.
    pub customer_name: String,
}

/// Up to 200 unpaid sessions that offer to send money, ask for exactly so much and have not expired.
pub fn asking_for(
    tx: &mut Tx<'_>,
    scope: &Scope,
    amount: Money,
    now: Timestamp,
) -> Result<Vec<Asking>, DbError> {
    let account = scope.account.to_string();
    let currency = amount.currency().as_str();
    let params = params![&account, scope.livemode, currency, amount.minor(), now.ms()];
    tx.all(&ASKING_FOR, &params, |row| {
        let session = row.parse()?;
        let reference = read_reference(row)?;
        let reference = reference.ok_or(DbError::Corrupt("payment_sessions.reference"))?;
        let (customer, customer_name) = (row.parse()?, row.text()?.to_owned());
        Ok(Asking { session, reference, customer, customer_name })
    })
}

/// The first unpaid session that is to pay an owner: by name, or by a split that is fixed already.
pub fn open_for_owner(
    tx: &mut Tx<'_>,
    scope: &Scope,
    owner: OwnerId,
) -> Result<Option<SessionId>, DbError> {
    let open = naming(tx, &OPEN_NAMING, scope, &owner.to_string())?;
    let pays = |plan: &Plan| match (&plan.split, plan.transfer) {
        (Some(split), _) => split.shares.iter().any(|(it, _)| *it == owner),
        (None, Some(TransferRule::Owner(it))) => it == owner,
        (None, _) => false,
    };
    Ok(open.into_iter().find(|(_, plan)| pays(plan)).map(|(id, _)| id))
}

/// The first session whose money is still to be passed on by a unit's owners or less its fees: an
/// unpaid one, or one whose money waits for owners who are known.
pub fn open_for_unit(
    tx: &mut Tx<'_>,
    scope: &Scope,
    unit: UnitId,
) -> Result<Option<SessionId>, DbError> {
    let text = unit.to_string();
    let mut open = naming(tx, &OPEN_NAMING, scope, &text)?;
    // What is split already needs the unit no more.
    open.retain(|(_, plan)| plan.split.is_none() && plan.transfer.is_some());
    open.extend(naming(tx, &UNALLOCATED_NAMING, scope, &text)?);
    Ok(open.into_iter().find(|(_, plan)| plan.unit == Some(unit)).map(|(id, _)| id))
}

fn naming(
    tx: &mut Tx<'_>,
    statement: &'static Statement,
    scope: &Scope,
    id: &str,
) -> Result<Vec<(SessionId, Plan)>, DbError> {
    let (account, like) = (scope.account.to_string(), format!("%{id}%"));
    let params = params![&account, scope.livemode, &like];
    tx.all(statement, &params, |row| Ok((row.parse()?, plans::read(row)?)))
}

/// Writes back what may change in a session: texts, decisions and what is derived.
pub(crate) fn update(tx: &mut Tx<'_>, session: &Session) -> Result<(), DbError> {
    let Session { state, .. } = session;
    let metadata = metadata_text(&session.metadata);
    let (id, account) = (session.id.to_string(), session.scope.account.to_string());
    let transaction = state.transaction.map(|id| id.to_string());
    let split = session.plan.split.as_ref().map(plans::split_text);
    let written = tx.exec(
        &UPDATE,
        &params![
            session.description.as_deref(),
            &metadata,
            session.reporting_type.as_str(),
            session.expires_at.map(Timestamp::ms),
            session.canceled.map(|canceled| canceled.at.ms()),
            session.canceled.map(|canceled| canceled.reason.as_str()),
            session.reopened_at.map(Timestamp::ms),
            session.accepted_shortfall,
            session.customer_snapshot.as_deref(),
            state.as_of.ms(),
            state.status.as_str(),
            state.payment_status.as_str(),
            transaction.as_deref(),
            state.amounts.received,
            state.amounts.returned,
            state.amounts.refunded,
            state.amounts.in_flight,
            state.amounts.remaining,
            state.paid_at.map(Timestamp::ms),
            state.first_paid_at.map(Timestamp::ms),
            split.as_deref(),
            session.has_more,
            state.amounts.credit_applied,
            session.accepted_at.map(Timestamp::ms),
            &id,
            &account,
            session.scope.livemode,
        ],
    )?;
    if written == 1 { Ok(()) } else { Err(DbError::Corrupt("a locked session is gone")) }
}

fn metadata_text(metadata: &BTreeMap<String, String>) -> String {
    if metadata.is_empty() {
        return "{}".to_owned();
    }
    // A map of texts to texts always serialises.
    serde_json::to_string(metadata).unwrap_or_default()
}

/// Reads a whole row, in the order of [`FIND`].
pub fn read(row: &mut Row<'_>) -> Result<Session, DbError> {
    let id = row.parse()?;
    let scope = Scope { account: row.parse()?, livemode: row.bool()? };
    let created_at = time(row)?;
    let customer = row.parse()?;
    let (amount, currency) = (row.int()?, row.parse()?);
    let methods = split_methods(row.text()?)?;
    let reporting_type = row.parse()?;
    let description = row.opt_text()?.map(str::to_owned);
    let metadata = serde_json::from_str(row.text()?)
        .map_err(|_| DbError::Corrupt("payment_sessions.metadata"))?;
    let return_url = row.opt_text()?.map(str::to_owned);
    let statement_descriptor = row.opt_text()?.map(str::to_owned);
    let locale = row.opt_text()?.map(str::to_owned);
    let (paid_when, reopen, tolerance) = (row.parse()?, row.parse()?, row.int()?);
    let expires_at = opt_time(row)?;
    let canceled = match (opt_time(row)?, row.opt_parse()?) {
        (Some(at), Some(reason)) => Some(Cancellation { at, reason }),
        _ => None,
    };
    Ok(Session {
        id,
        scope,
        created_at,
        customer,
        terms: Terms { amount, currency, methods, paid_when, reopen, tolerance },
        reporting_type,
        description,
        metadata,
        return_url,
        statement_descriptor,
        locale,
        expires_at,
        canceled,
        reopened_at: opt_time(row)?,
        accepted_shortfall: row.int()?,
        accepted_at: opt_time(row)?,
        customer_snapshot: row.opt_text()?.map(str::to_owned),
        plan: plans::read(row)?,
        has_more: row.bool()?,
        state: read_state(row)?,
        reference: read_reference(row)?,
    })
}

/// The next column as a reference that may be missing.
fn read_reference(row: &mut Row<'_>) -> Result<Option<Reference>, DbError> {
    let Some(text) = row.opt_text()? else { return Ok(None) };
    let read = Reference::read(text).map_err(|_| DbError::Corrupt("payment_sessions.reference"))?;
    Ok(Some(read.0))
}

fn read_state(row: &mut Row<'_>) -> Result<SessionState, DbError> {
    Ok(SessionState {
        as_of: time(row)?,
        status: row.parse()?,
        payment_status: row.parse()?,
        transaction: row.opt_parse()?,
        amounts: Amounts {
            received: row.int()?,
            returned: row.int()?,
            refunded: row.int()?,
            in_flight: row.int()?,
            remaining: row.int()?,
            credit_applied: row.int()?,
        },
        paid_at: opt_time(row)?,
        first_paid_at: opt_time(row)?,
    })
}
