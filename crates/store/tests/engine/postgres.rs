//! What only PostgreSQL does: it asks for work to be done again, and it goes away.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};

use futures_util::future::join_all;
use store::{Db, DbError, DbOptions, Statement};
use testkit::databases::TempDatabase;

use crate::support::{LOCK, SET, ids, number, open, open_with, options, put, run, texts};

texts! {
    REPEATABLE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ" None;
    END_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()" None;
    END_OURSELVES = "SELECT pg_terminate_backend(pg_backend_pid())" None;
}

fn database() -> (TempDatabase, Db) {
    let database = TempDatabase::postgres();
    let db = open(&database);
    let written: Result<(), DbError> = db.write_blocking(|tx| {
        put(tx, "a", 0)?;
        put(tx, "b", 0)
    });
    written.expect("written");
    (database, db)
}

fn add_one(tx: &mut store::Tx<'_>, id: &'static str) -> Result<(), DbError> {
    let number = tx.one(&LOCK, &[id.into()], |row| row.int())?;
    let more = number.ok_or(DbError::Corrupt("no counter"))? + 1;
    tx.exec(&SET, &[more.into(), id.into()]).map(|_| ())
}

/// Both hold one row and want the other's: PostgreSQL ends one of them, which is done again.
#[test]
fn a_deadlock_is_done_again() {
    let (_database, db) = database();
    let (meet, runs) = (Arc::new(Barrier::new(2)), Arc::new(AtomicU32::new(0)));
    let both = [["a", "b"], ["b", "a"]].map(|[first, second]| {
        let (meet, runs) = (Arc::clone(&meet), Arc::clone(&runs));
        db.write(move |tx| {
            add_one(tx, first)?;
            if runs.fetch_add(1, Ordering::SeqCst) < 2 {
                meet.wait();
            }
            add_one(tx, second)
        })
    });
    for answer in run(join_all(both)) {
        answer.expect("both end well");
    }
    // One of the two again; it may meet the other once more.
    assert!(runs.load(Ordering::SeqCst) >= 3);
    assert_eq!((number(&db, "a"), number(&db, "b")), (Some(2), Some(2)));
}

/// Work that meets a write of another after it has looked, so many times.
fn disturbed(times: u32, last: fn(&mut store::Tx<'_>) -> Result<(), DbError>) -> (Db, u32, bool) {
    let (database, db) = database();
    let other = database.open_with(options());
    let runs = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&runs);
    let answer: Result<(), DbError> = db.write_blocking(move |tx| {
        tx.exec(&REPEATABLE, &[])?;
        put(tx, "once", 1)?;
        if seen.fetch_add(1, Ordering::SeqCst) < times {
            other.write_blocking(|tx| add_one(tx, "a"))?;
        }
        last(tx)
    });
    let done = match answer {
        Ok(()) => true,
        Err(DbError::Busy) => false,
        Err(error) => panic!("{error}"),
    };
    // The folder of the database must outlive the handle no longer than this.
    let runs = runs.load(Ordering::SeqCst);
    assert_eq!(ids(&db).len(), if done { 3 } else { 2 });
    drop(database);
    (db, runs, done)
}

#[test]
fn a_serialization_failure_is_done_again() {
    let (_, runs, done) = disturbed(2, |tx| add_one(tx, "a"));
    assert_eq!((runs, done), (3, true));
}

#[test]
fn a_serialization_failure_at_the_end_is_done_again() {
    let (_, runs, done) = disturbed(2, |tx| tx.exec_later(&SET, &[9.into(), "a".into()]));
    assert_eq!((runs, done), (3, true));
}

/// An error that the work passes over is noticed all the same.
#[test]
fn a_serialization_failure_that_is_passed_over_is_done_again() {
    let (_, runs, done) = disturbed(2, |tx| {
        let _ = add_one(tx, "a");
        Ok(())
    });
    assert_eq!((runs, done), (3, true));
}

#[test]
fn work_that_never_succeeds_is_given_up_as_busy() {
    let (_, runs, done) = disturbed(u32::MAX, |tx| add_one(tx, "a"));
    assert_eq!((runs, done), (10, false));
}

fn end_others(database: &TempDatabase) {
    let db = database.open_with(DbOptions { connections: 1, ..options() });
    let ended: Result<Vec<bool>, DbError> =
        db.write_blocking(|tx| tx.all(&END_OTHERS, &[], |row| row.bool()));
    assert!(ended.expect("ended").len() > 2);
}

/// A server that was restarted costs nobody an error when nothing was under way.
#[test]
fn connections_that_were_ended_come_back() {
    let (database, db) = database();
    for _ in 0..3 {
        end_others(&database);
        let work = (0..40).map(|_| db.write(|tx| add_one(tx, "a")));
        for answer in run(join_all(work)) {
            answer.expect("done on a new connection");
        }
    }
    assert_eq!(number(&db, "a"), Some(120));
}

/// What was sent blindly is not sent again when nobody knows what became of it.
#[test]
fn a_connection_lost_at_the_end_is_an_error_and_comes_back() {
    let database = TempDatabase::postgres();
    let db = open_with(&database, DbOptions { connections: 1, ..options() });
    let written: Result<(), DbError> = db.write_blocking(|tx| put(tx, "a", 0));
    written.expect("written");
    let blindly = || -> Result<(), DbError> {
        db.write_blocking(|tx| tx.exec_later(&SET, &[1.into(), "a".into()]))
    };
    // The statement is prepared on this connection.
    blindly().expect("written");
    end_others_of_one(&database);
    let lost = blindly();
    assert!(matches!(lost, Err(DbError::Engine(_))), "{lost:?}");
    blindly().expect("written on a new connection");
}

fn end_others_of_one(database: &TempDatabase) {
    let db = database.open_with(DbOptions { connections: 1, ..options() });
    let ended: Result<Vec<bool>, DbError> =
        db.write_blocking(|tx| tx.all(&END_OTHERS, &[], |row| row.bool()));
    ended.expect("ended");
}

#[test]
fn work_that_ends_its_own_connection_fails_and_nothing_else() {
    let (_database, db) = database();
    let ended: Result<(), DbError> = db.write_blocking(|tx| {
        put(tx, "c", 1)?;
        tx.one(&END_OURSELVES, &[], |row| row.bool())?;
        add_one(tx, "a")
    });
    assert!(matches!(ended, Err(DbError::Engine(_))), "{ended:?}");
    let work = (0..40).map(|_| db.write(|tx| add_one(tx, "a")));
    for answer in run(join_all(work)) {
        answer.expect("done");
    }
    assert_eq!(ids(&db), ["a", "b"]);
    assert_eq!(number(&db, "a"), Some(40));
}

#[test]
fn a_server_that_is_not_there_is_told_at_once() {
    let address = "postgres://nobody:s3cret@127.0.0.1:1/nothing".to_owned();
    let Err(error) = Db::open(&store::DatabaseUrl::Postgres(address), options()) else {
        panic!("opened nothing")
    };
    assert!(!error.to_string().contains("s3cret"), "{error}");
}

/// An edge of the pool: more work than connections, all of it waiting for one row.
#[test]
fn work_that_waits_for_a_row_does_not_stop_reads() {
    static SLOW: Statement = Statement {
        name: "SLOW",
        sql: "SELECT number FROM things WHERE id = $1",
        locking: store::Locking::ForUpdate,
    };
    let database = TempDatabase::postgres();
    let db = open_with(&database, DbOptions { connections: 3, ..options() });
    let other = database.open_with(options());
    let written: Result<(), DbError> = db.write_blocking(|tx| put(tx, "a", 5));
    written.expect("written");
    let reader = db.clone();
    let held: Result<_, DbError> = other.write_blocking(move |tx| {
        tx.one(&SLOW, &["a".into()], |row| row.int())?;
        // Two of three connections prefer writes, and wait for the row; the third reads.
        let waiting = (0..2).map(|_| db.write(|tx| add_one(tx, "a"))).map(Box::pin);
        let mut waiting: Vec<_> = waiting.collect();
        Ok(run(async {
            for work in &mut waiting {
                assert!(futures_util::FutureExt::now_or_never(work.as_mut()).is_none());
            }
            crate::support::look_up(&reader, "a").await
        }))
    });
    assert_eq!(held.expect("held"), Some(5));
}
