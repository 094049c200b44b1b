//! Owners' money: what can be paid out, payouts and what becomes of them, and debts.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use serde_json::{Value, json};
use server::jobs::Runner;
use server::verify::verify;
use store::{DbError, audit};

use crate::support::{Answer, TestApi, on_both};

on_both! {
    pending_money_is_not_paid_out
    a_debt_is_netted_from_the_next_transfer
    a_payout_goes_its_way
    a_failed_payout_frees_its_transfers
    a_payout_fails_on_its_day
    money_that_comes_back_pays_a_debt_first
    many_at_once_share_what_is_available
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

pub(crate) async fn owner(api: &TestApi, name: &str) -> String {
    let body = json!({"email": "kim@example.com", "business_type": "individual", "name": name});
    text(&api.post("/v1/owners", body).await.ok()["id"])
}

pub(crate) async fn unit(api: &TestApi, parts: &[(&str, &str)]) -> String {
    let part =
        |(owner, percent): &(&str, &str)| json!({"owner": owner, "percent_ownership": percent});
    let owners: Vec<Value> = parts.iter().map(part).collect();
    text(&api.post("/v1/units", json!({"name": "Flat 3", "owners": owners})).await.ok()["id"])
}

/// A session that was paid, or whose debit was signed.
pub(crate) async fn paid(api: &TestApi, amount: i64, method: &str, data: Value) -> Value {
    let customer = api.post("/v1/customers", json!({"email": "p@example.com"})).await.ok();
    let body = json!({
        "amount": amount, "currency": "eur", "customer": customer["id"], "mode": "payment",
        "payment_method_types": [method], "transaction_data": data,
    });
    let session = api.post("/v1/payment_sessions", body).await.ok();
    let pay = format!("/v1/test_helpers/payment_sessions/{}/pay", text(&session["id"]));
    api.post(&pay, json!({"payment_method_type": method})).await.ok()
}

pub(crate) fn to(owner: &str) -> Value {
    json!({"transfer_data": {"destination": owner}})
}

pub(crate) async fn give_back(api: &TestApi, session: &Value, code: &str) {
    let path = format!("/v1/test_helpers/transactions/{}/return", text(&session["transaction"]));
    api.post(&path, json!({"code": code})).await.ok();
}

pub(crate) async fn transfer(api: &TestApi, owner: &str, amount: i64) -> Answer {
    let body = json!({"amount": amount, "currency": "eur", "destination": owner});
    api.post("/v1/transfers", body).await
}

pub(crate) async fn payout(api: &TestApi, owner: &str, more: Value) -> Answer {
    let mut body = json!({"destination": owner, "currency": "eur"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    api.post("/v1/owner_payouts", body).await
}

/// Approved and paid.
pub(crate) async fn pay_out(api: &TestApi, owner: &str) -> String {
    let id = text(&payout(api, owner, json!({"approve": true})).await.ok()["id"]);
    step(api, &id, "mark_paid", json!({})).await.ok();
    id
}

pub(crate) async fn step(api: &TestApi, payout: &str, step: &str, body: Value) -> Answer {
    api.post(&format!("/v1/owner_payouts/{payout}/{step}"), body).await
}

pub(crate) async fn advance_a_day(api: &TestApi) {
    api.post("/v1/test_helpers/clock/advance", json!({"seconds": 86_400})).await.ok();
}

/// An owner's balance: available, pending, in a payout, owed.
pub(crate) async fn balance(api: &TestApi, owner: &str) -> [i64; 4] {
    let list = api.get(&format!("/v1/balance/owners?owner={owner}")).await.ok();
    let one = &list["data"][0];
    ["available", "pending", "in_payout", "owed"]
        .map(|name| one[name][0]["amount"].as_i64().unwrap_or(0))
}

/// Every account of the ledger: credits less debits.
pub(crate) async fn ledger(api: &TestApi) -> BTreeMap<String, i64> {
    let all = api.db().read(audit::balances).await;
    let all: Vec<audit::Balance> = all.map_err(|error: DbError| error).unwrap();
    all.into_iter().map(|it| (it.ledger_account, it.credits - it.debits)).collect()
}

/// That all of it adds up: the ledger says the same as the balances, and `verify` nothing.
pub(crate) async fn sound(api: &TestApi, owner: &str) {
    let db = api.db().clone();
    let verified = tokio::task::spawn_blocking(move || verify(&db)).await.unwrap();
    assert!(verified.is_ok(), "{verified:?}");
    let (ledger, balance) = (ledger(api).await, balance(api, owner).await);
    let of = |name: &str| ledger.get(&format!("{name}:{owner}")).copied().unwrap_or(0);
    assert_eq!(of("owner"), balance[..3].iter().sum::<i64>());
    assert_eq!(of("owner_debt"), -balance[3]);
}

/// Moves on until the money of a debit is there.
pub(crate) async fn received(api: &TestApi, session: &Value) {
    until(api, session, |it| it["amount_received"] != 0).await;
}

/// Moves on until it has cleared.
pub(crate) async fn cleared(api: &TestApi, session: &Value) {
    until(api, session, |it| it["status"] == "paid").await;
}

async fn until(api: &TestApi, session: &Value, done: impl Fn(&Value) -> bool) {
    let path = format!("/v1/payment_sessions/{}", text(&session["id"]));
    for _ in 0..30 {
        if done(&api.get(&path).await.ok()) {
            return;
        }
        advance_a_day(api).await;
    }
    panic!("it never came: {}", api.get(&path).await.text);
}

async fn pending_money_is_not_paid_out(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let (one, two) = (owner(&api, "One").await, owner(&api, "Two").await);
    let flat = unit(&api, &[(&one, "33.3333"), (&two, "66.6667")]).await;
    let data = json!({"unit": flat, "transfer_data": {"use_unit_ownership": true}});
    let session = paid(&api, 10_000, "sepa_debit", data).await;
    received(&api, &session).await;
    assert_eq!(balance(&api, &one).await, [0, 3_333, 0, 0]);
    assert_eq!(balance(&api, &two).await, [0, 6_667, 0, 0]);
    let list = api.get(&format!("/v1/transfers?destination={one}")).await.ok();
    let pending = &list["data"][0];
    assert_eq!((&pending["status"], &pending["automatic"]), (&json!("pending"), &json!(true)));
    let asked = payout(&api, &one, json!({"transfers": [pending["id"]]})).await;
    let told = ("transfer_pending".to_owned(), Some("transfers[0]".to_owned()));
    assert_eq!(asked.refused(409), told);
    assert_eq!(asked.json()["error"]["available_on"], pending["available_on"]);
    let all = payout(&api, &one, json!({})).await;
    assert_eq!(all.refused(409).0, "nothing_to_pay_out");
    assert_eq!(all.json()["error"]["available_on"], pending["available_on"]);
    sound(&api, &one).await;

    cleared(&api, &session).await;
    assert_eq!(balance(&api, &one).await, [3_333, 0, 0, 0]);
    let made = payout(&api, &one, json!({"transfers": [pending["id"]]})).await.ok();
    assert_eq!((&made["amount"], &made["status"]), (&json!(3_333), &json!("draft")));
    let parts = json!([{"transfer": pending["id"], "amount": 3_333}]);
    assert_eq!(made["transfers"], parts);
    assert_eq!(balance(&api, &one).await, [0, 0, 3_333, 0]);
    let twice = payout(&api, &one, json!({"transfers": [pending["id"]]})).await;
    assert_eq!(twice.refused(409).0, "transfer_in_payout");
    assert_eq!(twice.json()["error"]["owner_payout"], made["id"]);
    sound(&api, &one).await;
    runner.stop().await;
}

async fn a_debt_is_netted_from_the_next_transfer(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let one = owner(&api, "One").await;
    let session = paid(&api, 10_000, "card", to(&one)).await;
    pay_out(&api, &one).await;
    assert_eq!(balance(&api, &one).await, [0; 4]);
    give_back(&api, &session, "chargeback").await;
    assert_eq!(balance(&api, &one).await, [0, 0, 0, 10_000]);
    sound(&api, &one).await;
    paid(&api, 4_000, "card", to(&one)).await;
    assert_eq!(balance(&api, &one).await, [0, 0, 0, 6_000]);
    assert_eq!(payout(&api, &one, json!({})).await.refused(409).0, "nothing_to_pay_out");
    paid(&api, 7_500, "card", to(&one)).await;
    assert_eq!(balance(&api, &one).await, [1_500, 0, 0, 0]);
    let made = payout(&api, &one, json!({"approve": true})).await.ok();
    assert_eq!(made["amount"], 1_500);
    sound(&api, &one).await;

    // By hand alike, and it says so on the work list.
    let by_hand = text(&made["transfers"][0]["transfer"]);
    step(&api, &text(&made["id"]), "mark_paid", json!({})).await.ok();
    let reversals = format!("/v1/transfers/{by_hand}/reversals");
    let back = api.post(&reversals, json!({"amount": 2_000})).await.ok();
    assert_eq!((&back["amount_owed"], &back["amount_borne"]), (&json!(2_000), &json!(0)));
    let events = api.get("/v1/events?type=work_item.created&limit=1").await.ok();
    let item = &events["data"][0]["data"]["object"];
    assert_eq!((&item["type"], &item["amount"]), (&json!("owner_debt"), &json!(2_000)));
    assert_eq!(item["owner"], json!(one));
    assert_eq!(balance(&api, &one).await, [0, 0, 0, 2_000]);
    sound(&api, &one).await;
    runner.stop().await;
}

/// Changes the account's settings.
async fn a_payout_goes_its_way(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let one = owner(&api, "One").await;
    paid(&api, 10_000, "card", to(&one)).await;
    let more =
        json!({"description": "May", "statement_descriptor": "RENT MAY", "metadata": {"k": "v"}});
    let draft = payout(&api, &one, more.clone()).await.ok();
    for (name, value) in more.as_object().unwrap() {
        assert_eq!(&draft[name], value, "{name}");
    }
    let id = text(&draft["id"]);
    let path = format!("/v1/owner_payouts/{id}");
    assert_eq!(api.get(&path).await.ok(), draft);
    assert_eq!(
        step(&api, &id, "mark_paid", json!({})).await.refused(409).0,
        "owner_payout_not_approved"
    );
    let approved = step(&api, &id, "approve", json!({})).await.ok();
    assert_eq!(approved["status"], "pending");
    assert_eq!(step(&api, &id, "approve", json!({})).await.ok(), approved);
    let named = api.post(&path, json!({"metadata": {"k": null}})).await.ok();
    assert_eq!(named["metadata"], json!({}));
    let ahead = step(&api, &id, "mark_paid", json!({"paid_on": "2099-01-01"})).await;
    assert_eq!(ahead.refused(400).1, Some("paid_on".to_owned()));
    // Nobody was paid what was not there yet.
    let early = step(&api, &id, "mark_paid", json!({"paid_on": "2026-01-05"})).await;
    assert_eq!(early.refused(400), ("date_too_early".to_owned(), Some("paid_on".to_owned())));
    let clock = api.get("/v1/test_helpers/clock").await.ok();
    let today = jiff::Timestamp::from_second(clock["now"].as_i64().unwrap()).unwrap();
    let today = today.strftime("%F").to_string();
    let said = json!({"paid_on": today, "reference": "F-17"});
    let done = step(&api, &id, "mark_paid", said.clone()).await.ok();
    assert_eq!((&done["status"], &done["paid_on"]), (&json!("paid"), &json!(today)));
    assert_eq!(done["reference"], "F-17");
    assert_eq!(step(&api, &id, "mark_paid", said).await.ok(), done);
    assert_eq!(step(&api, &id, "mark_paid", json!({})).await.ok(), done);
    for (name, body) in
        [("mark_paid", json!({"reference": "F-18"})), ("approve", json!({})), ("cancel", json!({}))]
    {
        assert_eq!(step(&api, &id, name, body).await.refused(409).0, "owner_payout_paid");
    }
    let ledger = ledger(&api).await;
    assert_eq!((ledger[&format!("owner:{one}")], ledger["in_transit:by_hand"]), (0, 10_000));
    let paid_out = api.get(&format!("/v1/transfers?destination={one}")).await.ok();
    assert_eq!(paid_out["data"][0]["status"], "paid_out");
    sound(&api, &one).await;
    let list = async |query: String| api.get(&query).await.ok()["count"].as_i64();
    assert_eq!(list(format!("/v1/owner_payouts?destination={one}&status=paid")).await, Some(1));
    assert_eq!(list("/v1/owner_payouts?status=draft".to_owned()).await, Some(0));
    let events = api.get("/v1/events?limit=100").await.ok();
    let all = events["data"].as_array().unwrap().iter().map(|it| text(&it["type"]));
    let ours: Vec<String> = all.filter(|it| it.starts_with("owner_payout.")).collect();
    let expected = ["paid", "updated", "updated", "created"].map(|it| format!("owner_payout.{it}"));
    assert_eq!(ours, expected);
    runner.stop().await;
}

async fn a_failed_payout_frees_its_transfers(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let one = owner(&api, "One").await;
    let session = paid(&api, 10_000, "card", to(&one)).await;
    let id = text(&payout(&api, &one, json!({})).await.ok()["id"]);
    let reason = json!({"reason": "Account closed"});
    let draft = step(&api, &id, "mark_failed", reason.clone()).await;
    assert_eq!(draft.refused(409).0, "owner_payout_not_approved");
    let canceled = step(&api, &id, "cancel", json!({})).await.ok();
    assert_eq!(canceled["status"], "canceled");
    assert_eq!(step(&api, &id, "cancel", json!({})).await.ok(), canceled);
    assert_eq!(step(&api, &id, "approve", json!({})).await.refused(409).0, "owner_payout_canceled");
    assert_eq!(balance(&api, &one).await, [10_000, 0, 0, 0]);

    // Nothing draws from what a payout has; once it is free again, it pays the debt.
    let id = text(&payout(&api, &one, json!({"approve": true})).await.ok()["id"]);
    give_back(&api, &session, "chargeback").await;
    assert_eq!(balance(&api, &one).await, [0, 0, 10_000, 10_000]);
    sound(&api, &one).await;
    assert_eq!(step(&api, &id, "mark_failed", json!({})).await.refused(400).0, "required");
    let failed = step(&api, &id, "mark_failed", reason.clone()).await.ok();
    assert_eq!(
        (&failed["status"], &failed["failure_message"]),
        (&json!("failed"), &reason["reason"])
    );
    assert_eq!(step(&api, &id, "mark_failed", reason).await.ok(), failed);
    assert_eq!(failed["transfers"][0]["amount"], 10_000);
    assert_eq!(balance(&api, &one).await, [0; 4]);
    sound(&api, &one).await;
    runner.stop().await;
}

async fn a_payout_fails_on_its_day(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let one = owner(&api, "One").await;
    let day = |clock: &Value, back: i64| {
        let at = clock["now"].as_i64().unwrap() - back * 86_400;
        jiff::Timestamp::from_second(at).unwrap().strftime("%Y-%m-%d").to_string()
    };
    paid(&api, 10_000, "card", to(&one)).await;
    let id = text(&payout(&api, &one, json!({"approve": true})).await.ok()["id"]);
    for _ in 0..3 {
        advance_a_day(&api).await;
    }
    let clock = api.get("/v1/test_helpers/clock").await.ok();
    let said = |on: &str| json!({"reason": "Closed", "failed_on": on, "reference": "B-1"});
    let refused = async |on: String| {
        let (code, param) = step(&api, &id, "mark_failed", said(&on)).await.refused(400);
        assert_eq!(param.as_deref(), Some("failed_on"));
        code
    };
    assert_eq!(refused(day(&clock, -1)).await, "date_in_the_future");
    // Not before it was approved; once it is paid, not before that.
    assert_eq!(refused(day(&clock, 4)).await, "date_too_early");
    step(&api, &id, "mark_paid", json!({"paid_on": day(&clock, 2)})).await.ok();
    assert_eq!(refused(day(&clock, 3)).await, "date_too_early");
    let failed = step(&api, &id, "mark_failed", said(&day(&clock, 1))).await.ok();
    let told = (&failed["status"], &failed["failed_on"], &failed["failure_reference"]);
    assert_eq!(told, (&json!("failed"), &json!(day(&clock, 1)), &json!("B-1")));
    assert_eq!(failed["reference"], Value::Null);
    for same in [said(&day(&clock, 1)), json!({"reason": "Closed"})] {
        assert_eq!(step(&api, &id, "mark_failed", same).await.ok(), failed);
    }
    for other in [said(&day(&clock, 0)), json!({"reason": "Closed", "reference": "B-2"})] {
        let refused = step(&api, &id, "mark_failed", other).await.refused(409);
        assert_eq!(refused.0, "owner_payout_failed");
    }
    assert_eq!(api.get(&format!("/v1/owner_payouts/{id}")).await.ok(), failed);
    let bounce = api.get("/v1/balance_transactions?type=payout_bounce").await.ok();
    let bounce = &bounce["data"][0];
    assert_eq!((&bounce["amount"], &bounce["value_date"]), (&json!(10_000), &failed["failed_on"]));
    sound(&api, &one).await;
    runner.stop().await;
}

async fn money_that_comes_back_pays_a_debt_first(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let one = owner(&api, "One").await;
    let session = paid(&api, 3_000, "card", to(&one)).await;
    let first = pay_out(&api, &one).await;
    paid(&api, 5_000, "card", to(&one)).await;
    let second = pay_out(&api, &one).await;
    give_back(&api, &session, "chargeback").await;
    assert_eq!(balance(&api, &one).await, [0, 0, 0, 3_000]);
    let back = step(&api, &second, "mark_failed", json!({"reason": "Wrong account"})).await.ok();
    assert_eq!((&back["status"], &back["paid_at"].is_i64()), (&json!("failed"), &true));
    assert_eq!(balance(&api, &one).await, [2_000, 0, 0, 0]);
    assert_eq!(ledger(&api).await["in_transit:by_hand"], 3_000);
    sound(&api, &one).await;
    let again = pay_out(&api, &one).await;
    assert!(again != second && again != first);
    assert_eq!(ledger(&api).await["in_transit:by_hand"], 5_000);
    sound(&api, &one).await;
    runner.stop().await;
}

async fn many_at_once_share_what_is_available(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let owners = [owner(&api, "One").await, owner(&api, "Two").await];
    paid(&api, 10_000, "card", json!({})).await;
    let tries = (0..20).map(|place| transfer(&api, &owners[place % 2], 1_000));
    let answers = join_all(tries).await;
    let made: Vec<u16> = answers.iter().map(|it| it.status).filter(|it| *it == 200).collect();
    assert_eq!(made.len(), 10, "{answers:?}");
    assert!(answers.iter().all(|it| matches!(it.status, 200 | 409)), "{answers:?}");
    assert_eq!(ledger(&api).await["merchant_funds"], 0);
    let tries = (0..4).map(|place| payout(&api, &owners[place % 2], json!({"approve": true})));
    let answers = join_all(tries).await;
    let made: Vec<Value> = answers.iter().filter(|it| it.status == 200).map(Answer::json).collect();
    assert_eq!(made.iter().filter_map(|it| it["amount"].as_i64()).sum::<i64>(), 10_000);
    let again = made.iter().flat_map(|it| std::iter::repeat_n(text(&it["id"]), 4));
    let ids: Vec<String> = again.collect();
    let paid_out = join_all(ids.iter().map(|id| step(&api, id, "mark_paid", json!({})))).await;
    assert!(paid_out.iter().all(|it| it.status == 200), "{paid_out:?}");
    assert_eq!(ledger(&api).await["in_transit:by_hand"], 10_000);
    sound(&api, &owners[0]).await;
    runner.stop().await;
}
