//! Power cuts: 32 clients work while the server is killed again and again. Every acknowledged
//! answer is there afterwards, nothing is paid twice unseen, every payment reaches an end.
//!
//! `QUITTANCE_TEST_KILLS` sets how often; CI kills three times on each database.
#![expect(clippy::expect_used, reason = "whatever goes wrong here fails the test")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use testkit::databases::TempDatabase;
use testkit::dice::Dice;
use testkit::server::{Answer, TestServer, text};
use tokio::sync::{Mutex, RwLock};

/// Clients at work at the same time.
const CLIENTS: usize = 32;
/// Acknowledged answers between two kills, at least.
const PROGRESS: usize = 150;

/// An answer that a client got, and must find again.
#[derive(Clone, Debug)]
enum Acknowledged {
    Created { key: String, body: Value, session: String },
    Paid(String),
    Canceled(String),
}

type Ledger = Arc<Mutex<Vec<Acknowledged>>>;
type Shared = Arc<RwLock<TestServer>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_on_sqlite() {
    run(TempDatabase::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_on_postgres() {
    run(TempDatabase::postgres()).await;
}

async fn run(database: TempDatabase) {
    let kills = std::env::var("QUITTANCE_TEST_KILLS").ok().and_then(|it| it.parse().ok());
    let mut dice = Dice::from_env("QUITTANCE_TEST_SEED");
    let server = TestServer::start(env!("CARGO_BIN_EXE_quittance"), database);
    let server: Shared = Arc::new(RwLock::new(server));
    let ledger: Ledger = Ledger::default();
    let stop = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let dice = Dice::new(dice.next());
            tokio::spawn(client(server.clone(), ledger.clone(), stop.clone(), dice))
        })
        .collect();
    for kill in 0..kills.unwrap_or(3) {
        let enough = ledger.lock().await.len() + PROGRESS + dice.below(PROGRESS);
        wait_for(&ledger, enough).await;
        let mut server = server.write().await;
        server.kill();
        server.launch();
        server.verify();
        println!("kill {kill}: {} answers acknowledged", ledger.lock().await.len());
    }
    stop.store(true, Ordering::Relaxed);
    for client in clients {
        client.await.expect("a client ends");
    }
    let server = server.read().await;
    check(&server, &ledger.lock().await).await;
}

/// Waits until so many answers were acknowledged.
async fn wait_for(ledger: &Ledger, count: usize) {
    let bound = tokio::time::Instant::now() + Duration::from_secs(120);
    while ledger.lock().await.len() < count {
        assert!(tokio::time::Instant::now() < bound, "the clients make no progress");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// One client: creates sessions, pays, cancels, and repeats what got no answer.
async fn client(server: Shared, ledger: Ledger, stop: Arc<AtomicBool>, mut dice: Dice) {
    let mut open: Vec<String> = Vec::new();
    let mut customer: Option<String> = None;
    while !stop.load(Ordering::Relaxed) {
        // The address and the key stay the same over a restart, so a copy outlives a kill.
        let (client, url, key) = {
            let server = server.read().await;
            (server.client().clone(), server.url.clone(), server.key.clone())
        };
        let call = Call { client, url, key };
        let Some(payer) = customer.clone() else {
            let made = call.post("/v1/customers", None, json!({"email": "a@example.com"})).await;
            customer = made.filter(|it| it.status == 200).map(|it| text(&it.body["id"]));
            continue;
        };
        if open.is_empty() || dice.one_in(3) {
            let key = format!("key-{:016x}", dice.next());
            if let Some((body, session)) = call.create(&payer, &key, dice.below(90_000)).await {
                open.push(session.clone());
                ledger.lock().await.push(Acknowledged::Created { key, body, session });
            }
            continue;
        }
        let session = open.swap_remove(dice.below(open.len()));
        let acknowledged = work(&call, &session, &mut dice).await;
        ledger.lock().await.extend(acknowledged);
    }
}

/// Something done to a session; what was acknowledged of it.
async fn work(call: &Call, session: &str, dice: &mut Dice) -> Option<Acknowledged> {
    if dice.one_in(6) {
        let path = format!("/v1/payment_sessions/{session}/cancel");
        let answer = call.post(&path, None, json!({})).await?;
        let canceled = answer.status == 200 && answer.body["status"] == "canceled";
        return canceled.then(|| Acknowledged::Canceled(session.to_owned()));
    }
    let (method, scenario) = *dice.pick(&[
        ("card", "succeed"),
        ("card", "succeed"),
        ("card", "decline"),
        ("card", "answer_late"),
        ("card", "answer_twice"),
        ("card", "abandon"),
        ("sepa_debit", "succeed"),
        ("sepa_debit", "insufficient_funds"),
        ("sepa_debit", "reject"),
        ("sepa_debit", "refund"),
    ]);
    let path = format!("/v1/test_helpers/payment_sessions/{session}/pay");
    let body = json!({"payment_method_type": method, "scenario": scenario});
    let answer = call.post(&path, None, body).await?;
    let paid = answer.status == 200 && answer.body["status"] == "paid";
    paid.then(|| Acknowledged::Paid(session.to_owned()))
}

/// What a client needs to call the server.
struct Call {
    client: reqwest::Client,
    url: String,
    key: String,
}

impl Call {
    /// `None` when no whole answer came: the server was killed.
    async fn post(&self, path: &str, key: Option<&str>, body: Value) -> Option<Answer> {
        let mut request = self.client.post(format!("{}{path}", self.url)).json(&body);
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        let response = request.bearer_auth(&self.key).send().await.ok()?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = serde_json::from_str(&response.text().await.ok()?).ok()?;
        assert!(status < 500 || status == 503, "{path}: {body}");
        Some(Answer { status, headers, body })
    }

    /// Creates a session, asking again with the same key until an answer comes.
    async fn create(&self, customer: &str, key: &str, more: usize) -> Option<(Value, String)> {
        let body = json!({
            "amount": 1_000 + more, "currency": "eur", "customer": customer, "mode": "payment",
            "payment_method_types": ["card", "sepa_debit"],
        });
        for _ in 0..200 {
            match self.post("/v1/payment_sessions", Some(key), body.clone()).await {
                Some(answer) if answer.status == 200 => {
                    let session = text(&answer.body["id"]);
                    return Some((body, session));
                }
                Some(answer) => assert_eq!(answer.status, 503, "{}", answer.body),
                None => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
        None
    }
}

/// After the last restart: everything acknowledged is there, and everything comes to an end.
async fn check(server: &TestServer, ledger: &[Acknowledged]) {
    let after = server.get("/v1/payment_sessions?limit=1").await.ok();
    assert!(after["count"].as_u64() > Some(0));
    for acknowledged in ledger {
        match acknowledged {
            Acknowledged::Created { key, body, session } => {
                let again = server.client().post(format!("{}/v1/payment_sessions", server.url));
                let request = again.json(body).header("Idempotency-Key", key);
                let answer = server.send(request).await;
                assert_eq!(answer.headers["idempotent-replayed"], "true", "{}", answer.body);
                assert_eq!(answer.ok()["id"], json!(session));
            }
            Acknowledged::Paid(session) => {
                assert_eq!(server.retrieve(session).await["status"], "paid", "{session}");
            }
            Acknowledged::Canceled(session) => {
                assert_eq!(server.retrieve(session).await["status"], "canceled", "{session}");
            }
        }
    }
    server.advance_days(120).await;
    for acknowledged in ledger {
        if let Acknowledged::Created { session, body, .. } = acknowledged {
            let now = server.retrieve(session).await;
            let finer = text(&now["payment_status"]);
            assert!(finer != "processing" && finer != "requires_action", "no end: {now}");
            let net = now["amount_received"].as_i64().zip(now["amount_returned"].as_i64());
            let net = net.map(|(received, returned)| received - returned);
            assert!(net <= body["amount"].as_i64(), "paid twice: {now}");
        }
    }
    server.verify();
}
