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
    Refunded { key: String, body: Value, refund: String },
    PaidOut(String),
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
    let body = json!({"email": "owner@example.com", "business_type": "individual"});
    let owner = server.read().await.post("/v1/owners", body).await.ok();
    let owner = text(&owner["id"]);
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let dice = Dice::new(dice.next());
            let client = client(server.clone(), ledger.clone(), stop.clone(), dice, owner.clone());
            tokio::spawn(client)
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

/// One client: creates sessions, pays, cancels, refunds, pays its owner out, and repeats what got
/// no answer.
async fn client(
    server: Shared,
    ledger: Ledger,
    stop: Arc<AtomicBool>,
    mut dice: Dice,
    owner: String,
) {
    let mut open: Vec<String> = Vec::new();
    let mut customer: Option<String> = None;
    while !stop.load(Ordering::Relaxed) {
        // The address and the key stay the same over a restart, so a copy outlives a kill.
        let (client, url, key) = {
            let server = server.read().await;
            (server.client().clone(), server.url.clone(), server.key.clone())
        };
        let call = Call { client, url, key, owner: owner.clone() };
        let Some(payer) = customer.clone() else {
            let made = call.post("/v1/customers", None, json!({"email": "a@example.com"})).await;
            customer = made.filter(|it| it.status == 200).map(|it| text(&it.body["id"]));
            continue;
        };
        if open.is_empty() || dice.one_in(3) {
            let key = format!("key-{:016x}", dice.next());
            let plan = dice.below(5);
            if let Some((body, session)) = call.create(&payer, &key, dice.below(90_000), plan).await
            {
                open.push(session.clone());
                ledger.lock().await.push(Acknowledged::Created { key, body, session });
            }
            continue;
        }
        let session = open.swap_remove(dice.below(open.len()));
        let acknowledged = work(&call, &session, &mut dice).await;
        let paid = matches!(acknowledged, Some(Acknowledged::Paid(_)));
        ledger.lock().await.extend(acknowledged);
        if paid && dice.one_in(2) {
            let refunded = call.refund(&session, &mut dice).await;
            ledger.lock().await.extend(refunded);
        }
        if dice.one_in(8) {
            let paid_out = call.pay_out(&mut dice).await;
            ledger.lock().await.extend(paid_out);
        }
    }
}

/// Something done to a session; what was acknowledged of it.
async fn work(call: &Call, session: &str, dice: &mut Dice) -> Option<Acknowledged> {
    if dice.one_in(12) {
        // By a person's word; when the bank tells of it later, it must not count twice.
        let path = format!("/v1/payment_sessions/{session}/mark_received");
        let body = json!({"amount": 500, "received_on": "2026-01-02", "note": "Seen."});
        call.post(&path, None, body).await?;
    }
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
        ("pay_by_bank", "succeed"),
        ("pay_by_bank", "refuse"),
        ("pay_by_bank", "answer_late"),
        ("pay_by_bank", "answer_twice"),
        ("pay_by_bank", "walk_away"),
        ("pay_by_bank", "return_without_result"),
        ("bacs_debit", "succeed"),
        ("bacs_debit", "instruction_refused"),
        ("bacs_debit", "account_closed"),
        ("bacs_debit", "indemnity_claim"),
        ("autogiro", "succeed"),
        ("autogiro", "mandate_late"),
        ("autogiro", "mandate_refused"),
        ("autogiro", "insufficient_funds"),
        ("autogiro", "refund_amount"),
        ("autogiro", "refuse"),
        ("autogiro", "walk_away"),
        ("bank_transfer", "succeed"),
        ("bank_transfer", "part"),
        ("bank_transfer", "told_twice"),
        ("direct_transfer", "mangled_reference"),
        ("direct_transfer", "double"),
        ("direct_transfer", "no_reference"),
        ("direct_transfer", "awaiting"),
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
    owner: String,
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
    async fn create(
        &self,
        customer: &str,
        key: &str,
        more: usize,
        plan: usize,
    ) -> Option<(Value, String)> {
        let mut body = json!({
            "amount": 1_000 + more, "currency": "eur", "customer": customer, "mode": "payment",
            "payment_method_types": ["card", "sepa_debit", "bank_transfer", "direct_transfer"],
        });
        if more.is_multiple_of(3) {
            body["currency"] = json!("gbp");
            body["payment_method_types"] =
                json!(["card", "bacs_debit", "pay_by_bank", "bank_transfer", "direct_transfer"]);
        } else if more % 3 == 1 {
            body["currency"] = json!("sek");
            body["payment_method_types"] =
                json!(["card", "autogiro", "bank_transfer", "direct_transfer"]);
        }
        match plan {
            0 => body["transaction_data"] = json!({"transfer_data": {"destination": self.owner}}),
            1 => body["transaction_data"] = json!({"customer_balance": {"apply": true}}),
            2 => {
                let apply = json!({"customer_balance": {"apply": true}});
                body["payment_method_options"] = apply;
            }
            _ => {}
        }
        let answer = self.insist("/v1/payment_sessions", key, &body).await?;
        Some((body, text(&answer.ok()["id"])))
    }

    /// Asks with a key until an answer comes.
    async fn insist(&self, path: &str, key: &str, body: &Value) -> Option<Answer> {
        for _ in 0..200 {
            match self.post(path, Some(key), body.clone()).await {
                Some(answer) if answer.status != 503 => return Some(answer),
                Some(_) => {}
                None => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
        None
    }

    /// Gives a part of a paid session back.
    async fn refund(&self, session: &str, dice: &mut Dice) -> Option<Acknowledged> {
        let path = format!("{}/v1/payment_sessions/{session}", self.url);
        let answer = self.client.get(path).bearer_auth(&self.key).send().await.ok()?;
        let session: Value = serde_json::from_str(&answer.text().await.ok()?).ok()?;
        let body = json!({
            "transaction": session["transaction"], "amount": 1 + dice.below(900),
            "reverse_transfer": dice.one_in(2),
        });
        let key = format!("refund-{:016x}", dice.next());
        let answer = self.insist("/v1/refunds", &key, &body).await?;
        (answer.status == 200).then(|| Acknowledged::Refunded {
            key,
            body,
            refund: text(&answer.body["id"]),
        })
    }

    /// Pays the owner what is there.
    async fn pay_out(&self, dice: &mut Dice) -> Option<Acknowledged> {
        let key = format!("payout-{:016x}", dice.next());
        let body = json!({"destination": self.owner, "currency": "eur", "approve": true});
        let answer = self.insist("/v1/owner_payouts", &key, &body).await?;
        if answer.status != 200 {
            return None;
        }
        let id = text(&answer.body["id"]);
        let path = format!("/v1/owner_payouts/{id}/mark_paid");
        let sent = json!({"reference": key});
        let answer = self.insist(&path, &format!("{key}-paid"), &sent).await?;
        (answer.status == 200).then_some(Acknowledged::PaidOut(id))
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
            Acknowledged::Refunded { key, body, refund } => {
                let again = server.client().post(format!("{}/v1/refunds", server.url));
                let request = again.json(body).header("Idempotency-Key", key);
                let answer = server.send(request).await;
                assert_eq!(answer.headers["idempotent-replayed"], "true", "{}", answer.body);
                assert_eq!(answer.ok()["id"], json!(refund));
            }
            Acknowledged::PaidOut(payout) => {
                let payout = server.get(&format!("/v1/owner_payouts/{payout}")).await.ok();
                assert_eq!(payout["status"], "paid", "{payout}");
            }
        }
    }
    server.advance_days(120).await;
    for acknowledged in ledger {
        if let Acknowledged::Refunded { refund, .. } = acknowledged {
            let refund = at_its_end(server, &format!("/v1/refunds/{refund}")).await;
            // The payer's bank may have taken the money back before it was sent by hand.
            let overtaken = refund["sent_by_hand"] == true && refund["status"] == "canceled";
            assert!(refund["status"] == "succeeded" || overtaken, "no end: {refund}");
        }
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

/// A refund, sent by hand where it waits for that.
async fn at_its_end(server: &TestServer, path: &str) -> Value {
    let refund = server.get(path).await.ok();
    if refund["sent_by_hand"] != true || refund["status"] != "pending" {
        return refund;
    }
    let sent = json!({"sent_on": server.day(0).await, "reference": "BY HAND"});
    server.post(&format!("{path}/mark_sent"), sent).await.ok()
}
