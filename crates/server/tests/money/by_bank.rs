//! Payments by bank, as a merchant's program sees them.

use serde_json::{Value, json};
use testkit::server::text;

use crate::harness::{Merchant, on_both};

on_both! {
    each_outcome_has_its_status
    a_payment_is_told_with_its_bank_and_reference
    what_a_session_asks_for_fits_the_rail
    a_refund_is_sent_by_hand
    a_late_success_is_credit_and_nobody_pays_twice_unseen
    a_cancel_waits_for_what_was_approved
    a_payer_walks_away
}

async fn session(merchant: &Merchant) -> String {
    let session = merchant.server.session("gbp", &["card", "pay_by_bank"], json!({})).await;
    text(&session["id"])
}

async fn pay(merchant: &Merchant, id: &str, scenario: &str) -> Value {
    merchant.server.pay(id, "pay_by_bank", scenario).await.ok()
}

async fn pass(merchant: &Merchant, minutes: i64) {
    let body = json!({"seconds": minutes * 60});
    merchant.post("/v1/test_helpers/clock/advance", body).await;
}

fn standing(session: &Value) -> (&str, &str) {
    let text = |name: &str| session[name].as_str().expect("a text");
    (text("status"), text("payment_status"))
}

async fn each_outcome_has_its_status(merchant: Merchant) {
    for (scenario, now, later) in [
        ("succeed", ("paid", "settled"), ("paid", "settled")),
        ("refuse", ("unpaid", "failed"), ("unpaid", "failed")),
        ("insufficient_funds", ("unpaid", "failed"), ("unpaid", "failed")),
        ("walk_away", ("unpaid", "requires_action"), ("unpaid", "none")),
        ("answer_late", ("unpaid", "processing"), ("paid", "settled")),
        ("return_without_result", ("unpaid", "requires_action"), ("paid", "settled")),
        ("answer_twice", ("paid", "settled"), ("paid", "settled")),
    ] {
        let id = session(&merchant).await;
        let paid = pay(&merchant, &id, scenario).await;
        assert_eq!(standing(&paid), now, "{scenario}");
        pass(&merchant, 61).await;
        let session = merchant.server.retrieve(&id).await;
        assert_eq!(standing(&session), later, "{scenario} an hour later");
        let received = if later.0 == "paid" { 10_000 } else { 0 };
        assert_eq!(session["amount_received"], received, "{scenario}");
        assert_eq!(session["amount_in_flight"], 0, "{scenario}");
    }
    assert_eq!(merchant.work().await, Vec::<String>::new());
    let id = session(&merchant).await;
    let unknown = merchant.server.pay(&id, "pay_by_bank", "win_the_lottery").await;
    assert_eq!(unknown.refused(400), "unknown_value");
    merchant.verify();
}

async fn a_payment_is_told_with_its_bank_and_reference(merchant: Merchant) {
    let id = session(&merchant).await;
    let refused = pay(&merchant, &id, "refuse").await;
    let path =
        format!("/v1/transactions/{}?expand[]=payment_method", text(&refused["transaction"]));
    let declined = merchant.get(&path).await;
    assert_eq!(declined["last_payment_error"]["code"], "refused_by_payer");
    let bank = &declined["payment_method_details"]["pay_by_bank"];
    assert_eq!(bank["bank_name"], "Sandbox Bank East", "{declined}");

    pay(&merchant, &id, "succeed").await;
    let paid = merchant.get(&path).await;
    let tail = id[id.len() - 8..].to_uppercase();
    let reference = format!("{}-{}", &tail[..4], &tail[4..]);
    let expected = json!({
        "bank": "sandbox_bank_north", "bank_name": "Sandbox Bank North", "reference": reference,
    });
    let details = json!({"type": "pay_by_bank", "pay_by_bank": expected});
    assert_eq!(paid["payment_method_details"], details);
    let method = &paid["payment_method"];
    assert_eq!((&method["type"], &method["pay_by_bank"]), (&json!("pay_by_bank"), &expected));
    assert_eq!(paid["finality"], json!({"state": "final", "windows": []}));
    let list = merchant.get(&format!("/v1/transactions?payment_session={id}")).await;
    assert_eq!(list["data"][0]["payment_method_details"], details);
    let events = merchant.get("/v1/events?type=transaction.succeeded").await;
    assert_eq!(events["data"][0]["data"]["object"]["payment_method_details"], details);

    let back = merchant.give_back(&text(&paid["id"]), "AC04").await;
    assert_eq!(back.refused(400), "return_code_unknown");
    let timeline = merchant.get(&format!("/v1/payment_sessions/{id}/timeline")).await.to_string();
    for words in [
        "The payer went on to pay 100.00 GBP at their bank.",
        "The bank did not make the payment (refused_by_payer). The payer refused the payment at the bank.",
        "100.00 GBP was collected.",
    ] {
        assert!(timeline.contains(words), "{words}: {timeline}");
    }
    assert!(!timeline.contains("\"forecast\":true"), "{timeline}");
    merchant.verify();
}

async fn what_a_session_asks_for_fits_the_rail(merchant: Merchant) {
    let ask = |currency: &str, more: Value| {
        let mut body = json!({
            "amount": 10_000, "currency": currency, "mode": "payment",
            "payment_method_types": ["pay_by_bank"],
        });
        if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        body
    };
    let customer = merchant.server.customer().await;
    let create = async |mut body: Value| {
        body["customer"] = json!(customer);
        merchant.server.post("/v1/payment_sessions", body).await
    };
    for currency in ["eur", "sek", "usd"] {
        let refused = create(ask(currency, json!({}))).await;
        assert_eq!(refused.body["error"]["param"], "payment_method_types[0]");
        assert_eq!(refused.refused(400), "currency_not_supported", "{currency}");
    }
    let long = create(ask("gbp", json!({"statement_descriptor": "Rent for March 2026"}))).await;
    assert!(long.body.to_string().contains("Faster Payments need"), "{}", long.body);
    assert_eq!(long.refused(400), "statement_descriptor_invalid");
    let fits = create(ask("gbp", json!({"statement_descriptor": "Flat 5/Mar & Apr"}))).await.ok();
    let preview = text(&fits["descriptor_preview"]["pay_by_bank"]);
    assert!(preview.ends_with(" · Flat 5/Mar & Apr"), "{preview}");
    let none = create(ask("gbp", json!({}))).await.ok();
    let preview = text(&none["descriptor_preview"]["pay_by_bank"]);
    let reference = preview.split(" · ").nth(1).expect("a reference");
    assert_eq!(reference.len(), 9, "{preview}");
    merchant.verify();
}

async fn a_refund_is_sent_by_hand(merchant: Merchant) {
    let id = session(&merchant).await;
    let paid = pay(&merchant, &id, "succeed").await;
    let transaction = text(&paid["transaction"]);
    let refund = merchant.refund(&transaction, json!({"amount": 4_000})).await.ok();
    merchant.settle().await;
    assert_eq!(merchant.work().await, ["refund_to_send"]);
    let path = format!("/v1/refunds/{}", text(&refund["id"]));
    assert_eq!(merchant.get(&path).await["status"], "pending");
    let sent = merchant.send(&refund).await;
    assert_eq!(sent["status"], "succeeded");
    assert_eq!(merchant.work().await, Vec::<String>::new());
    let bounce = format!("/v1/test_helpers/refunds/{}/bounce", text(&refund["id"]));
    assert_eq!(merchant.server.post(&bounce, json!({})).await.refused(409), "refund_not_sent");
    let session = merchant.server.retrieve(&id).await;
    assert_eq!((&session["status"], &session["amount_refunded"]), (&json!("paid"), &json!(4_000)));
    merchant.verify();
}

async fn a_late_success_is_credit_and_nobody_pays_twice_unseen(merchant: Merchant) {
    let id = session(&merchant).await;
    pay(&merchant, &id, "return_without_result").await;
    let paid = merchant.server.pay(&id, "card", "succeed").await.ok();
    assert_eq!(standing(&paid), ("paid", "settled"));
    pass(&merchant, 11).await;
    let session = merchant.server.retrieve(&id).await;
    assert_eq!(standing(&session), ("paid", "settled"));
    assert_eq!(session["amount_received"], 10_000);
    assert_eq!(merchant.credit(&session["customer"]).await, 10_000);
    let work = merchant.work().await;
    assert!(work.iter().any(|it| it == "surplus"), "{work:?}");
    merchant.verify();
}

async fn a_cancel_waits_for_what_was_approved(merchant: Merchant) {
    let cancel = async |id: &str| {
        let path = format!("/v1/payment_sessions/{id}/cancel");
        merchant.server.post(&path, json!({})).await
    };
    // Nobody has approved: the consent is closed, and that is that.
    let id = session(&merchant).await;
    pay(&merchant, &id, "walk_away").await;
    assert_eq!(standing(&cancel(&id).await.ok()), ("canceled", "none"));
    // Approved, and the bank is carrying it out.
    let id = session(&merchant).await;
    pay(&merchant, &id, "answer_late").await;
    assert_eq!(cancel(&id).await.refused(409), "payment_in_progress");
    let twice = merchant.server.pay(&id, "pay_by_bank", "succeed").await;
    assert_eq!(twice.refused(409), "payment_in_progress");
    // Approved, and the bank is silent.
    let silent = session(&merchant).await;
    pay(&merchant, &silent, "return_without_result").await;
    assert_eq!(cancel(&silent).await.refused(503), "processor_silent");
    pass(&merchant, 61).await;
    for id in [&id, &silent] {
        let session = merchant.server.retrieve(id).await;
        assert_eq!(standing(&session), ("paid", "settled"));
        assert_eq!(session["amount_received"], 10_000);
    }
    merchant.verify();
}

async fn a_payer_walks_away(merchant: Merchant) {
    let walk_away = async |id: &str| {
        let path = format!("/v1/test_helpers/payment_sessions/{id}/walk_away");
        merchant.server.post(&path, json!({})).await
    };
    for (method, scenario) in [("pay_by_bank", "walk_away"), ("card", "abandon")] {
        let id = session(&merchant).await;
        assert_eq!(walk_away(&id).await.refused(409), "payer_not_redirected");
        let away = merchant.server.pay(&id, method, scenario).await.ok();
        assert_eq!(standing(&away), ("unpaid", "requires_action"));
        let left = walk_away(&id).await.ok();
        assert_eq!(standing(&left), ("unpaid", "none"), "{method}");
        assert_eq!(walk_away(&id).await.refused(409), "payer_not_redirected");
        assert_eq!(standing(&pay(&merchant, &id, "succeed").await), ("paid", "settled"));
    }
    // Who has approved cannot walk away from it.
    let id = session(&merchant).await;
    pay(&merchant, &id, "return_without_result").await;
    assert_eq!(walk_away(&id).await.refused(409), "payer_not_redirected");
    let unknown = format!("py_sess_{}", "0".repeat(26));
    assert_eq!(walk_away(&unknown).await.status, 404);
    pass(&merchant, 61).await;
    merchant.verify();
}
