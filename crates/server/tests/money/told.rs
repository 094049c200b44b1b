//! What merchants and payers are told: timelines, balances, and pages where little is left to say.

use serde_json::{Value, json};
use testkit::payer::Payer;
use testkit::server::text;

use crate::harness::{Merchant, on_both};

on_both! {
    a_timeline_tells_of_owners_by_name
    a_refund_that_came_back_was_sent_before
    fees_are_told_as_they_were
    surplus_is_told_by_where_it_goes
    what_was_let_be_is_not_thanked_for
    nothing_is_asked_for_where_nothing_remains
    credit_goes_back_as_credit
    a_customer_has_and_owes_by_currency
}

async fn timeline(merchant: &Merchant, session: &Value) -> Vec<Value> {
    let path = format!("/v1/payment_sessions/{}/timeline", text(&session["id"]));
    merchant.get(&path).await["data"].as_array().expect("entries").clone()
}

/// By whom, and in which words, each entry of a kind is told.
fn told(timeline: &[Value], kind: &str) -> Vec<(String, String)> {
    let entries = timeline.iter().filter(|it| it["kind"] == kind);
    entries.map(|it| (text(&it["by"]), text(&it["text"]))).collect()
}

async fn page(merchant: &Merchant, session: &Value) -> String {
    let path = format!("/sessions/{}?lang=en", text(&session["id"]));
    Payer::new(&merchant.server).open(&path).await.html
}

async fn a_timeline_tells_of_owners_by_name(merchant: Merchant) {
    let ann = merchant.owner("Ann").await;
    let data = json!({"transaction_data": {"transfer_data": {"destination": ann}}});
    let session = merchant.session(10_000, data).await;
    let (_, transaction) = merchant.pay(&session, "card").await;
    for failed in [true, false] {
        let body = json!({"destination": ann, "currency": "eur", "approve": true});
        let payout = merchant.post("/v1/owner_payouts", body).await;
        let path = format!("/v1/owner_payouts/{}", text(&payout["id"]));
        merchant.post(&format!("{path}/mark_paid"), json!({})).await;
        if failed {
            merchant.post(&format!("{path}/mark_failed"), json!({"reason": "Closed"})).await;
        }
    }
    merchant.pay(&merchant.session(5_000, json!({})).await, "card").await;
    let by_hand = json!({
        "amount": 700, "currency": "eur", "destination": ann, "source_transaction": transaction,
    });
    let by_hand = merchant.post("/v1/transfers", by_hand).await;
    let path = format!("/v1/transfers/{}/reversals", text(&by_hand["id"]));
    merchant.post(&path, json!({"amount": 200})).await;
    merchant.give_back(&transaction, "chargeback").await.ok();
    let items = merchant.get("/v1/work_items?status=open&type=owner_debt").await;
    let path = format!("/v1/work_items/{}/resolve", text(&items["data"][0]["id"]));
    merchant.post(&path, json!({"action": "write_off", "note": "Old friends"})).await;
    let reopen = format!("/v1/payment_sessions/{}/reopen", text(&session["id"]));
    merchant.post(&reopen, json!({})).await;
    let (_, second) = merchant.pay(&session, "card").await;
    merchant.give_back(&second, "chargeback").await.ok();
    merchant.server.advance_days(1).await;
    merchant.post(&reopen, json!({})).await;

    let entries = timeline(&merchant, &session).await;
    let ann = format!("Ann ({ann})");
    let transfers = told(&entries, "transfer");
    assert_eq!(transfers.len(), 3, "{transfers:?}");
    assert!(transfers.iter().all(|(_, text)| text.contains(&ann)), "{transfers:?}");
    let hand = ("merchant".to_owned(), format!("7.00 EUR was transferred to {ann} by hand."));
    assert!(transfers.contains(&hand), "{transfers:?}");
    let failed = format!("A payout to {ann} with this part came back (Closed).");
    assert_eq!(told(&entries, "payout_failed"), [("merchant".to_owned(), failed)]);
    assert_eq!(told(&entries, "paid_out").len(), 2);
    let reversals = told(&entries, "transfer_reversed");
    let hand = ("merchant".to_owned(), format!("2.00 EUR was taken back from {ann}."));
    assert!(reversals.len() == 3 && reversals.contains(&hand), "{reversals:?}");
    let owed = "had been paid out, and is owed.";
    assert!(reversals.iter().any(|(by, text)| by == "quittance" && text.ends_with(owed)));
    let written_off = told(&entries, "written_off");
    assert!(written_off[0].1.ends_with("was written off. “Old friends”"), "{written_off:?}");
    assert_eq!(told(&entries, "reopened").len(), 2);
    merchant.verify();
}

async fn a_refund_that_came_back_was_sent_before(merchant: Merchant) {
    let card = merchant.session(10_000, json!({})).await;
    let (_, transaction) = merchant.pay(&card, "card").await;
    let refund = merchant.refund(&transaction, json!({"amount": 4_000})).await.ok();
    merchant.refunded(&refund).await;
    let bounce = format!("/v1/test_helpers/refunds/{}/bounce", text(&refund["id"]));
    merchant.post(&bounce, json!({})).await;
    let debit = merchant.session(10_000, json!({})).await;
    let transaction = merchant.pay_and_clear(&debit).await;
    let today = merchant.today().await;
    for (amount, sent) in [(1_000, true), (2_000, false)] {
        let refund = merchant.refund(&transaction, json!({"amount": amount})).await.ok();
        if sent {
            merchant.send(&refund).await;
        }
        let path = format!("/v1/refunds/{}/mark_failed", text(&refund["id"]));
        merchant.post(&path, json!({"failed_on": today, "reason": "Closed"})).await;
    }
    let entries = timeline(&merchant, &card).await;
    let sent = ("merchant".to_owned(), "40.00 EUR was refunded.".to_owned());
    assert_eq!(told(&entries, "refunded"), [sent]);
    let back = "The refund of 40.00 EUR came back; the money is here again.".to_owned();
    assert_eq!(told(&entries, "refund_came_back"), [("processor".to_owned(), back)]);
    let entries = timeline(&merchant, &debit).await;
    assert_eq!(told(&entries, "refunded").len(), 1);
    let back = "The refund of 10.00 EUR came back (Closed); the money is here again.".to_owned();
    assert_eq!(told(&entries, "refund_came_back"), [("merchant".to_owned(), back)]);
    let unsent = "The refund of 20.00 EUR failed (Closed); the money is still here.".to_owned();
    assert_eq!(told(&entries, "refund_failed"), [("merchant".to_owned(), unsent)]);
    merchant.verify();
}

/// A customer with so much credit that can be spent.
async fn topped_up(merchant: &Merchant, amount: i64) -> Value {
    let data = json!({"transaction_data": {"customer_balance": {"apply": true}}});
    let session = merchant.session(amount, data).await;
    merchant.pay(&session, "card").await;
    session["customer"].clone()
}

/// A session of a customer that is paid from credit first.
async fn from_credit(merchant: &Merchant, customer: &Value, amount: i64) -> Value {
    let options = json!({"customer_balance": {"apply": true}});
    merchant.session(amount, json!({"customer": customer, "payment_method_options": options})).await
}

async fn what_was_let_be_is_not_thanked_for(merchant: Merchant) {
    let customer = topped_up(&merchant, 3_000).await;
    let session = from_credit(&merchant, &customer, 8_000).await;
    merchant.server.pay(&text(&session["id"]), "card", "decline").await.ok();
    let path = format!("/v1/payment_sessions/{}/accept_shortfall", text(&session["id"]));
    let paid = merchant.post(&path, json!({})).await;
    let amounts = (&paid["status"], &paid["accepted_shortfall"], &paid["amount_remaining"]);
    assert_eq!(amounts, (&json!("paid"), &json!(5_000), &json!(0)));
    let html = page(&merchant, &session).await;
    assert!(html.contains("30.00") && !html.contains("80.00"), "{html}");
    let entries = timeline(&merchant, &session).await;
    let words = "What was received is enough: 50.00 EUR less.".to_owned();
    assert_eq!(told(&entries, "shortfall_accepted"), [("merchant".to_owned(), words)]);
    merchant.verify();
}

async fn nothing_is_asked_for_where_nothing_remains(merchant: Merchant) {
    for (setting, opens) in [("manual", false), ("auto", true)] {
        merchant.post("/v1/account", json!({"reopen": setting})).await;
        let session = merchant.session(10_000, json!({})).await;
        let transaction = merchant.pay_and_clear(&session).await;
        let refund = merchant.refund(&transaction, json!({})).await.ok();
        merchant.send(&refund).await;
        merchant.give_back(&transaction, "MD06").await.ok();
        let id = text(&session["id"]);
        let now = merchant.server.retrieve(&id).await;
        let amounts = (&now["status"], &now["amount_remaining"], &now["reopen"]);
        assert_eq!(amounts, (&json!("unpaid"), &json!(0), &json!(setting)));
        let path = format!("/v1/payment_sessions/{id}/reopen");
        let refused = merchant.server.post(&path, json!({})).await;
        assert_eq!(refused.refused(409), "nothing_remaining");
        let code = merchant.server.pay(&id, "card", "succeed").await.refused(409);
        let expected = if opens { "nothing_remaining" } else { "payment_session_closed" };
        assert_eq!(code, expected);
        let html = page(&merchant, &session).await;
        assert!(!html.contains("still to be paid") && html.contains("get in touch"), "{html}");
    }
    merchant.verify();
}

async fn credit_goes_back_as_credit(merchant: Merchant) {
    let customer = topped_up(&merchant, 3_000).await;
    let session = from_credit(&merchant, &customer, 3_000).await;
    let (_, transaction) = merchant.pay(&session, "customer_balance").await;
    let refused = merchant.refund(&transaction, json!({})).await;
    let error = refused.body["error"].clone();
    assert_eq!(refused.refused(409), "paid_from_credit");
    assert_eq!((&error["amount_credit_applied"], &error["customer"]), (&json!(3_000), &customer));
    let message = text(&error["message"]);
    assert!(message.contains("POST /v1/customer_balance_transactions"), "{message}");
    let body = json!({
        "customer": customer, "amount": 3_000, "currency": "eur", "direction": "credit",
    });
    merchant.post("/v1/customer_balance_transactions", body).await;
    assert_eq!(merchant.credit(&customer).await, 3_000);
    merchant.verify();
}

async fn a_customer_has_and_owes_by_currency(merchant: Merchant) {
    let data = json!({"transaction_data": {"customer_balance": {"apply": true}}});
    let session = merchant.session(5_000, data).await;
    let customer = text(&session["customer"]);
    let path = format!("/v1/customers/{customer}/balance");
    let eur = |amount: i64| json!([{"currency": "eur", "amount": amount}]);
    let balance = async || {
        let balance = merchant.get(&path).await;
        ["available", "pending", "debt"].map(|name| balance[name].clone())
    };
    assert_eq!(balance().await, [json!([]), json!([]), json!([])]);
    let (_, transaction) = merchant.pay(&session, "sepa_debit").await;
    merchant.server.advance_days(8).await;
    assert_eq!(balance().await, [eur(0), eur(5_000), eur(0)]);
    merchant.server.advance_days(17).await;
    assert_eq!(balance().await, [eur(5_000), eur(0), eur(0)]);
    let options = json!({"customer_balance": {"apply": true}});
    let spends = json!({"customer": customer, "payment_method_options": options});
    let spent = merchant.session(2_000, spends).await;
    merchant.pay(&spent, "customer_balance").await;
    assert_eq!(balance().await, [eur(3_000), eur(0), eur(0)]);
    merchant.give_back(&transaction, "MD06").await.ok();
    let whole = merchant.get(&path).await;
    assert_eq!(
        (&whole["object"], &whole["customer"]),
        (&json!("customer_balance"), &json!(customer))
    );
    assert_eq!(balance().await, [eur(0), eur(0), eur(2_000)]);
    let unknown = merchant.server.get("/v1/customers/cus_01jz3x5v8gk2m4n6p8q0r2s4t6/balance").await;
    assert_eq!(unknown.refused(404), "not_found");
    merchant.verify();
}

async fn fees_are_told_as_they_were(merchant: Merchant) {
    let ann = merchant.owner("Ann").await;
    let fees = json!({"management_fee": "10", "management_fee_amount": 250, "currency": "eur"});
    let unit = merchant.unit(&[(&ann, "100")], fees).await;
    let session = merchant.split(10_000, &unit).await;
    let transaction = merchant.pay_and_clear(&session).await;
    let asked = json!({
        "amount": 5_000, "reverse_transfer": true, "refund_fees": true,
        "reason": "requested_by_customer", "reason_description": "Moved out",
    });
    let refund = merchant.refund(&transaction, asked).await.ok();
    merchant.send(&refund).await;
    merchant.give_back(&transaction, "MD06").await.ok();
    let entries = timeline(&merchant, &session).await;
    let kept = ("quittance".to_owned(), "12.50 EUR of it are the merchant's fees.".to_owned());
    assert_eq!(told(&entries, "fees"), [kept]);
    let less = ["5.00 EUR", "7.50 EUR"].map(|sum| format!("The merchant's fees are {sum} less."));
    assert_eq!(told(&entries, "fees_reversed"), less.map(|it| ("quittance".to_owned(), it)));
    let why = "A refund of 50.00 EUR was asked for: the customer asked for it (“Moved out”).";
    assert_eq!(told(&entries, "refund_requested"), [("merchant".to_owned(), why.to_owned())]);
    merchant.verify();
}

async fn surplus_is_told_by_where_it_goes(merchant: Merchant) {
    let newest = async || {
        let items = merchant.get("/v1/work_items?type=surplus&limit=1").await;
        text(&items["data"][0]["description"])
    };
    let session = merchant.session(10_000, json!({})).await;
    merchant.server.pay(&text(&session["id"]), "card", "decline_then_succeed").await.ok();
    let (_, transaction) = merchant.pay(&session, "card").await;
    merchant.server.advance_days(1).await;
    assert!(newest().await.ends_with("It goes back to the card by itself."));
    // A card too, but what a won dispute brings is credit.
    merchant.give_back(&transaction, "chargeback").await.ok();
    let reopen = format!("/v1/payment_sessions/{}/reopen", text(&session["id"]));
    merchant.post(&reopen, json!({})).await;
    merchant.pay(&session, "card").await;
    let disputes = merchant.get("/v1/disputes").await;
    let close = format!("/v1/test_helpers/disputes/{}/close", text(&disputes["data"][0]["id"]));
    merchant.post(&close, json!({"outcome": "won"})).await;
    assert!(newest().await.ends_with("It is credit of the customer."));
    merchant.verify();
}
