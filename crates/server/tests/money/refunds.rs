//! Money that the merchant gives back.

use serde_json::{Value, json};
use testkit::server::text;

use crate::harness::{Merchant, on_both};

on_both! {
    a_card_refund_goes_through_the_processor
    a_debit_can_be_refunded_once_it_has_cleared
    a_refund_and_a_return_of_the_same_money_are_a_debt
    a_return_withdraws_a_refund_that_has_not_left
    a_refund_that_comes_back_is_the_merchants_again
    sixty_four_refunds_give_back_once
    a_return_refunds_and_a_payout_race
}

async fn a_card_refund_goes_through_the_processor(merchant: Merchant) {
    let session = merchant.session(10_000, json!({})).await;
    let (_, transaction) = merchant.pay(&session, "card").await;
    let reason =
        json!({"amount": 2_500, "reason": "requested_by_customer", "metadata": {"a": "b"}});
    let refund = merchant.refund(&transaction, reason).await.ok();
    assert_eq!((&refund["object"], &refund["amount"]), (&json!("refund"), &json!(2_500)));
    let done = merchant.refunded(&refund).await;
    assert_eq!((&done["status"], &done["failure_code"]), (&json!("succeeded"), &Value::Null));
    assert!(done["balance_transaction"].is_string() && done["submitted_at"].is_i64());
    let cancel = format!("/v1/refunds/{}/cancel", text(&done["id"]));
    let refused = merchant.server.post(&cancel, json!({})).await;
    assert_eq!(refused.refused(409), "refund_not_cancelable");
    // The rest, by default; then there is none.
    let rest = merchant.refund(&transaction, json!({})).await.ok();
    assert_eq!(rest["amount"], 7_500);
    let more = merchant.refund(&transaction, json!({"amount": 1})).await;
    assert_eq!(more.body["error"]["refundable"], 0);
    assert_eq!(more.refused(409), "refund_too_large");
    merchant.refunded(&rest).await;
    let told = merchant.get(&format!("/v1/transactions/{transaction}")).await;
    assert_eq!((&told["amount_refunded"], &told["refunded"]), (&json!(10_000), &json!(true)));
    // A refund never reopens the session.
    assert_eq!(merchant.status(&session).await.0, "paid");
    assert_eq!(merchant.ledger("merchant_funds").await, 0);
    let path = format!("/v1/payment_sessions/{}/timeline", text(&session["id"]));
    let timeline = merchant.get(&path).await;
    let kinds: Vec<&str> = timeline["data"]
        .as_array()
        .expect("entries")
        .iter()
        .filter_map(|it| it["kind"].as_str())
        .collect();
    assert!(kinds.contains(&"refund_requested") && kinds.contains(&"refunded"), "{kinds:?}");
    merchant.verify();
}

async fn a_debit_can_be_refunded_once_it_has_cleared(merchant: Merchant) {
    let session = merchant.session(10_000, json!({})).await;
    let (_, transaction) = merchant.pay(&session, "sepa_debit").await;
    let early = merchant.refund(&transaction, json!({})).await;
    assert_eq!(early.refused(409), "nothing_to_refund");
    merchant.server.advance_days(8).await;
    let early = merchant.refund(&transaction, json!({})).await;
    let possible_at = early.body["error"]["possible_at"].as_i64();
    assert_eq!(early.refused(409), "payment_not_cleared");
    let clock = merchant.get("/v1/test_helpers/clock").await;
    assert!(possible_at > clock["now"].as_i64(), "{possible_at:?}");
    merchant.server.advance_days(17).await;
    let refund = merchant.refund(&transaction, json!({"amount": 10_000})).await.ok();
    assert_eq!(merchant.work().await, ["refund_to_send"]);
    assert_eq!(merchant.ledger("refunds_pending").await, 10_000);
    let items = merchant.get("/v1/work_items?status=open").await;
    let path = format!("/v1/work_items/{}/resolve", text(&items["data"][0]["id"]));
    let sent = json!({"action": "mark_sent", "sent_on": "2026-06-01", "reference": "REF 7"});
    merchant.post(&path, sent).await;
    let done = merchant.get(&format!("/v1/refunds/{}", text(&refund["id"]))).await;
    assert_eq!((&done["status"], &done["reference"]), (&json!("succeeded"), &json!("REF 7")));
    assert!(merchant.work().await.is_empty());
    assert_eq!(merchant.ledger("in_transit:by_hand").await, 10_000);
    merchant.verify();
}

async fn a_refund_and_a_return_of_the_same_money_are_a_debt(merchant: Merchant) {
    let session = merchant.session(10_000, json!({})).await;
    let transaction = merchant.pay_and_clear(&session).await;
    let refund = merchant.refund(&transaction, json!({})).await.ok();
    merchant.send(&refund).await;
    merchant.give_back(&transaction, "MD06").await.ok();
    assert_eq!(merchant.credit(&session["customer"]).await, -10_000);
    assert_eq!(merchant.work().await, ["double_recovery"]);
    let after = merchant.server.retrieve(&text(&session["id"])).await;
    assert_eq!((&after["status"], &after["amount_remaining"]), (&json!("unpaid"), &json!(0)));
    assert_eq!(merchant.ledger("merchant_funds").await, 0);
    merchant.verify();
}

async fn a_return_withdraws_a_refund_that_has_not_left(merchant: Merchant) {
    let session = merchant.session(10_000, json!({})).await;
    let transaction = merchant.pay_and_clear(&session).await;
    let refund = merchant.refund(&transaction, json!({"amount": 3_000})).await.ok();
    merchant.give_back(&transaction, "MD06").await.ok();
    let refund = merchant.get(&format!("/v1/refunds/{}", text(&refund["id"]))).await;
    assert_eq!(
        (&refund["status"], &refund["failure_code"]),
        (&json!("canceled"), &json!("payment_returned"))
    );
    assert!(merchant.work().await.is_empty());
    assert_eq!(merchant.ledger("refunds_pending").await, 0);
    assert_eq!(merchant.credit(&session["customer"]).await, 0);
    merchant.verify();
}

async fn a_refund_that_comes_back_is_the_merchants_again(merchant: Merchant) {
    let session = merchant.session(10_000, json!({})).await;
    let (_, transaction) = merchant.pay(&session, "card").await;
    let refund = merchant.refund(&transaction, json!({"amount": 4_000})).await.ok();
    merchant.refunded(&refund).await;
    let bounce = format!("/v1/test_helpers/refunds/{}/bounce", text(&refund["id"]));
    let back = merchant.post(&bounce, json!({})).await;
    assert_eq!((&back["status"], &back["failure_code"]), (&json!("failed"), &json!("bounced")));
    let told = merchant.get(&format!("/v1/transactions/{transaction}")).await;
    assert_eq!(told["amount_refunded"], 0);
    assert_eq!(merchant.ledger("merchant_funds").await, 10_000);
    assert_eq!(merchant.work().await, ["refund_failed"]);
    let again = merchant.refund(&transaction, json!({})).await.ok();
    assert_eq!(again["amount"], 10_000);
    // The sandbox gave 4,000 back and had it returned, so all of it can go out again.
    assert_eq!(merchant.refunded(&again).await["status"], "succeeded");
    merchant.verify();
}

async fn sixty_four_refunds_give_back_once(merchant: Merchant) {
    let session = merchant.session(10_000, json!({})).await;
    let (_, transaction) = merchant.pay(&session, "card").await;
    let asked = (0..64).map(|_| merchant.refund(&transaction, json!({"amount": 4_000})));
    let answers = futures_util::future::join_all(asked).await;
    let taken = answers.iter().filter(|answer| answer.status == 200).count();
    let refused = answers.iter().filter(|answer| answer.status == 409).count();
    assert_eq!((taken, refused), (2, 62));
    merchant.settle().await;
    let told = merchant.get(&format!("/v1/transactions/{transaction}")).await;
    assert_eq!(told["amount_refunded"], 8_000);
    assert_eq!(merchant.ledger("merchant_funds").await, 2_000);
    merchant.verify();
}

/// Whoever comes first: the payer has the money back once, and the books say who owes what.
async fn a_return_refunds_and_a_payout_race(merchant: Merchant) {
    let owner = merchant.owner("Ann").await;
    let data = json!({"transaction_data": {"transfer_data": {"destination": owner}}});
    let session = merchant.session(10_000, data).await;
    let transaction = merchant.pay_and_clear(&session).await;
    let payout = async {
        let body = json!({"destination": owner, "currency": "eur", "approve": true});
        let answer = merchant.server.post("/v1/owner_payouts", body).await;
        if answer.status == 200 {
            let path = format!("/v1/owner_payouts/{}/mark_paid", text(&answer.body["id"]));
            let sent = json!({"paid_on": "2026-06-01", "reference": "P"});
            merchant.server.post(&path, sent).await;
        }
        answer.status
    };
    let refunds = futures_util::future::join_all((0..20).map(|_| async {
        let body = json!({"amount": 1_000, "reverse_transfer": true});
        let answer = merchant.refund(&transaction, body).await;
        if answer.status == 200 {
            let path = format!("/v1/refunds/{}/mark_sent", text(&answer.body["id"]));
            let sent = json!({"sent_on": "2026-06-01", "reference": "R"});
            return merchant.server.post(&path, sent).await.status == 200;
        }
        assert!(answer.status == 409, "{}", answer.body);
        false
    }));
    let back = merchant.give_back(&transaction, "MD06");
    let (paid_out, sent, back) = tokio::join!(payout, refunds, back);
    assert!(matches!(paid_out, 200 | 409) && back.status == 200, "{}", back.body);
    let sent = sent.iter().filter(|sent| **sent).count();
    let told = merchant.get(&format!("/v1/transactions/{transaction}")).await;
    assert_eq!(told["amount_refunded"], json!(1_000 * sent));
    // All of it went back by the payer's bank, so each refund that left as well is owed.
    assert_eq!(merchant.credit(&session["customer"]).await, -1_000 * sent as i64);
    assert_eq!(merchant.parts(&transaction, &[&owner]).await, [0]);
    assert_eq!(merchant.ledger("merchant_funds").await, 0);
    assert_eq!(merchant.ledger("refunds_pending").await, 0);
    let had = merchant.ledger(&format!("owner:{owner}")).await;
    let owes = -merchant.ledger(&format!("owner_debt:{owner}")).await;
    let left = merchant.ledger("in_transit:by_hand").await - 1_000 * sent as i64;
    assert_eq!((had, owes), (0, left), "what was paid out and taken back is owed");
    merchant.verify();
}
