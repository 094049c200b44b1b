//! Work items: what a person has to look at.

use domain::ids::{
    CustomerId, MovementId, OwnerId, OwnerPayoutId, RefundId, SessionId, TransactionId, WorkItemId,
};
use domain::money::Currency;
use domain::scope::Scope;
use domain::time::Timestamp;
use domain::work::WorkKind;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::page::{List, Listed, NEWEST_ID, Page, list};
use crate::rows::{opt_time, time};

statements! {
    pub INSERT = "INSERT INTO work_items (id, account, livemode, created_at, kind, payment_session, transaction_id,
        movement, cause, text, customer, owner, refund, owner_payout, amount, currency)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        ON CONFLICT (account, livemode, cause) DO NOTHING";
    pub FIND = "SELECT id, created_at, kind, payment_session, transaction_id, movement, cause, text, customer, owner,
        refund, owner_payout, amount, currency, resolution, note, resolved_at FROM work_items
        WHERE id = $1 AND account = $2 AND livemode = $3";
    pub LOCK = "SELECT id, created_at, kind, payment_session, transaction_id, movement, cause, text, customer, owner,
        refund, owner_payout, amount, currency, resolution, note, resolved_at FROM work_items
        WHERE id = $1 AND account = $2 AND livemode = $3" for update;
    pub RESOLVE = "UPDATE work_items SET resolution = $1, note = $2, resolved_at = $3
        WHERE id = $4 AND account = $5 AND livemode = $6 AND resolved_at IS NULL";
    pub TO_SEND = "SELECT id, created_at, kind, payment_session, transaction_id, movement, cause, text, customer, owner,
        refund, owner_payout, amount, currency, resolution, note, resolved_at FROM work_items
        WHERE account = $1 AND livemode = $2 AND payment_session = $3 AND refund = $4 AND kind = 'refund_to_send'
        AND resolved_at IS NULL" for update;
    pub OPEN_OF_SESSION = "SELECT id, created_at, kind, payment_session, transaction_id, movement, cause, text,
        customer, owner, refund, owner_payout, amount, currency, resolution, note, resolved_at FROM work_items
        WHERE account = $1 AND livemode = $2 AND payment_session = $3 AND kind = $4 AND resolved_at IS NULL
        ORDER BY id" for update;
    pub OPEN_OF_OWNER = "SELECT id, created_at, kind, payment_session, transaction_id, movement, cause, text,
        customer, owner, refund, owner_payout, amount, currency, resolution, note, resolved_at FROM work_items
        WHERE account = $1 AND livemode = $2 AND owner = $3 AND kind = $4 AND currency = $5
        AND resolved_at IS NULL ORDER BY id" for update;
    pub OPEN_OF_MOVEMENT = "SELECT id, created_at, kind, payment_session, transaction_id, movement, cause, text,
        customer, owner, refund, owner_payout, amount, currency, resolution, note, resolved_at FROM work_items
        WHERE account = $1 AND livemode = $2 AND movement = $3 AND resolved_at IS NULL ORDER BY id" for update;
    pub OF_SESSION = "SELECT id, created_at, kind, payment_session, transaction_id, movement, cause, text, customer,
        owner, refund, owner_payout, amount, currency, resolution, note, resolved_at FROM work_items
        WHERE account = $1 AND livemode = $2 AND payment_session = $3 ORDER BY created_at, id";
    pub UNRESOLVED = "SELECT COUNT(*) FROM work_items WHERE resolved_at IS NULL";
}

list! {
    /// All of a scope, or those that are open or resolved, of one kind, session, customer or owner.
    LIST = "id, created_at, kind, payment_session, transaction_id, movement, cause, text, customer, owner, refund, owner_payout, amount,
    currency, resolution, note, resolved_at",
    "FROM work_items WHERE account = $1 AND livemode = $2 AND created_at >= $3 AND created_at <= $4
    AND ($5 = '' OR ($5 = 'open' AND resolved_at IS NULL) OR ($5 = 'resolved' AND resolved_at IS NOT NULL))
    AND ($6 = '' OR kind = $6) AND ($7 = '' OR payment_session = $7) AND ($8 = '' OR customer = $8)
    AND ($9 = '' OR owner = $9)",
    "id" "$10"
}
/// The lists of this module.
pub(crate) const LISTS: &[&List] = &[&LIST];

/// Which work items are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// `open`, `resolved`, or empty for both.
    pub status: String,
    /// Those of a kind.
    pub kind: Option<WorkKind>,
    /// Those of a session.
    pub session: Option<SessionId>,
    /// Those of a customer.
    pub customer: Option<CustomerId>,
    /// Those of an owner.
    pub owner: Option<OwnerId>,
}

/// A page of work items.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: &Filter,
    page: &Page<WorkItemId>,
) -> Result<Listed<WorkItemRow>, DbError> {
    let account = scope.account.to_string();
    let page = &page.by_id();
    let (from, to) = (page.created_from, page.created_to);
    let kind = filter.kind.map_or("", WorkKind::as_str);
    let session = filter.session.map(|id| id.to_string()).unwrap_or_default();
    let customer = filter.customer.map(|id| id.to_string()).unwrap_or_default();
    let owner = filter.owner.map(|id| id.to_string()).unwrap_or_default();
    let live = scope.livemode;
    let params =
        params![&account, live, from, to, &filter.status, kind, &session, &customer, &owner];
    LIST.page(tx, &params, page, NEWEST_ID, read)
}

/// Something that a person has to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkItemRow {
    /// Its id.
    pub id: WorkItemId,
    /// When it arose, in business time.
    pub created_at: Timestamp,
    /// What kind of thing it is.
    pub kind: String,
    /// The session it is about.
    pub session: Option<SessionId>,
    /// The transaction it is about.
    pub transaction: Option<TransactionId>,
    /// The movement it is about.
    pub movement: Option<MovementId>,
    /// Says the same thing once.
    pub cause: String,
    /// What happened, and why it is here.
    pub text: String,
    /// The customer it is about.
    pub customer: Option<CustomerId>,
    /// The owner it is about.
    pub owner: Option<OwnerId>,
    /// The refund it is about.
    pub refund: Option<RefundId>,
    /// The payout, to an owner, it is about.
    pub payout: Option<OwnerPayoutId>,
    /// The amount it is about, in minor units.
    pub amount: Option<i64>,
    /// The currency of the amount.
    pub currency: Option<Currency>,
    /// How it was resolved.
    pub resolved: Option<Resolved>,
}

/// How a work item was resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The decision, from those that its kind allows.
    pub resolution: String,
    /// The words of who took it.
    pub note: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Writes a work item. False when there is one with the same cause, which is left as it is.
pub fn insert(tx: &mut Tx<'_>, scope: &Scope, item: &WorkItemRow) -> Result<bool, DbError> {
    let written = tx.exec(
        &INSERT,
        &params![
            &item.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            item.created_at.ms(),
            &item.kind,
            item.session.map(|id| id.to_string()).as_deref(),
            item.transaction.map(|id| id.to_string()).as_deref(),
            item.movement.map(|id| id.to_string()).as_deref(),
            &item.cause,
            &item.text,
            item.customer.map(|id| id.to_string()).as_deref(),
            item.owner.map(|id| id.to_string()).as_deref(),
            item.refund.map(|id| id.to_string()).as_deref(),
            item.payout.map(|id| id.to_string()).as_deref(),
            item.amount,
            item.currency.map(|it| it.as_str()),
        ],
    )?;
    Ok(written == 1)
}

/// The work item of that id, if it is in the scope.
pub fn find(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: WorkItemId,
) -> Result<Option<WorkItemRow>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

/// The same, locked until the `Tx` ends.
pub fn lock(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: WorkItemId,
) -> Result<Option<WorkItemRow>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&LOCK, &params![&id, &account, scope.livemode], read)
}

/// Resolves an item; one that was resolved before is left as it is.
pub fn resolve(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: WorkItemId,
    resolved: &Resolved,
) -> Result<(), DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    let Resolved { resolution, note, at } = resolved;
    let params = params![resolution, note.as_deref(), at.ms(), &id, &account, scope.livemode];
    tx.exec_later(&RESOLVE, &params)
}

/// The open item that asks for a refund to be sent by hand, locked until the `Tx` ends.
pub fn to_send(
    tx: &mut Tx<'_>,
    scope: &Scope,
    session: SessionId,
    refund: RefundId,
) -> Result<Option<WorkItemRow>, DbError> {
    let (account, session, refund) =
        (scope.account.to_string(), session.to_string(), refund.to_string());
    tx.one(&TO_SEND, &params![&account, scope.livemode, &session, &refund], read)
}

/// The work items of a session, oldest first.
pub fn of_session(
    tx: &mut Tx<'_>,
    scope: &Scope,
    session: SessionId,
) -> Result<Vec<WorkItemRow>, DbError> {
    let (account, session) = (scope.account.to_string(), session.to_string());
    tx.all(&OF_SESSION, &params![&account, scope.livemode, &session], read)
}

/// The open items of one kind about a session, to be resolved.
pub fn open_of_session(
    tx: &mut Tx<'_>,
    scope: &Scope,
    kind: WorkKind,
    session: SessionId,
) -> Result<Vec<WorkItemRow>, DbError> {
    let (account, session) = (scope.account.to_string(), session.to_string());
    let params = params![&account, scope.livemode, &session, kind.as_str()];
    tx.all(&OPEN_OF_SESSION, &params, read)
}

/// The open items about a movement, to be resolved.
pub fn open_of_movement(
    tx: &mut Tx<'_>,
    scope: &Scope,
    movement: MovementId,
) -> Result<Vec<WorkItemRow>, DbError> {
    let (account, movement) = (scope.account.to_string(), movement.to_string());
    tx.all(&OPEN_OF_MOVEMENT, &params![&account, scope.livemode, &movement], read)
}

/// The open items of one kind about an owner in one currency, to be resolved.
pub fn open_of_owner(
    tx: &mut Tx<'_>,
    scope: &Scope,
    kind: WorkKind,
    owner: OwnerId,
    currency: Currency,
) -> Result<Vec<WorkItemRow>, DbError> {
    let (account, owner) = (scope.account.to_string(), owner.to_string());
    let params = params![&account, scope.livemode, &owner, kind.as_str(), currency.as_str()];
    tx.all(&OPEN_OF_OWNER, &params, read)
}

fn read(row: &mut Row<'_>) -> Result<WorkItemRow, DbError> {
    Ok(WorkItemRow {
        id: row.parse()?,
        created_at: time(row)?,
        kind: row.text()?.to_owned(),
        session: row.opt_parse()?,
        transaction: row.opt_parse()?,
        movement: row.opt_parse()?,
        cause: row.text()?.to_owned(),
        text: row.text()?.to_owned(),
        customer: row.opt_parse()?,
        owner: row.opt_parse()?,
        refund: row.opt_parse()?,
        payout: row.opt_parse()?,
        amount: row.opt_int()?,
        currency: row.opt_parse()?,
        resolved: read_resolved(row)?,
    })
}

fn read_resolved(row: &mut Row<'_>) -> Result<Option<Resolved>, DbError> {
    let resolution = row.opt_text()?.map(str::to_owned);
    let note = row.opt_text()?.map(str::to_owned);
    let at = opt_time(row)?;
    Ok(resolution.zip(at).map(|(resolution, at)| Resolved { resolution, note, at }))
}
