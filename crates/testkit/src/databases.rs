//! Databases of a test's own, on both engines, gone when the test ends.

use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::cutter::Cutter;
use store::{DatabaseUrl, Db, DbOptions, SystemSource};

/// Makes two tests of each function over `&TempDatabase`: one on SQLite, one on PostgreSQL.
///
/// ```ignore
/// testkit::both! { what_is_written_is_read }
///
/// fn what_is_written_is_read(database: &TempDatabase) { … }
/// ```
#[macro_export]
macro_rules! both {
    ($($test:ident),+ $(,)?) => {$(
        mod $test {
            #[test]
            fn sqlite() {
                super::$test(&$crate::databases::TempDatabase::sqlite());
            }

            #[test]
            fn postgres() {
                super::$test(&$crate::databases::TempDatabase::postgres());
            }
        }
    )+};
}

/// Counts the databases of this process, for their names.
static MADE: AtomicU32 = AtomicU32::new(0);

/// A database of a test's own.
pub struct TempDatabase {
    place: Place,
    /// Where to reach PostgreSQL in place of its own address.
    via: Option<SocketAddr>,
}

enum Place {
    Sqlite(tempfile::TempDir),
    Postgres { server: String, name: String },
}

impl TempDatabase {
    /// A SQLite file in a temporary folder.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { place: Place::Sqlite(folder), via: None }
    }

    /// A database on the PostgreSQL server of `QUITTANCE_TEST_POSTGRES`, which `cargo xtask ci`
    /// sets, or else on one that is started for all tests of this checkout and left running.
    pub fn postgres() -> Self {
        let server = std::env::var("QUITTANCE_TEST_POSTGRES").unwrap_or_else(|_| shared_server());
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", std::process::id());
        psql(&server, &format!("DROP DATABASE IF EXISTS {name}"));
        psql(&server, &format!("CREATE DATABASE {name} TEMPLATE template0"));
        Self { place: Place::Postgres { server, name }, via: None }
    }

    /// A database on PostgreSQL, reached through a place to cut at.
    pub fn behind_a_cutter() -> (Self, Cutter) {
        let mut database = Self::postgres();
        let address = database.address();
        let host = address.split(['@', '/']).rev().nth(1).expect("a host");
        let cutter = Cutter::before(host.parse().expect("a host's number and port"));
        database.via = Some(cutter.address());
        (database, cutter)
    }

    /// Its address, as `--database` takes it.
    pub fn address(&self) -> String {
        match &self.place {
            Place::Sqlite(folder) => folder.path().join("test.db").display().to_string(),
            Place::Postgres { server, name } => {
                let (before, _) = server.rsplit_once('/').expect("an address with a database");
                match (before.rsplit_once('@'), self.via) {
                    (Some((user, _)), Some(via)) => format!("{user}@{via}/{name}"),
                    _ => format!("{before}/{name}"),
                }
            }
        }
    }

    /// Its address.
    pub fn url(&self) -> DatabaseUrl {
        DatabaseUrl::parse(&self.address(), Path::new(".")).expect("a database's address")
    }

    /// The database, open, with the usual options.
    pub fn open(&self) -> Db {
        self.open_with(DbOptions::new(Arc::new(SystemSource)))
    }

    /// The database, open.
    pub fn open_with(&self, options: DbOptions) -> Db {
        Db::open(&self.url(), options).expect("the database opens")
    }

    /// The database, open and at the newest schema.
    pub fn migrated(&self) -> Db {
        let db = self.open();
        db.migrate().expect("the database migrates");
        db
    }

    /// Everything that is written in it, as bytes to look for something in.
    ///
    /// # Panics
    /// When it cannot be read.
    pub fn dump(&self) -> Vec<u8> {
        match &self.place {
            Place::Sqlite(folder) => {
                let files = std::fs::read_dir(folder.path()).expect("a folder");
                let read = |file: std::io::Result<std::fs::DirEntry>| {
                    std::fs::read(file.expect("a file").path()).expect("a file's bytes")
                };
                files.flat_map(read).collect()
            }
            Place::Postgres { .. } => {
                let mut command = Command::new(program("pg_dump"));
                command.args(["--data-only", "--inserts", "--dbname"]).arg(self.address());
                let output = command.output().expect("pg_dump runs");
                assert!(output.status.success(), "pg_dump ended with {}", output.status);
                output.stdout
            }
        }
    }

    /// True on PostgreSQL.
    pub const fn is_postgres(&self) -> bool {
        matches!(self.place, Place::Postgres { .. })
    }
}

impl Drop for TempDatabase {
    fn drop(&mut self) {
        if let Place::Postgres { server, name } = &self.place {
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            let mut command = psql_command(server, &sql);
            // A database that stays behind harms nobody; a panic here would hide the test's.
            let _ = command.status();
        }
    }
}

fn psql_command(server: &str, sql: &str) -> Command {
    let mut command = Command::new(program("psql"));
    command.args([server, "--no-psqlrc", "--quiet", "--command", sql]);
    command.env("PGOPTIONS", "--client-min-messages=warning").stdout(Stdio::null());
    command
}

fn psql(server: &str, sql: &str) {
    let status = psql_command(server, sql).status().expect("psql runs; is PostgreSQL installed?");
    assert!(status.success(), "psql: {sql} ended with {status}");
}

/// A program of PostgreSQL: Debian keeps most of them off the path.
fn program(name: &str) -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> =
        versions.map(|it| it.path().join("bin").join(name)).filter(|it| it.exists()).collect();
    found.sort();
    found.pop().unwrap_or_else(|| PathBuf::from(name))
}

/// A server for all tests of this checkout. Whoever comes first starts it, under a file lock.
fn shared_server() -> String {
    let folder = std::env::temp_dir().join("quittance-test-postgres");
    std::fs::create_dir_all(&folder).expect("a folder for PostgreSQL");
    let lock = File::create(folder.join("lock")).expect("a lock file");
    lock.lock().expect("the lock");
    let port_file = folder.join("port");
    let port: Option<u16> =
        std::fs::read_to_string(&port_file).ok().and_then(|text| text.trim().parse().ok());
    if let Some(port) = port {
        let address = address(port);
        let alive = psql_command(&address, "SELECT 1").stderr(Stdio::null()).status();
        if alive.is_ok_and(|status| status.success()) {
            return address;
        }
    }
    let port = start_server(&folder);
    std::fs::write(&port_file, port.to_string()).expect("the port is noted");
    address(port)
}

fn address(port: u16) -> String {
    format!("postgres://postgres@127.0.0.1:{port}/postgres")
}

fn start_server(folder: &Path) -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let data = folder.join(format!("data-{port}"));
    let root = Command::new("id").arg("-u").output().is_ok_and(|it| it.stdout == b"0\n");
    if root {
        // PostgreSQL refuses to run as root; the package made a user for it.
        let owned = Command::new("chown").arg("postgres").arg(folder).status();
        assert!(owned.is_ok_and(|status| status.success()), "the folder is given to postgres");
    }
    let run = |name: &str, arguments: &[&str]| {
        let mut command = if root {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--"]);
            command.arg(program(name));
            command
        } else {
            Command::new(program(name))
        };
        command.current_dir("/").args(arguments).stdout(Stdio::null());
        let status = command.status().unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(status.success(), "{name} ended with {status}");
    };
    let data = data.display().to_string();
    let initdb = ["--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8"];
    run("initdb", &[&initdb[..], &["--locale=C.UTF-8", "--pgdata", &data]].concat());
    let options = format!(
        "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=400"
    );
    let log = format!("{data}/server.log");
    let start = ["start", "--wait", "--pgdata", &data, "--log", &log, "--options", &options];
    run("pg_ctl", &start);
    port
}
