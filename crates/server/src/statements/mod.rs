//! Banks' statements: what came into the merchant's accounts, and for which session that was.
//!
//! An entry is always booked at once, against suspense. Then it is looked for whose it is
//! ([`matching`]): what is certain moves on to its session by [`crate::settle`], in the same `Tx`; what
//! is not waits for a person, who can say it by hand and take back what was said ([`by_hand`]). What
//! went out may also be a refund that a person had sent, and what comes one that came back
//! ([`refunded`]).

pub mod by_hand;
mod candidates;
mod matching;
mod refunded;
mod reversal;

use domain::ids::{EntryMatchId, MovementId, SessionId, StatementEntryId, WorkItemId};
use domain::ledger::{LedgerAccount, Writer};
use domain::movement::{Allocation, Movement, MovementKind, MovementSource};
use domain::news::EventType;
use domain::payee::BankAccount;
use domain::scope::Scope;
use domain::settle::MoneyReport;
use domain::text;
use domain::work::WorkKind;
use processors::BankEntry;
use store::bank_accounts::{self, VirtualAccount};
use store::statement_entries::{self as rows, Direction, StatementEntry, Told};
use store::work_items::{self, WorkItemRow};
use store::{DbError, Tx, clocks};

use crate::api::statement_entries::StatementEntryView;
use crate::api::work_items::WorkItemView;
use crate::app::App;
use crate::closing;
use crate::record::{Origin, record};
use matching::Way;

/// What an entry is called that nobody has looked at: the moment before it is matched.
const TAKEN: &str = "taken";
/// The purpose of the hash by which a payer's account is known again.
const PAYER: &str = "payer account";
/// Longer texts of a bank are cut.
const TEXT_MAX: usize = 500;
/// More lines of a bank are left out.
const LINES_MAX: usize = 50;

/// An account that banks call by its number: the merchant's, or a customer's own in it.
struct Credited {
    bank_account: BankAccount,
    of_customer: Option<VirtualAccount>,
}

/// Books what a bank tells of an account, and finds out whose it is. Gives the session that it
/// changed. The same entry again changes nothing; one that differs goes to a person.
///
/// # Errors
/// Only the database's.
pub fn take_entry(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &Scope,
    told: &BankEntry,
) -> Result<Option<SessionId>, DbError> {
    let told = &legible(told);
    let Some(credited) = find_account(tx, scope, told)? else {
        return raise_unknown_account(tx, scope, told).map(|()| None);
    };
    if let Some(known) = rows::by_entry(tx, scope, credited.bank_account.id, &told.id)? {
        return check_repeat(tx, scope, &known, told).map(|()| None);
    }
    let mut entry = book(tx, app, scope, &credited, told)?;
    let origin = Origin::system();
    let desk = Desk { app, scope: *scope, origin: &origin };
    let early = rows::lock_reversal(tx, scope, credited.bank_account.id, &told.id)?;
    let changed = match entry.direction {
        Direction::Debit => reversal::settle(tx, &desk, &mut entry)?,
        Direction::Credit => match refunded::bounce(tx, &desk, &mut entry)? {
            Some(session) => Some(session),
            None => matching::settle(tx, &desk, &mut entry, &credited, told)?,
        },
    };
    rows::update(tx, scope, &entry)?;
    desk.tell(tx, EventType::StatementEntryCreated, &entry)?;
    if entry.standing.is_some() {
        desk.tell(tx, EventType::StatementEntryMatched, &entry)?;
    }
    if let Some(mut early) = early.filter(|_| entry.direction == Direction::Credit) {
        // What takes it back was told first, and had found nothing.
        reversal::settle(tx, &desk, &mut early)?;
        rows::update(tx, scope, &early)?;
        if early.standing.is_some() {
            desk.tell(tx, EventType::StatementEntryMatched, &early)?;
        }
    }
    Ok(changed)
}

/// Where entries are worked on: for whom, and at whose wish.
struct Desk<'a> {
    app: &'a App,
    scope: Scope,
    origin: &'a Origin,
}

impl Desk<'_> {
    fn tell(
        &self,
        tx: &mut Tx<'_>,
        kind: EventType,
        entry: &StatementEntry,
    ) -> Result<(), DbError> {
        let matches = rows::matches_of(tx, entry.id)?;
        let view = StatementEntryView::of(entry, &matches, &self.scope);
        record(tx, &self.scope, self.origin, kind, &view.id.to_string(), &view, None)
    }

    /// Leaves an entry to a person, who is told why.
    fn suspend(
        &self,
        tx: &mut Tx<'_>,
        entry: &mut StatementEntry,
        kind: WorkKind,
        (code, why): (&str, String),
        session: Option<SessionId>,
    ) -> Result<(), DbError> {
        let times = rows::matches_of(tx, entry.id)?.len();
        (entry.decision, entry.why, entry.standing) = (code.to_owned(), why, None);
        let money = domain::money::Money::new(entry.amount, entry.currency);
        let (went, todo) = match entry.direction {
            Direction::Credit => (
                "came into",
                "Match it by hand, to a payment session or to the refund that came back by it, or send it back.",
            ),
            Direction::Debit => (
                "went out of",
                "Match it by hand: to the payment session whose money it takes back, or to the refund that it is.",
            ),
        };
        let row = WorkItemRow {
            id: tx.id::<WorkItemId>(),
            created_at: clocks::now(tx, &self.scope)?,
            kind: kind.as_str().to_owned(),
            session,
            transaction: None,
            movement: Some(entry.movement),
            cause: format!("{kind}:{}:{times}", entry.id),
            text: format!(
                "{money} {went} the bank account {} and is in suspense (entry {}). {} {todo}",
                entry.bank_account, entry.id, entry.why
            ),
            customer: None,
            owner: None,
            refund: None,
            payout: None,
            amount: Some(entry.amount),
            currency: Some(entry.currency),
            resolved: None,
        };
        raise(tx, &self.scope, &row)
    }

    /// Closes what people were asked about an entry, because that is known now.
    fn close_work(
        &self,
        tx: &mut Tx<'_>,
        movement: MovementId,
        resolution: &str,
    ) -> Result<(), DbError> {
        let items = work_items::open_of_movement(tx, &self.scope, movement)?;
        let now = clocks::now(tx, &self.scope)?;
        closing::close(tx, &self.scope, self.origin, items, resolution, now)
    }
}

fn raise(tx: &mut Tx<'_>, scope: &Scope, row: &WorkItemRow) -> Result<(), DbError> {
    if work_items::insert(tx, scope, row)? {
        let view = WorkItemView::of(row, scope);
        let kind = EventType::WorkItemCreated;
        record(tx, scope, &Origin::system(), kind, &view.id, &view, None)?;
    }
    Ok(())
}

fn find_account(
    tx: &mut Tx<'_>,
    scope: &Scope,
    told: &BankEntry,
) -> Result<Option<Credited>, DbError> {
    let of_customer = bank_accounts::virtual_by_number(tx, scope, &told.number)?;
    let bank_account = match &of_customer {
        Some(own) => bank_accounts::find(tx, scope, own.bank_account)?,
        None => bank_accounts::by_number(tx, scope, told.amount.currency(), &told.number)?,
    };
    Ok(bank_account.map(|bank_account| Credited { bank_account, of_customer }))
}

/// The fact itself: money is on the account, or has left it, and nobody knows yet why.
fn book(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &Scope,
    credited: &Credited,
    told: &BankEntry,
) -> Result<StatementEntry, DbError> {
    let now = clocks::now(tx, scope)?;
    let (account, amount) = (credited.bank_account.id, told.amount);
    let movement = Movement {
        id: tx.id::<MovementId>(),
        session: None,
        transaction: None,
        attempt: None,
        kind: MovementKind::BankSettlement,
        allocation: Allocation::Suspense,
        amount: amount.minor(),
        fee: 0,
        currency: amount.currency(),
        code: told.code.clone(),
        value_date: told.value_date,
        booked_at: now,
        source: MovementSource::BankAccount(account),
        source_id: told.id.clone(),
        available_at: now,
    };
    if !store::movements::insert(tx, scope, &movement)? {
        return Err(DbError::Conflict);
    }
    let source = tx.source();
    let (currency, source) = (amount.currency(), source.as_ref());
    let writer = Writer { movement: movement.id, currency, source };
    let (bank, suspense) = (LedgerAccount::Bank(account), LedgerAccount::Suspense);
    let sides = if told.is_debit { (suspense, bank) } else { (bank, suspense) };
    if let Some(line) = writer.entry(sides.0, sides.1, amount.minor()) {
        store::movements::post(tx, scope, &line, now, now)?;
    }
    let entry = StatementEntry {
        id: tx.id::<StatementEntryId>(),
        created_at: now,
        bank_account: account,
        virtual_account: credited.of_customer.as_ref().map(|own| own.id),
        entry: told.id.clone(),
        direction: if told.is_debit { Direction::Debit } else { Direction::Credit },
        amount: amount.minor(),
        currency: amount.currency(),
        value_date: told.value_date,
        told: texts(told),
        payer: told.payer_account.as_deref().map(|number| app.vault.code(PAYER, number)),
        reverses: told.reverses.clone(),
        code: told.code.clone(),
        reversed_by: None,
        movement: movement.id,
        decision: TAKEN.to_owned(),
        why: String::new(),
        standing: None,
    };
    rows::insert(tx, scope, &entry)?;
    Ok(entry)
}

/// The entry as it is read and kept: nothing longer than any bank's words, and no character that
/// databases or screens do not take, or that nobody sees.
fn legible(told: &BankEntry) -> BankEntry {
    let short = |text: &String| text.chars().take(TEXT_MAX).collect::<String>();
    let cut = |text: &String| text::cleaned(&short(text));
    let id = |text: &String| text::spelled_out(&short(text));
    BankEntry {
        number: cut(&told.number),
        id: id(&told.id),
        is_debit: told.is_debit,
        amount: told.amount,
        value_date: told.value_date,
        fields: told.fields.iter().map(|(field, text)| (*field, cut(text))).collect(),
        lines: told.lines.iter().take(LINES_MAX).map(cut).collect(),
        payer_name: told.payer_name.as_ref().map(cut),
        payer_account: told.payer_account.as_ref().map(cut),
        reverses: told.reverses.as_ref().map(id),
        code: told.code.as_ref().map(cut),
    }
}

/// What is kept of a bank's words: no account number.
fn texts(told: &BankEntry) -> Told {
    Told {
        fields: told.fields.iter().map(|(field, text)| (field.to_string(), text.clone())).collect(),
        lines: told.lines.clone(),
        payer_name: told.payer_name.clone(),
        payer_account: told.payer_account.as_deref().map(masked),
    }
}

/// The last four characters of an account's number.
fn masked(number: &str) -> String {
    let count = number.chars().count();
    format!("••••{}", number.chars().skip(count.saturating_sub(4)).collect::<String>())
}

/// A repeat says what is known already, or one of the two is wrong.
fn check_repeat(
    tx: &mut Tx<'_>,
    scope: &Scope,
    known: &StatementEntry,
    told: &BankEntry,
) -> Result<(), DbError> {
    let is_debit = known.direction == Direction::Debit;
    let same = (known.amount, known.currency, is_debit);
    if same == (told.amount.minor(), told.amount.currency(), told.is_debit) {
        return Ok(());
    }
    let row = WorkItemRow {
        id: tx.id::<WorkItemId>(),
        created_at: clocks::now(tx, scope)?,
        kind: WorkKind::RepeatDiffers.as_str().to_owned(),
        session: known.standing.map(|it| it.session),
        transaction: None,
        movement: Some(known.movement),
        cause: format!("repeat_differs:{}:{}:{}", known.id, told.amount, told.is_debit),
        text: format!(
            "The bank tells of the entry “{}” again, this time of {}{}. It was booked as it was told first ({}); check with the bank.",
            told.id,
            told.amount,
            if told.is_debit { " that went" } else { "" },
            domain::money::Money::new(known.amount, known.currency),
        ),
        customer: None,
        owner: None,
        refund: None,
        payout: None,
        amount: Some(told.amount.minor()),
        currency: Some(told.amount.currency()),
        resolved: None,
    };
    raise(tx, scope, &row)
}

fn raise_unknown_account(tx: &mut Tx<'_>, scope: &Scope, told: &BankEntry) -> Result<(), DbError> {
    let kind = WorkKind::UnknownBankAccount;
    let row = WorkItemRow {
        id: tx.id::<WorkItemId>(),
        created_at: clocks::now(tx, scope)?,
        kind: kind.as_str().to_owned(),
        session: None,
        transaction: None,
        movement: None,
        cause: format!("{kind}:{}:{}", masked(&told.number), told.id),
        text: format!(
            "A bank tells of {} on the account {}, which is none of the merchant's here (entry “{}” of {}). Nothing was booked; add the account, and let the bank tell again.",
            told.amount,
            masked(&told.number),
            told.id,
            told.value_date,
        ),
        customer: None,
        owner: None,
        refund: None,
        payout: None,
        amount: Some(told.amount.minor()),
        currency: Some(told.amount.currency()),
        resolved: None,
    };
    raise(tx, scope, &row)
}

/// The money of an entry, or a part of it, as its match number `place` reports it to a session.
fn money(entry: &StatementEntry, place: i64, amount: i64) -> MoneyReport {
    MoneyReport {
        amount,
        fee: 0,
        currency: entry.currency,
        value_date: entry.value_date,
        source_id: format!("{}:{place}", entry.id),
    }
}

/// A new match of an entry: its id and its number.
fn next_match(tx: &mut Tx<'_>, entry: &StatementEntry) -> Result<(EntryMatchId, i64), DbError> {
    let before = rows::matches_of(tx, entry.id)?.len();
    Ok((tx.id(), i64::try_from(before).unwrap_or(i64::MAX).saturating_add(1)))
}
