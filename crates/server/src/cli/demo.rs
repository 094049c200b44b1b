//! `quittance demo`: a server with sample data, to look around in. It needs no network, and
//! leaves nothing behind.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, header};
use clap::Args;
use domain::scope::Scope;
use serde_json::{Value, json};
use store::{SystemSource, accounts};
use tower::ServiceExt as _;

use super::serve::StopSignals;
use super::{CliError, Common};
use crate::app::{App, Running, StartError, private_folder};
use crate::config::Config;
use crate::extract::Secret;
use crate::logging;
use crate::router::router;
use crate::sandbox::mail_url;
use crate::setup::{NewKey, create_key};

/// The largest answer that the demo reads from its own API.
const ANSWER_MAX_BYTES: usize = 1_048_576;

/// Run a server with a sample merchant, customer and payment session.
#[derive(Args)]
pub(super) struct Demo {
    #[command(flatten)]
    common: Common,
    /// Where to accept requests; another port when this one is taken.
    #[arg(long, value_name = "HOST:PORT")]
    listen: Option<String>,
}

/// A folder that is gone when the demo is.
struct TempFolder(PathBuf);

impl TempFolder {
    fn make() -> std::io::Result<Self> {
        let source: &dyn domain::source::Source = &SystemSource;
        let mut random = [0; 8];
        source.fill(&mut random);
        let name = format!("quittance-demo-{}", crate::extract::hex(&random));
        let path = std::env::temp_dir().join(name);
        private_folder().create(&path)?;
        Ok(Self(path))
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        // Nobody is left to tell.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Demo {
    pub(super) fn run(self) -> Result<(), CliError> {
        let folder = TempFolder::make()?;
        tokio::runtime::Runtime::new()?.block_on(self.show(&folder.0))
    }

    async fn show(self, folder: &Path) -> Result<(), CliError> {
        let mut stop = StopSignals::listen()?;
        let running = self.start(folder).await?;
        let sample = Sample::make(&running).await?;
        sample.print(&running)?;
        stop.wait().await;
        running.stop().await;
        Ok(())
    }

    async fn start(&self, folder: &Path) -> Result<Running, CliError> {
        let config = self.config(folder, None)?;
        logging::start(&config.log);
        match App::start(config, Arc::new(SystemSource)).await {
            Err(StartError::Listen { source, .. })
                if source.kind() == std::io::ErrorKind::AddrInUse =>
            {
                let config = self.config(folder, Some("127.0.0.1:0".to_owned()))?;
                Ok(App::start(config, Arc::new(SystemSource)).await?)
            }
            started => Ok(started?),
        }
    }

    fn config(&self, folder: &Path, listen: Option<String>) -> Result<Config, CliError> {
        let data_dir = self.common.data_dir.clone();
        let data_dir = data_dir.unwrap_or_else(|| folder.display().to_string());
        let quiet = self.common.log_level.clone().unwrap_or_else(|| "warn".to_owned());
        let listen = listen.or_else(|| self.listen.clone());
        let config = self.common.load(&[
            ("data_dir", Some(&data_dir)),
            ("log.level", Some(&quiet)),
            ("listen", listen.as_ref()),
        ]);
        Ok(config?)
    }
}

/// What the demo has made.
struct Sample {
    secret: Secret,
    customer: String,
    pay: String,
    mail: String,
}

impl Sample {
    /// Makes the sample data through the API, as a merchant would.
    async fn make(running: &Running) -> Result<Self, CliError> {
        let app = &running.app;
        let account = app.db.read(accounts::list).await?.into_iter().next();
        let account = account.ok_or_else(|| refused("there is no account"))?;
        let scope = Scope::new(account.id, false);
        let new = NewKey { name: Some("Demo"), ..NewKey::of(scope) };
        let secret = app.db.write(move |tx| create_key(tx, &new)).await?;
        call(app, &secret, "/v1/account", merchant()).await?;
        let customer = call(app, &secret, "/v1/customers", customer()).await?;
        let customer = text(&customer, "id");
        let session = call(app, &secret, "/v1/payment_sessions", session(&customer)).await?;
        let mail = mail_url(app, account.id);
        Ok(Self { secret, customer, pay: text(&session, "url"), mail })
    }

    fn print(&self, running: &Running) -> std::io::Result<()> {
        let url = &running.app.public_url;
        let key = self.secret.reveal();
        let body = session(&self.customer);
        let mut out = std::io::stdout().lock();
        writeln!(out, "Everything here is pretend, and gone when you stop it with Ctrl-C.\n")?;
        writeln!(out, "api {url}")?;
        writeln!(out, "docs {url}/docs")?;
        writeln!(out, "secret_key {key}")?;
        writeln!(out, "sandbox_mail {}\n", self.mail)?;
        writeln!(out, "Create a payment session, and open its `url`:\n")?;
        writeln!(
            out,
            "curl {url}/v1/payment_sessions -H 'Authorization: Bearer {key}' -H 'Content-Type: application/json' -d '{body}'\n"
        )?;
        writeln!(out, "Or pay one that is there already:\n")?;
        writeln!(out, "pay {}\n", self.pay)?;
        writeln!(out, "ready http://{}", running.address)?;
        out.flush()
    }
}

fn merchant() -> Value {
    json!({
        "business_name": "Paper Lantern Lodgings",
        "legal_name": "Paper Lantern Lodgings (a made-up company)",
        "address": {
            "line1": "1 Example Quay", "city": "Sampleton", "postal_code": "EX1 1EX", "country": "GB",
        },
        "time_zone": "Europe/London",
        "color": "#b4432f",
        "support_email": "help@lodgings.example",
        "support_phone": "+44 20 7946 0000",
        "support_website": "https://lodgings.example/help",
        "privacy_url": "https://lodgings.example/privacy",
        "statement_descriptor": "PAPER LANTERN",
    })
}

fn customer() -> Value {
    json!({"email": "guest@example.com", "name": "Sample Guest", "locale": "en"})
}

fn session(customer: &str) -> Value {
    json!({
        "amount": 12_500, "currency": "eur", "customer": customer, "mode": "payment",
        "payment_method_types": ["card", "sepa_debit"], "description": "One night by the quay",
    })
}

/// Calls the demo's own API, without a socket.
async fn call(app: &App, secret: &Secret, path: &str, body: Value) -> Result<Value, CliError> {
    let request = Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {}", secret.reveal()))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()))
        .map_err(|error| refused(&error.to_string()))?;
    let answer = router(app.clone()).oneshot(request).await;
    let answer = answer.unwrap_or_else(|never| match never {});
    let succeeded = answer.status().is_success();
    let bytes = axum::body::to_bytes(answer.into_body(), ANSWER_MAX_BYTES).await;
    let bytes = bytes.map_err(|error| refused(&error.to_string()))?;
    let body = String::from_utf8_lossy(&bytes);
    match serde_json::from_str(&body) {
        Ok(value) if succeeded => Ok(value),
        _ => Err(refused(&format!("{path}: {body}"))),
    }
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

fn refused(why: &str) -> CliError {
    CliError::Refused(format!("the sample data could not be made: {why}"))
}
