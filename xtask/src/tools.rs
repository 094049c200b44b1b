//! Programs that the tests need: how to install, start and stop them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Outcome, root};

/// Debian packages, each with a file that tells that it is there.
const PACKAGES: &[(&str, &[&str])] = &[
    ("postgresql", &["/usr/lib/postgresql/*/bin/postgres"]),
    ("chromium", &["/usr/bin/chromium"]),
    ("chromium-driver", &["/usr/bin/chromedriver"]),
    ("python3-venv", &["/usr/lib/python3*/ensurepip/__init__.py", "/usr/share/python-wheels"]),
    ("openssl", &["/usr/bin/openssl"]),
    ("npm", &["/usr/bin/npm", "/usr/local/bin/npm", "/opt/*/bin/npm"]),
    ("git", &["/usr/bin/git", "/usr/local/bin/git"]),
];

/// Installs what is missing.
pub(crate) fn install() -> Outcome {
    install_packages()?;
    install_axe()?;
    install_python()
}

fn install_packages() -> Outcome {
    let there = |paths: &[&str]| paths.iter().any(|path| !expand(path).is_empty());
    let known = |name: &str| name == "npm" && read("npm", &["--version"]).is_ok();
    let missing: Vec<&str> = PACKAGES
        .iter()
        .filter(|(name, paths)| !there(paths) && !known(name))
        .map(|(name, _)| *name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let as_root = read("id", &["-u"])?.trim() == "0";
    let apt = |arguments: &[&str]| {
        let mut command = Command::new(if as_root { "apt-get" } else { "sudo" });
        if !as_root {
            command.arg("apt-get");
        }
        command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments);
        succeed(&mut command)
    };
    apt(&["update", "--quiet"])?;
    let mut arguments = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
    arguments.extend(missing);
    apt(&arguments)
}

/// axe-core, at the version of the lock file.
fn install_axe() -> Outcome {
    if root().join("node_modules/axe-core/axe.min.js").exists() {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.current_dir(root()).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    succeed(&mut npm)
}

/// Python packages at the versions of requirements-test.txt, in a place of their own.
fn install_python() -> Outcome {
    let venv = root().join(".tools/venv");
    let wanted = std::fs::read_to_string(root().join("requirements-test.txt"))
        .map_err(|error| error.to_string())?;
    let stamp = venv.join("installed.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if !venv.join("bin/python").exists() {
        succeed(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    }
    let mut pip = Command::new(venv.join("bin/python"));
    pip.current_dir(root());
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    succeed(pip.args(["--requirement", "requirements-test.txt"]))?;
    std::fs::write(&stamp, wanted).map_err(|error| error.to_string())
}

/// Runs cargo in the root of the checkout.
pub(crate) fn cargo(arguments: &[&str]) -> Outcome {
    succeed(Command::new("cargo").current_dir(root()).args(arguments))
}

/// The one test run, with everything in it.
pub(crate) fn test(cluster: &Cluster) -> Outcome {
    let nextest = read("cargo", &["nextest", "--version"]).is_ok();
    let mut command = Command::new("cargo");
    command.current_dir(root());
    if nextest {
        command.args(["nextest", "run", "--workspace"]);
    } else {
        command.args(["test", "--workspace", "--no-fail-fast"]);
    }
    command.env("QUITTANCE_TEST_POSTGRES", cluster.url());
    command.env("QUITTANCE_TEST_PYTHON", root().join(".tools/venv/bin/python"));
    succeed(&mut command)
}

/// A PostgreSQL server for the length of the run, in a temporary folder.
pub(crate) struct Cluster {
    bin: PathBuf,
    data: PathBuf,
    port: u16,
    as_postgres: bool,
}

impl Cluster {
    /// Starts one on a free port of the loopback interface. PostgreSQL refuses to run as root,
    /// so root runs it as the user that the package made.
    pub(crate) fn start() -> Result<Self, String> {
        let bin = expand("/usr/lib/postgresql/*/bin").pop().ok_or("PostgreSQL is not installed")?;
        let as_postgres = read("id", &["-u"])?.trim() == "0";
        let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
        let port = listener.local_addr().map_err(|e| e.to_string())?.port();
        drop(listener);
        let data = std::env::temp_dir().join(format!("quittance-postgres-{}", std::process::id()));
        let cluster = Self { bin, data, port, as_postgres };
        let data = cluster.data.display().to_string();
        cluster.program(
            "initdb",
            &[
                "--auth=trust",
                "--username=postgres",
                "--no-sync",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--pgdata",
                &data,
            ],
        )?;
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
             -c max_connections=400 -c shared_buffers=256MB"
        );
        let log = format!("{data}/server.log");
        cluster.program(
            "pg_ctl",
            &["start", "--wait", "--pgdata", &data, "--log", &log, "--options", &options],
        )?;
        Ok(cluster)
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn program(&self, name: &str, arguments: &[&str]) -> Outcome {
        let program = self.bin.join(name);
        let mut command = if self.as_postgres {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--"]);
            command.arg(&program);
            command
        } else {
            Command::new(&program)
        };
        command.current_dir("/").args(arguments).stdout(Stdio::null());
        succeed(&mut command)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.data.display().to_string();
        if let Err(text) = self.program("pg_ctl", &["stop", "--mode=immediate", "--pgdata", &data])
        {
            eprintln!("PostgreSQL was not stopped: {text}");
        }
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

/// Runs a command to its end; what it prints is seen.
fn succeed(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| format!("{command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}")) }
}

/// What a command prints.
pub(crate) fn read(program: &str, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new(program);
    command.current_dir(root()).args(arguments).stderr(Stdio::null());
    let output = command.output().map_err(|error| format!("{program}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{program} ended with {}", output.status));
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}

/// Paths that match a pattern with at most one `*`, sorted.
fn expand(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else {
        let path = PathBuf::from(pattern);
        return if path.exists() { vec![path] } else { Vec::new() };
    };
    let (folder, start) = before.rsplit_once('/').unwrap_or(("", before));
    let entries = std::fs::read_dir(Path::new(folder)).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(start))
        .map(|entry| PathBuf::from(format!("{}{after}", entry.path().display())))
        .filter(|path| path.exists())
        .collect();
    paths.sort();
    paths
}
