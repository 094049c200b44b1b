//! Opening a database, and handing units of work to the threads that own its connections.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use crossbeam_channel::{Sender, TrySendError, bounded};
use domain::source::Source;
use tokio::sync::{Notify, oneshot};

use super::migrate::{self, Migrated, Migration};
use super::postgres::{self, PgConnection};
use super::sqlite::{self, SqliteConnection};
use super::{DatabaseUrl, DbError, OpenError, Statement, Tx};

/// Units of work that may wait for a thread; one more is refused as [`DbError::Busy`].
const QUEUE_MAX: usize = 4_096;
/// Connections to PostgreSQL, unless the options say otherwise.
const POSTGRES_CONNECTIONS: usize = 12;

/// What runs after the units of work of a COMMIT that left events without numbers.
pub type AfterJobs = fn(&mut Tx<'_>) -> Result<(), DbError>;

/// How to open a database.
#[derive(Clone)]
pub struct DbOptions {
    /// A server wants the file for itself: a second one is refused. Commands share it.
    pub exclusive: bool,
    /// Reader threads of SQLite; 0 for one per processor.
    pub readers: usize,
    /// Connections to PostgreSQL; 0 for the usual number.
    pub connections: usize,
    /// Units of work that may wait.
    pub queue: usize,
    /// Time and randomness.
    pub source: Arc<dyn Source>,
    /// Numbers events.
    pub after_jobs: Option<AfterJobs>,
    /// The schema, version by version.
    pub migrations: &'static [Migration],
}

impl DbOptions {
    /// The usual options, for a command.
    pub fn new(source: Arc<dyn Source>) -> Self {
        Self {
            exclusive: false,
            readers: 0,
            connections: 0,
            queue: QUEUE_MAX,
            source,
            after_jobs: Some(crate::events::number_all),
            migrations: super::MIGRATIONS,
        }
    }

    /// The usual options, for a server.
    pub fn exclusive(source: Arc<dyn Source>) -> Self {
        Self { exclusive: true, ..Self::new(source) }
    }
}

/// What all threads of a database share.
pub(super) struct Shared {
    pub(super) source: Arc<dyn Source>,
    pub(super) after_jobs: Option<AfterJobs>,
    pub(super) committed: Notify,
}

/// A unit of work that was run: whether to keep what it wrote, and how to answer.
pub(super) struct Done {
    pub(super) keep: bool,
    /// Called after COMMIT, with what became of that.
    pub(super) reply: Box<dyn FnOnce(Result<(), DbError>) + Send>,
}

impl Done {
    /// The same; but work that met an error and went on all the same has failed with that error,
    /// on both engines alike.
    pub(super) fn unless(self, failed: Option<DbError>) -> Self {
        match failed {
            Some(error) if self.keep => {
                let reply = self.reply;
                Self { keep: false, reply: Box::new(move |ended| reply(ended.and(Err(error)))) }
            }
            _ => self,
        }
    }

    /// That a unit of work panicked.
    pub(super) fn panicked(job: Job) -> Self {
        let reply = move |ended: Result<(), DbError>| {
            job.refuse(ended.err().unwrap_or(DbError::Panicked));
        };
        Self { keep: false, reply: Box::new(reply) }
    }
}

/// A unit of work that waits for a thread.
pub(super) trait Unit: Send {
    fn run(&self, tx: &mut Tx<'_>) -> Done;
    fn refuse(&self, error: DbError);
}

pub(super) type Job = Box<dyn Unit>;

struct Work<T, E, F> {
    work: F,
    answer: Answer<T, E>,
}

/// The way back to whoever asked; used once.
type Answer<T, E> = Arc<Mutex<Option<oneshot::Sender<Result<T, E>>>>>;

fn send<T, E>(answer: &Answer<T, E>, result: Result<T, E>) {
    let sender = answer.lock().ok().and_then(|mut sender| sender.take());
    if let Some(sender) = sender {
        // Whoever asked may have hung up; the work is done all the same.
        let _ = sender.send(result);
    }
}

impl<T, E, F> Unit for Work<T, E, F>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    fn run(&self, tx: &mut Tx<'_>) -> Done {
        let result = (self.work)(tx);
        let answer = Arc::clone(&self.answer);
        Done {
            keep: result.is_ok(),
            reply: Box::new(move |ended| send(&answer, ended.map_err(E::from).and(result))),
        }
    }

    fn refuse(&self, error: DbError) {
        send(&self.answer, Err(E::from(error)));
    }
}

/// A database. Cheap to clone; closed when the last clone is dropped.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    url: DatabaseUrl,
    shared: Arc<Shared>,
    write: Option<Sender<Job>>,
    read: Option<Sender<Job>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    migrations: &'static [Migration],
    /// Held for as long as the file is: other servers are refused.
    _lock: Option<File>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        // Threads end when their queue is empty and closed; work that was taken is finished.
        self.write = None;
        self.read = None;
        let threads = self.threads.get_mut().map(std::mem::take).unwrap_or_default();
        // The last clone may go with the work that held it, on one of these threads, which must
        // not wait for itself: they end all the same.
        let own = std::thread::current().id();
        if threads.iter().all(|thread| thread.thread().id() != own) {
            for thread in threads {
                let _ = thread.join();
            }
        }
    }
}

impl Db {
    /// Opens a database; does not migrate it.
    ///
    /// # Errors
    /// When it cannot be reached, or another server has it.
    pub fn open(url: &DatabaseUrl, options: DbOptions) -> Result<Self, OpenError> {
        let shared = Arc::new(Shared {
            source: options.source.clone(),
            after_jobs: options.after_jobs,
            committed: Notify::new(),
        });
        let (lock, threads, write, read) = match url {
            DatabaseUrl::Sqlite(path) => open_sqlite(path, &options, &shared)?,
            DatabaseUrl::Postgres(address) => open_postgres(address, &options, &shared)?,
        };
        Ok(Self(Arc::new(Inner {
            url: url.clone(),
            shared,
            write: Some(write),
            read: Some(read),
            threads: Mutex::new(threads),
            migrations: options.migrations,
            _lock: lock,
        })))
    }

    /// Brings the schema up to this program's version, under a lock.
    ///
    /// # Errors
    /// When the database is newer, or a migration was edited after it was applied.
    pub fn migrate(&self) -> Result<Migrated, OpenError> {
        let now = self.0.shared.source.now();
        match &self.0.url {
            DatabaseUrl::Sqlite(path) => {
                migrate::sqlite(&SqliteConnection::writer(path)?, self.0.migrations, now)
            }
            DatabaseUrl::Postgres(url) => {
                migrate::postgres(&mut PgConnection::open(url)?, self.0.migrations, now)
            }
        }
    }

    /// The database's address, without secrets in its `Display`.
    pub fn url(&self) -> &DatabaseUrl {
        &self.0.url
    }

    /// Runs work that only reads.
    ///
    /// # Errors
    /// The work's own, or the database's.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let answer = submit(self.0.read.as_ref(), work)?;
        answer.await.unwrap_or_else(|_| Err(E::from(DbError::Panicked)))
    }

    /// Runs work that writes. The answer comes after COMMIT, errors too.
    ///
    /// # Errors
    /// The work's own, or the database's.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let answer = submit(self.0.write.as_ref(), work)?;
        answer.await.unwrap_or_else(|_| Err(E::from(DbError::Panicked)))
    }

    /// [`Db::read`] for the command line. Not to be called from async code.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let answer = submit(self.0.read.as_ref(), work)?;
        answer.blocking_recv().unwrap_or_else(|_| Err(E::from(DbError::Panicked)))
    }

    /// [`Db::write`] for the command line. Not to be called from async code.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let answer = submit(self.0.write.as_ref(), work)?;
        answer.blocking_recv().unwrap_or_else(|_| Err(E::from(DbError::Panicked)))
    }

    /// Resolves after the next COMMIT that wrote jobs; one that came since the last call counts.
    pub async fn committed(&self) {
        self.0.shared.committed.notified().await;
    }

    /// Prepares statements on this engine, for the test of all texts: the first that fails.
    ///
    /// # Errors
    /// Names the statement.
    pub fn check_statements(
        &self,
        statements: &[&'static Statement],
    ) -> Result<(), (String, DbError)> {
        let named = |statement: &Statement| {
            let name = statement.name.to_owned();
            move |error| (name, error)
        };
        match &self.0.url {
            DatabaseUrl::Sqlite(path) => {
                let open = |error| ("open".to_owned(), error);
                let connection = SqliteConnection::reader(path).map_err(open)?;
                statements.iter().try_for_each(|it| connection.check(it).map_err(named(it)))
            }
            DatabaseUrl::Postgres(url) => {
                let open = |error| ("open".to_owned(), error);
                let mut connection = PgConnection::open(url).map_err(open)?;
                statements.iter().try_for_each(|it| connection.check(it).map_err(named(it)))
            }
        }
    }
}

fn submit<T, E, F>(
    queue: Option<&Sender<Job>>,
    work: F,
) -> Result<oneshot::Receiver<Result<T, E>>, E>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    let (sender, answer) = oneshot::channel();
    let job = Box::new(Work { work, answer: Arc::new(Mutex::new(Some(sender))) });
    let queue = queue.ok_or(DbError::Closed)?;
    queue.try_send(job).map_err(|error| match error {
        TrySendError::Full(_) => DbError::Busy,
        TrySendError::Disconnected(_) => DbError::Closed,
    })?;
    Ok(answer)
}

/// The lock, the threads, and their queues.
type Opened = (Option<File>, Vec<JoinHandle<()>>, Sender<Job>, Sender<Job>);

fn open_sqlite(
    path: &Path,
    options: &DbOptions,
    shared: &Arc<Shared>,
) -> Result<Opened, OpenError> {
    let lock = if options.exclusive { Some(take_lock(path)?) } else { None };
    make_private(path)?;
    let writer = SqliteConnection::writer(path)?;
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let readers = if options.readers == 0 { cores } else { options.readers };
    let (write, write_jobs) = bounded::<Job>(options.queue);
    let (read, read_jobs) = bounded::<Job>(options.queue);
    let mut threads = Vec::with_capacity(1 + readers);
    let with = Arc::clone(shared);
    threads.push(spawn("db-writer", move || {
        sqlite::write_until_closed(&writer, &write_jobs, &with);
    })?);
    for _ in 0..readers {
        let reader = SqliteConnection::reader(path)?;
        let (jobs, with) = (read_jobs.clone(), Arc::clone(shared));
        threads.push(spawn("db-reader", move || {
            sqlite::read_until_closed(&reader, &jobs, &with);
        })?);
    }
    Ok((lock, threads, write, read))
}

fn open_postgres(
    url: &str,
    options: &DbOptions,
    shared: &Arc<Shared>,
) -> Result<Opened, OpenError> {
    let wanted = options.connections;
    let connections = if wanted == 0 { POSTGRES_CONNECTIONS } else { wanted };
    let (write, write_jobs) = bounded::<Job>(options.queue);
    let (read, read_jobs) = bounded::<Job>(options.queue);
    // One signal at a time: a pass numbers all that it finds.
    let (number, numbers) = bounded::<()>(1);
    let mut threads = Vec::with_capacity(connections + 1);
    for place in 0..connections {
        let connection = PgConnection::open(url)?;
        // A third of the connections prefer reading, so that lists never wait behind writes.
        let queues = match place % 3 {
            0 => [read_jobs.clone(), write_jobs.clone()],
            _ => [write_jobs.clone(), read_jobs.clone()],
        };
        let (with, number) = (Arc::clone(shared), number.clone());
        let writes_first = place % 3 != 0;
        threads.push(spawn("db-connection", move || {
            postgres::run_until_closed(connection, &queues, writes_first, &with, &number);
        })?);
    }
    drop(number);
    let (connection, with) = (PgConnection::open(url)?, Arc::clone(shared));
    threads.push(spawn("db-numbers", move || {
        postgres::number_until_closed(connection, &numbers, &with);
    })?);
    Ok((None, threads, write, read))
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, OpenError> {
    let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    thread.map_err(|source| OpenError::File { path: name.to_owned(), source })
}

/// How to make files that are nobody else's: names, addresses and mails are in them.
fn private_file() -> OpenOptions {
    let mut options = File::options();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes the database's file before SQLite would, which gives the files beside it the same mode.
/// A file that is there keeps the mode that its owner gave it, and is not touched at all: closing
/// it would undo the locks that SQLite has on it in this process.
fn make_private(path: &Path) -> Result<(), OpenError> {
    match private_file().create_new(true).open(path) {
        Err(source) if source.kind() != ErrorKind::AlreadyExists => {
            Err(OpenError::File { path: path.display().to_string(), source })
        }
        _ => Ok(()),
    }
}

/// Takes the file's lock, in a file beside it, for as long as this process lives.
fn take_lock(path: &Path) -> Result<File, OpenError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let name = PathBuf::from(name);
    let failed = |source| OpenError::File { path: name.display().to_string(), source };
    let file = private_file().create(true).truncate(false).open(&name).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(OpenError::InUse(path.display().to_string())),
        Err(std::fs::TryLockError::Error(source)) => Err(failed(source)),
    }
}
