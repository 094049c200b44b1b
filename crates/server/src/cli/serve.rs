//! `quittance serve`.

use std::io::Write as _;
use std::sync::Arc;

use clap::Args;
use domain::ids::AccountId;
use store::{SystemSource, accounts};
use tokio::signal::unix::{SignalKind, signal};

use super::{CliError, Common};
use crate::app::{App, Running};
use crate::config::Config;
use crate::logging;
use crate::sandbox::mail_url;

/// Run the server until it is told to stop.
#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    common: Common,
    /// Where to accept requests; port 0 takes any free one.
    #[arg(long, value_name = "HOST:PORT")]
    listen: Option<String>,
    /// What payers and processors reach the server as.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Requests a second for each key, or off.
    #[arg(long, value_name = "N|off")]
    rate_limit: Option<String>,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), CliError> {
        let config = self.common.load(&[
            ("listen", self.listen.as_ref()),
            ("public_url", self.public_url.as_ref()),
            ("rate_limit", self.rate_limit.as_ref()),
        ])?;
        logging::start(&config.log);
        tokio::runtime::Runtime::new()?.block_on(serve(config, self.common.account))
    }
}

async fn serve(config: Config, account: Option<AccountId>) -> Result<(), CliError> {
    let mut stop = StopSignals::listen()?;
    let running = App::start(config, Arc::new(SystemSource)).await?;
    announce(&running, account).await?;
    stop.wait().await;
    tracing::info!("stopping: requests under way are finished first");
    running.stop().await;
    Ok(())
}

/// Prints what other programs wait for: a new key once, each account's pretend mailbox (or only
/// the named one's), and that requests are accepted.
async fn announce(running: &Running, named: Option<AccountId>) -> Result<(), CliError> {
    let mut accounts = running.app.db.read(accounts::list).await?;
    if let Some(id) = named {
        accounts.retain(|account| account.id == id);
        if accounts.is_empty() {
            return Err(CliError::Refused(format!("there is no account {id}")));
        }
    }
    let mut out = std::io::stdout().lock();
    if let Some(secret) = &running.first_key {
        writeln!(out, "secret_key {}", secret.reveal())?;
    }
    for account in &accounts {
        writeln!(out, "sandbox_mail {}", mail_url(&running.app, account.id))?;
    }
    writeln!(out, "ready http://{}", running.address)?;
    out.flush()?;
    Ok(())
}

/// What operators and terminals stop a server with.
pub(super) struct StopSignals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl StopSignals {
    /// Listens from now on: a signal that comes during the start is not lost.
    pub(super) fn listen() -> std::io::Result<Self> {
        let terminate = signal(SignalKind::terminate())?;
        Ok(Self { terminate, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Waits for the first signal.
    pub(super) async fn wait(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
