//! Events: what happened, as the merchant sees it.
//!
//! An event is written unnumbered in the `Tx` of what it tells. After COMMIT one pass gives the
//! numbers, without gaps within a scope, so that nobody who has read up to a number can miss an
//! event that was written before and committed after. Readers see numbered events only.

use domain::ids::{EventId, RequestId};
use domain::news::EventType;
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Row, Tx, Value, params, statements};
use crate::page::{Cursor, List, Listed, Page, list};
use crate::rows::time;

statements! {
    pub INSERT = "INSERT INTO events (id, account, livemode, created_at, type, object, request, idempotency_key,
        body, previous_attributes, written) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    pub FIND = "SELECT id, created_at, type, request, idempotency_key, body, previous_attributes FROM events
        WHERE id = $1 AND account = $2 AND livemode = $3 AND number IS NOT NULL";
    pub NUMBER_OF = "SELECT number FROM events WHERE id = $1 AND account = $2 AND livemode = $3
        AND number IS NOT NULL";
    pub ANY_UNNUMBERED = "SELECT id FROM events WHERE number IS NULL LIMIT 1";
    pub UNNUMBERED = "SELECT id, account, livemode FROM events WHERE number IS NULL ORDER BY written, id LIMIT 500";
    pub OPEN_COUNTER = "INSERT INTO event_counters (account, livemode, last_number) VALUES ($1, $2, 0)
        ON CONFLICT (account, livemode) DO NOTHING";
    pub COUNTER = "SELECT last_number FROM event_counters WHERE account = $1 AND livemode = $2" for update;
    pub COUNT_UP = "UPDATE event_counters SET last_number = $1 WHERE account = $2 AND livemode = $3";
    pub NUMBER = "UPDATE events SET number = $1 WHERE id = $2 AND number IS NULL";
}

list! {
    /// All of a scope.
    LIST = "id, created_at, type, request, idempotency_key, body, previous_attributes",
    "FROM events WHERE account = $1 AND livemode = $2 AND number IS NOT NULL AND created_at >= $3
    AND created_at <= $4",
    "number" "$5"
}
list! {
    /// Those of one type.
    LIST_BY_TYPE = "id, created_at, type, request, idempotency_key, body, previous_attributes",
    "FROM events WHERE account = $1 AND livemode = $2 AND number IS NOT NULL AND created_at >= $3
    AND created_at <= $4 AND type = $5",
    "number" "$6"
}
list! {
    /// Those about one object.
    LIST_BY_OBJECT = "id, created_at, type, request, idempotency_key, body, previous_attributes",
    "FROM events WHERE account = $1 AND livemode = $2 AND number IS NOT NULL AND created_at >= $3
    AND created_at <= $4 AND object = $5",
    "number" "$6"
}
list! {
    /// Those of one type about one object.
    LIST_BY_TYPE_AND_OBJECT = "id, created_at, type, request, idempotency_key, body, previous_attributes",
    "FROM events WHERE account = $1 AND livemode = $2 AND number IS NOT NULL AND created_at >= $3
    AND created_at <= $4 AND type = $5 AND object = $6",
    "number" "$7"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] =
    &[&LIST, &LIST_BY_TYPE, &LIST_BY_OBJECT, &LIST_BY_TYPE_AND_OBJECT];

/// An event to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewEvent<'a> {
    /// What happened.
    pub kind: EventType,
    /// The id of what it happened to.
    pub object: &'a str,
    /// When, on the scope's clock.
    pub at: Timestamp,
    /// The API request behind it.
    pub request: Option<RequestId>,
    /// That request's idempotency key.
    pub idempotency_key: Option<&'a str>,
    /// The object as it is now, as the API shows it.
    pub body: &'a str,
    /// What changed keys had before, as JSON.
    pub previous_attributes: Option<&'a str>,
}

/// An event that has its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// When it happened, on the scope's clock.
    pub created_at: Timestamp,
    /// What happened.
    pub kind: EventType,
    /// The API request behind it.
    pub request: Option<RequestId>,
    /// That request's idempotency key.
    pub idempotency_key: Option<String>,
    /// The object as it was, as the API showed it.
    pub body: String,
    /// What changed keys had before, as JSON.
    pub previous_attributes: Option<String>,
}

/// Writes an event, unnumbered.
pub fn append(tx: &mut Tx<'_>, scope: &Scope, event: &NewEvent<'_>) -> Result<EventId, DbError> {
    let id: EventId = tx.id();
    let written = tx.written();
    let request = event.request.map(|id| id.to_string());
    tx.exec_later(
        &INSERT,
        &params![
            &id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            event.at.ms(),
            event.kind.as_str(),
            event.object,
            request.as_deref(),
            event.idempotency_key,
            event.body,
            event.previous_attributes,
            written,
        ],
    )?;
    tx.mark_unnumbered();
    Ok(id)
}

/// True when some event waits for its number.
pub fn any_unnumbered(tx: &mut Tx<'_>) -> Result<bool, DbError> {
    Ok(tx.one(&ANY_UNNUMBERED, &params![], |row| row.parse::<EventId>())?.is_some())
}

/// Events that [`number`] takes at once: the limit in [`UNNUMBERED`].
const NUMBER_AT_ONCE: usize = 500;

/// Numbers up to 500 committed events. Gives how many there were to do: 500 means more may wait.
///
/// The scope's counter is the lock. Who waited for it may find its events numbered already, and
/// then takes no number for them.
pub fn number(tx: &mut Tx<'_>) -> Result<usize, DbError> {
    let mut waiting = tx.all(&UNNUMBERED, &params![], |row| {
        let id: EventId = row.parse()?;
        Ok((Scope::new(row.parse()?, row.bool()?), id))
    })?;
    let found = waiting.len();
    // Stable, so each scope's events stay in their order; counters are locked in order of scope.
    waiting.sort_by_key(|(scope, _)| *scope);
    for events in waiting.chunk_by(|(left, _), (right, _)| left == right) {
        let (scope, _) = events[0];
        let account = scope.account.to_string();
        let mut last = lock_counter(tx, &scope)?;
        for (_, id) in events {
            if tx.exec(&NUMBER, &params![last + 1, &id.to_string()])? == 1 {
                last += 1;
            }
        }
        tx.exec_later(&COUNT_UP, &params![last, &account, scope.livemode])?;
    }
    Ok(found)
}

/// Numbers every committed event.
pub fn number_all(tx: &mut Tx<'_>) -> Result<(), DbError> {
    while number(tx)? == NUMBER_AT_ONCE {}
    Ok(())
}

fn lock_counter(tx: &mut Tx<'_>, scope: &Scope) -> Result<i64, DbError> {
    let account = scope.account.to_string();
    let params = params![&account, scope.livemode];
    if let Some(last) = tx.one(&COUNTER, &params, |row| row.int())? {
        return Ok(last);
    }
    tx.exec(&OPEN_COUNTER, &params)?;
    let last = tx.one(&COUNTER, &params, |row| row.int())?;
    last.ok_or(DbError::Corrupt("an event counter is gone"))
}

/// The event of that id, if it is in the scope.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: EventId) -> Result<Option<Event>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

/// Which events are asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of this type.
    pub kind: Option<EventType>,
    /// About the object of this id.
    pub object: Option<String>,
}

/// A page of events, in the order of their numbers. `None` when the event of the cursor is not
/// in the scope.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: &Filter,
    page: Page<EventId>,
) -> Result<Option<Listed<Event>>, DbError> {
    let cursor = match page.cursor {
        Cursor::Newest => Cursor::Newest,
        Cursor::After(id) => match number_of(tx, scope, id)? {
            Some(number) => Cursor::After(number),
            None => return Ok(None),
        },
        Cursor::Before(id) => match number_of(tx, scope, id)? {
            Some(number) => Cursor::Before(number),
            None => return Ok(None),
        },
    };
    let page = page.with_cursor(cursor);
    let account = scope.account.to_string();
    let mut params: Vec<Value<'_>> =
        params![&account, scope.livemode, page.created_from, page.created_to].to_vec();
    if let Some(kind) = filter.kind {
        params.push(kind.as_str().into());
    }
    if let Some(object) = &filter.object {
        params.push(object.into());
    }
    let list: &'static List = match (filter.kind, &filter.object) {
        (None, None) => &LIST,
        (Some(_), None) => &LIST_BY_TYPE,
        (None, Some(_)) => &LIST_BY_OBJECT,
        (Some(_), Some(_)) => &LIST_BY_TYPE_AND_OBJECT,
    };
    list.page(tx, &params, &page, i64::MAX, read).map(Some)
}

fn number_of(tx: &mut Tx<'_>, scope: &Scope, id: EventId) -> Result<Option<i64>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&NUMBER_OF, &params![&id, &account, scope.livemode], |row| row.int())
}

fn read(row: &mut Row<'_>) -> Result<Event, DbError> {
    Ok(Event {
        id: row.parse()?,
        created_at: time(row)?,
        kind: row.parse()?,
        request: row.opt_parse()?,
        idempotency_key: row.opt_text()?.map(str::to_owned),
        body: row.text()?.to_owned(),
        previous_attributes: row.opt_text()?.map(str::to_owned),
    })
}
