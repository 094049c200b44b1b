//! The account.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::debit::Scheme;
use serde_json::{Value, json};

use crate::support::{TestApi, on_both};

on_both! {
    an_account_is_what_was_said
    faults_are_named
    live_accounts_need_a_live_key
    notice_is_agreed_scheme_by_scheme
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

async fn an_account_is_what_was_said(api: TestApi) {
    let before = api.get("/v1/account").await.ok();
    assert_eq!(before["sepa_creditor_identifier"], "DE98ZZZ09999999999");
    assert_eq!(before["bacs_service_user_number"], "000000");
    assert_eq!((&before["paid_when"], &before["reopen"]), (&json!("cleared"), &json!("manual")));
    let icon = format!("data:image/png;base64,{}", STANDARD.encode(PNG));
    let body = json!({
        "business_name": "Lantern", "display_name": "The Lantern", "color": "#B4432F",
        "address": {"city": "Sampleton", "country": "GB"}, "time_zone": "Europe/London",
        "icon": icon, "support_email": "help@example.com", "paid_when": "collected",
        "privacy_url": "https://example.com/privacy", "statement_descriptor": "LANTERN",
        "allowed_return_urls": ["https://example.com/"], "bacs_service_user_number": "123456",
    });
    let changed = api.post("/v1/account", body).await.ok();
    assert_eq!(changed["color"], "#b4432f");
    assert_eq!(changed["bacs_service_user_number"], "123456");
    assert_eq!(changed["display_name"], "The Lantern");
    assert_eq!(changed["legal_name"], Value::Null);
    assert_eq!(api.get("/v1/account").await.ok(), changed);
    let icon = changed["icon"].as_str().unwrap().strip_prefix("https://pay.example").unwrap();
    let request = axum::http::Request::get(icon).body(axum::body::Body::empty()).unwrap();
    let router = server::router::router(api.app.clone());
    let picture = tower::ServiceExt::oneshot(router, request).await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/png");
    assert!(picture.headers()["cache-control"].to_str().unwrap().contains("immutable"));
    let bytes = axum::body::to_bytes(picture.into_body(), 1_000).await.unwrap();
    assert_eq!(&*bytes, PNG);
    let cleared = api.post("/v1/account", json!({"icon": null, "display_name": null})).await.ok();
    assert_eq!((&cleared["icon"], &cleared["display_name"]), (&Value::Null, &Value::Null));
    assert_eq!(api.get(icon).await.refused(404).0, "not_found");
}

async fn faults_are_named(api: TestApi) {
    let cases = [
        json!({"business_name": null}),
        json!({"time_zone": "Mars/Olympus"}),
        json!({"color": "red"}),
        json!({"icon": "data:image/png;base64,AAAA"}),
        json!({"icon": "https://example.com/icon.png"}),
        json!({"support_email": "nobody"}),
        json!({"privacy_url": "javascript:alert(1)"}),
        json!({"statement_descriptor": "☃"}),
        json!({"sepa_creditor_identifier": "DE00ZZZ09999999999"}),
        json!({"bacs_service_user_number": "000000"}),
        json!({"advance_notice": 10}),
        json!({"paid_when": "never"}),
        json!({"reopen": null}),
        json!({"allowed_return_urls": "https://example.com"}),
        json!({"id": "acct_1"}),
    ];
    let before = api.get("/v1/account").await.ok();
    for body in cases {
        let name = body.as_object().unwrap().keys().next().unwrap().clone();
        let answer = api.post("/v1/account", body).await;
        assert_eq!(answer.refused(400).1, Some(name));
    }
    let answer =
        api.post("/v1/account", json!({"allowed_return_urls": ["https://a.example", "x"]}));
    assert_eq!(answer.await.refused(400).1.as_deref(), Some("allowed_return_urls[1]"));
    assert_eq!(api.get("/v1/account").await.ok(), before);
}

async fn live_accounts_need_a_live_key(mut api: TestApi) {
    let live = api.new_key(true).await;
    let answer = api.post("/v1/account", json!({"business_name": "X"})).await;
    assert_eq!(answer.refused(403).0, "live_key_required");
    api.key = live;
    let changed = api.post("/v1/account", json!({"business_name": "X"})).await.ok();
    assert_eq!((&changed["business_name"], &changed["livemode"]), (&json!("X"), &json!(true)));
    assert_eq!(changed["sepa_creditor_identifier"], Value::Null);
}

async fn notice_is_agreed_scheme_by_scheme(api: TestApi) {
    let usual = api.get("/v1/account").await.ok()["advance_notice"].clone();
    let known: Vec<&str> = Scheme::ALL.iter().map(|scheme| scheme.as_str()).collect();
    let mut told: Vec<&str> = usual.as_object().unwrap().keys().map(String::as_str).collect();
    told.sort_by_key(|name| known.iter().position(|it| it == name));
    assert_eq!(told, known);
    let ten = json!({"days": 10, "counted": "working_days", "confirmation_replaces_notice": true});
    assert_eq!(usual["bacs"], ten);
    assert_eq!(usual["sepa_core"]["days"], 14);
    assert_eq!(usual["sepa_core"]["counted"], "calendar_days");
    let agree = |notice: Value| api.post("/v1/account", json!({"advance_notice": notice}));
    let agreed = json!({"bacs": {"days": 3}, "sepa_core": {"confirmation_replaces_notice": false}});
    let changed = agree(agreed).await.ok()["advance_notice"].clone();
    assert_eq!((&changed["bacs"]["days"], &changed["sepa_core"]["days"]), (&json!(3), &json!(14)));
    assert_eq!(changed["sepa_core"]["confirmation_replaces_notice"], false);
    // What is left out stays, and null is the usual again.
    let changed = agree(json!({"bacs": null})).await.ok()["advance_notice"].clone();
    assert_eq!((&changed["bacs"], &changed["sepa_core"]["days"]), (&ten, &json!(14)));
    assert_eq!(changed["sepa_core"]["confirmation_replaces_notice"], false);
    for (notice, param) in [
        (json!({"bacs": {"days": 61}}), "advance_notice.bacs.days"),
        (json!({"bacs": {"days": -1}}), "advance_notice.bacs.days"),
        (json!({"bacs": {"weeks": 2}}), "advance_notice.bacs.weeks"),
        (json!({"card": {"days": 1}}), "advance_notice.card"),
    ] {
        assert_eq!(agree(notice).await.refused(400).1.as_deref(), Some(param));
    }
    assert_eq!(agree(Value::Null).await.ok()["advance_notice"], usual);
}
