//! Transfers to owners and their reversals, by hand.

use serde_json::json;
use server::jobs::Runner;
use store::DbError;
use store::accounts::{self, OwnerDebt, Settings};

use crate::payouts::{
    balance, cleared, give_back, ledger, owner, paid, pay_out, payout, received, sound, text, to,
    transfer, unit,
};
use crate::support::{TestApi, on_both};

on_both! {
    a_transfer_is_no_more_than_what_is_available
    a_transfer_is_made_and_taken_back
    faults_are_named
    held_money_goes_back_to_where_it_was
    a_merchant_may_bear_it
    a_hand_reversal_counts_in_the_split
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

async fn set(api: &TestApi, change: fn(&mut Settings)) {
    let done: Result<(), DbError> = api
        .db()
        .write(move |tx| {
            let account = accounts::list(tx)?.remove(0);
            let mut settings = (*account.settings).clone();
            change(&mut settings);
            accounts::update(tx, account.id, &settings)
        })
        .await;
    done.unwrap();
}

async fn held_money_goes_back_to_where_it_was(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    set(&api, |settings| settings.transfer_held_money = true).await;
    let one = owner(&api, "One").await;
    let customer = api.post("/v1/customers", json!({"email": "p@example.com"})).await.ok();
    let body = json!({
        "amount": 5_000, "currency": "eur", "customer": customer["id"], "mode": "payment",
        "payment_method_types": ["card"], "transaction_data": to(&one), "reporting_type": "deposit",
    });
    let session = api.post("/v1/payment_sessions", body).await.ok();
    let pay = format!("/v1/test_helpers/payment_sessions/{}/pay", text(&session["id"]));
    api.post(&pay, json!({"payment_method_type": "card"})).await.ok();
    assert_eq!(balance(&api, &one).await, [5_000, 0, 0, 0]);
    let list = api.get(&format!("/v1/transfers?destination={one}")).await.ok();
    let reversals = format!("/v1/transfers/{}/reversals", text(&list["data"][0]["id"]));
    let key = [("idempotency-key", "back-1")];
    let back = api.post_with(&reversals, json!({"amount": 2_000}), &key).await.ok();
    assert_eq!(api.post_with(&reversals, json!({"amount": 2_000}), &key).await.ok(), back);
    let ledger = ledger(&api).await;
    assert_eq!((ledger["held:deposit"], ledger.get("merchant_funds")), (2_000, None));
    assert_eq!(balance(&api, &one).await, [3_000, 0, 0, 0]);
    // The whole payment goes back: the owner gives only the rest.
    let paid = api.get(&format!("/v1/payment_sessions/{}", text(&session["id"]))).await.ok();
    give_back(&api, &paid, "chargeback").await;
    assert_eq!(balance(&api, &one).await, [0; 4]);
    sound(&api, &one).await;
    runner.stop().await;
}

async fn a_merchant_may_bear_it(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    set(&api, |settings| settings.owner_debt = OwnerDebt::Borne).await;
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
