//! Events.

use serde_json::{Value, json};

use crate::support::{TestApi, on_both};

on_both! {
    an_event_tells_who_did_what
    events_are_numbered_without_gaps
}

async fn an_event_tells_who_did_what(api: TestApi) {
    let key = [("idempotency-key", "k-1")];
    let made = api.post_with("/v1/customers", json!({"name": "A"}), &key).await;
    let list = api.get("/v1/events").await.ok();
    let event = &list["data"][0];
    assert_eq!((&event["object"], &event["type"]), (&json!("event"), &json!("customer.created")));
    assert_eq!(event["data"], json!({"object": made.ok(), "previous_attributes": null}));
    let request = made.header("request-id").unwrap();
    assert_eq!(event["request"], json!({"id": request, "idempotency_key": "k-1"}));
    let id = event["id"].as_str().unwrap();
    assert_eq!(&api.get(&format!("/v1/events/{id}")).await.ok(), event);
    let other = api.other_account().await;
    assert_eq!(api.get_as(&other, &format!("/v1/events/{id}")).await.status, 404);
    let behind = api.get_as(&other, &format!("/v1/events?starting_after={id}")).await;
    assert_eq!(behind.refused(404).1.as_deref(), Some("starting_after"));
    assert_eq!(api.get("/v1/events?type=unheard.of").await.refused(400).1.as_deref(), Some("type"));
}

async fn events_are_numbered_without_gaps(api: TestApi) {
    let calls = (0..40).map(|_| api.post("/v1/customers", json!({})));
    for answer in futures_util::future::join_all(calls).await {
        answer.ok();
    }
    let mut seen = Vec::new();
    let mut path = "/v1/events?limit=7".to_owned();
    loop {
        let list = api.get(&path).await.ok();
        let data = list["data"].as_array().unwrap();
        let id = |event: &Value| event["id"].as_str().unwrap().to_owned();
        seen.extend(data.iter().map(id));
        if list["has_more"] == false {
            break;
        }
        path = format!("/v1/events?limit=7&starting_after={}", seen.last().unwrap());
    }
    assert_eq!(seen.len(), 40);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 40);
}
