//! The worked examples of `docs/money.md`, run as they stand there.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use testkit::server::text;

use crate::harness::{Merchant, on_both};

on_both! { the_merchants_page_on_money_is_true }

/// The page.
const PAGE: &str = include_str!("../../../../docs/money.md");
/// What its examples begin with.
const FENCE: &str = "```example\n";

async fn the_merchants_page_on_money_is_true(merchant: Merchant) {
    let examples: Vec<&str> = PAGE
        .split(FENCE)
        .skip(1)
        .map(|rest| rest.split("```").next().expect("an end of the example"))
        .collect();
    assert!(examples.len() >= 8, "the page has lost its examples");
    for example in examples {
        let before = balances(&merchant).await;
        let mut run = Run { merchant: &merchant, before, ..Run::new(&merchant) };
        for line in example.lines() {
            run.line(line).await;
        }
    }
    merchant.verify();
}

/// One example on its way. Examples share a server, so balances count from its beginning.
struct Run<'a> {
    merchant: &'a Merchant,
    before: BTreeMap<String, i64>,
    owners: BTreeMap<String, String>,
    unit: Option<String>,
    customer: Option<Value>,
    session: Value,
    transactions: Vec<String>,
    refund: Value,
}

async fn balances(merchant: &Merchant) -> BTreeMap<String, i64> {
    let balance = merchant.get("/v1/balance").await;
    let sums = balance.as_object().expect("a balance").iter();
    sums.filter_map(|(name, sums)| {
        let amounts = sums.as_array()?.iter();
        Some((name.clone(), amounts.filter_map(|it| it["amount"].as_i64()).sum()))
    })
    .collect()
}

/// `12.50` in minor units.
fn minor(amount: &str) -> i64 {
    let (units, cents) = amount.split_once('.').expect("two decimals");
    let (units, cents): (i64, i64) = (units.parse().expect("units"), cents.parse().expect("cents"));
    if amount.starts_with('-') { units * 100 - cents } else { units * 100 + cents }
}

impl<'a> Run<'a> {
    fn new(merchant: &'a Merchant) -> Self {
        Self {
            merchant,
            before: BTreeMap::new(),
            owners: BTreeMap::new(),
            unit: None,
            customer: None,
            session: Value::Null,
            transactions: Vec::new(),
            refund: Value::Null,
        }
    }

    async fn line(&mut self, line: &str) {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let words: Vec<&str> = rest.split_whitespace().collect();
        match verb {
            "owners" => self.found(rest).await,
            "fees" => self.fees(&words).await,
            "session" => self.open(&words).await,
            "pay" => self.pay(&words).await,
            "days" => self.merchant.server.advance_days(words[0].parse().expect("days")).await,
            "wait" => self.merchant.settle().await,
            "refund" => {
                let mut body = json!({"amount": minor(words[0])});
                body["reverse_transfer"] = json!(words.contains(&"reversing"));
                let transaction = self.transactions.last().expect("a payment");
                self.refund = self.merchant.refund(transaction, body).await.ok();
            }
            "sent" => drop(self.merchant.send(&self.refund).await),
            "return" | "return-first" => {
                let which = if verb == "return" {
                    self.transactions.last()
                } else {
                    self.transactions.first()
                };
                let transaction = which.expect("a payment");
                self.merchant.give_back(transaction, words[0]).await.ok();
            }
            "reopen" => {
                let path = format!("/v1/payment_sessions/{}/reopen", text(&self.session["id"]));
                self.merchant.post(&path, json!({})).await;
            }
            "dispute" => self.decide(words[0]).await,
            "payout" => self.pay_out(words[0]).await,
            "expect" => {
                for expected in rest.split(", ") {
                    self.expect(expected).await;
                }
            }
            other => panic!("the page says “{other}”, which nobody understands"),
        }
    }

    async fn found(&mut self, owners: &str) {
        let mut shares = Vec::new();
        for owner in owners.split(", ") {
            let (name, share) = owner.split_once(' ').expect("a share");
            let id = self.merchant.owner(name).await;
            self.owners.insert(name.to_owned(), id.clone());
            shares.push((id, share));
        }
        let shares: Vec<(&str, &str)> =
            shares.iter().map(|(id, share)| (id.as_str(), *share)).collect();
        self.unit = Some(self.merchant.unit(&shares, json!({})).await);
    }

    async fn fees(&self, words: &[&str]) {
        let fees = json!({
            "management_fee": words[0], "management_fee_amount": minor(words[1]), "currency": "eur",
        });
        let path = format!("/v1/units/{}", self.unit.as_ref().expect("a unit"));
        self.merchant.post(&path, json!({"fees": fees})).await;
    }

    async fn open(&mut self, words: &[&str]) {
        let customer = match &self.customer {
            Some(customer) => customer.clone(),
            None => json!(self.merchant.server.customer().await),
        };
        let mut body = json!({
            "amount": minor(words[0]), "currency": "eur", "customer": customer, "mode": "payment",
            "payment_method_types": ["card", "sepa_debit"], "reporting_type": words[1],
        });
        match words.get(2) {
            Some(&"split") => {
                let transfer = json!({"use_unit_ownership": true});
                body["transaction_data"] = json!({"unit": self.unit, "transfer_data": transfer});
            }
            Some(&"top-up") => {
                body["transaction_data"] = json!({"customer_balance": {"apply": true}});
            }
            Some(&"from-credit") => {
                body["payment_method_options"] = json!({"customer_balance": {"apply": true}});
            }
            Some(other) => panic!("no such session: {other}"),
            None => {}
        }
        self.session = self.merchant.post("/v1/payment_sessions", body).await;
        self.customer = Some(customer);
    }

    async fn pay(&mut self, words: &[&str]) {
        let method = if words[0] == "debit" { "sepa_debit" } else { words[0] };
        let (_, transaction) = self.merchant.pay(&self.session, method).await;
        self.transactions.push(transaction);
    }

    async fn decide(&self, outcome: &str) {
        let transaction = self.transactions.first().expect("a payment");
        let disputes = self.merchant.get(&format!("/v1/disputes?transaction={transaction}")).await;
        let id = text(&disputes["data"][0]["id"]);
        let path = format!("/v1/test_helpers/disputes/{id}/close");
        self.merchant.post(&path, json!({"outcome": outcome})).await;
    }

    async fn pay_out(&self, name: &str) {
        let body = json!({"destination": self.owners[name], "currency": "eur", "approve": true});
        let payout = self.merchant.post("/v1/owner_payouts", body).await;
        let path = format!("/v1/owner_payouts/{}/mark_paid", text(&payout["id"]));
        self.merchant.post(&path, json!({"reference": "P"})).await;
    }

    async fn expect(&self, expected: &str) {
        let (what, told) = expected.rsplit_once(' ').expect("what, and how much");
        let merchant = self.merchant;
        if what == "status" {
            let session = merchant.server.retrieve(&text(&self.session["id"])).await;
            assert_eq!(text(&session["status"]), told, "{expected}");
            return;
        }
        let since = |name: &str, now: &BTreeMap<String, i64>| {
            now.get(name).copied().unwrap_or(0) - self.before.get(name).copied().unwrap_or(0)
        };
        let now = balances(merchant).await;
        let found = match what {
            "customer" => merchant.credit(self.customer.as_ref().expect("a customer")).await,
            "merchant_funds" => since("available", &now) + since("pending", &now),
            "held:deposit" => since("held", &now),
            "available" | "pending" | "fees_due" | "refunds_pending" => since(what, &now),
            other => match other.strip_prefix("owner_debt ") {
                Some(owner) => {
                    -merchant.ledger(&format!("owner_debt:{}", self.owners[owner])).await
                }
                None => merchant.ledger(&format!("owner:{}", self.owners[other])).await,
            },
        };
        assert_eq!(found, minor(told), "the page says: {expected}");
    }
}
