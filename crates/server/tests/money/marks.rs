//! Money that was marked as received and never came: how a mark is taken back, and when it stays.

use serde_json::{Value, json};
use testkit::server::{Answer, text};

use crate::harness::{Merchant, on_both};
use crate::transfers::{BOTH, entry, mark, now, send, session, standing, unmatched};

on_both! {
    a_wrong_mark_is_taken_back
    which_of_several_marks_was_wrong_is_said
    what_hangs_on_a_mark_comes_first
    surplus_of_a_wrong_mark_is_none
}

async fn unmark(merchant: &Merchant, session: &Value, more: Value) -> Answer {
    let path = format!("/v1/payment_sessions/{}/unmark_received", text(&session["id"]));
    let mut body = json!({"note": "It was another tenant's."});
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    merchant.server.post(&path, body).await
}

async fn a_wrong_mark_is_taken_back(merchant: Merchant) {
    let asked = session(&merchant, &["direct_transfer"], json!({})).await;
    assert_eq!(unmark(&merchant, &asked, json!({})).await.refused(409), "nothing_marked");
    mark(&merchant, &asked, 10_000).await.ok();
    assert_eq!(unmark(&merchant, &asked, json!({"note": ""})).await.status, 400);
    assert_eq!(unmark(&merchant, &asked, json!({"mark": "se_1"})).await.refused(400), "invalid_id");
    let open = unmark(&merchant, &asked, json!({})).await.ok();
    assert_eq!(standing(&open), ("unpaid", "none"));
    for amount in ["amount_received", "amount_returned", "amount_in_flight"] {
        assert_eq!(open[amount], 0, "{amount}: {open}");
    }
    assert_eq!((&open["amount_remaining"], &open["first_paid_at"]), (&json!(10_000), &Value::Null));
    for account in ["in_transit:by_hand", "suspense", "merchant_funds"] {
        assert_eq!(merchant.ledger(account).await, 0, "{account}");
    }
    assert_eq!(unmark(&merchant, &asked, json!({})).await.refused(409), "nothing_marked");
    let path = format!("/v1/payment_sessions/{}/timeline", text(&asked["id"]));
    let timeline = merchant.get(&path).await.to_string();
    for words in ["Seen in online banking.", "It was another tenant's."] {
        assert!(timeline.contains(words), "{words}: {timeline}");
    }
    // What the bank tells of now is a payment, for nothing is left to be linked to.
    let paid = send(&merchant, &asked, json!({})).await;
    assert_eq!(standing(&paid), ("paid", "settled"));
    assert_eq!(paid["amount_received"], 10_000);
    assert!(entry(&merchant).await["matches"][0]["settlement"].is_null());
    merchant.verify();
}

async fn which_of_several_marks_was_wrong_is_said(merchant: Merchant) {
    let asked = session(&merchant, BOTH, json!({})).await;
    mark(&merchant, &asked, 3_000).await.ok();
    mark(&merchant, &asked, 7_000).await.ok();
    let several = unmark(&merchant, &asked, json!({})).await;
    let marks = several.body["error"]["marks"].clone();
    assert_eq!(several.refused(409), "several_marks");
    let marks: Vec<String> = marks.as_array().expect("marks").iter().map(text).collect();
    assert_eq!(marks.len(), 2, "{marks:?}");
    let part = unmark(&merchant, &asked, json!({"mark": marks[0]})).await.ok();
    assert_eq!(standing(&part), ("unpaid", "partially_paid"));
    assert_eq!(part["amount_received"], 7_000);
    let again = unmark(&merchant, &asked, json!({"mark": marks[0]})).await;
    assert_eq!(again.refused(409), "mark_undone");
    let other = session(&merchant, BOTH, json!({})).await;
    let stranger = unmark(&merchant, &other, json!({"mark": marks[1]})).await;
    assert_eq!(stranger.status, 404, "{}", stranger.body);
    let none = unmark(&merchant, &asked, json!({})).await.ok();
    assert_eq!(standing(&none), ("unpaid", "none"));
    assert_eq!(merchant.ledger("in_transit:by_hand").await, 0);
    merchant.verify();
}

async fn what_hangs_on_a_mark_comes_first(merchant: Merchant) {
    let asked = session(&merchant, &["direct_transfer"], json!({})).await;
    let paid = mark(&merchant, &asked, 10_000).await.ok();
    let refund = merchant.refund(&text(&paid["transaction"]), json!({"amount": 100})).await.ok();
    assert_eq!(unmark(&merchant, &asked, json!({})).await.refused(409), "marked_money_refunded");
    merchant.post(&format!("/v1/refunds/{}/cancel", text(&refund["id"])), json!({})).await;
    send(&merchant, &asked, json!({"amount": 10_000})).await;
    let told = entry(&merchant).await;
    assert!(told["matches"][0]["settlement"].is_string(), "{told}");
    assert_eq!(unmark(&merchant, &asked, json!({})).await.refused(409), "mark_shown");
    assert_eq!(standing(&now(&merchant, &asked).await), ("paid", "settled"));
    unmatched(&merchant, &told).await.ok();
    let open = unmark(&merchant, &asked, json!({})).await.ok();
    assert_eq!((standing(&open), &open["amount_received"]), (("unpaid", "none"), &json!(0)));
    assert_eq!(merchant.ledger("in_transit:by_hand").await, 0);
    assert_eq!(merchant.ledger("suspense").await, 10_000);
    merchant.verify();
}

async fn surplus_of_a_wrong_mark_is_none(merchant: Merchant) {
    let asked = session(&merchant, &["direct_transfer"], json!({})).await;
    let paid = mark(&merchant, &asked, 12_000).await.ok();
    assert_eq!(merchant.credit(&paid["customer"]).await, 2_000);
    assert_eq!(merchant.work().await, ["surplus"]);
    unmark(&merchant, &asked, json!({})).await.ok();
    assert_eq!(merchant.credit(&paid["customer"]).await, 0);
    assert_eq!(merchant.work().await, Vec::<String>::new());
    merchant.verify();
}
