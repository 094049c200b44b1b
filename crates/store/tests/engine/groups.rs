//! Many units of work in one COMMIT: each fails alone, and each is answered after it.

use std::sync::Arc;

use futures_util::future::{FutureExt, join, join_all};
use store::{Db, DbError, DbOptions};
use testkit::databases::TempDatabase;

use crate::support::{
    CLAIM, Door, PUT_OR_ROLL_BACK, SET_ALL, ids, look_up, number, open, open_with, options, put,
    run,
};

testkit::both! {
    failures_in_the_middle_are_their_own,
    more_than_one_group_is_kept,
    a_full_queue_is_busy,
    answers_come_after_commit,
    refusals_come_after_commit,
    the_runner_is_woken_by_what_was_kept,
    work_may_hold_the_database,
}

/// One connection, so that work waits in line on PostgreSQL too.
fn one_at_a_time() -> DbOptions {
    DbOptions { connections: 1, ..options() }
}

/// Lets all of `work` gather in the queue behind a closed door, then opens it.
async fn gathered<T>(db: &Db, work: impl IntoIterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let door = Door::default();
    let inside = door.clone();
    let first = db.write(move |_| -> Result<(), DbError> {
        inside.pass();
        Ok(())
    });
    // Polled from the left: the first is at the door and the others in the queue before it opens.
    let opened = async { door.open() };
    let (_, (answers, ())) = join(first, join(join_all(work), opened)).await;
    answers
}

fn failures_in_the_middle_are_their_own(database: &TempDatabase) {
    let db = open_with(database, one_at_a_time());
    let work = (0..30_i64).map(|at| {
        db.write(move |tx| -> Result<i64, DbError> {
            put(tx, &format!("{at:02}"), at)?;
            match at % 5 {
                1 => Err(DbError::Corrupt("of its own accord")),
                2 => panic!("work that panics, for the test"),
                3 => put(tx, &format!("{at:02}"), at).map(|()| at),
                _ => Ok(at),
            }
        })
    });
    for (at, answer) in (0..).zip(run(gathered(&db, work))) {
        match at % 5 {
            1 => assert!(matches!(answer, Err(DbError::Corrupt("of its own accord")))),
            2 => assert!(matches!(answer, Err(DbError::Panicked)), "{answer:?}"),
            3 => assert!(matches!(answer, Err(DbError::Conflict)), "{answer:?}"),
            _ => assert_eq!(answer.expect("an answer"), at),
        }
    }
    let kept = (0..30).filter(|at| matches!(at % 5, 0 | 4)).map(|at| format!("{at:02}"));
    assert_eq!(ids(&db), kept.collect::<Vec<_>>());
    let panicked: Result<(), DbError> = db.read_blocking(|_| panic!("a reader that panics"));
    assert!(matches!(panicked, Err(DbError::Panicked)), "{panicked:?}");
    assert_eq!(ids(&db).len(), 12);
}

fn more_than_one_group_is_kept(database: &TempDatabase) {
    let db = open_with(database, one_at_a_time());
    let work = (0..700).map(|at| db.write(move |tx| put(tx, &format!("{at:03}"), at)));
    for answer in run(gathered(&db, work)) {
        answer.expect("written");
    }
    assert_eq!(ids(&db).len(), 700);
}

fn a_full_queue_is_busy(database: &TempDatabase) {
    let db = open_with(database, DbOptions { queue: 4, ..one_at_a_time() });
    let door = Door::default();
    let answers = std::thread::scope(|scope| {
        let (inside, writer) = (door.clone(), db.clone());
        let first = scope.spawn(move || {
            writer.write_blocking(move |tx| {
                inside.pass();
                put(tx, "first", 0)
            })
        });
        door.await_waiting(1);
        let work = (0..6).map(|at| db.write(move |tx| put(tx, &at.to_string(), at)));
        let answers = run(async {
            let opened = async { door.open() };
            join(join_all(work), opened).await.0
        });
        first.join().expect("a thread").expect("the first");
        answers
    });
    let (taken, refused) = answers.split_at(4);
    assert!(taken.iter().all(Result::is_ok), "{taken:?}");
    assert!(refused.iter().all(|it| matches!(it, Err(DbError::Busy))), "{refused:?}");
    assert_eq!(ids(&db), ["0", "1", "2", "3", "first"]);
}

/// Once the answer is there, whoever looks sees the row; and while the group is open, neither.
fn answers_come_after_commit(database: &TempDatabase) {
    let (db, onlooker) = (open(database), database.open_with(options()));
    for at in 0..100 {
        let id = at.to_string();
        let written: Result<(), DbError> = db.write_blocking(move |tx| put(tx, &id, at));
        written.expect("written");
        assert_eq!(number(&onlooker, &at.to_string()), Some(at));
    }
    if database.is_postgres() {
        return;
    }
    let (before, after) = (Door::default(), Door::default());
    let stand = |door: &Door| {
        let door = door.clone();
        db.write(move |_| -> Result<(), DbError> {
            door.pass();
            Ok(())
        })
    };
    run(async {
        let mut first = Box::pin(stand(&before));
        let mut written = Box::pin(db.write(|tx| put(tx, "in the group", 7)));
        let mut last = Box::pin(stand(&after));
        assert!(first.as_mut().now_or_never().is_none());
        assert!(written.as_mut().now_or_never().is_none());
        assert!(last.as_mut().now_or_never().is_none());
        before.await_waiting(1);
        before.open();
        after.await_waiting(1);
        // It was run, and waits for the COMMIT of its group.
        assert!(written.as_mut().now_or_never().is_none());
        assert_eq!(look_up(&onlooker, "in the group").await, None);
        after.open();
        written.await.expect("written");
        assert_eq!(look_up(&onlooker, "in the group").await, Some(7));
    });
}

/// A refusal may rest on what a neighbour wrote, so it must not be told before that is kept.
fn refusals_come_after_commit(database: &TempDatabase) {
    let db = Arc::new(open_with(database, one_at_a_time()));
    let onlooker = database.open_with(options());
    let work = (0..20).flat_map(|at| {
        [1, 2].map(|number| {
            let (db, onlooker) = (Arc::clone(&db), onlooker.clone());
            async move {
                let id = at.to_string();
                let answer = db.write(move |tx| put(tx, &id, number)).await;
                let id = at.to_string();
                let seen = look_up(&onlooker, &id).await;
                assert!(seen.is_some(), "{answer:?} came before COMMIT");
                answer
            }
        })
    });
    let answers = run(gathered(&db, work));
    let kept = answers.iter().filter(|answer| answer.is_ok()).count();
    let refused = answers.iter().filter(|it| matches!(it, Err(DbError::Conflict))).count();
    assert_eq!((kept, refused), (20, 20));
}

fn the_runner_is_woken_by_what_was_kept(database: &TempDatabase) {
    let db = open(database);
    let woken = || db.committed().now_or_never().is_some();
    let kept: Result<(), DbError> = db.write_blocking(|tx| put(tx, "quiet", 1));
    kept.expect("written");
    assert!(!woken());
    let undone: Result<(), DbError> = db.write_blocking(|tx| {
        tx.wake_jobs();
        Err(DbError::Corrupt("of its own accord"))
    });
    undone.expect_err("undone");
    assert!(!woken());
    for at in 0..2 {
        let kept: Result<(), DbError> = db.write_blocking(move |tx| {
            tx.wake_jobs();
            put(tx, &at.to_string(), 1)
        });
        kept.expect("written");
    }
    // Twice is one call, and it is not lost though nobody waited.
    assert!(woken());
    assert!(!woken());
}

/// The last handle may go with the work, on one of the database's own threads.
fn work_may_hold_the_database(database: &TempDatabase) {
    for at in 0..20 {
        let db = open(database);
        let held = db.clone();
        let written: Result<u64, DbError> = db.write_blocking(move |tx| {
            let _ = held.url();
            tx.exec(&CLAIM, &[(&at.to_string()).into(), 1.into()])
        });
        assert_eq!(written.expect("written"), 1);
    }
}

/// A full disk rolls back everything, not only the work that met it: then nobody is told of
/// success, and those behind go on in a group of their own.
#[test]
fn a_group_that_was_rolled_back_has_failed_as_a_whole() {
    let database = TempDatabase::sqlite();
    let db = open(&database);
    let written: Result<(), DbError> = db.write_blocking(|tx| put(tx, "before", 1));
    written.expect("written");
    let work = (0..5).map(|at| {
        db.write(move |tx| match at {
            2 => {
                let params = ["before".into(), 2.into()];
                let failed = tx.exec(&PUT_OR_ROLL_BACK, &params);
                assert!(failed.is_err());
                // Whatever it goes on to do must not be kept on its own.
                let _ = tx.exec(&SET_ALL, &[true.into()]);
                let _ = put(tx, "astray", 1);
                Ok(())
            }
            _ => put(tx, &at.to_string(), at),
        })
    });
    let answers = run(gathered(&db, work));
    assert!(answers[..3].iter().all(Result::is_err), "{answers:?}");
    assert!(answers[3..].iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(ids(&db), ["3", "4", "before"]);
}
