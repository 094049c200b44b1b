//! Customers.

use serde_json::{Value, json};

use crate::support::{TestApi, on_both};

on_both! {
    a_customer_is_what_was_said
    an_update_changes_what_it_names
    faults_are_named
    lists_filter_by_address
    a_deleted_customer_is_gone
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

async fn a_customer_is_what_was_said(api: TestApi) {
    let body = json!({
        "email": "Kim@Example.com", "name": "Kim Example", "phone": "+44 20 7946 0000",
        "description": "Two\nlines", "locale": "sv",
        "address": {"line1": "1 Quay", "city": "Sampleton", "country": "GB"},
        "legal": {"first_name": "Kim", "last_name": "Example", "dob": {"day": 29, "month": 2, "year": 2000}},
        "metadata": {"flat": "3"},
    });
    let made = api.post("/v1/customers", body.clone()).await.ok();
    for (name, value) in body.as_object().unwrap() {
        match name.as_str() {
            "address" => assert_eq!(made["address"]["city"], value["city"]),
            _ => assert_eq!(&made[name], value, "{name}"),
        }
    }
    assert_eq!(made["address"]["postal_code"], Value::Null);
    assert_eq!((&made["object"], &made["livemode"]), (&json!("customer"), &json!(false)));
    assert_eq!(made.get("deleted"), None);
    let again = api.get(&format!("/v1/customers/{}", text(&made["id"]))).await.ok();
    assert_eq!(again, made);
}

async fn an_update_changes_what_it_names(api: TestApi) {
    let made =
        api.post("/v1/customers", json!({"name": "A", "phone": "1", "metadata": {"a": "1"}}));
    let made = made.await.ok();
    let path = format!("/v1/customers/{}", text(&made["id"]));
    let changes =
        json!({"name": "B", "phone": null, "archived": true, "metadata": {"a": null, "b": "2"}});
    let changed = api.post(&path, changes).await.ok();
    assert_eq!((&changed["name"], &changed["phone"]), (&json!("B"), &Value::Null));
    assert_eq!((&changed["archived"], &changed["metadata"]), (&json!(true), &json!({"b": "2"})));
    assert_eq!(api.get(&path).await.ok(), changed);
    let events = api.get("/v1/events?type=customer.updated").await.ok();
    let previous = &events["data"][0]["data"]["previous_attributes"];
    assert_eq!(previous["name"], "A");
    assert_eq!(previous.get("email"), None);
    // Nothing changed: nothing happened.
    api.post(&path, json!({"name": "B"})).await.ok();
    assert_eq!(api.get("/v1/events?type=customer.updated").await.ok()["count"], 1);
}

async fn faults_are_named(api: TestApi) {
    let cases = [
        (json!({"email": "nobody"}), "email"),
        (json!({"name": ""}), "name"),
        (json!({"name": "x".repeat(201)}), "name"),
        (json!({"locale": "tlh"}), "locale"),
        (json!({"address": {"country": "XX"}}), "address.country"),
        (json!({"address": "here"}), "address"),
        (json!({"legal": {"dob": {"day": 31, "month": 2, "year": 2000}}}), "legal.dob.day"),
        (json!({"metadata": {"a": 1}}), "metadata.a"),
        (json!({"archived": true}), "archived"),
        (json!({"default_payment_method": "pm_1"}), "default_payment_method"),
    ];
    for (body, param) in cases {
        let answer = api.post("/v1/customers", body).await;
        assert_eq!(answer.refused(400).1.as_deref(), Some(param));
    }
    let many: serde_json::Map<_, _> = (0..51).map(|it| (it.to_string(), json!("x"))).collect();
    let answer = api.post("/v1/customers", json!({"metadata": many})).await;
    assert_eq!(answer.refused(400).0, "metadata_too_many_keys");
    assert_eq!(api.get("/v1/events").await.ok()["count"], 0);
}

async fn lists_filter_by_address(api: TestApi) {
    for email in ["a@example.com", "b@example.com", "A@Example.com"] {
        api.post("/v1/customers", json!({"email": email})).await.ok();
    }
    let found = api.get("/v1/customers?email=a%40EXAMPLE.com").await.ok();
    assert_eq!(found["count"], 2);
    assert_eq!(found["data"][0]["email"], "A@Example.com");
    let answer = api.get("/v1/customers?email=nobody").await;
    assert_eq!(answer.refused(400).1.as_deref(), Some("email"));
}

async fn a_deleted_customer_is_gone(api: TestApi) {
    let made = api.post("/v1/customers", json!({"email": "a@example.com"})).await.ok();
    let id = text(&made["id"]);
    let session = json!({
        "amount": 10_000, "currency": "gbp", "customer": id, "mode": "payment",
        "payment_method_types": ["card"],
    });
    let session = text(&api.post("/v1/payment_sessions", session).await.ok()["id"]);
    let path = format!("/v1/customers/{id}");
    let deleted = api.delete(&path).await.ok();
    assert_eq!((&deleted["deleted"], &deleted["email"]), (&json!(true), &json!("a@example.com")));
    assert_eq!(api.get(&path).await.refused(404).0, "not_found");
    assert_eq!(api.delete(&path).await.refused(404).0, "not_found");
    assert_eq!(api.post(&path, json!({})).await.refused(404).0, "not_found");
    assert_eq!(api.get("/v1/customers").await.ok()["count"], 0);
    let session = api.get(&format!("/v1/payment_sessions/{session}")).await.ok();
    let reason = (&session["status"], &session["cancellation_reason"]);
    assert_eq!(reason, (&json!("canceled"), &json!("customer_deleted")));
    let events = api.get("/v1/events?limit=2").await.ok();
    let types: Vec<&Value> =
        events["data"].as_array().unwrap().iter().map(|it| &it["type"]).collect();
    assert_eq!(types, ["customer.deleted", "payment_session.canceled"]);
}
