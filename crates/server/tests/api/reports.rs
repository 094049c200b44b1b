//! The ledger as the API tells it, and the reports that are told from it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use server::jobs::Runner;

use crate::support::{TestApi, on_both};

on_both! {
    the_report_is_equal_to_the_ledger
    credit_counts_once
    days_that_make_no_sense_are_refused
    one_filter_at_a_time
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("no number: {value}"))
}

/// A session of that sum, paid; its transaction.
async fn paid(api: &TestApi, amount: i64, kind: &str, method: &str) -> String {
    let customer = api.post("/v1/customers", json!({"email": "p@example.com"})).await.ok();
    let body = json!({
        "amount": amount, "currency": "eur", "customer": customer["id"], "mode": "payment",
        "payment_method_types": [method], "reporting_type": kind,
    });
    let session = api.post("/v1/payment_sessions", body).await.ok();
    let pay = format!("/v1/test_helpers/payment_sessions/{}/pay", text(&session["id"]));
    let paid = api.post(&pay, json!({"payment_method_type": method})).await.ok();
    text(&paid["transaction"]).to_owned()
}

async fn advance(api: &TestApi, days: i64) {
    let body = json!({"seconds": days * 86_400});
    api.post("/v1/test_helpers/clock/advance", body).await.ok();
}

/// Every item of a list.
async fn all(api: &TestApi, path: &str) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    loop {
        let sign = if path.contains('?') { '&' } else { '?' };
        let after = found.last().map(|last| format!("&starting_after={}", text(&last["id"])));
        let path = format!("{path}{sign}limit=3{}", after.unwrap_or_default());
        let page = api.get(&path).await.ok();
        found.extend(page["data"].as_array().unwrap().clone());
        if page["has_more"] == false {
            return found;
        }
    }
}

/// A day of the test clock, so many days from now.
async fn day(api: &TestApi, days: i64) -> String {
    let now = number(&api.get("/v1/test_helpers/clock").await.ok()["now"]);
    let at = jiff::Timestamp::from_second(now + days * 86_400).unwrap();
    at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

async fn the_report_is_equal_to_the_ledger(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let first = day(&api, 0).await;
    let rent = paid(&api, 10_000, "rent", "card").await;
    paid(&api, 5_000, "deposit", "card").await;
    let debit = paid(&api, 7_000, "rent", "sepa_debit").await;
    advance(&api, 20).await;
    let back = format!("/v1/test_helpers/transactions/{debit}/return");
    api.post(&back, json!({"code": "MD06"})).await.ok();
    api.post("/v1/refunds", json!({"transaction": rent, "amount": 1_500})).await.ok();
    advance(&api, 1).await;
    let last = day(&api, 0).await;

    let path = format!("/v1/reports/payments?from={first}&to={last}");
    let report = api.get(&path).await.ok();
    let total = &report["totals"][0];
    let sums = ["gross", "received", "credit_applied", "refunded", "returned", "fees", "net"];
    let sums = sums.map(|name| number(&total[name]));
    assert_eq!(sums, [22_000, 22_000, 0, 1_500, 7_000, 0, 13_500]);
    assert_eq!(total["payments"], 3);
    // Each total is the sum of its rows, and each row of the movements behind it.
    let mut net = 0;
    for row in report["rows"].as_array().unwrap() {
        net += number(&row["net"]);
        let moved: i64 =
            all(&api, text(&row["drill"])).await.iter().map(|it| number(&it["net"])).sum();
        assert_eq!(moved, number(&row["net"]), "{row}");
    }
    assert_eq!(net, 13_500);
    // And all of it is what the rails hold by the ledger.
    let mut accounts: BTreeMap<String, i64> = BTreeMap::new();
    for entry in all(&api, "/v1/ledger_entries").await {
        let amount = number(&entry["amount"]);
        *accounts.entry(text(&entry["debit_account"]).to_owned()).or_default() += amount;
        *accounts.entry(text(&entry["credit_account"]).to_owned()).or_default() -= amount;
    }
    let transit: i64 =
        accounts.iter().filter(|(name, _)| name.starts_with("in_transit:")).map(|(_, it)| it).sum();
    assert_eq!(transit, 13_500);
    let balance = api.get("/v1/balance").await.ok();
    let of = |name: &str| number(&balance[name][0]["amount"]);
    assert_eq!(
        [of("available"), of("pending"), of("held"), of("in_transit")],
        [8_500, 0, 5_000, 13_500]
    );
    let moved: i64 =
        all(&api, "/v1/balance_transactions").await.iter().map(|it| number(&it["own"])).sum();
    assert_eq!(moved, 13_500);

    let csv = api.get(&format!("{path}&format=csv")).await;
    assert_eq!(csv.status, 200);
    assert!(csv.header("content-type").is_some_and(|it| it.starts_with("text/csv")));
    let last = csv.text.lines().last().unwrap();
    assert!(last.ends_with(",total,,3,220.00,220.00,0.00,15.00,70.00,0.00,0.00,135.00"), "{last}");
    runner.stop().await;
}

/// A customer's session of 100.00 by card, with what else the body says.
async fn of_customer(api: &TestApi, customer: &Value, method: &str, more: Value) -> Value {
    let mut body = json!({
        "amount": 10_000, "currency": "eur", "customer": customer["id"], "mode": "payment",
        "payment_method_types": ["card"],
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let session = api.post("/v1/payment_sessions", body).await.ok();
    let pay = format!("/v1/test_helpers/payment_sessions/{}/pay", text(&session["id"]));
    api.post(&pay, json!({"payment_method_type": method})).await.ok()
}

async fn credit_counts_once(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let today = day(&api, 0).await;
    let customer = api.post("/v1/customers", json!({"email": "p@example.com"})).await.ok();
    let top_up = json!({"transaction_data": {"customer_balance": {"apply": true}}});
    let topped_up = of_customer(&api, &customer, "card", top_up).await;
    let report = async || {
        let path = format!("/v1/reports/payments?from={today}&to={}", day(&api, 0).await);
        let report = api.get(&path).await.ok();
        for row in report["rows"].as_array().unwrap() {
            let behind = all(&api, text(&row["drill"])).await;
            let net: i64 =
                behind.iter().map(|it| number(&it["net"]) - number(&it["credit_added"])).sum();
            assert_eq!(net, number(&row["net"]), "{row}");
        }
        let names = ["payments", "received", "credit_applied", "returned", "credit_added", "net"];
        names.map(|name| number(&report["totals"][0][name]))
    };
    assert_eq!(report().await, [1, 10_000, 0, 0, 10_000, 0]);
    let spends = json!({"payment_method_options": {"customer_balance": {"apply": true}}});
    of_customer(&api, &customer, "customer_balance", spends).await;
    assert_eq!(report().await, [2, 10_000, 10_000, 0, 10_000, 10_000]);
    // What is taken back of a spent top-up is a debt of the customer's, and no credit any more.
    let back = |session: &Value| {
        format!("/v1/test_helpers/transactions/{}/return", text(&session["transaction"]))
    };
    api.post(&back(&topped_up), json!({"code": "chargeback"})).await.ok();
    assert_eq!(report().await, [2, 10_000, 10_000, 10_000, 10_000, 0]);

    // What a won dispute brings is no new payment.
    let rent = of_customer(&api, &customer, "card", json!({})).await;
    api.post(&back(&rent), json!({"code": "chargeback"})).await.ok();
    assert_eq!(report().await, [3, 20_000, 10_000, 20_000, 10_000, 0]);
    let disputes = all(&api, "/v1/disputes").await;
    let dispute = disputes.iter().find(|it| it["transaction"] == rent["transaction"]).unwrap();
    let close = format!("/v1/test_helpers/disputes/{}/close", text(&dispute["id"]));
    api.post(&close, json!({"outcome": "won"})).await.ok();
    assert_eq!(report().await, [3, 20_000, 10_000, 10_000, 10_000, 10_000]);

    // What is refunded of a top-up was never the merchant's.
    let other = api.post("/v1/customers", json!({"email": "q@example.com"})).await.ok();
    let top_up = json!({"transaction_data": {"customer_balance": {"apply": true}}});
    let topped_up = of_customer(&api, &other, "card", top_up).await;
    assert_eq!(report().await, [4, 30_000, 10_000, 10_000, 20_000, 10_000]);
    let refund = json!({"transaction": topped_up["transaction"], "amount": 3_000});
    api.post("/v1/refunds", refund).await.ok();
    advance(&api, 1).await;
    assert_eq!(report().await, [4, 30_000, 10_000, 10_000, 17_000, 10_000]);
    runner.stop().await;
}

async fn days_that_make_no_sense_are_refused(api: TestApi) {
    let cases = [
        ("", "required", "from"),
        ("?from=2026-01-01", "required", "to"),
        ("?from=2026-01-01&to=2025-12-31", "report_backwards", "to"),
        ("?from=1926-01-01&to=2026-01-01", "report_too_long", "to"),
        ("?from=2026-01-01&to=2027-01-02", "report_too_long", "to"),
        ("?from=9999-12-31&to=9999-12-31", "date_out_of_range", "to"),
        ("?from=1969-12-31&to=1970-01-01", "date_out_of_range", "from"),
        ("?from=2026-02-30&to=2026-03-01", "date_invalid", "from"),
        ("?from=2026-01-01&to=2026-01-02&format=pdf", "unknown_value", "format"),
    ];
    for (query, code, param) in cases {
        let answer = api.get(&format!("/v1/reports/payments{query}")).await;
        let (found, at) = answer.refused(400);
        assert_eq!((found.as_str(), at.as_deref()), (code, Some(param)), "{query}");
    }
    for (query, param) in [
        ("reporting_type=deposits", "reporting_type"),
        ("payment_method_type=cash", "payment_method_type"),
    ] {
        let path = format!("/v1/reports/payments/rows?from=2026-01-01&to=2026-01-02&{query}");
        let (found, at) = api.get(&path).await.refused(400);
        assert_eq!((found.as_str(), at.as_deref()), ("unknown_value", Some(param)));
    }
    let empty = api.get("/v1/reports/payments?from=2026-01-01&to=2026-12-31").await.ok();
    assert_eq!((&empty["rows"], &empty["totals"]), (&json!([]), &json!([])));
}

async fn one_filter_at_a_time(api: TestApi) {
    let two = "/v1/ledger_entries?account=surplus&customer=cus_01jz3x5v8gk2m4n6p8q0r2s4t6";
    assert_eq!(api.get(two).await.refused(400).0, "filters_exclude_each_other");
    for account in ["cash", "owner:nobody", "merchant_funds:eur", "in_transit"] {
        let answer = api.get(&format!("/v1/ledger_entries?account={account}")).await;
        assert_eq!(answer.refused(400).1.as_deref(), Some("account"), "{account}");
    }
    let balance = api.get("/v1/balance").await.ok();
    assert_eq!((&balance["object"], &balance["available"]), (&json!("balance"), &json!([])));
    let nobody = "/v1/balance_transactions/mov_01jz3x5v8gk2m4n6p8q0r2s4t6";
    assert_eq!(api.get(nobody).await.refused(404).0, "not_found");
}
