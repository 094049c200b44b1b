//! Hands a batch to the bank.
//!
//! Its content was fixed when it was made, so whoever sends it again sends the same; and the bank
//! knows a repeat by the batch's id. Only when the bank has it is the batch acknowledged and the
//! job over.

use domain::ids::BatchId;
use processors::{DebitBatch, DebitLine, MandateOrder};
use store::batches::{self, Batch, BatchLine, DebitedAccount};
use store::jobs::Job;
use store::mandate_orders::{self, OrderKind};
use store::{DbError, accounts, clocks};

use super::{JobError, finish, hold, subject};
use crate::app::App;

pub(super) async fn run(app: &App, job: &Job) -> Result<(), JobError> {
    let id: BatchId = subject(job)?;
    let scope = job.scope;
    let found = app
        .db
        .read(move |tx| {
            let batch = batches::find(tx, &scope, id)?;
            let orders = mandate_orders::of_batch(tx, &scope, id)?;
            let account = accounts::find(tx, scope.account)?;
            let retries = account.is_some_and(|account| account.settings.autogiro_retries);
            Ok::<_, DbError>((batch, batches::lines(tx, &scope, id)?, orders, retries))
        })
        .await?;
    let (Some(batch), lines, orders, retries) = found else { return Err(JobError::Unreadable) };
    if batch.acknowledged_at.is_some() {
        return finish(app, job).await;
    }
    let Some(processor) = app.processor(scope, batch.connection).await? else {
        return Err(JobError::Outside("the connection is gone".to_owned()));
    };
    processor.send(&order(app, &batch, lines, orders, retries)?).await?;
    let job = job.clone();
    app.db
        .write(move |tx| {
            if !hold(tx, &job)? {
                return Ok::<_, DbError>(());
            }
            let now = clocks::now(tx, &scope)?;
            batches::acknowledge(tx, &scope, id, now)
        })
        .await?;
    Ok(())
}

/// What the bank is asked to do, with the account numbers opened for it alone.
fn order(
    app: &App,
    batch: &Batch,
    lines: Vec<BatchLine>,
    orders: Vec<mandate_orders::MandateOrder>,
    retries: bool,
) -> Result<DebitBatch, JobError> {
    let mandates = orders
        .into_iter()
        .map(|order| match order.kind {
            OrderKind::Lodge => {
                let account = open_account(app, &order.account)?;
                Ok(MandateOrder::Lodge { reference: order.reference, account })
            }
            OrderKind::Cancel => Ok(MandateOrder::Cancel { reference: order.reference }),
        })
        .collect::<Result<Vec<_>, JobError>>()?;
    let lines = lines
        .into_iter()
        .map(|line| {
            let account = open_account(app, &line.account)?;
            Ok(DebitLine {
                end_to_end_id: line.end_to_end_id,
                amount: line.amount,
                collection_on: line.collection_on,
                mandate_reference: line.mandate_reference,
                account,
            })
        })
        .collect::<Result<Vec<_>, JobError>>()?;
    Ok(DebitBatch { id: batch.id, currency: batch.currency, retries, mandates, lines })
}

/// The number of the account to debit.
pub(super) fn open_account(app: &App, account: &DebitedAccount) -> Result<String, JobError> {
    let gone = || JobError::Outside("a debit's account number is gone".to_owned());
    let secret = account.secret.as_deref().ok_or_else(gone)?;
    Ok(app.vault.open(secret, &account.payment_method.to_string())?)
}
