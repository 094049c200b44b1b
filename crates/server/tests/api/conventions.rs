//! What every call has in common: keys, faults, idempotency, lists.

use axum::body::Body;
use axum::http::Method;
use serde_json::json;
use testkit::databases::TempDatabase;

use crate::support::{TestApi, on_both};

on_both! {
    keys_open_what_is_theirs
    faults_come_in_order
    faults_are_listed_once
    a_repeat_is_answered_alike
    a_key_belongs_to_one_method
    only_success_is_kept
    lists_are_paged
    many_with_one_key_make_one
}

async fn keys_open_what_is_theirs(api: TestApi) {
    let id = api.post("/v1/customers", json!({})).await.ok()["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/customers/{id}");
    let none = api.call(Method::GET, &path, &[], Body::empty()).await;
    assert_eq!(none.refused(401).0, "key_missing");
    assert_eq!(none.header("www-authenticate"), Some("Bearer"));
    let unknown = api.get_as("sk_test_00000000000000000000000000000000", &path).await;
    assert_eq!(unknown.refused(401).0, "key_unknown");
    let live = api.new_key(true).await;
    let other = api.other_account().await;
    for key in [&live, &other] {
        let answer = api.get_as(key, &path).await;
        assert_eq!(answer.refused(404), ("not_found".to_owned(), None));
        let list = api.get_as(key, "/v1/customers").await.ok();
        assert_eq!(list["count"], 0);
    }
}

async fn faults_come_in_order(api: TestApi) {
    let json = ("content-type", "application/json");
    let post = |headers: Vec<(&'static str, String)>, body: Vec<u8>| {
        let api = &api;
        async move {
            let headers: Vec<(&str, &str)> =
                headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            api.call(Method::POST, "/v1/customers", &headers, body).await
        }
    };
    let key = || ("authorization", format!("Bearer {}", api.key));
    let json = || (json.0, json.1.to_owned());
    // A missing key is told before a broken body.
    assert_eq!(post(vec![json()], b"{".to_vec()).await.refused(401).0, "key_missing");
    assert_eq!(post(vec![key(), json()], b"{".to_vec()).await.refused(400).0, "invalid_json");
    let plain = post(vec![key()], b"{}".to_vec()).await;
    assert_eq!(plain.refused(415).0, "unsupported_content_type");
    let large = post(vec![key(), json()], vec![b' '; 10_000_000]).await;
    assert_eq!(large.refused(413).0, "body_too_large");
    let bad_utf8 = post(vec![key(), json()], b"{\"name\":\"\xff\"}".to_vec()).await;
    assert_eq!(bad_utf8.refused(400).0, "invalid_json");
    let nul = post(vec![key(), json()], br#"{"name":"a\u0000b"}"#.to_vec()).await;
    assert_eq!(nul.refused(400), ("text_control_character".to_owned(), Some("name".to_owned())));
    let long = ("idempotency-key", "k".repeat(300));
    let long = post(vec![key(), json(), long], b"{}".to_vec()).await;
    assert_eq!(long.refused(400).1.as_deref(), Some("Idempotency-Key"));
    assert_eq!(api.get("/v1/customers?x=1").await.refused(400).1.as_deref(), Some("x"));
    assert_eq!(api.get("/v1/nothing").await.refused(404).0, "unknown_route");
    assert_eq!(api.delete("/v1/customers").await.refused(405).0, "method_not_allowed");
    assert_eq!(api.get("/v1/customers/%ff").await.refused(404).0, "not_found");
    assert_eq!(api.get("/v1/customers").await.ok()["count"], 0);
}

/// `errors` has every fault, and has it once.
async fn faults_are_listed_once(api: TestApi) {
    let listed = async |path: &str, body: serde_json::Value| {
        let answer = api.post(path, body).await.json();
        let errors = answer["error"]["errors"].as_array().unwrap().clone();
        for name in ["code", "message", "param"] {
            assert_eq!(errors[0][name], answer["error"][name], "{answer}");
        }
        let told = |it: &serde_json::Value| format!("{} {}", it["param"], it["code"]);
        errors.iter().map(told).collect::<Vec<_>>()
    };
    let clock = "/v1/test_helpers/clock/advance";
    for neither in [json!({}), json!({"seconds": null}), json!({"to": null})] {
        assert_eq!(listed(clock, neither).await, [r#""seconds" "required""#]);
    }
    for (name, bad) in [("seconds", json!(-1)), ("to", json!("soon")), ("to", json!(-1))] {
        let told = listed(clock, json!({name: bad})).await;
        assert!(told.len() == 1 && told[0].starts_with(&format!("\"{name}\"")), "{told:?}");
    }
    let customer = format!("cus_{}", "0".repeat(26));
    let session = json!({
        "mode": "payment", "customer": customer, "amount": 10_000, "currency": "gbp",
        "reporting_type": "rent", "payment_method_types": ["card"],
    });
    assert_eq!(listed("/v1/payment_sessions", session).await, [r#""customer" "not_found""#]);
}

async fn a_repeat_is_answered_alike(api: TestApi) {
    let key = [("idempotency-key", "order-1")];
    let body = json!({"name": "A", "email": "a@example.com"});
    let first = api.post_with("/v1/customers", body.clone(), &key).await;
    first.ok();
    assert_eq!(first.header("idempotent-replayed"), None);
    let second = api.post_with("/v1/customers", body.clone(), &key).await;
    assert_eq!(second.header("idempotent-replayed"), Some("true"));
    assert_eq!((second.status, &second.text), (200, &first.text));
    assert_ne!(second.header("request-id"), first.header("request-id"));
    let other = api.post_with("/v1/customers", json!({"name": "B"}), &key).await;
    let problem = other.json();
    assert_eq!(other.refused(409).0, "idempotency_key_reused");
    let named: Vec<&str> = problem["error"]["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["param"].as_str().unwrap())
        .collect();
    assert_eq!(named, ["email", "name"]);
    let path = format!("/v1/customers/{}", first.json()["id"].as_str().unwrap());
    let elsewhere = api.post_with(&path, body, &key).await;
    assert_eq!(
        elsewhere.refused(409),
        ("idempotency_key_reused".to_owned(), Some("path".to_owned()))
    );
    assert_eq!(api.get("/v1/customers").await.ok()["count"], 1);
}

async fn a_key_belongs_to_one_method(api: TestApi) {
    let id = api.post("/v1/customers", json!({"name": "A"})).await.ok()["id"].clone();
    let path = format!("/v1/customers/{}", id.as_str().unwrap());
    let key = [("idempotency-key", "update-1")];
    api.post_with(&path, json!({}), &key).await.ok();
    let reused = api.delete_with(&path, &key).await.refused(409);
    assert_eq!(reused, ("idempotency_key_reused".to_owned(), Some("method".to_owned())));
    api.get(&path).await.ok();
    // A deletion can be repeated under its own key, like any other change.
    let own = [("idempotency-key", "delete-1")];
    let gone = api.delete_with(&path, &own).await;
    assert_eq!(gone.ok()["deleted"], true);
    let again = api.delete_with(&path, &own).await;
    assert_eq!((again.status, &again.text), (200, &gone.text));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(api.delete(&path).await.status, 404);
}

async fn only_success_is_kept(api: TestApi) {
    let key = [("idempotency-key", "order-2")];
    let bad = json!({"email": "nobody"});
    assert_eq!(api.post_with("/v1/customers", bad, &key).await.refused(400).0, "email_invalid");
    api.post_with("/v1/customers", json!({"email": "a@example.com"}), &key).await.ok();
    assert_eq!(api.get("/v1/customers").await.ok()["count"], 1);
}

async fn lists_are_paged(api: TestApi) {
    let mut ids = Vec::new();
    for number in 0..25 {
        let body = json!({"name": format!("Customer {number}")});
        ids.push(api.post("/v1/customers", body).await.ok()["id"].as_str().unwrap().to_owned());
    }
    // Newest first; within a millisecond, by their random part.
    ids.sort_unstable_by(|one, other| other.cmp(one));
    let page = |query: String| {
        let api = &api;
        async move {
            let list = api.get(&format!("/v1/customers?{query}")).await.ok();
            let data = list["data"].as_array().unwrap().iter();
            let got: Vec<String> = data.map(|it| it["id"].as_str().unwrap().to_owned()).collect();
            assert_eq!((&list["object"], &list["count"]), (&json!("list"), &json!(25)));
            (got, list["has_more"].as_bool().unwrap())
        }
    };
    assert_eq!(page(String::new()).await, (ids[..10].to_vec(), true));
    assert_eq!(page(format!("starting_after={}", ids[9])).await, (ids[10..20].to_vec(), true));
    assert_eq!(page(format!("starting_after={}", ids[19])).await, (ids[20..].to_vec(), false));
    assert_eq!(page(format!("limit=3&ending_before={}", ids[5])).await, (ids[2..5].to_vec(), true));
    assert_eq!(page("limit=100".to_owned()).await, (ids.clone(), false));
    let now = api.get(&format!("/v1/customers/{}", ids[0])).await.ok()["created"].clone();
    let past = api.get(&format!("/v1/customers?created[gt]={now}")).await.ok();
    assert_eq!((past["count"].clone(), past["data"].clone()), (json!(0), json!([])));
    let until = api.get(&format!("/v1/customers?created[lte]={now}")).await.ok();
    assert_eq!(until["count"], 25);
}

/// The same request at the same time has one effect.
async fn many_with_one_key_make_one(api: TestApi) {
    let body = json!({"name": "Once"});
    let calls = (0..32)
        .map(|_| api.post_with("/v1/customers", body.clone(), &[("idempotency-key", "one")]));
    let answers = futures_util::future::join_all(calls).await;
    assert!(answers.iter().all(|it| it.status == 200 && it.text == answers[0].text));
    let fresh = answers.iter().filter(|it| it.header("idempotent-replayed").is_none());
    assert_eq!(fresh.count(), 1);
    assert_eq!(api.get("/v1/customers").await.ok()["count"], 1);
}

#[tokio::test]
async fn too_many_requests_are_told_when_to_come_back() {
    let api = TestApi::start(TempDatabase::sqlite(), &[("rate_limit", "2")]).await;
    let mut last = api.get("/v1/account").await;
    for _ in 0..10 {
        last = api.get("/v1/account").await;
    }
    assert_eq!(last.refused(429).0, "rate_limited");
    assert_eq!(last.header("retry-after"), Some("1"));
}

/// Processors read errors as everybody does.
#[tokio::test]
async fn notices_are_refused_in_json() {
    let api = TestApi::start(TempDatabase::sqlite(), &[]).await;
    let id = format!("conn_{}", "0".repeat(26));
    let path = format!("/hooks/{id}");
    let send = async |path: &str, body: Vec<u8>| api.call(Method::POST, path, &[], body).await;
    assert_eq!(send(&path, b"{\xff}".to_vec()).await.refused(400).0, "notice_unreadable");
    let large = send(&path, vec![b' '; 1_048_577]).await;
    assert_eq!(large.refused(413).0, "body_too_large");
    assert_eq!(send(&path, b"{}".to_vec()).await.refused(404).0, "not_found");
    assert_eq!(send("/hooks/%ff", b"{}".to_vec()).await.refused(404).0, "not_found");
}

/// The number of a made-up key, as the key.
fn made_up(number: u32) -> String {
    format!("sk_test_{number:032}")
}

#[tokio::test]
async fn keys_are_not_tried_without_end() {
    let api = TestApi::start(TempDatabase::sqlite(), &[("rate_limit", "10000")]).await;
    let fresh = api.new_key(false).await;
    api.get("/v1/account").await.ok();
    for number in 0..100 {
        assert_eq!(api.get_as(&made_up(number), "/v1/account").await.refused(401).0, "key_unknown");
    }
    let held_back = api.get_as(&made_up(100), "/v1/account").await;
    assert_eq!(held_back.refused(429).0, "rate_limited");
    assert!(held_back.header("retry-after").unwrap().parse::<u32>().unwrap() <= 61);
    assert_eq!(api.get_as(&fresh, "/v1/account").await.status, 429);
    // What is known to work goes on, for others may share the address.
    api.get("/v1/account").await.ok();
    api.post("/v1/customers", json!({})).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn made_up_keys_do_not_wait_for_the_writer() {
    let api = TestApi::start(TempDatabase::sqlite(), &[]).await;
    let (begin, begun) = std::sync::mpsc::channel();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let released = std::sync::Mutex::new(released);
    let writing = api.db().write(move |_| {
        begin.send(()).unwrap();
        let _ = released.lock().unwrap().recv();
        Ok::<_, store::DbError>(())
    });
    let asking = async {
        begun.recv().unwrap();
        let bearer = format!("Bearer {}", made_up(0));
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let asked = api.call(Method::POST, "/v1/customers", &headers, "{}");
        let answer = tokio::time::timeout(std::time::Duration::from_secs(10), asked).await;
        drop(release);
        assert_eq!(answer.unwrap().refused(401).0, "key_unknown");
    };
    let (written, ()) = tokio::join!(writing, asking);
    written.unwrap();
}

#[tokio::test]
async fn every_answer_has_its_headers() {
    let api = TestApi::start(TempDatabase::sqlite(), &[]).await;
    for path in ["/v1/account", "/nothing", "/health/ready", "/openapi.json", "/docs/", "/metrics"]
    {
        let answer = api.get(path).await;
        assert!(answer.header("request-id").unwrap().starts_with("req_"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(!policy.contains("unsafe-inline") || path == "/docs/", "{path}: {policy}");
    }
}

#[tokio::test]
async fn the_use_of_a_key_is_noted() {
    let api = TestApi::start(TempDatabase::sqlite(), &[]).await;
    api.get("/v1/account").await.ok();
    for _ in 0..100 {
        let keys = api.db().read(|tx| {
            let account = store::accounts::list(tx)?.remove(0).id;
            store::keys::list(tx, account)
        });
        let keys: Result<_, store::DbError> = keys.await;
        if keys.unwrap()[0].last_used_at.is_some() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the use was not noted");
}
