//! SQLite: one writer thread that puts many units of work into one COMMIT, and a few readers.

use std::cell::RefCell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::Receiver;
use domain::source::Source;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};

use super::open::{AfterJobs, Done, Job, Shared};
use super::tx::{Engine, Notes};
use super::{DbError, Row, Statement, Tx, Value};

/// Units of work that share a COMMIT, at the most.
const GROUP_MAX: usize = 256;
/// Page cache of the writer, in KiB.
const WRITER_CACHE_KIB: i64 = 64 * 1024;
/// Page cache of each reader, in KiB.
const READER_CACHE_KIB: i64 = 8 * 1024;
/// Prepared statements kept per connection: more than there are.
const STATEMENTS_MAX: usize = 512;
/// How often a command asks for the file while a server is writing, and how long it lets it be in
/// between: ten seconds in all.
const LOCK_TRIES: i32 = 10_000;
const LOCK_PAUSE: Duration = Duration::from_millis(1);
/// How often a connection asks for the write-ahead log when others ask too.
const WAL_TRIES: u32 = 100;
/// How long it lets the others pass in between.
const WAL_PAUSE: Duration = Duration::from_millis(10);

/// A connection to the file.
pub(super) struct SqliteConnection {
    connection: Connection,
    /// SQLite's spelling of each statement, by the statement's address.
    texts: RefCell<HashMap<usize, Arc<str>>>,
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(value) => ValueRef::Integer(*value),
            Value::Bool(value) => ValueRef::Integer(i64::from(*value)),
            Value::Text(value) => ValueRef::Text(value.as_bytes()),
        }))
    }
}

/// Whether to ask for a lock once more. A server under load lets go of the file for an instant
/// between one COMMIT and the next; SQLite's own timeout, which soon asks ten times a second only,
/// would seldom hit one.
#[expect(clippy::disallowed_methods, reason = "it asks again, a bounded number of times")]
fn ask_again(tries: i32) -> bool {
    std::thread::sleep(LOCK_PAUSE);
    tries < LOCK_TRIES
}

impl SqliteConnection {
    /// Opens the file for writing, making it if need be.
    pub(super) fn writer(path: &Path) -> Result<Self, DbError> {
        let this = Self::open(path)?;
        this.switch_to_wal()?;
        this.pragma("synchronous", "FULL")?;
        this.pragma("wal_autocheckpoint", "1000")?;
        this.pragma("cache_size", &format!("-{WRITER_CACHE_KIB}"))?;
        Ok(this)
    }

    /// Opens the file for reading only.
    pub(super) fn reader(path: &Path) -> Result<Self, DbError> {
        let this = Self::open(path)?;
        this.pragma("query_only", "ON")?;
        this.pragma("cache_size", &format!("-{READER_CACHE_KIB}"))?;
        Ok(this)
    }

    fn open(path: &Path) -> Result<Self, DbError> {
        let connection = Connection::open(path)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
        let this = Self { connection, texts: RefCell::default() };
        // Before journal_mode: two connections that open together would otherwise collide.
        this.connection.busy_handler(Some(ask_again))?;
        this.pragma("foreign_keys", "ON")?;
        this.pragma("temp_store", "MEMORY")?;
        Ok(this)
    }

    /// Asks for the write-ahead log, which is a new file's first change. Of two connections that ask at
    /// once, each reads while it waits for the other to stop reading: SQLite refuses one of them at
    /// once, without waiting, and leaves it to ask again.
    #[expect(clippy::disallowed_methods, reason = "it asks again, a bounded number of times")]
    fn switch_to_wal(&self) -> Result<(), DbError> {
        for _ in 1..WAL_TRIES {
            match self.pragma("journal_mode", "WAL") {
                Err(DbError::Busy) => std::thread::sleep(WAL_PAUSE),
                answer => return answer,
            }
        }
        self.pragma("journal_mode", "WAL")
    }

    fn pragma(&self, name: &str, value: &str) -> Result<(), DbError> {
        let sql = format!("PRAGMA {name} = {value}");
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while rows.next()?.is_some() {}
        Ok(())
    }

    /// Runs a script.
    pub(super) fn script(&self, sql: &str) -> Result<(), DbError> {
        Ok(self.connection.execute_batch(sql)?)
    }

    /// Begins, ends or marks a group; such words are prepared once too.
    fn control(&self, sql: &str) -> Result<(), DbError> {
        self.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }

    /// Begins, after whatever a failed ROLLBACK may have left open.
    fn begin(&self, words: &str) -> Result<(), DbError> {
        if self.is_open() {
            self.control("ROLLBACK")?;
        }
        self.control(words)
    }

    fn is_open(&self) -> bool {
        !self.connection.is_autocommit()
    }

    fn prepare(&self, statement: &'static Statement) -> Result<CachedStatement<'_>, DbError> {
        let key = std::ptr::from_ref(statement) as usize;
        let text = {
            let mut texts = self.texts.borrow_mut();
            Arc::clone(texts.entry(key).or_insert_with(|| statement.sqlite().into()))
        };
        Ok(self.connection.prepare_cached(&text)?)
    }

    pub(super) fn exec(
        &self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> Result<u64, DbError> {
        let mut prepared = self.prepare(statement)?;
        Ok(prepared.execute(rusqlite::params_from_iter(params))? as u64)
    }

    pub(super) fn one<T>(
        &self,
        statement: &'static Statement,
        params: &[Value<'_>],
        map: impl FnOnce(&mut Row<'_>) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError> {
        let mut prepared = self.prepare(statement)?;
        let mut rows = prepared.query(rusqlite::params_from_iter(params))?;
        rows.next()?.map(|row| map(&mut Row::sqlite(row))).transpose()
    }

    pub(super) fn all<T>(
        &self,
        statement: &'static Statement,
        params: &[Value<'_>],
        mut map: impl FnMut(&mut Row<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        let mut prepared = self.prepare(statement)?;
        let mut rows = prepared.query(rusqlite::params_from_iter(params))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(map(&mut Row::sqlite(row))?);
        }
        Ok(found)
    }

    /// Prepares a statement and throws it away: the test of all texts.
    pub(super) fn check(&self, statement: &Statement) -> Result<(), DbError> {
        self.connection.prepare(&statement.sqlite())?;
        Ok(())
    }
}

/// The writer thread: takes what waits, up to a bound, into one COMMIT, and answers after it.
pub(super) fn write_until_closed(
    connection: &SqliteConnection,
    jobs: &Receiver<Job>,
    shared: &Shared,
) {
    while let Ok(first) = jobs.recv() {
        if let Err(error) = connection.begin("BEGIN IMMEDIATE") {
            // Whoever holds the file held it for long: those behind need not wait as long again.
            first.refuse(error.clone());
            jobs.try_iter().take(GROUP_MAX).for_each(|job| job.refuse(error.clone()));
            continue;
        }
        let mut group = Group::new(connection, &shared.source);
        group.run(first);
        while group.is_sound() && group.answers.len() < GROUP_MAX {
            let Ok(job) = jobs.try_recv() else { break };
            group.run(job);
        }
        group.finish(shared);
    }
}

/// Units of work on their way into one COMMIT.
struct Group<'c> {
    connection: &'c SqliteConnection,
    source: &'c Arc<dyn Source>,
    answers: Vec<Done>,
    unnumbered: bool,
    jobs: bool,
    broken: Option<DbError>,
}

impl<'c> Group<'c> {
    const fn new(connection: &'c SqliteConnection, source: &'c Arc<dyn Source>) -> Self {
        let answers = Vec::new();
        Self { connection, source, answers, unnumbered: false, jobs: false, broken: None }
    }

    const fn is_sound(&self) -> bool {
        self.broken.is_none()
    }

    /// Runs one unit in a savepoint of its own, so that its failure is its own.
    fn run(&mut self, job: Job) {
        if let Err(error) = self.connection.control("SAVEPOINT job") {
            job.refuse(error.clone());
            self.broken = Some(error);
            return;
        }
        let mut tx = Tx::new(Engine::Sqlite(self.connection), Notes::new(self.source));
        let done = catch_unwind(AssertUnwindSafe(|| job.run(&mut tx)));
        let Notes { unnumbered, jobs, failed, .. } = tx.notes;
        let done = done.map(|done| done.unless(failed)).unwrap_or_else(|_| {
            tracing::error!("a unit of work panicked; nothing of it is kept");
            Done::panicked(job)
        });
        let keep = done.keep;
        self.answers.push(done);
        if keep {
            self.unnumbered |= unnumbered;
            self.jobs |= jobs;
            self.end("RELEASE job");
        } else {
            self.undo();
        }
    }

    fn undo(&mut self) {
        self.end("ROLLBACK TO job");
        self.end("RELEASE job");
    }

    /// A full disk or an I/O error rolls everything back, not only this unit: then the whole
    /// group has failed.
    fn end(&mut self, words: &str) {
        if !self.connection.is_open() {
            self.broken = Some(DbError::Engine("SQLite rolled the whole group back".to_owned()));
        } else if let Err(error) = self.connection.control(words) {
            self.broken = Some(error);
        }
    }

    /// Numbers the events of the group, in a savepoint: the work is kept even if that fails.
    fn number(&mut self, after_jobs: Option<AfterJobs>) {
        let Some(after_jobs) = after_jobs.filter(|_| self.unnumbered && self.is_sound()) else {
            return;
        };
        if self.connection.control("SAVEPOINT job").is_err() {
            return;
        }
        let mut tx = Tx::new(Engine::Sqlite(self.connection), Notes::new(self.source));
        match catch_unwind(AssertUnwindSafe(|| after_jobs(&mut tx))) {
            Ok(Ok(())) => self.end("RELEASE job"),
            Ok(Err(error)) => {
                tracing::error!(%error, "events stay without numbers for now");
                self.undo();
            }
            Err(_) => self.undo(),
        }
    }

    /// Commits, and answers everybody; replies leave only now, those of failures too.
    fn finish(mut self, shared: &Shared) {
        self.number(shared.after_jobs);
        let committed = match self.broken.take() {
            None => self.connection.control("COMMIT"),
            Some(error) => Err(error),
        };
        if let Err(error) = &committed {
            tracing::error!(%error, "a group of work was not committed");
            if self.connection.is_open() {
                let _ = self.connection.control("ROLLBACK");
            }
        }
        if committed.is_ok() && self.jobs {
            shared.committed.notify_one();
        }
        for done in self.answers {
            (done.reply)(committed.clone());
        }
    }
}

/// A reader thread.
pub(super) fn read_until_closed(
    connection: &SqliteConnection,
    jobs: &Receiver<Job>,
    shared: &Shared,
) {
    while let Ok(job) = jobs.recv() {
        if let Err(error) = connection.begin("BEGIN") {
            job.refuse(error);
            continue;
        }
        let mut tx = Tx::new(Engine::Sqlite(connection), Notes::new(&shared.source));
        let done = catch_unwind(AssertUnwindSafe(|| job.run(&mut tx)));
        let failed = tx.notes.failed;
        let ended = connection.control("COMMIT");
        match done {
            Ok(done) => (done.unless(failed).reply)(ended),
            Err(_) => {
                tracing::error!("a reading unit of work panicked");
                job.refuse(DbError::Panicked);
            }
        }
    }
}
