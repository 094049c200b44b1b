//! Random operations through the public API: whatever happens, in whatever order, the sums are
//! right after each, and `quittance verify` is silent after each run.
//!
//! `QUITTANCE_TEST_SEED` tells a run again; `QUITTANCE_TEST_OPERATIONS` sets how many.
#![expect(clippy::expect_used, reason = "whatever goes wrong here fails the test")]

use serde_json::{Value, json};
use testkit::databases::TempDatabase;
use testkit::dice::Dice;
use testkit::server::{TestServer, text};

/// Operations of one run, which has a server of its own and ends with `verify`.
const RUN: usize = 200;
/// The card's scenarios.
const CARD: &[&str] = &[
    "succeed",
    "succeed",
    "succeed",
    "decline",
    "insufficient_funds",
    "expired_card",
    "lost_card",
    "fraud_suspected",
    "authenticate",
    "authentication_refused",
    "abandon",
    "answer_late",
    "answer_twice",
    "contradict",
];
/// The pretend bank's.
const SEPA: &[&str] = &[
    "succeed",
    "succeed",
    "reject",
    "account_closed",
    "insufficient_funds",
    "reason_withheld",
    "deceased",
    "refund",
    "unauthorised",
];
/// Codes by which collected money comes back, and some by which it cannot.
const CODES: &[&str] =
    &["AC04", "AM04", "MS03", "MD06", "MD01", "MD07", "FF01", "chargeback", "XX99"];

/// What the test remembers of a session.
struct Known {
    id: String,
    amount: i64,
    first_paid_at: Option<i64>,
    canceled: bool,
    transactions: Vec<String>,
}

struct World {
    server: TestServer,
    dice: Dice,
    customers: Vec<String>,
    sessions: Vec<Known>,
}

#[tokio::test]
async fn sums_are_right_whatever_happens_on_sqlite() {
    run(TempDatabase::sqlite, operations(20_000)).await;
}

#[tokio::test]
async fn sums_are_right_whatever_happens_on_postgres() {
    run(TempDatabase::postgres, operations(2_000)).await;
}

fn operations(usual: usize) -> usize {
    let given = std::env::var("QUITTANCE_TEST_OPERATIONS").ok();
    given.and_then(|text| text.parse().ok()).unwrap_or(usual)
}

async fn run(database: fn() -> TempDatabase, operations: usize) {
    let mut dice = Dice::from_env("QUITTANCE_TEST_SEED");
    let mut left = operations;
    while left > 0 {
        let steps = left.min(RUN);
        left -= steps;
        let server = TestServer::start(env!("CARGO_BIN_EXE_quittance"), database());
        let mut world = World { server, dice, customers: Vec::new(), sessions: Vec::new() };
        for _ in 0..steps {
            world.step().await;
        }
        world.server.advance_days(60).await;
        world.server.verify();
        dice = world.dice;
    }
}

impl World {
    async fn step(&mut self) {
        if self.customers.is_empty() || self.dice.one_in(40) {
            self.customers.push(self.server.customer().await);
        }
        if self.sessions.len() < 3 {
            return self.create().await;
        }
        match self.dice.below(100) {
            0..25 => self.create().await,
            25..50 => self.pay("card", CARD).await,
            50..65 => self.pay("sepa_debit", SEPA).await,
            65..75 => self.advance().await,
            75..83 => self.give_back().await,
            83..90 => self.cancel().await,
            90..94 => self.change_expiry().await,
            94..97 => self.reopen().await,
            _ => self.delete_customer().await,
        }
    }

    async fn create(&mut self) {
        let customer = self.dice.pick(&self.customers).clone();
        let amount = 100 + self.dice.below(100_000) as i64;
        let reporting =
            *self.dice.pick(&["rent", "deposit", "holding_fee", "charge", "advance_rent"]);
        let mut body = json!({
            "amount": amount, "currency": "eur", "customer": customer, "mode": "payment",
            "payment_method_types": ["card", "sepa_debit"], "reporting_type": reporting,
        });
        if self.dice.one_in(4) {
            body["expires_at"] = json!(self.now().await + 60 + self.dice.below(2_000_000) as i64);
        }
        let answer = self.server.post("/v1/payment_sessions", body).await;
        if answer.status == 404 {
            // The customer was deleted.
            self.customers.retain(|known| *known != customer);
            return;
        }
        let session = answer.ok();
        let id = text(&session["id"]);
        let (first_paid_at, canceled) = (None, false);
        self.sessions.push(Known { id, amount, first_paid_at, canceled, transactions: Vec::new() });
    }

    async fn now(&self) -> i64 {
        let clock = self.server.get("/v1/test_helpers/clock").await.ok();
        clock["now"].as_i64().expect("a time")
    }

    async fn pay(&mut self, method: &str, scenarios: &[&str]) {
        let place = self.dice.below(self.sessions.len());
        let scenario = *self.dice.pick(scenarios);
        let id = self.sessions[place].id.clone();
        let answer = self.server.pay(&id, method, scenario).await;
        assert!(matches!(answer.status, 200 | 409), "pay {scenario}: {}", answer.body);
        self.check(place).await;
    }

    async fn advance(&mut self) {
        let hours = *self.dice.pick(&[1, 5, 30, 24 * 3, 24 * 7, 24 * 20, 24 * 60]);
        let body = json!({"seconds": hours * 3_600});
        self.server.post("/v1/test_helpers/clock/advance", body).await.ok();
        for place in 0..self.sessions.len() {
            self.check(place).await;
        }
    }

    async fn give_back(&mut self) {
        let place = self.dice.below(self.sessions.len());
        let transactions = self.sessions[place].transactions.clone();
        if transactions.is_empty() {
            return;
        }
        let (transaction, code) = (self.dice.pick(&transactions), self.dice.pick(CODES));
        let path = format!("/v1/test_helpers/transactions/{transaction}/return");
        let answer = self.server.post(&path, json!({"code": code})).await;
        assert!(matches!(answer.status, 200 | 400 | 409), "return {code}: {}", answer.body);
        self.check(place).await;
    }

    async fn cancel(&mut self) {
        let place = self.dice.below(self.sessions.len());
        let path = format!("/v1/payment_sessions/{}/cancel", self.sessions[place].id);
        let answer = self.server.post(&path, json!({})).await;
        assert!(matches!(answer.status, 200 | 409), "cancel: {}", answer.body);
        self.check(place).await;
        self.sessions[place].canceled |=
            answer.status == 200 && answer.body["cancellation_reason"] == "requested";
    }

    async fn change_expiry(&mut self) {
        let place = self.dice.below(self.sessions.len());
        let path = format!("/v1/payment_sessions/{}", self.sessions[place].id);
        let later = self.now().await + 60 + self.dice.below(5_000_000) as i64;
        let answer = self.server.post(&path, json!({"expires_at": later})).await;
        assert!(matches!(answer.status, 200 | 409), "expires_at: {}", answer.body);
        self.check(place).await;
    }

    async fn reopen(&mut self) {
        let place = self.dice.below(self.sessions.len());
        let path = format!("/v1/payment_sessions/{}/reopen", self.sessions[place].id);
        let answer = self.server.post(&path, json!({})).await;
        assert!(matches!(answer.status, 200 | 409), "reopen: {}", answer.body);
        self.check(place).await;
    }

    async fn delete_customer(&mut self) {
        let customer = self.dice.pick(&self.customers).clone();
        let answer = self.server.delete(&format!("/v1/customers/{customer}")).await;
        assert!(matches!(answer.status, 200 | 404 | 409), "delete: {}", answer.body);
        for place in 0..self.sessions.len() {
            self.check(place).await;
        }
    }

    /// What must hold of a session at any time.
    async fn check(&mut self, place: usize) {
        let session = self.server.retrieve(&self.sessions[place].id).await;
        let known = &mut self.sessions[place];
        let number =
            |name: &str| session[name].as_i64().unwrap_or_else(|| panic!("{name}: {session}"));
        let status = text(&session["status"]);
        let net = number("amount_received") - number("amount_returned");
        assert!(net >= 0, "{session}");
        assert_eq!(number("amount_remaining"), (known.amount - net).max(0), "{session}");
        if status == "paid" {
            assert!(net >= known.amount && session["paid_at"].is_i64(), "{session}");
            assert!(session["transaction"].is_string(), "{session}");
        } else {
            assert!(session["paid_at"].is_null(), "{session}");
        }
        if known.canceled {
            assert_eq!(status, "canceled", "{session}");
        }
        let first = session["first_paid_at"].as_i64();
        if known.first_paid_at.is_some() {
            assert_eq!(first, known.first_paid_at, "{session}");
        }
        known.first_paid_at = first;
        if let Some(transaction) = session["transaction"].as_str()
            && !known.transactions.iter().any(|it| it == transaction)
        {
            known.transactions.push(transaction.to_owned());
        }
        check_status(&session, &status);
    }
}

/// Status and payment status fit each other.
fn check_status(session: &Value, status: &str) {
    let finer = text(&session["payment_status"]);
    let fits = match finer.as_str() {
        "settled" => status == "paid",
        "requires_action" => status == "unpaid",
        "returned" | "failed" | "none" | "partially_paid" => status != "paid",
        "processing" | "disputed" => true,
        _ => false,
    };
    assert!(fits, "{finer} does not fit {status}: {session}");
}
