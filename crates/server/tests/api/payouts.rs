//! Owners' money: transfers and reversals by hand, payouts, balances, statements.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use server::jobs::Runner;
use server::verify::verify;
use store::accounts::{self, OwnerDebt, Settings};
use store::{DbError, audit};

use crate::support::{Answer, TestApi, on_both};

on_both! {
    a_transfer_is_no_more_than_what_is_available
    a_transfer_is_made_and_taken_back
    faults_are_named
    pending_money_is_not_paid_out
    a_debt_is_netted_from_the_next_transfer
    a_merchant_may_bear_it
    a_payout_goes_its_way
    a_failed_payout_frees_its_transfers
    money_that_comes_back_pays_a_debt_first
    a_hand_reversal_counts_in_the_split
    statements_and_balances_are_the_ledgers
    nobody_sees_what_is_anothers
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

async fn owner(api: &TestApi, name: &str) -> String {
    let body = json!({"email": "kim@example.com", "business_type": "individual", "name": name});
    text(&api.post("/v1/owners", body).await.ok()["id"])
}

async fn unit(api: &TestApi, parts: &[(&str, &str)]) -> String {
    let part =
        |(owner, percent): &(&str, &str)| json!({"owner": owner, "percent_ownership": percent});
    let owners: Vec<Value> = parts.iter().map(part).collect();
    text(&api.post("/v1/units", json!({"name": "Flat 3", "owners": owners})).await.ok()["id"])
}

/// A session that was paid, or whose debit was signed.
async fn paid(api: &TestApi, amount: i64, method: &str, data: Value) -> Value {
    let customer = api.post("/v1/customers", json!({"email": "p@example.com"})).await.ok();
    let body = json!({
        "amount": amount, "currency": "eur", "customer": customer["id"], "mode": "payment",
        "payment_method_types": [method], "transaction_data": data,
    });
    let session = api.post("/v1/payment_sessions", body).await.ok();
    let pay = format!("/v1/test_helpers/payment_sessions/{}/pay", text(&session["id"]));
    api.post(&pay, json!({"payment_method_type": method})).await.ok()
}

fn to(owner: &str) -> Value {
    json!({"transfer_data": {"destination": owner}})
}

async fn give_back(api: &TestApi, session: &Value, code: &str) {
    let path = format!("/v1/test_helpers/transactions/{}/return", text(&session["transaction"]));
    api.post(&path, json!({"code": code})).await.ok();
}

async fn transfer(api: &TestApi, owner: &str, amount: i64) -> Answer {
    let body = json!({"amount": amount, "currency": "eur", "destination": owner});
    api.post("/v1/transfers", body).await
}

async fn payout(api: &TestApi, owner: &str, more: Value) -> Answer {
    let mut body = json!({"destination": owner, "currency": "eur"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    api.post("/v1/owner_payouts", body).await
}

/// Approved and paid.
async fn pay_out(api: &TestApi, owner: &str) -> String {
    let id = text(&payout(api, owner, json!({"approve": true})).await.ok()["id"]);
    step(api, &id, "mark_paid", json!({})).await.ok();
    id
}

async fn step(api: &TestApi, payout: &str, step: &str, body: Value) -> Answer {
    api.post(&format!("/v1/owner_payouts/{payout}/{step}"), body).await
}

async fn advance_a_day(api: &TestApi) {
    api.post("/v1/test_helpers/clock/advance", json!({"seconds": 86_400})).await.ok();
}

/// An owner's balance: available, pending, in a payout, owed.
async fn balance(api: &TestApi, owner: &str) -> [i64; 4] {
    let list = api.get(&format!("/v1/balance/owners?owner={owner}")).await.ok();
    let one = &list["data"][0];
    ["available", "pending", "in_payout", "owed"]
        .map(|name| one[name][0]["amount"].as_i64().unwrap_or(0))
}

/// Every account of the ledger: credits less debits.
async fn ledger(api: &TestApi) -> BTreeMap<String, i64> {
    let all = api.db().read(audit::balances).await;
    let all: Vec<audit::Balance> = all.map_err(|error: DbError| error).unwrap();
    all.into_iter().map(|it| (it.ledger_account, it.credits - it.debits)).collect()
}

/// That all of it adds up: the ledger says the same as the balances, and `verify` nothing.
async fn sound(api: &TestApi, owner: &str) {
    let db = api.db().clone();
    let verified = tokio::task::spawn_blocking(move || verify(&db)).await.unwrap();
    assert!(verified.is_ok(), "{verified:?}");
    let (ledger, balance) = (ledger(api).await, balance(api, owner).await);
    let of = |name: &str| ledger.get(&format!("{name}:{owner}")).copied().unwrap_or(0);
    assert_eq!(of("owner"), balance[..3].iter().sum::<i64>());
    assert_eq!(of("owner_debt"), -balance[3]);
}

async fn a_transfer_is_no_more_than_what_is_available(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let one = owner(&api, "One").await;
    let refused = transfer(&api, &one, 1).await;
    assert_eq!(refused.refused(409).0, "insufficient_available_funds");
    assert_eq!(refused.json()["error"]["available"], 0);
    paid(&api, 10_000, "card", json!({})).await;
    let refused = transfer(&api, &one, 10_001).await;
    assert_eq!(refused.refused(409).0, "insufficient_available_funds");
    assert_eq!(refused.json()["error"]["available"], 10_000);
    assert_eq!(balance(&api, &one).await, [0; 4]);
    transfer(&api, &one, 7_000).await.ok();
    assert_eq!(transfer(&api, &one, 3_001).await.json()["error"]["available"], 3_000);
    transfer(&api, &one, 3_000).await.ok();
    assert_eq!(balance(&api, &one).await, [10_000, 0, 0, 0]);

    // What has not cleared is nobody's to pass on.
    let session = paid(&api, 5_000, "sepa_debit", json!({})).await;
    received(&api, &session).await;
    assert_eq!(transfer(&api, &one, 1).await.json()["error"]["available"], 0);
    cleared(&api, &session).await;
    transfer(&api, &one, 5_000).await.ok();
    sound(&api, &one).await;
    runner.stop().await;
}

/// Moves on until the money of a debit is there.
async fn received(api: &TestApi, session: &Value) {
    until(api, session, |it| it["amount_received"] != 0).await;
}

/// Moves on until it has cleared.
async fn cleared(api: &TestApi, session: &Value) {
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

async fn a_transfer_is_made_and_taken_back(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let (one, flat) = (owner(&api, "One").await, unit(&api, &[]).await);
    let session = paid(&api, 10_000, "card", json!({})).await;
    let body = json!({
        "amount": 4_000, "currency": "eur", "destination": one, "unit": flat, "description": "May",
        "source_transaction": session["transaction"], "reporting_type": "rent",
        "metadata": {"a": "1"},
    });
    let made = api.post("/v1/transfers", body.clone()).await.ok();
    for (name, value) in body.as_object().unwrap() {
        assert_eq!(&made[name], value, "{name}");
    }
    let whole = (&made["status"], &made["automatic"], &made["amount_remaining"]);
    assert_eq!(whole, (&json!("available"), &json!(false), &json!(4_000)));
    let path = format!("/v1/transfers/{}", text(&made["id"]));
    let shown = api.get(&path).await.ok();
    assert_eq!((&shown["amount"], &shown["reversals"]), (&json!(4_000), &json!([])));
    let changed = api.post(&path, json!({"metadata": {"a": null, "b": "2"}})).await.ok();
    assert_eq!(changed["metadata"], json!({"b": "2"}));
    let fixed = api.post(&path, json!({"description": "June"})).await.refused(400);
    assert_eq!(fixed.0, "unknown_field");
    let query = format!("?source_transaction={}&destination={one}", text(&session["transaction"]));
    assert_eq!(api.get(&format!("/v1/transfers{query}")).await.ok()["data"], json!([changed]));

    let reversals = format!("{path}/reversals");
    let more = api.post(&reversals, json!({"amount": 4_001})).await;
    assert_eq!(more.refused(400), ("amount_too_large".to_owned(), Some("amount".to_owned())));
    let body = json!({"amount": 1_500, "description": "Repair", "metadata": {"x": "y"}});
    let first = api.post(&reversals, body).await.ok();
    let whole = (&first["amount"], &first["amount_owed"], &first["description"]);
    assert_eq!(whole, (&json!(1_500), &json!(0), &json!("Repair")));
    assert_eq!(first["metadata"]["x"], "y");
    let rest = api.post(&reversals, json!({})).await.ok();
    assert_eq!(rest["amount"], 2_500);
    assert_eq!(api.post(&reversals, json!({})).await.refused(409).0, "transfer_reversed");
    let list = api.get(&reversals).await.ok();
    assert_eq!((&list["count"], &list["data"]), (&json!(2), &json!([rest, first])));
    let shown = api.get(&path).await.ok();
    assert_eq!((&shown["reversed"], &shown["reversals"]), (&json!(true), &list["data"]));
    assert_eq!(ledger(&api).await["merchant_funds"], 10_000);
    assert_eq!(balance(&api, &one).await, [0; 4]);
    sound(&api, &one).await;
    runner.stop().await;
}

async fn faults_are_named(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let (one, two) = (owner(&api, "One").await, owner(&api, "Two").await);
    let session = paid(&api, 1_000, "card", to(&two)).await;
    paid(&api, 1_000, "card", json!({})).await;
    let right = json!({"amount": 1, "currency": "eur", "destination": one});
    let missing = |prefix: &str| format!("{prefix}_00000000000000000000000000");
    let cases = [
        (json!({"amount": 0}), 400, "amount", "out_of_range"),
        (json!({"currency": "jpy"}), 400, "currency", "unknown_value"),
        (json!({"destination": missing("own")}), 404, "destination", "not_found"),
        (json!({"source_transaction": missing("txn")}), 404, "source_transaction", "not_found"),
        (json!({"unit": missing("unit")}), 404, "unit", "not_found"),
        (json!({"reporting_type": "x"}), 400, "reporting_type", "unknown_value"),
        (json!({"apply_unit_fees": true}), 400, "apply_unit_fees", "not_supported"),
    ];
    for (changes, status, param, code) in cases {
        let mut body = right.clone();
        body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let refused = api.post("/v1/transfers", body).await.refused(status);
        assert_eq!(refused, (code.to_owned(), Some(param.to_owned())));
    }
    let query = format!("/v1/transfers?source_transaction={}", text(&session["transaction"]));
    let others = text(&api.get(&query).await.ok()["data"][0]["id"]);
    let own = text(&transfer(&api, &one, 500).await.ok()["id"]);
    let cases = [
        (json!([missing("tr")]), 404, "transfers[0]", "not_found"),
        (json!([own, others]), 400, "transfers[1]", "transfer_of_another_owner"),
        (json!([own, own]), 400, "transfers[1]", "given_twice"),
        (json!([]), 400, "transfers", "list_empty"),
        (json!(["tr_1"]), 400, "transfers[0]", "invalid_id"),
    ];
    for (transfers, status, param, code) in cases {
        let refused = payout(&api, &one, json!({"transfers": transfers})).await.refused(status);
        assert_eq!(refused, (code.to_owned(), Some(param.to_owned())));
    }
    let gbp = payout(&api, &one, json!({"transfers": [own], "currency": "gbp"})).await;
    assert_eq!(gbp.refused(400).0, "currency_mismatch");
    let none = payout(&api, &one, json!({"currency": "gbp"})).await;
    assert_eq!(none.refused(409).0, "nothing_to_pay_out");
    api.post(&format!("/v1/transfers/{own}/reversals"), json!({})).await.ok();
    let empty = payout(&api, &one, json!({"transfers": [own]})).await;
    assert_eq!(empty.refused(409).0, "transfer_empty");
    sound(&api, &two).await;
    runner.stop().await;
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

async fn a_merchant_may_bear_it(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let borne: Result<(), DbError> = api
        .db()
        .write(|tx| {
            let account = accounts::list(tx)?.remove(0);
            let settings = Settings { owner_debt: OwnerDebt::Borne, ..(*account.settings).clone() };
            accounts::update(tx, account.id, &settings)
        })
        .await;
    borne.unwrap();
    let one = owner(&api, "One").await;
    paid(&api, 10_000, "card", json!({})).await;
    let made = transfer(&api, &one, 6_000).await.ok();
    pay_out(&api, &one).await;
    let reversals = format!("/v1/transfers/{}/reversals", text(&made["id"]));
    let back = api.post(&reversals, json!({})).await.ok();
    assert_eq!((&back["amount_owed"], &back["amount_borne"]), (&json!(0), &json!(6_000)));
    assert_eq!(ledger(&api).await["merchant_funds"], 4_000);
    assert_eq!(balance(&api, &one).await, [0; 4]);
    sound(&api, &one).await;
    runner.stop().await;
}

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
    let said = json!({"paid_on": "2026-01-05", "reference": "F-17"});
    let done = step(&api, &id, "mark_paid", said.clone()).await.ok();
    assert_eq!((&done["status"], &done["paid_on"]), (&json!("paid"), &json!("2026-01-05")));
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

async fn a_hand_reversal_counts_in_the_split(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let one = owner(&api, "One").await;
    let session = paid(&api, 10_000, "sepa_debit", to(&one)).await;
    received(&api, &session).await;
    let list = api.get(&format!("/v1/transfers?destination={one}")).await.ok();
    let reversals = format!("/v1/transfers/{}/reversals", text(&list["data"][0]["id"]));
    api.post(&reversals, json!({"amount": 4_000})).await.ok();
    assert_eq!(balance(&api, &one).await, [0, 6_000, 0, 0]);
    // What was taken back is no more cleared than it was.
    assert_eq!(transfer(&api, &one, 1).await.json()["error"]["available"], 0);
    cleared(&api, &session).await;
    assert_eq!(balance(&api, &one).await, [6_000, 0, 0, 0]);
    pay_out(&api, &one).await;
    give_back(&api, &session, "MD06").await;
    assert_eq!(balance(&api, &one).await, [0, 0, 0, 6_000]);
    assert_eq!(ledger(&api).await.get("merchant_funds").copied().unwrap_or(0), 0);
    sound(&api, &one).await;
    runner.stop().await;
}

async fn statements_and_balances_are_the_ledgers(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let one = owner(&api, "Kim, \"Homes\"").await;
    let flat = unit(&api, &[(&one, "100")]).await;
    let data = json!({"unit": flat, "transfer_data": {"use_unit_ownership": true}});
    let session = paid(&api, 10_000, "card", data).await;
    pay_out(&api, &one).await;
    let clock = api.get("/v1/test_helpers/clock").await.ok();
    advance_a_day(&api).await;
    give_back(&api, &session, "chargeback").await;
    paid(&api, 12_500, "card", to(&one)).await;
    let id = text(&payout(&api, &one, json!({"approve": true})).await.ok()["id"]);
    step(&api, &id, "mark_paid", json!({})).await.ok();
    step(&api, &id, "mark_failed", json!({"reason": "Closed"})).await.ok();

    let first = day(clock["now"].as_i64().unwrap());
    let second = day(clock["now"].as_i64().unwrap() + 86_400);
    let ask = async |from: &str, to: &str, more: &str| {
        let query = format!("from={from}&to={to}&currency=eur{more}");
        let path = format!("/v1/owners/{one}/statement?{query}");
        api.get(&path).await
    };
    let whole = ask(&first, &second, "").await.ok();
    let lines = whole["lines"].as_array().unwrap();
    let seen: Vec<_> =
        lines.iter().map(|it| (text(&it["type"]), it["balance"].as_i64().unwrap())).collect();
    let expected = [
        ("transfer", 10_000),
        ("payout", 0),
        ("reversal", -10_000),
        ("transfer", 2_500),
        ("payout", 0),
        ("payout_returned", 2_500),
    ];
    assert_eq!(seen, expected.map(|(kind, sum)| (kind.to_owned(), sum)));
    let begun = (&lines[0]["unit_name"], &lines[0]["transaction"], &lines[0]["date"]);
    assert_eq!(begun, (&json!("Flat 3"), &session["transaction"], &json!(first)));
    assert_eq!((&lines[3]["debt_netted"], &lines[4]["source"]), (&json!(10_000), &json!(id)));
    let sums = ["opening_balance", "total_in", "total_out", "closing_balance"];
    assert_eq!(sums.map(|it| whole[it].as_i64().unwrap()), [0, 25_000, 22_500, 2_500]);
    let later = ask(&second, &second, "").await.ok();
    assert_eq!(sums.map(|it| later[it].as_i64().unwrap()), [0, 15_000, 12_500, 2_500]);
    assert_eq!(later["lines"].as_array().unwrap()[..], lines[2..]);
    let ledger = ledger(&api).await;
    assert_eq!(ledger[&format!("owner:{one}")] + ledger[&format!("owner_debt:{one}")], 2_500);
    let csv = ask(&first, &second, "&format=csv").await;
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
    let rows: Vec<&str> = csv.text.split("\r\n").collect();
    assert_eq!(rows.len(), 1 + 1 + 6 + 1 + 1, "{}", csv.text);
    assert!(
        rows[2].contains(",Flat 3,") && rows[2].ends_with(",eur,100.00,0.00,0.00,100.00"),
        "{}",
        rows[2]
    );
    assert!(rows[4].ends_with(",eur,0.00,100.00,0.00,-100.00"), "{}", rows[4]);
    assert!(rows[8].ends_with(",eur,250.00,225.00,,25.00"), "{}", rows[8]);
    let refused = async |query: &str| {
        let path = format!("/v1/owners/{one}/statement?{query}");
        api.get(&path).await.refused(400)
    };
    assert_eq!(refused("from=2026-01-01").await.1.as_deref(), Some("to"));
    assert_eq!(refused("from=2026-01-02&to=2026-01-01&currency=eur").await.0, "out_of_range");
    assert_eq!(refused("from=2026-01-01&to=2027-01-02&currency=eur").await.0, "out_of_range");
    assert_eq!(
        refused("from=2026-01-01&to=2026-01-01&currency=eur&format=x").await.0,
        "unknown_value"
    );
    sound(&api, &one).await;
    runner.stop().await;
}

/// The date in UTC.
fn day(seconds: i64) -> String {
    let at = jiff::Timestamp::from_second(seconds).unwrap();
    at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

async fn nobody_sees_what_is_anothers(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let one = owner(&api, "One").await;
    paid(&api, 10_000, "card", to(&one)).await;
    let payout = text(&payout(&api, &one, json!({})).await.ok()["id"]);
    let list = api.get("/v1/transfers").await.ok();
    let transfer = text(&list["data"][0]["id"]);
    let statement =
        format!("/v1/owners/{one}/statement?from=2026-01-01&to=2026-01-02&currency=eur");
    let other = api.other_account().await;
    for path in [
        &format!("/v1/transfers/{transfer}"),
        &format!("/v1/transfers/{transfer}/reversals"),
        &format!("/v1/owner_payouts/{payout}"),
        &statement,
    ] {
        api.get(path).await.ok();
        assert_eq!(api.get_as(&other, path).await.refused(404).0, "not_found");
    }
    for path in ["/v1/transfers", "/v1/owner_payouts", "/v1/balance/owners"] {
        assert_eq!(api.get(path).await.ok()["count"], 1);
        assert_eq!(api.get_as(&other, path).await.ok()["count"], 0);
    }
    let bearer = format!("Bearer {other}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let mut paths = vec![
        (format!("/v1/transfers/{transfer}"), json!({})),
        (format!("/v1/transfers/{transfer}/reversals"), json!({})),
        (format!("/v1/owner_payouts/{payout}"), json!({})),
        ("/v1/owner_payouts".to_owned(), json!({"destination": one, "currency": "eur"})),
        ("/v1/transfers".to_owned(), json!({"destination": one, "currency": "eur", "amount": 1})),
    ];
    for step in ["approve", "mark_paid", "mark_failed", "cancel"] {
        let body = if step == "mark_failed" { json!({"reason": "x"}) } else { json!({}) };
        paths.push((format!("/v1/owner_payouts/{payout}/{step}"), body));
    }
    for (path, body) in paths {
        let call = api.call(axum::http::Method::POST, &path, &headers, body.to_string());
        assert_eq!(call.await.refused(404).0, "not_found", "{path}");
    }
    sound(&api, &one).await;
    runner.stop().await;
}
