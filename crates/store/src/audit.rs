//! What `quittance verify` reads: the books as they are, in the order of their keys.

use domain::ids::MovementId;
use domain::scope::Scope;

use crate::db::{DbError, Tx, params, statements};

statements! {
    pub MOVEMENTS_AFTER = "SELECT m.id, m.account, m.livemode, m.amount,
        (SELECT CAST(COALESCE(SUM(e.amount), 0) AS BIGINT) FROM ledger_entries e WHERE e.movement = m.id
            AND e.currency = m.currency),
        (SELECT COUNT(*) FROM ledger_entries e WHERE e.movement = m.id
            AND (e.account <> m.account OR e.livemode <> m.livemode))
        FROM movements m WHERE m.id > $1 ORDER BY m.id LIMIT 500";
    pub STRAY_MOVEMENTS = "SELECT m.id FROM movements m JOIN payment_sessions s ON s.id = m.payment_session
        WHERE m.account <> s.account OR m.livemode <> s.livemode LIMIT 1";
    pub STRAY_ENTRIES = "SELECT e.id FROM ledger_entries e LEFT JOIN movements m ON m.id = e.movement
        WHERE m.id IS NULL LIMIT 1";
    pub STRAY_TRANSACTIONS = "SELECT t.id FROM transactions t JOIN payment_sessions s ON s.id = t.payment_session
        WHERE t.account <> s.account OR t.livemode <> s.livemode OR t.customer <> s.customer LIMIT 1";
    pub STRAY_ATTEMPTS = "SELECT a.id FROM attempts a JOIN transactions t ON t.id = a.transaction_id
        WHERE a.account <> t.account OR a.livemode <> t.livemode OR a.payment_session <> t.payment_session LIMIT 1";
    pub SUMS = "SELECT account, livemode, ledger_account, currency, CAST(SUM(debit) AS BIGINT),
        CAST(SUM(credit) AS BIGINT) FROM (
            SELECT account, livemode, debit_account AS ledger_account, currency, amount AS debit, 0 AS credit
            FROM ledger_entries
            UNION ALL
            SELECT account, livemode, credit_account, currency, 0, amount FROM ledger_entries
        ) AS sides GROUP BY account, livemode, ledger_account, currency
        ORDER BY account, livemode, ledger_account, currency";
    pub BALANCES = "SELECT account, livemode, ledger_account, currency, debits, credits FROM ledger_balances
        ORDER BY account, livemode, ledger_account, currency";
    pub EVENT_NUMBERS = "SELECT c.account, c.livemode, c.last_number,
        (SELECT COUNT(*) FROM events e WHERE e.account = c.account AND e.livemode = c.livemode
            AND e.number IS NOT NULL),
        (SELECT COALESCE(MAX(e.number), 0) FROM events e WHERE e.account = c.account AND e.livemode = c.livemode)
        FROM event_counters c ORDER BY c.account, c.livemode";
}

/// A movement and what the ledger says of it.
#[derive(Clone, Debug)]
pub struct BookedMovement {
    /// Its id.
    pub id: MovementId,
    /// Whose it is.
    pub scope: Scope,
    /// Minor units.
    pub amount: i64,
    /// The sum of its entries in its currency.
    pub entries: i64,
    /// Its entries that are in another scope.
    pub strays: i64,
}

/// A ledger account's two sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Whose it is.
    pub scope: Scope,
    /// Which account of the ledger.
    pub ledger_account: String,
    /// In which currency.
    pub currency: String,
    /// All that was debited.
    pub debits: i64,
    /// All that was credited.
    pub credits: i64,
}

/// How far a scope's events are numbered.
#[derive(Clone, Debug)]
pub struct Numbering {
    /// Whose events.
    pub scope: Scope,
    /// What the counter says.
    pub last_number: i64,
    /// How many events have a number.
    pub numbered: i64,
    /// The highest number.
    pub highest: i64,
}

/// Up to 500 movements behind `after` (an id, or empty for the first).
pub fn movements_after(tx: &mut Tx<'_>, after: &str) -> Result<Vec<BookedMovement>, DbError> {
    tx.all(&MOVEMENTS_AFTER, &params![after], |row| {
        let id = row.parse()?;
        let scope = Scope { account: row.parse()?, livemode: row.bool()? };
        let amount = row.int()?;
        Ok(BookedMovement { id, scope, amount, entries: row.int()?, strays: row.int()? })
    })
}

/// The first row that belongs to another scope or owner than what it hangs on: its table, its id.
pub fn first_stray(tx: &mut Tx<'_>) -> Result<Option<(&'static str, String)>, DbError> {
    let checks = [
        ("movements", &STRAY_MOVEMENTS),
        ("ledger_entries", &STRAY_ENTRIES),
        ("transactions", &STRAY_TRANSACTIONS),
        ("attempts", &STRAY_ATTEMPTS),
    ];
    for (table, statement) in checks {
        let stray = tx.one(statement, &params![], |row| Ok(row.text()?.to_owned()))?;
        if let Some(id) = stray {
            return Ok(Some((table, id)));
        }
    }
    Ok(None)
}

/// Every ledger account as the entries add up.
pub fn sums(tx: &mut Tx<'_>) -> Result<Vec<Balance>, DbError> {
    tx.all(&SUMS, &params![], read_balance)
}

/// Every ledger account as its running balance says.
pub fn balances(tx: &mut Tx<'_>) -> Result<Vec<Balance>, DbError> {
    tx.all(&BALANCES, &params![], read_balance)
}

fn read_balance(row: &mut crate::db::Row<'_>) -> Result<Balance, DbError> {
    Ok(Balance {
        scope: Scope { account: row.parse()?, livemode: row.bool()? },
        ledger_account: row.text()?.to_owned(),
        currency: row.text()?.to_owned(),
        debits: row.int()?,
        credits: row.int()?,
    })
}

/// How far each scope's events are numbered.
pub fn numbering(tx: &mut Tx<'_>) -> Result<Vec<Numbering>, DbError> {
    tx.all(&EVENT_NUMBERS, &params![], |row| {
        Ok(Numbering {
            scope: Scope { account: row.parse()?, livemode: row.bool()? },
            last_number: row.int()?,
            numbered: row.int()?,
            highest: row.int()?,
        })
    })
}
