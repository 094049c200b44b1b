//! Money that is split between owners.

use serde_json::{Value, json};
use testkit::server::text;

use crate::harness::{Merchant, on_both};

on_both! {
    a_split_adds_up_to_the_penny
    a_return_after_the_payout_is_netted_from_the_next_transfer
    a_part_refund_and_a_return_leave_everybody_their_share
    fees_come_first_and_go_back_with_returns
    a_deposit_is_held_and_not_passed_on
    a_session_does_not_become_what_could_not_be_made
    shares_that_do_not_make_the_whole_at_payment_wait_for_a_person
    what_has_not_cleared_stays_pending_whoever_gets_it
    everything_wrong_with_transaction_data_is_named
}

async fn a_split_adds_up_to_the_penny(merchant: Merchant) {
    let owners =
        [merchant.owner("Ann").await, merchant.owner("Bo").await, merchant.owner("Cy").await];
    let [ann, bo, cy] = [&owners[0], &owners[1], &owners[2]].map(String::as_str);
    let shares = [(ann, "33.33"), (bo, "33.33"), (cy, "33.34")];
    let unit = merchant.unit(&shares, json!({})).await;
    let session = merchant.split(10_001, &unit).await;
    assert_eq!(session["transaction_data"]["unit"], unit);
    let (paid, transaction) = merchant.pay(&session, "card").await;
    assert_eq!(paid["status"], "paid");
    assert_eq!(merchant.parts(&transaction, &[ann, bo, cy]).await, [3_333, 3_333, 3_335]);
    assert_eq!(merchant.ledger("merchant_funds").await, 0);
    assert_eq!(merchant.ledger(&format!("owner:{cy}")).await, 3_335);
    // All of it goes back: nobody keeps anything.
    merchant.give_back(&transaction, "chargeback").await.ok();
    assert_eq!(merchant.parts(&transaction, &[ann, bo, cy]).await, [0, 0, 0]);
    assert_eq!(merchant.ledger("merchant_funds").await, 0);
    merchant.verify();
}

/// Makes and pays a payout of all that an owner can have.
async fn pay_out(merchant: &Merchant, owner: &str) -> Value {
    let body = json!({"destination": owner, "currency": "eur"});
    let payout = merchant.post("/v1/owner_payouts", body).await;
    let path = format!("/v1/owner_payouts/{}", text(&payout["id"]));
    merchant.post(&format!("{path}/approve"), json!({})).await;
    let paid = json!({"reference": "PAYOUT 1"});
    merchant.post(&format!("{path}/mark_paid"), paid).await
}

async fn a_return_after_the_payout_is_netted_from_the_next_transfer(merchant: Merchant) {
    let owner = merchant.owner("Ann").await;
    let data = json!({"transfer_data": {"destination": owner}});
    let to_owner = json!({"transaction_data": data});
    let session = merchant.session(10_000, to_owner.clone()).await;
    let (_, pending) = merchant.pay(&session, "sepa_debit").await;
    merchant.server.advance_days(8).await;
    let none = json!({"destination": owner, "currency": "eur"});
    let refused = merchant.server.post("/v1/owner_payouts", none).await;
    assert_eq!(refused.refused(409), "nothing_to_pay_out");
    merchant.server.advance_days(25).await;
    let payout = pay_out(&merchant, &owner).await;
    assert_eq!((&payout["status"], &payout["amount"]), (&json!("paid"), &json!(10_000)));
    merchant.give_back(&pending, "MD06").await.ok();
    assert_eq!(merchant.ledger(&format!("owner_debt:{owner}")).await, -10_000);
    assert!(merchant.work().await.contains(&"owner_debt".to_owned()));
    // The next transfer pays the debt first.
    let next = merchant.session(15_000, to_owner).await;
    let (_, transaction) = merchant.pay(&next, "card").await;
    assert_eq!(merchant.ledger(&format!("owner_debt:{owner}")).await, 0);
    assert_eq!(merchant.ledger(&format!("owner:{owner}")).await, 5_000);
    let transfers = merchant.get(&format!("/v1/transfers?source_transaction={transaction}")).await;
    assert_eq!(transfers["data"][0]["amount_remaining"], 5_000);
    let payout = pay_out(&merchant, &owner).await;
    assert_eq!(payout["amount"], 5_000);
    merchant.verify();
}

async fn a_part_refund_and_a_return_leave_everybody_their_share(merchant: Merchant) {
    let (ann, bo) = (merchant.owner("Ann").await, merchant.owner("Bo").await);
    let unit = merchant.unit(&[(&ann, "60"), (&bo, "40")], json!({})).await;
    let session = merchant.split(10_000, &unit).await;
    let transaction = merchant.pay_and_clear(&session).await;
    assert_eq!(merchant.parts(&transaction, &[&ann, &bo]).await, [6_000, 4_000]);
    // A refund that takes the owners' part back, and one that does not.
    let refund = json!({"amount": 1_000, "reverse_transfer": true});
    let refund = merchant.refund(&transaction, refund).await.ok();
    assert_eq!((&refund["status"], &refund["sent_by_hand"]), (&json!("pending"), &json!(true)));
    assert_eq!(merchant.parts(&transaction, &[&ann, &bo]).await, [5_400, 3_600]);
    merchant.send(&refund).await;
    let own = merchant.refund(&transaction, json!({"amount": 500})).await.ok();
    assert_eq!(merchant.parts(&transaction, &[&ann, &bo]).await, [5_400, 3_600]);
    merchant.send(&own).await;
    assert_eq!(merchant.ledger("merchant_funds").await, -500);
    // The payer takes all of it back: what had been refunded is the payer's debt.
    merchant.give_back(&transaction, "MD06").await.ok();
    assert_eq!(merchant.parts(&transaction, &[&ann, &bo]).await, [0, 0]);
    assert_eq!(merchant.credit(&session["customer"]).await, -1_500);
    assert!(merchant.work().await.contains(&"double_recovery".to_owned()));
    assert_eq!(merchant.ledger("merchant_funds").await, 0);
    merchant.verify();
}

async fn fees_come_first_and_go_back_with_returns(merchant: Merchant) {
    let owner = merchant.owner("Ann").await;
    let fees = json!({"management_fee": "10", "management_fee_amount": 250, "currency": "eur"});
    let unit = merchant.unit(&[(&owner, "100")], fees).await;
    let session = merchant.split(10_000, &unit).await;
    let transaction = merchant.pay_and_clear(&session).await;
    assert_eq!(merchant.ledger("fees_due").await, 1_250);
    assert_eq!(merchant.parts(&transaction, &[&owner]).await, [8_750]);
    let keeps = json!({"amount": 5_000, "reverse_transfer": true});
    let keeps = merchant.refund(&transaction, keeps).await.ok();
    // The fee stays: the refund did not say that it is given up.
    assert_eq!(merchant.ledger("fees_due").await, 1_250);
    assert_eq!(merchant.parts(&transaction, &[&owner]).await, [3_750]);
    let cancel = format!("/v1/refunds/{}/cancel", text(&keeps["id"]));
    assert_eq!(merchant.post(&cancel, json!({})).await["status"], "canceled");
    assert_eq!(merchant.parts(&transaction, &[&owner]).await, [8_750]);
    let gives = json!({"amount": 5_000, "reverse_transfer": true, "refund_fees": true});
    merchant.refund(&transaction, gives).await.ok();
    assert_eq!(merchant.ledger("fees_due").await, 750);
    assert_eq!(merchant.parts(&transaction, &[&owner]).await, [4_250]);
    merchant.give_back(&transaction, "MD06").await.ok();
    assert_eq!(merchant.ledger("fees_due").await, 0);
    assert_eq!(merchant.parts(&transaction, &[&owner]).await, [0]);
    assert_eq!(merchant.ledger("refunds_pending").await, 0);
    merchant.verify();
}

async fn a_deposit_is_held_and_not_passed_on(merchant: Merchant) {
    let owner = merchant.owner("Ann").await;
    let data = json!({"transfer_data": {"destination": owner}});
    let deposit = json!({"reporting_type": "deposit", "transaction_data": data});
    let mut body = json!({
        "amount": 10_000, "currency": "eur", "customer": merchant.server.customer().await,
        "mode": "payment", "payment_method_types": ["card"],
    });
    body.as_object_mut().expect("a body").extend(deposit.as_object().expect("more").clone());
    let refused = merchant.server.post("/v1/payment_sessions", body.clone()).await;
    assert_eq!(refused.refused(400), "held_money_not_transferable");
    let plain = merchant.session(10_000, json!({"reporting_type": "deposit"})).await;
    let (_, transaction) = merchant.pay(&plain, "card").await;
    assert_eq!(merchant.ledger("held:deposit").await, 10_000);
    assert_eq!(merchant.ledger("merchant_funds").await, 0);
    let refund = merchant.refund(&transaction, json!({"amount": 4_000})).await.ok();
    assert_eq!(merchant.refunded(&refund).await["status"], "succeeded");
    assert_eq!(merchant.ledger("held:deposit").await, 6_000);
    // A merchant whose contracts allow it.
    merchant.post("/v1/account", json!({"transfer_held_money": true})).await;
    let passed_on = merchant.server.post("/v1/payment_sessions", body).await.ok();
    let (_, transaction) = merchant.pay(&passed_on, "card").await;
    assert_eq!(merchant.parts(&transaction, &[&owner]).await, [10_000]);
    assert_eq!(merchant.ledger("held:deposit").await, 6_000);
    merchant.verify();
}

async fn a_session_does_not_become_what_could_not_be_made(merchant: Merchant) {
    let owner = merchant.owner("Ann").await;
    let data = json!({"transaction_data": {"transfer_data": {"destination": owner}}});
    let shared = merchant.session(10_000, data).await;
    let top_up = json!({"transaction_data": {"customer_balance": {"apply": true}}});
    let top_up = merchant.session(10_000, top_up).await;
    let path = |session: &Value| format!("/v1/payment_sessions/{}", text(&session["id"]));
    for (session, code) in [(&shared, "held_money_not_transferable"), (&top_up, "top_up_held")] {
        for kind in ["deposit", "holding_fee"] {
            let answer =
                merchant.server.post(&path(session), json!({"reporting_type": kind})).await;
            assert_eq!(answer.body["error"]["param"], "reporting_type");
            assert_eq!(answer.refused(400), code);
            assert_eq!(merchant.get(&path(session)).await["reporting_type"], "charge");
        }
        let changed = merchant.post(&path(session), json!({"reporting_type": "rent"})).await;
        assert_eq!(changed["reporting_type"], "rent");
    }
    // A merchant whose contracts allow it; a top-up is never held.
    merchant.post("/v1/account", json!({"transfer_held_money": true})).await;
    let changed = merchant.post(&path(&shared), json!({"reporting_type": "deposit"})).await;
    assert_eq!(changed["reporting_type"], "deposit");
    // What is there already is no change, whatever the settings say by now.
    merchant.post("/v1/account", json!({"transfer_held_money": false})).await;
    merchant.post(&path(&shared), json!({"reporting_type": "deposit", "description": "D"})).await;
    let refused = merchant.server.post(&path(&top_up), json!({"reporting_type": "deposit"})).await;
    assert_eq!(refused.refused(400), "top_up_held");
    let (_, transaction) = merchant.pay(&shared, "card").await;
    assert_eq!(merchant.parts(&transaction, &[&owner]).await, [10_000]);
    merchant.verify();
}

async fn shares_that_do_not_make_the_whole_at_payment_wait_for_a_person(merchant: Merchant) {
    let owner = merchant.owner("Ann").await;
    let unit = merchant.unit(&[(&owner, "100")], json!({})).await;
    let session = merchant.split(10_000, &unit).await;
    let sold = json!({"owners": [], "ownership_starts_on": "2021-01-01"});
    merchant.post(&format!("/v1/units/{unit}"), sold).await;
    let (paid, transaction) = merchant.pay(&session, "card").await;
    assert_eq!(paid["status"], "paid");
    assert_eq!(merchant.ledger("suspense:unallocated").await, 10_000);
    assert_eq!(merchant.work().await, ["unallocated"]);
    let owners = json!({"owners": [{"owner": owner, "percent_ownership": 100}]});
    merchant.post(&format!("/v1/units/{unit}"), owners).await;
    let items = merchant.get("/v1/work_items?status=open").await;
    let path = format!("/v1/work_items/{}/resolve", text(&items["data"][0]["id"]));
    let resolved = merchant.post(&path, json!({"action": "allocate"})).await;
    assert_eq!(resolved["status"], "resolved");
    assert_eq!(merchant.ledger("suspense:unallocated").await, 0);
    assert_eq!(merchant.parts(&transaction, &[&owner]).await, [10_000]);
    merchant.verify();
}

async fn everything_wrong_with_transaction_data_is_named(merchant: Merchant) {
    let (owner, customer) = (merchant.owner("Ann").await, merchant.server.customer().await);
    let unit = merchant.unit(&[], json!({})).await;
    let nobody = "own_01jz3x5v8gk2m4n6p8q0r2s4t6";
    let nowhere = "unit_01jz3x5v8gk2m4n6p8q0r2s4t6";
    let split = json!({"use_unit_ownership": true});
    let top_up = json!({"apply": true});
    let cases = [
        (json!({"unit": nowhere}), "rent", 404, "not_found", "unit"),
        (
            json!({"transfer_data": {"destination": nobody}}),
            "rent",
            404,
            "not_found",
            "transfer_data.destination",
        ),
        (json!({"transfer_data": split}), "rent", 400, "required", "unit"),
        (json!({"unit": unit, "transfer_data": split}), "rent", 400, "shares_not_whole", "unit"),
        (
            json!({"transfer_data": {"destination": owner}, "customer_balance": top_up}),
            "rent",
            400,
            "top_up_with_transfer",
            "customer_balance.apply",
        ),
        (
            json!({"customer_balance": top_up}),
            "deposit",
            400,
            "top_up_held",
            "customer_balance.apply",
        ),
        (json!({"send_receipt_email": true}), "rent", 400, "not_supported", "send_receipt_email"),
    ];
    for (data, reporting_type, status, code, param) in cases {
        let body = json!({
            "amount": 10_000, "currency": "eur", "customer": customer, "mode": "payment",
            "payment_method_types": ["card"], "reporting_type": reporting_type,
            "transaction_data": data,
        });
        let answer = merchant.server.post("/v1/payment_sessions", body).await;
        let error = &answer.body["error"];
        assert_eq!(answer.status, status, "{error}");
        let param = format!("transaction_data.{param}");
        assert_eq!((&error["code"], &error["param"]), (&json!(code), &json!(param)), "{data}");
    }
}

/// What the merchant may use, and what has not cleared.
async fn funds(merchant: &Merchant) -> [i64; 2] {
    let balance = merchant.get("/v1/balance").await;
    ["available", "pending"].map(|name| balance[name][0]["amount"].as_i64().expect("a sum"))
}

async fn what_has_not_cleared_stays_pending_whoever_gets_it(merchant: Merchant) {
    let ann = merchant.owner("Ann").await;
    let to_ann = json!({"transaction_data": {"transfer_data": {"destination": ann}}});
    let (_, old) = merchant.pay(&merchant.session(6_000, to_ann.clone()).await, "card").await;
    pay_out(&merchant, &ann).await;
    // One debit is Ann's, and another is nobody's, because its unit has lost its owners.
    merchant.pay(&merchant.session(10_000, to_ann).await, "sepa_debit").await;
    let unit = merchant.unit(&[(&ann, "100")], json!({})).await;
    let parked = merchant.split(4_000, &unit).await;
    let (_, returned) = merchant.pay(&parked, "sepa_debit").await;
    merchant.post(&format!("/v1/units/{unit}"), json!({"owners": []})).await;
    merchant.server.advance_days(8).await;
    assert_eq!(funds(&merchant).await, [0, 0]);
    // What was paid out is taken back of what has not cleared.
    let transfers = merchant.get(&format!("/v1/transfers?source_transaction={old}")).await;
    let path = format!("/v1/transfers/{}/reversals", text(&transfers["data"][0]["id"]));
    let reversal = merchant.post(&path, json!({})).await;
    assert_eq!((&reversal["amount"], &reversal["amount_owed"]), (&json!(6_000), &json!(0)));
    assert_eq!(funds(&merchant).await, [0, 6_000]);
    let items = merchant.get("/v1/work_items?type=unallocated").await;
    let path = format!("/v1/work_items/{}/resolve", text(&items["data"][0]["id"]));
    merchant.post(&path, json!({"action": "keep"})).await;
    assert_eq!(funds(&merchant).await, [0, 10_000]);
    let body = json!({"destination": ann, "currency": "eur", "amount": 1});
    let refused = merchant.server.post("/v1/transfers", body).await;
    assert_eq!(refused.refused(409), "insufficient_available_funds");
    merchant.give_back(&returned, "AM04").await.ok();
    assert_eq!(funds(&merchant).await, [0, 6_000]);
    merchant.server.advance_days(17).await;
    assert_eq!(funds(&merchant).await, [6_000, 0]);
    merchant.verify();
}
