//! What `quittance verify` reads of the ledger for each session: who has what of its money.

use std::collections::BTreeMap;

use domain::ids::SessionId;

use crate::db::{DbError, Row, Tx, params, statements};

statements! {
    // Two passes rather than one over both sides of an entry: each follows an index.
    pub CREDITED = "SELECT m.payment_session, e.credit_account, CAST(SUM(e.amount) AS BIGINT)
        FROM movements m JOIN ledger_entries e ON e.movement = m.id
        WHERE m.payment_session > $1 AND m.payment_session <= $2 GROUP BY m.payment_session, e.credit_account";
    pub DEBITED = "SELECT m.payment_session, e.debit_account, CAST(SUM(e.amount) AS BIGINT)
        FROM movements m JOIN ledger_entries e ON e.movement = m.id
        WHERE m.payment_session > $1 AND m.payment_session <= $2 GROUP BY m.payment_session, e.debit_account";
}

/// What the ledger says of one session's money: credits less debits, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// The merchant's and held money, with what was passed on to owners, kept as fees or parked.
    pub own: i64,
    /// Reserved for refunds.
    pub pending: i64,
    /// To go back by card.
    pub surplus: i64,
    /// The customer's credit less debt.
    pub customer: i64,
}

impl Shares {
    fn add(&mut self, account: &str, amount: i64) {
        let (name, _) = account.split_once(':').unwrap_or((account, ""));
        match name {
            "in_transit" | "bank" => {}
            "refunds_pending" => self.pending += amount,
            "surplus" => self.surplus += amount,
            "customer_credit" | "customer_debt" => self.customer += amount,
            // What nobody understands yet is nobody's; what is to be split is.
            "suspense" if account == "suspense" => {}
            _ => self.own += amount,
        }
    }
}

/// The shares of the sessions behind `after`, up to `last`. Those without entries are left out.
pub fn shares(
    tx: &mut Tx<'_>,
    after: Option<SessionId>,
    last: SessionId,
) -> Result<BTreeMap<SessionId, Shares>, DbError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let last = last.to_string();
    let mut shares: BTreeMap<SessionId, Shares> = BTreeMap::new();
    for (statement, sign) in [(&CREDITED, 1), (&DEBITED, -1)] {
        for (session, account, amount) in tx.all(statement, &params![&after, &last], read)? {
            shares.entry(session).or_default().add(&account, sign * amount);
        }
    }
    Ok(shares)
}

fn read(row: &mut Row<'_>) -> Result<(SessionId, String, i64), DbError> {
    Ok((row.parse()?, row.text()?.to_owned(), row.int()?))
}
