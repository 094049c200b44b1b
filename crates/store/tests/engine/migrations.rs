//! Migrations are applied once, whoever comes first, and never to a database that is newer.

use std::sync::{Arc, Barrier};

use store::{DbError, DbOptions, MIGRATIONS, Migrated, Migration, OpenError, SystemSource};
use testkit::databases::TempDatabase;

use crate::support::{SCHEMA, number, open, options, put};

testkit::both! {
    the_schema_is_applied_once,
    racing_starts_apply_it_once,
    a_whole_schema_waits_for_no_writer,
    a_newer_database_is_refused,
    an_edited_migration_is_refused,
    a_failing_migration_leaves_nothing,
    data_outlive_a_migration,
}

static TWO: &[Migration] = &[
    SCHEMA[0],
    Migration { version: 2, name: "more", sql: "ALTER TABLE things ADD COLUMN more TEXT;" },
];
static EDITED: &[Migration] =
    &[Migration { version: 1, name: "things", sql: "CREATE TABLE things (id TEXT PRIMARY KEY);" }];
static BROKEN: &[Migration] = &[
    SCHEMA[0],
    Migration {
        version: 2,
        name: "broken",
        sql: "CREATE TABLE half (id TEXT PRIMARY KEY); ALTER TABLE nowhere ADD COLUMN more TEXT;",
    },
];

fn with(migrations: &'static [Migration]) -> DbOptions {
    DbOptions { migrations, ..options() }
}

fn the_schema_is_applied_once(database: &TempDatabase) {
    let db = database.open();
    let newest = MIGRATIONS.last().expect("a migration").version;
    assert_eq!(db.migrate().expect("migrated"), Migrated { from: 0, to: newest });
    assert_eq!(db.migrate().expect("migrated"), Migrated { from: newest, to: newest });
}

fn racing_starts_apply_it_once(database: &TempDatabase) {
    let start = Barrier::new(6);
    let migrated: Vec<Migrated> = std::thread::scope(|scope| {
        let racer = || {
            start.wait();
            let db = database.open_with(DbOptions { connections: 1, ..options() });
            db.migrate().expect("migrated")
        };
        let racers: Vec<_> = (0..6).map(|_| scope.spawn(racer)).collect();
        racers.into_iter().map(|racer| racer.join().expect("a racer")).collect()
    });
    assert_eq!(migrated.iter().filter(|it| it.from == 0).count(), 1, "{migrated:?}");
    assert!(migrated.iter().all(|it| it.to == 1), "{migrated:?}");
}

/// A command beside a server finds the schema as it should be, and reads on.
fn a_whole_schema_waits_for_no_writer(database: &TempDatabase) {
    let (server, command) = (crate::support::open(database), database.open_with(options()));
    let migrated: Result<_, DbError> = server.write_blocking(move |tx| {
        put(tx, "written meanwhile", 1)?;
        Ok(command.migrate().expect("migrated"))
    });
    assert_eq!(migrated.expect("written"), Migrated { from: 1, to: 1 });
}

fn a_newer_database_is_refused(database: &TempDatabase) {
    database.open_with(with(TWO)).migrate().expect("migrated");
    let refused = open_error(database, SCHEMA);
    assert!(matches!(refused, OpenError::Newer { found: 2, known: 1 }), "{refused:?}");
}

fn an_edited_migration_is_refused(database: &TempDatabase) {
    drop(open(database));
    let refused = open_error(database, EDITED);
    assert!(matches!(refused, OpenError::Edited(1)), "{refused:?}");
}

fn a_failing_migration_leaves_nothing(database: &TempDatabase) {
    let refused = open_error(database, BROKEN);
    assert!(matches!(refused, OpenError::Database(DbError::Engine(_))), "{refused:?}");
    let migrated = database.open_with(with(TWO)).migrate().expect("migrated");
    assert_eq!(migrated, Migrated { from: 0, to: 2 });
}

fn data_outlive_a_migration(database: &TempDatabase) {
    let db = open(database);
    let written: Result<(), DbError> = db.write_blocking(|tx| put(tx, "old", 7));
    written.expect("written");
    // As a command does beside a server that runs.
    let migrated = database.open_with(with(TWO)).migrate().expect("migrated");
    assert_eq!(migrated, Migrated { from: 1, to: 2 });
    let written: Result<(), DbError> = db.write_blocking(|tx| put(tx, "new", 8));
    written.expect("written");
    assert_eq!((number(&db, "old"), number(&db, "new")), (Some(7), Some(8)));
}

fn open_error(database: &TempDatabase, migrations: &'static [Migration]) -> OpenError {
    database.open_with(with(migrations)).migrate().expect_err("a refusal")
}

#[test]
fn a_second_server_on_the_same_file_is_refused() {
    let database = TempDatabase::sqlite();
    let exclusive = || DbOptions::exclusive(Arc::new(SystemSource));
    let first = database.open_with(exclusive());
    let second = store::Db::open(&database.url(), exclusive());
    assert!(matches!(second, Err(OpenError::InUse(_))));
    // A command may work beside it; and when it has ended, another may begin.
    drop(database.open());
    drop(first);
    drop(database.open_with(exclusive()));
}
