//! What `quittance verify` reads of banks' statements: entries and matches on one side, movements and
//! the ledger on the other.

use crate::db::{DbError, Tx, params, statements};

statements! {
    // What waits in suspense: entries that nobody has matched, and facts that contradict us. What an
    // account tells is an entry; what else it tells of a session moves that on.
    pub SUSPENSE_OFF = "SELECT 'suspense ' || currency, CAST(SUM(booked) AS BIGINT), CAST(SUM(waiting) AS BIGINT) FROM (
            SELECT account, livemode, currency, credits - debits AS booked, 0 AS waiting FROM ledger_balances
            WHERE ledger_account = 'suspense'
            UNION ALL
            SELECT account, livemode, currency, 0,
                CASE WHEN direction = 'credit' THEN amount ELSE -amount END FROM statement_entries
            WHERE standing_match IS NULL
            UNION ALL
            SELECT account, livemode, currency, 0,
                CASE WHEN kind IN ('collection', 'refund_bounce') THEN amount ELSE -amount END FROM movements
            WHERE allocation = 'suspense' AND kind <> 'bank_settlement' AND kind <> 'adjustment'
        ) AS sides GROUP BY account, livemode, currency HAVING SUM(booked) <> SUM(waiting) LIMIT 1";
    pub BANKS_OFF = "SELECT ledger_account, CAST(SUM(booked) AS BIGINT), CAST(SUM(told) AS BIGINT) FROM (
            SELECT account, livemode, currency, ledger_account, debits - credits AS booked, 0 AS told
            FROM ledger_balances WHERE ledger_account LIKE 'bank:%'
            UNION ALL
            SELECT account, livemode, currency, 'bank:' || bank_account, 0,
                CASE WHEN direction = 'credit' THEN amount ELSE -amount END FROM statement_entries
        ) AS sides GROUP BY account, livemode, currency, ledger_account HAVING SUM(booked) <> SUM(told) LIMIT 1";
    // An entry against the movement that books it.
    pub ENTRIES_OFF = "SELECT e.id, e.amount, COALESCE(m.amount, 0) FROM statement_entries e
        LEFT JOIN movements m ON m.id = e.movement AND m.kind = 'bank_settlement' AND m.account = e.account
            AND m.livemode = e.livemode AND m.currency = e.currency AND m.source = e.bank_account
        WHERE m.id IS NULL OR m.amount <> e.amount LIMIT 1";
    // A match moves all of its entry: as a payment, as what was marked, or both.
    pub MATCHES_OFF = "SELECT x.id, e.amount, COALESCE(c.amount, 0) + COALESCE(l.amount, 0) FROM entry_matches x
        JOIN statement_entries e ON e.id = x.entry
        LEFT JOIN movements c ON c.id = x.movement AND c.payment_session = x.payment_session
            AND c.source = e.bank_account
        LEFT JOIN movements l ON l.id = x.settlement AND l.payment_session = x.payment_session
            AND l.source = e.bank_account
        WHERE e.amount <> COALESCE(c.amount, 0) + COALESCE(l.amount, 0)
        OR x.account <> e.account OR x.livemode <> e.livemode LIMIT 1";
    // At most one match of an entry stands, and it is the one that the entry names.
    pub STANDING_OFF = "SELECT e.id, COUNT(x.id), CASE WHEN e.standing_match IS NULL THEN 0 ELSE 1 END
        FROM statement_entries e LEFT JOIN entry_matches x ON x.entry = e.id AND x.undone_at IS NULL
        GROUP BY e.id, e.standing_match
        HAVING COUNT(x.id) <> CASE WHEN e.standing_match IS NULL THEN 0 ELSE 1 END
        OR MAX(x.id) <> e.standing_match LIMIT 1";
    // What was undone has a movement the other way, and what stands has none.
    pub UNDONE_OFF = "SELECT x.id, CASE WHEN x.undone_at IS NULL THEN 0 ELSE 1 END, COUNT(u.id) FROM entry_matches x
        JOIN movements m ON m.id = x.movement OR m.id = x.settlement
        LEFT JOIN movements u ON u.account = m.account AND u.livemode = m.livemode AND u.source = 'merchant'
            AND u.kind = 'adjustment' AND u.source_id = m.id
        GROUP BY x.id, x.undone_at, m.id
        HAVING COUNT(u.id) <> CASE WHEN x.undone_at IS NULL THEN 0 ELSE 1 END LIMIT 1";
    // A mark is a collection at a person's word; what was taken back has a movement the other way, and
    // what stands has none.
    pub MARKS_OFF = "SELECT r.id, CASE WHEN r.undone_at IS NULL THEN r.amount ELSE 0 END,
        COALESCE(m.amount, 0) - COALESCE(u.amount, 0) FROM receipt_marks r
        LEFT JOIN movements m ON m.account = r.account AND m.livemode = r.livemode AND m.source = 'merchant'
            AND m.kind = 'collection' AND m.source_id = r.id AND m.payment_session = r.payment_session
        LEFT JOIN movements u ON u.account = r.account AND u.livemode = r.livemode AND u.source = 'merchant'
            AND u.kind = 'adjustment' AND u.source_id = m.id
        WHERE CASE WHEN r.undone_at IS NULL THEN r.amount ELSE 0 END
            <> COALESCE(m.amount, 0) - COALESCE(u.amount, 0)
        OR m.id IS NULL LIMIT 1";
    // What left once is shown once, and so is what came back of it.
    pub REFUNDS_OFF = "SELECT x.refund, COUNT(x.id), 1 FROM entry_matches x
        JOIN statement_entries e ON e.id = x.entry
        WHERE x.refund IS NOT NULL AND x.undone_at IS NULL
        GROUP BY x.refund, e.direction HAVING COUNT(x.id) > 1 LIMIT 1";
    // What a bank account tells of a session is always a match's.
    pub STRAYS = "SELECT m.id, m.amount, 0 FROM movements m WHERE m.source LIKE 'ba_%'
        AND NOT EXISTS (SELECT 1 FROM entry_matches x WHERE x.movement = m.id)
        AND NOT EXISTS (SELECT 1 FROM entry_matches x WHERE x.settlement = m.id)
        AND NOT EXISTS (SELECT 1 FROM statement_entries e WHERE e.movement = m.id) LIMIT 1";
}

/// Something about a bank's statement that does not add up.
#[derive(Clone, Debug)]
pub struct TransferDifference {
    /// Which rule it breaks.
    pub rule: &'static str,
    /// What it is about.
    pub what: String,
    /// The one sum.
    pub one: i64,
    /// The other sum.
    pub other: i64,
}

/// The first difference between banks' entries, their matches, movements and the ledger.
pub fn first_difference(tx: &mut Tx<'_>) -> Result<Option<TransferDifference>, DbError> {
    let checks = [
        ("booked, and waiting", &SUSPENSE_OFF),
        ("booked, and told by the bank", &BANKS_OFF),
        ("told by the bank, and booked", &ENTRIES_OFF),
        ("told by the bank, and moved by its match", &MATCHES_OFF),
        ("matches that stand, and the one that is named", &STANDING_OFF),
        ("undone, and taken back", &UNDONE_OFF),
        ("marked, and booked", &MARKS_OFF),
        ("entries that show a refund, and one", &REFUNDS_OFF),
        ("booked, and of no entry or match", &STRAYS),
    ];
    for (rule, statement) in checks {
        let found = tx.one(statement, &params![], |row| {
            let what = row.text()?.to_owned();
            Ok(TransferDifference { rule, what, one: row.int()?, other: row.int()? })
        })?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
