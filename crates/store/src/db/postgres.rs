//! PostgreSQL: a few threads with a connection each. Writes whose result nobody reads are
//! pipelined; BEGIN leaves with the first statement.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, select};
use futures_util::future::join_all;
use tokio::runtime::Runtime;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, NoTls, Statement as Prepared};

use super::open::{Done, Job, Shared};
use super::tx::{Engine, Notes};
use super::{DbError, Row, Statement, Tx, Value};

/// How often a unit of work is done again when the database asks for it.
const RUNS_MAX: u32 = 10;
/// Statements that wait for the next read, at the most.
const PENDING_MAX: usize = 256;
/// How long connecting, and a send that nobody acknowledges, may take, unless the address says
/// otherwise: a host that vanished must not hold a thread for hours.
const PATIENCE: Duration = Duration::from_secs(15);
/// Writers see what others commit, and lock what they change.
const BEGIN_WRITING: &str = "BEGIN";
/// Readers see one state of the database throughout, as on SQLite.
const BEGIN_READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A parameter that has to outlive the call.
#[derive(Clone, Debug)]
enum Owned {
    Null,
    Int(i64),
    Bool(bool),
    Text(Box<str>),
}

impl From<&Value<'_>> for Owned {
    fn from(value: &Value<'_>) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Int(value) => Self::Int(*value),
            Value::Bool(value) => Self::Bool(*value),
            Value::Text(value) => Self::Text((*value).into()),
        }
    }
}

impl ToSql for Owned {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) if *ty == Type::INT4 => i32::try_from(*value)?.to_sql(ty, out),
            Self::Int(value) => value.to_sql(ty, out),
            Self::Bool(value) => value.to_sql(ty, out),
            Self::Text(value) => value.as_ref().to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A statement that waits for the next read or for COMMIT.
struct Pending {
    prepared: Prepared,
    params: Vec<Owned>,
}

/// What leaves behind the statements that wait.
enum Last {
    /// Nothing.
    Nothing,
    /// A statement whose rows are read.
    Rows(Prepared, Vec<Owned>),
    /// A statement whose rows are counted.
    Count(Prepared, Vec<Owned>),
    /// The end of the `Tx`.
    Commit,
}

/// What came back for [`Last`].
#[derive(Default)]
struct Answer {
    rows: Vec<tokio_postgres::Row>,
    count: u64,
}

impl Last {
    async fn send(&self, client: &Client) -> Result<Answer, tokio_postgres::Error> {
        match self {
            Self::Nothing => Ok(Answer::default()),
            Self::Rows(prepared, params) => {
                let params: Vec<&(dyn ToSql + Sync)> =
                    params.iter().map(|it| it as &(dyn ToSql + Sync)).collect();
                let rows = client.query(prepared, &params).await?;
                Ok(Answer { rows, count: 0 })
            }
            Self::Count(prepared, params) => {
                let count = client.execute_raw(prepared, params.iter()).await?;
                Ok(Answer { rows: Vec::new(), count })
            }
            Self::Commit => {
                client.batch_execute("COMMIT").await?;
                Ok(Answer::default())
            }
        }
    }
}

/// A connection with a runtime of its own.
pub(super) struct PgConnection {
    url: String,
    runtime: Runtime,
    client: Client,
    prepared: HashMap<usize, Prepared>,
    pending: Vec<Pending>,
    /// What BEGIN has to say, until it is said.
    begin: Option<&'static str>,
    /// COMMIT was sent in this `Tx`: from then on nobody knows what a silent server kept.
    committing: bool,
    /// A ROLLBACK failed: the connection is given up.
    broken: bool,
}

impl PgConnection {
    /// Connects.
    pub(super) fn open(url: &str) -> Result<Self, DbError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| DbError::Engine(error.to_string()))?;
        let client = connect(&runtime, url)?;
        let (prepared, pending) = (HashMap::new(), Vec::new());
        let (begin, committing, broken) = (None, false, false);
        let url = url.to_owned();
        Ok(Self { url, runtime, client, prepared, pending, begin, committing, broken })
    }

    /// Makes ready for a `Tx`; connects again if the server went away.
    fn begin(&mut self, words: &'static str) -> Result<(), DbError> {
        if self.is_lost() {
            self.client = connect(&self.runtime, &self.url)?;
            self.prepared.clear();
        }
        self.pending.clear();
        self.begin = Some(words);
        (self.committing, self.broken) = (false, false);
        Ok(())
    }

    fn is_lost(&self) -> bool {
        self.broken || self.client.is_closed()
    }

    /// Runs a script.
    pub(super) fn script(&mut self, sql: &str) -> Result<(), DbError> {
        Ok(self.runtime.block_on(self.client.batch_execute(sql))?)
    }

    fn prepare(&mut self, statement: &'static Statement) -> Result<Prepared, DbError> {
        let key = std::ptr::from_ref(statement) as usize;
        if let Some(prepared) = self.prepared.get(&key) {
            return Ok(prepared.clone());
        }
        let text = statement.postgres();
        let prepared = self.runtime.block_on(self.client.prepare(&text)).map_err(|error| {
            tracing::error!(statement = statement.name, %error, "a statement cannot be prepared");
            DbError::from(error)
        })?;
        self.prepared.insert(key, prepared.clone());
        Ok(prepared)
    }

    /// Sends what waits, and then `last`, in one go; gives what `last` gave.
    ///
    /// Each result is looked at, because PostgreSQL answers the COMMIT of a failed `Tx` with
    /// success.
    fn flush(&mut self, last: &Last) -> Result<Answer, DbError> {
        let begin = self.begin.take();
        let pending = std::mem::take(&mut self.pending);
        let client = &self.client;
        self.runtime.block_on(async {
            let begun = async {
                match begin {
                    Some(words) => client.batch_execute(words).await,
                    None => Ok(()),
                }
            };
            let written = join_all(
                pending.iter().map(|it| client.execute_raw(&it.prepared, it.params.iter())),
            );
            // Polled in this order, so that they leave in this order, without waiting.
            let (begun, written, answer) = tokio::join!(biased; begun, written, last.send(client));
            begun?;
            for result in written {
                result?;
            }
            Ok(answer?)
        })
    }

    pub(super) fn exec(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> Result<u64, DbError> {
        let prepared = self.prepare(statement)?;
        let last = Last::Count(prepared, params.iter().map(Owned::from).collect());
        Ok(self.flush(&last)?.count)
    }

    pub(super) fn exec_later(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> Result<(), DbError> {
        let prepared = self.prepare(statement)?;
        let params = params.iter().map(Owned::from).collect();
        self.pending.push(Pending { prepared, params });
        if self.pending.len() >= PENDING_MAX {
            self.flush(&Last::Nothing)?;
        }
        Ok(())
    }

    pub(super) fn one<T>(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        map: impl FnOnce(&mut Row<'_>) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError> {
        let rows = self.query(statement, params)?;
        rows.first().map(|row| map(&mut Row::postgres(row))).transpose()
    }

    pub(super) fn all<T>(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        mut map: impl FnMut(&mut Row<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        let rows = self.query(statement, params)?;
        rows.iter().map(|row| map(&mut Row::postgres(row))).collect()
    }

    fn query(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> Result<Vec<tokio_postgres::Row>, DbError> {
        let prepared = self.prepare(statement)?;
        let last = Last::Rows(prepared, params.iter().map(Owned::from).collect());
        Ok(self.flush(&last)?.rows)
    }

    /// Prepares a statement and throws it away: the test of all texts.
    pub(super) fn check(&mut self, statement: &Statement) -> Result<(), DbError> {
        self.runtime.block_on(self.client.prepare(&statement.postgres()))?;
        Ok(())
    }

    /// Commits; what waits leaves with it.
    fn commit(&mut self) -> Result<(), DbError> {
        if self.begin.is_some() && self.pending.is_empty() {
            // Nothing was asked of the database at all.
            self.begin = None;
            return Ok(());
        }
        self.committing = true;
        self.flush(&Last::Commit)?;
        Ok(())
    }

    /// Rolls back. It is also how a connection that is gone is noticed, after an error that came
    /// before anything was begun.
    fn roll_back(&mut self, failed: bool) {
        self.pending.clear();
        let untouched = self.begin.take().is_some() && !failed;
        if untouched || self.client.is_closed() {
            return;
        }
        if let Err(error) = self.script("ROLLBACK") {
            tracing::warn!(%error, "a Tx was not rolled back; the connection is given up");
            self.broken = true;
        }
    }
}

fn connect(runtime: &Runtime, url: &str) -> Result<Client, DbError> {
    let mut config: Config = url.parse()?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(PATIENCE);
    }
    let (client, connection) = runtime.block_on(config.connect(NoTls))?;
    // Polled whenever the thread waits for an answer.
    runtime.spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "a connection to PostgreSQL ended");
        }
    });
    Ok(client)
}

/// A connection's thread: takes units of work from both queues, its own kind first.
pub(super) fn run_until_closed(
    mut connection: PgConnection,
    queues: &[Receiver<Job>; 2],
    writes_first: bool,
    shared: &Arc<Shared>,
    number: &Sender<()>,
) {
    let [first, second] = queues;
    loop {
        let (job, preferred) = match first.try_recv() {
            Ok(job) => (job, true),
            Err(_) => select! {
                recv(first) -> job => match job {
                    Ok(job) => (job, true),
                    Err(_) => return drain(&mut connection, second, !writes_first, shared, number),
                },
                recv(second) -> job => match job {
                    Ok(job) => (job, false),
                    Err(_) => return drain(&mut connection, first, writes_first, shared, number),
                },
            },
        };
        let writes = preferred == writes_first;
        run(&mut connection, job.as_ref(), writes, shared, number);
    }
}

/// One queue is closed: what waits in the other is still done.
fn drain(
    connection: &mut PgConnection,
    queue: &Receiver<Job>,
    writes: bool,
    shared: &Arc<Shared>,
    number: &Sender<()>,
) {
    while let Ok(job) = queue.recv() {
        run(connection, job.as_ref(), writes, shared, number);
    }
}

/// Runs one unit of work, again if need be, and answers.
fn run(
    connection: &mut PgConnection,
    job: &dyn super::open::Unit,
    writes: bool,
    shared: &Arc<Shared>,
    number: &Sender<()>,
) {
    for round in 1..=RUNS_MAX {
        let begin = if writes { BEGIN_WRITING } else { BEGIN_READING };
        if let Err(error) = connection.begin(begin) {
            tracing::error!(%error, "PostgreSQL cannot be reached");
            // Nothing was done, and a moment later it may be there again.
            return job.refuse(DbError::Busy);
        }
        let mut tx = Tx::new(Engine::Postgres(connection), Notes::new(&shared.source));
        let done = catch_unwind(AssertUnwindSafe(|| job.run(&mut tx)));
        let notes = tx.notes;
        let Ok(done) = done else {
            tracing::error!("a unit of work panicked; nothing of it is kept");
            connection.roll_back(notes.failed.is_some());
            return job.refuse(DbError::Panicked);
        };
        let (asked, failed) = (notes.again(), notes.failed.is_some());
        let Done { keep, reply } = done.unless(notes.failed);
        let ended = if keep { connection.commit() } else { Ok(()) };
        if !keep || ended.is_err() {
            connection.roll_back(failed);
        }
        // A server that went away before COMMIT has kept nothing.
        let lost = connection.is_lost() && !connection.committing;
        let asked = asked || matches!(ended, Err(DbError::Again));
        if (asked || lost) && round < RUNS_MAX {
            continue;
        }
        if keep && ended.is_ok() {
            if notes.jobs {
                shared.committed.notify_one();
            }
            if notes.unnumbered {
                // A signal that waits already is enough.
                let _ = number.try_send(());
            }
        }
        return reply(if asked { Err(DbError::Busy) } else { ended });
    }
}

/// The thread that numbers events after COMMIT.
pub(super) fn number_until_closed(
    mut connection: PgConnection,
    signals: &Receiver<()>,
    shared: &Arc<Shared>,
) {
    while signals.recv().is_ok() {
        let Some(after_jobs) = shared.after_jobs else { continue };
        for round in 1..=RUNS_MAX {
            let pass = || number(&mut connection, after_jobs, shared);
            let Ok(passed) = catch_unwind(AssertUnwindSafe(pass)) else {
                tracing::error!("the numbering of events panicked");
                connection.roll_back(true);
                break;
            };
            let Err(error) = passed else { break };
            connection.roll_back(true);
            let again = matches!(error, DbError::Again) || connection.is_lost();
            if !again || round == RUNS_MAX {
                tracing::error!(%error, "events stay without numbers for now");
                break;
            }
        }
    }
}

fn number(
    connection: &mut PgConnection,
    after_jobs: super::open::AfterJobs,
    shared: &Arc<Shared>,
) -> Result<(), DbError> {
    connection.begin(BEGIN_WRITING)?;
    let mut tx = Tx::new(Engine::Postgres(connection), Notes::new(&shared.source));
    after_jobs(&mut tx)?;
    connection.commit()
}
