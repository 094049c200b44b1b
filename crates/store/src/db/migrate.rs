//! Migrations: one set of numbered files for both engines, applied once each, under a lock.

use std::fmt::Write as _;

use domain::time::Timestamp;
use sha2::{Digest, Sha256};

use super::postgres::PgConnection;
use super::sqlite::SqliteConnection;
use super::{DbError, Locking, OpenError, Statement, Value};

/// A step of the schema.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its number; they are applied in this order, without gaps.
    pub version: i64,
    /// Its name.
    pub name: &'static str,
    /// Its text for both engines: TEXT is compared byte by byte on PostgreSQL too.
    pub sql: &'static str,
}

/// Every migration of this program.
pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "init", sql: include_str!("../../migrations/0001_init.sql") },
    Migration { version: 2, name: "books", sql: include_str!("../../migrations/0002_books.sql") },
    Migration {
        version: 3,
        name: "transfers",
        sql: include_str!("../../migrations/0003_transfers.sql"),
    },
    Migration {
        version: 4,
        name: "autogiro",
        sql: include_str!("../../migrations/0004_autogiro.sql"),
    },
    Migration {
        version: 5,
        name: "account_guesses",
        sql: include_str!("../../migrations/0005_account_guesses.sql"),
    },
    Migration {
        version: 6,
        name: "unmarked",
        sql: include_str!("../../migrations/0006_unmarked.sql"),
    },
    Migration {
        version: 7,
        name: "entries_out",
        sql: include_str!("../../migrations/0007_entries_out.sql"),
    },
    Migration {
        version: 8,
        name: "sandbox_payments",
        sql: include_str!("../../migrations/0008_sandbox_payments.sql"),
    },
    Migration {
        version: 9,
        name: "payouts_of_debts",
        sql: include_str!("../../migrations/0009_payouts_of_debts.sql"),
    },
];

/// What a migration run did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The version before; 0 for a new database.
    pub from: i64,
    /// The version now.
    pub to: i64,
}

/// The number of the advisory lock on PostgreSQL, ours alone: "quit" in ASCII.
const ADVISORY_LOCK: i64 = 0x7175_6974;

const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (
    version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";

static APPLIED: Statement = Statement {
    name: "migrate::APPLIED",
    sql: "SELECT version, checksum FROM schema_migrations ORDER BY version",
    locking: Locking::None,
};
static RECORD: Statement = Statement {
    name: "migrate::RECORD",
    sql: "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
    locking: Locking::None,
};

/// What migrating needs of an engine.
trait Engine {
    fn script(&mut self, sql: &str) -> Result<(), DbError>;
    fn applied(&mut self) -> Result<Vec<(i64, String)>, DbError>;
    fn record(&mut self, params: &[Value<'_>]) -> Result<(), DbError>;
    fn spell(&self, sql: &str) -> String;
}

/// Migrates a SQLite file.
pub(super) fn sqlite(
    connection: &SqliteConnection,
    migrations: &[Migration],
    now: Timestamp,
) -> Result<Migrated, OpenError> {
    struct Sqlite<'c>(&'c SqliteConnection);
    impl Engine for Sqlite<'_> {
        fn script(&mut self, sql: &str) -> Result<(), DbError> {
            self.0.script(sql)
        }
        fn applied(&mut self) -> Result<Vec<(i64, String)>, DbError> {
            self.0.all(&APPLIED, &[], |row| Ok((row.int()?, row.text()?.to_owned())))
        }
        fn record(&mut self, params: &[Value<'_>]) -> Result<(), DbError> {
            self.0.exec(&RECORD, params).map(|_| ())
        }
        fn spell(&self, sql: &str) -> String {
            sql.to_owned()
        }
    }
    let mut engine = Sqlite(connection);
    if let Some(nothing) = nothing_to_do(&mut engine, migrations) {
        return Ok(nothing);
    }
    engine.script("BEGIN IMMEDIATE")?;
    finish(apply(&mut engine, migrations, now), &mut engine)
}

/// Migrates a PostgreSQL database.
pub(super) fn postgres(
    connection: &mut PgConnection,
    migrations: &[Migration],
    now: Timestamp,
) -> Result<Migrated, OpenError> {
    struct Postgres<'c>(&'c mut PgConnection);
    impl Engine for Postgres<'_> {
        fn script(&mut self, sql: &str) -> Result<(), DbError> {
            self.0.script(sql)
        }
        fn applied(&mut self) -> Result<Vec<(i64, String)>, DbError> {
            self.0.all(&APPLIED, &[], |row| Ok((row.int()?, row.text()?.to_owned())))
        }
        fn record(&mut self, params: &[Value<'_>]) -> Result<(), DbError> {
            self.0.exec(&RECORD, params).map(|_| ())
        }
        fn spell(&self, sql: &str) -> String {
            collate(sql)
        }
    }
    let mut engine = Postgres(connection);
    if let Some(nothing) = nothing_to_do(&mut engine, migrations) {
        return Ok(nothing);
    }
    engine.script(&format!("BEGIN; SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))?;
    finish(apply(&mut engine, migrations, now), &mut engine)
}

/// A schema that is as it should be is only read, so that a command need not wait for a server
/// that is writing: a table that is there already is not made again, and nothing is locked for it.
/// Anything else, and any doubt, is looked at under the lock.
fn nothing_to_do(engine: &mut dyn Engine, migrations: &[Migration]) -> Option<Migrated> {
    let table = engine.spell(TABLE);
    engine.script(&table).ok()?;
    let applied = engine.applied().ok()?;
    let missing = missing(&applied, migrations).ok()?;
    let version = newest(migrations);
    missing.is_empty().then_some(Migrated { from: version, to: version })
}

fn finish(
    applied: Result<Migrated, OpenError>,
    engine: &mut dyn Engine,
) -> Result<Migrated, OpenError> {
    engine.script(if applied.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    applied
}

fn apply(
    engine: &mut dyn Engine,
    migrations: &[Migration],
    now: Timestamp,
) -> Result<Migrated, OpenError> {
    let table = engine.spell(TABLE);
    engine.script(&table)?;
    let applied = engine.applied()?;
    for migration in missing(&applied, migrations)? {
        let sql = engine.spell(migration.sql);
        engine.script(&sql)?;
        let Migration { version, name, .. } = *migration;
        let checksum = checksum(migration.sql);
        let (name, checksum) = (Value::Text(name), Value::Text(&checksum));
        engine.record(&[version.into(), name, checksum, now.into()])?;
    }
    let from = applied.last().map_or(0, |(version, _)| *version);
    Ok(Migrated { from, to: newest(migrations) })
}

/// The migrations that were not applied yet; refuses a database that this program did not write.
fn missing<'m>(
    applied: &[(i64, String)],
    migrations: &'m [Migration],
) -> Result<Vec<&'m Migration>, OpenError> {
    let known = newest(migrations);
    if let Some(found) = applied.last().map(|(version, _)| *version).filter(|it| *it > known) {
        return Err(OpenError::Newer { found, known });
    }
    let mut missing = Vec::new();
    for migration in migrations {
        match applied.iter().find(|(version, _)| *version == migration.version) {
            Some((_, before)) if *before != checksum(migration.sql) => {
                return Err(OpenError::Edited(migration.version));
            }
            Some(_) => {}
            None => missing.push(migration),
        }
    }
    Ok(missing)
}

fn newest(migrations: &[Migration]) -> i64 {
    migrations.last().map_or(0, |last| last.version)
}

fn checksum(sql: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(sql.as_bytes()) {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// PostgreSQL's spelling: texts are compared byte by byte, as SQLite does, and there are no
/// tables without a row id because no table has one.
fn collate(sql: &str) -> String {
    let mut spelled = String::with_capacity(sql.len() + 1_024);
    for line in sql.lines() {
        let code = line.split("--").next().unwrap_or_default();
        spelled
            .push_str(&code.replace(" TEXT", " TEXT COLLATE \"C\"").replace("WITHOUT ROWID", ""));
        spelled.push('\n');
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_count_from_one_without_gaps() {
        let versions: Vec<i64> = MIGRATIONS.iter().map(|migration| migration.version).collect();
        assert_eq!(versions, (1..=MIGRATIONS.len() as i64).collect::<Vec<_>>());
    }

    #[test]
    fn texts_get_the_byte_order_on_postgres() {
        assert_eq!(collate("a TEXT NOT NULL, -- TEXT\n"), "a TEXT COLLATE \"C\" NOT NULL, \n");
    }
}
