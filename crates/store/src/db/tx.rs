//! `Tx`: what a unit of work sees of the database.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::ids::Id;
use domain::scope::Scope;
use domain::source::Source;
use domain::time::Timestamp;

use super::postgres::PgConnection;
use super::sqlite::SqliteConnection;
use super::{DbError, Row, Statement, Value};
use crate::clocks::Clock;

/// The last value that [`Tx::written`] gave in this process.
static WRITTEN: AtomicI64 = AtomicI64::new(0);

/// A unit of work at the database: all of it happens, or none.
///
/// The ten rules that make it sound stand in `docs/adr/0001-thin-tx.md`. The two that the
/// author of a unit of work must keep: touch nothing but the `Tx`, since the work may run again;
/// and let any database error end it.
pub struct Tx<'c> {
    engine: Engine<'c>,
    pub(super) notes: Notes,
}

/// Which engine.
pub(super) enum Engine<'c> {
    Sqlite(&'c SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// What a run of the work leaves for its runner.
pub(super) struct Notes {
    source: Arc<dyn Source>,
    now: Timestamp,
    /// The clock of a scope that nobody moves until the `Tx` ends.
    kept: Option<(Scope, Clock)>,
    /// Events were written that have no number yet.
    pub(super) unnumbered: bool,
    /// Jobs were written.
    pub(super) jobs: bool,
    /// The first error of the database. Whatever the work makes of it, nothing is kept.
    pub(super) failed: Option<DbError>,
}

impl Notes {
    pub(super) fn new(source: &Arc<dyn Source>) -> Self {
        let now = source.now();
        let source = Arc::clone(source);
        Self { source, now, kept: None, unnumbered: false, jobs: false, failed: None }
    }

    /// True when the engine asked for the work to be done again.
    pub(super) const fn again(&self) -> bool {
        matches!(self.failed, Some(DbError::Again))
    }
}

impl<'c> Tx<'c> {
    pub(super) const fn new(engine: Engine<'c>, notes: Notes) -> Self {
        Self { engine, notes }
    }

    /// Runs a statement. Gives the number of rows that it wrote.
    ///
    /// # Errors
    /// The engine's; the work must end with it.
    pub fn exec(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> Result<u64, DbError> {
        self.sound()?;
        let done = match &mut self.engine {
            Engine::Sqlite(connection) => connection.exec(statement, params),
            Engine::Postgres(connection) => connection.exec(statement, params),
        };
        self.noted(done)
    }

    /// Runs a statement whose result nobody reads. On PostgreSQL it leaves with the next read or
    /// with COMMIT, and its error comes there.
    ///
    /// # Errors
    /// As [`Tx::exec`].
    pub fn exec_later(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> Result<(), DbError> {
        self.sound()?;
        let queued = match &mut self.engine {
            Engine::Sqlite(connection) => connection.exec(statement, params).map(|_| ()),
            Engine::Postgres(connection) => connection.exec_later(statement, params),
        };
        self.noted(queued)
    }

    /// The first row, read by `map`.
    ///
    /// # Errors
    /// As [`Tx::exec`], and those of `map`.
    pub fn one<T>(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        map: impl FnOnce(&mut Row<'_>) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError> {
        self.sound()?;
        let found = match &mut self.engine {
            Engine::Sqlite(connection) => connection.one(statement, params, map),
            Engine::Postgres(connection) => connection.one(statement, params, map),
        };
        self.noted(found)
    }

    /// Every row, read by `map`.
    ///
    /// # Errors
    /// As [`Tx::one`].
    pub fn all<T>(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        map: impl FnMut(&mut Row<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        self.sound()?;
        let found = match &mut self.engine {
            Engine::Sqlite(connection) => connection.all(statement, params, map),
            Engine::Postgres(connection) => connection.all(statement, params, map),
        };
        self.noted(found)
    }

    /// After an error PostgreSQL refuses whatever comes; SQLite would go on, even after it has
    /// rolled the whole group back. So both refuse.
    fn sound(&self) -> Result<(), DbError> {
        self.notes.failed.clone().map_or(Ok(()), Err)
    }

    fn noted<T>(&mut self, done: Result<T, DbError>) -> Result<T, DbError> {
        if let Err(error) = &done {
            self.notes.failed.get_or_insert_with(|| error.clone());
        }
        done
    }

    /// Real time, the same for the whole of this run.
    pub const fn now_real(&self) -> Timestamp {
        self.notes.now
    }

    /// The scope's clock, if this `Tx` keeps others from moving it.
    pub(crate) fn kept_clock(&self, scope: &Scope) -> Option<Clock> {
        self.notes.kept.filter(|(kept, _)| kept == scope).map(|(_, clock)| clock)
    }

    /// Notes that nobody else moves this clock until the `Tx` ends.
    pub(crate) const fn note_clock(&mut self, scope: &Scope, clock: Clock) {
        self.notes.kept = Some((*scope, clock));
    }

    /// A fresh id.
    pub fn id<I: Id>(&self) -> I {
        I::fresh(self.notes.source.as_ref())
    }

    /// Where time and randomness come from, for the domain's functions.
    pub fn source(&self) -> Arc<dyn Source> {
        Arc::clone(&self.notes.source)
    }

    /// Microseconds that only grow within this process: the order in which things were written.
    pub fn written(&self) -> i64 {
        let now = self.notes.now.ms().saturating_mul(1_000);
        let next = |last: i64| Some(now.max(last + 1));
        let last = WRITTEN.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next);
        last.map_or(now, |last| now.max(last + 1))
    }

    /// Events without a number were written: the numbering pass runs after COMMIT.
    pub const fn mark_unnumbered(&mut self) {
        self.notes.unnumbered = true;
    }

    /// Jobs were written: after COMMIT their runner is woken.
    pub const fn wake_jobs(&mut self) {
        self.notes.jobs = true;
    }
}
