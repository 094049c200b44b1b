//! What owners have and owe, and how it came to that: read, never written here.

use domain::ids::{OwnerId, SessionId, TransactionId, TransferId, UnitId};
use domain::ledger::LedgerAccount;
use domain::money::Currency;
use domain::movement::MovementKind;
use domain::scope::Scope;
use domain::share::Share;
use domain::time::Timestamp;
use jiff::civil::Date;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::page::{List, Listed, NEWEST_ID, Page, list};
use crate::plans;
use crate::rows::{date, time};

statements! {
    pub UNPAID = "SELECT currency,
        CAST(SUM(CASE WHEN payout IS NULL AND available_at <= $1 THEN left_over ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN payout IS NULL AND available_at > $1 THEN left_over ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN payout IS NOT NULL THEN left_over ELSE 0 END) AS BIGINT)
        FROM transfers WHERE owner = $2 AND account = $3 AND livemode = $4 AND paid_out_at IS NULL AND left_over > 0
        GROUP BY currency ORDER BY currency";
    pub OWED = "SELECT currency, debits - credits FROM ledger_balances
        WHERE account = $1 AND livemode = $2 AND ledger_account = $3 AND debits > credits ORDER BY currency";
    // `LIKE 'owner%'` says nothing new: it is what the index of owners' entries is bound to.
    pub BALANCE_BEFORE = "SELECT CAST(COALESCE(SUM(change), 0) AS BIGINT) FROM (
            SELECT amount AS change FROM ledger_entries WHERE account = $1 AND livemode = $2
            AND credit_account IN ($3, $4) AND credit_account LIKE 'owner%' AND currency = $5 AND booked_at < $6
            UNION ALL
            SELECT -amount FROM ledger_entries WHERE account = $1 AND livemode = $2
            AND debit_account IN ($3, $4) AND debit_account LIKE 'owner%' AND currency = $5 AND booked_at < $6
        ) AS changes";
    // One line for each movement; what goes from the owner's money to the owner's debt is neither
    // in nor out. Entries are written under the owner's lock, so the first of a movement says in
    // which order those of one moment came. The transfer is found by the movement's own id, or among those of its session.
    pub LINES = "SELECT m.booked_at, m.value_date, m.kind, m.source_id, m.payment_session, m.transaction_id, line.came,
        line.went, line.netted, line.given, line.taken, m.code,
        COALESCE(CASE WHEN m.kind = 'payout_bounce' THEN p.failure_message END, p.description, r.description, t.description),
        CASE WHEN m.kind = 'payout_bounce' THEN p.failure_reference ELSE p.reference END, t.unit, u.name,
        CASE WHEN t.automatic AND r.id IS NULL THEN
            (SELECT CAST(COALESCE(SUM(CASE WHEN e.credit_account = 'fees_due' THEN e.amount
                WHEN e.debit_account = 'fees_due' THEN -e.amount ELSE 0 END), 0) AS BIGINT)
                FROM ledger_entries e WHERE e.movement = m.id) END,
        CASE WHEN t.automatic AND r.id IS NULL THEN
            COALESCE((SELECT CAST(SUM(g.amount) AS BIGINT) FROM transfers g
                WHERE g.payment_session = m.payment_session AND g.movement = m.id AND g.automatic), 0)
            - COALESCE((SELECT CAST(SUM(b.amount) AS BIGINT) FROM transfer_reversals b
                WHERE b.movement = m.id AND b.automatic), 0) END,
        (SELECT s.split FROM payment_sessions s WHERE s.id = m.payment_session)
        FROM (
            SELECT sums.movement, sums.came, sums.went, sums.netted, sums.first,
            COALESCE((SELECT t.id FROM transfers t WHERE t.id = m.source_id),
                (SELECT MIN(t.id) FROM transfers t WHERE t.payment_session = m.payment_session AND t.owner = $8
                    AND t.movement = m.id)) AS given,
            COALESCE((SELECT r.transfer FROM transfer_reversals r WHERE r.id = m.source_id),
                (SELECT MIN(r.transfer) FROM transfers t JOIN transfer_reversals r ON r.transfer = t.id
                    WHERE t.payment_session = m.payment_session AND t.owner = $8 AND r.movement = m.id)) AS taken
            FROM (
                SELECT movement, CAST(SUM(came) AS BIGINT) AS came, CAST(SUM(went) AS BIGINT) AS went,
                CAST(SUM(netted) AS BIGINT) AS netted, MIN(id) AS first FROM (
                    SELECT id, movement, CASE WHEN debit_account IN ($3, $4) THEN 0 ELSE amount END AS came, 0 AS went,
                    CASE WHEN credit_account = $4 THEN amount ELSE 0 END AS netted
                    FROM ledger_entries WHERE account = $1 AND livemode = $2 AND credit_account IN ($3, $4)
                    AND credit_account LIKE 'owner%' AND currency = $5 AND booked_at >= $6 AND booked_at < $7
                    UNION ALL
                    SELECT id, movement, 0, CASE WHEN credit_account IN ($3, $4) THEN 0 ELSE amount END, 0
                    FROM ledger_entries WHERE account = $1 AND livemode = $2 AND debit_account IN ($3, $4)
                    AND debit_account LIKE 'owner%' AND currency = $5 AND booked_at >= $6 AND booked_at < $7
                ) AS sides GROUP BY movement
            ) AS sums JOIN movements m ON m.id = sums.movement
        ) AS line JOIN movements m ON m.id = line.movement
        LEFT JOIN transfers t ON t.id = COALESCE(line.given, line.taken)
        LEFT JOIN units u ON u.id = t.unit
        LEFT JOIN owner_payouts p ON p.id = m.source_id
        LEFT JOIN transfer_reversals r ON r.id = m.source_id
        ORDER BY m.booked_at, line.first LIMIT 10001";
}

list! {
    /// Owners of whom there is money, or who owe some.
    WITH_BALANCE = "id",
    "FROM owners WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND ($5 = '' OR id = $5) AND EXISTS (SELECT 1 FROM ledger_balances b WHERE b.account = owners.account
    AND b.livemode = owners.livemode AND b.ledger_account IN ('owner:' || owners.id, 'owner_debt:' || owners.id)
    AND b.debits <> b.credits)",
    "id" "$6"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&WITH_BALANCE];

/// A statement has no more lines than this.
pub const LINES_MAX: usize = 10_000;

/// What of an owner's money in one currency is where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unpaid {
    /// Its currency.
    pub currency: Currency,
    /// Can be paid out.
    pub available: i64,
    /// Has not cleared.
    pub pending: i64,
    /// In payouts that are not paid yet.
    pub in_payout: i64,
}

/// Whose entries are read, in which currency.
#[derive(Clone, Copy, Debug)]
pub struct Whose {
    /// The owner.
    pub owner: OwnerId,
    /// The currency.
    pub currency: Currency,
}

/// What one movement did to an owner's balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When it was booked.
    pub booked_at: Timestamp,
    /// The day of the money itself.
    pub value_date: Date,
    /// What the movement is.
    pub kind: MovementKind,
    /// The id that its source gave it.
    pub source_id: String,
    /// The session it belongs to.
    pub session: Option<SessionId>,
    /// The transaction it belongs to.
    pub transaction: Option<TransactionId>,
    /// What the owner got.
    pub came: i64,
    /// What the owner gave.
    pub went: i64,
    /// What of the owner's money paid the owner's debt.
    pub netted: i64,
    /// The transfer that it made.
    pub given: Option<TransferId>,
    /// The transfer of which it took something back.
    pub taken: Option<TransferId>,
    /// Why the money moved, where its kind does not say it.
    pub code: Option<String>,
    /// The description of the payout, the reversal or the transfer; why a payout came back.
    pub description: Option<String>,
    /// The bank's reference of a payout, or of its coming back.
    pub reference: Option<String>,
    /// The transfer's unit.
    pub unit: Option<UnitId>,
    /// That unit's name.
    pub unit_name: Option<String>,
    /// How the owner's part of a payment comes about, where a split made it.
    pub part: Option<Part>,
}

/// How an owner's part of a payment comes about: what a movement made of the payment, for all its owners.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What was passed on, or below zero taken back, before the merchant's fees.
    pub gross: i64,
    /// The merchant's fees of that; below zero when some were given back.
    pub fees: i64,
    /// The owner's share of the rest.
    pub share: Share,
}

/// A page of the owners of whom there is money, or who owe some; only `owner` if one is given.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    owner: Option<OwnerId>,
    page: &Page<OwnerId>,
) -> Result<Listed<OwnerId>, DbError> {
    let account = scope.account.to_string();
    let owner = owner.map(|id| id.to_string()).unwrap_or_default();
    let page = &page.by_id();
    let params = params![&account, scope.livemode, page.created_from, page.created_to, &owner];
    WITH_BALANCE.page(tx, &params, page, NEWEST_ID, |row| row.parse())
}

/// An owner's money that was not paid out, by currency.
pub fn unpaid(
    tx: &mut Tx<'_>,
    scope: &Scope,
    owner: OwnerId,
    now: Timestamp,
) -> Result<Vec<Unpaid>, DbError> {
    let (owner, account) = (owner.to_string(), scope.account.to_string());
    tx.all(&UNPAID, &params![now.ms(), &owner, &account, scope.livemode], |row| {
        Ok(Unpaid {
            currency: row.parse()?,
            available: row.int()?,
            pending: row.int()?,
            in_payout: row.int()?,
        })
    })
}

/// What an owner owes, by currency.
pub fn owed(
    tx: &mut Tx<'_>,
    scope: &Scope,
    owner: OwnerId,
) -> Result<Vec<(Currency, i64)>, DbError> {
    let account = scope.account.to_string();
    let debt = LedgerAccount::OwnerDebt(owner).to_string();
    let params = params![&account, scope.livemode, &debt];
    tx.all(&OWED, &params, |row| Ok((row.parse()?, row.int()?)))
}

/// What an owner had, less what the owner owed, before `at`.
pub fn balance_before(
    tx: &mut Tx<'_>,
    scope: &Scope,
    whose: Whose,
    at: Timestamp,
) -> Result<i64, DbError> {
    let account = scope.account.to_string();
    let (owned, owed) = accounts(whose.owner);
    let currency = whose.currency.as_str();
    let params = params![&account, scope.livemode, &owned, &owed, currency, at.ms()];
    Ok(tx.one(&BALANCE_BEFORE, &params, |row| row.int())?.unwrap_or(0))
}

/// What changed an owner's balance from `from` until before `to`, oldest first; up to
/// [`LINES_MAX`], and one more to tell that there are more.
pub fn lines(
    tx: &mut Tx<'_>,
    scope: &Scope,
    whose: Whose,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<Line>, DbError> {
    let (account, owner) = (scope.account.to_string(), whose.owner.to_string());
    let (owned, owed) = accounts(whose.owner);
    let currency = whose.currency.as_str();
    let (from, to) = (from.ms(), to.ms());
    let params = params![&account, scope.livemode, &owned, &owed, currency, from, to, &owner];
    tx.all(&LINES, &params, |row| read_line(row, whose.owner))
}

fn accounts(owner: OwnerId) -> (String, String) {
    (LedgerAccount::Owner(owner).to_string(), LedgerAccount::OwnerDebt(owner).to_string())
}

fn read_line(row: &mut Row<'_>, owner: OwnerId) -> Result<Line, DbError> {
    Ok(Line {
        booked_at: time(row)?,
        value_date: date(row)?,
        kind: row.parse()?,
        source_id: row.text()?.to_owned(),
        session: row.opt_parse()?,
        transaction: row.opt_parse()?,
        came: row.int()?,
        went: row.int()?,
        netted: row.int()?,
        given: row.opt_parse()?,
        taken: row.opt_parse()?,
        code: row.opt_text()?.map(str::to_owned),
        description: row.opt_text()?.map(str::to_owned),
        reference: row.opt_text()?.map(str::to_owned),
        unit: row.opt_parse()?,
        unit_name: row.opt_text()?.map(str::to_owned),
        part: read_part(row, owner)?,
    })
}

fn read_part(row: &mut Row<'_>, owner: OwnerId) -> Result<Option<Part>, DbError> {
    let (fees, parts) = (row.opt_int()?, row.opt_int()?);
    let split = row.opt_text()?.map(plans::read_split).transpose()?;
    let shares = split.map(|it| it.shares).unwrap_or_default();
    let share = shares.into_iter().find(|(whose, _)| *whose == owner).map(|(_, share)| share);
    let known = fees.zip(parts).zip(share);
    Ok(known.map(|((fees, parts), share)| Part { gross: parts + fees, fees, share }))
}
