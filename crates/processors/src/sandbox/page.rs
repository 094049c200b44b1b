//! What the pretend processors have in common that ask payers at a page of their own: how a payment comes
//! there, is answered, closed, found again and told of. What can be answered, and what follows from it, is
//! each one's own.

use domain::ids::{AttemptId, Id, NoticeId};
use domain::settle::{MoneyReport, Outcome};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use store::sandbox_payments::{self as rows, Payment, ToSign};
use store::{Db, DbError, Tx, clocks};

use super::{no_more_steps, notify, step_at};
use crate::{Connection, Notice, NoticeItem, Order, ProcessorError, Step};

/// The code of a payment whose page was closed before anybody answered.
pub(super) const ABANDONED: &str = "abandoned";

/// A pretend processor that asks payers at a page of its own.
pub trait PretendPage {
    /// Where its pages are served, below `/sandbox/`.
    const PATH: &'static str;
    /// What its own ids of payments begin with.
    const PREFIX: &'static str;
    /// The state of a payment that waits for the payer's answer.
    const WAITING: &'static str;
    /// The state of one that nobody answered in time.
    const CLOSED: &'static str;
    /// How long it waits.
    const LIFETIME_MS: i64;
    /// What a payer can answer.
    type Answer: Copy + Send + 'static;

    /// Whom its page says that the payer pays, and what will be read on a statement.
    fn names(order: &Order) -> (&str, &str) {
        (&order.merchant, &order.descriptor)
    }

    /// What it says of a payment when it is asked. Of one that waits it says nothing.
    fn outcomes(payment: &Payment) -> Vec<Outcome>;

    /// The payer answered. What was answered before stays as it is.
    ///
    /// # Errors
    /// Only the database's.
    fn answer(
        tx: &mut Tx<'_>,
        payment: &mut Payment,
        answer: Self::Answer,
    ) -> Result<Next, DbError>;

    /// Time passed at a payment that was answered.
    ///
    /// # Errors
    /// Only the database's.
    fn step(_tx: &mut Tx<'_>, _payment: &mut Payment) -> Result<(), DbError> {
        Ok(())
    }

    /// What its page shows of a payment.
    fn next(payment: &Payment) -> Next {
        let url = payment.return_url.clone();
        match (payment.state == Self::WAITING, &payment.scenario) {
            (true, None) => Next::Ask,
            (true, Some(_)) => Next::WalkedAway(url),
            (false, _) => Next::Back(url),
        }
    }
}

/// What a pretend page shows next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// The payment, and what the payer can answer.
    Ask,
    /// The payer walked away, and could still come back here.
    WalkedAway(String),
    /// Nothing more: back to the merchant.
    Back(String),
}

/// The payments of one connection, whose pages are served below a public address.
#[derive(Clone)]
pub struct Books {
    pub(super) db: Db,
    pub(super) connection: Connection,
    public_url: String,
}

impl Books {
    /// Those behind `connection`; their pages are served below `public_url`.
    pub const fn new(db: Db, connection: Connection, public_url: String) -> Self {
        Self { db, connection, public_url }
    }

    /// Opens the page of a payment. The same attempt gets the same page.
    pub(super) async fn start<P: PretendPage>(
        &self,
        order: &Order,
    ) -> Result<Step, ProcessorError> {
        let (connection, order) = (self.connection, order.clone());
        let payment = self
            .db
            .write(move |tx| {
                let new = new_payment::<P>(tx, connection, &order)?;
                let payment = rows::open(tx, &new)?;
                if payment.state == P::WAITING {
                    later(tx, &payment, P::LIFETIME_MS)?;
                }
                Ok::<_, DbError>(payment)
            })
            .await?;
        let url = format!("{}/sandbox/{}/{}", self.public_url, P::PATH, payment.id);
        Ok(Step::Redirect { url, reference: payment.id })
    }

    /// Closes the page of an attempt, unless it was answered, and says what became of it.
    pub(super) async fn expire<P: PretendPage>(
        &self,
        attempt: AttemptId,
    ) -> Result<Vec<Outcome>, ProcessorError> {
        let closed = self.with(attempt, |tx, payment| {
            close::<P>(tx, payment)?;
            Ok(P::outcomes(payment))
        });
        // What was never asked for cannot be confirmed any more: start() is not called for an attempt
        // that was given up.
        let never = || vec![Outcome::Abandoned { code: ABANDONED.to_owned() }];
        Ok(closed.await?.unwrap_or_else(never))
    }

    /// What became of an attempt; nothing when it is not known.
    pub(super) async fn look_up<P: PretendPage>(
        &self,
        attempt: AttemptId,
    ) -> Result<Vec<Outcome>, ProcessorError> {
        let told = self.with(attempt, |_, payment| Ok(P::outcomes(payment)));
        Ok(told.await?.unwrap_or_default())
    }

    /// Does something with the payment of an attempt. `None` when there is no such payment.
    pub(super) async fn with<T: Send + 'static>(
        &self,
        attempt: AttemptId,
        act: impl Fn(&mut Tx<'_>, &mut Payment) -> Result<T, DbError> + Send + 'static,
    ) -> Result<Option<T>, ProcessorError> {
        let Connection { id, scope } = self.connection;
        let key = attempt.to_string();
        let done = self.db.write(move |tx| match rows::find_by_key(tx, &scope, id, &key)? {
            Some(mut payment) => act(tx, &mut payment).map(Some),
            None => Ok::<_, DbError>(None),
        });
        Ok(done.await?)
    }
}

fn new_payment<P: PretendPage>(
    tx: &mut Tx<'_>,
    Connection { id: connection, scope }: Connection,
    order: &Order,
) -> Result<Payment, DbError> {
    let (payee, reference) = P::names(order);
    let tail = &tx.id::<NoticeId>().to_string()[NoticeId::PREFIX.len()..];
    Ok(Payment {
        id: format!("{}{tail}", P::PREFIX),
        scope,
        connection,
        idempotency_key: order.attempt.to_string(),
        amount: order.amount,
        currency: order.currency,
        payee: payee.to_owned(),
        reference: reference.to_owned(),
        bank: order.bank.clone(),
        mandate: order.mandate.as_ref().map(|mandate| ToSign {
            bankgiro: mandate.creditor_identifier.clone(),
            account_masked: mandate.account_masked.clone(),
            collection_on: mandate.collection_on,
        }),
        return_url: order.return_url.clone(),
        scenario: None,
        state: P::WAITING.to_owned(),
        code: None,
        changed_at: clocks::now(tx, &scope)?,
    })
}

/// True when a text has the form of the processor's own ids, which end as all of ours do.
pub fn is_reference<P: PretendPage>(text: &str) -> bool {
    let tail = text.strip_prefix(P::PREFIX);
    tail.is_some_and(|tail| format!("{}{tail}", NoticeId::PREFIX).parse::<NoticeId>().is_ok())
}

/// The page of a payment, or `None` when there is no such payment. It only reads.
///
/// # Errors
/// Only the database's.
pub fn look_at<P: PretendPage>(
    tx: &mut Tx<'_>,
    id: &str,
) -> Result<Option<(Payment, Next)>, DbError> {
    let found = rows::look_at(tx, id)?;
    Ok(found.map(|payment| {
        let next = P::next(&payment);
        (payment, next)
    }))
}

/// The payer answers, and is shown what comes next. `None` when there is no such payment.
///
/// # Errors
/// Only the database's.
pub fn answer<P: PretendPage>(
    tx: &mut Tx<'_>,
    id: &str,
    answer: P::Answer,
) -> Result<Option<Next>, DbError> {
    let Some(mut payment) = rows::find(tx, id)? else { return Ok(None) };
    P::answer(tx, &mut payment, answer).map(Some)
}

/// The payer leaves for good: the page closes now. False when it was answered before.
///
/// # Errors
/// Only the database's.
pub fn walk_away<P: PretendPage>(tx: &mut Tx<'_>, id: &str) -> Result<bool, DbError> {
    let Some(mut payment) = rows::find(tx, id)? else { return Ok(false) };
    close::<P>(tx, &mut payment)
}

/// Time passed at a payment: its page closes, unless it was answered.
pub(super) fn step<P: PretendPage>(tx: &mut Tx<'_>, id: &str) -> Result<(), DbError> {
    let Some(mut payment) = rows::find(tx, id)? else { return Ok(()) };
    match close::<P>(tx, &mut payment)? {
        true => Ok(()),
        false => P::step(tx, &mut payment),
    }
}

/// Closes the page of a payment that nobody answered. One that was answered stays as it is.
fn close<P: PretendPage>(tx: &mut Tx<'_>, payment: &mut Payment) -> Result<bool, DbError> {
    let open = payment.state == P::WAITING;
    if open {
        change(tx, payment, P::CLOSED, Some(ABANDONED))?;
    }
    Ok(open)
}

/// Brings a payment to a new state, and the merchant hears.
pub(super) fn change(
    tx: &mut Tx<'_>,
    payment: &mut Payment,
    state: &str,
    code: Option<&str>,
) -> Result<(), DbError> {
    change_silently(tx, payment, state, code)?;
    tell(tx, payment)
}

/// Brings a payment to a new state without telling anybody. What time would have brought to it before
/// comes no more, unless [`later`] says so again.
pub(super) fn change_silently(
    tx: &mut Tx<'_>,
    payment: &mut Payment,
    state: &str,
    code: Option<&str>,
) -> Result<(), DbError> {
    payment.state = state.to_owned();
    payment.code = code.map(str::to_owned);
    payment.changed_at = clocks::now(tx, &payment.scope)?;
    no_more_steps(tx, &payment.scope, &payment.id)?;
    rows::update(tx, payment)
}

/// Time passes at the payment after so long.
pub(super) fn later(tx: &mut Tx<'_>, payment: &Payment, ms: i64) -> Result<(), DbError> {
    step_at(tx, &payment.scope, &payment.id, payment.changed_at.plus_ms(ms))
}

/// All of the payment as money that moved when it last changed; `source_id` names the movement.
pub(super) fn money(payment: &Payment, source_id: &str) -> MoneyReport {
    let value_date = jiff::Timestamp::from_millisecond(payment.changed_at.ms())
        .map(|at| at.to_zoned(TimeZone::UTC).date())
        .unwrap_or(jiff::civil::Date::MIN);
    MoneyReport {
        amount: payment.amount,
        fee: 0,
        currency: payment.currency,
        value_date,
        source_id: source_id.to_owned(),
    }
}

/// What a notice looks like: it names the payment, and says no more.
#[derive(Serialize, Deserialize)]
struct PaymentNotice {
    id: String,
    payment: String,
}

/// Tells the merchant that there is news of a payment.
pub(super) fn tell(tx: &mut Tx<'_>, payment: &Payment) -> Result<(), DbError> {
    let about = payment.id.clone();
    notify(tx, &payment.scope, payment.connection, |id| PaymentNotice {
        id: id.to_owned(),
        payment: about,
    })
}

/// Reads a notice that [`tell`] wrote.
pub(super) fn read(body: &str) -> Result<Notice, ProcessorError> {
    let notice: PaymentNotice = serde_json::from_str(body)
        .map_err(|error| ProcessorError::Unreadable(error.to_string()))?;
    Ok(Notice { id: notice.id, items: vec![NoticeItem::Ask { reference: notice.payment }] })
}

/// What a table of names calls so.
pub(super) fn by_name<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == name).map(|(_, it)| *it)
}

/// What a table of names calls it.
pub(super) fn name_of<T: PartialEq>(table: &[(&'static str, T)], it: T) -> Option<String> {
    table.iter().find(|(_, known)| *known == it).map(|(name, _)| (*name).to_owned())
}
