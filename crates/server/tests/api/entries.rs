//! Banks' entries that come in the wrong order, again, with hostile texts or at once with what people
//! do: nothing is lost, doubled or stranded, and no call fails.

use std::time::Duration;

use domain::money::Currency;
use domain::scope::Scope;
use futures_util::future::join_all;
use processors::signature;
use serde_json::{Value, json};
use server::inbox;
use server::jobs::Runner;
use server::verify::verify;
use store::{DbError, Statement, accounts, bank_accounts, connections};

use crate::payouts::{ledger, owner, text, unit};
use crate::support::{Answer, TestApi, on_both};

on_both! {
    a_reversal_that_is_told_first_takes_back_what_comes
    what_went_back_as_it_came_is_nobody_elses
    hostile_texts_wait_like_others
    what_banks_tell_is_kept_sealed
    what_a_mark_showed_and_went_back_stays_shown
    a_refund_that_was_sent_is_shown_once
    a_mark_is_of_a_day_on_which_money_can_have_come
    an_account_that_comes_back_is_the_one_that_it_was
    what_was_passed_on_is_owed_when_a_match_is_undone
    everything_at_once_leaves_sound_books
    a_payer_is_known_after_the_encryption_key_has_changed
    what_nobody_sees_is_in_no_entry
}

static BODIES: Statement = Statement {
    name: "test::BODIES",
    sql: "SELECT body FROM inbox",
    locking: store::Locking::None,
};

async fn scope(api: &TestApi) -> Scope {
    let account = api.db().read(|tx| Ok::<_, DbError>(accounts::list(tx)?.remove(0).id)).await;
    Scope::new(account.unwrap(), false)
}

/// The bank's notice, signed, and whether it was taken.
async fn notice(api: &TestApi, id: &str, entries: Value) -> bool {
    let scope = scope(api).await;
    let found =
        api.db().read(move |tx| connections::find_by_processor(tx, &scope, "sandbox_transfers"));
    let bank = found.await.map_err(|error: DbError| error).unwrap().unwrap();
    let secret = api.app.vault.open(&bank.secret, &bank.id.to_string()).unwrap();
    let body = json!({"id": id, "entries": entries}).to_string();
    let header = signature::sign(&secret, &body, api.app.source.now());
    inbox::receive(&api.app, bank.id, &header, &body).await.is_ok()
}

/// Waits until everything that is due was done.
async fn settle(api: &TestApi) {
    let scope = scope(api).await;
    let patience = Duration::from_secs(30);
    assert!(server::jobs::settle_down(&api.app, scope, patience).await.unwrap());
}

/// A notice of these entries of the merchant's account in pounds, acted upon.
pub(crate) async fn told(api: &TestApi, entries: &[Value]) {
    let scope = scope(api).await;
    let accounts = api.db().read(move |tx| bank_accounts::of_scope(tx, &scope)).await;
    let accounts = accounts.map_err(|error: DbError| error).unwrap();
    let account = accounts.iter().find(|it| it.currency() == Currency::Gbp).unwrap();
    let number = account.numbers.electronic();
    let filled = entries.iter().map(|entry| {
        let mut whole = json!({
            "account": number, "direction": "credit", "amount": 10_000, "currency": "gbp",
            "value_date": "2026-11-29", "payer_name": "A N Other", "payer_account": "20000055779911",
        });
        whole.as_object_mut().unwrap().extend(entry.as_object().unwrap().clone());
        whole
    });
    let id = format!("notice {} {}", entries[0]["n"], text(&entries[0]["entry"]).replace('\0', ""));
    assert!(notice(api, &id, filled.collect()).await);
    settle(api).await;
}

pub(crate) async fn session(api: &TestApi) -> Value {
    session_of(api, json!({})).await
}

pub(crate) async fn session_of(api: &TestApi, more: Value) -> Value {
    let customer = api.post("/v1/customers", json!({"email": "p@example.com"})).await.ok();
    let mut body = json!({
        "amount": 10_000, "currency": "gbp", "customer": customer["id"], "mode": "payment",
        "payment_method_types": ["direct_transfer"],
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    api.post("/v1/payment_sessions", body).await.ok()
}

pub(crate) async fn now(api: &TestApi, session: &Value) -> Value {
    api.get(&format!("/v1/payment_sessions/{}", text(&session["id"]))).await.ok()
}

/// The entry that the bank calls so.
pub(crate) async fn entry(api: &TestApi, name: &str) -> Value {
    let page = api.get("/v1/statement_entries?limit=100").await.ok();
    let all = page["data"].as_array().unwrap();
    all.iter().find(|it| it["bank_reference"] == name).unwrap_or_else(|| panic!("{page}")).clone()
}

pub(crate) async fn step(api: &TestApi, entry: &Value, step: &str, mut body: Value) -> Answer {
    body["note"] = json!("Seen.");
    api.post(&format!("/v1/statement_entries/{}/{step}", text(&entry["id"])), body).await
}

async fn mark(api: &TestApi, session: &Value, amount: i64) -> Answer {
    let on = today(api).await;
    mark_on(api, session, amount, &on).await
}

pub(crate) async fn today(api: &TestApi) -> String {
    let clock = api.get("/v1/test_helpers/clock").await.ok();
    let today = jiff::Timestamp::from_second(clock["now"].as_i64().unwrap()).unwrap();
    today.strftime("%F").to_string()
}

async fn mark_on(api: &TestApi, session: &Value, amount: i64, on: &str) -> Answer {
    let path = format!("/v1/payment_sessions/{}/mark_received", text(&session["id"]));
    api.post(&path, json!({"amount": amount, "received_on": on, "note": "Seen."})).await
}

pub(crate) async fn work(api: &TestApi) -> Vec<Value> {
    let page = api.get("/v1/work_items?status=open&limit=100").await.ok();
    page["data"].as_array().unwrap().clone()
}

pub(crate) async fn sound(api: &TestApi) {
    let db = api.db().clone();
    let verified = tokio::task::spawn_blocking(move || verify(&db)).await.unwrap();
    assert!(verified.is_ok(), "{verified:?}");
}

pub(crate) async fn of(api: &TestApi, account: &str) -> i64 {
    ledger(api).await.get(account).copied().unwrap_or(0)
}

async fn a_reversal_that_is_told_first_takes_back_what_comes(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    let asked = session(&api).await;
    let reversal =
        json!({"entry": "back", "direction": "debit", "reverses": "came", "code": "SCT-AC03"});
    told(&api, &[reversal]).await;
    assert_eq!(work(&api).await.len(), 1);
    told(&api, &[json!({"entry": "came", "text": [asked["reference"]]})]).await;
    let now = now(&api, &asked).await;
    assert_eq!((&now["status"], &now["payment_status"]), (&json!("unpaid"), &json!("returned")));
    assert_eq!(now["amount_returned"], 10_000);
    assert_eq!((of(&api, "suspense").await, work(&api).await.len()), (0, 0));
    // And of what nobody is asked for.
    told(&api, &[json!({"entry": "b", "direction": "debit", "reverses": "a"})]).await;
    told(&api, &[json!({"entry": "a"})]).await;
    let (original, back) = (entry(&api, "a").await, entry(&api, "b").await);
    assert_eq!(original["reversed_by"], back["id"]);
    assert_eq!((of(&api, "suspense").await, work(&api).await), (0, Vec::new()));
    sound(&api).await;
}

async fn what_went_back_as_it_came_is_nobody_elses(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    let asked = session(&api).await;
    told(&api, &[json!({"entry": "paid", "text": [asked["reference"]]})]).await;
    told(&api, &[json!({"entry": "unknown"})]).await;
    told(&api, &[json!({"entry": "back", "direction": "debit", "reverses": "unknown"})]).await;
    assert_eq!(of(&api, "suspense").await, 0);
    // The pair is even: taken from the session, what came would be stranded.
    let to = json!({"payment_session": asked["id"]});
    let back = step(&api, &entry(&api, "back").await, "match", to.clone()).await;
    assert_eq!(back.refused(409).0, "statement_entry_even");
    let came = step(&api, &entry(&api, "unknown").await, "match", to).await;
    assert_eq!(came.refused(409).0, "statement_entry_reversed");
    assert_eq!(now(&api, &asked).await["status"], "paid");
    sound(&api).await;
}

async fn hostile_texts_wait_like_others(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    let asked = session(&api).await;
    let core = text(&asked["reference"]);
    let (first, rest) = core.split_at(4);
    let texts = [
        "\0".to_owned(),
        "\u{202e}<script>alert(1)</script>\u{202c}".to_owned(),
        "x".repeat(10_000),
        format!("{} {}", "Q".repeat(10_000), "QM".repeat(5_000)),
        "\u{feff}\u{200b}\u{1b}[31m\r\n\t".to_owned(),
        "'; DROP TABLE statement_entries; --".to_owned(),
    ];
    for (number, hostile) in texts.iter().enumerate() {
        let name = format!("e{number}");
        let entry = json!({
            "entry": name, "text": vec![hostile; 60], "payer_name": hostile, "payer_account": hostile,
            "creditor_reference": hostile, "end_to_end_id": hostile, "code": hostile, "amount": 7,
        });
        told(&api, &[entry]).await;
        assert_eq!(self::entry(&api, &name).await["status"], "unmatched", "{number}");
    }
    told(&api, &[json!({"entry": "i\0d", "reverses": "n\0ne", "direction": "debit"})]).await;
    assert_eq!(entry(&api, "i d").await["status"], "unmatched");
    let broken = format!("{first}\u{0}{rest}");
    told(&api, &[json!({"entry": "mine", "text": [broken], "payer_name": "\0"})]).await;
    assert_eq!(now(&api, &asked).await["status"], "paid");
    let known = work(&api).await.len();
    assert_eq!(known, texts.len() + 1);
    // An id of a notice has to be kept as it is.
    for id in ["", "a\0b", &"x".repeat(300)] {
        assert!(!notice(&api, id, json!([])).await, "{id:?}");
    }
    // More money than there is would not fit into any sum.
    told(
        &api,
        &[
            json!({"entry": "huge", "amount": i64::MAX}),
            json!({"entry": "more", "amount": i64::MAX}),
        ],
    )
    .await;
    assert_eq!(work(&api).await.len(), known + 2);
    sound(&api).await;
}

async fn what_banks_tell_is_kept_sealed(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    told(&api, &[json!({"entry": "one", "payer_account": "GB33BUKB20201555555555"})]).await;
    assert_eq!(entry(&api, "one").await["payer_account"], "••••5555");
    let bodies = api.db().read(|tx| tx.all(&BODIES, &[], |row| Ok(row.text()?.to_owned()))).await;
    let bodies: Vec<String> = bodies.map_err(|error: DbError| error).unwrap();
    assert!(!bodies.is_empty());
    for body in bodies {
        assert!(!body.contains("GB33") && !body.contains("entries"), "{body}");
    }
    sound(&api).await;
}

async fn what_a_mark_showed_and_went_back_stays_shown(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    let (asked, other) = (session(&api).await, session(&api).await);
    mark(&api, &asked, 10_000).await.ok();
    told(&api, &[json!({"entry": "came", "text": [asked["reference"]]})]).await;
    // The bank does not say what it takes back; a person does.
    told(&api, &[json!({"entry": "back", "direction": "debit"})]).await;
    let to = json!({"payment_session": asked["id"]});
    step(&api, &entry(&api, "back").await, "match", to).await.ok();
    assert_eq!(now(&api, &asked).await["payment_status"], "returned");
    let came = entry(&api, "came").await;
    let undone = step(&api, &came, "unmatch", json!({})).await;
    assert_eq!(undone.refused(409).0, "statement_entry_reversed");
    let again = step(&api, &came, "match", json!({"payment_session": other["id"]})).await;
    assert_eq!(again.refused(409).0, "statement_entry_matched");
    sound(&api).await;
}

async fn a_refund_that_was_sent_is_shown_once(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    let asked = session(&api).await;
    told(&api, &[json!({"entry": "came", "text": [asked["reference"]]})]).await;
    let paid = now(&api, &asked).await;
    let refund = json!({"transaction": paid["transaction"], "amount": 4_000});
    let refund = api.post("/v1/refunds", refund).await.ok();
    let out =
        |name: &str, amount: i64| json!({"entry": name, "direction": "debit", "amount": amount});
    told(&api, &[out("one", 4_000), out("two", 4_000), out("other", 3_999)]).await;
    let told_to = work(&api).await;
    assert!(
        told_to.iter().any(|it| text(&it["description"]).contains("the refund that it is")),
        "{told_to:?}"
    );
    let of_refund = json!({"refund": refund["id"]});
    let (one, two) = (entry(&api, "one").await, entry(&api, "two").await);
    let early = step(&api, &one, "match", of_refund.clone()).await;
    assert_eq!(early.refused(409).0, "refund_not_sent");
    let sent = json!({"sent_on": today(&api).await, "reference": "BACK"});
    api.post(&format!("/v1/refunds/{}/mark_sent", text(&refund["id"])), sent).await.ok();
    assert_eq!(
        (of(&api, "in_transit:by_hand").await, of(&api, "suspense").await),
        (4_000, -11_999)
    );
    let differs = step(&api, &entry(&api, "other").await, "match", of_refund.clone()).await;
    assert_eq!(differs.refused(409).0, "refund_differs");
    let came = step(&api, &entry(&api, "came").await, "match", of_refund.clone()).await;
    assert_eq!(came.refused(409).0, "statement_entry_matched");
    let both = json!({"refund": refund["id"], "payment_session": asked["id"]});
    assert_eq!(step(&api, &one, "match", both).await.refused(400).0, "mutually_exclusive");
    assert_eq!(
        step(&api, &one, "match", json!({})).await.refused(400).1.unwrap(),
        "payment_session"
    );
    // Two entries of the amount, at once: one of them is the refund.
    let tries = [&one, &two].map(|it| step(&api, it, "match", of_refund.clone()));
    let answers = join_all(tries).await;
    let taken: Vec<_> = answers.iter().filter(|it| it.status == 200).collect();
    assert_eq!(taken.len(), 1, "{answers:?}");
    let shown = taken[0].json();
    assert_eq!((&shown["status"], &shown["decision"]), (&json!("matched"), &json!("refund_shown")));
    assert_eq!(shown["matches"][0]["refund"], refund["id"]);
    assert_eq!((of(&api, "in_transit:by_hand").await, of(&api, "suspense").await), (0, -7_999));
    assert_eq!(now(&api, &asked).await["amount_refunded"], 4_000);
    sound(&api).await;
    step(&api, &shown, "unmatch", json!({})).await.ok();
    assert_eq!(
        (of(&api, "in_transit:by_hand").await, of(&api, "suspense").await),
        (4_000, -11_999)
    );
    step(&api, &shown, "match", of_refund).await.ok();
    assert_eq!(of(&api, "in_transit:by_hand").await, 0);
    let path = format!("/v1/payment_sessions/{}/timeline", text(&asked["id"]));
    assert!(api.get(&path).await.ok().to_string().contains("refund_shown"));
    sound(&api).await;
}

async fn a_mark_is_of_a_day_on_which_money_can_have_come(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    let asked = session(&api).await;
    for (day, code) in [
        ("9999-12-31", "date_in_the_future"),
        ("2100-01-01", "date_in_the_future"),
        ("1970-01-01", "date_too_early"),
        ("0001-01-01", "date_too_early"),
        ("2026-02-30", "date_invalid"),
    ] {
        let (found, param) = mark_on(&api, &asked, 10_000, day).await.refused(400);
        assert_eq!((found.as_str(), param.as_deref()), (code, Some("received_on")), "{day}");
    }
    // One repeated call is one mark, also when both come at once.
    let path = format!("/v1/payment_sessions/{}/mark_received", text(&asked["id"]));
    let body = json!({"amount": 10_001, "received_on": today(&api).await, "note": "Seen."});
    let key = [("idempotency-key", "mark-1")];
    let twice = [body.clone(), body.clone()].map(|body| api.post_with(&path, body, &key));
    let answers = join_all(twice).await;
    assert!(answers.iter().any(|it| it.status == 200), "{answers:?}");
    api.post_with(&path, body, &key).await.ok();
    let paid = now(&api, &asked).await;
    assert_eq!((&paid["status"], &paid["amount_received"]), (&json!("paid"), &json!(10_001)));
    assert_eq!(of(&api, "in_transit:by_hand").await, -10_001);
    sound(&api).await;
}

async fn an_account_that_comes_back_is_the_one_that_it_was(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    let asked = session(&api).await;
    let body = json!({
        "currency": "gbp", "account_holder_name": "Rent Ltd", "sort_code": "20-00-00",
        "account_number": "55779911",
    });
    let first = api.post("/v1/bank_accounts", body.clone()).await.ok();
    let came = |n: i64| json!({"entry": "came", "n": n, "account": "20000055779911", "text": [asked["reference"]]});
    told(&api, &[came(1)]).await;
    assert_eq!(now(&api, &asked).await["status"], "paid");
    api.delete(&format!("/v1/bank_accounts/{}", text(&first["id"]))).await.ok();
    told(&api, &[came(2)]).await;
    let again = api.post("/v1/bank_accounts", body.clone()).await.ok();
    assert_eq!((&again["id"], &again["created"]), (&first["id"], &first["created"]));
    assert_eq!(api.post("/v1/bank_accounts", body).await.refused(409).0, "bank_account_exists");
    // The bank tells the same again: it is the same.
    told(&api, &[came(3)]).await;
    assert_eq!(now(&api, &asked).await["amount_received"], 10_000);
    let back = json!({"entry": "back", "account": "20000055779911", "direction": "debit", "reverses": "came"});
    told(&api, &[back]).await;
    assert_eq!(now(&api, &asked).await["payment_status"], "returned");
    assert_eq!(of(&api, "suspense").await, 0);
    sound(&api).await;
}

async fn what_was_passed_on_is_owed_when_a_match_is_undone(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    // Split between owners in two parts, and paid out.
    let (one, two) = (owner(&api, "One").await, owner(&api, "Two").await);
    let flat = unit(&api, &[(&one, "33.3333"), (&two, "66.6667")]).await;
    let data = json!({"unit": flat, "transfer_data": {"use_unit_ownership": true}});
    let rent = session_of(&api, json!({"transaction_data": data, "reporting_type": "rent"})).await;
    let reference = rent["reference"].clone();
    told(&api, &[json!({"entry": "p1", "amount": 3_333, "text": [reference]})]).await;
    told(&api, &[json!({"entry": "p2", "amount": 6_667, "text": [reference]})]).await;
    assert_eq!(now(&api, &rent).await["status"], "paid");
    for owner in [&one, &two] {
        let body = json!({"destination": owner, "currency": "gbp", "approve": true});
        let payout = api.post("/v1/owner_payouts", body).await.ok();
        let path = format!("/v1/owner_payouts/{}/mark_paid", text(&payout["id"]));
        api.post(&path, json!({})).await.ok();
    }
    step(&api, &entry(&api, "p2").await, "unmatch", json!({})).await.ok();
    let twice = step(&api, &entry(&api, "p2").await, "unmatch", json!({})).await;
    assert_eq!(twice.refused(409).0, "statement_entry_unmatched");
    assert_eq!(now(&api, &rent).await["amount_received"], 3_333);
    let owed =
        of(&api, &format!("owner_debt:{one}")).await + of(&api, &format!("owner_debt:{two}")).await;
    assert_eq!(owed, -6_667);
    sound(&api).await;
    // A penny less, then a penny more.
    told(&api, &[json!({"entry": "p3", "amount": 6_666, "text": [reference]})]).await;
    assert_eq!(now(&api, &rent).await["payment_status"], "partially_paid");
    told(&api, &[json!({"entry": "p4", "amount": 2, "text": [reference]})]).await;
    assert_eq!(now(&api, &rent).await["status"], "paid");
    sound(&api).await;
    step(&api, &entry(&api, "p3").await, "unmatch", json!({})).await.ok();
    sound(&api).await;

    // A top-up whose credit was spent, and a deposit that is held.
    let customer = api.post("/v1/customers", json!({"email": "p@example.com"})).await.ok();
    let options = json!({"customer_balance": {"apply": true}});
    let top_up = json!({
        "customer": customer["id"],
        "transaction_data": {"customer_balance": {"apply": true}},
    });
    let top_up = session_of(&api, top_up).await;
    told(&api, &[json!({"entry": "t", "text": [top_up["reference"]]})]).await;
    let spends =
        json!({"customer": customer["id"], "payment_method_options": options, "amount": 12_000});
    let spends = session_of(&api, spends).await;
    told(&api, &[json!({"entry": "s", "amount": 2_000, "text": [spends["reference"]]})]).await;
    assert_eq!(now(&api, &spends).await["status"], "paid");
    step(&api, &entry(&api, "t").await, "unmatch", json!({})).await.ok();
    assert_eq!(of(&api, &format!("customer_debt:{}", text(&customer["id"]))).await, -10_000);
    assert_eq!(now(&api, &spends).await["status"], "paid");
    sound(&api).await;
    let held = session_of(&api, json!({"reporting_type": "deposit"})).await;
    told(&api, &[json!({"entry": "d", "amount": 10_001, "text": [held["reference"]]})]).await;
    step(&api, &entry(&api, "d").await, "unmatch", json!({})).await.ok();
    assert_eq!(of(&api, "held:deposit").await, 0);
    sound(&api).await;
}

async fn a_payer_is_known_after_the_encryption_key_has_changed(api: TestApi) {
    let customer = api.post("/v1/customers", json!({"email": "p@example.com"})).await.ok();
    let of_customer = json!({"customer": customer["id"]});
    let payer = "GB33BUKB20201555555555";
    {
        let _runner = Runner::start(api.app.clone());
        let first = session_of(&api, of_customer.clone()).await;
        let told_of = json!({"entry": "e1", "text": [first["reference"]], "payer_account": payer});
        told(&api, &[told_of]).await;
        assert_eq!(now(&api, &first).await["status"], "paid");
    }
    let api = api.with_new_encryption_key().await;
    let _runner = Runner::start(api.app.clone());
    // Others ask for the same; only the account speaks for one of them.
    let (_other, second) = (session(&api).await, session_of(&api, of_customer.clone()).await);
    told(&api, &[json!({"entry": "e2", "payer_account": payer})]).await;
    assert_eq!(now(&api, &second).await["status"], "paid");
    assert_eq!(entry(&api, "e2").await["matches"][0]["rule"], "known_payer");
    // By either key one customer is one customer, and two are two.
    let third = session_of(&api, of_customer).await;
    told(&api, &[json!({"entry": "e3", "payer_account": payer})]).await;
    assert_eq!(now(&api, &third).await["status"], "paid");
    let stranger = session(&api).await;
    told(&api, &[json!({"entry": "e4", "payer_account": payer, "text": [stranger["reference"]]})])
        .await;
    told(&api, &[json!({"entry": "e5", "payer_account": payer})]).await;
    assert_eq!(entry(&api, "e5").await["status"], "unmatched");
    sound(&api).await;
}

async fn what_nobody_sees_is_in_no_entry(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    let asked = session(&api).await;
    let core = text(&asked["reference"]);
    let (first, rest) = core.split_at(4);
    let hidden = format!("{first}\u{200b}{rest}\u{202e}\u{2066}\u{9b}");
    told(
        &api,
        &[json!({"entry": "a\u{2060}", "text": [hidden], "payer_name": "A\u{200e}nn\u{202e}"})],
    )
    .await;
    assert_eq!(now(&api, &asked).await["status"], "paid");
    let kept = entry(&api, "a\\u{2060}").await;
    assert_eq!(
        (&kept["payer_name"], &kept["text"][0]),
        (&json!("Ann"), &json!(format!("{first}{rest} ")))
    );
    // Another id, however alike they look, is other money.
    told(&api, &[json!({"entry": "a\u{200b}"}), json!({"entry": "a"})]).await;
    let page = api.get("/v1/statement_entries?limit=100").await.ok();
    assert_eq!(page["data"].as_array().unwrap().len(), 3);
    sound(&api).await;
}

async fn everything_at_once_leaves_sound_books(api: TestApi) {
    let _runner = Runner::start(api.app.clone());
    let (one, two) = (session(&api).await, session(&api).await);
    told(&api, &[json!({"entry": "came", "text": [one["reference"]]}), json!({"entry": "free"})])
        .await;
    let (came, free) = (entry(&api, "came").await, entry(&api, "free").await);
    let path = |session: &Value, verb: &str| {
        format!("/v1/payment_sessions/{}/{verb}", text(&session["id"]))
    };
    let mut answers = Vec::new();
    for round in 0..4 {
        let refund = now(&api, &one).await["transaction"].clone();
        let calls = (0..24).map(|number: usize| {
            let (api, came, free, one, two) = (&api, &came, &free, &one, &two);
            let refund = refund.clone();
            async move {
                let to = |it: &Value| json!({"payment_session": it["id"], "as": "payment"});
                match number % 8 {
                    0 => step(api, came, "unmatch", json!({})).await,
                    1 => step(api, came, "match", to(two)).await,
                    2 => step(api, came, "match", to(one)).await,
                    3 => mark(api, two, 5_000).await,
                    4 => {
                        api.post("/v1/refunds", json!({"transaction": refund, "amount": 900})).await
                    }
                    5 => step(api, free, "match", to(two)).await,
                    6 => step(api, free, "unmatch", json!({})).await,
                    _ if round == 3 => {
                        let body = json!({"received_money": "credit"});
                        api.post(&path(two, "cancel"), body).await
                    }
                    _ => step(api, free, "match", to(one)).await,
                }
            }
        });
        let repeat = [json!({"entry": "came", "n": round, "text": [one["reference"]]})];
        let again = told(&api, &repeat);
        let (done, ()) = futures_util::future::join(join_all(calls), again).await;
        answers.extend(done);
        sound(&api).await;
    }
    for answer in &answers {
        assert!(matches!(answer.status, 200 | 400 | 409), "{answer:?}");
    }
    assert!(answers.iter().any(|it| it.status == 200));
    told(&api, &[json!({"entry": "back", "direction": "debit", "reverses": "came"})]).await;
    told(
        &api,
        &[json!({"entry": "back2", "direction": "debit", "reverses": "free", "amount": 4_000})],
    )
    .await;
    settle(&api).await;
    sound(&api).await;
}
