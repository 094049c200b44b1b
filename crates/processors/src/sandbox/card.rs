//! The pretend card processor: a page with named scenarios instead of a card number.
//!
//! Its payments go `open → authenticating → pending → succeeded | declined`, or from `open` to
//! `expired` when nobody came. `contradicted` is what it says of a payment after it said
//! `succeeded`: a processor that cannot make up its mind.

use std::str::FromStr;

use domain::ids::{AttemptId, Id, NoticeId};
use domain::settle::{MoneyReport, Outcome};
use domain::time::{DAY_MS, SECOND_MS, Timestamp};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use store::sandbox::{self, Card};
use store::{Db, DbError, Tx, clocks};

use super::{notify, refunds, step_at};
use crate::{
    Connection, DebitBatch, Notice, NoticeItem, Order, Processor, ProcessorError, RefundOrder, Step,
};

/// How long its page waits for a payer.
pub const PAGE_LIFETIME_MS: i64 = DAY_MS;
/// How late a late answer is.
pub const LATE_MS: i64 = 3_600 * SECOND_MS;
/// How soon it contradicts itself.
pub const CONTRADICT_MS: i64 = 60 * SECOND_MS;

/// What the processor's own ids of payments begin with.
const REFERENCE_PREFIX: &str = "sbx_";

/// What the payer can make happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// Paid.
    Succeed,
    /// Declined, with a code.
    Decline(&'static str),
    /// The card's bank asks the payer first (3-D Secure).
    Authenticate,
    /// The payer refuses at the card's bank.
    AuthenticationRefused,
    /// The payer walks away.
    Abandon,
    /// Paid, but told an hour later.
    AnswerLate,
    /// Paid, and told twice.
    AnswerTwice,
    /// Paid, and a minute later said to be declined.
    Contradict,
    /// Declined, and a minute later paid after all.
    DeclineThenSucceed,
}

/// Every scenario with its name, in the order of the page.
pub const SCENARIOS: &[(&str, Scenario)] = &[
    ("succeed", Scenario::Succeed),
    ("decline", Scenario::Decline("card_declined")),
    ("insufficient_funds", Scenario::Decline("insufficient_funds")),
    ("expired_card", Scenario::Decline("expired_card")),
    ("lost_card", Scenario::Decline("lost_card")),
    ("fraud_suspected", Scenario::Decline("fraud_suspected")),
    ("authenticate", Scenario::Authenticate),
    ("authentication_refused", Scenario::AuthenticationRefused),
    ("abandon", Scenario::Abandon),
    ("answer_late", Scenario::AnswerLate),
    ("answer_twice", Scenario::AnswerTwice),
    ("contradict", Scenario::Contradict),
    ("decline_then_succeed", Scenario::DeclineThenSucceed),
];

impl FromStr for Scenario {
    type Err = ();
    fn from_str(name: &str) -> Result<Self, ()> {
        SCENARIOS.iter().find(|(known, _)| *known == name).map(|(_, it)| *it).ok_or(())
    }
}

/// What the pretend page shows next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The scenarios.
    Choose,
    /// The card's bank asks: approve or refuse.
    Authenticate,
    /// Nothing more: back to the merchant.
    Back(String),
}

/// The pretend processor, seen from one connection.
#[derive(Clone)]
pub struct SandboxCard {
    db: Db,
    connection: Connection,
    public_url: String,
}

/// What its notices look like.
#[derive(Serialize, Deserialize)]
struct CardNotice {
    id: String,
    payment: String,
}

impl SandboxCard {
    /// The processor behind `connection`; its pages are served below `public_url`.
    pub const fn new(db: Db, connection: Connection, public_url: String) -> Self {
        Self { db, connection, public_url }
    }

    async fn by_attempt(&self, attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError> {
        let Connection { id, scope } = self.connection;
        let key = attempt.to_string();
        self.db
            .write(move |tx| {
                let Some(card) = sandbox::find_card_by_key(tx, &scope, id, &key)? else {
                    return Ok::<_, DbError>(Vec::new());
                };
                let mut outcomes = outcomes(&card);
                outcomes.extend(refunds::told(tx, &card)?);
                Ok(outcomes)
            })
            .await
            .map_err(ProcessorError::from)
    }
}

#[async_trait::async_trait]
impl Processor for SandboxCard {
    async fn start(&self, order: &Order) -> Result<Step, ProcessorError> {
        let Connection { id: connection, scope } = self.connection;
        let order = order.clone();
        let card = self
            .db
            .write(move |tx| {
                let changed_at = clocks::now(tx, &scope)?;
                let tail = &tx.id::<NoticeId>().to_string()[NoticeId::PREFIX.len()..];
                let id = format!("{REFERENCE_PREFIX}{tail}");
                let card =
                    sandbox::open_card(tx, &new_card(id, scope, connection, &order, changed_at))?;
                step_at(tx, &scope, &card.id, card.changed_at.plus_ms(PAGE_LIFETIME_MS))?;
                Ok::<_, DbError>(card)
            })
            .await?;
        let url = format!("{}/sandbox/card/{}", self.public_url, card.id);
        Ok(Step::Redirect { url, reference: card.id })
    }

    async fn expire(&self, attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError> {
        let Connection { id, scope } = self.connection;
        let key = attempt.to_string();
        let card = self
            .db
            .write(move |tx| {
                let Some(mut card) = sandbox::find_card_by_key(tx, &scope, id, &key)? else {
                    return Ok::<_, DbError>(None);
                };
                if card.state == "open" {
                    change(tx, &mut card, "expired", None)?;
                }
                Ok(Some(card))
            })
            .await?;
        // A page that was never opened cannot be confirmed any more: start() is not called for
        // an attempt that was given up.
        let never = || vec![Outcome::Abandoned { code: "abandoned".to_owned() }];
        Ok(card.map_or_else(never, |card| outcomes(&card)))
    }

    async fn look_up(&self, attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError> {
        self.by_attempt(attempt).await
    }

    async fn refund(&self, order: &RefundOrder) -> Result<Vec<Outcome>, ProcessorError> {
        let (Connection { id, scope }, order) = (self.connection, *order);
        let told = self.db.write(move |tx| refunds::ask(tx, &scope, id, &order)).await?;
        told.ok_or(ProcessorError::Unsupported("there is no such payment"))
    }

    async fn send(&self, _batch: &DebitBatch) -> Result<(), ProcessorError> {
        Err(ProcessorError::Unsupported("cards do not leave in batches"))
    }

    fn read(&self, body: &str) -> Result<Notice, ProcessorError> {
        let notice: CardNotice = serde_json::from_str(body)
            .map_err(|error| ProcessorError::Unreadable(error.to_string()))?;
        Ok(Notice { id: notice.id, items: vec![NoticeItem::Ask { reference: notice.payment }] })
    }
}

fn new_card(
    id: String,
    scope: domain::scope::Scope,
    connection: domain::ids::ConnectionId,
    order: &Order,
    changed_at: Timestamp,
) -> Card {
    Card {
        id,
        scope,
        connection,
        idempotency_key: order.attempt.to_string(),
        amount: order.amount,
        currency: order.currency,
        merchant: order.merchant.clone(),
        descriptor: order.descriptor.clone(),
        return_url: order.return_url.clone(),
        scenario: None,
        state: "open".to_owned(),
        code: None,
        changed_at,
    }
}

/// What the processor says of a payment when it is asked.
fn outcomes(card: &Card) -> Vec<Outcome> {
    let code = || card.code.clone().unwrap_or_else(|| "card_declined".to_owned());
    let received =
        || Outcome::Received { money: money(card, &card.id), clears_at: card.changed_at };
    match card.state.as_str() {
        "authenticating" | "pending" => vec![Outcome::Submitted],
        "succeeded" => vec![received()],
        "declined" => vec![Outcome::Declined { code: code() }],
        "contradicted" => vec![received(), Outcome::Declined { code: code() }],
        "expired" => vec![Outcome::Abandoned { code: "abandoned".to_owned() }],
        "charged_back" => vec![
            received(),
            Outcome::Returned {
                kind: domain::movement::MovementKind::Chargeback,
                code: "chargeback".to_owned(),
                money: money(card, &format!("{}:chargeback", card.id)),
            },
        ],
        "won" => vec![Outcome::DisputeWon { money: money(card, &format!("{}:won", card.id)) }],
        "lost" => vec![Outcome::DisputeLost],
        _ => Vec::new(),
    }
}

pub(super) fn money(card: &Card, source_id: &str) -> MoneyReport {
    let value_date = jiff::Timestamp::from_millisecond(card.changed_at.ms())
        .map(|at| at.to_zoned(TimeZone::UTC).date())
        .unwrap_or(jiff::civil::Date::MIN);
    MoneyReport {
        amount: card.amount,
        fee: 0,
        currency: card.currency,
        value_date,
        source_id: source_id.to_owned(),
    }
}

/// Changes a payment and tells the merchant's inbox.
fn change(
    tx: &mut Tx<'_>,
    card: &mut Card,
    state: &str,
    code: Option<&str>,
) -> Result<(), DbError> {
    card.state = state.to_owned();
    card.code = code.map(str::to_owned);
    card.changed_at = clocks::now(tx, &card.scope)?;
    sandbox::update_card(tx, card)?;
    tell(tx, card)
}

pub(super) fn tell(tx: &mut Tx<'_>, card: &Card) -> Result<(), DbError> {
    let payment = card.id.clone();
    notify(tx, &card.scope, card.connection, |id| CardNotice { id: id.to_owned(), payment })
}

/// True when a text has the form of the processor's own ids, which end as all of ours do.
pub fn is_reference(text: &str) -> bool {
    let tail = text.strip_prefix(REFERENCE_PREFIX);
    tail.is_some_and(|tail| format!("{}{tail}", NoticeId::PREFIX).parse::<NoticeId>().is_ok())
}

/// The pretend page of a payment, or `None` when there is no such payment. It only reads.
pub fn page(tx: &mut Tx<'_>, id: &str) -> Result<Option<(Card, Page)>, DbError> {
    let card = sandbox::look_at_card(tx, id)?;
    Ok(card.map(|card| {
        let page = match card.state.as_str() {
            "open" => Page::Choose,
            "authenticating" => Page::Authenticate,
            _ => Page::Back(card.return_url.clone()),
        };
        (card, page)
    }))
}

/// The payer chose a scenario. A payment that is past choosing is left as it is.
pub fn choose(tx: &mut Tx<'_>, id: &str, scenario: Scenario) -> Result<Option<Page>, DbError> {
    let Some(mut card) = sandbox::find_card(tx, id)? else { return Ok(None) };
    if card.state != "open" {
        return Ok(page(tx, id)?.map(|(_, page)| page));
    }
    let name = SCENARIOS.iter().find(|(_, known)| *known == scenario).map(|(name, _)| *name);
    card.scenario = name.map(str::to_owned);
    let card = &mut card;
    match scenario {
        Scenario::Succeed => change(tx, card, "succeeded", None)?,
        Scenario::Decline(code) => change(tx, card, "declined", Some(code))?,
        Scenario::AuthenticationRefused => {
            change(tx, card, "declined", Some("authentication_refused"))?;
        }
        Scenario::Authenticate => {
            change(tx, card, "authenticating", None)?;
            return Ok(Some(Page::Authenticate));
        }
        Scenario::Abandon => sandbox::update_card(tx, card)?,
        Scenario::AnswerLate => {
            change(tx, card, "pending", None)?;
            step_at(tx, &card.scope.clone(), &card.id.clone(), card.changed_at.plus_ms(LATE_MS))?;
        }
        Scenario::AnswerTwice => {
            change(tx, card, "succeeded", None)?;
            tell(tx, card)?;
        }
        Scenario::Contradict => {
            change(tx, card, "succeeded", None)?;
            let due = card.changed_at.plus_ms(CONTRADICT_MS);
            step_at(tx, &card.scope.clone(), &card.id.clone(), due)?;
        }
        Scenario::DeclineThenSucceed => {
            change(tx, card, "declined", Some("card_declined"))?;
            let due = card.changed_at.plus_ms(CONTRADICT_MS);
            step_at(tx, &card.scope.clone(), &card.id.clone(), due)?;
        }
    }
    Ok(Some(Page::Back(card.return_url.clone())))
}

/// The payer leaves for good: the page closes now. False when it was answered before.
pub fn walk_away(tx: &mut Tx<'_>, id: &str) -> Result<bool, DbError> {
    let Some(mut card) = sandbox::find_card(tx, id)? else { return Ok(false) };
    let open = card.state == "open";
    if open {
        change(tx, &mut card, "expired", None)?;
    }
    Ok(open)
}

/// The payer approved or refused at the card's bank.
pub fn authenticate(tx: &mut Tx<'_>, id: &str, approved: bool) -> Result<Option<Page>, DbError> {
    let Some(mut card) = sandbox::find_card(tx, id)? else { return Ok(None) };
    if card.state == "authenticating" {
        match approved {
            true => change(tx, &mut card, "succeeded", None)?,
            false => change(tx, &mut card, "declined", Some("authentication_refused"))?,
        }
    }
    Ok(Some(Page::Back(card.return_url)))
}

/// The card's bank takes the money back. False when there is no paid payment of that id.
pub fn charge_back(tx: &mut Tx<'_>, id: &str) -> Result<bool, DbError> {
    let Some(mut card) = sandbox::find_card(tx, id)? else { return Ok(false) };
    if card.state != "succeeded" {
        return Ok(false);
    }
    change(tx, &mut card, "charged_back", None)?;
    Ok(true)
}

/// The card network decides a chargeback. False when there is none that is open.
pub fn close_dispute(tx: &mut Tx<'_>, id: &str, won: bool) -> Result<bool, DbError> {
    let Some(mut card) = sandbox::find_card(tx, id)? else { return Ok(false) };
    if card.state != "charged_back" {
        return Ok(false);
    }
    change(tx, &mut card, if won { "won" } else { "lost" }, None)?;
    Ok(true)
}

/// Time passed at a payment: late answers come, second thoughts arise, pages close.
pub fn step(tx: &mut Tx<'_>, id: &str) -> Result<(), DbError> {
    let Some(mut card) = sandbox::find_card(tx, id)? else { return Ok(()) };
    match (card.state.as_str(), card.scenario.as_deref()) {
        ("open", _) => change(tx, &mut card, "expired", None),
        ("authenticating", _) => change(tx, &mut card, "declined", Some("authentication_refused")),
        ("pending", _) => change(tx, &mut card, "succeeded", None),
        ("declined", Some("decline_then_succeed")) => change(tx, &mut card, "succeeded", None),
        ("succeeded", Some("contradict")) => {
            change(tx, &mut card, "contradicted", Some("card_declined"))
        }
        _ => Ok(()),
    }
}
