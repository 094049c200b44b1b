//! Money that payers send by themselves: entries, matches, marks, and how each is undone.

use serde_json::{Value, json};
use testkit::payer::Payer;
use testkit::server::{Answer, text};

use crate::harness::{Merchant, on_both};

on_both! {
    each_outcome_has_its_status
    two_parts_pay_and_more_is_credit
    late_money_is_credit
    a_double_transfer_is_credit_and_told_twice_is_once
    a_wrong_match_is_undone_and_made_right
    a_match_of_refunded_money_stays
    what_was_marked_is_linked_and_counts_once
    a_mark_of_another_amount_waits_for_a_person
    what_the_bank_takes_back_is_owed_again
    a_transfer_that_nobody_knew_goes_back_as_it_came
    a_refund_is_sent_by_hand
    who_says_to_have_sent_it_changes_the_display_alone
    references_of_other_sessions_and_modes_wait
    credit_pays_what_a_transfer_leaves
    a_payer_is_told_where_to_send_it
    the_pretend_bank_calls_its_holder_by_the_name_of_today
}

pub(crate) const BOTH: &[&str] = &["bank_transfer", "direct_transfer"];

pub(crate) async fn session(merchant: &Merchant, methods: &[&str], more: Value) -> Value {
    merchant.server.session("gbp", methods, more).await
}

async fn pay(merchant: &Merchant, session: &Value, method: &str, scenario: &str) -> Value {
    merchant.server.pay(&text(&session["id"]), method, scenario).await.ok()
}

/// A payer sends money for a session.
pub(crate) async fn send(merchant: &Merchant, session: &Value, more: Value) -> Value {
    let path = format!("/v1/test_helpers/payment_sessions/{}/transfer", text(&session["id"]));
    merchant.post(&path, more).await
}

pub(crate) async fn mark(merchant: &Merchant, session: &Value, amount: i64) -> Answer {
    let path = format!("/v1/payment_sessions/{}/mark_received", text(&session["id"]));
    let on = merchant.today().await;
    let body = json!({"amount": amount, "received_on": on, "note": "Seen in online banking."});
    merchant.server.post(&path, body).await
}

/// The newest entry.
pub(crate) async fn entry(merchant: &Merchant) -> Value {
    merchant.get("/v1/statement_entries?limit=1").await["data"][0].clone()
}

async fn matched(merchant: &Merchant, entry: &Value, session: &Value, more: Value) -> Answer {
    let path = format!("/v1/statement_entries/{}/match", text(&entry["id"]));
    let mut body = json!({"payment_session": session["id"], "note": "The payer called."});
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    merchant.server.post(&path, body).await
}

pub(crate) async fn unmatched(merchant: &Merchant, entry: &Value) -> Answer {
    let path = format!("/v1/statement_entries/{}/unmatch", text(&entry["id"]));
    merchant.server.post(&path, json!({"note": "It was somebody else's."})).await
}

pub(crate) fn standing(session: &Value) -> (&str, &str) {
    let text = |name: &str| session[name].as_str().expect("a text");
    (text("status"), text("payment_status"))
}

pub(crate) async fn now(merchant: &Merchant, session: &Value) -> Value {
    merchant.server.retrieve(&text(&session["id"])).await
}

async fn each_outcome_has_its_status(merchant: Merchant) {
    for (method, scenario, expected, received, work) in [
        ("bank_transfer", "succeed", ("paid", "settled"), 10_000, ""),
        ("bank_transfer", "part", ("unpaid", "partially_paid"), 5_000, ""),
        ("bank_transfer", "over", ("paid", "settled"), 11_000, "surplus"),
        ("bank_transfer", "mangled_reference", ("paid", "settled"), 10_000, ""),
        // It came into the customer's own account, and only one session asks.
        ("bank_transfer", "no_reference", ("paid", "settled"), 10_000, ""),
        ("bank_transfer", "wrong_currency", ("unpaid", "none"), 0, "unmatched_entry"),
        ("bank_transfer", "told_twice", ("paid", "settled"), 10_000, ""),
        ("bank_transfer", "awaiting", ("unpaid", "awaiting_transfer"), 0, ""),
        ("direct_transfer", "succeed", ("paid", "settled"), 10_000, ""),
        ("direct_transfer", "part", ("unpaid", "partially_paid"), 5_000, ""),
        ("direct_transfer", "over", ("paid", "settled"), 11_000, "surplus"),
        ("direct_transfer", "mangled_reference", ("paid", "settled"), 10_000, ""),
        ("direct_transfer", "no_reference", ("unpaid", "none"), 0, "unmatched_entry"),
        ("direct_transfer", "wrong_currency", ("unpaid", "none"), 0, "unmatched_entry"),
        ("direct_transfer", "told_twice", ("paid", "settled"), 10_000, ""),
        ("direct_transfer", "awaiting", ("unpaid", "awaiting_transfer"), 0, ""),
    ] {
        let asked = session(&merchant, &["card", method], json!({})).await;
        let before = merchant.work().await.len();
        let paid = pay(&merchant, &asked, method, scenario).await;
        assert_eq!(standing(&paid), expected, "{method} {scenario}");
        assert_eq!(paid["amount_received"], received, "{method} {scenario}");
        let mut raised = merchant.work().await;
        if work.is_empty() {
            assert_eq!(raised.len(), before, "{method} {scenario}: {raised:?}");
        } else {
            raised.retain(|it| it == work);
            assert!(!raised.is_empty(), "{method} {scenario}");
        }
    }
    let currencies =
        [("eur", "bank_transfer"), ("sek", "bank_transfer"), ("sek", "direct_transfer")];
    for (currency, method) in currencies {
        let asked = merchant.server.session(currency, &[method], json!({})).await;
        let paid = pay(&merchant, &asked, method, "succeed").await;
        assert_eq!(standing(&paid), ("paid", "settled"), "{currency}");
    }
    merchant.verify();
}

async fn two_parts_pay_and_more_is_credit(merchant: Merchant) {
    let asked = session(&merchant, BOTH, json!({})).await;
    let part = send(&merchant, &asked, json!({"amount": 4_000})).await;
    assert_eq!(standing(&part), ("unpaid", "partially_paid"));
    assert_eq!(
        (&part["amount_remaining"], &part["reference"]),
        (&json!(6_000), &asked["reference"])
    );
    let whole = send(&merchant, &asked, json!({"payment_method_type": "direct_transfer"})).await;
    assert_eq!(standing(&whole), ("paid", "settled"));
    assert_eq!(whole["amount_received"], 10_000);
    assert_eq!(merchant.work().await, Vec::<String>::new());
    let more = send(&merchant, &asked, json!({"amount": 700})).await;
    assert_eq!(merchant.credit(&more["customer"]).await, 700);
    assert_eq!(merchant.work().await, ["surplus"]);
    assert_eq!(merchant.ledger("suspense").await, 0);
    let path = format!("/v1/payment_sessions/{}/timeline", text(&asked["id"]));
    let timeline = merchant.get(&path).await.to_string();
    assert!(timeline.contains("which is the reference"), "{timeline}");
    merchant.verify();
}

async fn late_money_is_credit(merchant: Merchant) {
    let asked = session(&merchant, BOTH, json!({})).await;
    merchant.post(&format!("/v1/payment_sessions/{}/cancel", text(&asked["id"])), json!({})).await;
    let late = send(&merchant, &asked, json!({"amount": 10_000})).await;
    assert_eq!(late["status"], "canceled");
    assert_eq!(merchant.credit(&late["customer"]).await, 10_000);
    assert_eq!(entry(&merchant).await["decision"], "late");
    // Expired, and then there is money: it is the customer's as well.
    let expires = json!({"expires_at": now_of(&merchant).await + 3_600});
    let asked = session(&merchant, &["direct_transfer"], expires).await;
    merchant.server.advance_days(1).await;
    let late = send(&merchant, &asked, json!({"amount": 10_000})).await;
    assert_eq!(late["cancellation_reason"], "expired");
    assert_eq!(merchant.credit(&late["customer"]).await, 10_000);
    merchant.verify();
}

async fn now_of(merchant: &Merchant) -> i64 {
    merchant.get("/v1/test_helpers/clock").await["now"].as_i64().expect("a time")
}

async fn a_double_transfer_is_credit_and_told_twice_is_once(merchant: Merchant) {
    let asked = session(&merchant, BOTH, json!({})).await;
    let paid = pay(&merchant, &asked, "bank_transfer", "double").await;
    assert_eq!(standing(&paid), ("paid", "settled"));
    assert_eq!(merchant.credit(&paid["customer"]).await, 10_000);
    let other = session(&merchant, BOTH, json!({})).await;
    let paid = pay(&merchant, &other, "bank_transfer", "told_twice").await;
    merchant.settle().await;
    assert_eq!(merchant.credit(&paid["customer"]).await, 0);
    let page = merchant.get("/v1/statement_entries?status=matched&limit=100").await;
    assert_eq!(page["count"], 3);
    merchant.verify();
}

async fn a_wrong_match_is_undone_and_made_right(merchant: Merchant) {
    let (one, two) =
        (session(&merchant, BOTH, json!({})).await, session(&merchant, BOTH, json!({})).await);
    let paid = send(&merchant, &one, json!({})).await;
    assert_eq!(standing(&paid), ("paid", "settled"));
    let told = entry(&merchant).await;
    assert_eq!(told["payment_session"], one["id"]);
    let again = matched(&merchant, &told, &two, json!({})).await;
    assert_eq!(again.refused(409), "statement_entry_matched");
    let undone = unmatched(&merchant, &told).await.ok();
    assert_eq!(
        (&undone["status"], &undone["payment_session"]),
        (&json!("unmatched"), &Value::Null)
    );
    let open = now(&merchant, &one).await;
    assert_eq!(standing(&open), ("unpaid", "none"));
    assert_eq!((&open["amount_received"], &open["amount_returned"]), (&json!(0), &json!(0)));
    assert_eq!(merchant.ledger("suspense").await, 10_000);
    assert_eq!(merchant.work().await, ["unmatched_entry"]);
    assert_eq!(unmatched(&merchant, &told).await.refused(409), "statement_entry_unmatched");
    let right = matched(&merchant, &told, &two, json!({})).await.ok();
    assert_eq!(right["matches"].as_array().expect("matches").len(), 2, "{right}");
    assert!(
        right["matches"][0]["undone_key"].is_string() && right["matches"][1]["key"].is_string()
    );
    assert_eq!(standing(&now(&merchant, &two).await), ("paid", "settled"));
    assert_eq!((merchant.ledger("suspense").await, merchant.work().await.len()), (0, 0));
    // And back again: the same entry may pay the same session twice, one after the other.
    unmatched(&merchant, &told).await.ok();
    matched(&merchant, &told, &one, json!({})).await.ok();
    assert_eq!(standing(&now(&merchant, &one).await), ("paid", "settled"));
    let path = format!("/v1/payment_sessions/{}/timeline", text(&one["id"]));
    let timeline = merchant.get(&path).await.to_string();
    for words in ["It was somebody else's.", "The payer called."] {
        assert!(timeline.contains(words), "{words}: {timeline}");
    }
    merchant.verify();
}

async fn a_match_of_refunded_money_stays(merchant: Merchant) {
    let asked = session(&merchant, BOTH, json!({})).await;
    let paid = send(&merchant, &asked, json!({})).await;
    let told = entry(&merchant).await;
    let refund = merchant.refund(&text(&paid["transaction"]), json!({"amount": 100})).await.ok();
    assert_eq!(unmatched(&merchant, &told).await.refused(409), "matched_money_refunded");
    merchant.post(&format!("/v1/refunds/{}/cancel", text(&refund["id"])), json!({})).await;
    unmatched(&merchant, &told).await.ok();
    merchant.verify();
}

async fn what_was_marked_is_linked_and_counts_once(merchant: Merchant) {
    let asked = session(&merchant, &["direct_transfer"], json!({})).await;
    let paid = mark(&merchant, &asked, 10_000).await.ok();
    assert_eq!(standing(&paid), ("paid", "settled"));
    assert_eq!(merchant.ledger("in_transit:by_hand").await, -10_000);
    assert_eq!(mark(&merchant, &asked, 10_000).await.refused(409), "payment_session_paid");
    let later = send(&merchant, &asked, json!({"amount": 10_000})).await;
    assert_eq!(
        (&later["amount_received"], standing(&later)),
        (&json!(10_000), ("paid", "settled"))
    );
    let told = entry(&merchant).await;
    assert_eq!(told["status"], "matched");
    assert!(told["matches"][0]["settlement"].is_string(), "{told}");
    assert_eq!(merchant.ledger("in_transit:by_hand").await, 0);
    assert_eq!(merchant.work().await, Vec::<String>::new());
    // The link was wrong: the mark stands, and its money has not been seen.
    unmatched(&merchant, &told).await.ok();
    assert_eq!(standing(&now(&merchant, &asked).await), ("paid", "settled"));
    assert_eq!(merchant.ledger("in_transit:by_hand").await, -10_000);
    matched(&merchant, &told, &asked, json!({})).await.ok();
    assert_eq!(merchant.ledger("in_transit:by_hand").await, 0);
    // What comes now was marked nowhere.
    let more = send(&merchant, &asked, json!({"amount": 10_000})).await;
    assert_eq!(merchant.credit(&more["customer"]).await, 10_000);
    merchant.verify();
}

async fn a_mark_of_another_amount_waits_for_a_person(merchant: Merchant) {
    for (way, received, by_hand) in [("mark", 10_000, 0), ("payment", 19_000, -9_000)] {
        let asked = session(&merchant, &["direct_transfer"], json!({})).await;
        mark(&merchant, &asked, 9_000).await.ok();
        let before = merchant.ledger("in_transit:by_hand").await;
        let waits = send(&merchant, &asked, json!({"amount": 10_000})).await;
        assert_eq!(standing(&waits), ("unpaid", "partially_paid"));
        assert_eq!(merchant.work().await.last().map(String::as_str), Some("mark_differs"));
        let told = entry(&merchant).await;
        assert_eq!(told["decision"], "mark_differs");
        assert_eq!(matched(&merchant, &told, &asked, json!({})).await.refused(409), "mark_differs");
        matched(&merchant, &told, &asked, json!({"as": way})).await.ok();
        let paid = now(&merchant, &asked).await;
        assert_eq!(paid["status"], "paid");
        assert_eq!(paid["amount_received"], received, "{way}");
        let moved = merchant.ledger("in_transit:by_hand").await - before;
        assert_eq!(moved, if by_hand == 0 { 9_000 } else { 0 }, "{way}");
        unmatched(&merchant, &told).await.ok();
        assert_eq!(standing(&now(&merchant, &asked).await), ("unpaid", "partially_paid"));
        matched(&merchant, &told, &asked, json!({"as": way})).await.ok();
    }
    merchant.verify();
}

async fn what_the_bank_takes_back_is_owed_again(merchant: Merchant) {
    for (method, code, amount, status) in [
        ("bank_transfer", "SCT-AC03", 10_000, ("unpaid", "returned")),
        ("direct_transfer", "SCT-FRAD", 4_000, ("unpaid", "partially_paid")),
    ] {
        let asked = session(&merchant, &[method], json!({})).await;
        let paid = send(&merchant, &asked, json!({})).await;
        let original = entry(&merchant).await;
        let path = format!("/v1/test_helpers/transactions/{}/return", text(&paid["transaction"]));
        let wrong = merchant.server.post(&path, json!({"code": "AC04"})).await;
        assert_eq!(wrong.refused(400), "return_code_unknown");
        merchant.post(&path, json!({"code": code, "amount": amount})).await;
        let back = now(&merchant, &asked).await;
        assert_eq!(standing(&back), status, "{code}");
        assert_eq!(back["amount_returned"], amount);
        let told = entry(&merchant).await;
        assert_eq!((&told["direction"], &told["status"]), (&json!("debit"), &json!("matched")));
        assert_eq!(unmatched(&merchant, &original).await.refused(409), "statement_entry_reversed");
        // The page is open: what was taken back can be sent again.
        let again = send(&merchant, &asked, json!({})).await;
        assert_eq!(standing(&again), ("paid", "settled"));
    }
    // What was marked, shown and then taken back.
    let asked = session(&merchant, &["direct_transfer"], json!({})).await;
    let paid = mark(&merchant, &asked, 10_000).await.ok();
    send(&merchant, &asked, json!({"amount": 10_000})).await;
    let path = format!("/v1/test_helpers/transactions/{}/return", text(&paid["transaction"]));
    merchant.post(&path, json!({"code": "SCT-CUST"})).await;
    assert_eq!(standing(&now(&merchant, &asked).await), ("unpaid", "returned"));
    assert_eq!(merchant.ledger("suspense").await, 0);
    merchant.verify();
}

async fn a_transfer_that_nobody_knew_goes_back_as_it_came(merchant: Merchant) {
    let asked = session(&merchant, &["direct_transfer"], json!({})).await;
    send(&merchant, &asked, json!({"reference": "", "payer_name": "Nobody At All"})).await;
    let told = entry(&merchant).await;
    assert_eq!((told["status"].as_str(), merchant.work().await.len()), (Some("unmatched"), 1));
    let other = merchant.server.session("eur", &["bank_transfer"], json!({})).await;
    let wrong = matched(&merchant, &told, &other, json!({})).await;
    assert_eq!(wrong.refused(400), "currency_mismatch");
    merchant.verify();
}

async fn a_refund_is_sent_by_hand(merchant: Merchant) {
    let asked = session(&merchant, BOTH, json!({})).await;
    let paid = send(&merchant, &asked, json!({})).await;
    let transaction = text(&paid["transaction"]);
    let refund = merchant.refund(&transaction, json!({"amount": 4_000})).await.ok();
    merchant.settle().await;
    assert_eq!(merchant.work().await, ["refund_to_send"]);
    assert_eq!(merchant.send(&refund).await["status"], "succeeded");
    assert_eq!(now(&merchant, &asked).await["amount_refunded"], 4_000);
    let path = format!("/v1/transactions/{transaction}");
    assert_eq!(merchant.get(&path).await["finality"], json!({"state": "final", "windows": []}));
    merchant.verify();
}

async fn who_says_to_have_sent_it_changes_the_display_alone(merchant: Merchant) {
    let asked = session(&merchant, &["card", "bank_transfer", "direct_transfer"], json!({})).await;
    let said = pay(&merchant, &asked, "bank_transfer", "awaiting").await;
    assert_eq!(standing(&said), ("unpaid", "awaiting_transfer"));
    let again = pay(&merchant, &asked, "bank_transfer", "awaiting").await;
    assert_eq!((standing(&again), again["amount_in_flight"].clone()), (standing(&said), json!(0)));
    // It blocks nothing: another way pays, and what was awaited is not any more.
    let paid = pay(&merchant, &asked, "card", "succeed").await;
    assert_eq!(standing(&paid), ("paid", "settled"));
    let late = send(&merchant, &asked, json!({"amount": 10_000})).await;
    assert_eq!(merchant.credit(&late["customer"]).await, 10_000);
    let other = session(&merchant, BOTH, json!({})).await;
    pay(&merchant, &other, "direct_transfer", "awaiting").await;
    let path = format!("/v1/payment_sessions/{}/cancel", text(&other["id"]));
    assert_eq!(standing(&merchant.post(&path, json!({})).await), ("canceled", "none"));
    merchant.verify();
}

async fn references_of_other_sessions_and_modes_wait(merchant: Merchant) {
    let customer = merchant.server.customer().await;
    let mine = session(&merchant, BOTH, json!({"customer": customer})).await;
    let other = session(&merchant, BOTH, json!({})).await;
    // Into one customer's own account with another's reference: nobody knows.
    send(&merchant, &mine, json!({"reference": other["reference"]})).await;
    assert_eq!(entry(&merchant).await["decision"], "account_disagrees");
    // Into the merchant's account the reference says whose it is, whoever sends it.
    let direct = json!({"reference": other["reference"], "payment_method_type": "direct_transfer"});
    send(&merchant, &mine, direct).await;
    assert_eq!(standing(&now(&merchant, &other).await), ("paid", "settled"));
    assert_eq!(standing(&now(&merchant, &mine).await), ("unpaid", "none"));
    // Q begins the references of live mode.
    let live = json!({"reference": "QMN6WM6150", "payment_method_type": "direct_transfer"});
    send(&merchant, &mine, live).await;
    assert_eq!(entry(&merchant).await["decision"], "other_mode");
    let two = format!("{} {}", text(&mine["reference"]), text(&other["reference"]));
    let two = json!({"reference": two, "payment_method_type": "direct_transfer"});
    send(&merchant, &mine, two).await;
    assert_eq!(entry(&merchant).await["decision"], "two_references");
    assert_eq!(merchant.work().await, vec!["unmatched_entry"; 3]);
    merchant.verify();
}

async fn credit_pays_what_a_transfer_leaves(merchant: Merchant) {
    let customer = merchant.server.customer().await;
    let path = "/v1/customer_balance_transactions";
    let given =
        json!({"customer": customer, "amount": 3_000, "currency": "gbp", "direction": "credit"});
    merchant.post(path, given).await;
    let options = json!({"customer_balance": {"apply": true}});
    let more = json!({"customer": customer, "payment_method_options": options});
    let asked = session(&merchant, BOTH, more).await;
    let paid = send(&merchant, &asked, json!({"amount": 7_000})).await;
    assert_eq!(standing(&paid), ("paid", "settled"));
    assert_eq!(paid["amount_credit_applied"], 3_000);
    merchant.verify();
}

async fn a_payer_is_told_where_to_send_it(merchant: Merchant) {
    let payer = Payer::new(&merchant.server);
    for (currency, method, form) in [
        ("gbp", "bank_transfer", "core"),
        ("eur", "bank_transfer", "rf"),
        ("eur", "direct_transfer", "rf"),
        ("sek", "direct_transfer", "ocr"),
    ] {
        let asked = merchant.server.session(currency, &[method], json!({})).await;
        let core = text(&asked["reference"]);
        let page = payer.open(&text(&asked["url"])).await;
        assert_eq!(page.status, 200, "{}", page.html);
        assert!(form != "core" || page.html.contains(&core[..4]), "{}", page.html);
        // Looking changes nothing, however often.
        payer.open(&text(&asked["url"])).await;
        assert_eq!(standing(&now(&merchant, &asked).await), ("unpaid", "none"));
        let said = payer.send(&page.form().with("step", "sent")).await;
        assert_eq!(said.status, 200, "{}", said.html);
        assert_eq!(standing(&now(&merchant, &asked).await), ("unpaid", "awaiting_transfer"));
        let part = send(&merchant, &asked, json!({"amount": 4_000})).await;
        assert_eq!(standing(&part), ("unpaid", "partially_paid"));
        let page = payer.open(&text(&asked["url"])).await;
        assert!(page.html.contains("60.00") || page.html.contains("60,00"), "{}", page.html);
        let paid = send(&merchant, &asked, json!({})).await;
        assert_eq!(standing(&paid), ("paid", "settled"));
    }
    merchant.verify();
}

/// Whose the account is to which the page says to send the money.
async fn holder(merchant: &Merchant, session: &Value, method: &str) -> String {
    let page = format!("/sessions/{}?payment_method_type={method}", text(&session["id"]));
    let html = Payer::new(&merchant.server).open(&page).await.html;
    let row = html.split("<dt>Account name</dt>").nth(1).unwrap_or_else(|| panic!("{html}"));
    let name = row.split("<span>").nth(1).and_then(|rest| rest.split('<').next());
    name.unwrap_or_default().to_owned()
}

async fn the_pretend_bank_calls_its_holder_by_the_name_of_today(merchant: Merchant) {
    let session = session(&merchant, BOTH, json!({})).await;
    let call_it = async |name: &str| {
        merchant.post("/v1/account", json!({"business_name": name})).await;
    };
    for method in BOTH {
        assert_eq!(holder(&merchant, &session, method).await, "My business");
    }
    call_it("Paper Lantern Lodgings").await;
    for method in BOTH {
        assert_eq!(holder(&merchant, &session, method).await, "Paper Lantern Lodgings");
    }
    let all = merchant.get("/v1/bank_accounts").await;
    let names = all["data"].as_array().expect("accounts").iter();
    assert!({ names }.all(|it| it["account_holder_name"] == "Paper Lantern Lodgings"), "{all}");

    // A name that was given stays, even where it was the merchant's at the time.
    let pounds = merchant.get("/v1/bank_accounts?currency=gbp").await;
    let path = format!("/v1/bank_accounts/{}", text(&pounds["data"][0]["id"]));
    let named = json!({"account_holder_name": "Paper Lantern Lodgings"});
    merchant.post(&path, named).await;
    call_it("Rent Ltd").await;
    for method in BOTH {
        assert_eq!(holder(&merchant, &session, method).await, "Paper Lantern Lodgings");
    }
    let own = json!({
        "currency": "gbp", "account_holder_name": "Own Bank Ltd", "sort_code": "20-00-00",
        "account_number": "55779911", "default": true,
    });
    merchant.post("/v1/bank_accounts", own).await;
    call_it("Another Name").await;
    assert_eq!(holder(&merchant, &session, "direct_transfer").await, "Own Bank Ltd");
    merchant.verify();
}
