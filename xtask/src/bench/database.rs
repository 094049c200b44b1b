//! A database of the benchmark's, spoken to with `sqlite3` or `psql`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::postgres::Cluster;
use crate::process::{feed, succeed};

/// The program's own name for its file.
const FILE: &str = "quittance.db";

/// One database.
#[derive(Clone)]
pub(super) struct Database<'c> {
    /// The server's folder: its key, and on SQLite the database itself.
    pub(super) folder: PathBuf,
    /// The database's name on PostgreSQL.
    postgres: Option<(&'c Cluster, String)>,
}

impl<'c> Database<'c> {
    /// A SQLite database in a folder of its own, made by the server that is started on it.
    pub(super) fn sqlite(folder: &Path) -> Self {
        Self { folder: folder.join("sqlite"), postgres: None }
    }

    /// A new database of a PostgreSQL server.
    pub(super) fn postgres(folder: &Path, cluster: &'c Cluster) -> Result<Self, String> {
        let name = "bench".to_owned();
        let database = Self { folder: folder.join("postgres"), postgres: Some((cluster, name)) };
        database.administer("CREATE DATABASE bench")?;
        Ok(database)
    }

    /// What it is called in the table.
    pub(super) const fn system(&self) -> &'static str {
        if self.postgres.is_some() { "PostgreSQL" } else { "SQLite" }
    }

    /// The setting `database` of the server.
    pub(super) fn address(&self) -> String {
        match &self.postgres {
            None => FILE.to_owned(),
            Some((cluster, name)) => cluster.url_of(name),
        }
    }

    /// The PostgreSQL server that it is in, and its name there.
    pub(super) fn cluster(&self) -> Option<(&'c Cluster, &str)> {
        self.postgres.as_ref().map(|(cluster, name)| (*cluster, name.as_str()))
    }

    /// Runs a script; gives what it prints, columns parted by `|`.
    pub(super) fn sql(&self, script: &str) -> Result<String, String> {
        match &self.postgres {
            None => {
                let mut sqlite = Command::new("sqlite3");
                sqlite.args(["-bail", "-batch"]).arg(self.folder.join(FILE));
                feed(&mut sqlite, script)
            }
            Some((cluster, name)) => feed(&mut psql(cluster, name), script),
        }
    }

    /// Copies it, while no server runs on it.
    pub(super) fn copy_as(&self, name: &str) -> Result<Self, String> {
        let mut copy = self.clone();
        match &mut copy.postgres {
            None => {
                copy.folder = self.folder.with_file_name(format!("sqlite-{name}"));
                let mut cp = Command::new("cp");
                succeed(cp.arg("--recursive").arg(&self.folder).arg(&copy.folder))?;
            }
            Some((_, own)) => {
                let words = format!("CREATE DATABASE {name} TEMPLATE {own}");
                self.administer(&words)?;
                *own = name.to_owned();
            }
        }
        Ok(copy)
    }

    /// Removes it, while no server runs on it.
    pub(super) fn remove(self) -> Outcome {
        match &self.postgres {
            None => std::fs::remove_dir_all(&self.folder).map_err(|error| error.to_string()),
            Some((_, name)) => self.administer(&format!("DROP DATABASE {name}")),
        }
    }

    /// The names of a table's columns.
    pub(super) fn columns(&self, table: &str) -> Result<Vec<String>, String> {
        let of_header = |text: String| text.trim().split('|').map(str::to_owned).collect();
        let second = |line: &str| line.split('|').nth(1).map(str::to_owned);
        let columns: Vec<String> = match &self.postgres {
            None => {
                let told = self.sql(&format!("PRAGMA table_info({table});"))?;
                told.lines().filter_map(second).collect()
            }
            Some((cluster, name)) => {
                let mut psql = psql(cluster, name);
                psql.args(["--pset", "tuples_only=off", "--pset", "footer=off"]);
                of_header(feed(&mut psql, &format!("TABLE {table} LIMIT 0;"))?)
            }
        };
        if columns.len() < 2 { Err(format!("{table} has no columns")) } else { Ok(columns) }
    }

    /// Bytes that it takes on the disk.
    pub(super) fn size(&self) -> Result<f64, String> {
        let script = match &self.postgres {
            None => "PRAGMA page_count; PRAGMA page_size;",
            Some(_) => "SELECT pg_database_size(current_database());",
        };
        let told = self.sql(script)?;
        let numbers = told.lines().map(|line| line.trim().parse::<f64>());
        let product: Result<f64, _> = numbers.product();
        product.map_err(|_| format!("a size that is none: {told}"))
    }

    /// Has PostgreSQL write out what waits in its memory, so that it is counted for those who
    /// caused it. Gives how much write-ahead log it has written; SQLite's is not counted.
    pub(super) fn settle(&self) -> Result<f64, String> {
        if self.postgres.is_none() {
            return Ok(f64::NAN);
        }
        let script = "CHECKPOINT; SELECT pg_current_wal_lsn() - '0/0'::pg_lsn;";
        let told = self.sql(script)?;
        told.trim().parse().map_err(|_| format!("a place in the log that is none: {told}"))
    }

    fn administer(&self, words: &str) -> Outcome {
        let Some((cluster, _)) = &self.postgres else { return Ok(()) };
        feed(&mut psql(cluster, "postgres"), &format!("{words};")).map(|_| ())
    }
}

fn psql(cluster: &Cluster, database: &str) -> Command {
    let mut psql = cluster.client("psql", database);
    psql.args(["--no-psqlrc", "--quiet", "--no-align", "--tuples-only"]);
    psql.args(["--set", "ON_ERROR_STOP=1"]);
    psql
}
