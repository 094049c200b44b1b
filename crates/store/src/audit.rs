//! What `quittance verify` reads: the books as they are, in the order of their keys.

use std::collections::BTreeMap;

use domain::ids::MovementId;
use domain::scope::Scope;

use crate::db::{DbError, Tx, params, statements};

statements! {
    // The entries by which a fact reached the books: what came from outside or went there, or the
    // credit that was spent. Others of the same movement pass it on. A correction has any number.
    pub MOVEMENTS_AFTER = "SELECT m.id, m.account, m.livemode, m.amount,
        CASE m.kind WHEN 'adjustment' THEN m.amount ELSE
            (SELECT CAST(COALESCE(SUM(e.amount), 0) AS BIGINT) FROM ledger_entries e
                WHERE e.movement = m.id AND e.currency = m.currency AND CASE m.kind WHEN 'credit_applied'
                THEN e.debit_account LIKE 'customer_%'
                ELSE e.debit_account LIKE 'in_transit:%' OR e.credit_account LIKE 'in_transit:%'
                OR e.debit_account = 'suspense' OR e.credit_account = 'suspense' END) END,
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
    // Entries are added up in pages: what is grouped at once stays in memory.
    pub SUMS_END = "SELECT MAX(id) FROM (SELECT id FROM ledger_entries WHERE id > $1 ORDER BY id LIMIT 20000) AS page";
    pub SUMS = "WITH pairs AS (
            SELECT account, livemode, debit_account, credit_account, currency, SUM(amount) AS amount
            FROM ledger_entries WHERE id > $1 AND id <= $2
            GROUP BY currency, debit_account, credit_account, account, livemode)
        SELECT account, livemode, ledger_account, currency, CAST(SUM(debit) AS BIGINT),
        CAST(SUM(credit) AS BIGINT) FROM (
            SELECT account, livemode, debit_account AS ledger_account, currency, amount AS debit, 0 AS credit
            FROM pairs
            UNION ALL
            SELECT account, livemode, credit_account, currency, 0, amount FROM pairs
        ) AS sides GROUP BY account, livemode, ledger_account, currency";
    pub BALANCES = "SELECT account, livemode, ledger_account, currency, debits, credits FROM ledger_balances
        WHERE debits <> 0 OR credits <> 0";
    // An owner's account against what is left of the transfers that were not paid out; those are
    // added up in the order of their index first, for there may be very many.
    pub OWNERS_OFF = "SELECT ledger_account, CAST(SUM(booked) AS BIGINT), CAST(SUM(unpaid) AS BIGINT) FROM (
            SELECT ledger_account, currency, credits - debits AS booked, 0 AS unpaid
            FROM ledger_balances WHERE ledger_account LIKE 'owner:%'
            UNION ALL
            SELECT 'owner:' || owner, currency, 0, SUM(left_over) FROM transfers
            WHERE paid_out_at IS NULL AND left_over > 0 GROUP BY owner, currency
        ) AS sides GROUP BY ledger_account, currency HAVING SUM(booked) <> SUM(unpaid) LIMIT 1";
    pub OWNERS_BELOW_ZERO = "SELECT ledger_account, credits, debits FROM ledger_balances
        WHERE (ledger_account LIKE 'owner:%' AND credits < debits)
        OR (ledger_account LIKE 'owner_debt:%' AND debits < credits) LIMIT 1";
    pub OWNERS_NOT_NETTED = "SELECT b.ledger_account, b.debits - b.credits, t.left_over FROM ledger_balances b
        JOIN transfers t ON b.ledger_account = 'owner_debt:' || t.owner AND t.currency = b.currency
            AND t.account = b.account AND t.livemode = b.livemode
        WHERE b.ledger_account LIKE 'owner_debt:%' AND b.debits > b.credits
        AND t.payout IS NULL AND t.paid_out_at IS NULL AND t.left_over > 0 LIMIT 1";
    // A payout that was not in vain against what is left of its transfers.
    pub PAYOUTS_OFF = "SELECT p.id, p.amount, CAST(COALESCE(SUM(t.left_over), 0) AS BIGINT) FROM owner_payouts p
        LEFT JOIN transfers t ON t.payout = p.id WHERE p.status NOT IN ('failed', 'canceled')
        GROUP BY p.id, p.amount HAVING p.amount <> COALESCE(SUM(t.left_over), 0) LIMIT 1";
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
    /// Minor units that came or went; nothing for what was decided here.
    pub amount: i64,
    /// The sum of the entries by which it reached the books, in its currency.
    pub entries: i64,
    /// Its entries that are in another scope.
    pub strays: i64,
}

/// A ledger account's two sides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// Something about an owner's money that does not add up: what, as stored, and as it should be.
#[derive(Clone, Debug)]
pub struct OwnerDifference {
    /// Which rule it breaks.
    pub rule: &'static str,
    /// The ledger account or the payout.
    pub what: String,
    /// The one sum.
    pub one: i64,
    /// The other sum.
    pub other: i64,
}

/// The first difference in owners' money: their accounts against their transfers, no account below
/// zero, no debt beside free transfers, payouts against their transfers.
pub fn first_owner_difference(tx: &mut Tx<'_>) -> Result<Option<OwnerDifference>, DbError> {
    let checks = [
        ("booked, and left of transfers not paid out", &OWNERS_OFF),
        ("credits and debits of an account below zero", &OWNERS_BELOW_ZERO),
        ("owed, beside a free transfer", &OWNERS_NOT_NETTED),
        ("paid out, and left of its transfers", &PAYOUTS_OFF),
    ];
    for (rule, statement) in checks {
        let found = tx.one(statement, &params![], |row| {
            let what = row.text()?.to_owned();
            Ok(OwnerDifference { rule, what, one: row.int()?, other: row.int()? })
        })?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Every ledger account as the entries add up, in the order of scopes, accounts and currencies.
pub fn sums(tx: &mut Tx<'_>) -> Result<Vec<Balance>, DbError> {
    let mut sums: BTreeMap<(Scope, String, String), (i64, i64)> = BTreeMap::new();
    let mut after = String::new();
    while let Some(end) =
        tx.one(&SUMS_END, &params![&after], |row| Ok(row.opt_text()?.map(str::to_owned)))?.flatten()
    {
        for it in tx.all(&SUMS, &params![&after, &end], read_balance)? {
            let sum = sums.entry((it.scope, it.ledger_account, it.currency)).or_default();
            sum.0 += it.debits;
            sum.1 += it.credits;
        }
        after = end;
    }
    let balance = |((scope, ledger_account, currency), (debits, credits))| Balance {
        scope,
        ledger_account,
        currency,
        debits,
        credits,
    };
    Ok(sums.into_iter().map(balance).collect())
}

/// Every ledger account as its running balance says, in the same order.
pub fn balances(tx: &mut Tx<'_>) -> Result<Vec<Balance>, DbError> {
    let mut all = tx.all(&BALANCES, &params![], read_balance)?;
    all.sort();
    Ok(all)
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
