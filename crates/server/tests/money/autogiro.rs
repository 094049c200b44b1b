//! Autogiro, as a merchant's program sees it.

use domain::debit::Scheme;
use domain::debit::codes::{Kind, Stage};
use serde_json::{Value, json};
use testkit::payer::{Page, Payer};
use testkit::server::{Answer, text};

use crate::harness::{Merchant, on_both};

on_both! {
    each_outcome_has_its_status
    a_mandate_is_signed_accepted_used_and_called_back
    nothing_is_debited_without_a_signature
    a_late_answer_moves_the_debit_and_an_early_one_does_not
    agreed_retries_are_made_and_counted
    each_refund_comes_within_its_time_and_not_later
    a_bank_refuses_when_it_is_told_to
    what_is_withdrawn_is_called_back_where_it_was_told
    what_a_session_asks_for_fits_the_rail
    money_that_went_back_twice_is_a_debt
    nobody_but_the_bank_learns_who_the_payer_is
    a_postponed_debit_pays_when_it_is_collected
}

/// More days than it takes to be accepted, debited and called back, over any holidays.
const LONG: i64 = 45;

async fn session(merchant: &Merchant) -> Value {
    merchant.server.session("sek", &["card", "autogiro"], json!({})).await
}

/// Signs a mandate; gives the session and its transaction's id.
async fn signed(merchant: &Merchant, scenario: &str) -> (Value, String) {
    let session = session(merchant).await;
    let paid = merchant.server.pay(&text(&session["id"]), "autogiro", scenario).await.ok();
    (session, text(&paid["transaction"]))
}

async fn transaction(merchant: &Merchant, id: &str) -> Value {
    merchant.get(&format!("/v1/transactions/{id}?expand[]=mandate&expand[]=payment_method")).await
}

/// Lets days pass until the transaction is as it should be; gives how many.
async fn days_until(merchant: &Merchant, id: &str, is_so: impl Fn(&Value) -> bool) -> i64 {
    for days in 0..LONG {
        if is_so(&transaction(merchant, id).await) {
            return days;
        }
        merchant.server.advance_days(1).await;
    }
    panic!("not within {LONG} days: {}", transaction(merchant, id).await);
}

async fn collected(merchant: &Merchant, id: &str) -> i64 {
    days_until(merchant, id, |it| it["amount_received"] == 10_000).await
}

async fn accepted(merchant: &Merchant, id: &str) {
    days_until(merchant, id, |it| it["mandate"]["status"] == "active").await;
}

async fn fail(merchant: &Merchant, id: &str, code: &str) -> Answer {
    let path = format!("/v1/test_helpers/transactions/{id}/fail");
    merchant.server.post(&path, json!({"code": code})).await
}

/// What is told of a session: its kind, whether it is a forecast, in words, and when.
async fn timeline(merchant: &Merchant, session: &Value) -> Vec<(String, bool, String, i64)> {
    let path = format!("/v1/payment_sessions/{}/timeline", text(&session["id"]));
    let told = merchant.get(&path).await;
    let entries = told["data"].as_array().expect("entries").iter();
    let entry = |it: &Value| {
        let at = it["at"].as_i64().expect("a time");
        (text(&it["kind"]), it["forecast"] == true, text(&it["text"]), at)
    };
    entries.map(entry).collect()
}

fn count(entries: &[(String, bool, String, i64)], kind: &str, forecast: bool) -> usize {
    entries.iter().filter(|(its, ahead, ..)| its == kind && *ahead == forecast).count()
}

/// The transaction as it was in each event of that type, the oldest first.
async fn moves_told(merchant: &Merchant, kind: &str, id: &str) -> Vec<Value> {
    let page = merchant.get(&format!("/v1/events?type={kind}&limit=100")).await;
    let data = page["data"].as_array().expect("events").iter().rev();
    data.map(|it| it["data"]["object"].clone()).filter(|it| it["id"] == id).collect()
}

/// How many mails were sent whose subject says that.
fn mails(entries: &[(String, bool, String, i64)], subject: &str) -> usize {
    entries.iter().filter(|it| it.0 == "email_sent" && it.2.contains(subject)).count()
}

fn debit_at(transaction: &Value) -> i64 {
    let timings = &transaction["processing"]["autogiro"]["timings"];
    timings["customer_debit_at"].as_i64().unwrap_or_else(|| panic!("{transaction}"))
}

async fn each_outcome_has_its_status(merchant: Merchant) {
    let outcomes = [
        ("succeed", ("paid", "settled"), "used"),
        ("mandate_refused", ("unpaid", "failed"), "AG73-05"),
        ("account_not_allowed", ("unpaid", "failed"), "AG73-03"),
        ("holder_unknown", ("unpaid", "failed"), "AG73-20"),
        ("account_unknown", ("unpaid", "failed"), "AG73-23"),
        ("mandate_slow", ("paid", "settled"), "used"),
        ("mandate_late", ("paid", "settled"), "used"),
        ("mandate_unanswered", ("unpaid", "failed"), "AG73-07"),
        ("mandate_canceled", ("unpaid", "failed"), "AG73-02"),
        ("payment_refused", ("unpaid", "failed"), "AGAV-02"),
        ("account_closed", ("unpaid", "failed"), "AG82-2"),
        ("refund_amount", ("unpaid", "returned"), "used"),
        ("refund_revoked", ("paid", "settled"), "used"),
        ("refund_unmandated", ("paid", "settled"), "used"),
    ];
    let mut all = Vec::new();
    for (scenario, ..) in outcomes {
        let (session, id) = signed(&merchant, scenario).await;
        assert_eq!(merchant.status(&session).await, ("unpaid".into(), "processing".into()));
        all.push((session, id));
    }
    let (poor, poor_id) = signed(&merchant, "insufficient_funds").await;
    let (silent, silent_id) = signed(&merchant, "mandate_silent").await;
    let (unlucky, unlucky_id) = signed(&merchant, "paid_at_second_try").await;
    merchant.server.advance_days(LONG + 15).await;
    for ((scenario, (status, standing), ended), (session, id)) in outcomes.iter().zip(&all) {
        let now = merchant.status(session).await;
        assert_eq!(now, ((*status).into(), (*standing).into()), "{scenario}");
        let told = transaction(&merchant, id).await;
        let returned = if *standing == "returned" { 10_000 } else { 0 };
        assert_eq!(told["amount_returned"], returned, "{scenario}");
        assert_eq!(told["mandate"]["status"], "inactive", "{scenario}");
        assert_eq!(told["mandate"]["end_reason"], *ended, "{scenario}");
        if *standing == "failed" {
            assert_eq!(told["last_payment_error"]["code"], *ended, "{scenario}");
            assert_eq!(told["amount_received"], 0, "{scenario}");
        }
    }
    for (session, id, code) in [
        (&poor, &poor_id, "AG82-1"),
        (&silent, &silent_id, "mandate_unanswered"),
        (&unlucky, &unlucky_id, "AG82-1"),
    ] {
        assert_eq!(merchant.status(session).await, ("unpaid".into(), "failed".into()), "{code}");
        let told = transaction(&merchant, id).await;
        assert_eq!(told["last_payment_error"]["code"], code);
        assert_eq!(
            (&told["amount_received"], &told["mandate"]["end_reason"]),
            (&json!(0), &json!("used"))
        );
    }
    assert_eq!(merchant.work().await, Vec::<String>::new());
    merchant.server.advance_days(200).await;
    for (session, id) in &all[12..] {
        assert_eq!(merchant.status(session).await, ("unpaid".into(), "disputed".into()));
        assert_eq!(transaction(&merchant, id).await["amount_returned"], 10_000);
    }
    merchant.verify();
}

async fn a_mandate_is_signed_accepted_used_and_called_back(merchant: Merchant) {
    let (session, id) = signed(&merchant, "succeed").await;
    let first = transaction(&merchant, &id).await;
    let mandate = &first["mandate"];
    assert_eq!((&mandate["scheme"], &mandate["status"]), (&json!("autogiro"), &json!("pending")));
    let reference = text(&mandate["reference"]);
    assert!(
        reference.len() == 16 && reference.bytes().all(|it| it.is_ascii_digit()),
        "{reference}"
    );
    let asked = merchant.server.retrieve(&text(&session["id"])).await;
    assert_eq!(asked["amount_in_flight"], 10_000);
    let account = json!({
        "clearing_number": "9880", "bank": "Riksgälden", "last4": "008", "payer_id_type": "person",
    });
    assert_eq!(first["payment_method"]["autogiro"], account, "{first}");
    let told = timeline(&merchant, &session).await;
    for ahead in ["mandate_lodging", "export", "collection", "clearing"] {
        assert_eq!(count(&told, ahead, true), 1, "{ahead}: {told:?}");
    }

    accepted(&merchant, &id).await;
    let early = transaction(&merchant, &id).await;
    assert!(early["mandate"]["lodged_at"].is_i64() && early["amount_received"] == 0, "{early}");
    assert_eq!(debit_at(&early), debit_at(&first), "the payer was told that day");
    collected(&merchant, &id).await;
    let paid = transaction(&merchant, &id).await;
    let rights: Vec<_> = paid["finality"]["windows"].as_array().expect("windows").iter().collect();
    assert_eq!(
        (&rights[0]["right"], &rights[1]["right"]),
        (&json!("refund"), &json!("unauthorised_refund"))
    );
    merchant.server.advance_days(LONG).await;
    assert_eq!(merchant.status(&session).await, ("paid".into(), "settled".into()));
    let over = transaction(&merchant, &id).await;
    assert_eq!(
        (&over["mandate"]["status"], &over["finality"]["state"]),
        (&json!("inactive"), &json!("cleared"))
    );
    let told = timeline(&merchant, &session).await;
    for past in
        ["mandate_signed", "mandate_sent", "mandate_lodged", "mandate_called_back", "mandate_ended"]
    {
        assert_eq!(count(&told, past, false), 1, "{past}: {told:?}");
    }
    let ahead: Vec<_> = told.iter().filter(|it| it.1).map(|it| it.0.as_str()).collect();
    assert_eq!(ahead, ["right_ends", "right_ends"]);
    merchant.server.advance_days(400).await;
    assert_eq!(transaction(&merchant, &id).await["finality"]["state"], "final");
    merchant.verify();
}

async fn nothing_is_debited_without_a_signature(merchant: Merchant) {
    let (refused, refused_id) = signed(&merchant, "refuse").await;
    assert_eq!(merchant.status(&refused).await, ("unpaid".into(), "failed".into()));
    let told = transaction(&merchant, &refused_id).await;
    assert_eq!(told["last_payment_error"]["code"], "signature_refused");
    assert_eq!(told["mandate"], Value::Null, "what is not signed is no mandate");

    let (away, away_id) = signed(&merchant, "walk_away").await;
    assert_eq!(merchant.status(&away).await, ("unpaid".into(), "requires_action".into()));
    assert_eq!(transaction(&merchant, &away_id).await["mandate"], Value::Null);
    let leave = format!("/v1/test_helpers/payment_sessions/{}/walk_away", text(&away["id"]));
    merchant.post(&leave, json!({})).await;
    assert_eq!(merchant.status(&away).await, ("unpaid".into(), "none".into()));
    assert_eq!(merchant.server.post(&leave, json!({})).await.refused(409), "payer_not_redirected");

    // Left alone it lapses by itself, and a try of another kind closes it at once.
    let (lapsed, _) = signed(&merchant, "walk_away").await;
    let (replaced, replaced_id) = signed(&merchant, "walk_away").await;
    assert_eq!(merchant.pay(&replaced, "card").await.0["status"], "paid");
    merchant.server.advance_days(LONG).await;
    assert_eq!(merchant.status(&lapsed).await, ("unpaid".into(), "none".into()));
    for id in [&refused_id, &away_id, &replaced_id] {
        let told = transaction(&merchant, id).await;
        assert_eq!(told["mandate"], Value::Null);
        assert!(told["amount_received"] == 0 || id == &replaced_id, "{told}");
    }
    assert_eq!(transaction(&merchant, &replaced_id).await["amount_received"], 10_000);
    for session in [&refused, &away, &lapsed, &replaced] {
        let told = timeline(&merchant, session).await;
        assert_eq!(count(&told, "mandate_signed", false), 0, "{told:?}");
    }
    // Who refused can sign after all.
    let again = merchant.server.pay(&text(&refused["id"]), "autogiro", "succeed").await.ok();
    assert_eq!(again["payment_status"], "processing");
    merchant.verify();
}

async fn a_late_answer_moves_the_debit_and_an_early_one_does_not(merchant: Merchant) {
    let (_, quick) = signed(&merchant, "succeed").await;
    let (_, slow) = signed(&merchant, "mandate_slow").await;
    let (late_session, late) = signed(&merchant, "mandate_late").await;
    let planned = debit_at(&transaction(&merchant, &quick).await);
    for id in [&slow, &late] {
        assert_eq!(debit_at(&transaction(&merchant, id).await), planned);
    }
    let days = days_until(&merchant, &quick, |it| it["amount_received"] == 10_000).await;
    assert!((9..=14).contains(&days), "{days}");
    assert_eq!(transaction(&merchant, &slow).await["amount_received"], 10_000);
    let waiting = transaction(&merchant, &late).await;
    assert_eq!(waiting["amount_received"], 0, "{waiting}");
    assert!(debit_at(&waiting) > planned, "{waiting}");
    let told = timeline(&merchant, &late_session).await;
    assert!(count(&told, "collection_postponed", false) >= 1, "{told:?}");
    collected(&merchant, &late).await;
    let told = timeline(&merchant, &late_session).await;
    assert_eq!(count(&told, "collection_postponed", false), 2, "{told:?}");
    // The payer was told each new day, and nobody else was.
    let mailbox = Payer::new(&merchant.server).open(&merchant.server.mailbox).await.html;
    assert_eq!(mailbox.matches("is debited on").count(), 2, "{mailbox}");
    assert_eq!(moves_told(&merchant, "transaction.postponed", &late).await.len(), 2);
    merchant.server.advance_days(1).await;
    assert_eq!(merchant.status(&late_session).await, ("paid".into(), "settled".into()));
    merchant.verify();
}

async fn agreed_retries_are_made_and_counted(merchant: Merchant) {
    merchant.post("/v1/account", json!({"autogiro_retries": true})).await;
    let (second, second_id) = signed(&merchant, "paid_at_second_try").await;
    let (never, never_id) = signed(&merchant, "insufficient_funds").await;
    let planned = debit_at(&transaction(&merchant, &second_id).await);
    let moved = |it: &Value| it["amount_received"] == 10_000 || debit_at(it) > planned;
    days_until(&merchant, &second_id, moved).await;
    let trying = transaction(&merchant, &second_id).await;
    assert_eq!(trying["amount_received"], 0, "{trying}");
    let cancel = format!("/v1/payment_sessions/{}/cancel", text(&second["id"]));
    assert_eq!(merchant.server.post(&cancel, json!({})).await.refused(409), "payment_in_progress");
    collected(&merchant, &second_id).await;
    let told = timeline(&merchant, &second).await;
    assert_eq!(count(&told, "collection_retried", false), 1, "{told:?}");
    // Each retry is an event that has the new day, and one mail, however often the bank tells it.
    let retried = moves_told(&merchant, "transaction.retried", &second_id).await;
    assert_eq!(retried.iter().map(debit_at).collect::<Vec<_>>(), [debit_at(&trying)]);
    assert_eq!(mails(&told, "is debited on"), 1, "{told:?}");
    merchant.server.advance_days(1).await;
    assert_eq!(merchant.status(&second).await, ("paid".into(), "settled".into()));
    days_until(&merchant, &never_id, |it| it["last_payment_error"]["code"] == "AG82-1").await;
    let told = timeline(&merchant, &never).await;
    assert_eq!(count(&told, "collection_retried", false), 3, "{told:?}");
    let retried = moves_told(&merchant, "transaction.retried", &never_id).await;
    assert_eq!((retried.len(), mails(&told, "is debited on")), (3, 3), "{told:?}");
    let new_days = retried.iter().map(debit_at).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(new_days.len(), 3, "{retried:?}");
    assert_eq!(merchant.status(&never).await, ("unpaid".into(), "failed".into()));
    assert_eq!(merchant.pay(&never, "card").await.0["status"], "paid");
    merchant.verify();
}

async fn each_refund_comes_within_its_time_and_not_later(merchant: Merchant) {
    let codes = || Scheme::Autogiro.reasons().iter().filter(|it| it.may_occur(Stage::Refund));
    assert_eq!(codes().count(), 3);
    let mut all = Vec::new();
    for _ in codes() {
        all.push((signed(&merchant, "succeed").await, signed(&merchant, "succeed").await));
    }
    merchant.server.advance_days(LONG).await;
    for (reason, ((session, id), _)) in codes().zip(&all) {
        let code = reason.code;
        for foreign in ["AG82-1", "AG73-02", "MD06", "AG77-04", "AG82-9"] {
            assert_eq!(merchant.give_back(id, foreign).await.refused(400), "return_code_unknown");
        }
        let back = merchant.give_back(id, code).await.ok();
        assert_eq!(back["amount_returned"], 10_000, "{code}");
        let standing = if reason.kind == Kind::PayerRefund { "returned" } else { "disputed" };
        assert_eq!(merchant.status(session).await, ("unpaid".into(), standing.into()), "{code}");
        assert_eq!(merchant.give_back(id, code).await.refused(409), "nothing_to_return", "{code}");
        // Who took the money back is asked again only when the merchant says so.
        merchant.server.pay(&text(&session["id"]), "card", "succeed").await.refused(409);
        let reopen = format!("/v1/payment_sessions/{}/reopen", text(&session["id"]));
        merchant.post(&reopen, json!({})).await;
        assert_eq!(merchant.pay(session, "card").await.0["payment_status"], "settled", "{code}");
    }
    merchant.server.advance_days(60).await;
    for (reason, (_, (session, id))) in codes().zip(&all) {
        let late = merchant.give_back(id, reason.code).await;
        if reason.kind == Kind::PayerRefund {
            assert_eq!(late.refused(409), "outside_return_window");
        } else {
            late.ok();
            assert_eq!(merchant.status(session).await, ("unpaid".into(), "disputed".into()));
        }
    }
    let (_, id) = signed(&merchant, "succeed").await;
    merchant.server.advance_days(LONG).await;
    merchant.server.advance_days(400).await;
    assert_eq!(merchant.give_back(&id, "AG77-01").await.refused(409), "outside_return_window");
    merchant.verify();
}

async fn a_bank_refuses_when_it_is_told_to(merchant: Merchant) {
    let (session, id) = signed(&merchant, "succeed").await;
    // The mandate has not left, so no bank could refuse it.
    assert_eq!(fail(&merchant, &id, "AG73-05").await.refused(409), "nothing_to_fail");
    accepted(&merchant, &id).await;
    for code in ["AG77-01", "AG82-9", "AG73-32", "AC01", "ARUDD-0"] {
        assert_eq!(fail(&merchant, &id, code).await.refused(400), "fail_code_unknown", "{code}");
    }
    // The payment has not left either.
    assert_eq!(fail(&merchant, &id, "AG82-1").await.refused(409), "nothing_to_fail");
    let failed = fail(&merchant, &id, "AG73-33").await.ok();
    assert_eq!(failed["last_payment_error"]["code"], "AG73-33");
    assert_eq!(failed["last_payment_error"]["message"], "The mandate was cancelled.");
    assert_eq!(merchant.status(&session).await, ("unpaid".into(), "failed".into()));
    merchant.server.advance_days(LONG).await;
    assert_eq!(transaction(&merchant, &id).await["amount_received"], 0);

    // One that has left is refused too, with any code of the rail, and the payer pays another way.
    let codes = || Scheme::Autogiro.reasons().iter().filter(|it| it.may_occur(Stage::Reject));
    let mut all = Vec::new();
    for _ in codes() {
        all.push(signed(&merchant, "succeed").await);
    }
    for _ in 0..LONG {
        if count(&timeline(&merchant, &all[0].0).await, "export", true) == 0 {
            break;
        }
        merchant.post("/v1/test_helpers/clock/advance", json!({"seconds": 21_600})).await;
    }
    for (reason, (session, id)) in codes().zip(&all) {
        let failed = fail(&merchant, id, reason.code).await.ok();
        assert_eq!(failed["last_payment_error"]["code"], reason.code, "{failed}");
        assert_eq!(merchant.pay(session, "card").await.0["status"], "paid", "{}", reason.code);
    }
    merchant.server.advance_days(LONG).await;
    for (_, id) in &all {
        let paid = transaction(&merchant, id).await;
        assert_eq!(paid["amount_received"], 10_000, "by card, once: {paid}");
    }
    assert_eq!(merchant.work().await, Vec::<String>::new());
    merchant.verify();
}

async fn what_is_withdrawn_is_called_back_where_it_was_told(merchant: Merchant) {
    let (session, id) = signed(&merchant, "succeed").await;
    let cancel = format!("/v1/payment_sessions/{}/cancel", text(&session["id"]));
    merchant.post(&cancel, json!({})).await;
    assert_eq!(transaction(&merchant, &id).await["mandate"]["end_reason"], "withdrawn");
    merchant.server.advance_days(LONG).await;
    let told = timeline(&merchant, &session).await;
    assert_eq!(count(&told, "mandate_sent", false) + count(&told, "mandate_called_back", false), 0);

    let (session, id) = signed(&merchant, "succeed").await;
    accepted(&merchant, &id).await;
    let cancel = format!("/v1/payment_sessions/{}/cancel", text(&session["id"]));
    merchant.post(&cancel, json!({})).await;
    assert_eq!(transaction(&merchant, &id).await["mandate"]["end_reason"], "withdrawn");
    merchant.server.advance_days(LONG).await;
    assert_eq!(count(&timeline(&merchant, &session).await, "mandate_called_back", false), 1);
    assert_eq!(transaction(&merchant, &id).await["amount_received"], 0);

    // Canceled while the payer is at the bank: nothing can be signed there any more.
    let (session, id) = signed(&merchant, "walk_away").await;
    let cancel = format!("/v1/payment_sessions/{}/cancel", text(&session["id"]));
    merchant.post(&cancel, json!({})).await;
    merchant.server.advance_days(LONG).await;
    assert_eq!(transaction(&merchant, &id).await["mandate"], Value::Null);
    assert_eq!(merchant.status(&session).await.0, "canceled");
    merchant.verify();
}

async fn what_a_session_asks_for_fits_the_rail(merchant: Merchant) {
    let customer = merchant.server.customer().await;
    let ask = async |currency: &str, more: Value| {
        let mut body = json!({
            "amount": 10_000, "currency": currency, "mode": "payment", "customer": customer,
            "payment_method_types": ["autogiro"],
        });
        if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        merchant.server.post("/v1/payment_sessions", body).await
    };
    for currency in ["eur", "gbp", "usd"] {
        let refused = ask(currency, json!({})).await;
        assert_eq!(refused.body["error"]["param"], "payment_method_types[0]");
        assert_eq!(refused.refused(400), "currency_not_supported", "{currency}");
    }
    let long = ask("sek", json!({"statement_descriptor": "Hyra för mars 2026"})).await;
    assert_eq!(long.refused(400), "statement_descriptor_invalid");
    ask("sek", json!({"statement_descriptor": "HYRA MARS/26"})).await.ok();

    let account = async |body: Value| merchant.server.post("/v1/account", body).await;
    for (bankgiro, code) in [
        ("991-2347", "bankgiro_wrong_check_digit"),
        ("912346", "bankgiro_wrong_length"),
        ("99-12346", "bankgiro_wrong_structure"),
    ] {
        let refused = account(json!({"autogiro_bankgiro": bankgiro})).await;
        assert_eq!(refused.body["error"]["param"], "autogiro_bankgiro");
        assert_eq!(refused.refused(400), code, "{bankgiro}");
    }
    for (number, code) in [
        ("556016-0681", "payer_id_wrong_check_digit"),
        ("19900101-0017", "organisation_number_invalid"),
    ] {
        let refused = account(json!({"organisation_number": number})).await;
        assert_eq!(refused.body["error"]["param"], "organisation_number");
        assert_eq!(refused.refused(400), code, "{number}");
    }
    assert_eq!(merchant.get("/v1/account").await["autogiro_bankgiro"], "991-2346");
    let body = json!({"autogiro_bankgiro": "50501055", "organisation_number": "5560160680"});
    let changed = account(body).await.ok();
    assert_eq!(changed["autogiro_bankgiro"], "5050-1055");
    assert_eq!(changed["organisation_number"], "556016-0680");

    let session = session(&merchant).await;
    let unknown =
        merchant.server.pay(&text(&session["id"]), "autogiro", "instruction_refused").await;
    assert_eq!(unknown.refused(400), "unknown_value");
    merchant.verify();
}

async fn money_that_went_back_twice_is_a_debt(merchant: Merchant) {
    let (session, id) = signed(&merchant, "succeed").await;
    merchant.server.advance_days(LONG).await;
    let refund = merchant.refund(&id, json!({})).await.ok();
    merchant.send(&refund).await;
    merchant.give_back(&id, "AG77-03").await.ok();
    assert_eq!(merchant.credit(&session["customer"]).await, -10_000);
    assert_eq!(merchant.work().await, ["double_recovery"]);
    merchant.verify();
}

/// How often a text is somewhere in the bytes.
fn count_in(bytes: &[u8], text: &str) -> usize {
    bytes.windows(text.len()).filter(|window| *window == text.as_bytes()).count()
}

/// The pages from the form to the bank and back; gives the last, and all that was shown.
async fn sign_on_the_pages(
    payer: &Payer<'_>,
    session: &Value,
    fields: &[(&str, &str)],
) -> (Page, String) {
    let page = format!("/sessions/{}?payment_method_type=autogiro", text(&session["id"]));
    let mut form = payer.open(&page).await.form();
    for (name, value) in fields {
        form = form.with(name, value);
    }
    let review = payer.send(&form).await;
    assert_eq!(review.status, 200, "{}", review.html);
    let confirm = review.form().with("step", "confirm");
    let leaving = payer.send(&confirm).await;
    let bank = payer.follow(&leaving).await;
    assert_eq!(bank.status, 200, "{}", bank.html);
    let back = payer.send(&bank.form().with("scenario", "sign")).await;
    let shown = format!("{}{}{}", leaving.html, bank.html, back.html);
    (back, shown)
}

async fn nobody_but_the_bank_learns_who_the_payer_is(merchant: Merchant) {
    let session = session(&merchant).await;
    let payer = Payer::new(&merchant.server);
    let typed = "19900101-0017";
    let (person, account) = ("9001010017", "5577008");
    let (back, shown) = sign_on_the_pages(
        &payer,
        &session,
        &[
            ("account_holder_name", "Åsa Öström"),
            ("email", "asa@example.com"),
            ("payer_id", typed),
            ("clearing_number", "9880"),
            ("account_number", account),
        ],
    )
    .await;
    assert_eq!(back.status, 200, "{}", back.html);
    assert_eq!(merchant.status(&session).await.1, "processing");
    // Somebody who mistypes is shown their own page again, and nothing of it is kept.
    let other = self::session(&merchant).await;
    let form = format!("/sessions/{}?payment_method_type=autogiro", text(&other["id"]));
    let wrong = payer.open(&form).await.form().with("payer_id", "19900101-0018").with("email", "x");
    assert_eq!(payer.send(&wrong).await.status, 422);
    // Through the whole life: accepted, debited, told to be forgotten, refunded.
    merchant.server.advance_days(LONG).await;
    let asked = merchant.server.retrieve(&text(&session["id"])).await;
    assert_eq!(asked["status"], "paid");
    merchant.give_back(&text(&asked["transaction"]), "AG77-03").await.ok();

    let events = merchant.get("/v1/events?limit=100").await.to_string();
    let told = timeline(&merchant, &session).await;
    let transaction = transaction(&merchant, &text(&asked["transaction"])).await.to_string();
    let mailbox = payer.open(&merchant.server.mailbox).await.html;
    assert!(mailbox.contains("asa@example.com"), "{mailbox}");
    let log = merchant.server.log_text();
    let texts = format!("{shown}{events}{told:?}{transaction}{mailbox}{log}");
    let dump = merchant.server.database_dump();
    assert!(count_in(&dump, "asa@example.com") > 0, "the dump has what was typed");
    for secret in [typed, "199001010017", person, "900101-0017", "0017\"", account, "557700-8"] {
        assert!(!texts.contains(secret), "{secret} is told");
        assert_eq!(count_in(&dump, secret), 0, "{secret} stands in the database");
    }
    merchant.verify();
}

/// A merchant who takes the collection for the payment is paid by a debit that had to wait for the
/// bank's answer as soon as it is collected, and on the later day, not the one that was planned.
async fn a_postponed_debit_pays_when_it_is_collected(merchant: Merchant) {
    merchant.post("/v1/account", json!({"paid_when": "collected"})).await;
    let (session, id) = signed(&merchant, "mandate_late").await;
    let planned = debit_at(&transaction(&merchant, &id).await);
    while transaction(&merchant, &id).await["amount_received"] == 0 {
        let now = merchant.server.retrieve(&text(&session["id"])).await;
        assert_eq!((&now["status"], &now["paid_at"]), (&json!("unpaid"), &Value::Null));
        assert_eq!(
            (&now["payment_status"], &now["amount_in_flight"]),
            (&json!("processing"), &json!(10_000))
        );
        merchant.post("/v1/test_helpers/clock/advance", json!({"seconds": 21_600})).await;
    }
    // The day is not over, and until then the bank could take it back.
    let paid = transaction(&merchant, &id).await;
    assert_eq!(
        (&paid["status"], &paid["finality"]["state"]),
        (&json!("succeeded"), &json!("provisional"))
    );
    let now = merchant.server.retrieve(&text(&session["id"])).await;
    assert_eq!((&now["status"], &now["payment_status"]), (&json!("paid"), &json!("settled")));
    assert!(now["paid_at"].as_i64().expect("a time") > planned, "{now}");
    let told = timeline(&merchant, &session).await;
    assert_eq!(count(&told, "collection_postponed", false), 2, "{told:?}");
    assert_eq!(told.iter().filter(|it| it.0 == "paid").count(), 1, "{told:?}");
    // What the payer takes back makes it unpaid, as it would have been otherwise.
    merchant.give_back(&id, "AG77-03").await.ok();
    assert_eq!(merchant.status(&session).await, ("unpaid".into(), "returned".into()));
    let now = merchant.server.retrieve(&text(&session["id"])).await;
    assert!(now["paid_at"].is_null() && now["first_paid_at"].is_i64(), "{now}");
    merchant.verify();
}
