//! The tests' own table and statements.

use std::sync::{Arc, Condvar, Mutex};

use store::{Db, DbError, DbOptions, Migration, SystemSource, Tx, Value};
use testkit::databases::TempDatabase;

/// The schema of these tests.
pub(crate) static SCHEMA: &[Migration] = &[Migration {
    version: 1,
    name: "things",
    sql: "CREATE TABLE things (id TEXT PRIMARY KEY, number BIGINT, truth BOOLEAN, words TEXT);",
}];

/// Declares statements of the tests.
macro_rules! texts {
    ($($name:ident = $sql:literal $locking:ident;)+) => {$(
        pub(crate) static $name: ::store::Statement =
            ::store::Statement { name: stringify!($name), sql: $sql, locking: ::store::Locking::$locking };
    )+};
}
pub(crate) use texts;

texts! {
    PUT = "INSERT INTO things (id, number, truth, words) VALUES ($1, $2, $3, $4)" None;
    CLAIM = "INSERT INTO things (id, number) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING" None;
    GET = "SELECT number, truth, words FROM things WHERE id = $1" None;
    LOCK = "SELECT number FROM things WHERE id = $1" ForUpdate;
    SET = "UPDATE things SET number = $1 WHERE id = $2" None;
    SET_ALL = "UPDATE things SET truth = $1" None;
    ALL = "SELECT id FROM things ORDER BY id" None;
    ORDER = "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($2 AS TEXT)" None;
    PUT_OR_ROLL_BACK = "INSERT OR ROLLBACK INTO things (id, number) VALUES ($1, $2)" None;
    NONSENSE = "SELECT nothing FROM nowhere" None;
}

/// Options for the tests' own schema.
pub(crate) fn options() -> DbOptions {
    DbOptions { migrations: SCHEMA, after_jobs: None, ..DbOptions::new(Arc::new(SystemSource)) }
}

/// A database with the tests' own schema.
pub(crate) fn open(database: &TempDatabase) -> Db {
    open_with(database, options())
}

/// The same, with other options.
pub(crate) fn open_with(database: &TempDatabase, options: DbOptions) -> Db {
    let db = database.open_with(options);
    db.migrate().expect("the schema of the tests");
    db
}

/// Writes a row with this id and number.
pub(crate) fn put(tx: &mut Tx<'_>, id: &str, number: i64) -> Result<(), DbError> {
    let written = tx.exec(&PUT, &[id.into(), number.into(), Value::Null, Value::Null])?;
    assert_eq!(written, 1);
    Ok(())
}

/// The number of a row.
pub(crate) async fn look_up(db: &Db, id: &str) -> Option<i64> {
    let id = id.to_owned();
    let found: Result<_, DbError> =
        db.read(move |tx| tx.one(&GET, &[Value::from(&id)], |row| row.int())).await;
    found.expect("a number")
}

/// The same, for tests that are not async.
pub(crate) fn number(db: &Db, id: &str) -> Option<i64> {
    run(look_up(db, id))
}

/// The ids of all rows.
pub(crate) fn ids(db: &Db) -> Vec<String> {
    let all: Result<_, DbError> =
        db.read_blocking(|tx| tx.all(&ALL, &[], |row| Ok(row.text()?.to_owned())));
    all.expect("the ids")
}

/// A door that work stands at until it is opened.
#[derive(Clone, Default)]
pub(crate) struct Door(Arc<(Mutex<State>, Condvar)>);

#[derive(Default)]
struct State {
    open: bool,
    waiting: usize,
}

impl Door {
    /// Waits until it is open.
    pub(crate) fn pass(&self) {
        let (state, changed) = &*self.0;
        let mut state = state.lock().expect("the door");
        state.waiting += 1;
        changed.notify_all();
        let opened = changed.wait_while(state, |state| !state.open);
        drop(opened.expect("the door"));
    }

    /// Waits until so many stand at it.
    pub(crate) fn await_waiting(&self, many: usize) {
        let (state, changed) = &*self.0;
        let state = state.lock().expect("the door");
        drop(changed.wait_while(state, |state| state.waiting < many).expect("the door"));
    }

    /// Opens it for good.
    pub(crate) fn open(&self) {
        let (state, changed) = &*self.0;
        state.lock().expect("the door").open = true;
        changed.notify_all();
    }
}

/// Runs async tests.
pub(crate) fn run<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(work)
}
