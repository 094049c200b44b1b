//! A busy month, and an independent program that works out every balance and total of it from
//! the public API alone.
//!
//! `QUITTANCE_TEST_MONTH` sets how many sessions it has; `QUITTANCE_TEST_SEED` tells it again.
#![expect(clippy::expect_used, reason = "whatever goes wrong here fails the test")]

use std::process::Command;

use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::databases::TempDatabase;
use testkit::dice::Dice;
use testkit::server::{TestServer, text};

/// Sessions that are paid at the same time.
const AT_ONCE: usize = 8;
/// Days of the month.
const DAYS: usize = 30;

#[tokio::test]
async fn another_program_comes_to_the_same_sums() {
    let server = TestServer::start(env!("CARGO_BIN_EXE_quittance"), TempDatabase::sqlite());
    let dice = Dice::from_env("QUITTANCE_TEST_SEED");
    let mut month = Month {
        server,
        dice,
        units: Vec::new(),
        owners: Vec::new(),
        customers: Vec::new(),
        transactions: Vec::new(),
    };
    let first = month.today().await;
    month.found().await;
    let sessions: usize = std::env::var("QUITTANCE_TEST_MONTH")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(5_000);
    for _ in 0..DAYS {
        month.day(sessions.div_ceil(DAYS)).await;
    }
    month.server.verify();
    month.check(&first).await;
}

struct Month {
    server: TestServer,
    dice: Dice,
    owners: Vec<String>,
    units: Vec<String>,
    customers: Vec<String>,
    transactions: Vec<String>,
}

impl Month {
    async fn today(&self) -> String {
        let clock = self.server.get("/v1/test_helpers/clock").await.ok();
        let at = jiff::Timestamp::from_second(clock["now"].as_i64().expect("a time"));
        at.expect("a time").to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.server.post(path, body).await.ok()
    }

    /// Owners, units and customers of the merchant.
    async fn found(&mut self) {
        for place in 0..12 {
            let email = format!("owner{place}@example.com");
            let body = json!({"email": email, "business_type": "individual"});
            self.owners.push(text(&self.post("/v1/owners", body).await["id"]));
        }
        let shares: [&[&str]; 4] =
            [&["100"], &["50", "50"], &["33.33", "33.33", "33.34"], &["0.0001", "12.5", "87.4999"]];
        for place in 0..16 {
            let owners: Vec<Value> = shares[place % 4]
                .iter()
                .enumerate()
                .map(|(part, share)| {
                    let owner = &self.owners[(place * 5 + part) % self.owners.len()];
                    json!({"owner": owner, "percent_ownership": share})
                })
                .collect();
            let fees = [
                json!({}),
                json!({"management_fee": "8.25", "management_fee_amount": 150, "currency": "eur"}),
            ];
            let body = json!({
                "name": format!("Flat {place}"), "owners": owners,
                "ownership_starts_on": "2020-01-01", "fees": fees[place / 4 % 2],
            });
            self.units.push(text(&self.post("/v1/units", body).await["id"]));
        }
        for _ in 0..80 {
            self.customers.push(self.server.customer().await);
        }
    }

    /// What a new session is.
    fn wanted(&mut self) -> Value {
        let kind = *self.dice.pick(&["rent", "rent", "rent", "deposit", "charge", "advance_rent"]);
        let mut body = json!({
            "amount": 100 + self.dice.below(200_000), "currency": "eur", "mode": "payment",
            "customer": self.dice.pick(&self.customers), "reporting_type": kind,
            "payment_method_types": ["card", "sepa_debit"],
        });
        let held = kind == "deposit";
        match self.dice.below(6) {
            0..3 if !held => {
                let transfer = json!({"use_unit_ownership": true});
                let unit = self.dice.pick(&self.units);
                body["transaction_data"] = json!({"unit": unit, "transfer_data": transfer});
            }
            3 if !held => body["transaction_data"] = json!({"customer_balance": {"apply": true}}),
            4 => {
                let apply = json!({"customer_balance": {"apply": true}});
                body["payment_method_options"] = apply;
            }
            _ => {}
        }
        body
    }

    /// A day: sessions are made and paid, some money goes back, some owners are paid.
    async fn day(&mut self, sessions: usize) {
        let wanted: Vec<(Value, &str)> = (0..sessions)
            .map(|_| (self.wanted(), if self.dice.one_in(3) { "sepa_debit" } else { "card" }))
            .collect();
        for some in wanted.chunks(AT_ONCE) {
            let paid = join_all(some.iter().map(|(body, method)| self.pay(body, method))).await;
            self.transactions.extend(paid.into_iter().flatten());
        }
        for _ in 0..sessions / 12 {
            self.give_back().await;
        }
        for _ in 0..2 {
            self.pay_out().await;
        }
        self.server.advance_days(1).await;
    }

    async fn pay(&self, body: &Value, method: &str) -> Option<String> {
        let session = self.post("/v1/payment_sessions", body.clone()).await;
        let answer = self.server.pay(&text(&session["id"]), method, "succeed").await;
        assert!(matches!(answer.status, 200 | 400 | 409), "{}", answer.body);
        answer.body["transaction"].as_str().map(str::to_owned)
    }

    async fn give_back(&mut self) {
        if self.transactions.is_empty() {
            return;
        }
        let transaction = self.dice.pick(&self.transactions).clone();
        if self.dice.one_in(3) {
            let code = *self.dice.pick(&["chargeback", "MD06", "MD01", "AC04"]);
            let path = format!("/v1/test_helpers/transactions/{transaction}/return");
            let answer = self.server.post(&path, json!({"code": code})).await;
            assert!(matches!(answer.status, 200 | 400 | 409), "{}", answer.body);
            return;
        }
        let mut body = json!({
            "transaction": transaction, "reverse_transfer": self.dice.one_in(2),
            "refund_fees": self.dice.one_in(2),
        });
        if self.dice.one_in(2) {
            body["amount"] = json!(1 + self.dice.below(50_000));
        }
        let answer = self.server.post("/v1/refunds", body).await;
        assert!(matches!(answer.status, 200 | 409), "{}", answer.body);
        if answer.body["sent_by_hand"] == true && self.dice.one_in(2) {
            let path = format!("/v1/refunds/{}/mark_sent", text(&answer.body["id"]));
            let today = self.server.day(0).await;
            self.post(&path, json!({"sent_on": today, "reference": "R"})).await;
        }
    }

    async fn pay_out(&mut self) {
        let owner = self.dice.pick(&self.owners).clone();
        let body = json!({"destination": owner, "currency": "eur", "approve": true});
        let answer = self.server.post("/v1/owner_payouts", body).await;
        assert!(matches!(answer.status, 200 | 409), "{}", answer.body);
        if answer.status == 200 && self.dice.one_in(2) {
            let path = format!("/v1/owner_payouts/{}/mark_paid", text(&answer.body["id"]));
            self.post(&path, json!({"reference": "P"})).await;
        }
    }

    /// Hands the account to the other program.
    async fn check(&self, first: &str) {
        let python =
            std::env::var("QUITTANCE_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let checker = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/month_checker.py");
        let last = self.today().await;
        let output = Command::new(python)
            .args([checker, &self.server.url, &self.server.key, first, &last])
            .output()
            .expect("the checker runs");
        let told = String::from_utf8_lossy(&output.stdout);
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}{complaint}");
        eprintln!("{told}");
    }
}
