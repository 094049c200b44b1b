//! Customers' credit: topped up, spent, taken back.

use serde_json::{Value, json};
use testkit::server::text;

use crate::harness::{Merchant, on_both};

on_both! {
    a_top_up_is_spent_in_part_and_its_return_makes_a_debt
    credit_pays_all_of_a_session_without_a_pull
    uncleared_credit_cannot_be_spent
    uncleared_credit_is_nobody_elses
    credit_that_pays_all_asks_nobody_else
    credit_leaves_what_a_rail_can_carry
    a_canceled_session_gives_its_credit_back
    sixty_four_sessions_spend_one_credit_once
    a_surplus_from_a_late_success_goes_back_by_card
}

/// A customer with so much cleared credit, and the transaction that brought it.
async fn topped_up(merchant: &Merchant, amount: i64, method: &str) -> (Value, String) {
    let data = json!({"customer_balance": {"apply": true, "description": "Top-up"}});
    let session = merchant.session(amount, json!({"transaction_data": data})).await;
    let (_, transaction) = merchant.pay(&session, method).await;
    (session["customer"].clone(), transaction)
}

/// A session that may be paid from credit.
async fn with_credit(merchant: &Merchant, customer: &Value, amount: i64) -> Value {
    let body = json!({
        "amount": amount, "currency": "eur", "customer": customer, "mode": "payment",
        "payment_method_types": ["card", "sepa_debit"],
        "payment_method_options": {"customer_balance": {"apply": true}},
    });
    merchant.post("/v1/payment_sessions", body).await
}

async fn a_top_up_is_spent_in_part_and_its_return_makes_a_debt(merchant: Merchant) {
    let (customer, top_up) = topped_up(&merchant, 5_000, "sepa_debit").await;
    merchant.server.advance_days(25).await;
    assert_eq!(merchant.credit(&customer).await, 5_000);
    assert_eq!(merchant.ledger("merchant_funds").await, 0);
    let session = with_credit(&merchant, &customer, 8_000).await;
    let (paid, transaction) = merchant.pay(&session, "card").await;
    assert_eq!((&paid["status"], &paid["amount_credit_applied"]), (&json!("paid"), &json!(5_000)));
    assert_eq!(paid["amount_received"], 3_000);
    let told = merchant.get(&format!("/v1/transactions/{transaction}")).await;
    assert_eq!((&told["amount"], &told["status"]), (&json!(8_000), &json!("succeeded")));
    assert_eq!(merchant.credit(&customer).await, 0);
    // The top-up goes back: the session that it paid stays paid, and the customer owes.
    merchant.give_back(&top_up, "MD06").await.ok();
    assert_eq!(merchant.credit(&customer).await, -5_000);
    assert_eq!(merchant.status(&session).await.0, "paid");
    assert_eq!(merchant.ledger("merchant_funds").await, 8_000);
    // New money pays the debt first.
    let data = json!({"customer_balance": {"apply": true}});
    let body = json!({
        "amount": 6_000, "currency": "eur", "customer": customer, "mode": "payment",
        "payment_method_types": ["card"], "transaction_data": data,
    });
    let again = merchant.post("/v1/payment_sessions", body).await;
    merchant.pay(&again, "card").await;
    assert_eq!(merchant.credit(&customer).await, 1_000);
    merchant.verify();
}

async fn credit_pays_all_of_a_session_without_a_pull(merchant: Merchant) {
    let (customer, _) = topped_up(&merchant, 9_000, "card").await;
    let owner = merchant.owner("Ann").await;
    let body = json!({
        "amount": 8_000, "currency": "eur", "customer": customer, "mode": "payment",
        "payment_method_types": ["card"], "transaction_data": {"transfer_data": {"destination": owner}},
        "payment_method_options": {"customer_balance": {"apply": true}},
    });
    let session = merchant.post("/v1/payment_sessions", body).await;
    let (paid, transaction) = merchant.pay(&session, "customer_balance").await;
    assert_eq!((&paid["status"], &paid["amount_received"]), (&json!("paid"), &json!(0)));
    let told = merchant.get(&format!("/v1/transactions/{transaction}")).await;
    assert_eq!(
        (&told["status"], &told["payment_method_type"]),
        (&json!("succeeded"), &Value::Null)
    );
    // Owners are paid when credit is applied.
    assert_eq!(merchant.parts(&transaction, &[&owner]).await, [8_000]);
    assert_eq!(merchant.credit(&customer).await, 1_000);
    merchant.verify();
}

async fn uncleared_credit_cannot_be_spent(merchant: Merchant) {
    let (customer, _) = topped_up(&merchant, 9_000, "sepa_debit").await;
    merchant.server.advance_days(8).await;
    assert_eq!(merchant.credit(&customer).await, 9_000);
    let session = with_credit(&merchant, &customer, 8_000).await;
    let refused = merchant.server.pay(&text(&session["id"]), "customer_balance", "succeed").await;
    assert_eq!(refused.refused(409), "insufficient_customer_balance");
    let (paid, _) = merchant.pay(&session, "card").await;
    assert_eq!(
        (&paid["amount_credit_applied"], &paid["amount_received"]),
        (&json!(0), &json!(8_000))
    );
    merchant.verify();
}

async fn uncleared_credit_is_nobody_elses(merchant: Merchant) {
    let (customer, top_up) = topped_up(&merchant, 9_000, "sepa_debit").await;
    merchant.server.advance_days(8).await;
    let correct = async |amount: i64| {
        let body = json!({
            "customer": customer, "amount": amount, "direction": "debit", "currency": "eur",
        });
        merchant.server.post("/v1/customer_balance_transactions", body).await
    };
    // The payer's bank can still return it, so the merchant cannot have it either.
    let refused = correct(1).await;
    let told = &refused.body["error"];
    assert_eq!((&told["available"], &told["balance"]), (&json!(0), &json!(9_000)));
    assert_eq!(refused.refused(409), "insufficient_customer_balance");
    merchant.server.advance_days(17).await;
    assert_eq!(correct(9_001).await.refused(409), "insufficient_customer_balance");
    correct(4_000).await.ok();
    assert_eq!(merchant.ledger("merchant_funds").await, 4_000);
    merchant.give_back(&top_up, "MD06").await.ok();
    assert_eq!(merchant.credit(&customer).await, -4_000);
    merchant.verify();
}

async fn credit_that_pays_all_asks_nobody_else(merchant: Merchant) {
    let (customer, _) = topped_up(&merchant, 8_000, "card").await;
    let session = with_credit(&merchant, &customer, 8_000).await;
    for method in ["card", "sepa_debit"] {
        let refused = merchant.server.pay(&text(&session["id"]), method, "succeed").await;
        assert_eq!(refused.refused(409), "covered_by_credit", "{method}");
    }
    let (paid, _) = merchant.pay(&session, "customer_balance").await;
    assert_eq!((&paid["status"], &paid["amount_received"]), (&json!("paid"), &json!(0)));
    merchant.verify();
}

async fn credit_leaves_what_a_rail_can_carry(merchant: Merchant) {
    let (customer, _) = topped_up(&merchant, 7_990, "card").await;
    let body = json!({
        "amount": 8_000, "currency": "eur", "customer": customer, "mode": "payment",
        "payment_method_types": ["card"],
        "payment_method_options": {"customer_balance": {"apply": true}},
    });
    let session = merchant.post("/v1/payment_sessions", body).await;
    // Ten cents are less than a card can pay: it pays fifty, and forty of the credit stay.
    let (paid, _) = merchant.pay(&session, "card").await;
    assert_eq!(
        (&paid["status"], &paid["amount_credit_applied"], &paid["amount_received"]),
        (&json!("paid"), &json!(7_950), &json!(50))
    );
    assert_eq!(merchant.credit(&customer).await, 40);
    merchant.verify();
}

async fn a_canceled_session_gives_its_credit_back(merchant: Merchant) {
    let (customer, _) = topped_up(&merchant, 3_000, "card").await;
    let session = with_credit(&merchant, &customer, 8_000).await;
    let id = text(&session["id"]);
    merchant.server.pay(&id, "card", "decline").await.ok();
    assert_eq!(merchant.status(&session).await.1, "partially_paid");
    assert_eq!(merchant.credit(&customer).await, 0);
    let canceled = merchant.post(&format!("/v1/payment_sessions/{id}/cancel"), json!({})).await;
    assert_eq!(
        (&canceled["status"], &canceled["amount_credit_applied"]),
        (&json!("canceled"), &json!(0))
    );
    assert_eq!(merchant.credit(&customer).await, 3_000);
    assert_eq!(merchant.ledger("merchant_funds").await, 0);
    merchant.verify();
}

async fn sixty_four_sessions_spend_one_credit_once(merchant: Merchant) {
    let (customer, _) = topped_up(&merchant, 5_000, "card").await;
    let mut ids = Vec::new();
    for _ in 0..64 {
        ids.push(text(&with_credit(&merchant, &customer, 4_000).await["id"]));
    }
    let spends = ids.iter().map(|id| merchant.server.pay(id, "customer_balance", "succeed"));
    let answers = futures_util::future::join_all(spends).await;
    let paid = answers.iter().filter(|answer| answer.status == 200).count();
    let refused = answers.iter().filter(|answer| answer.status == 409).count();
    assert_eq!((paid, refused), (1, 63));
    assert_eq!(merchant.credit(&customer).await, 1_000);
    merchant.verify();
}

async fn a_surplus_from_a_late_success_goes_back_by_card(merchant: Merchant) {
    let session = merchant.session(10_000, json!({})).await;
    let id = text(&session["id"]);
    // Declined, so the payer pays once more; then the first payment succeeds after all.
    merchant.server.pay(&id, "card", "decline_then_succeed").await.ok();
    assert_eq!(merchant.status(&session).await.0, "unpaid");
    let (_, transaction) = merchant.pay(&session, "card").await;
    assert_eq!(merchant.ledger("merchant_funds").await, 10_000);
    merchant.server.advance_days(1).await;
    assert_eq!(
        (merchant.status(&session).await.0.as_str(), merchant.ledger("surplus").await),
        ("paid", 0)
    );
    assert_eq!(merchant.ledger("merchant_funds").await, 10_000);
    let refunds = merchant.get("/v1/refunds").await;
    let refund = &refunds["data"][0];
    assert_eq!(
        (&refund["amount"], &refund["status"]),
        (&json!(10_000), &json!("succeeded")),
        "{refund}"
    );
    assert_eq!(refund["reason"], "duplicate");
    let items = merchant.get("/v1/work_items?type=surplus").await;
    assert_eq!(items["data"][0]["amount"], 10_000, "{items}");
    // Only what pays the session can be refunded by the merchant, once.
    merchant.refund(&transaction, json!({})).await.ok();
    merchant.settle().await;
    assert_eq!(merchant.ledger("merchant_funds").await, 0);
    merchant.verify();
}
