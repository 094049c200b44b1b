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
    a_decision_about_a_refund_is_taken_once
    days_of_refunds_make_sense
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
    let today = merchant.today().await;
    let sent = json!({"action": "mark_sent", "sent_on": today, "reference": "REF 7"});
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

/// However it is said, the same decision is the same: it keeps its note, and is told once.
async fn a_decision_about_a_refund_is_taken_once(merchant: Merchant) {
    let session = merchant.session(10_000, json!({})).await;
    let transaction = merchant.pay_and_clear(&session).await;
    let today = merchant.today().await;
    let sent = json!({"sent_on": today, "reference": "REF 7"});
    let mut decided = json!({"action": "mark_sent", "note": "By Kim"});
    decided.as_object_mut().expect("a body").extend(sent.as_object().expect("more").clone());
    let withdrawn = json!({"action": "cancel_refund", "note": "By Kim"});
    for (resolve, refund_path, body) in
        [(&decided, "mark_sent", sent.clone()), (&withdrawn, "cancel", json!({}))]
    {
        let action = &resolve["action"];
        // By the item, and again; then by the refund, and once more by the item.
        let refund = merchant.refund(&transaction, json!({"amount": 1_000})).await.ok();
        let path = item_to_send(&merchant).await;
        let mixed = json!({"action": "cancel_refund", "sent_on": today});
        let mixed = merchant.server.post(&format!("{path}/resolve"), mixed).await;
        assert_eq!(mixed.refused(400), "only_to_mark_sent");
        let done = merchant.post(&format!("{path}/resolve"), resolve.clone()).await;
        assert_eq!((&done["resolution"], &done["note"]), (action, &json!("By Kim")));
        assert_eq!(merchant.get(&path).await, done);
        assert_eq!(merchant.post(&format!("{path}/resolve"), resolve.clone()).await, done);
        let ended = format!("/v1/refunds/{}/{refund_path}", text(&refund["id"]));
        merchant.post(&ended, body.clone()).await;
        assert_eq!(resolved_events(&merchant, &path).await, 1);

        let refund = merchant.refund(&transaction, json!({"amount": 1_000})).await.ok();
        let path = item_to_send(&merchant).await;
        let ended = format!("/v1/refunds/{}/{refund_path}", text(&refund["id"]));
        merchant.post(&ended, body.clone()).await;
        let done = merchant.get(&path).await;
        assert_eq!((&done["resolution"], &done["note"]), (action, &Value::Null));
        assert_eq!(merchant.post(&format!("{path}/resolve"), resolve.clone()).await, done);
        assert_eq!(resolved_events(&merchant, &path).await, 1);
        let other = if *action == "mark_sent" { &withdrawn } else { &decided };
        let refused = merchant.server.post(&format!("{path}/resolve"), other.clone()).await;
        assert_eq!(refused.body["error"]["resolution"], *action);
        assert_eq!(refused.refused(409), "work_item_resolved");
    }
    // A return withdraws it, which nobody decided, and comes to the same.
    merchant.refund(&transaction, json!({"amount": 1_000})).await.ok();
    let path = item_to_send(&merchant).await;
    merchant.give_back(&transaction, "MD06").await.ok();
    assert_eq!(merchant.get(&path).await["resolution"], "canceled");
    merchant.post(&format!("{path}/resolve"), withdrawn).await;
    assert_eq!(resolved_events(&merchant, &path).await, 1);
    merchant.verify();
}

/// The path of the one open item that asks for a refund to be sent.
async fn item_to_send(merchant: &Merchant) -> String {
    let items = merchant.get("/v1/work_items?status=open&type=refund_to_send").await;
    assert_eq!(items["count"], 1);
    format!("/v1/work_items/{}", text(&items["data"][0]["id"]))
}

/// How often it was told that an item was resolved.
async fn resolved_events(merchant: &Merchant, path: &str) -> usize {
    let events = merchant.get("/v1/events?type=work_item.resolved&limit=100").await;
    let events = events["data"].as_array().expect("events").iter();
    events.filter(|it| path.ends_with(&text(&it["data"]["object"]["id"]))).count()
}

async fn days_of_refunds_make_sense(merchant: Merchant) {
    let session = merchant.session(10_000, json!({})).await;
    let transaction = merchant.pay_and_clear(&session).await;
    let refund = merchant.refund(&transaction, json!({"amount": 2_000})).await.ok();
    let path = format!("/v1/refunds/{}", text(&refund["id"]));
    let resolve = format!("{}/resolve", item_to_send(&merchant).await);
    merchant.server.advance_days(5).await;
    let day = async |on| merchant.server.day(on).await;
    let refused = async |path: &str, param: &str, on: i64| {
        let body = json!({
            param: day(on).await, "reference": "R", "reason": "Closed", "action": "mark_sent",
        });
        let wanted = match path {
            _ if path.ends_with("/resolve") => ["sent_on", "reference", "action"],
            _ if path.ends_with("/mark_sent") => ["sent_on", "reference", "sent_on"],
            _ => ["failed_on", "reason", "failed_on"],
        };
        let mut body = body;
        body.as_object_mut().expect("a body").retain(|key, _| wanted.contains(&key.as_str()));
        let answer = merchant.server.post(path, body).await;
        assert_eq!(answer.body["error"]["param"], param, "{path}");
        answer.refused(400)
    };
    let (sent, failed) = (format!("{path}/mark_sent"), format!("{path}/mark_failed"));
    for (path, param) in [(&sent, "sent_on"), (&resolve, "sent_on"), (&failed, "failed_on")] {
        assert_eq!(refused(path, param, 1).await, "date_in_the_future", "{path}");
        assert_eq!(refused(path, param, -6).await, "date_too_early", "{path}");
    }
    let body = json!({"sent_on": day(-2).await, "reference": "R"});
    assert_eq!(merchant.post(&sent, body).await["status"], "succeeded");
    assert_eq!(refused(&failed, "failed_on", -3).await, "date_too_early");
    // Why it failed is kept, beside a code that programs understand.
    let body = json!({"failed_on": day(-1).await, "reason": "Account closed"});
    let back = merchant.post(&failed, body).await;
    let told = (&back["status"], &back["failure_code"], &back["failure_message"]);
    assert_eq!(told, (&json!("failed"), &json!("bounced"), &json!("Account closed")));
    assert_eq!(merchant.get(&path).await, back);
    let bounce = merchant.get("/v1/balance_transactions?type=refund_bounce").await;
    assert_eq!(bounce["data"][0]["value_date"], day(-1).await);

    let refund = merchant.refund(&transaction, json!({"amount": 2_000})).await.ok();
    let failed = format!("/v1/refunds/{}/mark_failed", text(&refund["id"]));
    let body = json!({"failed_on": day(0).await, "reason": "No IBAN"});
    let unsent = merchant.post(&failed, body).await;
    let told = (&unsent["failure_code"], &unsent["failure_message"]);
    assert_eq!(told, (&json!("not_sent"), &json!("No IBAN")));
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
            let sent = json!({"reference": "P"});
            merchant.server.post(&path, sent).await;
        }
        answer.status
    };
    let today = merchant.today().await;
    let refunds = futures_util::future::join_all((0..20).map(|_| async {
        let body = json!({"amount": 1_000, "reverse_transfer": true});
        let answer = merchant.refund(&transaction, body).await;
        if answer.status == 200 {
            let path = format!("/v1/refunds/{}/mark_sent", text(&answer.body["id"]));
            let sent = json!({"sent_on": today, "reference": "R"});
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
