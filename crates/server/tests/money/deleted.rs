//! Money that comes back to somebody who was deleted meanwhile: it is told of, and not stuck.

use serde_json::{Value, json};
use testkit::server::text;

use crate::harness::{Merchant, on_both};

on_both! {
    a_deleted_owner_is_paid_what_comes_back
    a_deleted_customers_credit_is_told_and_corrected
}

/// Withdraws a refund that waits.
async fn cancel(merchant: &Merchant, refund: &Value) {
    let path = format!("/v1/refunds/{}/cancel", text(&refund["id"]));
    merchant.post(&path, json!({})).await;
}

async fn a_deleted_owner_is_paid_what_comes_back(merchant: Merchant) {
    let owner = merchant.owner("Ann").await;
    let data = json!({"transfer_data": {"destination": owner}});
    let session = merchant.session(10_000, json!({"transaction_data": data})).await;
    let transaction = merchant.pay_and_clear(&session).await;
    let asked = json!({"amount": 10_000, "reverse_transfer": true});
    let refund = merchant.refund(&transaction, asked).await.ok();
    assert_eq!(merchant.ledger(&format!("owner:{owner}")).await, 0);
    merchant.server.delete(&format!("/v1/owners/{owner}")).await.ok();
    cancel(&merchant, &refund).await;
    assert_eq!(merchant.ledger(&format!("owner:{owner}")).await, 10_000);
    assert_eq!(merchant.work().await, ["deleted_owner_paid"]);
    let items = merchant.get("/v1/work_items?type=deleted_owner_paid").await;
    let item = &items["data"][0];
    assert_eq!((&item["owner"], &item["amount"]), (&json!(owner), &json!(10_000)));
    // No new money goes to a deleted owner, but what is theirs does.
    let body = json!({"destination": owner, "currency": "eur", "amount": 1});
    let new = merchant.server.post("/v1/transfers", body).await;
    assert_eq!(new.refused(404), "not_found");
    let body = json!({"destination": owner, "currency": "eur"});
    let payout = merchant.post("/v1/owner_payouts", body).await;
    let path = format!("/v1/owner_payouts/{}", text(&payout["id"]));
    merchant.post(&format!("{path}/approve"), json!({})).await;
    let paid = json!({"paid_on": merchant.today().await, "reference": "LAST 1"});
    assert_eq!(merchant.post(&format!("{path}/mark_paid"), paid).await["amount"], 10_000);
    assert_eq!(merchant.ledger(&format!("owner:{owner}")).await, 0);
    merchant.verify();
}

async fn a_deleted_customers_credit_is_told_and_corrected(merchant: Merchant) {
    let data = json!({"customer_balance": {"apply": true}});
    let session = merchant.session(5_000, json!({"transaction_data": data})).await;
    let customer = session["customer"].clone();
    let transaction = merchant.pay_and_clear(&session).await;
    let refund = merchant.refund(&transaction, json!({})).await.ok();
    assert_eq!(merchant.credit(&customer).await, 0);
    let path = format!("/v1/customers/{}", text(&customer));
    merchant.server.delete(&path).await.ok();
    cancel(&merchant, &refund).await;
    assert_eq!(merchant.work().await, ["deleted_customer_credit"]);
    let balance = merchant.get(&format!("{path}/balance")).await;
    assert_eq!(balance["available"][0]["amount"], 5_000);
    let correct = async |direction: &str, amount: i64| {
        let body = json!({
            "customer": customer, "amount": amount, "direction": direction, "currency": "eur",
        });
        merchant.server.post("/v1/customer_balance_transactions", body).await
    };
    assert_eq!(correct("credit", 1).await.refused(409), "customer_deleted");
    correct("debit", 5_000).await.ok();
    assert_eq!(merchant.credit(&customer).await, 0);
    merchant.verify();
}
