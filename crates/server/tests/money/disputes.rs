//! Payments that payers say they never authorised.

use serde_json::{Value, json};
use testkit::server::text;

use crate::harness::{Merchant, on_both};

on_both! {
    what_is_asked_for_is_found
    a_dispute_won_after_a_second_payment_is_credit
    an_unauthorised_debit_waits_for_the_merchant
    evidence_stays_as_it_was_handed_in
    a_dispute_that_was_let_be_can_be_won
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

/// A card's payment that was charged back: its session, its transaction and the dispute's path.
async fn charged_back(merchant: &Merchant) -> (Value, String, String) {
    let session = merchant.session(10_000, json!({})).await;
    let (_, transaction) = merchant.pay(&session, "card").await;
    merchant.give_back(&transaction, "chargeback").await.ok();
    let disputes = merchant.get(&format!("/v1/disputes?transaction={transaction}")).await;
    let path = format!("/v1/disputes/{}", text(&disputes["data"][0]["id"]));
    (session, transaction, path)
}

async fn evidence_stays_as_it_was_handed_in(merchant: Merchant) {
    let (_, _, path) = charged_back(&merchant).await;
    let first = json!({"evidence": {"notes": "A", "service_date": "May"}});
    merchant.post(&path, first).await;
    let last = json!({"evidence": {"notes": "B", "service_date": null}, "submit": true});
    let submitted = merchant.post(&path, last.clone()).await;
    assert_eq!(submitted["evidence"], json!({"notes": "B"}));
    assert_eq!(submitted["status"], "under_review");
    // The same again is no change; anything else is refused. Metadata is not evidence.
    assert_eq!(merchant.post(&path, last).await, submitted);
    for evidence in [json!({"notes": "C"}), json!({"notes": null}), json!({"refund_policy": "D"})] {
        let refused = merchant.server.post(&path, json!({"evidence": evidence})).await;
        assert_eq!(refused.refused(409), "dispute_evidence_submitted");
    }
    let named = merchant.post(&path, json!({"metadata": {"k": "v"}})).await;
    assert_eq!((&named["metadata"]["k"], &named["evidence"]["notes"]), (&json!("v"), &json!("B")));

    // Nobody answers, and the time is over.
    let (_, _, path) = charged_back(&merchant).await;
    assert_eq!(merchant.get(&path).await["status"], "needs_response");
    merchant.server.advance_days(21).await;
    assert_eq!(merchant.get(&path).await["status"], "under_review");
    let late = merchant.server.post(&path, json!({"submit": true})).await;
    assert_eq!(late.refused(409), "dispute_response_late");
    merchant.verify();
}

async fn a_dispute_that_was_let_be_can_be_won(merchant: Merchant) {
    let (session, transaction, path) = charged_back(&merchant).await;
    let accepted = merchant.post(&format!("{path}/mark_resolved"), json!({})).await;
    assert_eq!(accepted["status"], "accepted");
    let close = format!("{}/close", path.replace("/v1/", "/v1/test_helpers/"));
    let won = merchant.post(&close, json!({"outcome": "won"})).await;
    assert_eq!(won["status"], "won");
    assert_eq!(merchant.status(&session).await, ("paid".to_owned(), "settled".to_owned()));
    let told = merchant.get(&format!("/v1/transactions/{transaction}")).await;
    assert_eq!(told["disputed"], false);
    let refused = merchant.server.post(&format!("{path}/mark_resolved"), json!({})).await;
    assert_eq!(refused.refused(409), "dispute_closed");
    merchant.verify();
}

async fn what_is_asked_for_is_found(merchant: Merchant) {
    let ann = merchant.owner("Ann").await;
    let to_ann = json!({"transaction_data": {"transfer_data": {"destination": ann}}});
    let debit = merchant.session(10_000, to_ann.clone()).await;
    let waits = merchant.pay_and_clear(&debit).await;
    merchant.refund(&waits, json!({"amount": 1_000})).await.ok();
    let card = merchant.session(10_000, to_ann).await;
    let (_, gone) = merchant.pay(&card, "card").await;
    let refund = merchant.refund(&gone, json!({"amount": 2_000})).await.ok();
    merchant.refunded(&refund).await;
    merchant.give_back(&gone, "chargeback").await.ok();
    let count = async |path: String| merchant.get(&path).await["count"].as_i64().expect("a count");
    let (debit, card) = (text(&debit["id"]), text(&card["id"]));
    for (filter, found) in [
        ("status=pending".to_owned(), 1),
        ("status=succeeded".to_owned(), 1),
        ("status=failed".to_owned(), 0),
        (format!("payment_session={debit}"), 1),
        (format!("payment_session={debit}&status=succeeded"), 0),
    ] {
        assert_eq!(count(format!("/v1/refunds?{filter}")).await, found, "{filter}");
    }
    for (session, found) in [(&debit, 0), (&card, 1)] {
        assert_eq!(count(format!("/v1/disputes?payment_session={session}")).await, found);
        assert_eq!(count(format!("/v1/transfers?payment_session={session}")).await, 1);
    }
    let dispute = |status: &str| count(format!("/v1/disputes?status={status}"));
    assert_eq!((dispute("needs_response").await, dispute("under_review").await), (1, 0));
    // Time alone ends the response.
    merchant.server.advance_days(21).await;
    assert_eq!((dispute("needs_response").await, dispute("under_review").await), (0, 1));
    assert_eq!(count("/v1/owners?email=ANN@owners.example".to_owned()).await, 1);
    assert_eq!(count("/v1/owners?email=bo@owners.example".to_owned()).await, 0);
    for path in ["/v1/refunds?status=sent", "/v1/disputes?status=closed"] {
        assert_eq!(merchant.server.get(path).await.refused(400), "unknown_value");
    }
    merchant.verify();
}
