//! One line of a report: booked, or put on the work list when it cannot be.

use domain::ids::{AttemptId, ConnectionId, MovementId, NoticeId, SessionId, WorkItemId};
use domain::money::Money;
use domain::movement::{MovementKind, MovementSource};
use domain::scope::Scope;
use domain::settle::{MoneyReport, Outcome};
use sha2::{Digest as _, Sha256};
use store::work_items::{self, WorkItemRow};
use store::{DbError, Tx, attempts, clocks, movements};

use crate::app::App;
use crate::extract::hex;
use crate::settle::{settle, settle_unmatched};

/// Most characters of a line that its work item shows.
const SHOWN_MAX: usize = 500;

/// What somebody says of a payment.
pub(super) struct Line<'a> {
    /// Who says it.
    pub(super) from: ConnectionId,
    /// How they call the payment.
    pub(super) reference: &'a str,
    /// Which attempt that is, if it is one of ours.
    pub(super) attempt: Option<AttemptId>,
    /// What they say.
    pub(super) outcome: &'a Outcome,
}

/// Books what a line says. Gives the session when something changed.
pub(super) fn settle_line(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &Scope,
    line: &Line<'_>,
) -> Result<Option<SessionId>, DbError> {
    let &Line { from, reference, attempt, outcome } = line;
    if let Some((kind, money)) = money_of(outcome)
        && let Some(booked) = movements::by_source(
            tx,
            scope,
            MovementSource::Connection(from),
            kind,
            &money.source_id,
        )?
    {
        let same = (booked.attempt, booked.amount, booked.currency);
        if same != (attempt, money.amount, money.currency) {
            raise_conflicting(tx, scope, line, kind, money, booked.id)?;
            return Ok(None);
        }
    }
    match attempt {
        Some(attempt) => settle(tx, app, scope, attempt, MovementSource::Connection(from), outcome),
        None => settle_unmatched(tx, scope, from, reference, outcome).map(|()| None),
    }
}

/// The money that an outcome tells of.
const fn money_of(outcome: &Outcome) -> Option<(MovementKind, &MoneyReport)> {
    match outcome {
        Outcome::Received { money, .. } => Some((MovementKind::Collection, money)),
        Outcome::Returned { kind, money, .. } => Some((*kind, money)),
        _ => None,
    }
}

/// A line that was reported before as something else: one of the two is wrong, and we cannot know
/// which. What is booked stays.
fn raise_conflicting(
    tx: &mut Tx<'_>,
    scope: &Scope,
    line: &Line<'_>,
    kind: MovementKind,
    money: &MoneyReport,
    booked: MovementId,
) -> Result<(), DbError> {
    let Line { from, reference, .. } = line;
    let MoneyReport { amount, currency, value_date, source_id, .. } = money;
    let decimal = Money::new(*amount, *currency).to_decimal();
    let session = match line.attempt {
        Some(attempt) => attempts::session_of(tx, scope, attempt)?,
        None => None,
    };
    let item = Item {
        kind: "conflicting_line",
        session,
        movement: Some(booked),
        cause: format!(
            "conflicting_line:{from}:{kind}:{source_id}:{reference}:{amount}:{currency}"
        ),
        text: format!(
            "The bank reports the line “{source_id}”, a {kind} of {decimal} {} on {value_date} for “{reference}”. It reported that line before, of another amount or for another payment, and that was booked; this was not. Check with the bank.",
            currency.iso(),
        ),
    };
    insert(tx, scope, item)
}

/// A line that says nothing that can be booked. The same line says it once.
pub(super) fn raise_unreadable(
    tx: &mut Tx<'_>,
    scope: &Scope,
    from: ConnectionId,
    line: &str,
    why: &str,
) -> Result<(), DbError> {
    let hash = hex(&Sha256::digest(line.as_bytes()));
    let item = Item {
        kind: "unreadable_line",
        session: None,
        movement: None,
        cause: format!("unreadable_line:{from}:{hash}"),
        text: format!(
            "A line of the bank's report cannot be booked: {}. Nothing was booked; check with the bank. The line: {}",
            shown(why),
            shown(line),
        ),
    };
    insert(tx, scope, item)
}

/// A line about a mandate that we do not have.
pub(super) fn raise_unknown_mandate(
    tx: &mut Tx<'_>,
    scope: &Scope,
    from: ConnectionId,
    reference: &str,
) -> Result<(), DbError> {
    let item = Item {
        kind: "unknown_mandate",
        session: None,
        movement: None,
        cause: format!("unknown_mandate:{from}:{reference}"),
        text: format!(
            "The bank reports on the mandate “{reference}”, which is none of ours. Check with the bank."
        ),
    };
    insert(tx, scope, item)
}

/// A line that fails over and over, for a reason of our own. It is tried again all the same.
pub(super) fn raise_stuck(
    tx: &mut Tx<'_>,
    scope: &Scope,
    from: ConnectionId,
    notice: NoticeId,
    index: usize,
) -> Result<(), DbError> {
    let item = Item {
        kind: "stuck_line",
        session: None,
        movement: None,
        cause: format!("stuck_line:{from}:{notice}:{index}"),
        text: format!(
            "Item {} of the notice {notice} could not be taken in. The log says why. It is tried again for ever.",
            index + 1,
        ),
    };
    insert(tx, scope, item)
}

/// What a person has to look at.
struct Item {
    kind: &'static str,
    session: Option<SessionId>,
    movement: Option<MovementId>,
    cause: String,
    text: String,
}

fn insert(tx: &mut Tx<'_>, scope: &Scope, item: Item) -> Result<(), DbError> {
    let row = WorkItemRow {
        id: tx.id::<WorkItemId>(),
        created_at: clocks::now(tx, scope)?,
        kind: item.kind.to_owned(),
        session: item.session,
        transaction: None,
        movement: item.movement,
        cause: item.cause,
        text: item.text,
        customer: None,
        owner: None,
        refund: None,
        payout: None,
        amount: None,
        currency: None,
        resolved: None,
    };
    work_items::insert(tx, scope, &row)?;
    Ok(())
}

/// The beginning of a text, which is all of most.
fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
