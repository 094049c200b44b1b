//! Payment sessions: what is accepted, what is refused and by which name, and what may change.

use serde_json::{Value, json};
use testkit::databases::TempDatabase;

use crate::support::{TestApi, on_both};

on_both! {
    a_session_is_made_and_found
    what_is_wrong_is_named
    relations_are_expanded
    lists_are_filtered
    texts_change_while_unpaid
    an_expiry_shows_at_once
    canceling_twice_changes_nothing
    links_are_mailed_where_they_can_be
    nothing_is_shared
}

async fn customer(api: &TestApi, body: Value) -> String {
    api.post("/v1/customers", body).await.ok()["id"].as_str().unwrap().to_owned()
}

fn body(customer: &str, more: Value) -> Value {
    let mut body = json!({
        "amount": 10_000, "currency": "gbp", "customer": customer, "mode": "payment",
        "payment_method_types": ["card"],
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

async fn session(api: &TestApi, customer: &str, more: Value) -> Value {
    api.post("/v1/payment_sessions", body(customer, more)).await.ok()
}

fn path(session: &Value, action: &str) -> String {
    format!("/v1/payment_sessions/{}{action}", session["id"].as_str().unwrap())
}

async fn now(api: &TestApi) -> i64 {
    api.get("/v1/test_helpers/clock").await.ok()["now"].as_i64().unwrap()
}

async fn a_session_is_made_and_found(api: TestApi) {
    let payer = customer(&api, json!({"email": "payer@example.com"})).await;
    let more = json!({
        "currency": "eur", "payment_method_types": ["sepa_debit", "card"], "locale": "sv",
        "description": "Rent", "metadata": {"flat": "4", "empty": ""}, "reporting_type": "rent",
        "return_url": "https://example.com/success?x=1#top", "statement_descriptor": "RENT MARCH",
    });
    let made = session(&api, &payer, more).await;
    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with("py_sess_"));
    assert_eq!(made["url"], format!("https://pay.example/sessions/{id}"));
    assert_eq!(made["payment_method_types"], json!(["sepa_debit", "card"]));
    assert_eq!(made["metadata"], json!({"flat": "4"}));
    assert_eq!(made["descriptor_preview"]["card"], "RENT MARCH");
    assert_eq!(made["descriptor_preview"]["sepa_debit"], "My business · RENT MARCH");
    assert_eq!((&made["status"], &made["payment_status"]), (&json!("unpaid"), &json!("none")));
    assert_eq!((&made["paid_when"], &made["reopen"]), (&json!("cleared"), &json!("manual")));
    assert_eq!(made["amount_remaining"], 10_000);
    assert_eq!(made["merchant"]["display_name"], "My business");
    for null in ["transaction", "paid_at", "first_paid_at", "expires_at", "canceled_at"] {
        assert!(made[null].is_null(), "{null}");
    }
    assert_eq!(api.get(&path(&made, "")).await.ok(), made);
    let events = api.get("/v1/events?type=payment_session.created").await.ok();
    assert_eq!(events["data"][0]["data"]["object"], made);
    let timeline = api.get(&path(&made, "/timeline")).await.ok();
    assert_eq!(timeline["object"], "list");
    assert_eq!(timeline["data"][0]["text"], "The session was created for 100.00 EUR.");
}

/// A change of a good body, and the first code and parameter that it is refused by.
fn wrongs() -> Vec<(Value, &'static str, &'static str)> {
    let long = format!("https://example.com/{}", "a".repeat(5_000));
    let keys: serde_json::Map<String, Value> =
        (0..51).map(|place| (format!("k{place}"), json!("v"))).collect();
    vec![
        (json!({"amount": 0}), "out_of_range", "amount"),
        (json!({"amount": -5}), "out_of_range", "amount"),
        (json!({"amount": 99}), "out_of_range", "amount"),
        (json!({"amount": 99_999_901}), "out_of_range", "amount"),
        (json!({"amount": 100.5}), "not_an_integer", "amount"),
        (json!({"amount": "100"}), "not_an_integer", "amount"),
        (json!({"amount": null}), "required", "amount"),
        (json!({"currency": "nok"}), "unknown_value", "currency"),
        (json!({"mode": "setup"}), "unknown_value", "mode"),
        (json!({"payment_method_types": []}), "list_empty", "payment_method_types"),
        (json!({"payment_method_types": "card"}), "not_a_list", "payment_method_types"),
        (
            json!({"payment_method_types": ["card", "card"]}),
            "duplicate_payment_method_type",
            "payment_method_types[1]",
        ),
        (
            json!({"payment_method_types": ["card_present"]}),
            "unknown_payment_method_type",
            "payment_method_types[0]",
        ),
        (
            json!({"payment_method_types": ["card", "autogiro"]}),
            "currency_not_supported",
            "payment_method_types[1]",
        ),
        (
            json!({"payment_method_types": ["card", "sepa_debit"]}),
            "currency_not_supported",
            "payment_method_types[1]",
        ),
        (json!({"return_url": "javascript:alert(1)"}), "return_url_wrong_scheme", "return_url"),
        (json!({"return_url": "ftp://example.com"}), "return_url_wrong_scheme", "return_url"),
        (
            json!({"return_url": "https://a:b@example.com"}),
            "return_url_with_credentials",
            "return_url",
        ),
        (json!({"return_url": long}), "return_url_too_long", "return_url"),
        (
            json!({"statement_descriptor": "Rent for March 2026, flat 5"}),
            "statement_descriptor_invalid",
            "statement_descriptor",
        ),
        (json!({"locale": "pl"}), "unknown_value", "locale"),
        (json!({"reporting_type": "gift"}), "unknown_value", "reporting_type"),
        (json!({"expires_at": 1_000}), "expires_at_past", "expires_at"),
        (json!({"expires_at": 253_402_300_799_i64}), "expires_at_too_late", "expires_at"),
        (json!({"metadata": keys}), "metadata_too_many_keys", "metadata"),
        (json!({"transaction_data": {"unit": "u"}}), "invalid_id", "transaction_data.unit"),
        (json!({"payment_method_options": 1}), "not_an_object", "payment_method_options"),
        (json!({"client_secret": "x"}), "unknown_field", "client_secret"),
    ]
}

async fn what_is_wrong_is_named(api: TestApi) {
    let payer = customer(&api, json!({})).await;
    for (more, code, param) in wrongs() {
        let answer = api.post("/v1/payment_sessions", body(&payer, more.clone())).await;
        let expected = (code.to_owned(), Some(param.to_owned()));
        assert_eq!(answer.refused(400), expected, "{more}");
    }
    let several = json!({"amount": 1, "currency": "x", "payment_method_types": ["y"], "z": 1});
    let answer = api.post("/v1/payment_sessions", body(&payer, several)).await;
    answer.refused(400);
    assert_eq!(answer.json()["error"]["errors"].as_array().unwrap().len(), 4);
    let stranger = "cus_01jz3x5v8gk2m4n6p8q0r2s4t6";
    let answer = api.post("/v1/payment_sessions", body(stranger, json!({}))).await;
    assert_eq!(answer.refused(404), ("not_found".to_owned(), Some("customer".to_owned())));
    let answer = api.post("/v1/payment_sessions", body("cus_someone", json!({}))).await;
    assert_eq!(answer.refused(404), ("not_found".to_owned(), Some("customer".to_owned())));
    api.delete(&format!("/v1/customers/{payer}")).await.ok();
    let answer = api.post("/v1/payment_sessions", body(&payer, json!({}))).await;
    assert_eq!(answer.refused(404), ("not_found".to_owned(), Some("customer".to_owned())));
    assert_eq!(api.get("/v1/payment_sessions").await.ok()["count"], 0);
}

async fn relations_are_expanded(api: TestApi) {
    let payer = customer(&api, json!({"name": "A Payer"})).await;
    let made = session(&api, &payer, json!({})).await;
    let expand = "?expand[]=customer&expand[]=transaction";
    let whole = api.get(&path(&made, expand)).await.ok();
    assert_eq!(whole["customer"]["name"], "A Payer");
    assert!(whole["transaction"].is_null());
    let refused = api.get(&path(&made, "?expand[]=account")).await.refused(400);
    assert_eq!(refused, ("not_expandable".to_owned(), Some("expand[]".to_owned())));
    api.delete(&format!("/v1/customers/{payer}")).await.ok();
    let whole = api.get(&path(&made, expand)).await.ok();
    assert_eq!(
        (&whole["customer"]["name"], &whole["customer"]["deleted"]),
        (&json!("A Payer"), &json!(true))
    );
    assert_eq!(whole["cancellation_reason"], "customer_deleted");
}

async fn lists_are_filtered(api: TestApi) {
    let (one, two) = (customer(&api, json!({})).await, customer(&api, json!({})).await);
    let first = session(&api, &one, json!({})).await;
    let second = session(&api, &one, json!({})).await;
    let third = session(&api, &two, json!({})).await;
    api.post(&path(&second, "/cancel"), json!({})).await.ok();
    let ids = |list: &Value| -> Vec<String> {
        let data = list["data"].as_array().unwrap().iter();
        data.map(|it| it["id"].as_str().unwrap().to_owned()).collect()
    };
    let id = |session: &Value| session["id"].as_str().unwrap().to_owned();
    let older_than_second =
        [&first, &third].into_iter().map(id).filter(|it| *it < id(&second)).collect();
    for (query, mut expected) in [
        (String::new(), vec![id(&third), id(&second), id(&first)]),
        ("?status=unpaid".to_owned(), vec![id(&third), id(&first)]),
        (format!("?customer={one}"), vec![id(&second), id(&first)]),
        (format!("?customer={one}&status=canceled"), vec![id(&second)]),
        (format!("?starting_after={}", id(&second)), older_than_second),
        ("?created[lt]=1000".to_owned(), vec![]),
    ] {
        let list = api.get(&format!("/v1/payment_sessions{query}")).await.ok();
        // Newest first; those of one millisecond by their random part.
        expected.sort_by(|one, other| other.cmp(one));
        assert_eq!(ids(&list), expected, "{query}");
    }
    let answer = api.get("/v1/payment_sessions?status=open").await.refused(400);
    assert_eq!(answer, ("unknown_value".to_owned(), Some("status".to_owned())));
    assert_eq!(api.get("/v1/transactions").await.ok()["count"], 0);
}

async fn texts_change_while_unpaid(api: TestApi) {
    let payer = customer(&api, json!({})).await;
    let made = session(&api, &payer, json!({"metadata": {"a": "1", "b": "2", "c": "3"}})).await;
    let changes = json!({
        "description": "Rent", "reporting_type": "rent",
        "metadata": {"a": "9", "b": null, "c": "", "d": "4"},
    });
    let changed = api.post(&path(&made, ""), changes.clone()).await.ok();
    assert_eq!(changed["metadata"], json!({"a": "9", "d": "4"}));
    assert_eq!(
        (&changed["description"], &changed["reporting_type"]),
        (&json!("Rent"), &json!("rent"))
    );
    let events = api.get("/v1/events?type=payment_session.updated").await.ok();
    assert_eq!(events["count"], 1);
    let before = &events["data"][0]["data"]["previous_attributes"];
    assert_eq!(
        (&before["description"], &before["reporting_type"]),
        (&Value::Null, &json!("charge"))
    );
    // The same again is no change, and makes no event.
    api.post(&path(&made, ""), changes).await.ok();
    assert_eq!(api.get("/v1/events?type=payment_session.updated").await.ok()["count"], 1);
    let amount = api.post(&path(&made, ""), json!({"amount": 5})).await;
    assert_eq!(amount.refused(400), ("unknown_field".to_owned(), Some("amount".to_owned())));
    let cleared = json!({"description": null, "metadata": null, "reporting_type": null});
    let cleared = api.post(&path(&made, ""), cleared).await.ok();
    assert_eq!((&cleared["description"], &cleared["metadata"]), (&Value::Null, &json!({})));
    api.post(&path(&made, "/cancel"), json!({})).await.ok();
    let late = api.post(&path(&made, ""), json!({"description": "x"})).await;
    assert_eq!(late.refused(409).0, "payment_session_canceled");
}

async fn an_expiry_shows_at_once(api: TestApi) {
    let payer = customer(&api, json!({})).await;
    let expires_at = now(&api).await + 3_600;
    let made = session(&api, &payer, json!({"expires_at": expires_at})).await;
    let entries = api.get(&path(&made, "/timeline")).await.ok()["data"].clone();
    assert_eq!((&entries[1]["kind"], &entries[1]["forecast"]), (&json!("expiry"), &json!(true)));
    // No job runs here: what is seen is computed on reading.
    let app = api.app.clone();
    let moved = app.db.write(|tx| {
        let scope = domain::scope::Scope::new(store::accounts::list(tx)?.remove(0).id, false);
        let clock = store::clocks::Clock { offset_ms: 7_200_000, frozen_at: None };
        store::clocks::set(tx, &scope, &clock)
    });
    let moved: Result<(), store::DbError> = moved.await;
    moved.unwrap();
    let expired = api.get(&path(&made, "")).await.ok();
    assert_eq!(
        (&expired["status"], &expired["cancellation_reason"], &expired["canceled_at"]),
        (&json!("canceled"), &json!("expired"), &json!(expires_at))
    );
    let texts = api.post(&path(&made, ""), json!({"description": "x"})).await;
    assert_eq!(texts.refused(409).0, "payment_session_canceled");
    let past = api.post(&path(&made, ""), json!({"expires_at": expires_at})).await;
    assert_eq!(past.refused(400).0, "expires_at_past");
    let later = json!({"expires_at": expires_at + 36_000, "description": "x"});
    let open = api.post(&path(&made, ""), later).await.ok();
    assert_eq!((&open["status"], &open["canceled_at"]), (&json!("unpaid"), &Value::Null));
    let never = api.post(&path(&made, ""), json!({"expires_at": null})).await.ok();
    assert!(never["expires_at"].is_null());
}

async fn canceling_twice_changes_nothing(api: TestApi) {
    let payer = customer(&api, json!({})).await;
    let made = session(&api, &payer, json!({})).await;
    let canceled = api.post(&path(&made, "/cancel"), json!({})).await.ok();
    assert_eq!(
        (&canceled["status"], &canceled["cancellation_reason"]),
        (&json!("canceled"), &json!("requested"))
    );
    assert_eq!(api.post(&path(&made, "/cancel"), json!({})).await.ok(), canceled);
    assert_eq!(api.get("/v1/events?type=payment_session.canceled").await.ok()["count"], 1);
    let soon = now(&api).await + 60;
    for (action, body, code) in [
        ("/cancel", json!({"reason": "x"}), (400, "unknown_field")),
        ("/reopen", json!({}), (409, "payment_session_canceled")),
        ("/send_email", json!({}), (409, "payment_session_canceled")),
        ("", json!({"expires_at": soon}), (409, "payment_session_canceled")),
    ] {
        assert_eq!(
            api.post(&path(&made, action), body).await.refused(code.0).0,
            code.1,
            "{action}"
        );
    }
}

async fn links_are_mailed_where_they_can_be(api: TestApi) {
    let mute = customer(&api, json!({})).await;
    let asked = api.post("/v1/payment_sessions", body(&mute, json!({"send_email": true}))).await;
    assert_eq!(
        asked.refused(400),
        ("customer_email_missing".to_owned(), Some("customer".to_owned()))
    );
    let plain = session(&api, &mute, json!({})).await;
    let again = api.post(&path(&plain, "/send_email"), json!({})).await;
    assert_eq!(again.refused(400).0, "customer_email_missing");
    let payer = customer(&api, json!({"email": "payer@example.com"})).await;
    let mailed = session(&api, &payer, json!({"send_email": true})).await;
    api.post(&path(&mailed, "/send_email"), json!({})).await.ok();
    let timeline = api.get(&path(&mailed, "/timeline")).await.ok();
    let mails = timeline["data"].as_array().unwrap().iter();
    assert_eq!(mails.filter(|it| it["kind"] == "email_queued").count(), 2);
}

async fn nothing_is_shared(api: TestApi) {
    let payer = customer(&api, json!({})).await;
    let made = session(&api, &payer, json!({})).await;
    let live = api.new_key(true).await;
    for key in [live, api.other_account().await] {
        assert_eq!(api.get_as(&key, &path(&made, "")).await.refused(404).0, "not_found");
        assert_eq!(api.get_as(&key, &path(&made, "/timeline")).await.refused(404).0, "not_found");
        assert_eq!(api.get_as(&key, "/v1/payment_sessions").await.ok()["count"], 0);
    }
    for path in
        ["payment_sessions/nothing", "transactions/txn_1", "mandates/x", "payment_methods/x"]
    {
        assert_eq!(api.get(&format!("/v1/{path}")).await.refused(404).0, "not_found");
    }
}

#[tokio::test]
async fn live_mode_needs_a_connection_for_each_type() {
    let mut api = TestApi::start(TempDatabase::sqlite(), &[]).await;
    api.key = api.new_key(true).await;
    let payer = customer(&api, json!({})).await;
    let answer = api.post("/v1/payment_sessions", body(&payer, json!({}))).await;
    let expected = ("payment_method_type_unavailable", Some("payment_method_types[0]".to_owned()));
    assert_eq!(answer.refused(400), (expected.0.to_owned(), expected.1));
}

/// The codes that a live session by Bacs is refused with.
async fn refusals_of_live_bacs(settings: &[(&str, &str)]) -> Vec<String> {
    let mut api = TestApi::start(TempDatabase::sqlite(), settings).await;
    api.key = api.new_key(true).await;
    let payer = customer(&api, json!({})).await;
    let bacs = json!({"currency": "gbp", "payment_method_types": ["bacs_debit"]});
    let answer = api.post("/v1/payment_sessions", body(&payer, bacs)).await;
    answer.refused(400);
    let errors = answer.json()["error"]["errors"].as_array().unwrap().clone();
    assert!(errors.iter().all(|error| error["param"] == "payment_method_types[0]"), "{errors:?}");
    errors.iter().map(|error| error["code"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn live_bacs_needs_somebody_who_checks_accounts() {
    let unconnected = "payment_method_type_unavailable";
    let refused = refusals_of_live_bacs(&[]).await;
    assert_eq!(refused, ["account_check_missing", unconnected]);
    let bureau = refusals_of_live_bacs(&[("bacs.checked_by_bureau", "true")]).await;
    assert_eq!(bureau, [unconnected]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("weights.txt");
    std::fs::write(&path, "100000 100999 MOD10 0 0 0 0 0 0 0 0 0 0 0 0 0 1\n").unwrap();
    let table = refusals_of_live_bacs(&[("bacs.modulus_table", path.to_str().unwrap())]).await;
    assert_eq!(table, [unconnected]);
}

#[tokio::test]
async fn payers_are_sent_only_where_the_account_allows() {
    let api = TestApi::start(TempDatabase::sqlite(), &[]).await;
    let allowed = json!({"allowed_return_urls": ["https://shop.example.com"]});
    api.post("/v1/account", allowed).await.ok();
    let payer = customer(&api, json!({})).await;
    let bad = body(&payer, json!({"return_url": "https://evil.example/"}));
    let refused = api.post("/v1/payment_sessions", bad).await.refused(400);
    assert_eq!(refused, ("return_url_not_listed".to_owned(), Some("return_url".to_owned())));
    session(&api, &payer, json!({"return_url": "https://shop.example.com/done"})).await;
}
