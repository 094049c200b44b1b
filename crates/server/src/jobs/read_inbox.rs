//! Acts on a notice: asks the processor what is true, or takes a bank's report line by line.

use domain::ids::{AttemptId, ConnectionId, NoticeId};
use domain::scope::Scope;
use domain::settle::Outcome;
use processors::{NoticeItem, Processor};
use store::jobs::Job;
use store::{DbError, Tx, attempts, inbox};

use super::{JobError, finish, hold, subject};
use crate::app::App;
use crate::settle::{settle, settle_unmatched};

/// What the notice comes to, once the processor was asked.
struct Answer {
    reference: String,
    attempt: Option<AttemptId>,
    outcomes: Vec<Outcome>,
}

pub(super) async fn run(app: &App, job: &Job) -> Result<(), JobError> {
    let id: NoticeId = subject(job)?;
    let scope = job.scope;
    let Some((from, body)) = app.db.read(move |tx| inbox::find(tx, &scope, id)).await? else {
        return finish(app, job).await;
    };
    let Some(processor) = app.processor(scope, from).await? else {
        return finish(app, job).await;
    };
    let mut answers = Vec::new();
    for item in processor.read(&body)?.items {
        answers.push(answer(app, scope, from, processor.as_ref(), item).await?);
    }
    let (job, parts) = (job.clone(), app.clone());
    let changed = app
        .db
        .write(move |tx| {
            if !hold(tx, &job)? {
                return Ok::<_, DbError>(Vec::new());
            }
            let now = tx.now_real();
            inbox::mark_read(tx, &scope, id, now)?;
            apply(tx, &parts, &scope, from, &answers)
        })
        .await?;
    app.changes.announce_all(changed);
    Ok(())
}

async fn answer(
    app: &App,
    scope: Scope,
    from: ConnectionId,
    processor: &dyn Processor,
    item: NoticeItem,
) -> Result<Answer, JobError> {
    let (reference, told) = match item {
        NoticeItem::Ask { reference } => (reference, None),
        NoticeItem::Line { reference, outcome } => (reference, Some(outcome)),
    };
    let key = reference.clone();
    let attempt = app.db.read(move |tx| attempts::by_reference(tx, &scope, from, &key)).await?;
    let outcomes = match (told, attempt) {
        (Some(outcome), _) => vec![outcome],
        (None, Some(attempt)) => processor.look_up(attempt).await?,
        (None, None) => Vec::new(),
    };
    Ok(Answer { reference, attempt, outcomes })
}

fn apply(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &Scope,
    from: ConnectionId,
    answers: &[Answer],
) -> Result<Vec<domain::ids::SessionId>, DbError> {
    let mut changed = Vec::new();
    for Answer { reference, attempt, outcomes } in answers {
        for outcome in outcomes {
            match attempt {
                Some(attempt) => changed.extend(settle(tx, app, scope, *attempt, from, outcome)?),
                None => settle_unmatched(tx, scope, from, reference, outcome)?,
            }
        }
    }
    Ok(changed)
}
