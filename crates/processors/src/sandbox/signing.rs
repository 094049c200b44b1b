//! The pretend bank of Autogiro: the payer signs the mandate at its page, as with an electronic
//! identification, and the bank behind it takes in what was signed.
//!
//! A signing goes `waiting → signed | refused | lapsed`; it is `away` while a payer who left can
//! still come back. What becomes of the mandate and its debit afterwards is [`super::bank`]'s.

use std::str::FromStr;

use domain::debit::Scheme;
use domain::ids::{AttemptId, Id, NoticeId};
use domain::settle::Outcome;
use domain::time::SECOND_MS;
use serde::{Deserialize, Serialize};
use store::sandbox_signings::{self as rows, Signing};
use store::{Db, DbError, Tx, clocks};

use super::bank::SandboxBank;
use super::{notify, step_at};
use crate::{
    Connection, DebitBatch, MandateToSign, Notice, NoticeItem, Order, Processor, ProcessorError,
    RefundOrder, Step,
};

/// How long a mandate waits for the payer's signature.
pub const SIGNING_LIFETIME_MS: i64 = 900 * SECOND_MS;
/// The bank's name.
pub const BANK: &str = "Sandbox Bank";

/// What the bank's own ids of signings begin with.
const REFERENCE_PREFIX: &str = "sgn_";

const WAITING: &str = "waiting";
const AWAY: &str = "away";
const SIGNED: &str = "signed";
const REFUSED: &str = "refused";
const LAPSED: &str = "lapsed";

/// What a payer can do at the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Sign.
    Sign,
    /// Refuse.
    Refuse,
    /// Leave without an answer.
    WalkAway,
}

/// Every answer with its name, in the order of the page.
pub const ANSWERS: &[(&str, Answer)] =
    &[("sign", Answer::Sign), ("refuse", Answer::Refuse), ("walk_away", Answer::WalkAway)];

impl FromStr for Answer {
    type Err = ();
    fn from_str(name: &str) -> Result<Self, ()> {
        ANSWERS.iter().find(|(known, _)| *known == name).map(|(_, it)| *it).ok_or(())
    }
}

/// What the pretend page shows next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The mandate, and what the payer can answer.
    Ask,
    /// The payer walked away, and could still come back here.
    WalkedAway(String),
    /// Nothing more: back to the merchant.
    Back(String),
}

/// The pretend bank, seen from one connection.
#[derive(Clone)]
pub struct SandboxAutogiro {
    db: Db,
    connection: Connection,
    public_url: String,
    bank: SandboxBank,
}

/// What a notice about a signing looks like.
#[derive(Serialize, Deserialize)]
struct SigningNotice {
    id: String,
    signing: String,
}

impl SandboxAutogiro {
    /// The bank behind `connection`; its page is served below `public_url`.
    pub fn new(db: Db, connection: Connection, public_url: String) -> Self {
        let bank = SandboxBank::new(db.clone(), connection, Scheme::Autogiro);
        Self { db, connection, public_url, bank }
    }
}

#[async_trait::async_trait]
impl Processor for SandboxAutogiro {
    async fn start(&self, order: &Order) -> Result<Step, ProcessorError> {
        let (connection, order) = (self.connection, order.clone());
        let mandate = order.mandate.clone();
        let mandate = mandate.ok_or(ProcessorError::Unsupported("there is no mandate to sign"))?;
        let signing = self
            .db
            .write(move |tx| {
                let new = new_signing(tx, connection, &order, &mandate)?;
                let signing = rows::open(tx, &new)?;
                if signing.state == WAITING {
                    let due = signing.changed_at.plus_ms(SIGNING_LIFETIME_MS);
                    step_at(tx, &signing.scope, &signing.id, due)?;
                }
                Ok::<_, DbError>(signing)
            })
            .await?;
        let url = format!("{}/sandbox/sign/{}", self.public_url, signing.id);
        Ok(Step::Redirect { url, reference: signing.id })
    }

    async fn expire(&self, attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError> {
        let Connection { id, scope } = self.connection;
        let key = attempt.to_string();
        let signing = self
            .db
            .write(move |tx| {
                let Some(mut signing) = rows::find_by_key(tx, &scope, id, &key)? else {
                    return Ok::<_, DbError>(None);
                };
                lapse(tx, &mut signing)?;
                Ok(Some(signing))
            })
            .await?;
        // What was never asked for cannot be signed any more: start() is not called for an attempt
        // that was given up.
        let never = || vec![Outcome::Abandoned { code: "abandoned".to_owned() }];
        Ok(signing.map_or_else(never, |signing| outcomes(&signing)))
    }

    async fn look_up(&self, attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError> {
        let Connection { id, scope } = self.connection;
        let key = attempt.to_string();
        let found = self.db.write(move |tx| rows::find_by_key(tx, &scope, id, &key)).await;
        let found = found.map_err(|error: DbError| error)?;
        Ok(found.map_or_else(Vec::new, |signing| outcomes(&signing)))
    }

    async fn refund(&self, order: &RefundOrder) -> Result<Vec<Outcome>, ProcessorError> {
        self.bank.refund(order).await
    }

    async fn send(&self, batch: &DebitBatch) -> Result<(), ProcessorError> {
        self.bank.send(batch).await
    }

    fn read(&self, body: &str) -> Result<Notice, ProcessorError> {
        match serde_json::from_str::<SigningNotice>(body) {
            Ok(notice) => Ok(Notice {
                id: notice.id,
                items: vec![NoticeItem::Ask { reference: notice.signing }],
            }),
            Err(_) => self.bank.read(body),
        }
    }
}

fn new_signing(
    tx: &mut Tx<'_>,
    Connection { id: connection, scope }: Connection,
    order: &Order,
    mandate: &MandateToSign,
) -> Result<Signing, DbError> {
    let tail = &tx.id::<NoticeId>().to_string()[NoticeId::PREFIX.len()..];
    Ok(Signing {
        id: format!("{REFERENCE_PREFIX}{tail}"),
        scope,
        connection,
        idempotency_key: order.attempt.to_string(),
        bank: BANK.to_owned(),
        payee: order.merchant.clone(),
        bankgiro: mandate.creditor_identifier.clone(),
        amount: order.amount,
        currency: order.currency,
        collection_on: mandate.collection_on,
        account_masked: mandate.account_masked.clone(),
        return_url: order.return_url.clone(),
        state: WAITING.to_owned(),
        changed_at: clocks::now(tx, &scope)?,
    })
}

/// What the bank says of a signing when it is asked.
fn outcomes(signing: &Signing) -> Vec<Outcome> {
    match signing.state.as_str() {
        SIGNED => vec![Outcome::Signed],
        REFUSED => vec![Outcome::Declined { code: "signature_refused".to_owned() }],
        LAPSED => vec![Outcome::Abandoned { code: "abandoned".to_owned() }],
        _ => Vec::new(),
    }
}

fn is_open(signing: &Signing) -> bool {
    matches!(signing.state.as_str(), WAITING | AWAY)
}

/// The signing comes to an end, and the merchant hears.
fn end(tx: &mut Tx<'_>, signing: &mut Signing, state: &str) -> Result<(), DbError> {
    change(tx, signing, state)?;
    let id = signing.id.clone();
    notify(tx, &signing.scope, signing.connection, |notice| SigningNotice {
        id: notice.to_owned(),
        signing: id,
    })
}

fn change(tx: &mut Tx<'_>, signing: &mut Signing, state: &str) -> Result<(), DbError> {
    signing.state = state.to_owned();
    signing.changed_at = clocks::now(tx, &signing.scope)?;
    rows::update(tx, signing)
}

/// Closes a signing that nobody answered. One that was answered stays as it is.
fn lapse(tx: &mut Tx<'_>, signing: &mut Signing) -> Result<bool, DbError> {
    let open = is_open(signing);
    if open {
        end(tx, signing, LAPSED)?;
    }
    Ok(open)
}

/// True when a text has the form of the bank's own ids, which end as all of ours do.
pub fn is_reference(text: &str) -> bool {
    let tail = text.strip_prefix(REFERENCE_PREFIX);
    tail.is_some_and(|tail| format!("{}{tail}", NoticeId::PREFIX).parse::<NoticeId>().is_ok())
}

/// The pretend page of a signing, or `None` when there is no such one. It only reads.
pub fn page(tx: &mut Tx<'_>, id: &str) -> Result<Option<(Signing, Page)>, DbError> {
    let signing = rows::look_at(tx, id)?;
    Ok(signing.map(|signing| {
        let next = next(&signing);
        (signing, next)
    }))
}

fn next(signing: &Signing) -> Page {
    let url = signing.return_url.clone();
    match signing.state.as_str() {
        WAITING => Page::Ask,
        AWAY => Page::WalkedAway(url),
        _ => Page::Back(url),
    }
}

/// The payer answered, or walked away. What was answered before stays as it is.
pub fn answer(tx: &mut Tx<'_>, id: &str, answer: Answer) -> Result<Option<Page>, DbError> {
    let Some(mut signing) = rows::find(tx, id)? else { return Ok(None) };
    if signing.state == WAITING {
        match answer {
            Answer::Sign => end(tx, &mut signing, SIGNED)?,
            Answer::Refuse => end(tx, &mut signing, REFUSED)?,
            // It lapses by itself.
            Answer::WalkAway => change(tx, &mut signing, AWAY)?,
        }
    }
    Ok(Some(next(&signing)))
}

/// The payer leaves for good: the signing lapses now. False when it was answered before.
pub fn walk_away(tx: &mut Tx<'_>, id: &str) -> Result<bool, DbError> {
    let Some(mut signing) = rows::find(tx, id)? else { return Ok(false) };
    lapse(tx, &mut signing)
}

/// Time passed at a signing.
pub fn step(tx: &mut Tx<'_>, id: &str) -> Result<(), DbError> {
    walk_away(tx, id).map(|_| ())
}
