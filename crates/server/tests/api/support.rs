//! An app of a test's own, and calls of its API without a socket.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use domain::scope::Scope;
use serde_json::Value;
use server::app::App;
use server::config::{Config, Sources};
use server::router::router;
use server::setup::{NewKey, create_account, create_key, first_start};
use store::accounts::{self, Settings};
use store::{Db, DbError, SystemSource};
use testkit::databases::TempDatabase;
use tower::ServiceExt as _;

/// An app with one account, and a test key of it.
pub(crate) struct TestApi {
    pub(crate) app: App,
    pub(crate) key: String,
    router: Router,
    folder: tempfile::TempDir,
    _database: TempDatabase,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// The body as JSON, if the status is 200.
    #[track_caller]
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        self.json()
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    /// Code and parameter of an error of that status.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16) -> (String, Option<String>) {
        assert_eq!(self.status, status, "{}", self.text);
        let body = self.json();
        assert_eq!(body["status"], status);
        let text = |name: &str| body["error"][name].as_str().map(str::to_owned);
        (text("code").unwrap(), text("param"))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

impl TestApi {
    /// On a database, with other settings by their names.
    pub(crate) async fn start(database: TempDatabase, settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().display().to_string();
        let own = [("data_dir", data_dir.as_str()), ("rate_limit", "off")];
        let flags = own.iter().chain(settings).map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        let sources = Sources { flags: flags.collect(), ..Sources::default() };
        let config = Config::load(sources).unwrap();
        let url = "https://pay.example".to_owned();
        // Opening waits for the database, which is nothing for a thread that runs async code.
        let opened = tokio::task::spawn_blocking(move || (database.migrated(), database));
        let (db, database) = opened.await.unwrap();
        let app = App::new(db, config, Arc::new(SystemSource), url).await.unwrap();
        let key = first_start(&app).await.unwrap().unwrap().reveal().to_owned();
        let router = router(app.clone());
        Self { app, key, router, folder, _database: database }
    }

    /// The same server, once its operator has put another encryption key above those that it has.
    pub(crate) async fn with_new_encryption_key(mut self) -> Self {
        let path = self.folder.path().join("secret.key");
        let before = std::fs::read_to_string(&path).unwrap();
        let bytes = format!("{}Bwc=", "BwcH".repeat(10));
        std::fs::write(&path, format!("k{}:{bytes}\n{before}", before.lines().count() + 1))
            .unwrap();
        let (db, config) = (self.app.db.clone(), self.app.config.clone());
        let url = self.app.public_url.clone();
        self.app = App::new(db, config, Arc::new(SystemSource), url).await.unwrap();
        self.router = router(self.app.clone());
        self
    }

    pub(crate) fn db(&self) -> &Db {
        &self.app.db
    }

    /// Another key of the first account.
    pub(crate) async fn new_key(&self, livemode: bool) -> String {
        let secret = self.db().write(move |tx| {
            let account = accounts::list(tx)?.remove(0).id;
            create_key(tx, &NewKey::of(Scope::new(account, livemode)))
        });
        let secret: Result<_, DbError> = secret.await;
        secret.unwrap().reveal().to_owned()
    }

    /// A test key of another account.
    pub(crate) async fn other_account(&self) -> String {
        let app = self.app.clone();
        let secret = self.db().write(move |tx| {
            let account = create_account(tx, &app.vault, "Another", Settings::default())?;
            create_key(tx, &NewKey::of(Scope::new(account.id, false)))
        });
        let secret: Result<_, DbError> = secret.await;
        secret.unwrap().reveal().to_owned()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        Answer { status: parts.status.as_u16(), headers: parts.headers, text }
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.key)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, &[("authorization", &self.bearer())], Body::empty()).await
    }

    pub(crate) async fn get_as(&self, key: &str, path: &str) -> Answer {
        let bearer = format!("Bearer {key}");
        self.call(Method::GET, path, &[("authorization", &bearer)], Body::empty()).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.delete_with(path, &[]).await
    }

    pub(crate) async fn delete_with(&self, path: &str, more: &[(&str, &str)]) -> Answer {
        let bearer = self.bearer();
        let mut headers = vec![("authorization", bearer.as_str())];
        headers.extend(more);
        self.call(Method::DELETE, path, &headers, Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.post_with(path, body, &[]).await
    }

    pub(crate) async fn post_with(&self, path: &str, body: Value, more: &[(&str, &str)]) -> Answer {
        let bearer = self.bearer();
        let json = ("content-type", "application/json");
        let mut headers = vec![("authorization", bearer.as_str()), json];
        headers.extend(more);
        self.call(Method::POST, path, &headers, body.to_string()).await
    }
}

/// Runs a test on both databases.
macro_rules! on_both {
    ($($name:ident)+) => {$(
        mod $name {
            #[tokio::test]
            async fn on_sqlite() {
                let database = testkit::databases::TempDatabase::sqlite();
                super::$name(crate::support::TestApi::start(database, &[]).await).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                let database = testkit::databases::TempDatabase::postgres();
                super::$name(crate::support::TestApi::start(database, &[]).await).await;
            }
        }
    )+};
}
pub(crate) use on_both;
