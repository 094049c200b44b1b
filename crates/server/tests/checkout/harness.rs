//! A server in this process, with one merchant, and what a browser does by hand.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request};
use domain::case::Case;
use domain::ids::{CustomerId, Id, SessionId};
use domain::method::MethodType;
use domain::money::Currency;
use domain::scope::Scope;
use domain::session::{
    Amounts, CancellationReason, PaidWhen, PaymentStatus, Reopen, ReportingType, Session,
    SessionState, SessionStatus, Terms,
};
use domain::time::Timestamp;
use server::app::App;
use server::cases::change;
use server::config::{Config, Sources};
use server::jobs::Runner;
use server::record::Origin;
use server::setup::create_account;
use std::sync::Arc;
use store::accounts::{Account, Settings};
use store::customers::{Customer, Details};
use store::{Db, DbError, DbOptions, SystemSource, cases, clocks, customers, sessions};
use testkit::databases::TempDatabase;
use tower::ServiceExt as _;

/// What the world reaches the server as.
pub(crate) const URL: &str = "https://pay.example.com";

/// Expands a story into a test for each database.
macro_rules! on_both {
    ($($story:ident: $sqlite:ident, $postgres:ident;)+) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $sqlite() {
            $story(crate::harness::House::on(testkit::databases::TempDatabase::sqlite()).await).await;
        }

        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $postgres() {
            $story(crate::harness::House::on(testkit::databases::TempDatabase::postgres()).await)
                .await;
        }
    )+};
}
pub(crate) use on_both;

/// A server and its merchant.
pub(crate) struct House {
    pub(crate) app: App,
    pub(crate) account: Account,
    pub(crate) scope: Scope,
    router: Router,
    runner: Option<Runner>,
    _database: TempDatabase,
    _folder: tempfile::TempDir,
}

/// A page, or any other answer.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) html: String,
}

impl House {
    pub(crate) async fn on(database: TempDatabase) -> Self {
        Self::with(database, &[]).await
    }

    /// With settings of its own.
    pub(crate) async fn with(database: TempDatabase, flags: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().display().to_string();
        let address = database.address();
        let usual = [
            ("data_dir", data_dir.as_str()),
            ("database", &*address),
            ("public_url", URL),
            ("rate_limit", "off"),
        ];
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let flags = usual.iter().chain(flags).map(owned).collect();
        let config = Config::load(Sources { flags, ..Sources::default() }).unwrap();
        let source = Arc::new(SystemSource);
        let url = config.database_url().unwrap();
        let options = DbOptions::new(source.clone());
        // Opening waits for the database, which a thread of the runtime must not.
        let db = tokio::task::spawn_blocking(move || {
            let db = Db::open(&url, options).unwrap();
            db.migrate().unwrap();
            db
        });
        let db = db.await.unwrap();
        let app = App::new(db, config, source, URL.to_owned()).await.unwrap();
        let own = app.clone();
        let settings = Settings {
            legal_name: Some("Norrby Hyror AB".to_owned()),
            support_email: Some("hello@norrby.example".to_owned()),
            ..Settings::default()
        };
        let account = app
            .db
            .write(move |tx| create_account(tx, &own.vault, "Norrby Hyror", settings.clone()))
            .await;
        let account: Account = account.map_err(|error: DbError| error).unwrap();
        let router = server::router::router(app.clone());
        let runner = Some(Runner::start(app.clone()));
        let scope = Scope::new(account.id, false);
        Self { app, account, scope, router, runner, _database: database, _folder: folder }
    }

    /// A new session, changed by `change` before it is written.
    pub(crate) async fn session(
        &self,
        currency: Currency,
        methods: &[MethodType],
        change: impl FnOnce(&mut Session),
    ) -> SessionId {
        self.session_in(self.scope, currency, methods, change).await
    }

    pub(crate) async fn session_in(
        &self,
        scope: Scope,
        currency: Currency,
        methods: &[MethodType],
        change: impl FnOnce(&mut Session),
    ) -> SessionId {
        let customer = self.customer(scope).await;
        let mut session = session(scope, customer.id, currency, methods);
        change(&mut session);
        let id = session.id;
        let written = self.app.db.write(move |tx| sessions::insert(tx, &session)).await;
        written.map_err(|error: DbError| error).unwrap();
        id
    }

    /// Withdraws a session, as the merchant would.
    pub(crate) async fn cancel(&self, id: SessionId) {
        let (app, scope) = (self.app.clone(), self.scope);
        let canceled = self.app.db.write(move |tx| {
            let locked = cases::lock(tx, &scope, id)?.unwrap();
            let reason = CancellationReason::Requested;
            change(tx, &app, &Origin::system(), locked, |case, now| {
                case.cancel(reason, None, 0, now, &SystemSource)
            })
        });
        canceled.await.map_err(|error: DbError| error).unwrap().unwrap();
    }

    pub(crate) async fn customer(&self, scope: Scope) -> Customer {
        let email = Some("tenant@example.com".to_owned());
        let customer = Customer {
            id: CustomerId::fresh(&SystemSource),
            scope,
            created_at: self.app.source.now(),
            name: Some("A Tenant".to_owned()),
            locale: None,
            details: Details { email, ..Details::default() },
        };
        let own = customer.clone();
        let written = self.app.db.write(move |tx| customers::insert(tx, &own)).await;
        written.map_err(|error: DbError| error).unwrap();
        customer
    }

    /// Forgets a customer's e-mail address.
    pub(crate) async fn forget_address(&self, id: CustomerId) {
        let scope = self.scope;
        let forgotten = self.app.db.write(move |tx| {
            let mut customer = customers::lock(tx, &scope, id)?.unwrap();
            customer.details.email = None;
            customers::update(tx, &customer)
        });
        forgotten.await.map_err(|error: DbError| error).unwrap();
    }

    /// Lets business time pass, with all that is due meanwhile.
    pub(crate) async fn pass_days(&self, days: i64) {
        let later = self.now().await.plus_days(days);
        server::clock::advance(&self.app, self.scope, later).await.unwrap();
    }

    /// Lets business time pass by minutes.
    pub(crate) async fn pass_minutes(&self, minutes: i64) {
        let later = self.now().await.plus_ms(minutes * 60_000);
        server::clock::advance(&self.app, self.scope, later).await.unwrap();
    }

    /// Chooses a scenario, lets all that follows happen, and opens the page that the payer is sent to.
    pub(crate) async fn pay_by_card(&self, card: &str, scenario: &str) -> Page {
        let back = self.choose(card, scenario).await;
        self.settled().await;
        self.get(&back).await
    }

    /// Waits until nothing that is due is left to do.
    pub(crate) async fn settled(&self) {
        let patience = std::time::Duration::from_secs(30);
        assert!(server::jobs::settle_down(&self.app, self.scope, patience).await.unwrap());
    }

    /// That the books agree with the facts.
    pub(crate) async fn verified(&self) {
        let db = self.app.db.clone();
        let checked = tokio::task::spawn_blocking(move || server::verify::verify(&db)).await;
        checked.unwrap().unwrap();
    }

    /// All that is known of a session.
    pub(crate) async fn case(&self, id: SessionId) -> Case {
        let scope = self.scope;
        let found = self.app.db.read(move |tx| cases::find(tx, &scope, id)).await;
        found.map_err(|error: DbError| error).unwrap().unwrap()
    }

    /// Business time.
    pub(crate) async fn now(&self) -> Timestamp {
        let scope = self.scope;
        self.app.db.read(move |tx| clocks::now(tx, &scope)).await.map_err(|e: DbError| e).unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Posts a form, as a browser does from a page of the same origin.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.post_from("same-origin", path, fields).await
    }

    pub(crate) async fn post_from(&self, site: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let body =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", site)
            .header("user-agent", "Test/1.0");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Page {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 1 << 20).await.unwrap();
        let html = String::from_utf8_lossy(&bytes).into_owned();
        Page { status: parts.status.as_u16(), headers: parts.headers, html }
    }

    /// Opens a session's page and gives the token of its form.
    pub(crate) async fn token(&self, path: &str) -> String {
        let page = self.get(path).await;
        page.field("token").unwrap_or_else(|| panic!("no token: {}", page.html))
    }

    /// Begins a card payment; gives the path of the processor's page.
    pub(crate) async fn to_the_card_page(&self, id: SessionId) -> String {
        let page = format!("/sessions/{id}?payment_method_type=card");
        let token = self.token(&page).await;
        let fields = [("token", token.as_str()), ("payment_method_type", "card")];
        let sent = self.post(&format!("/sessions/{id}/pay"), &fields).await;
        assert_eq!(sent.status, 303, "{}", sent.html);
        let leaving = self.get(&sent.location()).await;
        let (seconds, url) = leaving.refresh().unwrap_or_else(|| panic!("{}", leaving.html));
        assert_eq!(seconds, 0);
        url.strip_prefix(URL).unwrap_or_else(|| panic!("{url}")).to_owned()
    }

    /// Chooses a scenario at the processor's page; gives where the payer is sent.
    pub(crate) async fn choose(&self, card: &str, scenario: &str) -> String {
        let token = self.token(card).await;
        let sent = self.post(card, &[("token", &token), ("scenario", scenario)]).await;
        assert_eq!(sent.status, 303, "{}", sent.html);
        sent.location()
    }

    /// Ends the job runner.
    pub(crate) async fn close(mut self) {
        if let Some(runner) = self.runner.take() {
            runner.stop().await;
        }
    }
}

impl Page {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(crate) fn location(&self) -> String {
        assert_eq!(self.status, 303, "{}", self.html);
        self.header("location").to_owned()
    }

    /// Where the browser goes by itself, after how many seconds.
    pub(crate) fn refresh(&self) -> Option<(u32, String)> {
        let (seconds, url) = self.headers.get("refresh")?.to_str().ok()?.split_once("; url=")?;
        Some((seconds.parse().ok()?, url.to_owned()))
    }

    /// The value of an input.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let (_, rest) = self.html.split_once(&format!("name=\"{name}\" value=\""))?;
        Some(rest.split('"').next()?.to_owned())
    }

    pub(crate) fn says(&self, text: &str) -> bool {
        self.html.contains(text)
    }
}

fn session(
    scope: Scope,
    customer: CustomerId,
    currency: Currency,
    methods: &[MethodType],
) -> Session {
    let amount = 10_000;
    let amounts = Amounts::untouched(amount);
    let now = domain::source::Source::now(&SystemSource);
    Session {
        id: SessionId::fresh(&SystemSource),
        scope,
        created_at: now,
        customer,
        terms: Terms {
            amount,
            currency,
            methods: methods.to_vec(),
            paid_when: PaidWhen::Cleared,
            reopen: Reopen::Manual,
            tolerance: 0,
        },
        plan: domain::plan::Plan::default(),
        has_more: false,
        reporting_type: ReportingType::Rent,
        description: Some("Rent for March".to_owned()),
        reference: None,
        metadata: std::collections::BTreeMap::new(),
        return_url: None,
        statement_descriptor: None,
        locale: None,
        expires_at: None,
        canceled: None,
        reopened_at: None,
        accepted_shortfall: 0,
        accepted_at: None,
        customer_snapshot: None,
        state: SessionState {
            as_of: now,
            status: SessionStatus::Unpaid,
            payment_status: PaymentStatus::None,
            transaction: None,
            amounts,
            paid_at: None,
            first_paid_at: None,
        },
    }
}
