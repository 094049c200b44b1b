//! The real binary, started on a database of its own, and spoken to over HTTP.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::databases::TempDatabase;

/// A running `quittance serve`.
pub struct TestServer {
    binary: PathBuf,
    database: Arc<TempDatabase>,
    data_dir: Arc<tempfile::TempDir>,
    child: Option<Child>,
    arguments: Vec<String>,
    client: reqwest::Client,
    /// Where it listens, without a slash at the end.
    pub url: String,
    /// The secret test key of its first account.
    pub key: String,
    /// Where the sandbox's mails are read.
    pub mailbox: String,
}

/// An answer of the API.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: reqwest::header::HeaderMap,
    /// The body; null when it is not JSON.
    pub body: Value,
}

impl Answer {
    /// The body, if the call succeeded.
    ///
    /// # Panics
    /// When it did not.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        self.body
    }

    /// The error's code, when the answer has this status.
    ///
    /// # Panics
    /// When it has another.
    #[track_caller]
    pub fn refused(self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.body);
        self.body["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl TestServer {
    /// Starts the binary on a fresh database.
    pub fn start(binary: impl AsRef<Path>, database: TempDatabase) -> Self {
        Self::start_with(binary, database, &["--rate-limit", "off"])
    }

    /// The same, with other arguments of `serve`.
    pub fn start_with(
        binary: impl AsRef<Path>,
        database: TempDatabase,
        arguments: &[&str],
    ) -> Self {
        let mut server = Self {
            binary: binary.as_ref().to_owned(),
            database: Arc::new(database),
            data_dir: Arc::new(tempfile::tempdir().expect("a temporary folder")),
            child: None,
            arguments: arguments.iter().map(|it| (*it).to_owned()).collect(),
            client: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .expect("an HTTP client"),
            url: String::new(),
            key: String::new(),
            mailbox: String::new(),
        };
        server.launch();
        server
    }

    /// Starts the process again after [`TestServer::kill`] or [`TestServer::stop`].
    pub fn launch(&mut self) {
        let mut command = self.command("serve");
        // The same port again, so that links handed out before still lead here.
        let port = self.url.rsplit(':').next().filter(|it| !it.is_empty()).unwrap_or("0");
        command.args(["--listen", &format!("127.0.0.1:{port}")]);
        command.args(&self.arguments).stdout(Stdio::piped()).stderr(self.log());
        let mut child = command.spawn().expect("the binary starts");
        let lines = BufReader::new(child.stdout.take().expect("standard output")).lines();
        for line in lines {
            let line = line.expect("a line");
            match line.split_once(' ') {
                Some(("secret_key", key)) => self.key = key.to_owned(),
                Some(("sandbox_mail", url)) => self.mailbox = url.to_owned(),
                Some(("ready", url)) => {
                    self.url = url.trim_end_matches('/').to_owned();
                    break;
                }
                _ => {}
            }
        }
        self.child = Some(child);
        assert!(!self.url.is_empty(), "the server did not get ready: {}", self.log_text());
    }

    fn log_path(&self) -> PathBuf {
        self.data_dir.path().join("server.log")
    }

    fn log(&self) -> Stdio {
        let file = std::fs::File::options().create(true).append(true).open(self.log_path());
        file.map_or_else(|_| Stdio::null(), Stdio::from)
    }

    /// Everything that is written in its database.
    pub fn database_dump(&self) -> Vec<u8> {
        self.database.dump()
    }

    /// What the server wrote to its log so far.
    pub fn log_text(&self) -> String {
        std::fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    /// A sub-command of the binary on the same database, such as `verify` or `key create`.
    pub fn command(&self, name: &str) -> Command {
        let mut command = Command::new(&self.binary);
        // Settings of the tests are none of the server's, which refuses what it does not know.
        for (variable, _) in std::env::vars().filter(|(name, _)| name.starts_with("QUITTANCE_")) {
            command.env_remove(variable);
        }
        command.args(name.split(' '));
        command.arg("--data-dir").arg(self.data_dir.path());
        command.arg("--database").arg(self.database.address());
        command
    }

    /// Ends the process at once, as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("the process is killed");
            child.wait().expect("the process is gone");
        }
    }

    /// Asks the process to end, and waits for it.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let id = child.id().to_string();
            let asked = Command::new("kill").args(["-TERM", &id]).status().expect("kill runs");
            assert!(asked.success());
            let status = child.wait().expect("the process ends");
            assert!(status.success(), "the server ended with {status}");
        }
    }

    /// Runs `quittance verify` and demands that it finds nothing.
    #[track_caller]
    pub fn verify(&self) {
        let output = self.command("verify").output().expect("verify runs");
        let text = String::from_utf8_lossy(&output.stderr);
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "verify: {told}{text}");
    }

    /// `GET` with the test key.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.client.get(format!("{}{path}", self.url))).await
    }

    /// `POST` of JSON with the test key.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.client.post(format!("{}{path}", self.url)).json(&body)).await
    }

    /// `DELETE` with the test key.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.client.delete(format!("{}{path}", self.url))).await
    }

    /// Sends a request that was put together elsewhere, with the test key.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        self.try_send(request).await.expect("the server answers")
    }

    /// The same; an error when the connection fails, as it does while a server is killed.
    ///
    /// # Errors
    /// When no whole answer came.
    pub async fn try_send(&self, request: reqwest::RequestBuilder) -> reqwest::Result<Answer> {
        let response = request.bearer_auth(&self.key).send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await?;
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Ok(Answer { status, headers, body })
    }

    /// The client, which follows no redirects and keeps no cookies.
    pub const fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// A new customer's id.
    pub async fn customer(&self) -> String {
        let body = json!({"email": "tenant@example.com", "name": "A Tenant"});
        text(&self.post("/v1/customers", body).await.ok()["id"])
    }

    /// A new session for a new customer: its object.
    pub async fn session(&self, currency: &str, types: &[&str], more: Value) -> Value {
        let mut body = json!({
            "amount": 10_000, "currency": currency, "customer": self.customer().await,
            "mode": "payment", "payment_method_types": types,
        });
        if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        self.post("/v1/payment_sessions", body).await.ok()
    }

    /// Pays a session by the test helper.
    pub async fn pay(&self, session: &str, method: &str, scenario: &str) -> Answer {
        let path = format!("/v1/test_helpers/payment_sessions/{session}/pay");
        self.post(&path, json!({"payment_method_type": method, "scenario": scenario})).await
    }

    /// Moves the test clock on by so many days.
    pub async fn advance_days(&self, days: i64) {
        let body = json!({"seconds": days * 86_400});
        self.post("/v1/test_helpers/clock/advance", body).await.ok();
    }

    /// A day by the test clock: today in UTC, and so many days on.
    ///
    /// # Panics
    /// When no calendar has it.
    pub async fn day(&self, on: i64) -> String {
        let clock = self.get("/v1/test_helpers/clock").await.ok();
        let now = clock["now"].as_i64().unwrap_or_default();
        jiff::Timestamp::from_second(now + on * 86_400).expect("a day").strftime("%F").to_string()
    }

    /// The session as it is now.
    pub async fn retrieve(&self, session: &str) -> Value {
        self.get(&format!("/v1/payment_sessions/{session}")).await.ok()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = self.log_text();
            let last = log.lines().rev().take(40).collect::<Vec<_>>();
            last.iter().rev().for_each(|line| eprintln!("server: {line}"));
        }
        self.kill();
    }
}

/// The text of a JSON value.
///
/// # Panics
/// When it is no text.
#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}
