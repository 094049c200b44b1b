//! The pretend bank of Autogiro: the payer signs the mandate at its page, as with an electronic
//! identification, and the bank behind it takes in what was signed.
//!
//! A signing goes `waiting → signed | refused | lapsed`; a payer who left can still come back. What
//! becomes of the mandate and its debit afterwards is [`super::bank`]'s.

use std::str::FromStr;

use domain::debit::Scheme;
use domain::ids::AttemptId;
use domain::settle::Outcome;
use domain::time::SECOND_MS;
use store::sandbox_payments::{self as rows, Payment};
use store::{DbError, Tx};

use super::bank::SandboxBank;
use super::page::{self, ABANDONED, Books, Next, PretendPage, by_name, change, name_of};
use crate::{DebitBatch, Notice, Order, Processor, ProcessorError, RefundOrder, Step};

/// How long a mandate waits for the payer's signature.
pub const SIGNING_LIFETIME_MS: i64 = 900 * SECOND_MS;
/// The bank's name.
pub const BANK: &str = "Sandbox Bank";

const WAITING: &str = "waiting";
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
        by_name(ANSWERS, name).ok_or(())
    }
}

/// The pretend bank, seen from one connection.
#[derive(Clone)]
pub struct SandboxAutogiro {
    books: Books,
    bank: SandboxBank,
}

impl SandboxAutogiro {
    /// The bank with these books.
    pub fn new(books: Books) -> Self {
        let bank = SandboxBank::new(books.db.clone(), books.connection, Scheme::Autogiro);
        Self { books, bank }
    }
}

#[async_trait::async_trait]
impl Processor for SandboxAutogiro {
    async fn start(&self, order: &Order) -> Result<Step, ProcessorError> {
        if order.mandate.is_none() {
            return Err(ProcessorError::Unsupported("there is no mandate to sign"));
        }
        self.books.start::<Self>(order).await
    }

    async fn expire(&self, attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError> {
        self.books.expire::<Self>(attempt).await
    }

    async fn look_up(&self, attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError> {
        self.books.look_up::<Self>(attempt).await
    }

    async fn refund(&self, order: &RefundOrder) -> Result<Vec<Outcome>, ProcessorError> {
        self.bank.refund(order).await
    }

    async fn send(&self, batch: &DebitBatch) -> Result<(), ProcessorError> {
        self.bank.send(batch).await
    }

    fn read(&self, body: &str) -> Result<Notice, ProcessorError> {
        page::read(body).or_else(|_| self.bank.read(body))
    }
}

impl PretendPage for SandboxAutogiro {
    const PATH: &'static str = "sign";
    const PREFIX: &'static str = "sgn_";
    const WAITING: &'static str = WAITING;
    const CLOSED: &'static str = LAPSED;
    const LIFETIME_MS: i64 = SIGNING_LIFETIME_MS;
    type Answer = Answer;

    fn outcomes(signing: &Payment) -> Vec<Outcome> {
        match signing.state.as_str() {
            SIGNED => vec![Outcome::Signed],
            REFUSED => vec![Outcome::Declined { code: "signature_refused".to_owned() }],
            LAPSED => vec![Outcome::Abandoned { code: ABANDONED.to_owned() }],
            _ => Vec::new(),
        }
    }

    fn answer(tx: &mut Tx<'_>, signing: &mut Payment, answer: Answer) -> Result<Next, DbError> {
        if Self::next(signing) == Next::Ask {
            signing.scenario = name_of(ANSWERS, answer);
            match answer {
                Answer::Sign => change(tx, signing, SIGNED, None)?,
                Answer::Refuse => change(tx, signing, REFUSED, None)?,
                // It lapses by itself.
                Answer::WalkAway => rows::update(tx, signing)?,
            }
        }
        Ok(Self::next(signing))
    }
}
