//! A merchant with owners and units, and what is asked again and again.

use serde_json::{Value, json};
use testkit::databases::TempDatabase;
use testkit::server::{Answer, TestServer, text};

/// A running server and its merchant.
pub(crate) struct Merchant {
    pub(crate) server: TestServer,
}

impl Merchant {
    pub(crate) fn start(database: TempDatabase) -> Self {
        Self { server: TestServer::start(env!("CARGO_BIN_EXE_quittance"), database) }
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        self.server.get(path).await.ok()
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        self.server.post(path, body).await.ok()
    }

    pub(crate) async fn owner(&self, name: &str) -> String {
        let email = format!("{}@owners.example", name.to_lowercase());
        let body = json!({"name": name, "email": email, "business_type": "individual"});
        text(&self.post("/v1/owners", body).await["id"])
    }

    /// A unit of these owners with these shares, owned since long ago.
    pub(crate) async fn unit(&self, owners: &[(&str, &str)], fees: Value) -> String {
        let owners: Vec<Value> = owners
            .iter()
            .map(|(owner, share)| json!({"owner": owner, "percent_ownership": share}))
            .collect();
        let body = json!({
            "name": "Flat 5", "owners": owners, "ownership_starts_on": "2020-01-01", "fees": fees,
        });
        text(&self.post("/v1/units", body).await["id"])
    }

    /// A session in eur for a new customer, by card and debit.
    pub(crate) async fn session(&self, amount: i64, more: Value) -> Value {
        let mut body = json!({"amount": amount});
        if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        self.server.session("eur", &["card", "sepa_debit"], body).await
    }

    /// A session whose money is split between the owners of a unit.
    pub(crate) async fn split(&self, amount: i64, unit: &str) -> Value {
        let data = json!({"unit": unit, "transfer_data": {"use_unit_ownership": true}});
        self.session(amount, json!({"transaction_data": data, "reporting_type": "rent"})).await
    }

    /// Pays a session; gives it and its transaction's id.
    pub(crate) async fn pay(&self, session: &Value, method: &str) -> (Value, String) {
        let paid = self.server.pay(&text(&session["id"]), method, "succeed").await.ok();
        let transaction = text(&paid["transaction"]);
        (paid, transaction)
    }

    /// Pays by debit and waits until it has cleared.
    pub(crate) async fn pay_and_clear(&self, session: &Value) -> String {
        let (_, transaction) = self.pay(session, "sepa_debit").await;
        self.server.advance_days(25).await;
        assert_eq!(self.status(session).await, ("paid".to_owned(), "settled".to_owned()));
        transaction
    }

    pub(crate) async fn status(&self, session: &Value) -> (String, String) {
        let session = self.server.retrieve(&text(&session["id"])).await;
        (text(&session["status"]), text(&session["payment_status"]))
    }

    pub(crate) async fn give_back(&self, transaction: &str, code: &str) -> Answer {
        let path = format!("/v1/test_helpers/transactions/{transaction}/return");
        self.server.post(&path, json!({"code": code})).await
    }

    /// Asks for a refund.
    pub(crate) async fn refund(&self, transaction: &str, more: Value) -> Answer {
        let mut body = json!({"transaction": transaction});
        if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        self.server.post("/v1/refunds", body).await
    }

    /// Marks a refund as sent from the merchant's bank.
    pub(crate) async fn send(&self, refund: &Value) -> Value {
        let path = format!("/v1/refunds/{}/mark_sent", text(&refund["id"]));
        self.post(&path, json!({"sent_on": self.today().await, "reference": "REFUND 1"})).await
    }

    /// Today's date on the test clock, where the account is.
    pub(crate) async fn today(&self) -> String {
        self.server.day(0).await
    }

    /// A refund by card is done by a job; this waits for it.
    pub(crate) async fn refunded(&self, refund: &Value) -> Value {
        let path = format!("/v1/refunds/{}", text(&refund["id"]));
        self.settle().await;
        self.get(&path).await
    }

    /// Lets every job that is due run: the clock's walk waits for each.
    pub(crate) async fn settle(&self) {
        self.post("/v1/test_helpers/clock/advance", json!({"seconds": 1})).await;
    }

    /// Balance of an account of the ledger, credits less debits, as its entries tell it.
    pub(crate) async fn ledger(&self, account: &str) -> i64 {
        let mut sum = 0;
        let mut after = String::new();
        loop {
            let path = format!("/v1/ledger_entries?limit=100&account={account}{after}");
            let page = self.get(&path).await;
            for entry in page["data"].as_array().expect("entries") {
                let amount = entry["amount"].as_i64().expect("an amount");
                sum += if entry["credit_account"] == account { amount } else { -amount };
                after = format!("&starting_after={}", text(&entry["id"]));
            }
            if page["has_more"] != true {
                return sum;
            }
        }
    }

    /// What the transfers of a transaction leave to each owner, in the order of `owners`.
    pub(crate) async fn parts(&self, transaction: &str, owners: &[&str]) -> Vec<i64> {
        let page =
            self.get(&format!("/v1/transfers?source_transaction={transaction}&limit=100")).await;
        let transfers = page["data"].as_array().expect("transfers");
        let part = |owner: &&str| {
            let ours = transfers.iter().filter(|it| it["destination"] == **owner);
            let left = |it: &Value| {
                it["amount"].as_i64().expect("a sum")
                    - it["amount_reversed"].as_i64().expect("a sum")
            };
            ours.map(left).sum()
        };
        owners.iter().map(part).collect()
    }

    /// Open work items, each by its type.
    pub(crate) async fn work(&self) -> Vec<String> {
        let page = self.get("/v1/work_items?status=open&limit=100").await;
        let items = page["data"].as_array().expect("items").iter();
        let mut kinds: Vec<String> = items.map(|it| text(&it["type"])).collect();
        kinds.sort();
        kinds
    }

    /// What a customer has in credit; below zero what they owe.
    pub(crate) async fn credit(&self, customer: &Value) -> i64 {
        let path = format!("/v1/customer_balance_transactions?limit=1&customer={}", text(customer));
        let page = self.get(&path).await;
        page["data"][0]["ending_balance"].as_i64().unwrap_or(0)
    }

    pub(crate) fn verify(&self) {
        self.server.verify();
    }
}

/// Tells each story on both databases.
macro_rules! on_both {
    ($($name:ident)+) => {$(
        mod $name {
            #[tokio::test]
            async fn on_sqlite() {
                let database = testkit::databases::TempDatabase::sqlite();
                super::$name(crate::harness::Merchant::start(database)).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                let database = testkit::databases::TempDatabase::postgres();
                super::$name(crate::harness::Merchant::start(database)).await;
            }
        }
    )+};
}
pub(crate) use on_both;
