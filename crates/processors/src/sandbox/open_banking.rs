//! The pretend banks of pay by bank: the payer approves a payment at one of them, or does not.
//!
//! In the words of Open Banking a consent goes `AwaitingAuthorisation → Authorised`, or to `Rejected`
//! when the payer refuses or never answers. Once it is consumed there is a payment:
//! `Pending → AcceptedSettlementInProcess → AcceptedCreditSettlementCompleted`, or `Rejected`.
//! What a payer's bank does is decided by which bank it is (see [`super::identities`]), or by what
//! is chosen at its page.

use std::str::FromStr;

use domain::ids::AttemptId;
use domain::settle::Outcome;
use domain::time::SECOND_MS;
use store::sandbox_payments::{self as rows, Payment};
use store::{DbError, Tx};

use super::page::{
    self, ABANDONED, Books, Next, PretendPage, by_name, change, change_silently, later, money,
    name_of, tell,
};
use crate::{DebitBatch, Notice, Order, Processor, ProcessorError, RefundOrder, Step};

/// How long a consent waits for the payer's answer.
pub const CONSENT_LIFETIME_MS: i64 = 900 * SECOND_MS;
/// How long a silent bank says nothing of a payment that was approved.
pub const SILENCE_MS: i64 = 600 * SECOND_MS;
/// Between two states of a payment that is settled late: there are two such waits.
pub const LATE_STEP_MS: i64 = 1_800 * SECOND_MS;

const AWAITING: &str = "AwaitingAuthorisation";
const AUTHORISED: &str = "Authorised";
const REJECTED: &str = "Rejected";
const PENDING: &str = "Pending";
const IN_PROCESS: &str = "AcceptedSettlementInProcess";
const COMPLETED: &str = "AcceptedCreditSettlementCompleted";

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
        by_name(SCENARIOS, name).ok_or(())
    }
}

impl Scenario {
    /// True when the bank says something of the payment at once.
    pub const fn is_told_at_once(self) -> bool {
        !matches!(self, Self::WalkAway | Self::ReturnWithoutResult)
    }
}

/// The pretend banks, seen from one connection.
#[derive(Clone)]
pub struct SandboxOpenBanking {
    books: Books,
}

impl SandboxOpenBanking {
    /// The banks with these books.
    pub const fn new(books: Books) -> Self {
        Self { books }
    }
}

#[async_trait::async_trait]
impl Processor for SandboxOpenBanking {
    async fn start(&self, order: &Order) -> Result<Step, ProcessorError> {
        if order.bank.is_none() {
            return Err(ProcessorError::Unsupported("no bank was chosen"));
        }
        self.books.start::<Self>(order).await
    }

    async fn expire(&self, attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError> {
        self.books.expire::<Self>(attempt).await
    }

    async fn look_up(&self, attempt: AttemptId) -> Result<Vec<Outcome>, ProcessorError> {
        self.books.look_up::<Self>(attempt).await
    }

    async fn refund(&self, _order: &RefundOrder) -> Result<Vec<Outcome>, ProcessorError> {
        Err(ProcessorError::Unsupported("refunds of payments by bank are sent by hand"))
    }

    async fn send(&self, _batch: &DebitBatch) -> Result<(), ProcessorError> {
        Err(ProcessorError::Unsupported("payments by bank do not leave in batches"))
    }

    fn read(&self, body: &str) -> Result<Notice, ProcessorError> {
        page::read(body)
    }
}

impl PretendPage for SandboxOpenBanking {
    const PATH: &'static str = "bank";
    const PREFIX: &'static str = "obp_";
    const WAITING: &'static str = AWAITING;
    const CLOSED: &'static str = REJECTED;
    const LIFETIME_MS: i64 = CONSENT_LIFETIME_MS;
    type Answer = Scenario;

    fn names(order: &Order) -> (&str, &str) {
        (&order.payee, &order.reference)
    }

    /// While the bank is silent about a payment that was approved, it says nothing.
    fn outcomes(payment: &Payment) -> Vec<Outcome> {
        let code = payment.code.as_deref().unwrap_or(ABANDONED).to_owned();
        match payment.state.as_str() {
            PENDING | IN_PROCESS => vec![Outcome::Submitted],
            COMPLETED => vec![Outcome::Received {
                money: money(payment, &payment.id),
                clears_at: payment.changed_at,
            }],
            REJECTED if code == ABANDONED => vec![Outcome::Abandoned { code }],
            REJECTED => vec![Outcome::Declined { code }],
            _ => Vec::new(),
        }
    }

    fn answer(tx: &mut Tx<'_>, payment: &mut Payment, scenario: Scenario) -> Result<Next, DbError> {
        if payment.state == AWAITING {
            payment.scenario = name_of(SCENARIOS, scenario);
            play(tx, payment, scenario)?;
        }
        Ok(Self::next(payment))
    }

    /// Late answers come, and silent banks speak.
    fn step(tx: &mut Tx<'_>, payment: &mut Payment) -> Result<(), DbError> {
        match payment.state.as_str() {
            PENDING => {
                change(tx, payment, IN_PROCESS, None)?;
                later(tx, payment, LATE_STEP_MS)
            }
            AUTHORISED | IN_PROCESS => change(tx, payment, COMPLETED, None),
            _ => Ok(()),
        }
    }
}

fn play(tx: &mut Tx<'_>, payment: &mut Payment, scenario: Scenario) -> Result<(), DbError> {
    match scenario {
        Scenario::Succeed => change(tx, payment, COMPLETED, None),
        Scenario::Refuse => change(tx, payment, REJECTED, Some(REFUSED)),
        // The consent lapses by itself.
        Scenario::WalkAway => rows::update(tx, payment),
        Scenario::InsufficientFunds => change(tx, payment, REJECTED, Some("insufficient_funds")),
        Scenario::AnswerLate => {
            change(tx, payment, PENDING, None)?;
            later(tx, payment, LATE_STEP_MS)
        }
        Scenario::ReturnWithoutResult => {
            change_silently(tx, payment, AUTHORISED, None)?;
            later(tx, payment, SILENCE_MS)
        }
        Scenario::AnswerTwice => {
            change(tx, payment, COMPLETED, None)?;
            tell(tx, payment)
        }
    }
}
