//! What banks' entries say of money that was sent by hand and came back, and of money that was taken
//! from the wrong session: each counts once, whoever says it first, and is taken out again when it was wrong.

use serde_json::{Value, json};
use server::jobs::Runner;

use crate::entries::{entry, now, of, session, session_of, sound, step, today, told, work};
use crate::payouts::text;
use crate::support::{TestApi, on_both};

on_both! {
    a_refund_that_came_back_is_linked_to_its_mark
    a_refund_that_came_back_is_known_by_its_entry
    what_came_back_by_the_banks_own_word_is_found_by_itself
    money_that_was_given_back_again_did_not_come_back_wrongly
    what_went_is_taken_from_another_session_after_all
    what_was_paid_again_meanwhile_is_too_much
    what_went_from_a_canceled_session_wrongly_is_the_customers
}

/// A session paid by a transfer, 4 000 of which were refunded by hand.
async fn refunded(api: &TestApi) -> (Value, Value) {
    let asked = session(api).await;
    told(api, &[json!({"entry": "came", "text": [asked["reference"]]})]).await;
    let refund = refund(api, &asked).await;
    let sent = json!({"sent_on": today(api).await, "reference": "BACK"});
    api.post(&format!("/v1/refunds/{}/mark_sent", text(&refund["id"])), sent).await.ok();
    (asked, refund)
}

async fn refund(api: &TestApi, asked: &Value) -> Value {
    let paid = now(api, asked).await;
    let body = json!({"transaction": paid["transaction"], "amount": 4_000});
    api.post("/v1/refunds", body).await.ok()
}

async fn mark_failed(api: &TestApi, refund: &Value) {
    let failed = json!({"failed_on": today(api).await, "reason": "No such account"});
    api.post(&format!("/v1/refunds/{}/mark_failed", text(&refund["id"])), failed).await.ok();
}

async fn refund_now(api: &TestApi, refund: &Value) -> Value {
    api.get(&format!("/v1/refunds/{}", text(&refund["id"]))).await.ok()
}

/// What is in suspense, in transit by hand, and the merchant's.
async fn books(api: &TestApi) -> (i64, i64, i64) {
    (
        of(api, "suspense").await,
        of(api, "in_transit:by_hand").await,
        of(api, "merchant_funds").await,
    )
}

/// What the report of payments adds up for these days.
async fn total(api: &TestApi) -> Value {
    let day: jiff::civil::Date = today(api).await.parse().unwrap();
    let (from, to) = (day.yesterday().unwrap(), day.tomorrow().unwrap());
    let report = api.get(&format!("/v1/reports/payments?from={from}&to={to}")).await.ok();
    report["totals"][0].clone()
}

async fn match_to(api: &TestApi, name: &str, to: Value) -> Value {
    step(api, &entry(api, name).await, "match", to).await.ok()
}

async fn unmatch(api: &TestApi, name: &str) -> Value {
    step(api, &entry(api, name).await, "unmatch", json!({})).await.ok()
}

async fn a_refund_that_came_back_is_linked_to_its_mark(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    let (asked, refund) = refunded(&api).await;
    mark_failed(&api, &refund).await;
    assert_eq!(books(&api).await, (0, 0, 10_000));
    told(
        &api,
        &[json!({"entry": "back", "amount": 4_000}), json!({"entry": "b2", "amount": 4_000})],
    )
    .await;
    assert_eq!(books(&api).await, (8_000, 0, 10_000));
    let of_refund = json!({"refund": refund["id"]});
    let shown = match_to(&api, "back", of_refund.clone()).await;
    assert_eq!(
        (&shown["status"], &shown["decision"]),
        (&json!("matched"), &json!("refund_came_back"))
    );
    assert_eq!(shown["matches"][0]["refund"], refund["id"]);
    // The bank has not shown that it left: until it does, that is in transit.
    assert_eq!(books(&api).await, (4_000, 4_000, 10_000));
    let twice = step(&api, &entry(&api, "b2").await, "match", of_refund.clone()).await;
    assert_eq!(twice.refused(409).0, "refund_matched");
    told(&api, &[json!({"entry": "out", "direction": "debit", "amount": 4_000})]).await;
    match_to(&api, "out", of_refund.clone()).await;
    assert_eq!(books(&api).await, (4_000, 0, 10_000));
    assert_eq!(now(&api, &asked).await["amount_refunded"], 0);
    sound(&api).await;
    // It was the other entry.
    unmatch(&api, "back").await;
    assert_eq!(refund_now(&api, &refund).await["failure_code"], "bounced");
    match_to(&api, "b2", of_refund).await;
    assert_eq!(books(&api).await, (4_000, 0, 10_000));
    let path = format!("/v1/payment_sessions/{}/timeline", text(&asked["id"]));
    assert!(api.get(&path).await.ok().to_string().contains("refund_came_back_shown"));
    sound(&api).await;
}

async fn a_refund_that_came_back_is_known_by_its_entry(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    let (asked, refund) = refunded(&api).await;
    let of_refund = json!({"refund": refund["id"]});
    told(
        &api,
        &[json!({"entry": "less", "amount": 3_900}), json!({"entry": "back", "amount": 4_000})],
    )
    .await;
    let differs = step(&api, &entry(&api, "less").await, "match", of_refund.clone()).await;
    assert_eq!(differs.refused(409).0, "refund_differs");
    match_to(&api, "back", of_refund.clone()).await;
    // It had left by hand, and is on the account again: the mark waits for the debit's entry.
    assert_eq!(books(&api).await, (3_900, 4_000, 10_000));
    let failed = refund_now(&api, &refund).await;
    assert_eq!((&failed["status"], &failed["failure_code"]), (&json!("failed"), &json!("bounced")));
    assert_eq!(now(&api, &asked).await["amount_refunded"], 0);
    // A person who marks it as failed afterwards says what is known.
    mark_failed(&api, &refund).await;
    assert_eq!(books(&api).await, (3_900, 4_000, 10_000));
    assert!(
        work(&api).await.iter().any(|it| it["type"] == "refund_failed"),
        "{:?}",
        work(&api).await
    );
    sound(&api).await;
    // It was other money: the refund is with the payer.
    unmatch(&api, "back").await;
    assert_eq!(books(&api).await, (7_900, 4_000, 6_000));
    let sent = refund_now(&api, &refund).await;
    assert_eq!((&sent["status"], &sent["failure_code"]), (&json!("succeeded"), &Value::Null));
    assert_eq!(now(&api, &asked).await["amount_refunded"], 4_000);
    assert!(!work(&api).await.iter().any(|it| it["type"] == "refund_failed"));
    sound(&api).await;
    match_to(&api, "back", of_refund).await;
    assert_eq!(books(&api).await, (3_900, 4_000, 10_000));
    assert!(work(&api).await.iter().any(|it| it["type"] == "refund_failed"));
    assert_eq!(total(&api).await["refunded"], 0);
    sound(&api).await;
}

async fn what_came_back_by_the_banks_own_word_is_found_by_itself(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    let (asked, refund) = refunded(&api).await;
    told(&api, &[json!({"entry": "out", "direction": "debit", "amount": 4_000})]).await;
    match_to(&api, "out", json!({"refund": refund["id"]})).await;
    assert_eq!(books(&api).await, (0, 0, 6_000));
    // The reference of the payment is in it too, and it is no payment.
    let back =
        json!({"entry": "back", "amount": 4_000, "reverses": "out", "text": [asked["reference"]]});
    told(&api, &[back]).await;
    assert_eq!(books(&api).await, (0, 0, 10_000));
    assert_eq!(refund_now(&api, &refund).await["failure_code"], "bounced");
    assert_eq!(now(&api, &asked).await["amount_received"], 10_000);
    assert_eq!(entry(&api, "out").await["reversed_by"], entry(&api, "back").await["id"]);
    let kept = step(&api, &entry(&api, "out").await, "unmatch", json!({})).await;
    assert_eq!(kept.refused(409).0, "statement_entry_reversed");
    sound(&api).await;
    unmatch(&api, "back").await;
    assert_eq!(entry(&api, "out").await["reversed_by"], Value::Null);
    assert_eq!(books(&api).await, (4_000, 0, 6_000));
    sound(&api).await;
}

async fn money_that_was_given_back_again_did_not_come_back_wrongly(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    let (asked, refund) = refunded(&api).await;
    told(&api, &[json!({"entry": "back", "amount": 4_000})]).await;
    match_to(&api, "back", json!({"refund": refund["id"]})).await;
    let paid = now(&api, &asked).await;
    let all = json!({"transaction": paid["transaction"], "amount": 10_000});
    let all = api.post("/v1/refunds", all).await.ok();
    let stays = step(&api, &entry(&api, "back").await, "unmatch", json!({})).await;
    assert_eq!(stays.refused(409).0, "matched_money_refunded");
    api.post(&format!("/v1/refunds/{}/cancel", text(&all["id"])), json!({})).await.ok();
    unmatch(&api, "back").await;
    assert_eq!(books(&api).await, (4_000, 4_000, 6_000));
    sound(&api).await;
}

async fn what_went_is_taken_from_another_session_after_all(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    let (one, two) = (session(&api).await, session(&api).await);
    let came = |name: &str, of: &Value| json!({"entry": name, "text": [of["reference"]]});
    told(&api, &[came("one", &one), came("two", &two)]).await;
    let paid = now(&api, &one).await;
    told(&api, &[json!({"entry": "back", "direction": "debit"})]).await;
    match_to(&api, "back", json!({"payment_session": one["id"]})).await;
    assert_eq!(now(&api, &one).await["payment_status"], "returned");
    let undone = unmatch(&api, "back").await;
    assert_eq!(
        (&undone["status"], &undone["matches"][0]["undone_at"].is_null()),
        (&json!("unmatched"), &false)
    );
    // As if it had never gone.
    let is = now(&api, &one).await;
    for field in [
        "status",
        "payment_status",
        "paid_at",
        "amount_received",
        "amount_returned",
        "amount_remaining",
    ] {
        assert_eq!(is[field], paid[field], "{field}");
    }
    assert_eq!(books(&api).await, (-10_000, 0, 20_000));
    sound(&api).await;
    match_to(&api, "back", json!({"payment_session": two["id"]})).await;
    assert_eq!(now(&api, &two).await["payment_status"], "returned");
    assert_eq!(books(&api).await, (0, 0, 10_000));
    let total = total(&api).await;
    assert_eq!((&total["received"], &total["returned"]), (&json!(20_000), &json!(10_000)));
    sound(&api).await;
    // The bank said what it takes back, and that had been matched to the wrong one.
    told(&api, &[json!({"entry": "b1", "direction": "debit", "reverses": "one"})]).await;
    assert_eq!(now(&api, &one).await["payment_status"], "returned");
    let stays = step(&api, &entry(&api, "one").await, "unmatch", json!({})).await;
    assert_eq!(stays.refused(409).0, "statement_entry_reversed");
    unmatch(&api, "b1").await;
    unmatch(&api, "one").await;
    match_to(&api, "one", json!({"payment_session": two["id"]})).await;
    assert_eq!(now(&api, &two).await["status"], "paid");
    match_to(&api, "b1", json!({"payment_session": two["id"]})).await;
    assert_eq!(entry(&api, "one").await["reversed_by"], entry(&api, "b1").await["id"]);
    assert_eq!(now(&api, &one).await["payment_status"], "none");
    assert_eq!(books(&api).await, (0, 0, 0));
    sound(&api).await;
}

async fn what_was_paid_again_meanwhile_is_too_much(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    let asked = session(&api).await;
    let came = |name: &str| json!({"entry": name, "text": [asked["reference"]]});
    told(&api, &[came("one")]).await;
    told(&api, &[json!({"entry": "back", "direction": "debit"})]).await;
    match_to(&api, "back", json!({"payment_session": asked["id"]})).await;
    told(&api, &[came("again")]).await;
    assert_eq!(now(&api, &asked).await["status"], "paid");
    unmatch(&api, "back").await;
    let customer = text(&asked["customer"]);
    assert_eq!(of(&api, &format!("customer_credit:{customer}")).await, 10_000);
    assert_eq!(books(&api).await, (-10_000, 0, 10_000));
    let surplus = work(&api).await;
    let surplus = surplus.iter().find(|it| it["type"] == "surplus").unwrap();
    assert_eq!(surplus["amount"], 10_000);
    sound(&api).await;
}

async fn what_went_from_a_canceled_session_wrongly_is_the_customers(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    let asked = session_of(&api, json!({})).await;
    told(&api, &[json!({"entry": "one", "text": [asked["reference"]]})]).await;
    told(&api, &[json!({"entry": "back", "direction": "debit"})]).await;
    match_to(&api, "back", json!({"payment_session": asked["id"]})).await;
    let path = format!("/v1/payment_sessions/{}/cancel", text(&asked["id"]));
    api.post(&path, json!({})).await.ok();
    unmatch(&api, "back").await;
    let customer = text(&asked["customer"]);
    assert_eq!(of(&api, &format!("customer_credit:{customer}")).await, 10_000);
    assert_eq!(now(&api, &asked).await["status"], "canceled");
    sound(&api).await;
    match_to(&api, "back", json!({"payment_session": asked["id"]})).await;
    assert_eq!(of(&api, &format!("customer_credit:{customer}")).await, 0);
    sound(&api).await;
}
