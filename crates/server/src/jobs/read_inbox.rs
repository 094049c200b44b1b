//! Acts on a notice: asks the processor what is true, or takes a bank's report line by line.
//!
//! Each line is settled in a `Tx` of its own, in which the job also notes how far it got. A line
//! that cannot be booked goes to a person, one that fails is tried again, and neither keeps the
//! others waiting.

use std::sync::Arc;

use domain::debit::{MandateOutcome, Scheme};
use domain::ids::{AttemptId, ConnectionId, NoticeId, SessionId};
use domain::scope::Scope;
use domain::settle::Outcome;
use processors::{BankEntry, NoticeItem, Processor};
use serde::{Deserialize, Serialize};
use store::jobs::{self, Job};
use store::{DbError, Tx, attempts, inbox};

use super::lines::{self, Line};
use super::{JobError, finish, hold, subject};
use crate::app::App;
use crate::lodging::{self, Heard, Report};
use crate::statements;

/// Items of a notice that one run takes, well within the time that a job may take. It comes back
/// at once for the rest.
const ITEMS_PER_RUN: usize = 200;
/// After so many failed runs a person is told what still cannot be booked.
const TELL_AFTER: i64 = 5;

/// How far the job got.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Progress {
    /// The first item that nobody has tried.
    next: usize,
    /// Items before it that failed.
    failed: Vec<usize>,
}

impl Progress {
    /// A note that cannot be read is none: what was settled before changes nothing again.
    fn read(payload: &str) -> Self {
        serde_json::from_str(payload).unwrap_or_default()
    }

    fn to_payload(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The items of the next run: what nobody has tried comes before what failed.
    fn queue(&self, items: usize) -> Vec<usize> {
        match self.next < items {
            true => (self.next..items).take(ITEMS_PER_RUN).collect(),
            false => self.failed.iter().copied().take(ITEMS_PER_RUN).collect(),
        }
    }

    /// The same, once an item is settled.
    fn past(&self, index: usize) -> Self {
        let failed = self.failed.iter().copied().filter(|other| *other != index).collect();
        Self { next: self.next.max(index + 1), failed }
    }
}

/// A notice, while it is read.
struct Reading<'a> {
    app: &'a App,
    job: &'a Job,
    scope: Scope,
    from: ConnectionId,
    notice: NoticeId,
    processor: Arc<dyn Processor>,
}

pub(super) async fn run(app: &App, job: &Job) -> Result<(), JobError> {
    let notice: NoticeId = subject(job)?;
    let scope = job.scope;
    let Some((from, body)) = app.db.read(move |tx| inbox::find(tx, &scope, notice)).await? else {
        return finish(app, job).await;
    };
    let Some(processor) = app.processor(scope, from).await? else {
        return Err(JobError::Outside("the connection is gone".to_owned()));
    };
    let body = app.vault.open(&body, &notice.to_string())?;
    let items = processor.read(&body)?.items;
    let reading = Reading { app, job, scope, from, notice, processor };
    let mut progress = Progress::read(&job.payload);
    let mut failure = None;
    for index in progress.queue(items.len()) {
        let Some(item) = items.get(index) else { continue };
        let after = progress.past(index);
        match reading.take(item, index, &after).await {
            Ok(true) => progress = after,
            // Somebody else has the job by now.
            Ok(false) => return Ok(()),
            Err(error) => {
                tracing::warn!(%notice, index, %error, "an item of a notice was not settled");
                progress = after;
                progress.failed.push(index);
                failure = Some(error);
            }
        }
    }
    match failure {
        _ if progress.next < items.len() => reading.pause(&progress, true).await,
        Some(error) => reading.pause(&progress, false).await.and(Err(error)),
        None if !progress.failed.is_empty() => reading.pause(&progress, true).await,
        None => reading.end().await,
    }
}

impl Reading<'_> {
    /// Settles one item, and notes that it is behind us. False when the job is somebody else's.
    async fn take(
        &self,
        item: &NoticeItem,
        index: usize,
        after: &Progress,
    ) -> Result<bool, JobError> {
        let settled = match item {
            NoticeItem::Unreadable { line, why } => self.give_up(line, why, after).await,
            NoticeItem::Ask { reference } => {
                let attempt = self.attempt(reference).await?;
                let outcomes = match attempt {
                    Some(attempt) => self.processor.look_up(attempt).await?,
                    None => Vec::new(),
                };
                self.settle(reference, attempt, outcomes, after).await
            }
            NoticeItem::Entry(entry) => self.take_entry(entry, after).await,
            NoticeItem::Mandate { scheme, reference, outcome } => {
                self.settle_mandate(*scheme, reference, outcome, after).await
            }
            NoticeItem::Line { reference, outcome } => {
                let attempt = self.attempt(reference).await?;
                self.settle(reference, attempt, vec![outcome.clone()], after).await
            }
        };
        if settled.is_err() && self.job.failures >= TELL_AFTER {
            let (scope, from, notice) = (self.scope, self.from, self.notice);
            let told = move |tx: &mut Tx<'_>| lines::raise_stuck(tx, &scope, from, notice, index);
            self.app.db.write(told).await?;
        }
        Ok(settled?)
    }

    async fn attempt(&self, reference: &str) -> Result<Option<AttemptId>, DbError> {
        let (scope, from, reference) = (self.scope, self.from, reference.to_owned());
        self.app.db.read(move |tx| attempts::by_reference(tx, &scope, from, &reference)).await
    }

    async fn settle(
        &self,
        reference: &str,
        attempt: Option<AttemptId>,
        outcomes: Vec<Outcome>,
        after: &Progress,
    ) -> Result<bool, DbError> {
        let (parts, scope, from) = (self.app.clone(), self.scope, self.from);
        let reference = reference.to_owned();
        self.noting(after, move |tx| {
            let mut changed = None;
            for outcome in &outcomes {
                let line = Line { from, reference: &reference, attempt, outcome };
                changed = lines::settle_line(tx, &parts, &scope, &line)?.or(changed);
            }
            Ok(changed)
        })
        .await
    }

    async fn take_entry(&self, entry: &BankEntry, after: &Progress) -> Result<bool, DbError> {
        let (parts, scope, entry) = (self.app.clone(), self.scope, entry.clone());
        self.noting(after, move |tx| statements::take_entry(tx, &parts, &scope, &entry)).await
    }

    async fn settle_mandate(
        &self,
        scheme: Scheme,
        reference: &str,
        outcome: &MandateOutcome,
        after: &Progress,
    ) -> Result<bool, DbError> {
        let (parts, scope, from) = (self.app.clone(), self.scope, self.from);
        let (reference, outcome) = (reference.to_owned(), outcome.clone());
        self.noting(after, move |tx| {
            let (reference, outcome) = (reference.as_str(), &outcome);
            let report = Report { from, scheme, reference, outcome };
            match lodging::settle_mandate(tx, &parts, &scope, &report)? {
                Heard::Known(changed) => Ok(changed),
                Heard::Unknown => {
                    lines::raise_unknown_mandate(tx, &scope, from, reference).map(|()| None)
                }
            }
        })
        .await
    }

    async fn give_up(&self, line: &str, why: &str, after: &Progress) -> Result<bool, DbError> {
        let (scope, from, line, why) = (self.scope, self.from, line.to_owned(), why.to_owned());
        self.noting(after, move |tx| {
            lines::raise_unreadable(tx, &scope, from, &line, &why).map(|()| None)
        })
        .await
    }

    /// Does the work and notes it in one `Tx`, as long as the job is ours.
    async fn noting(
        &self,
        after: &Progress,
        work: impl Fn(&mut Tx<'_>) -> Result<Option<SessionId>, DbError> + Send + 'static,
    ) -> Result<bool, DbError> {
        let (job, note) = (self.job.clone(), after.to_payload());
        let changed = self
            .app
            .db
            .write(move |tx| {
                if !jobs::hold(tx, &job)? {
                    return Ok::<_, DbError>(None);
                }
                let changed = work(tx)?;
                jobs::note(tx, &job, &note)?;
                Ok(Some(changed))
            })
            .await?;
        self.app.changes.announce_all(changed.flatten());
        Ok(changed.is_some())
    }

    /// Keeps how far it got; `at_once` also gives the job back, to go on.
    async fn pause(&self, progress: &Progress, at_once: bool) -> Result<(), JobError> {
        let (job, note) = (self.job.clone(), progress.to_payload());
        self.app
            .db
            .write(move |tx| {
                jobs::note(tx, &job, &note)?;
                if at_once { jobs::restart(tx, &job) } else { Ok(()) }
            })
            .await?;
        Ok(())
    }

    /// Everything it says was acted upon.
    async fn end(&self) -> Result<(), JobError> {
        let (job, scope, notice) = (self.job.clone(), self.scope, self.notice);
        self.app
            .db
            .write(move |tx| {
                if !hold(tx, &job)? {
                    return Ok::<_, DbError>(());
                }
                let now = tx.now_real();
                inbox::mark_read(tx, &scope, notice, now)
            })
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_is_tried_again_after_everything_else() {
        let fresh = Progress::read("");
        assert_eq!(fresh.queue(450), (0..200).collect::<Vec<_>>());
        let later = Progress { next: 400, failed: vec![3, 7] };
        assert_eq!(later.queue(450), (400..450).collect::<Vec<_>>());
        assert_eq!(Progress::read(&later.to_payload()), later);
        let all_tried = Progress { next: 450, ..later };
        assert_eq!(all_tried.queue(450), [3, 7]);
        assert_eq!(all_tried.past(3), Progress { next: 450, failed: vec![7] });
        assert_eq!(fresh.past(0), Progress { next: 1, failed: vec![] });
    }
}
