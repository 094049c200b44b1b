//! Owners and units that go, and what stands in their way.

use serde_json::{Value, json};
use server::jobs::Runner;

use crate::payouts::{advance_a_day, owner, sound, text, to, unit};
use crate::support::{Answer, TestApi, on_both};

on_both! {
    an_owner_whom_a_session_is_to_pay_stays
    a_unit_whose_payments_are_to_be_split_stays
    an_expired_session_opens_again_only_for_owners_who_are_there
}

/// A session that is open, with this `transaction_data`.
async fn open(api: &TestApi, data: Value, more: Value) -> Value {
    let customer = api.post("/v1/customers", json!({"email": "p@example.com"})).await.ok();
    let mut body = json!({
        "amount": 10_000, "currency": "eur", "customer": customer["id"], "mode": "payment",
        "payment_method_types": ["card"], "transaction_data": data,
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    api.post("/v1/payment_sessions", body).await.ok()
}

async fn act(api: &TestApi, session: &Value, action: &str) -> Answer {
    let path = format!("/v1/payment_sessions/{}{action}", text(&session["id"]));
    api.post(&path, json!({})).await
}

/// That it is refused by that code, and which session stands in the way.
#[track_caller]
fn refused(answer: &Answer, code: &str, session: &Value) {
    assert_eq!(answer.refused(409).0, code);
    assert_eq!(answer.json()["error"]["payment_session"], session["id"]);
}

async fn an_owner_whom_a_session_is_to_pay_stays(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let (one, other) = (owner(&api, "One").await, owner(&api, "Other").await);
    let path = format!("/v1/owners/{one}");
    let session = open(&api, to(&one), json!({})).await;
    // A session that only speaks of an owner is no reason.
    let words = json!({"transfer_data": {"destination": one}, "description": other});
    let second = open(&api, words, json!({})).await;
    api.delete(&format!("/v1/owners/{other}")).await.ok();
    let code = "owner_has_open_payment_sessions";
    refused(&api.delete(&path).await, code, &session);
    act(&api, &session, "/cancel").await.ok();
    refused(&api.delete(&path).await, code, &second);
    act(&api, &second, "/cancel").await.ok();
    assert_eq!(api.delete(&path).await.ok()["deleted"], true);

    // Who is in a split that is fixed stays in it, though the unit is another's by now.
    let (one, other) = (owner(&api, "One").await, owner(&api, "Other").await);
    let flat = unit(&api, &[(&one, "100")]).await;
    let data = json!({"unit": flat, "transfer_data": {"use_unit_ownership": true}});
    let session = open(&api, data, json!({})).await;
    let path = format!("/v1/test_helpers/payment_sessions/{}/pay", text(&session["id"]));
    let paid = api.post(&path, json!({"payment_method_type": "card"})).await.ok();
    let path = format!("/v1/test_helpers/transactions/{}/return", text(&paid["transaction"]));
    api.post(&path, json!({"code": "chargeback"})).await.ok();
    let owners = json!({"owners": [{"owner": other, "percent_ownership": 100}]});
    api.post(&format!("/v1/units/{flat}"), owners).await.ok();
    refused(&api.delete(&format!("/v1/owners/{one}")).await, code, &session);
    sound(&api, &one).await;
    runner.stop().await;
}

async fn a_unit_whose_payments_are_to_be_split_stays(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let one = owner(&api, "One").await;
    let flat = unit(&api, &[(&one, "100")]).await;
    let (path, code) = (format!("/v1/units/{flat}"), "unit_has_open_payment_sessions");
    let data = json!({"unit": flat, "transfer_data": {"use_unit_ownership": true}});
    let session = open(&api, data, json!({})).await;
    refused(&api.delete(&path).await, code, &session);
    // Money that waits for its owners needs the unit, too.
    api.post(&path, json!({"owners": []})).await.ok();
    let pay = format!("/v1/test_helpers/payment_sessions/{}/pay", text(&session["id"]));
    api.post(&pay, json!({"payment_method_type": "card"})).await.ok();
    refused(&api.delete(&path).await, code, &session);
    let owners = json!({"owners": [{"owner": one, "percent_ownership": 100}]});
    api.post(&path, owners).await.ok();
    let items = api.get("/v1/work_items?status=open&type=unallocated").await.ok();
    let resolve = format!("/v1/work_items/{}/resolve", text(&items["data"][0]["id"]));
    api.post(&resolve, json!({"action": "allocate"})).await.ok();
    // A session that is only named for a unit passes nothing on.
    open(&api, json!({"unit": flat}), json!({})).await;
    assert_eq!(api.delete(&path).await.ok()["deleted"], true);
    sound(&api, &one).await;
    runner.stop().await;
}

async fn an_expired_session_opens_again_only_for_owners_who_are_there(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let one = owner(&api, "One").await;
    let now = api.get("/v1/test_helpers/clock").await.ok()["now"].as_i64().unwrap();
    let session = open(&api, to(&one), json!({"expires_at": now + 60})).await;
    advance_a_day(&api).await;
    api.delete(&format!("/v1/owners/{one}")).await.ok();
    let path = format!("/v1/payment_sessions/{}", text(&session["id"]));
    let again = api.post(&path, json!({"expires_at": now + 864_000})).await;
    assert_eq!(again.refused(409).0, "owner_deleted");
    assert_eq!(again.json()["error"]["owner"], one);
    assert_eq!(api.get(&path).await.ok()["status"], "canceled");
    runner.stop().await;
}
