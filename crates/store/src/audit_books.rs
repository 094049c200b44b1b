//! What `quittance verify` reads of reserved refunds and customers' balances: objects on one side,
//! the ledger on the other.

use domain::scope::Scope;

use crate::db::{DbError, Row, Tx, params, statements};

statements! {
    pub RESERVED = "SELECT account, livemode, currency, CAST(SUM(amount) AS BIGINT) FROM refunds
        WHERE status IN ('pending', 'submitted') GROUP BY account, livemode, currency
        ORDER BY account, livemode, currency";
    pub REFUNDS_PENDING = "SELECT account, livemode, currency, credits - debits FROM ledger_balances
        WHERE ledger_account = 'refunds_pending' AND credits <> debits ORDER BY account, livemode, currency";
    pub CUSTOMERS = "SELECT t.customer, t.currency,
        CAST(SUM(CASE WHEN t.direction = 'credit' THEN t.amount ELSE -t.amount END) AS BIGINT),
        (SELECT l.ending_balance FROM customer_balance_transactions l WHERE l.account = t.account
            AND l.livemode = t.livemode AND l.customer = t.customer AND l.currency = t.currency
            ORDER BY l.place DESC LIMIT 1),
        (SELECT CAST(COALESCE(SUM(b.credits - b.debits), 0) AS BIGINT) FROM ledger_balances b
            WHERE b.account = t.account AND b.livemode = t.livemode AND b.currency = t.currency
            AND b.ledger_account IN ('customer_credit:' || t.customer, 'customer_debt:' || t.customer)),
        MAX(t.place) - COUNT(*)
        FROM customer_balance_transactions t GROUP BY t.account, t.livemode, t.customer, t.currency
        ORDER BY t.account, t.livemode, t.customer, t.currency";
    // Accounts that have no other side: money that is not there cannot be given.
    pub BELOW_ZERO = "SELECT ledger_account FROM ledger_balances
        WHERE (credits < debits AND (ledger_account = 'refunds_pending' OR ledger_account LIKE 'owner:%'
            OR ledger_account LIKE 'customer_credit:%'))
        OR (credits > debits AND (ledger_account LIKE 'owner_debt:%' OR ledger_account LIKE 'customer_debt:%'))
        ORDER BY ledger_account LIMIT 1";
    // Nobody has money and a debt at once.
    pub BOTH = "SELECT c.ledger_account FROM ledger_balances c JOIN ledger_balances d
        ON d.account = c.account AND d.livemode = c.livemode AND d.currency = c.currency
        AND d.ledger_account = 'customer_debt:' || SUBSTR(c.ledger_account, 17)
        WHERE c.ledger_account LIKE 'customer_credit:%' AND c.credits > c.debits AND d.debits > d.credits LIMIT 1";
}

/// A sum in one scope and currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Whose.
    pub scope: Scope,
    /// In which currency.
    pub currency: String,
    /// Minor units.
    pub amount: i64,
}

/// A customer's balance as its changes and as the ledger tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerSums {
    /// Whose.
    pub customer: String,
    /// In which currency.
    pub currency: String,
    /// Credits less debits of all changes.
    pub changes: i64,
    /// What the last change says is left.
    pub ending_balance: i64,
    /// Credit less debt by the ledger.
    pub ledger: i64,
    /// Changes that are missing between the first and the last.
    pub gaps: i64,
}

/// What is reserved for refunds that have not ended, by the refunds.
pub fn reserved(tx: &mut Tx<'_>) -> Result<Vec<Sum>, DbError> {
    tx.all(&RESERVED, &params![], sum)
}

/// The same by the ledger.
pub fn refunds_pending(tx: &mut Tx<'_>) -> Result<Vec<Sum>, DbError> {
    tx.all(&REFUNDS_PENDING, &params![], sum)
}

/// Every customer who ever had a balance.
pub fn customers(tx: &mut Tx<'_>) -> Result<Vec<CustomerSums>, DbError> {
    tx.all(&CUSTOMERS, &params![], |row| {
        Ok(CustomerSums {
            customer: row.text()?.to_owned(),
            currency: row.text()?.to_owned(),
            changes: row.int()?,
            ending_balance: row.int()?,
            ledger: row.int()?,
            gaps: row.int()?,
        })
    })
}

/// The first account that is on the side on which it may not be, or of a customer who has credit
/// and a debt at once.
pub fn first_impossible(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    let below = tx.one(&BELOW_ZERO, &params![], |row| Ok(row.text()?.to_owned()))?;
    match below {
        Some(account) => Ok(Some(account)),
        None => tx.one(&BOTH, &params![], |row| Ok(row.text()?.to_owned())),
    }
}

fn sum(row: &mut Row<'_>) -> Result<Sum, DbError> {
    Ok(Sum {
        scope: Scope { account: row.parse()?, livemode: row.bool()? },
        currency: row.text()?.to_owned(),
        amount: row.int()?,
    })
}
