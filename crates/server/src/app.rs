//! The server as a value: its parts, and how they start and stop.

use std::fs::DirBuilder;
use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use domain::bacs::modulus::ModulusTable;
use domain::ids::Id;
use domain::source::Source;
use pages::texts::SchemeTexts;
use store::{Db, DbOptions, Migrated, OpenError, sealed};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::changes::Changes;
use crate::config::{Config, ConfigError};
use crate::extract::{KeyUses, Secret};
use crate::jobs::{Runner, clean_up};
use crate::limits::Limits;
use crate::listener::{self, ConnectionLimits};
use crate::metrics::Metrics;
use crate::vault::Vault;
use crate::{account_checks, holidays, scheme_texts, setup};

/// Requests under way at shutdown have this long to end.
const DRAIN: Duration = Duration::from_secs(10);
/// How often counters of those who have gone are forgotten.
const SWEEP: Duration = Duration::from_secs(60);

/// Everything that handlers and jobs share. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What an [`App`] is made of.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The settings.
    pub config: Config,
    /// What encrypts and signs.
    pub vault: Vault,
    /// Time and randomness.
    pub source: Arc<dyn Source>,
    /// How often somebody may ask.
    pub limits: Limits,
    /// Which British accounts can exist, where the operator gave the table.
    pub modulus: Option<ModulusTable>,
    /// What is counted.
    pub metrics: Metrics,
    /// Who waits for what.
    pub changes: Changes,
    /// What schemes prescribe to be shown.
    pub texts: SchemeTexts,
    /// Which keys were used lately.
    pub key_uses: KeyUses,
    /// What the world reaches the server as, without a slash at its end.
    pub public_url: String,
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Why a server could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A setting makes no sense.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The database.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database, while it was being set up.
    #[error(transparent)]
    Database(#[from] store::DbError),
    /// The address to listen on.
    #[error("{address}: {source}")]
    Listen {
        /// Which.
        address: String,
        /// Why not.
        source: std::io::Error,
    },
    /// A folder that could not be made.
    #[error("{path}: {source}")]
    Folder {
        /// Which.
        path: String,
        /// Why not.
        source: std::io::Error,
    },
}

impl App {
    /// An app on an open and migrated database, without a listener: for tests and commands.
    ///
    /// # Errors
    /// When the encryption keys cannot be had, or are not those of the database, or when a text
    /// of a scheme or a file of holidays is at fault.
    pub async fn new(
        db: Db,
        config: Config,
        source: Arc<dyn Source>,
        public_url: String,
    ) -> Result<Self, StartError> {
        holidays::proclaim(&config)?;
        let samples = db.read(sealed::samples).await?;
        Ok(Self(Arc::new(Parts {
            db,
            vault: Vault::load(&config, source.as_ref(), &samples)?,
            texts: scheme_texts::load(&config)?,
            limits: Limits::new(&config),
            modulus: config.bacs.modulus_table()?,
            metrics: Metrics::default(),
            changes: Changes::default(),
            key_uses: KeyUses::default(),
            config,
            source,
            public_url,
        })))
    }

    /// Another server may have made the first account while this one made a key of its own.
    async fn check_keys(&self) -> Result<(), StartError> {
        let samples = self.db.read(sealed::samples).await?;
        let checked = self.vault.check(&samples);
        Ok(checked.map_err(|error| ConfigError::setting("encryption.keys", &error))?)
    }

    /// A fresh id.
    pub fn fresh_id<I: Id>(&self) -> I {
        I::fresh(self.source.as_ref())
    }

    /// Starts a server: opens and migrates the database, makes an account at the very first
    /// start, and accepts requests.
    ///
    /// # Errors
    /// Whatever stands in its way.
    pub async fn start(config: Config, source: Arc<dyn Source>) -> Result<Running, StartError> {
        Self::start_with(config, source, crate::router::router).await
    }

    /// The same, with other routes: the benchmark's do nothing.
    ///
    /// # Errors
    /// As [`App::start`].
    pub async fn start_with(
        config: Config,
        source: Arc<dyn Source>,
        routes: fn(Self) -> Router,
    ) -> Result<Running, StartError> {
        let db = open_aside(&config, &source).await?;
        let listener = TcpListener::bind(&config.listen).await;
        let listen_error = |source| StartError::Listen { address: config.listen.clone(), source };
        let listener = listener.map_err(listen_error)?;
        let address = listener.local_addr().map_err(listen_error)?;
        let public_url = config.public_url(address);
        let app = Self::new(db, config, source, public_url).await?;
        let first_key = setup::first_start(&app).await?;
        app.check_keys().await?;
        scheme_texts::warn_of_unverified(&app).await?;
        account_checks::warn_of_unchecked(&app).await?;
        crate::clock::resume(&app).await?;
        app.db.write(clean_up::schedule).await?;
        let routes = routes(app.clone());
        Ok(Running::begin(app, routes, listener, address, first_key))
    }
}

/// Opens the database that the settings name, and brings it up to date.
///
/// # Errors
/// When it is in use, newer than this program, or out of reach.
pub fn open(config: &Config, source: Arc<dyn Source>, exclusive: bool) -> Result<Db, StartError> {
    open_migrated(config, source, exclusive).map(|(db, _)| db)
}

/// The same, and what bringing it up to date did.
///
/// # Errors
/// As [`open`].
pub fn open_migrated(
    config: &Config,
    source: Arc<dyn Source>,
    exclusive: bool,
) -> Result<(Db, Migrated), StartError> {
    private_folder().recursive(true).create(&config.data_dir).map_err(|source| {
        StartError::Folder { path: config.data_dir.display().to_string(), source }
    })?;
    let options = if exclusive { DbOptions::exclusive(source) } else { DbOptions::new(source) };
    let connections = config.limits.postgres_connections;
    let db = Db::open(&config.database_url()?, DbOptions { connections, ..options })?;
    let migrated = db.migrate()?;
    Ok((db, migrated))
}

/// How to make folders that are nobody else's: the database is in them, and its key.
pub fn private_folder() -> DirBuilder {
    let mut folder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder
}

/// Opens a server's database on a thread that may wait.
async fn open_aside(config: &Config, source: &Arc<dyn Source>) -> Result<Db, StartError> {
    let (config, source) = (config.clone(), Arc::clone(source));
    let opened = tokio::task::spawn_blocking(move || open(&config, source, true)).await;
    opened.unwrap_or(Err(StartError::Database(store::DbError::Panicked)))
}

/// A server that accepts requests.
pub struct Running {
    /// Its parts.
    pub app: App,
    /// Where it listens.
    pub address: SocketAddr,
    /// The key made at the very first start, to be shown once.
    pub first_key: Option<Secret>,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
    sweeper: JoinHandle<()>,
    runner: Runner,
}

impl Running {
    fn begin(
        app: App,
        routes: Router,
        listener: TcpListener,
        address: SocketAddr,
        first_key: Option<Secret>,
    ) -> Self {
        let (stop, stopped) = watch::channel(false);
        let limits = ConnectionLimits::default();
        let server = tokio::spawn(listener::serve(routes, listener, limits, stopped));
        let sweeper = tokio::spawn(sweep(app.clone()));
        let runner = Runner::start(app.clone());
        Self { app, address, first_key, stop, server, sweeper, runner }
    }

    /// Stops accepting requests and claiming jobs, and waits for what is under way, but not
    /// longer than ten seconds.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        self.sweeper.abort();
        let ended = async { tokio::join!(self.server, self.runner.stop()) };
        if tokio::time::timeout(DRAIN, ended).await.is_err() {
            tracing::warn!("requests or jobs were cut off: they took too long to end");
        }
    }
}

async fn sweep(app: App) {
    loop {
        tokio::time::sleep(SWEEP).await;
        app.limits.sweep(app.source.now());
    }
}
