//! The sessions among which an entry's is chosen: looked up by indexes, a bounded number.

use domain::case::Case;
use domain::ids::SessionId;
use domain::matching::{Candidate, Candidates, Entry, Standing, references_in};
use domain::money::Money;
use domain::scope::Scope;
use domain::time::Timestamp;
use store::{DbError, Tx, cases, sessions, statement_entries};

/// Loads them. `payers` is the payer's account under the keyed hash of every key that it may have been kept by.
pub(super) fn load(
    tx: &mut Tx<'_>,
    scope: &Scope,
    entry: &Entry,
    payers: &[String],
    now: Timestamp,
) -> Result<Candidates, DbError> {
    let mut found = Candidates::default();
    for reference in references_in(entry) {
        if let Some(id) = sessions::by_reference(tx, scope, reference)? {
            found.by_reference.extend(candidate(tx, scope, id, now)?);
        }
    }
    if !found.by_reference.is_empty() {
        // It decides, or a person does: the customer's other sessions, however many, do not matter.
        return Ok(found);
    }
    if let Some(customer) = entry.own_account_of {
        for id in sessions::asking_customer(tx, scope, customer)? {
            found.of_own_account.extend(candidate(tx, scope, id, now)?);
        }
        // The account decides, or a person does: nobody is looked for by amount.
        return Ok(found);
    }
    for payer in payers {
        found.payer_customers.extend(statement_entries::customers_of_payer(tx, scope, payer)?);
    }
    found.payer_customers.sort_unstable();
    found.payer_customers.dedup();
    for customer in found.payer_customers.clone() {
        for id in sessions::asking_customer_for(tx, scope, customer, entry.amount)? {
            found.of_payer.extend(candidate(tx, scope, id, now)?);
        }
    }
    let asking = sessions::asking_for(tx, scope, entry.amount, now)?;
    found.of_amount.extend(asking.into_iter().map(|it| Candidate {
        session: it.session,
        reference: it.reference,
        customer: it.customer,
        customer_name: it.customer_name,
        remaining: entry.amount,
        standing: Standing::Open,
    }));
    Ok(found)
}

/// A session as it is now.
fn candidate(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: SessionId,
    now: Timestamp,
) -> Result<Option<Candidate>, DbError> {
    let case = cases::find(tx, scope, id)?;
    Ok(case.and_then(|case| of_case(&case, now)))
}

/// A case as a candidate, if it has a reference.
pub(super) fn of_case(case: &Case, now: Timestamp) -> Option<Candidate> {
    let (session, now) = (&case.session, case.not_before(now));
    Some(Candidate {
        session: session.id,
        reference: session.reference?,
        customer: session.customer,
        customer_name: String::new(),
        remaining: Money::new(case.state_at(now).amounts.remaining, session.terms.currency),
        standing: case.openness(now).into(),
    })
}
