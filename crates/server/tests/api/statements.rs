//! What owners are shown of their money, that nobody else sees it, and that `verify` watches it.

use serde_json::{Value, json};
use server::jobs::Runner;
use server::verify::verify;
use store::{DbError, Locking, Statement};

use crate::payouts::{
    advance_a_day, give_back, ledger, owner, paid, pay_out, payout, sound, step, text, to,
    transfer, unit,
};
use crate::support::{Answer, TestApi, on_both};

on_both! {
    a_statement_is_the_ledgers
    a_statement_is_for_bookkeepers
    what_came_at_once_is_in_the_order_of_writing
    each_line_says_why
    each_line_tells_what_was_paid_and_what_of_it_is_the_owners
    nobody_sees_what_is_anothers
    verify_watches_owners_money
}

/// An owner who was paid, owed, was paid again and had that come back, over two days from a day on.
async fn history(api: &TestApi) -> (String, Value, [String; 3]) {
    let one = owner(api, "Kim, \"Homes\"").await;
    let flat = unit(api, &[(&one, "100")]).await;
    let clock = api.get("/v1/test_helpers/clock").await.ok();
    let noon = clock["now"].as_i64().unwrap() / 86_400 * 86_400 + 86_400 + 43_200;
    api.post("/v1/test_helpers/clock/advance", json!({"to": noon})).await.ok();
    let data = json!({"unit": flat, "transfer_data": {"use_unit_ownership": true}});
    let session = paid(api, 10_000, "card", data).await;
    pay_out(api, &one).await;
    advance_a_day(api).await;
    give_back(api, &session, "chargeback").await;
    paid(api, 12_500, "card", to(&one)).await;
    let id = text(&payout(api, &one, json!({"approve": true})).await.ok()["id"]);
    step(api, &id, "mark_paid", json!({})).await.ok();
    step(api, &id, "mark_failed", json!({"reason": "Closed"})).await.ok();
    (one, session, [0, 1, 2].map(|it| day(noon + it * 86_400)))
}

async fn ask(api: &TestApi, owner: &str, from: &str, to: &str, more: &str) -> Answer {
    api.get(&format!("/v1/owners/{owner}/statement?from={from}&to={to}&currency=eur{more}")).await
}

async fn a_statement_is_the_ledgers(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let (one, session, [first, second, third]) = history(&api).await;
    let whole = ask(&api, &one, &first, &second, "").await.ok();
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
    assert_eq!(lines[3]["debt_netted"], 10_000);
    assert_eq!(
        (&lines[4]["source"], &lines[4]["value_date"]),
        (&lines[5]["source"], &json!(second))
    );
    assert!(text(&lines[4]["source"]).starts_with("opo_"));
    let sums = ["opening_balance", "total_in", "total_out", "closing_balance"];
    assert_eq!(sums.map(|it| whole[it].as_i64().unwrap()), [0, 25_000, 22_500, 2_500]);
    let later = ask(&api, &one, &second, &second, "").await.ok();
    assert_eq!(sums.map(|it| later[it].as_i64().unwrap()), [0, 15_000, 12_500, 2_500]);
    assert_eq!(later["lines"].as_array().unwrap()[..], lines[2..]);
    let after = ask(&api, &one, &third, &third, "").await.ok();
    assert_eq!(sums.map(|it| after[it].as_i64().unwrap()), [2_500, 0, 0, 2_500]);
    let ledger = ledger(&api).await;
    assert_eq!(ledger[&format!("owner:{one}")] + ledger[&format!("owner_debt:{one}")], 2_500);
    sound(&api, &one).await;
    runner.stop().await;
}

async fn a_statement_is_for_bookkeepers(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let (one, _, [first, second, _]) = history(&api).await;
    let csv = ask(&api, &one, &first, &second, "&format=csv").await;
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
    let rows: Vec<&str> = csv.text.split("\r\n").collect();
    assert_eq!(rows.len(), 1 + 1 + 6 + 1 + 1, "{}", csv.text);
    assert!(
        rows[2].contains(",Flat 3,")
            && rows[2].ends_with(",eur,100.00,0.00,100,100.00,0.00,0.00,100.00"),
        "{}",
        rows[2]
    );
    assert!(rows[4].ends_with(",eur,-100.00,0.00,100,0.00,100.00,0.00,-100.00"), "{}", rows[4]);
    assert!(rows[8].ends_with(",eur,,,,250.00,225.00,,25.00"), "{}", rows[8]);
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

async fn what_came_at_once_is_in_the_order_of_writing(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let one = owner(&api, "One").await;
    paid(&api, 50_000, "card", json!({})).await;
    let clock = api.get("/v1/test_helpers/clock").await.ok();
    let today = day(clock["now"].as_i64().unwrap());
    for _ in 0..8 {
        let made = transfer(&api, &one, 1_000).await.ok();
        let payout = pay_out(&api, &one).await;
        let back = format!("/v1/transfers/{}/reversals", text(&made["id"]));
        api.post(&back, json!({})).await.ok();
        // Two movements of one moment: the money comes back, and pays what is owed.
        step(&api, &payout, "mark_failed", json!({"reason": "Closed"})).await.ok();
    }
    let whole = ask(&api, &one, &today, &today, "").await.ok();
    let lines = whole["lines"].as_array().unwrap().iter();
    let seen: Vec<String> = lines.map(|it| text(&it["type"])).collect();
    let round = ["transfer", "payout", "reversal", "payout_returned", "debt_netted"];
    assert_eq!(seen, round.repeat(8));
    let listed = async |path: &str, name: &str| -> Vec<String> {
        let list = api.get(&format!("{path}?limit=100")).await.ok();
        list["data"].as_array().unwrap().iter().rev().map(|it| text(&it[name])).collect()
    };
    let moved = listed("/v1/balance_transactions", "type").await;
    let round = ["adjustment", "owner_payout", "adjustment", "payout_bounce", "adjustment"];
    assert_eq!(moved[moved.len() - 40..], round.repeat(8));
    // Each of them has one entry here, in the same order.
    let movements = listed("/v1/balance_transactions", "id").await;
    assert_eq!(listed("/v1/ledger_entries", "balance_transaction").await, movements);
    sound(&api, &one).await;
    runner.stop().await;
}

async fn each_line_says_why(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let one = owner(&api, "One").await;
    let clock = api.get("/v1/test_helpers/clock").await.ok();
    let today = day(clock["now"].as_i64().unwrap());
    let session = paid(&api, 10_000, "card", to(&one)).await;
    let list = api.get(&format!("/v1/transfers?destination={one}")).await.ok();
    let back = format!("/v1/transfers/{}/reversals", text(&list["data"][0]["id"]));
    api.post(&back, json!({"amount": 1_000, "description": "The plumber"})).await.ok();
    let more = json!({"approve": true, "description": "Part of May"});
    let id = text(&payout(&api, &one, more).await.ok()["id"]);
    step(&api, &id, "mark_paid", json!({"reference": "F-17"})).await.ok();
    step(&api, &id, "mark_failed", json!({"reason": "Closed", "reference": "B-1"})).await.ok();
    let asked =
        json!({"transaction": session["transaction"], "reverse_transfer": true, "amount": 2_000});
    api.post("/v1/refunds", asked).await.ok();
    // The clock's walk waits until it has left.
    api.post("/v1/test_helpers/clock/advance", json!({"seconds": 1})).await.ok();
    give_back(&api, &session, "chargeback").await;
    let whole = ask(&api, &one, &today, &today, "").await.ok();
    let lines = whole["lines"].as_array().unwrap().iter();
    let said: Vec<_> =
        lines.map(|it| [&it["reason"], &it["description"], &it["reference"]]).collect();
    let none = Value::Null;
    assert_eq!(
        said,
        [
            [&none, &none, &none],
            [&none, &json!("The plumber"), &none],
            [&none, &json!("Part of May"), &json!("F-17")],
            [&none, &json!("Closed"), &json!("B-1")],
            [&json!("The payment is refunded."), &none, &none],
            [&json!("The payer's bank took the payment back (chargeback)."), &none, &none],
        ]
    );
    let csv = ask(&api, &one, &today, &today, "&format=csv").await;
    assert!(csv.text.contains(",,Part of May,F-17,eur,,,,0.00,90.00,"), "{}", csv.text);
    sound(&api, &one).await;
    runner.stop().await;
}

async fn each_line_tells_what_was_paid_and_what_of_it_is_the_owners(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let (one, two) = (owner(&api, "One").await, owner(&api, "Two").await);
    let part = |owner: &str, percent: &str| json!({"owner": owner, "percent_ownership": percent});
    let fees = json!({"management_fee": "7.5", "management_fee_amount": 199, "currency": "eur"});
    let flat = json!({"name": "Flat", "owners": [part(&one, "33.3333"), part(&two, "66.6667")], "fees": fees});
    let flat = text(&api.post("/v1/units", flat).await.ok()["id"]);
    let clock = api.get("/v1/test_helpers/clock").await.ok();
    let today = day(clock["now"].as_i64().unwrap());
    let data = json!({"unit": flat, "transfer_data": {"use_unit_ownership": true}});
    let session = paid(&api, 100_001, "card", data).await;
    let payout_id = pay_out(&api, &one).await;
    // By hand, of which a split knows nothing.
    paid(&api, 1_000, "card", json!({})).await;
    transfer(&api, &one, 7).await.ok();
    let refund =
        json!({"transaction": session["transaction"], "amount": 10_000, "reverse_transfer": true});
    api.post("/v1/refunds", refund).await.ok();
    api.post("/v1/test_helpers/clock/advance", json!({"seconds": 1})).await.ok();
    give_back(&api, &session, "chargeback").await;
    let (mut lines, mut net) =
        (Vec::new(), std::collections::BTreeMap::<i64, (i64, i64, i64)>::new());
    for (whose, share) in [(&one, "33.3333"), (&two, "66.6667")] {
        let whole = ask(&api, whose, &today, &today, "").await.ok();
        for line in whole["lines"].as_array().unwrap().clone() {
            let of = |name: &str| line[name].as_i64().unwrap();
            if line["gross"].is_null() {
                assert!(line["fees"].is_null() && line["share"].is_null(), "{line}");
                continue;
            }
            assert_eq!(line["share"], share, "{line}");
            // The owner's part is the share of what is left, to the penny.
            let left = of("gross") - of("fees");
            let parts = if share == "33.3333" { 333_333 } else { 666_667 };
            let own = of("amount_in") - of("amount_out");
            assert!((left * parts - own * 1_000_000).abs() <= 1_000_000, "{line}");
            let place = lines.iter().filter(|it: &&(String, Value)| it.0 == *whose).count();
            let sums = net.entry(place as i64).or_default();
            assert!(sums.0 == 0 || (sums.0, sums.1) == (of("gross"), of("fees")), "{line}");
            *sums = (of("gross"), of("fees"), sums.2 + own);
            lines.push((whose.clone(), line.clone()));
        }
    }
    // What all owners got is what was passed on less the fees, movement by movement.
    assert_eq!(lines.len(), 6, "{lines:?}");
    for (gross, fees, parts) in net.values() {
        assert_eq!(gross - fees, *parts, "{net:?}");
    }
    assert_eq!(net[&0], (100_001, 7_699, 92_302));
    assert_eq!((net[&1].0, net[&1].1), (-10_000, 0));
    assert_eq!((net[&2].0, net[&2].1), (-90_001, -7_699));
    assert_eq!(ledger(&api).await.get("fees_due").copied().unwrap_or(0), 0);
    let csv = ask(&api, &one, &today, &today, "&format=csv").await;
    assert!(csv.text.contains(",eur,1000.01,76.99,33.3333,"), "{}", csv.text);
    // What is owed had been paid by that payout.
    let items = api.get("/v1/work_items?status=open&type=owner_debt").await.ok();
    let items = items["data"].as_array().unwrap();
    assert!(!items.is_empty());
    for item in items {
        assert_eq!(item["owner_payout"], payout_id);
        assert!(text(&item["description"]).contains(&payout_id), "{item}");
    }
    sound(&api, &one).await;
    sound(&api, &two).await;
    runner.stop().await;
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

/// A change of one row that nobody may make, and its undoing.
struct Tampering {
    told: &'static str,
    doing: Statement,
    undoing: Statement,
}

macro_rules! tampering {
    ($name:ident, $told:literal, $doing:literal, $undoing:literal) => {
        static $name: Tampering = Tampering {
            told: $told,
            doing: Statement {
                name: concat!(stringify!($name), "_DO"),
                sql: $doing,
                locking: Locking::None,
            },
            undoing: Statement {
                name: concat!(stringify!($name), "_UNDO"),
                sql: $undoing,
                locking: Locking::None,
            },
        };
    };
}

tampering!(
    LEFT,
    "left of transfers not paid out",
    "UPDATE transfers SET left_over = left_over + 1 WHERE payout IS NULL",
    "UPDATE transfers SET left_over = left_over - 1 WHERE payout IS NULL"
);
tampering!(OWED, "owed, beside a free transfer",
    "INSERT INTO ledger_balances (account, livemode, ledger_account, currency, debits, credits)
        SELECT account, livemode, 'owner_debt:' || owner, currency, 5, 0 FROM transfers WHERE payout IS NULL",
    "DELETE FROM ledger_balances WHERE ledger_account LIKE 'owner_debt:%'");
tampering!(BELOW, "below zero",
    "INSERT INTO ledger_balances (account, livemode, ledger_account, currency, debits, credits)
        SELECT account, livemode, 'owner_debt:' || owner, currency, 0, 5 FROM transfers WHERE payout IS NULL",
    "DELETE FROM ledger_balances WHERE ledger_account LIKE 'owner_debt:%'");
tampering!(
    PAYOUT,
    "left of its transfers",
    "UPDATE owner_payouts SET amount = amount + 1",
    "UPDATE owner_payouts SET amount = amount - 1"
);
tampering!(
    ENTRIES,
    "entries of mov_",
    "UPDATE movements SET amount = amount + 1 WHERE kind = 'owner_payout'",
    "UPDATE movements SET amount = amount - 1 WHERE kind = 'owner_payout'"
);

async fn verify_watches_owners_money(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let one = owner(&api, "One").await;
    paid(&api, 10_000, "card", to(&one)).await;
    pay_out(&api, &one).await;
    paid(&api, 2_000, "card", to(&one)).await;
    sound(&api, &one).await;
    for tampering in [&LEFT, &OWED, &BELOW, &PAYOUT, &ENTRIES] {
        run(&api, &tampering.doing).await;
        let db = api.db().clone();
        let told = tokio::task::spawn_blocking(move || verify(&db)).await.unwrap();
        let told = told.unwrap_err().to_string();
        assert!(told.contains(tampering.told), "{told}");
        run(&api, &tampering.undoing).await;
    }
    sound(&api, &one).await;
    runner.stop().await;
}

async fn run(api: &TestApi, statement: &'static Statement) {
    let done = api.db().write(move |tx| tx.exec(statement, &[])).await;
    assert_eq!(done.map_err(|error: DbError| error).unwrap(), 1);
}
