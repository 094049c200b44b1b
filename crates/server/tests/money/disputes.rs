//! Payments that payers say they never authorised.

use serde_json::json;
use testkit::server::text;

use crate::harness::{Merchant, on_both};

on_both! {
    a_dispute_won_after_a_second_payment_is_credit
    an_unauthorised_debit_waits_for_the_merchant
}

async fn a_dispute_won_after_a_second_payment_is_credit(merchant: Merchant) {
    let session = merchant.session(10_000, json!({})).await;
    let id = text(&session["id"]);
    let (_, first) = merchant.pay(&session, "card").await;
    merchant.give_back(&first, "chargeback").await.ok();
    assert_eq!(merchant.status(&session).await, ("unpaid".to_owned(), "disputed".to_owned()));
    let disputes = merchant.get(&format!("/v1/disputes?transaction={first}")).await;
    let dispute = &disputes["data"][0];
    assert_eq!(
        (&dispute["status"], &dispute["amount"]),
        (&json!("needs_response"), &json!(10_000))
    );
    merchant.post(&format!("/v1/payment_sessions/{id}/reopen"), json!({})).await;
    let (paid, second) = merchant.pay(&session, "card").await;
    assert_eq!(paid["status"], "paid");
    assert_ne!(first, second);
    let path = format!("/v1/test_helpers/disputes/{}/close", text(&dispute["id"]));
    let won = merchant.post(&path, json!({"outcome": "won"})).await;
    assert_eq!(won["status"], "won");
    assert_eq!(merchant.credit(&session["customer"]).await, 10_000);
    assert_eq!(merchant.ledger("merchant_funds").await, 10_000);
    assert!(merchant.work().await.contains(&"surplus".to_owned()));
    merchant.verify();
}

async fn an_unauthorised_debit_waits_for_the_merchant(merchant: Merchant) {
    let session = merchant.session(10_000, json!({})).await;
    let id = text(&session["id"]);
    let transaction = merchant.pay_and_clear(&session).await;
    merchant.give_back(&transaction, "MD01").await.ok();
    assert_eq!(merchant.status(&session).await, ("unpaid".to_owned(), "disputed".to_owned()));
    merchant.server.pay(&id, "card", "succeed").await.refused(409);
    let disputes = merchant.get("/v1/disputes").await;
    let dispute = text(&disputes["data"][0]["id"]);
    assert_eq!(disputes["data"][0]["status"], "open");
    let told = merchant.get(&format!("/v1/transactions/{transaction}")).await;
    assert_eq!((&told["dispute"], &told["disputed"]), (&json!(dispute), &json!(true)));
    merchant.post(&format!("/v1/disputes/{dispute}/mark_resolved"), json!({})).await;
    assert_eq!(merchant.status(&session).await.1, "returned");
    merchant.post(&format!("/v1/payment_sessions/{id}/reopen"), json!({})).await;
    let (paid, _) = merchant.pay(&session, "card").await;
    assert_eq!(paid["status"], "paid");
    merchant.verify();
}
