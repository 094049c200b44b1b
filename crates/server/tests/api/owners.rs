//! Owners and units: who is paid, for what, and from which day on.

use axum::http::Method;
use domain::calendar::local_date;
use domain::ids::{Id as _, OwnerId};
use domain::scope::Scope;
use domain::source::Source as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use store::{DbError, Locking, Statement, SystemSource};

use crate::support::{Answer, TestApi, on_both};

on_both! {
    an_owner_is_what_was_said
    an_owner_is_changed_and_cannot_lose_what_it_needs
    faults_of_owners_are_named
    a_unit_is_what_was_said
    ownership_is_dated
    ownership_changes_on_so_many_days
    today_is_where_the_merchant_is
    faults_of_units_are_named
    digits_count_as_they_are_written
    shares_make_the_whole
    owners_must_be_the_callers_own
    an_owner_with_units_stays
    an_owner_with_money_stays
    a_deleted_unit_is_history
    a_repeat_makes_nothing_new
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

async fn owner(api: &TestApi, name: &str) -> String {
    let body = json!({"email": "kim@example.com", "business_type": "individual", "name": name});
    text(&api.post("/v1/owners", body).await.ok()["id"])
}

fn part(owner: &str, percent: impl Into<Value>) -> Value {
    json!({"owner": owner, "percent_ownership": percent.into()})
}

/// Today's date in UTC, and days before or after it.
fn day(offset: i64) -> String {
    let date: Date = now_in("Etc/UTC");
    date.checked_add(jiff::Span::new().days(offset)).unwrap().to_string()
}

fn now_in(zone: &str) -> Date {
    local_date(SystemSource.now(), &TimeZone::get(zone).unwrap()).unwrap()
}

/// A body that is written by hand, for numbers that no JSON library writes.
async fn post_text(api: &TestApi, path: &str, body: String) -> Answer {
    let bearer = format!("Bearer {}", api.key);
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    api.call(Method::POST, path, &headers, body).await
}

async fn types(api: &TestApi) -> Vec<String> {
    let events = api.get("/v1/events?limit=100").await.ok();
    events["data"].as_array().unwrap().iter().map(|it| text(&it["type"])).collect()
}

async fn an_owner_is_what_was_said(api: TestApi) {
    let body = json!({
        "email": "Kim@Example.com", "business_type": "company", "name": "Kim Homes",
        "phone": "+44 20 7946 0000", "address": {"line1": "1 Quay", "country": "GB"},
        "company": {"name": "Kim Homes Ltd", "tax_id": "123", "vat_id": "GB123"},
        "individual": {"first_name": "Kim", "last_name": "Example"}, "metadata": {"a": "1"},
    });
    let made = api.post("/v1/owners", body.clone()).await.ok();
    for (name, value) in body.as_object().unwrap() {
        match name.as_str() {
            "address" => assert_eq!(made["address"]["line1"], value["line1"]),
            _ => assert_eq!(&made[name], value, "{name}"),
        }
    }
    assert!(text(&made["id"]).starts_with("own_"));
    assert_eq!((&made["object"], &made["livemode"]), (&json!("owner"), &json!(false)));
    assert_eq!(made.get("deleted"), None);
    let path = format!("/v1/owners/{}", text(&made["id"]));
    assert_eq!(api.get(&path).await.ok(), made);
    let other = api.other_account().await;
    assert_eq!(api.get_as(&other, &path).await.refused(404).0, "not_found");
    owner(&api, "Second").await;
    let list = api.get("/v1/owners").await.ok();
    assert_eq!((&list["count"], &list["data"][1]), (&json!(2), &made));
}

async fn an_owner_is_changed_and_cannot_lose_what_it_needs(api: TestApi) {
    let path = format!("/v1/owners/{}", owner(&api, "A").await);
    let changes = json!({
        "name": null, "business_type": "company", "email": "b@example.com",
        "company": {"name": "B"}, "metadata": {"k": "v"},
    });
    let changed = api.post(&path, changes).await.ok();
    assert_eq!((&changed["name"], &changed["email"]), (&Value::Null, &json!("b@example.com")));
    assert_eq!(changed["company"], json!({"name": "B", "tax_id": null, "vat_id": null}));
    assert_eq!(
        (&changed["business_type"], &changed["metadata"]["k"]),
        (&json!("company"), &json!("v"))
    );
    assert_eq!(api.get(&path).await.ok(), changed);
    for name in ["email", "business_type"] {
        let refused = api.post(&path, json!({name: null})).await.refused(400);
        assert_eq!(refused, ("not_nullable".to_owned(), Some(name.to_owned())));
    }
    api.post(&path, json!({"email": "b@example.com"})).await.ok();
    assert_eq!(types(&api).await, ["owner.updated", "owner.created"]);
    let events = api.get("/v1/events?type=owner.updated").await.ok();
    assert_eq!(events["data"][0]["data"]["previous_attributes"]["name"], "A");
}

async fn faults_of_owners_are_named(api: TestApi) {
    let right = json!({"email": "a@example.com", "business_type": "company"});
    let cases = [
        (json!({"email": null}), "email", "required"),
        (json!({"email": "nobody"}), "email", "email_invalid"),
        (json!({"business_type": null}), "business_type", "required"),
        (json!({"business_type": "club"}), "business_type", "unknown_value"),
        (json!({"company": {"name": ""}}), "company.name", "text_empty"),
        (json!({"company": {"x": 1}}), "company.x", "unknown_field"),
        (json!({"individual": []}), "individual", "not_an_object"),
        (json!({"address": {"country": "XX"}}), "address.country", "country_unknown"),
        (json!({"external_account": {}}), "external_account", "unknown_field"),
    ];
    for (changes, param, code) in cases {
        let mut body = right.clone();
        body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let refused = api.post("/v1/owners", body).await.refused(400);
        assert_eq!(refused, (code.to_owned(), Some(param.to_owned())));
    }
    assert_eq!(api.get("/v1/owners?email=a").await.refused(400).0, "email_invalid");
    assert_eq!(api.get("/v1/owners/own_1").await.refused(404).0, "not_found");
    assert_eq!(api.get("/v1/owners").await.ok()["count"], 0);
}

async fn a_unit_is_what_was_said(api: TestApi) {
    let (one, two) = (owner(&api, "One").await, owner(&api, "Two").await);
    let body = json!({
        "name": "Flat 3", "description": "By the quay", "metadata": {"floor": "2"},
        "address": {"line1": "1 Quay", "country": "GB"},
        "owners": [part(&two, 33.3333), part(&one, "66.6667")],
        "fees": {"management_fee": 12.5, "management_fee_amount": 500, "currency": "gbp"},
    });
    let made = api.post("/v1/units", body).await.ok();
    let owners = json!([part(&two, "33.3333"), part(&one, "66.6667")]);
    let fees = json!({"management_fee": "12.5", "management_fee_amount": 500, "currency": "gbp"});
    assert_eq!((&made["owners"], &made["fees"]), (&owners, &fees));
    let history = json!([{"starts_on": day(0), "owners": owners}]);
    assert_eq!(made["ownership_history"], history);
    assert_eq!((&made["object"], &made["name"]), (&json!("unit"), &json!("Flat 3")));
    assert!(text(&made["id"]).starts_with("unit_"));
    let path = format!("/v1/units/{}", text(&made["id"]));
    assert_eq!(api.get(&path).await.ok(), made);
    let other = api.other_account().await;
    assert_eq!(api.get_as(&other, &path).await.status, 404);

    let bare = api.post("/v1/units", json!({"name": "Flat 4", "owners": null})).await.ok();
    assert_eq!((&bare["owners"], &bare["ownership_history"]), (&json!([]), &json!([])));
    let none = json!({"management_fee": "0", "management_fee_amount": 0, "currency": null});
    assert_eq!(bare["fees"], none);
    let list = api.get("/v1/units").await.ok();
    assert_eq!(list["count"], 2);
    assert!(list["data"].as_array().unwrap().contains(&made));

    let changes = json!({"name": "Flat 3b", "fees": null, "description": null});
    let changed = api.post(&path, changes).await.ok();
    assert_eq!((&changed["fees"], &changed["name"]), (&none, &json!("Flat 3b")));
    assert_eq!((&changed["owners"], &changed["description"]), (&owners, &Value::Null));
    api.post(&path, json!({"owners": owners})).await.ok();
    let expected =
        ["unit.updated", "unit.created", "unit.created", "owner.created", "owner.created"];
    assert_eq!(types(&api).await, expected);
}

async fn ownership_is_dated(api: TestApi) {
    let (one, two) = (owner(&api, "One").await, owner(&api, "Two").await);
    let made = api.post(
        "/v1/units",
        json!({"name": "Flat", "owners": [part(&one, 100)], "ownership_starts_on": day(-1)}),
    );
    let path = format!("/v1/units/{}", text(&made.await.ok()["id"]));
    let version = |at: i64, owners: &Value| json!({"starts_on": day(at), "owners": owners});
    let all_of_one = json!([part(&one, "100")]);
    let (halves, nobody) = (json!([part(&one, "50"), part(&two, "50")]), json!([]));

    // A day to come changes nothing today.
    let later = json!({"owners": halves, "ownership_starts_on": day(30)});
    let unit = api.post(&path, later).await.ok();
    assert_eq!(unit["owners"], all_of_one);
    assert_eq!(unit["ownership_history"], json!([version(30, &halves), version(-1, &all_of_one)]));

    // From today on, and said again of the same day.
    api.post(&path, json!({"owners": halves})).await.ok();
    let unit = api.post(&path, json!({"owners": []})).await.ok();
    let history = json!([version(30, &halves), version(0, &nobody), version(-1, &all_of_one)]);
    assert_eq!((&unit["owners"], &unit["ownership_history"]), (&nobody, &history));
    let events = api.get("/v1/events?type=unit.updated&limit=1").await.ok();
    assert_eq!(events["data"][0]["data"]["previous_attributes"]["owners"], halves);

    // Null clears as an empty list does.
    let cleared = json!({"owners": null, "ownership_starts_on": day(30)});
    let unit = api.post(&path, cleared).await.ok();
    assert_eq!(unit["ownership_history"][0], version(30, &nobody));
    let again = json!({"owners": halves, "ownership_starts_on": day(30)});
    api.post(&path, again).await.ok();

    // When the day has come, its version counts.
    api.post("/v1/test_helpers/clock/advance", json!({"seconds": 30 * 86_400})).await.ok();
    let unit = api.get(&path).await.ok();
    assert_eq!((&unit["owners"], &unit["ownership_history"]), (&halves, &history));
    let id = text(&unit["id"]).parse().unwrap();
    let past: Date = day(-1).parse().unwrap();
    let found = api.db().read(move |tx| {
        let scope = Scope::new(store::accounts::list(tx)?.remove(0).id, false);
        let before = store::units::ownership_on(tx, &scope, id, past.yesterday().unwrap())?;
        let then = store::units::ownership_on(tx, &scope, id, past)?;
        let nobody = store::units::ownership_on(tx, &scope, id, past.tomorrow().unwrap())?;
        Ok::<_, DbError>([before, then, nobody].map(|it| it.len()))
    });
    assert_eq!(found.await.unwrap(), [0, 1, 0]);
}

async fn ownership_changes_on_so_many_days(api: TestApi) {
    let made = api.post("/v1/units", json!({"name": "Flat", "owners": []})).await.ok();
    let path = format!("/v1/units/{}", text(&made["id"]));
    let version = |at: i64| json!({"owners": [], "ownership_starts_on": day(at)});
    for at in 1..100 {
        api.post(&path, version(at)).await.ok();
    }
    assert_eq!(api.post(&path, version(100)).await.refused(409).0, "ownership_history_full");
    // A day that is known can still be said anew.
    let all = json!([part(&owner(&api, "One").await, "100")]);
    let unit = api.post(&path, json!({"owners": all, "ownership_starts_on": day(99)})).await.ok();
    assert_eq!(unit["ownership_history"].as_array().unwrap().len(), 100);
    assert_eq!(unit["ownership_history"][0]["owners"], all);
}

async fn today_is_where_the_merchant_is(api: TestApi) {
    let one = owner(&api, "One").await;
    // A day apart at every moment.
    for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        api.post("/v1/account", json!({"time_zone": zone})).await.ok();
        let body = json!({"name": "Flat", "owners": [part(&one, 100)]});
        let made = api.post("/v1/units", body).await.ok();
        assert_eq!(made["ownership_history"][0]["starts_on"], now_in(zone).to_string());
        assert_eq!(made["owners"], json!([part(&one, "100")]));
    }
}

async fn faults_of_units_are_named(api: TestApi) {
    let one = owner(&api, "One").await;
    let whole = json!([part(&one, 100)]);
    let cases = [
        (json!({"name": null}), "name", "required"),
        (json!({"name": ""}), "name", "text_empty"),
        (json!({"owners": {}}), "owners", "not_a_list"),
        (json!({"owners": vec![part(&one, 2); 51]}), "owners", "list_too_long"),
        (json!({"owners": [7]}), "owners[0]", "not_an_object"),
        (json!({"owners": [{"owner": one}]}), "owners[0].percent_ownership", "required"),
        (json!({"owners": [{"percent_ownership": 100}]}), "owners[0].owner", "required"),
        (json!({"owners": [part(&one, 50), part(&one, 50)]}), "owners[1].owner", "duplicate_owner"),
        (
            json!({"owners": whole, "ownership_starts_on": "2026-02-30"}),
            "ownership_starts_on",
            "date_invalid",
        ),
        (
            json!({"owners": whole, "ownership_starts_on": "20260201"}),
            "ownership_starts_on",
            "date_invalid",
        ),
        (json!({"ownership_starts_on": "2026-02-01"}), "ownership_starts_on", "owners_missing"),
        (
            json!({"owners": null, "ownership_starts_on": "2026-02-01"}),
            "ownership_starts_on",
            "owners_missing",
        ),
        (json!({"fees": {"management_fee_amount": 1}}), "fees.currency", "required"),
        (json!({"fees": {"currency": "xxx"}}), "fees.currency", "unknown_value"),
        (
            json!({"fees": {"management_fee_amount": -1}}),
            "fees.management_fee_amount",
            "out_of_range",
        ),
        (
            json!({"fees": {"management_fee_amount": 99_999_901, "currency": "eur"}}),
            "fees.management_fee_amount",
            "out_of_range",
        ),
        (
            json!({"fees": {"management_fee": "100.0001"}}),
            "fees.management_fee",
            "percentage_too_large",
        ),
        (json!({"fees": {"management_fee": true}}), "fees.management_fee", "not_a_number"),
        (json!({"fees": {"x": 1}}), "fees.x", "unknown_field"),
    ];
    for (changes, param, code) in cases {
        let mut body = json!({"name": "Flat"});
        body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let refused = api.post("/v1/units", body).await.refused(400);
        assert_eq!(refused, (code.to_owned(), Some(param.to_owned())));
    }
    assert_eq!(api.get("/v1/units").await.ok()["count"], 0);
    let made = api.post("/v1/units", json!({"name": "Flat"})).await.ok();
    let path = format!("/v1/units/{}", text(&made["id"]));
    assert_eq!(api.post(&path, json!({"name": null})).await.refused(400).0, "not_nullable");
}

async fn digits_count_as_they_are_written(api: TestApi) {
    let (one, two) = (owner(&api, "One").await, owner(&api, "Two").await);
    let body = |digits: &str| {
        format!(
            r#"{{"name": "Flat", "owners": [{{"owner": "{one}", "percent_ownership": 66.6667}},
            {{"percent_ownership": {digits}, "owner": "{two}"}}]}}"#
        )
    };
    for (digits, code) in [
        ("1e2", "percentage_not_a_number"),
        ("3.33333e1", "percentage_not_a_number"),
        ("33.33333", "percentage_too_precise"),
        ("33.33330000000000001", "percentage_too_precise"),
        ("\"33.33333\"", "percentage_too_precise"),
        ("\"1e2\"", "percentage_not_a_number"),
        ("\"33,3333\"", "percentage_not_a_number"),
        ("-33.3333", "percentage_not_a_number"),
        ("100.0001", "percentage_too_large"),
        ("0", "percentage_zero"),
        ("0.0", "percentage_zero"),
    ] {
        let refused = post_text(&api, "/v1/units", body(digits)).await.refused(400);
        assert_eq!(refused.0, code, "{digits}");
        assert_eq!(refused.1.as_deref(), Some("owners[1].percent_ownership"));
    }
    for digits in ["33.3333", "\"33.3333\""] {
        let made = post_text(&api, "/v1/units", body(digits)).await.ok();
        assert_eq!(made["owners"][1]["percent_ownership"], "33.3333");
    }
    let fee =
        |digits: &str| format!(r#"{{"name": "Flat", "fees": {{"management_fee": {digits}}}}}"#);
    let made = post_text(&api, "/v1/units", fee("0.1000")).await.ok();
    assert_eq!(made["fees"]["management_fee"], "0.1");
    for digits in ["1e1", "0.00001"] {
        let refused = post_text(&api, "/v1/units", fee(digits)).await.refused(400);
        assert_eq!(refused.1.as_deref(), Some("fees.management_fee"), "{digits}");
    }
    // Whole numbers are refused as ever when they have an exponent.
    let amount = r#"{"name": "Flat", "fees": {"management_fee_amount": 1e2, "currency": "eur"}}"#;
    let refused = post_text(&api, "/v1/units", amount.to_owned()).await.refused(400);
    assert_eq!(refused.0, "not_an_integer");
}

async fn shares_make_the_whole(api: TestApi) {
    let (one, two) = (owner(&api, "One").await, owner(&api, "Two").await);
    for (second, sum) in [("32.3333", "99"), ("34.3333", "101"), ("33.3332", "99.9999")] {
        let owners = json!([part(&one, "66.6667"), part(&two, second)]);
        let answer = api.post("/v1/units", json!({"name": "Flat", "owners": owners})).await;
        let refused = ("shares_not_whole".to_owned(), Some("owners".to_owned()));
        assert_eq!(answer.refused(400), refused);
        let message = text(&answer.json()["error"]["message"]);
        assert!(message.contains(&format!("they make {sum} %")), "{message}");
    }
    let mut thirds = Vec::new();
    for (name, percent) in [("A", "33.3334"), ("B", "33.3333"), ("C", "33.3333")] {
        thirds.push(part(&owner(&api, name).await, percent));
    }
    let made = api.post("/v1/units", json!({"name": "Flat", "owners": thirds})).await.ok();
    assert_eq!(made["owners"], json!(thirds));
}

async fn owners_must_be_the_callers_own(api: TestApi) {
    let one = owner(&api, "One").await;
    let body = json!({"email": "a@example.com", "business_type": "company"}).to_string();
    let mut unknown = vec!["own_1".to_owned(), OwnerId::fresh(&SystemSource).to_string()];
    for key in [api.other_account().await, api.new_key(true).await] {
        let bearer = format!("Bearer {key}");
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let made = api.call(Method::POST, "/v1/owners", &headers, body.clone()).await.ok();
        unknown.push(text(&made["id"]));
    }
    let gone = owner(&api, "Gone").await;
    api.delete(&format!("/v1/owners/{gone}")).await.ok();
    unknown.push(gone);
    for other in unknown {
        let owners = json!([part(&one, 50), part(&other, 50)]);
        let refused = api.post("/v1/units", json!({"name": "Flat", "owners": owners})).await;
        let expected = ("not_found".to_owned(), Some("owners[1].owner".to_owned()));
        assert_eq!(refused.refused(404), expected, "{other}");
    }
    assert_eq!(api.get("/v1/units").await.ok()["count"], 0);
}

async fn an_owner_with_units_stays(api: TestApi) {
    let (one, two) = (owner(&api, "One").await, owner(&api, "Two").await);
    let path = format!("/v1/owners/{one}");
    let made = api.post("/v1/units", json!({"name": "Flat", "owners": [part(&one, 100)]})).await;
    let id = text(&made.ok()["id"]);
    let unit = format!("/v1/units/{id}");
    let refused = api.delete(&path).await;
    assert_eq!(refused.refused(409).0, "owner_has_units");
    assert_eq!(refused.json()["error"]["unit"], id);
    // Sold yesterday and bought again from tomorrow on: still in it.
    let version =
        |owner: &str, at| json!({"owners": [part(owner, 100)], "ownership_starts_on": day(at)});
    api.post(&unit, version(&one, -9)).await.ok();
    api.post(&unit, version(&two, 0)).await.ok();
    api.post(&unit, version(&one, 1)).await.ok();
    assert_eq!(api.delete(&path).await.refused(409).0, "owner_has_units");
    // Only the past is left: it may go, and is remembered.
    api.post(&unit, version(&two, 1)).await.ok();
    let before = api.get(&path).await.ok();
    let mut deleted = before.clone();
    deleted["deleted"] = json!(true);
    assert_eq!(api.delete(&path).await.ok(), deleted);
    assert_eq!(api.get(&path).await.ok(), deleted);
    assert_eq!(api.delete(&path).await.refused(404).0, "not_found");
    assert_eq!(api.post(&path, json!({"name": "X"})).await.refused(404).0, "not_found");
    let list = api.get("/v1/owners").await.ok();
    assert_eq!((&list["count"], &list["data"][0]["id"]), (&json!(1), &json!(two)));
    assert_eq!(api.get(&unit).await.ok()["ownership_history"][2]["owners"][0]["owner"], one);
    assert_eq!(types(&api).await[0], "owner.deleted");
    // A unit that is gone holds nobody.
    assert_eq!(api.delete(&format!("/v1/owners/{two}")).await.status, 409);
    api.delete(&unit).await.ok();
    api.delete(&format!("/v1/owners/{two}")).await.ok();
}

async fn an_owner_with_money_stays(api: TestApi) {
    let one = owner(&api, "One").await;
    let other = owner(&api, "Other").await;
    let path = format!("/v1/owners/{one}");
    balance(&api, &format!("owner:{one}"), 300, 300).await;
    for ledger_account in [format!("owner:{one}"), format!("owner_debt:{one}")] {
        balance(&api, &ledger_account, 500, 0).await;
        assert_eq!(api.delete(&path).await.refused(409).0, "owner_has_balance");
        balance(&api, &ledger_account, 0, 500).await;
    }
    balance(&api, &format!("owner:{other}"), 0, 1).await;
    assert_eq!(api.delete(&path).await.ok()["deleted"], true);
}

static BALANCE: Statement = Statement {
    name: "balance",
    sql: "INSERT INTO ledger_balances (account, livemode, ledger_account, currency, debits, credits)
        VALUES ($1, $2, $3, 'eur', $4, $5)
        ON CONFLICT (account, livemode, ledger_account, currency) DO UPDATE
        SET debits = ledger_balances.debits + excluded.debits, credits = ledger_balances.credits + excluded.credits",
    locking: Locking::None,
};

/// Moves a balance, as a posting does.
async fn balance(api: &TestApi, ledger_account: &str, debits: i64, credits: i64) {
    let ledger_account = ledger_account.to_owned();
    let moved = api.db().write(move |tx| {
        let account = store::accounts::list(tx)?.remove(0).id.to_string();
        let (account, ledger_account) = (account.as_str(), ledger_account.as_str());
        let params =
            [account.into(), false.into(), ledger_account.into(), debits.into(), credits.into()];
        tx.exec(&BALANCE, &params)?;
        Ok::<_, DbError>(())
    });
    moved.await.unwrap();
}

async fn a_deleted_unit_is_history(api: TestApi) {
    let one = owner(&api, "One").await;
    let made = api.post("/v1/units", json!({"name": "Flat", "owners": [part(&one, 100)]})).await;
    let mut deleted = made.ok();
    deleted["deleted"] = json!(true);
    let path = format!("/v1/units/{}", text(&deleted["id"]));
    assert_eq!(api.delete(&path).await.ok(), deleted);
    assert_eq!(api.get(&path).await.ok(), deleted);
    assert_eq!(api.delete(&path).await.refused(404).0, "not_found");
    assert_eq!(api.post(&path, json!({"name": "X"})).await.refused(404).0, "not_found");
    assert_eq!(api.get("/v1/units").await.ok()["count"], 0);
    assert_eq!(types(&api).await[0], "unit.deleted");
}

async fn a_repeat_makes_nothing_new(api: TestApi) {
    let key = [("idempotency-key", "owner-1")];
    let body = json!({"email": "a@example.com", "business_type": "company"});
    let first = api.post_with("/v1/owners", body.clone(), &key).await;
    let again = api.post_with("/v1/owners", body, &key).await;
    assert_eq!((again.ok(), again.header("idempotent-replayed")), (first.ok(), Some("true")));
    let key = [("idempotency-key", "unit-1")];
    let owners = |percent: f64| {
        let parts = json!([part(&text(&first.json()["id"]), percent)]);
        json!({"name": "Flat", "owners": parts, "fees": {"management_fee": 0.5}})
    };
    let unit = api.post_with("/v1/units", owners(100.0), &key).await;
    let again = api.post_with("/v1/units", owners(100.0), &key).await;
    assert_eq!((again.ok(), again.header("idempotent-replayed")), (unit.ok(), Some("true")));
    assert_eq!(api.get("/v1/units").await.ok()["count"], 1);
    assert_eq!(types(&api).await, ["unit.created", "owner.created"]);
}
