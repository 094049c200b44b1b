//! Acts on a notice: asks the processor what is true, or takes a bank's report line by line.
//!
//! Some lines are settled together in one `Tx`, in which the job also notes how far it got; if that
//! fails, each in a `Tx` of its own. A line that cannot be booked goes to a person, one that fails is
//! tried again, and neither keeps the others waiting.

use std::sync::Arc;

use domain::debit::{MandateOutcome, Scheme};
use domain::ids::{ConnectionId, NoticeId, SessionId};
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
/// Items that are settled in one `Tx`: a report of thousands of lines need not wait for the disk at
/// each, and nobody waits long for what the `Tx` has locked. With more, PostgreSQL would spend longer
/// on the versions of the balances that all of them change than it saves.
const ITEMS_PER_TX: usize = 25;
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
    items: Vec<NoticeItem>,
    progress: Progress,
    failure: Option<JobError>,
}

/// What an item says, once its processor was asked what it means.
enum Told {
    /// Of a payment that it calls by this reference.
    Payment(String, Vec<Outcome>),
    /// Of money on a bank account.
    Entry(Box<BankEntry>),
    /// Of a mandate.
    Mandate(Scheme, String, MandateOutcome),
    /// Nothing that can be booked: the line, and why.
    Unreadable(String, String),
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
    let progress = Progress::read(&job.payload);
    let failure = None;
    Reading { app, job, scope, from, notice, processor, items, progress, failure }.run().await
}

impl Reading<'_> {
    async fn run(mut self) -> Result<(), JobError> {
        let queue = self.progress.queue(self.items.len());
        let mut rest = queue.as_slice();
        while !rest.is_empty() {
            let (some, others) = rest.split_at(self.fit_together(rest));
            rest = others;
            if !self.take(some).await {
                // Somebody else has the job by now.
                return Ok(());
            }
        }
        match self.failure.take() {
            _ if self.progress.next < self.items.len() => self.pause(true).await,
            Some(error) => self.pause(false).await.and(Err(error)),
            None if !self.progress.failed.is_empty() => self.pause(true).await,
            None => self.end().await,
        }
    }

    /// How many of the first of `queue` are settled in one `Tx`. What must be asked about first is
    /// settled by itself, at once after the answer.
    fn fit_together(&self, queue: &[usize]) -> usize {
        let asks = |index: &usize| matches!(self.items.get(*index), Some(NoticeItem::Ask { .. }));
        queue.iter().take(ITEMS_PER_TX).take_while(|index| !asks(index)).count().max(1)
    }

    /// Settles these items, and notes that they are behind us: together, or else each by itself, so
    /// that one that fails fails alone. False when the job is somebody else's.
    async fn take(&mut self, some: &[usize]) -> bool {
        if some.len() > 1 {
            match self.settle(some).await {
                Ok(held) => return held,
                Err(error) => {
                    tracing::info!(notice = %self.notice, %error, "items are settled one by one");
                }
            }
        }
        for index in some.iter().copied() {
            match self.settle(&[index]).await {
                Ok(true) => {}
                Ok(false) => return false,
                Err(error) => self.put_aside(index, error).await,
            }
        }
        true
    }

    /// Leaves an item that failed for later; a person is told when that happens again and again.
    async fn put_aside(&mut self, index: usize, error: JobError) {
        let (scope, from, notice) = (self.scope, self.from, self.notice);
        tracing::warn!(%notice, index, %error, "an item of a notice was not settled");
        self.progress = self.progress.past(index);
        self.progress.failed.push(index);
        self.failure = Some(error);
        if self.job.failures >= TELL_AFTER {
            let told = move |tx: &mut Tx<'_>| lines::raise_stuck(tx, &scope, from, notice, index);
            if let Err(error) = self.app.db.write(told).await {
                self.failure = Some(error.into());
            }
        }
    }

    /// Does what some items say and notes them in one `Tx`, as long as the job is ours.
    async fn settle(&mut self, some: &[usize]) -> Result<bool, JobError> {
        let mut told = Vec::with_capacity(some.len());
        let mut after = self.progress.clone();
        for index in some.iter().copied() {
            let Some(item) = self.items.get(index) else { continue };
            told.push(self.ask(item).await?);
            after = after.past(index);
        }
        let (parts, scope, from) = (self.app.clone(), self.scope, self.from);
        let (job, note) = (self.job.clone(), after.to_payload());
        let work = move |tx: &mut Tx<'_>| {
            if !jobs::hold(tx, &job)? {
                return Ok::<_, DbError>(None);
            }
            let mut changed = Vec::new();
            for told in &told {
                changed.extend(act(tx, &parts, &scope, from, told)?);
            }
            jobs::note(tx, &job, &note)?;
            Ok(Some(changed))
        };
        let Some(changed) = self.app.db.write(work).await? else { return Ok(false) };
        self.app.changes.announce_all(changed);
        self.progress = after;
        Ok(true)
    }

    /// Asks the processor what is true, if the item does not say it itself.
    async fn ask(&self, item: &NoticeItem) -> Result<Told, JobError> {
        Ok(match item.clone() {
            NoticeItem::Unreadable { line, why } => Told::Unreadable(line, why),
            NoticeItem::Entry(entry) => Told::Entry(entry),
            NoticeItem::Mandate { scheme, reference, outcome } => {
                Told::Mandate(scheme, reference, outcome)
            }
            NoticeItem::Line { reference, outcome } => Told::Payment(reference, vec![outcome]),
            NoticeItem::Ask { reference } => {
                let (scope, from, name) = (self.scope, self.from, reference.clone());
                let find = move |tx: &mut Tx<'_>| attempts::by_reference(tx, &scope, from, &name);
                let outcomes = match self.app.db.read(find).await? {
                    Some(attempt) => self.processor.look_up(attempt).await?,
                    None => Vec::new(),
                };
                Told::Payment(reference, outcomes)
            }
        })
    }

    /// Keeps how far it got; `at_once` also gives the job back, to go on.
    async fn pause(&self, at_once: bool) -> Result<(), JobError> {
        let (job, note) = (self.job.clone(), self.progress.to_payload());
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

/// Acts on what an item says. Gives the session when something changed.
fn act(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &Scope,
    from: ConnectionId,
    told: &Told,
) -> Result<Option<SessionId>, DbError> {
    match told {
        Told::Unreadable(line, why) => {
            lines::raise_unreadable(tx, scope, from, line, why).map(|()| None)
        }
        Told::Entry(entry) => statements::take_entry(tx, app, scope, entry),
        Told::Mandate(scheme, reference, outcome) => {
            let report = Report { from, scheme: *scheme, reference, outcome };
            match lodging::settle_mandate(tx, app, scope, &report)? {
                Heard::Known(changed) => Ok(changed),
                Heard::Unknown => {
                    lines::raise_unknown_mandate(tx, scope, from, reference).map(|()| None)
                }
            }
        }
        Told::Payment(reference, outcomes) => {
            let attempt = attempts::by_reference(tx, scope, from, reference)?;
            let mut changed = None;
            for outcome in outcomes {
                let line = Line { from, reference, attempt, outcome };
                changed = lines::settle_line(tx, app, scope, &line)?.or(changed);
            }
            Ok(changed)
        }
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
