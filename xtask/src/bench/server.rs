//! The programs that are measured, and how they are asked for something once.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::database::Database;
use super::usage::peak_memory;
use crate::process::{cargo, feed, pause};
use crate::root;

/// The release binaries.
pub(super) struct Binaries {
    server: PathBuf,
    noop: PathBuf,
}

impl Binaries {
    /// Builds them.
    pub(super) fn build() -> Result<Self, String> {
        cargo(&["build", "--release", "--package", "server", "--bins", "--examples"])?;
        let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
        let release = root().join(target).join("release");
        Ok(Self { server: release.join("quittance"), noop: release.join("examples/noop") })
    }

    /// Starts the server on a database.
    pub(super) fn serve(&self, database: &Database<'_>) -> Result<Server, String> {
        let mut command = begin(&self.server);
        command.args(["serve", "--listen", "127.0.0.1:0", "--rate-limit", "off"]);
        command.args(["--log-level", "warn", "--database", &database.address()]);
        Server::start(command.arg("--data-dir").arg(&database.folder))
    }

    /// Has the whole database verified; gives the most memory that it took, in bytes.
    pub(super) fn verify(&self, database: &Database<'_>) -> Result<f64, String> {
        let mut command = begin(&self.server);
        command.args(["verify", "--database", &database.address()]).stdout(Stdio::null());
        let child = command.arg("--data-dir").arg(&database.folder).spawn();
        let mut child = child.map_err(|error| format!("{command:?}: {error}"))?;
        let mut memory = 0.0_f64;
        loop {
            // What it took is forgotten when it has ended, so it is looked at meanwhile.
            memory = peak_memory(child.id()).map_or(memory, |seen| seen.max(memory));
            match child.try_wait().map_err(|error| error.to_string())? {
                Some(status) if status.success() => return Ok(memory),
                Some(status) => return Err(format!("{command:?}: {status}")),
                None => pause(),
            }
        }
    }

    /// Starts the server whose routes do nothing.
    pub(super) fn serve_nothing(&self, folder: &Path) -> Result<Server, String> {
        Server::start(begin(&self.noop).arg(folder.join("noop")))
    }
}

/// A program of ours, which ends with us, however we end.
fn begin(binary: &Path) -> Command {
    let mut command = Command::new("setpriv");
    // Settings of somebody's own server are none of this one's.
    for (variable, _) in std::env::vars().filter(|(name, _)| name.starts_with("QUITTANCE_")) {
        command.env_remove(variable);
    }
    command.args(["--pdeathsig", "TERM", "--"]).arg(binary);
    command
}

/// A running server; dropping it ends it.
pub(super) struct Server {
    child: Child,
    /// Where it listens.
    pub(super) url: String,
    /// The API key of its first account, if this was its first start.
    pub(super) key: Option<String>,
}

impl Server {
    fn start(command: &mut Command) -> Result<Self, String> {
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| format!("{command:?}: {error}"))?;
        let out = child.stdout.take().ok_or("no standard output")?;
        let mut server = Self { child, url: String::new(), key: None };
        for line in BufReader::new(out).lines() {
            let line = line.map_err(|error| error.to_string())?;
            match line.split_once(' ') {
                Some(("secret_key", key)) => server.key = Some(key.to_owned()),
                Some(("ready", url)) => {
                    url.trim_end_matches('/').clone_into(&mut server.url);
                    return Ok(server);
                }
                _ => {}
            }
        }
        Err(format!("{command:?} did not get ready"))
    }

    /// Its process.
    pub(super) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Sends a body once, and gives the answer.
    pub(super) fn post(
        &self,
        path: &str,
        key: &str,
        repeatable: &str,
        body: &str,
    ) -> Result<String, String> {
        let mut curl = self.curl(key);
        curl.args(["--header", &format!("Idempotency-Key: {repeatable}"), "--json", "@-"]);
        feed(curl.arg(format!("{}{path}", self.url)), body)
    }

    /// Asks for something once.
    pub(super) fn get(&self, path: &str, key: &str) -> Result<String, String> {
        feed(self.curl(key).arg(format!("{}{path}", self.url)), "")
    }

    fn curl(&self, key: &str) -> Command {
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--fail-with-body", "--max-time", "600"]);
        curl.args(["--header", &format!("Authorization: Bearer {key}")]);
        curl
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }
}

/// The first text of that name in a JSON object.
pub(super) fn text_of(json: &str, name: &str) -> Result<String, String> {
    let begin = format!("\"{name}\":\"");
    let rest = json.split_once(&begin).map(|(_, rest)| rest);
    let text = rest.and_then(|rest| rest.split_once('"')).map(|(text, _)| text.to_owned());
    text.ok_or_else(|| format!("no `{name}` in {json}"))
}
