//! A PostgreSQL server for the length of a run, in a temporary folder, on a free port.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::process::{expand, is_root, pause, succeed};

/// Looks for the server before giving up, 50 ms apart.
const LOOKS_MAX: usize = 600;

/// What becomes of the data in a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// They are lost: what a test run loses is made anew by the next.
    Careless,
    /// What was committed is kept, as in service.
    Kept,
}

/// A running server; dropping it ends it and removes its data.
pub(crate) struct Cluster {
    bin: PathBuf,
    data: PathBuf,
    port: u16,
    as_postgres: bool,
    server: Option<Child>,
}

impl Cluster {
    /// Starts one that listens on the loopback interface alone.
    pub(crate) fn start(durability: Durability) -> Result<Self, String> {
        let bin = expand("/usr/lib/postgresql/*/bin").pop().ok_or("PostgreSQL is not installed")?;
        let data = std::env::temp_dir().join(format!("quittance-postgres-{}", std::process::id()));
        let mut cluster =
            Self { bin, data, port: free_port()?, as_postgres: is_root()?, server: None };
        let folder = cluster.data.display().to_string();
        let mut initdb = cluster.program("initdb");
        initdb.args(["--auth=trust", "--username=postgres", "--encoding=UTF8"]);
        initdb.args(["--locale=C.UTF-8", "--no-sync", "--pgdata", &folder]);
        succeed(initdb.stdout(Stdio::null()))?;
        cluster.launch(&folder, durability)?;
        Ok(cluster)
    }

    /// Its address, as its superuser: tests make databases of their own.
    pub(crate) fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// The address of one of its databases.
    pub(crate) fn url_of(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Where it writes its log.
    pub(crate) fn log(&self) -> PathBuf {
        self.data.join("server.log")
    }

    /// The id of its first process, whose children the others are.
    pub(crate) fn process(&self) -> Option<u32> {
        self.server.as_ref().map(Child::id)
    }

    /// A client program such as `psql`, on one of its databases.
    pub(crate) fn client(&self, name: &str, database: &str) -> Command {
        let mut command = Command::new(self.bin.join(name));
        command.env("PGHOST", "127.0.0.1").env("PGPORT", self.port.to_string());
        command.env("PGUSER", "postgres").env("PGDATABASE", database);
        command
    }

    fn launch(&mut self, folder: &str, durability: Durability) -> Result<(), String> {
        let log = std::fs::File::create(self.log()).map_err(|error| error.to_string())?;
        let port = self.port.to_string();
        let mut server = self.program("postgres");
        server.args(["-D", folder, "-p", &port, "-c", "listen_addresses=127.0.0.1"]);
        server.args(["-c", "unix_socket_directories=", "-c", "max_connections=400"]);
        if durability == Durability::Careless {
            server.args(["-c", "fsync=off", "-c", "full_page_writes=off"]);
        }
        server.args(["-c", "shared_buffers=256MB"]);
        server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        self.server = Some(server.spawn().map_err(|error| format!("postgres: {error}"))?);
        for _ in 0..LOOKS_MAX {
            let mut look = Command::new(self.bin.join("pg_isready"));
            look.args(["--quiet", "--host=127.0.0.1", "--port", &port]);
            if look.status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            pause();
        }
        Err(format!("PostgreSQL did not get ready; its data are in {folder}"))
    }

    /// A program of PostgreSQL's. Root runs it as the user that the package made; and a server
    /// ends with us, however we end.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "INT"]);
        if self.as_postgres {
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
        }
        command.arg("--").arg(self.bin.join(name)).current_dir("/");
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            // SIGQUIT would do too, but leaves words in the log; nothing here needs a checkpoint.
            let _ = Command::new("kill").args(["-QUIT", &server.id().to_string()]).status();
            let _ = server.wait();
        }
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

fn free_port() -> Result<u16, String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0");
    let address = listener.and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).map_err(|error| error.to_string())
}
