//! The merchant's own bank accounts, and what can be wrong with them and with entries.

use axum::http::Method;
use domain::ids::BankAccountId;
use domain::payee::DELAY_MS;
use domain::scope::Scope;
use serde_json::{Value, json};
use store::{DbError, accounts, bank_accounts};

use crate::support::{Answer, TestApi, on_both};

on_both! {
    the_sandbox_has_an_account_in_each_currency
    every_fault_is_named_at_its_field
    what_is_paid_to_one_is_paid_to_no_other
    what_has_moved_leaves_its_place
    the_default_stays_it_when_it_is_said_again
    a_change_for_real_money_waits_a_day_and_is_mailed
    live_mode_needs_an_account_and_a_word
    entries_and_marks_are_refused_by_name
}

async fn live(api: &TestApi, method: Method, path: &str, body: Value) -> Answer {
    let bearer = format!("Bearer {}", api.new_key(true).await);
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let body = if method == Method::GET { String::new() } else { body.to_string() };
    api.call(method, path, &headers, body).await
}

fn pounds(more: Value) -> Value {
    let mut body = json!({
        "currency": "gbp", "account_holder_name": "Rent Ltd", "sort_code": "20-00-00",
        "account_number": "12345678",
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

async fn session(api: &TestApi, body: Value) -> Value {
    let customer = api.post("/v1/customers", json!({"name": "Jenny Rosen"})).await.ok();
    let mut whole = json!({
        "amount": 10_000, "currency": "gbp", "mode": "payment", "customer": customer["id"],
        "payment_method_types": ["direct_transfer"],
    });
    whole.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
    api.post("/v1/payment_sessions", whole).await.ok()
}

async fn the_sandbox_has_an_account_in_each_currency(api: TestApi) {
    let page = api.get("/v1/bank_accounts").await.ok();
    let mut currencies: Vec<&str> = page["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["currency"].as_str().unwrap())
        .collect();
    currencies.sort_unstable();
    assert_eq!(currencies, ["eur", "gbp", "sek"]);
    let eur = api.get("/v1/bank_accounts?currency=eur").await.ok();
    assert!(eur["data"][0]["iban"].as_str().unwrap().starts_with("DE"), "{eur}");
    let id = eur["data"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/bank_accounts/{id}");
    let named = api.post(&path, json!({"account_holder_name": "Rent GmbH"})).await.ok();
    assert_eq!(
        (&named["account_holder_name"], &named["pending"]),
        (&json!("Rent GmbH"), &Value::Null)
    );
    assert_eq!(api.delete(&path).await.ok()["deleted"], true);
    assert_eq!(api.get(&path).await.ok()["deleted"], true);
    assert_eq!(api.delete(&path).await.refused(404).0, "not_found");
}

async fn every_fault_is_named_at_its_field(api: TestApi) {
    for (body, code, param) in [
        (pounds(json!({"sort_code": "20-00"})), "sort_code_wrong_length", "sort_code"),
        (pounds(json!({"account_number": "12"})), "account_number_wrong_length", "account_number"),
        (pounds(json!({"account_number": null})), "required", "account_number"),
        (pounds(json!({"iban": "DE89370400440532013000"})), "not_of_currency", "iban"),
        (pounds(json!({"currency": "usd"})), "unknown_value", "currency"),
        (pounds(json!({"reporting_types": ["gift"]})), "unknown_value", "reporting_types[0]"),
        (
            pounds(json!({"reporting_types": ["rent", "rent"]})),
            "duplicate_item",
            "reporting_types[1]",
        ),
        (pounds(json!({"units": ["unit_1"]})), "unit_unknown", "units[0]"),
        (
            pounds(json!({"units": [format!("unit_{}", "0".repeat(26))]})),
            "unit_unknown",
            "units[0]",
        ),
        (pounds(json!({"colour": "red"})), "unknown_field", "colour"),
        (
            json!({"currency": "eur", "account_holder_name": "A", "iban": "DE88370400440532013000"}),
            "iban_wrong_check_digits",
            "iban",
        ),
        (
            json!({"currency": "eur", "account_holder_name": "A", "iban": "DE89370400440532013000", "bic": "nope"}),
            "bic_invalid",
            "bic",
        ),
        (
            json!({"currency": "sek", "account_holder_name": "A", "bankgiro": "991-2345"}),
            "bankgiro_wrong_check_digit",
            "bankgiro",
        ),
        (json!({"currency": "sek", "account_holder_name": "A"}), "required", "bankgiro"),
    ] {
        let refused = api.post("/v1/bank_accounts", body.clone()).await.refused(400);
        assert_eq!(refused, (code.to_owned(), Some(param.to_owned())), "{body}");
    }
    api.post("/v1/bank_accounts", pounds(json!({}))).await.ok();
    let twice = api.post("/v1/bank_accounts", pounds(json!({}))).await;
    assert_eq!(twice.refused(409).0, "bank_account_exists");
}

async fn what_is_paid_to_one_is_paid_to_no_other(api: TestApi) {
    let one =
        api.post("/v1/bank_accounts", pounds(json!({"reporting_types": ["rent"]}))).await.ok();
    let other =
        pounds(json!({"account_number": "87654321", "reporting_types": ["deposit", "rent"]}));
    let taken = api.post("/v1/bank_accounts", other.clone()).await.refused(400);
    assert_eq!(taken, ("route_taken".to_owned(), Some("reporting_types[1]".to_owned())));
    let path = format!("/v1/bank_accounts/{}", one["id"].as_str().unwrap());
    api.post(&path, json!({"reporting_types": null})).await.ok();
    api.post("/v1/bank_accounts", other).await.ok();
    let only_true = api.post(&path, json!({"default": false})).await.refused(400);
    assert_eq!(only_true.0, "default_needed");
}

async fn what_has_moved_leaves_its_place(api: TestApi) {
    let rent = pounds(json!({"reporting_types": ["rent"]}));
    let one = live(&api, Method::POST, "/v1/bank_accounts", rent).await.ok();
    let id: BankAccountId = one["id"].as_str().unwrap().parse().unwrap();
    let path = format!("/v1/bank_accounts/{id}");
    live(&api, Method::POST, &path, json!({"reporting_types": null})).await.ok();
    let other = pounds(json!({"account_number": "87654321", "reporting_types": ["rent"]}));
    let early = live(&api, Method::POST, "/v1/bank_accounts", other.clone()).await.refused(400);
    assert_eq!(early.0, "route_taken");
    // A day later it has moved.
    let account = api.db().read(|tx| Ok::<_, DbError>(accounts::list(tx)?.remove(0).id)).await;
    let scope = Scope::new(account.unwrap(), true);
    let moved = api.db().write(move |tx| {
        let mut account = bank_accounts::find(tx, &scope, id)?.unwrap();
        if let Some(pending) = &mut account.pending {
            pending.1 = pending.1.plus_ms(-2 * DELAY_MS);
        }
        bank_accounts::update(tx, &account)
    });
    moved.await.map_err(|error: DbError| error).unwrap();
    live(&api, Method::POST, "/v1/bank_accounts", other).await.ok();
}

async fn the_default_stays_it_when_it_is_said_again(api: TestApi) {
    let one = live(&api, Method::POST, "/v1/bank_accounts", pounds(json!({}))).await.ok();
    let id: BankAccountId = one["id"].as_str().unwrap().parse().unwrap();
    let account = api.db().read(|tx| Ok::<_, DbError>(accounts::list(tx)?.remove(0).id)).await;
    let scope = Scope::new(account.unwrap(), true);
    let aged = api.db().write(move |tx| {
        let mut account = bank_accounts::find(tx, &scope, id)?.unwrap();
        account.active_at = account.active_at.plus_ms(-2 * DELAY_MS);
        account.default_from = Some(account.active_at);
        bank_accounts::update(tx, &account)
    });
    aged.await.map_err(|error: DbError| error).unwrap();
    let more = pounds(json!({"account_number": "87654321", "default": true}));
    let other = live(&api, Method::POST, "/v1/bank_accounts", more).await.ok();
    assert!(other["default_from"].is_i64(), "{other}");
    // The merchant thinks better of it: payers are shown the same account throughout.
    let path = |it: &Value| format!("/v1/bank_accounts/{}", it["id"].as_str().unwrap());
    let before = live(&api, Method::GET, &path(&one), Value::Null).await.ok();
    let again = live(&api, Method::POST, &path(&one), json!({"default": true})).await.ok();
    assert_eq!(again["default_from"], before["default_from"]);
    let other = live(&api, Method::GET, &path(&other), Value::Null).await.ok();
    assert!(other["default_from"].is_null(), "{other}");
}

async fn a_change_for_real_money_waits_a_day_and_is_mailed(api: TestApi) {
    api.post("/v1/account", json!({"support_email": "help@rent.example"})).await.ok();
    let made = live(&api, Method::POST, "/v1/bank_accounts", pounds(json!({}))).await.ok();
    let created = made["created"].as_i64().unwrap();
    assert_eq!(made["active_from"].as_i64().unwrap() - created, 86_400);
    assert_eq!(made["default_from"], made["active_from"]);
    let path = format!("/v1/bank_accounts/{}", made["id"].as_str().unwrap());
    let changed =
        live(&api, Method::POST, &path, json!({"account_holder_name": "New Ltd"})).await.ok();
    assert_eq!(changed["account_holder_name"], "Rent Ltd");
    assert_eq!(changed["pending"]["account_holder_name"], "New Ltd", "{changed}");
    let read = live(&api, Method::GET, &path, Value::Null).await.ok();
    assert_eq!(read["pending"], changed["pending"]);
    let account =
        api.app.db.read(|tx| Ok::<_, store::DbError>(store::accounts::list(tx)?.remove(0)));
    let scope = domain::scope::Scope::new(account.await.unwrap().id, true);
    let mails = api.app.db.read(move |tx| {
        let headlines = store::messages::newest(tx, &scope)?;
        let mut mails = Vec::new();
        for headline in headlines {
            mails.extend(store::messages::find(tx, &scope, headline.id)?);
        }
        Ok::<_, store::DbError>(mails)
    });
    let mails = mails.await.unwrap();
    assert_eq!(mails.len(), 2);
    assert!(mails.iter().all(|it| it.recipient == "help@rent.example"), "{mails:?}");
    assert!(mails.iter().all(|it| !it.text.contains("12345678")), "{mails:?}");
}

async fn live_mode_needs_an_account_and_a_word(api: TestApi) {
    let customer = live(&api, Method::POST, "/v1/customers", json!({"name": "Jenny"})).await.ok();
    let ask = |method: &str| {
        json!({
            "amount": 10_000, "currency": "gbp", "mode": "payment", "customer": customer["id"],
            "payment_method_types": [method],
        })
    };
    let path = "/v1/payment_sessions";
    let none = live(&api, Method::POST, path, ask("direct_transfer")).await.refused(400);
    assert_eq!(none.0, "bank_account_missing");
    live(&api, Method::POST, "/v1/bank_accounts", pounds(json!({}))).await.ok();
    let early = live(&api, Method::POST, path, ask("direct_transfer")).await.refused(400);
    assert_eq!(
        early,
        ("bank_account_missing".to_owned(), Some("payment_method_types[0]".to_owned()))
    );
    let feed = live(&api, Method::POST, path, ask("bank_transfer")).await.refused(400);
    assert_eq!(feed.0, "payment_method_type_unavailable");
}

async fn entries_and_marks_are_refused_by_name(api: TestApi) {
    let unknown = format!("/v1/statement_entries/stmt_{}", "0".repeat(26));
    assert_eq!(api.get(&unknown).await.refused(404).0, "not_found");
    let bad = api.post(&format!("{unknown}/match"), json!({"payment_session": "x"})).await;
    assert_eq!(bad.refused(400).0, "invalid_id");
    let wrong = api.get("/v1/statement_entries?status=lost").await.refused(400);
    assert_eq!(wrong, ("unknown_value".to_owned(), Some("status".to_owned())));
    assert_eq!(api.get("/v1/statement_entries?status=unmatched").await.ok()["count"], 0);

    let asked = session(&api, json!({})).await;
    assert_eq!(asked["reference"].as_str().unwrap().len(), 10, "{asked}");
    let path = format!("/v1/payment_sessions/{}/mark_received", asked["id"].as_str().unwrap());
    for (body, code, param) in [
        (json!({}), "required", "amount"),
        (json!({"amount": 0, "received_on": "2026-01-01", "note": "x"}), "out_of_range", "amount"),
        (
            json!({"amount": 1, "received_on": "1.1.2026", "note": "x"}),
            "date_invalid",
            "received_on",
        ),
        (
            json!({"amount": 1, "received_on": "2999-01-01", "note": "x"}),
            "date_in_the_future",
            "received_on",
        ),
    ] {
        let refused = api.post(&path, body.clone()).await.refused(400);
        assert_eq!(refused, (code.to_owned(), Some(param.to_owned())), "{body}");
    }
    let card = session(&api, json!({"payment_method_types": ["card"]})).await;
    assert_eq!(card["reference"], Value::Null);
    let path = format!("/v1/payment_sessions/{}/mark_received", card["id"].as_str().unwrap());
    let body = json!({"amount": 1, "received_on": "2026-01-01", "note": "x"});
    assert_eq!(api.post(&path, body).await.refused(409).0, "payment_method_not_offered");
}
