//! `quittance verify`: recomputes every status, sum and balance from the facts.
//!
//! It reads, and changes nothing. It names the first difference it finds; a database without
//! one is sound. Run it after a restore, after an upgrade, or whenever in doubt.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use domain::case::Case;
use domain::ids::SessionId;
use domain::time::Timestamp;
use store::audit_sessions::{self, Shares};
use store::{
    Db, DbError, Tx, audit, audit_books, audit_transfers, batches, case_pages, clocks, jobs,
    mandate_orders,
};

use crate::jobs::{EXPORT_BATCH, REVIEW, SEND_BATCH};

/// So many sessions are looked at together: few queries, and little of the books in memory.
const PAGE: u32 = 500;

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Payment sessions.
    pub sessions: u64,
    /// Movements.
    pub movements: u64,
    /// Accounts of the ledger.
    pub ledger_accounts: u64,
}

/// Something that does not add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is about.
    pub what: String,
    /// What the database says.
    pub stored: String,
    /// What follows from the facts.
    pub derived: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: stored {}, but the facts say {}", self.what, self.stored, self.derived)
    }
}

/// Why verification did not end well.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// Something does not add up.
    #[error("{0}")]
    Different(Difference),
    /// The database could not be read.
    #[error(transparent)]
    Database(#[from] DbError),
}

type Verified<T> = Result<T, VerifyError>;

fn differ<T>(
    what: impl fmt::Display,
    stored: impl fmt::Debug,
    derived: impl fmt::Debug,
) -> Verified<T> {
    Err(VerifyError::Different(Difference {
        what: what.to_string(),
        stored: format!("{stored:?}"),
        derived: format!("{derived:?}"),
    }))
}

/// Verifies the whole database.
///
/// # Errors
/// The first difference, or that the database cannot be read.
pub fn verify(db: &Db) -> Verified<Checked> {
    let mut checked = Checked::default();
    let mut after = None;
    while let Some((last, count)) = db.read_blocking(move |tx| verify_sessions(tx, after))? {
        checked.sessions += count;
        after = Some(last);
    }
    let mut after = String::new();
    loop {
        let from = after.clone();
        let page = db.read_blocking(move |tx| verify_movements(tx, &from))?;
        let Some((last, count)) = page else { break };
        checked.movements += count;
        after = last;
    }
    db.read_blocking(verify_batches)?;
    db.read_blocking(verify_books)?;
    db.read_blocking(verify_owners)?;
    db.read_blocking(verify_statements)?;
    checked.ledger_accounts = db.read_blocking(verify_ledger)?;
    Ok(checked)
}

/// One page of sessions. Gives the last id and how many there were, or `None` at the end.
fn verify_sessions(
    tx: &mut Tx<'_>,
    after: Option<SessionId>,
) -> Verified<Option<(SessionId, u64)>> {
    let page = case_pages::after(tx, after, PAGE)?;
    let Some(last) = page.last().map(|last| last.session.id) else { return Ok(None) };
    let shares = audit_sessions::shares(tx, after, last)?;
    let mut clocks = BTreeMap::new();
    for case in &page {
        verify_case(case)?;
        verify_shares(case, shares.get(&case.session.id).copied().unwrap_or_default())?;
        let now = match clocks.entry(case.session.scope) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(unknown) => *unknown.insert(clocks::now(tx, &case.session.scope)?),
        };
        verify_review(tx, case, now)?;
    }
    Ok(Some((last, page.len() as u64)))
}

/// Every stored state against the one that follows from the facts.
fn verify_case(case: &Case) -> Verified<()> {
    let stored = &case.session.state;
    let derived = case.state_at(stored.as_of);
    if *stored != derived {
        return differ(case.session.id, stored, derived);
    }
    for transaction in &case.transactions {
        let derived = case.transaction_state(transaction.id, stored.as_of);
        if transaction.state != derived {
            return differ(transaction.id, &transaction.state, derived);
        }
    }
    if let Some(mark) = case.marks().into_iter().find(|mark| mark.unseen < 0) {
        return differ(mark.attempt, mark.unseen, "a mark that is shown once");
    }
    let due = case.rebalance();
    if !due.is_empty() {
        return differ(format_args!("the split of {}", case.session.id), due, "everybody's share");
    }
    let received: i64 = case.session.state.amounts.received;
    if received < 0 || case.session.state.amounts.remaining < 0 {
        return differ(case.session.id, case.session.state.amounts, "no negative sum");
    }
    Ok(())
}

/// What the ledger says of a session's money, against what follows from its facts.
fn verify_shares(case: &Case, stored: Shares) -> Verified<()> {
    let holdings = case.holdings();
    let customer = holdings.credit + holdings.kept - holdings.doubled - holdings.applied;
    let (own, customer) = match case.session.plan.top_up {
        true => (0, customer + holdings.own()),
        false => (holdings.own(), customer),
    };
    let derived = Shares { own, pending: holdings.pending, surplus: holdings.surplus, customer };
    match stored == derived {
        true => Ok(()),
        false => differ(format_args!("the money of {}", case.session.id), stored, derived),
    }
}

/// What time has brought since must have a job that will make it durable.
fn verify_review(tx: &mut Tx<'_>, case: &Case, now: Timestamp) -> Verified<()> {
    let derived = case.state_at(case.not_before(now));
    let (id, scope, stored) = (case.session.id, &case.session.scope, &case.session.state);
    let moved = derived.status != stored.status || derived.payment_status != stored.payment_status;
    if moved && !jobs::exists(tx, scope, REVIEW, &id.to_string())? {
        return differ(format_args!("{id} has no job to review it"), stored, derived);
    }
    Ok(())
}

/// One page of movements: booked in full, in one scope.
fn verify_movements(tx: &mut Tx<'_>, after: &str) -> Verified<Option<(String, u64)>> {
    let page = audit::movements_after(tx, after)?;
    let Some(last) = page.last() else { return Ok(None) };
    let (last, count) = (last.id.to_string(), page.len() as u64);
    for movement in page {
        if movement.entries != movement.amount {
            let what = format_args!("entries of {}", movement.id);
            return differ(what, movement.entries, movement.amount);
        }
        if movement.strays != 0 {
            return differ(movement.id, "entries in another scope", movement.scope);
        }
    }
    Ok(Some((last, count)))
}

/// Debits that were marked as exported are at the bank, or a job will bring them there; and what
/// banks are to be told of mandates has a job too.
fn verify_batches(tx: &mut Tx<'_>) -> Verified<()> {
    if let Some(id) = batches::first_lost(tx, SEND_BATCH)? {
        return differ(id, "exported", "no acknowledgement, and no job that sends it");
    }
    match mandate_orders::first_lost(tx, EXPORT_BATCH)? {
        Some(id) => differ(id, "waiting", "no job that puts it into a batch"),
        None => Ok(()),
    }
}

/// Reserved refunds and customers' balances against the ledger.
fn verify_books(tx: &mut Tx<'_>) -> Verified<()> {
    let (reserved, pending) = (audit_books::reserved(tx)?, audit_books::refunds_pending(tx)?);
    if reserved != pending {
        return differ("refunds_pending", pending, reserved);
    }
    for customer in audit_books::customers(tx)? {
        let sums = [customer.changes, customer.ending_balance, customer.gaps];
        if sums != [customer.ledger, customer.ledger, 0] {
            let what = format_args!("the balance of {}", customer.customer);
            return differ(what, &customer, "what the ledger says");
        }
    }
    match audit_books::first_impossible(tx)? {
        Some(account) => differ(account, "on the wrong side", "never below zero"),
        None => Ok(()),
    }
}

/// What owners are to be paid, against their transfers and payouts.
fn verify_owners(tx: &mut Tx<'_>) -> Verified<()> {
    match audit::first_owner_difference(tx)? {
        Some(it) => differ(format_args!("{}: {}", it.what, it.rule), it.one, it.other),
        None => Ok(()),
    }
}

/// Banks' entries, their matches and what waits in suspense.
fn verify_statements(tx: &mut Tx<'_>) -> Verified<()> {
    match audit_transfers::first_difference(tx)? {
        Some(it) => differ(format_args!("{}: {}", it.what, it.rule), it.one, it.other),
        None => Ok(()),
    }
}

/// Balances against entries, scopes against each other, event numbers against gaps.
fn verify_ledger(tx: &mut Tx<'_>) -> Verified<u64> {
    if let Some((table, id)) = audit::first_stray(tx)? {
        return differ(format_args!("{table} {id}"), "one scope or owner", "another");
    }
    let (stored, derived) = (audit::balances(tx)?, audit::sums(tx)?);
    if stored.len() != derived.len() {
        return differ("number of ledger accounts", stored.len(), derived.len());
    }
    for (stored, derived) in stored.iter().zip(&derived) {
        if stored != derived {
            return differ(format_args!("balance of {}", derived.ledger_account), stored, derived);
        }
    }
    for numbering in audit::numbering(tx)? {
        let (last, count) = (numbering.last_number, numbering.numbered);
        if last != count || numbering.highest != last {
            return differ("event numbers", numbering, "no gap");
        }
    }
    Ok(stored.len() as u64)
}
