//! Entries of banks' statements, the matches of each, and what people marked as received.

use domain::ids::{
    AttemptId, BankAccountId, CustomerId, EntryMatchId, MovementId, ReceiptMarkId, RefundId,
    SessionId, StatementEntryId, VirtualAccountId,
};
use domain::money::Currency;
use domain::scope::Scope;
use domain::time::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::db::{DbError, Row, Tx, params, statements};
use crate::page::{List, Listed, NEWEST_ID, Page, list};
use crate::rows::{date, opt_time, time};

statements! {
    pub INSERT = "INSERT INTO statement_entries (id, account, livemode, created_at, bank_account, virtual_account, entry,
        direction, amount, currency, value_date, told, payer, reverses, code, movement, decision, why)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    pub FIND = "SELECT id, created_at, bank_account, virtual_account, entry, direction, amount, currency, value_date,
        told, payer, reverses, code, reversed_by, movement, decision, why, standing_match, payment_session, customer
        FROM statement_entries WHERE id = $1 AND account = $2 AND livemode = $3";
    pub LOCK = "SELECT id, created_at, bank_account, virtual_account, entry, direction, amount, currency, value_date,
        told, payer, reverses, code, reversed_by, movement, decision, why, standing_match, payment_session, customer
        FROM statement_entries WHERE id = $1 AND account = $2 AND livemode = $3" for update;
    pub BY_ENTRY = "SELECT id, created_at, bank_account, virtual_account, entry, direction, amount, currency, value_date,
        told, payer, reverses, code, reversed_by, movement, decision, why, standing_match, payment_session, customer
        FROM statement_entries WHERE account = $1 AND livemode = $2 AND bank_account = $3 AND entry = $4" for update;
    pub LOCK_REVERSAL = "SELECT id, created_at, bank_account, virtual_account, entry, direction, amount, currency,
        value_date, told, payer, reverses, code, reversed_by, movement, decision, why, standing_match, payment_session,
        customer FROM statement_entries WHERE account = $1 AND livemode = $2 AND bank_account = $3 AND reverses = $4
        AND standing_match IS NULL ORDER BY id LIMIT 1" for update;
    pub UPDATE = "UPDATE statement_entries SET decision = $1, why = $2, standing_match = $3, payment_session = $4,
        customer = $5, reversed_by = $6 WHERE id = $7 AND account = $8 AND livemode = $9";
    pub CUSTOMERS_OF_PAYER = "SELECT DISTINCT customer FROM statement_entries
        WHERE account = $1 AND livemode = $2 AND payer = $3 AND customer IS NOT NULL LIMIT 2";
    pub MATCHES_OF = "SELECT id, created_at, entry, place, payment_session, attempt, marked_attempt, movement, settlement,
        refund, rule, evidence, why, key, note, undone_at, undone_key, undone_note
        FROM entry_matches WHERE entry = $1 ORDER BY place";
    pub MATCHES_OF_SESSION = "SELECT id, created_at, entry, place, payment_session, attempt, marked_attempt, movement,
        settlement, refund, rule, evidence, why, key, note, undone_at, undone_key, undone_note
        FROM entry_matches WHERE payment_session = $1 ORDER BY id";
    pub INSERT_MATCH = "INSERT INTO entry_matches (id, account, livemode, created_at, entry, place, payment_session,
        attempt, marked_attempt, movement, settlement, refund, rule, evidence, why, key, note)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    pub UNDO_MATCH = "UPDATE entry_matches SET undone_at = $1, undone_key = $2, undone_note = $3
        WHERE id = $4 AND account = $5 AND livemode = $6 AND undone_at IS NULL";
    pub INSERT_MARK = "INSERT INTO receipt_marks (id, account, livemode, created_at, payment_session, attempt, amount,
        received_on, note, key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    pub MARKS_OF_SESSION = "SELECT id, created_at, attempt, amount, received_on, note, key, undone_at, undone_key,
        undone_note FROM receipt_marks WHERE payment_session = $1 ORDER BY id";
    pub UNDO_MARK = "UPDATE receipt_marks SET undone_at = $1, undone_key = $2, undone_note = $3
        WHERE id = $4 AND account = $5 AND livemode = $6 AND undone_at IS NULL";
}

list! {
    /// All of a scope, or those of one bank account or session, matched or not.
    LIST = "id, created_at, bank_account, virtual_account, entry, direction, amount, currency, value_date, told, payer,
    reverses, code, reversed_by, movement, decision, why, standing_match, payment_session, customer",
    "FROM statement_entries WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND ($5 = '' OR bank_account = $5) AND ($6 = '' OR payment_session = $6)
    AND ($7 = '' OR ($7 = 'matched' AND standing_match IS NOT NULL) OR ($7 = 'unmatched' AND standing_match IS NULL))",
    "id" "$8"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&LIST];

/// Which entries are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those of a bank account.
    pub bank_account: Option<BankAccountId>,
    /// Those matched to a session.
    pub session: Option<SessionId>,
    /// `matched`, `unmatched`, or empty for both.
    pub status: String,
}

/// Which way an entry's money went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// It came.
    Credit,
    /// It went.
    Debit,
}

impl Direction {
    /// Its name in the API and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Credit => "credit",
            Self::Debit => "debit",
        }
    }
}

/// What a bank wrote beside the numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Fields that carry only a reference: their name, their text.
    pub fields: Vec<(String, String)>,
    /// The text, line by line.
    pub lines: Vec<String>,
    /// What the bank calls the payer.
    pub payer_name: Option<String>,
    /// The payer's account, masked.
    pub payer_account: Option<String>,
}

/// An entry of a bank's statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementEntry {
    /// Its id.
    pub id: StatementEntryId,
    /// When we learnt of it, in business time.
    pub created_at: Timestamp,
    /// Whose statement it is on.
    pub bank_account: BankAccountId,
    /// The customer's own account that was credited.
    pub virtual_account: Option<VirtualAccountId>,
    /// The bank's own id of it.
    pub entry: String,
    /// Which way the money went.
    pub direction: Direction,
    /// Minor units.
    pub amount: i64,
    /// Its currency.
    pub currency: Currency,
    /// The bank's date of it.
    pub value_date: Date,
    /// Its texts.
    pub told: Told,
    /// The payer's account under a keyed hash.
    pub payer: Option<String>,
    /// The bank's id of what it takes back.
    pub reverses: Option<String>,
    /// Why it was taken back.
    pub code: Option<String>,
    /// The entry that took it back.
    pub reversed_by: Option<StatementEntryId>,
    /// The movement that books it.
    pub movement: MovementId,
    /// What was decided of it last: a stable code.
    pub decision: String,
    /// Why, in a sentence.
    pub why: String,
    /// The match that stands.
    pub standing: Option<Standing>,
}

/// For whom an entry's money was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The match that says so.
    pub matched: EntryMatchId,
    /// The session.
    pub session: SessionId,
    /// Its customer.
    pub customer: CustomerId,
}

/// A match: which session an entry's money was taken for, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryMatch {
    /// Its id.
    pub id: EntryMatchId,
    /// When it was made.
    pub created_at: Timestamp,
    /// The entry.
    pub entry: StatementEntryId,
    /// The first match of its entry, the second, …
    pub place: i64,
    /// The session.
    pub session: SessionId,
    /// The attempt that took it in as a payment.
    pub attempt: Option<AttemptId>,
    /// The attempt by which a person had marked it.
    pub marked_attempt: Option<AttemptId>,
    /// The movement by which it was collected, or taken back.
    pub movement: Option<MovementId>,
    /// The movement that links it to the mark, or to the refund.
    pub settlement: Option<MovementId>,
    /// The refund, sent by hand, that it shows as it went, or as it came back.
    pub refund: Option<RefundId>,
    /// The rule that made it; `None` for a person.
    pub rule: Option<String>,
    /// What it rests on, in plain words.
    pub evidence: Vec<String>,
    /// Why, in a sentence.
    pub why: String,
    /// The API key of the person who made it.
    pub key: Option<String>,
    /// The person's words.
    pub note: Option<String>,
    /// That it was undone.
    pub undone: Option<Undone>,
}

/// That a match or a mark was undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// When.
    pub at: Timestamp,
    /// The API key of the person who did.
    pub key: String,
    /// The person's words.
    pub note: String,
}

/// Money that was received by a person's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptMark {
    /// Its id.
    pub id: ReceiptMarkId,
    /// When it was marked.
    pub created_at: Timestamp,
    /// The attempt that took it in.
    pub attempt: AttemptId,
    /// Minor units.
    pub amount: i64,
    /// The day on which it came, by the person's word.
    pub received_on: Date,
    /// The person's words.
    pub note: String,
    /// The API key of the person.
    pub key: String,
    /// That it was taken back.
    pub undone: Option<Undone>,
}

/// Writes a new entry, which nobody has matched.
pub fn insert(tx: &mut Tx<'_>, scope: &Scope, entry: &StatementEntry) -> Result<(), DbError> {
    let told = serde_json::to_string(&entry.told).unwrap_or_default();
    tx.exec_later(
        &INSERT,
        &params![
            &entry.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            entry.created_at.ms(),
            &entry.bank_account.to_string(),
            entry.virtual_account.map(|id| id.to_string()).as_deref(),
            &entry.entry,
            entry.direction.as_str(),
            entry.amount,
            entry.currency.as_str(),
            &entry.value_date.to_string(),
            &told,
            entry.payer.as_deref(),
            entry.reverses.as_deref(),
            entry.code.as_deref(),
            &entry.movement.to_string(),
            &entry.decision,
            &entry.why,
        ],
    )
}

/// Writes back what was decided of an entry.
pub fn update(tx: &mut Tx<'_>, scope: &Scope, entry: &StatementEntry) -> Result<(), DbError> {
    let standing = entry.standing;
    tx.exec_later(
        &UPDATE,
        &params![
            &entry.decision,
            &entry.why,
            standing.map(|it| it.matched.to_string()).as_deref(),
            standing.map(|it| it.session.to_string()).as_deref(),
            standing.map(|it| it.customer.to_string()).as_deref(),
            entry.reversed_by.map(|id| id.to_string()).as_deref(),
            &entry.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
        ],
    )
}

/// The entry of that id, if it is in the scope.
pub fn find(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: StatementEntryId,
) -> Result<Option<StatementEntry>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

/// The same, locked until the `Tx` ends.
pub fn lock(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: StatementEntryId,
) -> Result<Option<StatementEntry>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&LOCK, &params![&id, &account, scope.livemode], read)
}

/// The entry that its bank calls so, locked until the `Tx` ends.
pub fn by_entry(
    tx: &mut Tx<'_>,
    scope: &Scope,
    bank_account: BankAccountId,
    entry: &str,
) -> Result<Option<StatementEntry>, DbError> {
    let (account, bank_account) = (scope.account.to_string(), bank_account.to_string());
    tx.one(&BY_ENTRY, &params![&account, scope.livemode, &bank_account, entry], read)
}

/// The first entry that takes that one back and that nobody has matched, locked until the `Tx` ends.
pub fn lock_reversal(
    tx: &mut Tx<'_>,
    scope: &Scope,
    bank_account: BankAccountId,
    reversed: &str,
) -> Result<Option<StatementEntry>, DbError> {
    let (account, bank_account) = (scope.account.to_string(), bank_account.to_string());
    let params = params![&account, scope.livemode, &bank_account, reversed];
    tx.one(&LOCK_REVERSAL, &params, read)
}

/// A page of entries.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: &Filter,
    page: &Page<StatementEntryId>,
) -> Result<Listed<StatementEntry>, DbError> {
    let (account, page) = (scope.account.to_string(), &page.by_id());
    let (from, to, live) = (page.created_from, page.created_to, scope.livemode);
    let bank_account = filter.bank_account.map(|id| id.to_string()).unwrap_or_default();
    let session = filter.session.map(|id| id.to_string()).unwrap_or_default();
    let params = params![&account, live, from, to, &bank_account, &session, &filter.status];
    LIST.page(tx, &params, page, NEWEST_ID, read)
}

/// Up to two customers for whom a payer's account has paid.
pub fn customers_of_payer(
    tx: &mut Tx<'_>,
    scope: &Scope,
    payer: &str,
) -> Result<Vec<CustomerId>, DbError> {
    let account = scope.account.to_string();
    tx.all(&CUSTOMERS_OF_PAYER, &params![&account, scope.livemode, payer], |row| row.parse())
}

/// Every match of an entry, also those that were undone, oldest first. The caller has looked the
/// entry up in its scope.
pub fn matches_of(tx: &mut Tx<'_>, entry: StatementEntryId) -> Result<Vec<EntryMatch>, DbError> {
    tx.all(&MATCHES_OF, &params![&entry.to_string()], read_match)
}

/// Every match to a session. The caller has looked the session up in its scope.
pub fn matches_of_session(tx: &mut Tx<'_>, session: SessionId) -> Result<Vec<EntryMatch>, DbError> {
    tx.all(&MATCHES_OF_SESSION, &params![&session.to_string()], read_match)
}

/// Writes a new match.
pub fn insert_match(tx: &mut Tx<'_>, scope: &Scope, it: &EntryMatch) -> Result<(), DbError> {
    let evidence = serde_json::to_string(&it.evidence).unwrap_or_default();
    tx.exec_later(
        &INSERT_MATCH,
        &params![
            &it.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            it.created_at.ms(),
            &it.entry.to_string(),
            it.place,
            &it.session.to_string(),
            it.attempt.map(|id| id.to_string()).as_deref(),
            it.marked_attempt.map(|id| id.to_string()).as_deref(),
            it.movement.map(|id| id.to_string()).as_deref(),
            it.settlement.map(|id| id.to_string()).as_deref(),
            it.refund.map(|id| id.to_string()).as_deref(),
            it.rule.as_deref(),
            &evidence,
            &it.why,
            it.key.as_deref(),
            it.note.as_deref(),
        ],
    )
}

/// Notes that a match was undone.
pub fn undo_match(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: EntryMatchId,
    undone: &Undone,
) -> Result<(), DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    let (at, key, note) = (undone.at.ms(), &undone.key, &undone.note);
    tx.exec_later(&UNDO_MATCH, &params![at, key, note, &id, &account, scope.livemode])
}

/// Writes a new mark.
pub fn insert_mark(
    tx: &mut Tx<'_>,
    scope: &Scope,
    session: SessionId,
    mark: &ReceiptMark,
) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT_MARK,
        &params![
            &mark.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            mark.created_at.ms(),
            &session.to_string(),
            &mark.attempt.to_string(),
            mark.amount,
            &mark.received_on.to_string(),
            &mark.note,
            &mark.key,
        ],
    )
}

/// A session's marks. The caller has looked the session up in its scope.
pub fn marks_of_session(tx: &mut Tx<'_>, session: SessionId) -> Result<Vec<ReceiptMark>, DbError> {
    tx.all(&MARKS_OF_SESSION, &params![&session.to_string()], |row| {
        Ok(ReceiptMark {
            id: row.parse()?,
            created_at: time(row)?,
            attempt: row.parse()?,
            amount: row.int()?,
            received_on: date(row)?,
            note: row.text()?.to_owned(),
            key: row.text()?.to_owned(),
            undone: read_undone(row)?,
        })
    })
}

/// Notes that a mark was taken back.
pub fn undo_mark(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: ReceiptMarkId,
    undone: &Undone,
) -> Result<(), DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    let (at, key, note) = (undone.at.ms(), &undone.key, &undone.note);
    tx.exec_later(&UNDO_MARK, &params![at, key, note, &id, &account, scope.livemode])
}

fn read(row: &mut Row<'_>) -> Result<StatementEntry, DbError> {
    let corrupt = DbError::Corrupt("statement_entries");
    Ok(StatementEntry {
        id: row.parse()?,
        created_at: time(row)?,
        bank_account: row.parse()?,
        virtual_account: row.opt_parse()?,
        entry: row.text()?.to_owned(),
        direction: if row.text()? == "debit" { Direction::Debit } else { Direction::Credit },
        amount: row.int()?,
        currency: row.parse()?,
        value_date: date(row)?,
        told: serde_json::from_str(row.text()?).map_err(|_| corrupt)?,
        payer: opt_text(row)?,
        reverses: opt_text(row)?,
        code: opt_text(row)?,
        reversed_by: row.opt_parse()?,
        movement: row.parse()?,
        decision: row.text()?.to_owned(),
        why: row.text()?.to_owned(),
        standing: read_standing(row)?,
    })
}

fn read_standing(row: &mut Row<'_>) -> Result<Option<Standing>, DbError> {
    let (matched, session, customer) = (row.opt_parse()?, row.opt_parse()?, row.opt_parse()?);
    let known = matched.zip(session).zip(customer);
    Ok(known.map(|((matched, session), customer)| Standing { matched, session, customer }))
}

fn read_match(row: &mut Row<'_>) -> Result<EntryMatch, DbError> {
    let corrupt = DbError::Corrupt("entry_matches.evidence");
    Ok(EntryMatch {
        id: row.parse()?,
        created_at: time(row)?,
        entry: row.parse()?,
        place: row.int()?,
        session: row.parse()?,
        attempt: row.opt_parse()?,
        marked_attempt: row.opt_parse()?,
        movement: row.opt_parse()?,
        settlement: row.opt_parse()?,
        refund: row.opt_parse()?,
        rule: opt_text(row)?,
        evidence: serde_json::from_str(row.text()?).map_err(|_| corrupt)?,
        why: row.text()?.to_owned(),
        key: opt_text(row)?,
        note: opt_text(row)?,
        undone: read_undone(row)?,
    })
}

fn read_undone(row: &mut Row<'_>) -> Result<Option<Undone>, DbError> {
    let (at, key, note) = (opt_time(row)?, opt_text(row)?, opt_text(row)?);
    Ok(at.zip(key).zip(note).map(|((at, key), note)| Undone { at, key, note }))
}

fn opt_text(row: &mut Row<'_>) -> Result<Option<String>, DbError> {
    Ok(row.opt_text()?.map(str::to_owned))
}
