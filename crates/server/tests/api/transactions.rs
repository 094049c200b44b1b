//! Transactions, mandates, payment methods and timelines of payments that were made.

use serde_json::{Value, json};
use server::jobs::Runner;

use crate::support::{TestApi, on_both};

on_both! {
    a_debit_is_told_from_signing_to_return
    a_declined_card_says_why
}

async fn paid(api: &TestApi, currency: &str, method: &str, scenario: &str) -> Value {
    let customer = api.post("/v1/customers", json!({"email": "p@example.com"})).await.ok();
    let body = json!({
        "amount": 10_000, "currency": currency, "customer": customer["id"], "mode": "payment",
        "payment_method_types": [method],
    });
    let session = api.post("/v1/payment_sessions", body).await.ok();
    let pay = format!("/v1/test_helpers/payment_sessions/{}/pay", text(&session["id"]));
    let body = json!({"payment_method_type": method, "scenario": scenario});
    api.post(&pay, body).await.ok()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

fn kinds(timeline: &Value) -> Vec<(&str, bool)> {
    let entries = timeline["data"].as_array().unwrap().iter();
    entries.map(|it| (text(&it["kind"]), it["forecast"].as_bool().unwrap())).collect()
}

async fn a_debit_is_told_from_signing_to_return(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let session = paid(&api, "eur", "sepa_debit", "succeed").await;
    assert_eq!(
        (&session["status"], &session["payment_status"]),
        (&json!("unpaid"), &json!("processing"))
    );
    let timeline = format!("/v1/payment_sessions/{}/timeline", text(&session["id"]));
    let told = api.get(&timeline).await.ok();
    let ahead: Vec<_> = kinds(&told).into_iter().filter(|(_, forecast)| *forecast).collect();
    assert_eq!(ahead, [("export", true), ("collection", true), ("clearing", true)]);
    let clearing = &told["data"].as_array().unwrap().last().unwrap()["rule"];
    assert_eq!(clearing, "SEPA Core: cleared at the end of D+5 TARGET days");

    let path = format!("/v1/transactions/{}", text(&session["transaction"]));
    let transaction = api.get(&path).await.ok();
    let timings = &transaction["processing"]["sepa_debit"]["timings"];
    assert!(timings["customer_debit_at"].as_i64() < timings["settlement_at"].as_i64());
    assert!(transaction["finality"].is_null() && transaction["receipt_url"].is_null());
    let expand =
        "?expand[]=mandate&expand[]=payment_method&expand[]=payment_session&expand[]=customer";
    let whole = api.get(&format!("{path}{expand}")).await.ok();
    assert_eq!(whole["mandate"]["status"], "active");
    assert_eq!(whole["payment_session"]["id"], session["id"]);
    assert_eq!(whole["customer"]["email"], "p@example.com");
    let last4 = text(&whole["payment_method"]["sepa_debit"]["last4"]);
    assert_eq!(last4.len(), 4);
    let mandate = api.get(&format!("/v1/mandates/{}", text(&transaction["mandate"]))).await.ok();
    assert_eq!(mandate, whole["mandate"]);
    assert!(mandate["acceptance"]["shown_sha256"].is_string(), "{mandate}");
    let method = format!("/v1/payment_methods/{}", text(&transaction["payment_method"]));
    assert_eq!(api.get(&method).await.ok(), whole["payment_method"]);

    // Past its cut-off it cannot be canceled, and the answer says when its outcome is known.
    api.post("/v1/test_helpers/clock/advance", json!({"seconds": 86_400 * 5})).await.ok();
    let cancel = format!("/v1/payment_sessions/{}/cancel", text(&session["id"]));
    let refused = api.post(&cancel, json!({})).await;
    assert_eq!(refused.refused(409).0, "payment_in_progress");
    assert!(refused.json()["error"]["cancelable_after"].is_i64(), "{}", refused.text);
    api.post("/v1/test_helpers/clock/advance", json!({"seconds": 86_400 * 16})).await.ok();
    let transaction = api.get(&path).await.ok();
    assert_eq!(
        (&transaction["status"], &transaction["finality"]["state"]),
        (&json!("succeeded"), &json!("cleared"))
    );
    assert_eq!(transaction["finality"]["windows"][0]["right"], "refund");
    let ahead = api.get(&timeline).await.ok();
    let ahead = kinds(&ahead).into_iter().filter(|(_, forecast)| *forecast).count();
    assert_eq!(ahead, 2, "both rights of the payer");

    let back = format!("/v1/test_helpers/transactions/{}/return", text(&transaction["id"]));
    api.post(&back, json!({"code": "MD06"})).await.ok();
    let told = api.get(&timeline).await.ok();
    let returned =
        told["data"].as_array().unwrap().iter().find(|it| it["kind"] == "returned").unwrap();
    assert_eq!(
        returned["text"],
        "100.00 EUR was taken back (MD06). The payer asked for the money back. The page stays closed until the session is reopened."
    );
    assert!(kinds(&told).iter().all(|(_, forecast)| !forecast), "{told}");
    let reopen = format!("/v1/payment_sessions/{}/reopen", text(&session["id"]));
    let open = api.post(&reopen, json!({})).await.ok();
    assert_eq!((&open["status"], &open["amount_remaining"]), (&json!("unpaid"), &json!(10_000)));
    runner.stop().await;
}

async fn a_declined_card_says_why(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let session = paid(&api, "gbp", "card", "insufficient_funds").await;
    assert_eq!(session["payment_status"], "failed");
    let query = format!("/v1/transactions?payment_session={}", text(&session["id"]));
    let list = api.get(&query).await.ok();
    assert_eq!(list["count"], 1);
    let transaction = &list["data"][0];
    assert_eq!(transaction["status"], "requires_payment_method");
    let error = &transaction["last_payment_error"];
    assert_eq!(
        (text(&error["code"]), text(&error["message"])),
        ("insufficient_funds", "There was not enough money in the account.")
    );
    let none = api.get("/v1/transactions?status=succeeded").await.ok();
    assert_eq!(none["count"], 0);
    let whole = format!("/v1/payment_sessions/{}?expand[]=transaction", text(&session["id"]));
    assert_eq!(&api.get(&whole).await.ok()["transaction"], transaction);
    runner.stop().await;
}
