//! A mail server that keeps what it receives. It is an independent program on purpose
//! (`aiosmtpd`, in Python): what it accepts, others accept.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tempfile::TempDir;

/// How long a mail may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// How the way to the server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tls {
    /// Not at all.
    #[default]
    None,
    /// Begun in the clear, then required.
    Starttls,
    /// From the first byte.
    Implicit,
}

/// How the server is set up.
#[derive(Clone, Copy, Debug, Default)]
pub struct SmtpOptions {
    /// Whether it speaks TLS, with a certificate for `localhost` signed by itself.
    pub tls: Tls,
    /// The one user and password that it takes mail from; `None` takes it from anyone.
    pub login: Option<(&'static str, &'static str)>,
}

/// A mail as it arrived.
#[derive(Clone, Debug, Deserialize)]
pub struct Mail {
    /// The sender of the envelope.
    pub sender: String,
    /// The recipients of the envelope.
    pub recipients: Vec<String>,
    /// Headers and body, as sent.
    pub text: String,
    /// Whether it came over TLS.
    pub encrypted: bool,
    /// Who had logged in.
    pub user: Option<String>,
}

/// A running mail server; dropping it ends it.
///
/// It refuses recipients that begin with `refused` (550), and those that begin with `later` the
/// first time (451).
#[derive(Debug)]
pub struct SmtpServer {
    child: Child,
    port: u16,
    mails: Arc<Mails>,
    folder: TempDir,
}

#[derive(Debug, Default)]
struct Mails {
    all: Mutex<Vec<Mail>>,
    arrived: Condvar,
}

impl SmtpServer {
    /// Starts one that takes mail from anyone, in the clear.
    pub fn start() -> Self {
        Self::start_with(SmtpOptions::default())
    }

    /// Starts one.
    ///
    /// # Panics
    /// When Python or its packages are missing: `cargo xtask install` installs them.
    pub fn start_with(options: SmtpOptions) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        if options.tls != Tls::None {
            make_certificate(folder.path());
        }
        let given = json!({
            "tls": match options.tls {
                Tls::None => "none",
                Tls::Starttls => "starttls",
                Tls::Implicit => "implicit",
            },
            "login": options.login,
            "certificate": folder.path().join("certificate.pem"),
            "key": folder.path().join("key.pem"),
        });
        let mut command = Command::new(python());
        command.args(["-c", include_str!("smtp_server.py"), &given.to_string()]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python runs; `cargo xtask install` installs it");
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        let port = read_port(&mut output);
        let mails = Arc::new(Mails::default());
        let keeper = Arc::clone(&mails);
        std::thread::spawn(move || keeper.keep(output));
        Self { child, port, mails, folder }
    }

    /// Where it listens, on 127.0.0.1.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Its certificate, to be trusted by whoever speaks TLS to it.
    pub fn certificate(&self) -> PathBuf {
        self.folder.path().join("certificate.pem")
    }

    /// Every mail so far, once there are at least so many.
    ///
    /// # Panics
    /// When fewer arrive.
    #[track_caller]
    pub fn mails(&self, at_least: usize) -> Vec<Mail> {
        let all = self.mails.all.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.mails.arrived.wait_timeout_while(all, PATIENCE, |it| it.len() < at_least);
        let (all, _) = waited.unwrap_or_else(PoisonError::into_inner);
        assert!(all.len() >= at_least, "{} of {at_least} mails arrived", all.len());
        all.clone()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Mails {
    /// Reads what the server tells, until it ends.
    fn keep(&self, output: BufReader<ChildStdout>) {
        for line in output.lines().map_while(Result::ok) {
            let mail = serde_json::from_str(&line).expect("the mail server tells of a mail");
            self.all.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
            self.arrived.notify_all();
        }
    }
}

fn read_port(output: &mut BufReader<ChildStdout>) -> u16 {
    #[derive(Deserialize)]
    struct Ready {
        port: u16,
    }
    let mut line = String::new();
    output.read_line(&mut line).expect("the mail server says something");
    let ready: Ready = serde_json::from_str(&line).expect("the mail server tells its port");
    ready.port
}

fn make_certificate(folder: &Path) {
    let mut command = Command::new("openssl");
    command.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]);
    command.args(["-nodes", "-days", "2", "-subj", "/CN=localhost"]);
    command.args(["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]);
    // An authority's certificate would not do as a server's.
    command.args(["-addext", "basicConstraints=critical,CA:FALSE"]);
    command.arg("-keyout").arg(folder.join("key.pem"));
    command.arg("-out").arg(folder.join("certificate.pem"));
    let output = command.output().expect("openssl runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The Python that has the packages of `requirements-test.txt`.
pub fn python() -> PathBuf {
    let usual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.tools/venv/bin/python");
    std::env::var_os("QUITTANCE_TEST_PYTHON").map_or(usual, PathBuf::from)
}
