//! The pretend banks of pay by bank: the payer approves a payment at one of them, or does not.
//!
//! In the words of Open Banking a consent goes `AwaitingAuthorisation → Authorised → Consumed`, or
//! to `Rejected` when the payer refuses or never answers. Once it is consumed there is a payment:
//! `Pending → AcceptedSettlementInProcess → AcceptedCreditSettlementCompleted`, or `Rejected`.
//! What a payer's bank does is decided by which bank it is (see [`super::identities`]), or by what
//! is chosen at its page.

use std::str::FromStr;

use domain::ids::{AttemptId, ConnectionId, Id, NoticeId};
use domain::scope::Scope;
use domain::settle::{MoneyReport, Outcome};
use domain::time::{SECOND_MS, Timestamp};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use store::sandbox_consents::{self as rows, Consent};
use store::{Db, DbError, Tx, clocks};

use super::{notify, step_at};
use crate::{
    Connection, DebitBatch, Notice, NoticeItem, Order, Processor, ProcessorError, RefundOrder, Step,
};

/// How long a consent waits for the payer's answer.
pub const CONSENT_LIFETIME_MS: i64 = 900 * SECOND_MS;
/// How long a silent bank says nothing of a payment that was approved.
pub const SILENCE_MS: i64 = 600 * SECOND_MS;
/// Between two states of a payment that is settled late: there are two such waits.
pub const LATE_STEP_MS: i64 = 1_800 * SECOND_MS;

/// What the banks' own ids of payments begin with.
const REFERENCE_PREFIX: &str = "obp_";

const AWAITING: &str = "AwaitingAuthorisation";
const AUTHORISED: &str = "Authorised";
const CONSUMED: &str = "Consumed";
const REJECTED: &str = "Rejected";
const PENDING: &str = "Pending";
const IN_PROCESS: &str = "AcceptedSettlementInProcess";
const COMPLETED: &str = "AcceptedCreditSettlementCompleted";

/// The code of a consent that lapsed or was closed.
const ABANDONED: &str = "abandoned";
/// The code of a consent that the payer refused.
const REFUSED: &str = "refused_by_payer";

/// What can happen at the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// Approved, and paid at once.
    Succeed,
    /// The payer refuses.
    Refuse,
    /// The payer never answers, and the consent lapses.
    WalkAway,
    /// Approved, and rejected by the bank.
    InsufficientFunds,
    /// Approved; that it is settled is told an hour later.
    AnswerLate,
    /// Approved, but the payer is back before the bank says anything at all.
    ReturnWithoutResult,
    /// Approved, paid, and told twice.
    AnswerTwice,
}

/// Every scenario with its name, in the order of the page.
pub const SCENARIOS: &[(&str, Scenario)] = &[
    ("succeed", Scenario::Succeed),
    ("refuse", Scenario::Refuse),
    ("walk_away", Scenario::WalkAway),
    ("insufficient_funds", Scenario::InsufficientFunds),
    ("answer_late", Scenario::AnswerLate),
    ("return_without_result", Scenario::ReturnWithoutResult),
    ("answer_twice", Scenario::AnswerTwice),
];

impl FromStr for Scenario {
    type Err = ();
    fn from_str(name: &str) -> Result<Self, ()> {
        SCENARIOS.iter().find(|(known, _)| *known == name).map(|(_, it)| *it).ok_or(())
    }
}

impl Scenario {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        SCENARIOS.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| *name)
    }

    /// True when the bank says something of the payment at once.
    pub const fn is_told_at_once(self) -> bool {
        !matches!(self, Self::WalkAway | Self::ReturnWithoutResult)
    }
}

/// What the pretend page shows next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The payment, and what the payer can answer.
    Ask,
    /// The payer walked away, and could still come back here.
    WalkedAway(String),
    /// Nothing more: back to the merchant.
    Back(String),
}

/// The pretend banks, seen from one connection.
#[derive(Clone)]
pub struct SandboxOpenBanking {
    db: Db,
    connection: Connection,
    public_url: String,
}

/// What their notices look like.
#[derive(Serialize, Deserialize)]
struct PaymentNotice {
    id: String,
    payment: String,
}

impl SandboxOpenBanking {
    /// The banks behind `connection`; their pages are served below `public_url`.
    pub const fn new(db: Db, connection: Connection, public_url: String) -> Self {
        Self { db, connection, public_url }
    }
}

#[async_trait::async_trait]
impl Processor for SandboxOpenBanking {
    async fn start(&self, order: &Order) -> Result<Step, ProcessorError> {
        let (Connection { id: connection, scope }, order) = (self.connection, order.clone());
        let bank = order.bank.clone().ok_or(ProcessorError::Unsupported("no bank was chosen"))?;
        let consent = self
            .db
            .write(move |tx| {
                let changed_at = clocks::now(tx, &scope)?;
                let tail = &tx.id::<NoticeId>().to_string()[NoticeId::PREFIX.len()..];
                let id = format!("{REFERENCE_PREFIX}{tail}");
                let new = new_consent(id, scope, connection, &bank, &order, changed_at);
                let consent = rows::open(tx, &new)?;
                if consent.consent == AWAITING {
                    later(tx, &consent, CONSENT_LIFETIME_MS)?;
                }
                Ok::<_, DbError>(consent)
            })
            .await?;
        let url = format!("{}/sandbox/bank/{}", self.public_url, consent.id);
        Ok(Step::Redirect { url, reference: consent.id })
    }

    async fn expire(&self, attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError> {
        let Connection { id, scope } = self.connection;
        let key = attempt.to_string();
        let consent = self
            .db
            .write(move |tx| {
                let Some(mut consent) = rows::find_by_key(tx, &scope, id, &key)? else {
                    return Ok::<_, DbError>(None);
                };
                close(tx, &mut consent)?;
                Ok(Some(consent))
            })
            .await?;
        // A consent that was never asked for cannot be approved any more: start() is not called
        // for an attempt that was given up.
        let never = || vec![Outcome::Abandoned { code: ABANDONED.to_owned() }];
        Ok(consent.map_or_else(never, |consent| outcomes(&consent)))
    }

    async fn look_up(&self, attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError> {
        let Connection { id, scope } = self.connection;
        let key = attempt.to_string();
        let found = self.db.write(move |tx| rows::find_by_key(tx, &scope, id, &key)).await;
        let found = found.map_err(|error: DbError| error)?;
        Ok(found.map_or_else(Vec::new, |consent| outcomes(&consent)))
    }

    async fn refund(&self, _order: &RefundOrder) -> Result<Vec<Outcome>, ProcessorError> {
        Err(ProcessorError::Unsupported("refunds of payments by bank are sent by hand"))
    }

    async fn send(&self, _batch: &DebitBatch) -> Result<(), ProcessorError> {
        Err(ProcessorError::Unsupported("payments by bank do not leave in batches"))
    }

    fn read(&self, body: &str) -> Result<Notice, ProcessorError> {
        let notice: PaymentNotice = serde_json::from_str(body)
            .map_err(|error| ProcessorError::Unreadable(error.to_string()))?;
        Ok(Notice { id: notice.id, items: vec![NoticeItem::Ask { reference: notice.payment }] })
    }
}

fn new_consent(
    id: String,
    scope: Scope,
    connection: ConnectionId,
    bank: &str,
    order: &Order,
    changed_at: Timestamp,
) -> Consent {
    Consent {
        id,
        scope,
        connection,
        idempotency_key: order.attempt.to_string(),
        amount: order.amount,
        currency: order.currency,
        bank: bank.to_owned(),
        payee: order.payee.clone(),
        reference: order.reference.clone(),
        return_url: order.return_url.clone(),
        scenario: None,
        consent: AWAITING.to_owned(),
        payment: None,
        code: None,
        changed_at,
    }
}

/// What the bank says of a payment when it is asked. While a consent waits, and while the bank is
/// silent about one that was approved, it says nothing.
fn outcomes(consent: &Consent) -> Vec<Outcome> {
    let code = || consent.code.clone().unwrap_or_else(|| ABANDONED.to_owned());
    match (consent.consent.as_str(), consent.payment.as_deref()) {
        (_, Some(PENDING | IN_PROCESS)) => vec![Outcome::Submitted],
        (_, Some(COMPLETED)) => {
            vec![Outcome::Received { money: money(consent), clears_at: consent.changed_at }]
        }
        (_, Some(_)) => vec![Outcome::Declined { code: code() }],
        (REJECTED, None) if code() == ABANDONED => vec![Outcome::Abandoned { code: code() }],
        (REJECTED, None) => vec![Outcome::Declined { code: code() }],
        _ => Vec::new(),
    }
}

fn money(consent: &Consent) -> MoneyReport {
    let value_date = jiff::Timestamp::from_millisecond(consent.changed_at.ms())
        .map(|at| at.to_zoned(TimeZone::UTC).date())
        .unwrap_or(jiff::civil::Date::MIN);
    MoneyReport {
        amount: consent.amount,
        fee: 0,
        currency: consent.currency,
        value_date,
        source_id: consent.id.clone(),
    }
}

/// Changes a consent without telling anybody.
fn change(
    tx: &mut Tx<'_>,
    consent: &mut Consent,
    state: &str,
    payment: Option<&str>,
    code: Option<&str>,
) -> Result<(), DbError> {
    consent.consent = state.to_owned();
    consent.payment = payment.map(str::to_owned);
    consent.code = code.map(str::to_owned);
    consent.changed_at = clocks::now(tx, &consent.scope)?;
    rows::update(tx, consent)
}

/// The payment that an approved consent was used for comes to a new state, and the merchant hears.
fn pay(
    tx: &mut Tx<'_>,
    consent: &mut Consent,
    payment: &str,
    code: Option<&str>,
) -> Result<(), DbError> {
    change(tx, consent, CONSUMED, Some(payment), code)?;
    tell(tx, consent)
}

/// The consent is rejected, and the merchant hears.
fn reject(tx: &mut Tx<'_>, consent: &mut Consent, code: &str) -> Result<(), DbError> {
    change(tx, consent, REJECTED, None, Some(code))?;
    tell(tx, consent)
}

/// Closes a consent that nobody has approved. One that was approved cannot be closed.
fn close(tx: &mut Tx<'_>, consent: &mut Consent) -> Result<bool, DbError> {
    let open = consent.consent == AWAITING;
    if open {
        reject(tx, consent, ABANDONED)?;
    }
    Ok(open)
}

fn tell(tx: &mut Tx<'_>, consent: &Consent) -> Result<(), DbError> {
    let payment = consent.id.clone();
    notify(tx, &consent.scope, consent.connection, |id| PaymentNotice {
        id: id.to_owned(),
        payment,
    })
}

/// Time passes at the consent after so long.
fn later(tx: &mut Tx<'_>, consent: &Consent, ms: i64) -> Result<(), DbError> {
    step_at(tx, &consent.scope, &consent.id, consent.changed_at.plus_ms(ms))
}

/// True when a text has the form of the banks' own ids, which end as all of ours do.
pub fn is_reference(text: &str) -> bool {
    let tail = text.strip_prefix(REFERENCE_PREFIX);
    tail.is_some_and(|tail| format!("{}{tail}", NoticeId::PREFIX).parse::<NoticeId>().is_ok())
}

/// The pretend page of a payment, or `None` when there is no such payment. It only reads.
pub fn page(tx: &mut Tx<'_>, id: &str) -> Result<Option<(Consent, Page)>, DbError> {
    let consent = rows::look_at(tx, id)?;
    Ok(consent.map(|consent| {
        let next = next(&consent);
        (consent, next)
    }))
}

fn next(consent: &Consent) -> Page {
    let url = consent.return_url.clone();
    match (consent.consent.as_str(), consent.scenario.as_deref()) {
        (AWAITING, None) => Page::Ask,
        (AWAITING, Some(_)) => Page::WalkedAway(url),
        _ => Page::Back(url),
    }
}

/// The payer answered, or walked away. What was answered before stays as it is.
pub fn answer(tx: &mut Tx<'_>, id: &str, scenario: Scenario) -> Result<Option<Page>, DbError> {
    let Some(mut consent) = rows::find(tx, id)? else { return Ok(None) };
    if consent.consent != AWAITING {
        return Ok(Some(next(&consent)));
    }
    consent.scenario = Some(scenario.as_str().to_owned());
    let consent = &mut consent;
    match scenario {
        Scenario::Succeed => pay(tx, consent, COMPLETED, None)?,
        Scenario::Refuse => reject(tx, consent, REFUSED)?,
        // The consent lapses by itself.
        Scenario::WalkAway => rows::update(tx, consent)?,
        Scenario::InsufficientFunds => pay(tx, consent, REJECTED, Some("insufficient_funds"))?,
        Scenario::AnswerLate => {
            pay(tx, consent, PENDING, None)?;
            later(tx, consent, LATE_STEP_MS)?;
        }
        Scenario::ReturnWithoutResult => {
            change(tx, consent, AUTHORISED, None, None)?;
            later(tx, consent, SILENCE_MS)?;
        }
        Scenario::AnswerTwice => {
            pay(tx, consent, COMPLETED, None)?;
            tell(tx, consent)?;
        }
    }
    Ok(Some(next(consent)))
}

/// The payer leaves for good: the consent lapses now. False when it was answered before.
pub fn walk_away(tx: &mut Tx<'_>, id: &str) -> Result<bool, DbError> {
    let Some(mut consent) = rows::find(tx, id)? else { return Ok(false) };
    close(tx, &mut consent)
}

/// Time passed at a payment: consents lapse, late answers come, silent banks speak.
pub fn step(tx: &mut Tx<'_>, id: &str) -> Result<(), DbError> {
    let Some(mut consent) = rows::find(tx, id)? else { return Ok(()) };
    let consent = &mut consent;
    let (state, payment) = (consent.consent.clone(), consent.payment.clone());
    match (state.as_str(), payment.as_deref()) {
        (AWAITING, _) => close(tx, consent).map(|_| ()),
        (AUTHORISED, _) => pay(tx, consent, COMPLETED, None),
        (_, Some(PENDING)) => {
            pay(tx, consent, IN_PROCESS, None)?;
            later(tx, consent, LATE_STEP_MS)
        }
        (_, Some(IN_PROCESS)) => pay(tx, consent, COMPLETED, None),
        _ => Ok(()),
    }
}
