//! Instructions to a file rail, and the batches in which they leave.

use domain::ids::{AttemptId, BatchId, ConnectionId, InstructionId, MandateId, PaymentMethodId};
use domain::money::Currency;
use domain::scope::Scope;
use domain::time::Timestamp;
use jiff::civil::Date;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::{date, opt_time, time};

statements! {
    pub INSERT_INSTRUCTION = "INSERT INTO instructions (id, account, livemode, created_at, attempt, mandate,
        end_to_end_id, collection_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    pub MOVE_INSTRUCTION = "UPDATE instructions SET collection_on = $1
        WHERE attempt = $2 AND account = $3 AND livemode = $4 AND batch IS NULL";
    pub PUT_IN_BATCH = "UPDATE instructions SET batch = $1 WHERE attempt = $2 AND batch IS NULL";
    pub INSERT = "INSERT INTO batches (id, account, livemode, connection, cutoff_at, exported_at, instructions,
        mandate_orders, amount, currency) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    pub FIND = "SELECT id, connection, cutoff_at, exported_at, acknowledged_at, instructions, mandate_orders,
        amount, currency
        FROM batches WHERE id = $1 AND account = $2 AND livemode = $3";
    pub ACKNOWLEDGE = "UPDATE batches SET acknowledged_at = $1
        WHERE id = $2 AND account = $3 AND livemode = $4 AND acknowledged_at IS NULL";
    pub DEBITED_ACCOUNT = "SELECT p.id, p.secret FROM instructions i
        JOIN mandates m ON m.id = i.mandate
        JOIN payment_methods p ON p.id = m.payment_method
        WHERE i.attempt = $1 AND i.account = $2 AND i.livemode = $3";
    pub FIRST_LOST = "SELECT b.id FROM batches b WHERE b.acknowledged_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM jobs j WHERE j.account = b.account AND j.livemode = b.livemode AND j.kind = $1
            AND j.subject = b.id)
        ORDER BY b.id LIMIT 1";
    pub LINES = "SELECT i.end_to_end_id, i.collection_on, a.id, a.amount, m.reference, p.id, p.secret
        FROM instructions i
        JOIN attempts a ON a.id = i.attempt
        JOIN mandates m ON m.id = i.mandate
        JOIN payment_methods p ON p.id = m.payment_method
        WHERE i.batch = $1 AND i.account = $2 AND i.livemode = $3 ORDER BY i.id";
}

/// What a rail is asked to do.
#[derive(Clone, Debug)]
pub struct Instruction {
    /// Its id.
    pub id: InstructionId,
    /// When it was written.
    pub created_at: Timestamp,
    /// The attempt that it carries out.
    pub attempt: AttemptId,
    /// Under which mandate.
    pub mandate: MandateId,
    /// Ours, unique for ever: the key of everything that comes back (EPC: end-to-end id).
    pub end_to_end_id: String,
    /// The day on which the payer's account is debited.
    pub collection_on: Date,
}

/// Instructions that leave together.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Its id, by which the bank knows a repeat.
    pub id: BatchId,
    /// Where it goes.
    pub connection: ConnectionId,
    /// The cut-off that it catches.
    pub cutoff_at: Timestamp,
    /// When its content was fixed.
    pub exported_at: Timestamp,
    /// When the bank had it.
    pub acknowledged_at: Option<Timestamp>,
    /// How many instructions it has.
    pub instructions: i64,
    /// How many orders about mandates.
    pub mandate_orders: i64,
    /// The instructions' sum, in minor units.
    pub amount: i64,
    /// Of all of them.
    pub currency: Currency,
}

/// A line of a batch, with what the bank needs to know.
#[derive(Clone)]
pub struct BatchLine {
    /// The key of what comes back.
    pub end_to_end_id: String,
    /// The day of the debit.
    pub collection_on: Date,
    /// The attempt that it carries out.
    pub attempt: AttemptId,
    /// Minor units.
    pub amount: i64,
    /// The mandate's reference.
    pub mandate_reference: String,
    /// The account to debit.
    pub account: DebitedAccount,
}

/// The account that a debit goes to.
#[derive(Clone)]
pub struct DebitedAccount {
    /// The payment method that it belongs to.
    pub payment_method: PaymentMethodId,
    /// Its number, encrypted for that row.
    pub secret: Option<String>,
}

/// Writes a new instruction.
pub fn insert_instruction(
    tx: &mut Tx<'_>,
    scope: &Scope,
    instruction: &Instruction,
) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT_INSTRUCTION,
        &params![
            &instruction.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            instruction.created_at.ms(),
            &instruction.attempt.to_string(),
            &instruction.mandate.to_string(),
            &instruction.end_to_end_id,
            &instruction.collection_on.to_string(),
        ],
    )
}

/// Lets an instruction that has not left collect on another day.
pub fn move_instruction(
    tx: &mut Tx<'_>,
    scope: &Scope,
    attempt: AttemptId,
    to: Date,
) -> Result<(), DbError> {
    let (to, attempt, account) = (to.to_string(), attempt.to_string(), scope.account.to_string());
    let params = params![&to, &attempt, &account, scope.livemode];
    tx.exec_later(&MOVE_INSTRUCTION, &params)
}

/// Fixes the content of a batch.
pub fn insert(
    tx: &mut Tx<'_>,
    scope: &Scope,
    batch: &Batch,
    attempts: &[AttemptId],
) -> Result<(), DbError> {
    let id = batch.id.to_string();
    tx.exec_later(
        &INSERT,
        &params![
            &id,
            &scope.account.to_string(),
            scope.livemode,
            &batch.connection.to_string(),
            batch.cutoff_at.ms(),
            batch.exported_at.ms(),
            batch.instructions,
            batch.mandate_orders,
            batch.amount,
            batch.currency.as_str(),
        ],
    )?;
    for attempt in attempts {
        if tx.exec(&PUT_IN_BATCH, &params![&id, &attempt.to_string()])? != 1 {
            return Err(DbError::Corrupt("an attempt without an instruction to export"));
        }
    }
    Ok(())
}

/// The batch of that id.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: BatchId) -> Result<Option<Batch>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

/// What the batch says, line by line.
pub fn lines(tx: &mut Tx<'_>, scope: &Scope, id: BatchId) -> Result<Vec<BatchLine>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.all(&LINES, &params![&id, &account, scope.livemode], |row| {
        Ok(BatchLine {
            end_to_end_id: row.text()?.to_owned(),
            collection_on: date(row)?,
            attempt: row.parse()?,
            amount: row.int()?,
            mandate_reference: row.text()?.to_owned(),
            account: read_account(row)?,
        })
    })
}

/// The account that an attempt debits.
pub fn debited_account(
    tx: &mut Tx<'_>,
    scope: &Scope,
    attempt: AttemptId,
) -> Result<Option<DebitedAccount>, DbError> {
    let (attempt, account) = (attempt.to_string(), scope.account.to_string());
    tx.one(&DEBITED_ACCOUNT, &params![&attempt, &account, scope.livemode], read_account)
}

pub(crate) fn read_account(row: &mut Row<'_>) -> Result<DebitedAccount, DbError> {
    let payment_method = row.parse()?;
    Ok(DebitedAccount { payment_method, secret: row.opt_text()?.map(str::to_owned) })
}

/// Notes that the bank has it.
pub fn acknowledge(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: BatchId,
    at: Timestamp,
) -> Result<(), DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.exec_later(&ACKNOWLEDGE, &params![at.ms(), &id, &account, scope.livemode])
}

/// A batch of any scope that the bank does not have, and that no job of that kind will send.
pub fn first_lost(tx: &mut Tx<'_>, job_kind: &str) -> Result<Option<BatchId>, DbError> {
    tx.one(&FIRST_LOST, &params![job_kind], |row| row.parse())
}

fn read(row: &mut Row<'_>) -> Result<Batch, DbError> {
    Ok(Batch {
        id: row.parse()?,
        connection: row.parse()?,
        cutoff_at: time(row)?,
        exported_at: time(row)?,
        acknowledged_at: opt_time(row)?,
        instructions: row.int()?,
        mandate_orders: row.int()?,
        amount: row.int()?,
        currency: row.parse()?,
    })
}
