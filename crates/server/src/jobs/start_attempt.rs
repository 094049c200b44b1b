//! Asks a processor for its page, and puts the payer's way there into the attempt.

use domain::attempt::Progress;
use domain::descriptor;
use domain::ids::AttemptId;
use domain::movement::MovementSource;
use domain::settle::Outcome;
use processors::{MandateToSign, Order, Step};
use store::accounts::{self, Account};
use store::jobs::Job;
use store::{DbError, Tx, attempts, cases, mandate_drafts};

use super::{JobError, finish, hold, subject};
use crate::api::payment_methods::PayByBankView;
use crate::app::App;
use crate::settle::settle;

pub(super) async fn run(app: &App, job: &Job) -> Result<(), JobError> {
    let attempt: AttemptId = subject(job)?;
    let scope = job.scope;
    let public_url = app.public_url.clone();
    let order = app.db.read(move |tx| order(tx, &scope, attempt, &public_url)).await?;
    let Some((order, connection)) = order else { return finish(app, job).await };
    let Some(processor) = app.processor(scope, connection).await? else {
        return finish(app, job).await;
    };
    let outcome = match processor.start(&order).await? {
        Step::Redirect { url, reference } => Outcome::Redirected { url, reference },
        // Other steps are taken by our own pages before an attempt begins.
        _ => return finish(app, job).await,
    };
    let (job, parts) = (job.clone(), app.clone());
    let session = app
        .db
        .write(move |tx| match hold(tx, &job)? {
            true => settle(
                tx,
                &parts,
                &scope,
                attempt,
                MovementSource::Connection(connection),
                &outcome,
            ),
            false => Ok::<_, DbError>(None),
        })
        .await?;
    app.changes.announce_all(session);
    Ok(())
}

/// What to ask the processor, unless the attempt is past that.
fn order(
    tx: &mut Tx<'_>,
    scope: &domain::scope::Scope,
    id: AttemptId,
    public_url: &str,
) -> Result<Option<(Order, domain::ids::ConnectionId)>, DbError> {
    let Some(session) = attempts::session_of(tx, scope, id)? else { return Ok(None) };
    let Some(case) = cases::find(tx, scope, session)? else { return Ok(None) };
    let Some(attempt) = case.attempt(id) else { return Ok(None) };
    if !matches!(attempt.progress, Progress::Redirected { url: None }) {
        return Ok(None);
    }
    let Some(account) = accounts::find(tx, scope.account)? else { return Ok(None) };
    let merchant = account.display_name();
    let usual = account.settings.statement_descriptor.as_deref();
    let by_bank = PayByBankView::of_attempt(tx, scope, attempt)?;
    let mandate = mandate_to_sign(tx, scope, &account, id)?;
    let (bank, reference) = by_bank.map(|it| (it.bank, it.reference)).unzip();
    let order = Order {
        attempt: id,
        amount: attempt.amount,
        currency: case.session.terms.currency,
        descriptor: descriptor::printed(&case.session, attempt.method, usual, merchant),
        payee: descriptor::payee(merchant),
        reference: reference.unwrap_or_default(),
        bank,
        mandate,
        merchant: merchant.to_owned(),
        return_url: format!("{public_url}/sessions/{session}?returned=1"),
    };
    Ok(Some((order, attempt.connection)))
}

/// The mandate that the payer signs there, where the page kept one.
fn mandate_to_sign(
    tx: &mut Tx<'_>,
    scope: &domain::scope::Scope,
    account: &Account,
    attempt: AttemptId,
) -> Result<Option<MandateToSign>, DbError> {
    let Some(draft) = mandate_drafts::find(tx, scope, attempt)? else { return Ok(None) };
    let identifier = account.creditor_identifier(draft.scheme, scope.livemode);
    Ok(Some(MandateToSign {
        creditor_identifier: identifier.unwrap_or_default().to_owned(),
        collection_on: draft.collection_on,
        account_masked: draft.account_masked,
    }))
}
