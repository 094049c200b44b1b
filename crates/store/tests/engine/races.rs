//! Several at once: who writes first wins, who reads to write waits.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::join_all;
use store::DbError;
use testkit::databases::TempDatabase;

use crate::support::{CLAIM, GET, LOCK, SET, number, open, options, put, run};

testkit::both! {
    one_of_many_claims_wins,
    locked_increments_are_not_lost,
    a_reader_sees_one_state_throughout,
    two_handles_write_in_turn,
    a_command_gets_its_turn_beside_a_busy_server,
}

fn one_of_many_claims_wins(database: &TempDatabase) {
    let db = open(database);
    for round in 0..25 {
        let claims = (0..8_i64).map(|who| {
            db.write(move |tx| -> Result<u64, DbError> {
                tx.exec(&CLAIM, &[(&round.to_string()).into(), who.into()])
            })
        });
        let won: Vec<bool> =
            run(join_all(claims)).into_iter().map(|it| it.expect("an answer") == 1).collect();
        assert_eq!(won.iter().filter(|won| **won).count(), 1);
        let winner = won.iter().position(|won| *won).and_then(|it| i64::try_from(it).ok());
        assert_eq!(number(&db, &round.to_string()), winner);
    }
}

fn locked_increments_are_not_lost(database: &TempDatabase) {
    let db = open(database);
    let written: Result<(), DbError> = db.write_blocking(|tx| put(tx, "counter", 0));
    written.expect("written");
    let increments = (0..200).map(|_| {
        db.write(|tx| -> Result<(), DbError> {
            let number = tx.one(&LOCK, &["counter".into()], |row| row.int())?;
            let more = number.ok_or(DbError::Corrupt("no counter"))? + 1;
            tx.exec_later(&SET, &[more.into(), "counter".into()])
        })
    });
    for answer in run(join_all(increments)) {
        answer.expect("an increment");
    }
    assert_eq!(number(&db, "counter"), Some(200));
}

fn a_reader_sees_one_state_throughout(database: &TempDatabase) {
    let (db, other) = (open(database), database.open_with(options()));
    let written: Result<(), DbError> = db.write_blocking(|tx| put(tx, "a", 1));
    written.expect("written");
    let read: Result<_, DbError> = db.read_blocking(move |tx| {
        let before = tx.one(&GET, &["a".into()], |row| row.int())?;
        other.write_blocking(|tx| -> Result<_, DbError> {
            tx.exec(&SET, &[2.into(), "a".into()])
        })?;
        Ok((before, tx.one(&GET, &["a".into()], |row| row.int())?))
    });
    assert_eq!(read.expect("read"), (Some(1), Some(1)));
    assert_eq!(number(&db, "a"), Some(2));
}

/// As a command beside a server does.
fn two_handles_write_in_turn(database: &TempDatabase) {
    let (left, right) = (open(database), database.open_with(options()));
    let start = Barrier::new(2);
    std::thread::scope(|scope| {
        for (name, db) in [("left", &left), ("right", &right)] {
            let start = &start;
            scope.spawn(move || {
                start.wait();
                for at in 0..50 {
                    let id = format!("{name} {at}");
                    let written: Result<(), DbError> =
                        db.write_blocking(move |tx| put(tx, &id, at));
                    written.expect("written");
                }
            });
        }
    });
    assert_eq!(crate::support::ids(&left).len(), 100);
}

/// One COMMIT after the other leaves the file for an instant only.
fn a_command_gets_its_turn_beside_a_busy_server(database: &TempDatabase) {
    let (server, command) = (open(database), database.open_with(options()));
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for name in 0..4 {
            let (server, done) = (&server, &done);
            scope.spawn(move || {
                for at in (0..).take_while(|_| !done.load(Ordering::Relaxed)) {
                    let id = format!("{name} {at}");
                    let written: Result<(), DbError> =
                        server.write_blocking(move |tx| put(tx, &id, at));
                    written.expect("written");
                }
            });
        }
        let answers: Vec<Result<(), DbError>> = (0..20)
            .map(|at| command.write_blocking(move |tx| put(tx, &format!("command {at}"), at)))
            .collect();
        done.store(true, Ordering::Relaxed);
        for answer in answers {
            answer.expect("written by the command");
        }
    });
}
