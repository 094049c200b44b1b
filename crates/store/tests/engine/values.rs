//! What goes in comes out, and errors are told alike.

use store::{DbError, Value};
use testkit::databases::TempDatabase;

use crate::support::{CLAIM, GET, NONSENSE, ORDER, PUT, SET, SET_ALL, ids, number, open, put};

testkit::both! {
    values_come_back_as_they_were,
    placeholders_are_numbered,
    rows_written_are_counted,
    a_reader_cannot_write,
    an_error_undoes_the_work,
    an_error_that_is_passed_over_undoes_the_work,
    later_statements_keep_their_order,
    later_statements_fail_at_the_next_read,
    later_statements_fail_at_the_end,
    missing_values_are_corruption,
}

fn values_come_back_as_they_were(database: &TempDatabase) {
    let db = open(database);
    let cases: [(Option<i64>, Option<bool>, Option<&str>); 6] = [
        (None, None, None),
        (Some(i64::MAX), Some(true), Some("")),
        (Some(i64::MIN), Some(false), Some("Ærø · 東京 · 🏠 ' \" $1 ?1 \\ %")),
        (Some(0), Some(true), Some("1")),
        (Some(-1), None, Some("NULL")),
        (Some(9_007_199_254_740_993), Some(false), Some("line\r\nline\ttab")),
    ];
    let written: Result<(), DbError> = db.write_blocking(move |tx| {
        for (at, (number, truth, words)) in cases.into_iter().enumerate() {
            let id = at.to_string();
            tx.exec(&PUT, &[Value::from(&id), number.into(), truth.into(), words.into()])?;
        }
        Ok(())
    });
    written.expect("written");
    for (at, expected) in cases.into_iter().enumerate() {
        let read: Result<_, DbError> = db.read_blocking(move |tx| {
            tx.one(&GET, &[Value::from(&at.to_string())], |row| {
                let number = row.opt_int()?;
                let truth = match expected.1 {
                    Some(_) => Some(row.bool()?),
                    None => {
                        assert!(row.bool().is_err());
                        None
                    }
                };
                Ok((number, truth, row.opt_text()?.map(str::to_owned)))
            })
        });
        let (number, truth, words) = read.expect("read").expect("a row");
        assert_eq!((number, truth, words.as_deref()), expected);
    }
}

fn placeholders_are_numbered(database: &TempDatabase) {
    let db = open(database);
    let read: Result<Option<String>, DbError> = db.read_blocking(|tx| {
        tx.one(&ORDER, &["A".into(), "B".into()], |row| {
            Ok([row.text()?, row.text()?, row.text()?].concat())
        })
    });
    assert_eq!(read.expect("read").as_deref(), Some("BAB"));
}

fn rows_written_are_counted(database: &TempDatabase) {
    let db = open(database);
    let counts: Result<_, DbError> = db.write_blocking(|tx| {
        let first = tx.exec(&CLAIM, &["a".into(), 1.into()])?;
        let second = tx.exec(&CLAIM, &["a".into(), 2.into()])?;
        put(tx, "b", 1)?;
        Ok((first, second, tx.exec(&SET_ALL, &[true.into()])?))
    });
    assert_eq!(counts.expect("counts"), (1, 0, 2));
    assert_eq!(number(&db, "a"), Some(1));
}

fn a_reader_cannot_write(database: &TempDatabase) {
    let db = open(database);
    let refused: Result<(), DbError> = db.read_blocking(|tx| put(tx, "a", 1));
    assert!(matches!(refused, Err(DbError::ReadOnly)), "{refused:?}");
    let later: Result<(), DbError> =
        db.read_blocking(|tx| tx.exec_later(&CLAIM, &["a".into(), 1.into()]));
    assert!(matches!(later, Err(DbError::ReadOnly)), "{later:?}");
    assert_eq!(ids(&db), [""; 0]);
}

fn an_error_undoes_the_work(database: &TempDatabase) {
    let db = open(database);
    let refused: Result<(), DbError> = db.write_blocking(|tx| {
        put(tx, "a", 1)?;
        tx.exec_later(&CLAIM, &["b".into(), 1.into()])?;
        put(tx, "a", 2)
    });
    assert!(matches!(refused, Err(DbError::Conflict)), "{refused:?}");
    let own: Result<(), DbError> = db.write_blocking(|tx| {
        put(tx, "c", 1)?;
        Err(DbError::Corrupt("our own reason"))
    });
    assert!(matches!(own, Err(DbError::Corrupt("our own reason"))), "{own:?}");
    let unknown: Result<(), DbError> = db.write_blocking(|tx| {
        put(tx, "d", 1)?;
        tx.exec(&NONSENSE, &[]).map(|_| ())
    });
    assert!(matches!(unknown, Err(DbError::Engine(_))), "{unknown:?}");
    assert_eq!(ids(&db), [""; 0]);
}

/// On PostgreSQL nothing could be kept any more; so nothing is on SQLite either, and both say so.
fn an_error_that_is_passed_over_undoes_the_work(database: &TempDatabase) {
    let db = open(database);
    let done: Result<(), DbError> = db.write_blocking(|tx| {
        put(tx, "a", 1)?;
        let error = put(tx, "a", 2);
        assert!(matches!(error, Err(DbError::Conflict)), "{error:?}");
        Ok(())
    });
    assert!(matches!(done, Err(DbError::Conflict)), "{done:?}");
    let further: Result<(), DbError> = db.write_blocking(|tx| {
        put(tx, "a", 1)?;
        let _ = put(tx, "a", 2);
        put(tx, "b", 1)
    });
    assert!(matches!(further, Err(DbError::Conflict)), "{further:?}");
    assert_eq!(ids(&db), [""; 0]);
}

fn later_statements_keep_their_order(database: &TempDatabase) {
    let db = open(database);
    let last: Result<_, DbError> = db.write_blocking(|tx| {
        tx.exec_later(&PUT, &["a".into(), 0.into(), Value::Null, Value::Null])?;
        // More than wait at the most.
        for number in 1..=600 {
            tx.exec_later(&SET, &[number.into(), "a".into()])?;
        }
        let last = tx.one(&GET, &["a".into()], |row| row.int())?;
        tx.exec_later(&SET, &[601.into(), "a".into()])?;
        Ok(last)
    });
    assert_eq!(last.expect("written"), Some(600));
    assert_eq!(number(&db, "a"), Some(601));
}

fn later_statements_fail_at_the_next_read(database: &TempDatabase) {
    let db = open(database);
    let refused: Result<(), DbError> = db.write_blocking(|tx| {
        put(tx, "a", 1)?;
        tx.exec_later(&PUT, &["a".into(), 2.into(), Value::Null, Value::Null])?;
        tx.exec_later(&CLAIM, &["b".into(), 2.into()])?;
        tx.one(&GET, &["a".into()], |row| row.int())?;
        panic!("the read came after an error");
    });
    assert!(matches!(refused, Err(DbError::Conflict)), "{refused:?}");
    assert_eq!(ids(&db), [""; 0]);
}

fn later_statements_fail_at_the_end(database: &TempDatabase) {
    let db = open(database);
    let refused: Result<(), DbError> = db.write_blocking(|tx| {
        tx.exec_later(&CLAIM, &["a".into(), 1.into()])?;
        tx.exec_later(&PUT, &["a".into(), 2.into(), Value::Null, Value::Null])?;
        tx.exec_later(&CLAIM, &["b".into(), 1.into()])
    });
    assert!(matches!(refused, Err(DbError::Conflict)), "{refused:?}");
    assert_eq!(ids(&db), [""; 0]);
    // The thread goes on with a Tx of its own.
    let written: Result<(), DbError> = db.write_blocking(|tx| put(tx, "c", 1));
    written.expect("written");
    assert_eq!(ids(&db), ["c"]);
}

fn missing_values_are_corruption(database: &TempDatabase) {
    let db = open(database);
    let written: Result<(), DbError> = db.write_blocking(|tx| {
        tx.exec(&PUT, &["a".into(), Value::Null, Value::Null, "no id".into()]).map(|_| ())
    });
    written.expect("written");
    let int: Result<_, DbError> =
        db.read_blocking(|tx| tx.one(&GET, &["a".into()], |row| row.int()));
    let bool: Result<_, DbError> = db.read_blocking(|tx| {
        tx.one(&GET, &["a".into()], |row| {
            row.opt_int()?;
            row.bool()
        })
    });
    let text: Result<_, DbError> = db.read_blocking(|tx| {
        tx.one(&GET, &["a".into()], |row| {
            row.opt_int()?;
            let _ = row.bool();
            row.parse::<domain::ids::AccountId>()
        })
    });
    assert!(matches!(int, Err(DbError::Corrupt(_))), "{int:?}");
    assert!(matches!(bool, Err(DbError::Corrupt(_))), "{bool:?}");
    assert!(matches!(text, Err(DbError::Corrupt(_))), "{text:?}");
}
