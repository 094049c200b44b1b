//! The pretend card processor: a page with named scenarios instead of a card number.
//!
//! Its payments go `open → authenticating → pending → succeeded | declined`, or from `open` to
//! `expired` when nobody came. `contradicted` is what it says of a payment after it said
//! `succeeded`: a processor that cannot make up its mind.

use std::str::FromStr;

use domain::ids::AttemptId;
use domain::movement::MovementKind;
use domain::settle::Outcome;
use domain::time::{DAY_MS, SECOND_MS};
use store::sandbox_payments::{self as rows, Payment};
use store::{DbError, Tx};

use super::page::{
    self, ABANDONED, Books, Next, PretendPage, by_name, change, later, money, name_of, tell,
};
use super::refunds;
use crate::{DebitBatch, Notice, Order, Processor, ProcessorError, RefundOrder, Step};

/// How long its page waits for a payer.
pub const PAGE_LIFETIME_MS: i64 = DAY_MS;
/// How late a late answer is.
pub const LATE_MS: i64 = 3_600 * SECOND_MS;
/// How soon it contradicts itself.
pub const CONTRADICT_MS: i64 = 60 * SECOND_MS;

/// The code of a payment that the payer refused at the card's bank.
const AUTHENTICATION_REFUSED: &str = "authentication_refused";

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
        by_name(SCENARIOS, name).ok_or(())
    }
}

/// What the payer does at the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Chooses what happens.
    Choose(Scenario),
    /// Approves at the card's bank, or refuses there.
    Authenticate(bool),
}

/// The pretend processor, seen from one connection.
#[derive(Clone)]
pub struct SandboxCard {
    books: Books,
}

impl SandboxCard {
    /// The processor with these books.
    pub const fn new(books: Books) -> Self {
        Self { books }
    }
}

#[async_trait::async_trait]
impl Processor for SandboxCard {
    async fn start(&self, order: &Order) -> Result<Step, ProcessorError> {
        self.books.start::<Self>(order).await
    }

    async fn expire(&self, attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError> {
        self.books.expire::<Self>(attempt).await
    }

    async fn look_up(&self, attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError> {
        let told = self.books.with(attempt, |tx, card| {
            let mut told = Self::outcomes(card);
            told.extend(refunds::told(tx, card)?);
            Ok(told)
        });
        Ok(told.await?.unwrap_or_default())
    }

    async fn refund(&self, order: &RefundOrder) -> Result<Vec<Outcome>, ProcessorError> {
        let (attempt, order) = (order.attempt, *order);
        let told = self.books.with(attempt, move |tx, card| refunds::ask(tx, card, &order));
        told.await?.ok_or(ProcessorError::Unsupported("there is no such payment"))
    }

    async fn send(&self, _batch: &DebitBatch) -> Result<(), ProcessorError> {
        Err(ProcessorError::Unsupported("cards do not leave in batches"))
    }

    fn read(&self, body: &str) -> Result<Notice, ProcessorError> {
        page::read(body)
    }
}

impl PretendPage for SandboxCard {
    const PATH: &'static str = "card";
    const PREFIX: &'static str = "sbx_";
    const WAITING: &'static str = "open";
    const CLOSED: &'static str = "expired";
    const LIFETIME_MS: i64 = PAGE_LIFETIME_MS;
    type Answer = Answer;

    fn outcomes(card: &Payment) -> Vec<Outcome> {
        let code = || card.code.as_deref().unwrap_or("card_declined").to_owned();
        let named = |what: &str| money(card, &format!("{}:{what}", card.id));
        let received =
            || Outcome::Received { money: money(card, &card.id), clears_at: card.changed_at };
        match card.state.as_str() {
            "authenticating" | "pending" => vec![Outcome::Submitted],
            "succeeded" => vec![received()],
            "declined" => vec![Outcome::Declined { code: code() }],
            "contradicted" => vec![received(), Outcome::Declined { code: code() }],
            "expired" => vec![Outcome::Abandoned { code: ABANDONED.to_owned() }],
            "charged_back" => vec![
                received(),
                Outcome::Returned {
                    kind: MovementKind::Chargeback,
                    code: "chargeback".to_owned(),
                    money: named("chargeback"),
                },
            ],
            "won" => vec![Outcome::DisputeWon { money: named("won") }],
            "lost" => vec![Outcome::DisputeLost],
            _ => Vec::new(),
        }
    }

    fn answer(tx: &mut Tx<'_>, card: &mut Payment, answer: Answer) -> Result<Next, DbError> {
        match answer {
            Answer::Choose(scenario) if card.state == Self::WAITING => {
                card.scenario = name_of(SCENARIOS, scenario);
                play(tx, card, scenario)?;
            }
            Answer::Authenticate(true) if authenticates(card) => {
                change(tx, card, "succeeded", None)?;
            }
            Answer::Authenticate(false) if authenticates(card) => {
                change(tx, card, "declined", Some(AUTHENTICATION_REFUSED))?;
            }
            _ => {}
        }
        Ok(match answer {
            Answer::Choose(Scenario::Abandon) => Next::Back(card.return_url.clone()),
            _ => Self::next(card),
        })
    }

    /// Late answers come, and second thoughts arise.
    fn step(tx: &mut Tx<'_>, card: &mut Payment) -> Result<(), DbError> {
        match (card.state.as_str(), card.scenario.as_deref()) {
            ("authenticating", _) => change(tx, card, "declined", Some(AUTHENTICATION_REFUSED)),
            ("pending", _) | ("declined", Some("decline_then_succeed")) => {
                change(tx, card, "succeeded", None)
            }
            ("succeeded", Some("contradict")) => {
                change(tx, card, "contradicted", Some("card_declined"))
            }
            _ => Ok(()),
        }
    }

    /// Who walked away from a choice still has it.
    fn next(card: &Payment) -> Next {
        match card.state == Self::WAITING || authenticates(card) {
            true => Next::Ask,
            false => Next::Back(card.return_url.clone()),
        }
    }
}

/// True while the card's bank asks the payer, after a scenario was chosen.
pub fn authenticates(card: &Payment) -> bool {
    card.state == "authenticating"
}

fn play(tx: &mut Tx<'_>, card: &mut Payment, scenario: Scenario) -> Result<(), DbError> {
    match scenario {
        Scenario::Succeed => change(tx, card, "succeeded", None),
        Scenario::Decline(code) => change(tx, card, "declined", Some(code)),
        Scenario::AuthenticationRefused => {
            change(tx, card, "declined", Some(AUTHENTICATION_REFUSED))
        }
        Scenario::Authenticate => {
            change(tx, card, "authenticating", None)?;
            later(tx, card, SandboxCard::LIFETIME_MS)
        }
        // The page closes by itself.
        Scenario::Abandon => rows::update(tx, card),
        Scenario::AnswerLate => {
            change(tx, card, "pending", None)?;
            later(tx, card, LATE_MS)
        }
        Scenario::AnswerTwice => {
            change(tx, card, "succeeded", None)?;
            tell(tx, card)
        }
        Scenario::Contradict => {
            change(tx, card, "succeeded", None)?;
            later(tx, card, CONTRADICT_MS)
        }
        Scenario::DeclineThenSucceed => {
            change(tx, card, "declined", Some("card_declined"))?;
            later(tx, card, CONTRADICT_MS)
        }
    }
}

/// The card's bank takes the money back. False when there is no paid payment of that id.
///
/// # Errors
/// Only the database's.
pub fn charge_back(tx: &mut Tx<'_>, id: &str) -> Result<bool, DbError> {
    change_from(tx, id, "succeeded", "charged_back")
}

/// The card network decides a chargeback. False when there is none that is open.
///
/// # Errors
/// Only the database's.
pub fn close_dispute(tx: &mut Tx<'_>, id: &str, won: bool) -> Result<bool, DbError> {
    change_from(tx, id, "charged_back", if won { "won" } else { "lost" })
}

/// Brings a payment from one state to another. False when it was not in the first.
fn change_from(tx: &mut Tx<'_>, id: &str, from: &str, to: &str) -> Result<bool, DbError> {
    let found = rows::find(tx, id)?.filter(|card| card.state == from);
    let Some(mut card) = found else { return Ok(false) };
    change(tx, &mut card, to, None)?;
    Ok(true)
}
