//! `verify` looks at whole pages of cases: they are the cases that everything else finds one by
//! one, and what is off in any of them is named.

use domain::case::Case;
use domain::ids::SessionId;
use domain::scope::Scope;
use serde_json::{Value, json};
use server::jobs::{REVIEW, Runner};
use server::verify::verify;
use store::{DbError, Locking, Statement, Tx, Value as Param, case_pages, cases};

use crate::payouts::{cleared, give_back, owner, paid, received, sound, text, to, transfer, unit};
use crate::support::{TestApi, on_both};

on_both! {
    a_page_holds_the_cases_that_are_found_singly
    whatever_is_off_in_a_case_is_named
}

const fn statement(name: &'static str, sql: &'static str) -> Statement {
    Statement { name, sql, locking: Locking::None }
}

static SESSIONS: Statement =
    statement("sessions", "SELECT id, account, livemode FROM payment_sessions ORDER BY id");
static NO_MORE: Statement =
    statement("no_more", "UPDATE payment_sessions SET has_more = $1 WHERE id = $2");

/// Runs a unit of work that does not fail.
async fn write<T: Send + 'static>(
    api: &TestApi,
    work: impl Fn(&mut Tx<'_>) -> Result<T, DbError> + Send + 'static,
) -> T {
    api.db().write(work).await.unwrap()
}

async fn open(api: &TestApi, key: &str) -> Value {
    let bearer = format!("Bearer {key}");
    let more = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let post = async |path: &str, body: Value| {
        api.call(http::Method::POST, path, &more, body.to_string()).await.ok()
    };
    let customer = post("/v1/customers", json!({"email": "p@example.com"})).await;
    let body = json!({
        "amount": 3_000, "currency": "eur", "customer": customer["id"], "mode": "payment",
        "payment_method_types": ["card"],
    });
    post("/v1/payment_sessions", body).await
}

async fn refund(api: &TestApi, session: &Value, amount: i64) {
    let body = json!({"transaction": session["transaction"], "amount": amount});
    api.post("/v1/refunds", body).await.ok();
}

/// Sessions of two accounts with all that can hang on one, and with nothing, in turn: gives the
/// one that is split, refunded and returned, and the one whose money has not cleared.
async fn history(api: &TestApi) -> (Value, Value) {
    let (one, two) = (owner(api, "One").await, owner(api, "Two").await);
    let flat = unit(api, &[(&one, "33.33"), (&two, "66.67")]).await;
    let split = json!({"unit": flat, "transfer_data": {"use_unit_ownership": true}});
    let other = api.other_account().await;
    open(api, &api.key).await;

    let refunded = paid(api, 10_000, "card", split.clone()).await;
    refund(api, &refunded, 1_000).await;
    refund(api, &refunded, 2_501).await;
    open(api, &other).await;
    let disputed = paid(api, 7_000, "card", to(&one)).await;
    give_back(api, &disputed, "chargeback").await;
    let path = format!("/v1/payment_sessions/{}", text(&disputed["id"]));
    api.post(&format!("{path}/reopen"), json!({})).await.ok();
    let pay = format!("/v1/test_helpers{}/pay", &path["/v1".len()..]);
    api.post(&pay, json!({"payment_method_type": "card"})).await.ok();
    open(api, &other).await;

    let returned = paid(api, 9_999, "sepa_debit", split).await;
    cleared(api, &returned).await;
    let path = format!("/v1/payment_sessions/{}", text(&returned["id"]));
    let returned = api.get(&path).await.ok();
    refund(api, &returned, 500).await;
    give_back(api, &returned, "MD01").await;
    let by_hand = paid(api, 4_000, "card", json!({})).await;
    let body = json!({
        "amount": 300, "currency": "eur", "destination": one,
        "source_transaction": by_hand["transaction"],
    });
    api.post("/v1/transfers", body).await.ok();
    transfer(api, &two, 100).await.ok();
    let uncleared = paid(api, 5_000, "sepa_debit", to(&two)).await;
    received(api, &uncleared).await;
    open(api, &api.key).await;
    sound(api, &one).await;
    (returned, uncleared)
}

async fn singly(api: &TestApi) -> Vec<Case> {
    let found = api.db().read(|tx| {
        let ids: Vec<(SessionId, Scope)> = tx
            .all(&SESSIONS, &[], |row| Ok((row.parse()?, Scope::new(row.parse()?, row.bool()?))))?;
        let found = ids.into_iter().map(|(id, scope)| cases::find(tx, &scope, id));
        found.collect::<Result<Option<Vec<_>>, DbError>>()
    });
    found.await.unwrap().unwrap()
}

async fn in_pages(api: &TestApi, size: u32) -> Vec<Case> {
    let mut all: Vec<Case> = Vec::new();
    loop {
        let after = all.last().map(|case| case.session.id);
        let page = api.db().read(move |tx| case_pages::after(tx, after, size)).await;
        let page = page.map_err(|error: DbError| error).unwrap();
        assert!(page.len() <= size as usize, "{} cases in a page of {size}", page.len());
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

async fn a_page_holds_the_cases_that_are_found_singly(api: TestApi) {
    assert_eq!(in_pages(&api, 5).await, []);
    let runner = Runner::start(api.app.clone());
    history(&api).await;
    runner.stop().await;
    let all = singly(&api).await;
    let most = |count: fn(&Case) -> usize| all.iter().map(count).max().unwrap();
    assert!(most(|it| it.transactions.len()) > 1 && most(|it| it.attempts.len()) > 1);
    assert!(most(|it| it.movements.len()) > 2 && most(|it| it.refunds.len()) > 1);
    assert!(most(|it| it.disputes.len()) > 0 && most(|it| it.transfers.len()) > 1);
    let bare = all.iter().filter(|it| it.transactions.is_empty()).count();
    assert!(bare > 3 && bare < all.len() - 3, "{bare} of {} have nothing", all.len());
    for size in [1, 2, 3, 4, 5, 7, 500] {
        assert_eq!(in_pages(&api, size).await, all, "pages of {size}");
    }

    // Where a session says that there is no more, neither of them looks.
    let with_more = all.iter().find(|it| !it.refunds.is_empty()).unwrap().session.id;
    write(&api, move |tx| tx.exec(&NO_MORE, &[false.into(), (&with_more.to_string()).into()]))
        .await;
    let all = singly(&api).await;
    assert!(all.iter().any(|it| it.session.id == with_more && it.refunds.is_empty()));
    assert_eq!(in_pages(&api, 500).await, all);
}

/// Changes that nobody may make: of a number by `$1` in the session `$2`, and what is named then.
static TAMPERINGS: [(&str, Statement); 5] = [
    (
        "session",
        statement(
            "session_received",
            "UPDATE payment_sessions SET amount_received = amount_received + $1 WHERE id = $2",
        ),
    ),
    (
        "transaction",
        statement(
            "transaction_refunded",
            "UPDATE transactions SET amount_refunded = amount_refunded + $1 WHERE payment_session = $2",
        ),
    ),
    (
        "session",
        statement(
            "movement_amount",
            "UPDATE movements SET amount = amount + $1 WHERE payment_session = $2 AND kind = 'collection'",
        ),
    ),
    (
        "session",
        statement(
            "dispute_ended",
            "UPDATE disputes SET outcome = CASE WHEN $1 > 0 THEN 'lost' END,
            ended_at = CASE WHEN $1 > 0 THEN debit_at END WHERE payment_session = $2",
        ),
    ),
    (
        "session",
        statement(
            "transfer_amount",
            "UPDATE transfers SET amount = amount + $1 WHERE payment_session = $2 AND automatic",
        ),
    ),
];

static MOVE_CLOCKS: Statement =
    statement("move_clocks", "UPDATE clocks SET offset_ms = offset_ms + $1 WHERE NOT livemode");
static RENAME_JOBS: Statement =
    statement("rename_jobs", "UPDATE jobs SET kind = $1 WHERE kind = $2");

async fn told(api: &TestApi) -> Option<String> {
    let db = api.db().clone();
    let told = tokio::task::spawn_blocking(move || verify(&db)).await.unwrap();
    told.err().map(|it| it.to_string())
}

async fn whatever_is_off_in_a_case_is_named(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let (returned, uncleared) = history(&api).await;
    runner.stop().await;
    let id = text(&returned["id"]);
    for (named, tampering) in &TAMPERINGS {
        let named = text(&returned[if *named == "session" { "id" } else { *named }]);
        for by in [1, -1] {
            let id = id.clone();
            let changed =
                write(&api, move |tx| tx.exec(tampering, &[Param::from(by), (&id).into()])).await;
            assert!(changed > 0, "{} changes nothing", tampering.name);
            let told = told(&api).await;
            let expected = (by > 0).then_some(&named);
            let as_expected = match (&told, expected) {
                (Some(told), Some(named)) => told.contains(named.as_str()),
                (told, named) => told.is_none() && named.is_none(),
            };
            assert!(as_expected, "{} by {by}: {told:?}", tampering.name);
        }
    }

    // Time brings something: that has a job, or is named.
    let rename = |from: &'static str, to: &'static str| {
        write(&api, move |tx| tx.exec(&RENAME_JOBS, &[to.into(), from.into()]))
    };
    let month = 30 * 86_400_000_i64;
    write(&api, move |tx| tx.exec(&MOVE_CLOCKS, &[month.into()])).await;
    assert_eq!(told(&api).await, None);
    rename(REVIEW, "nothing").await;
    let named = format!("{} has no job to review it", text(&uncleared["id"]));
    let told_now = told(&api).await.unwrap_or_default();
    assert!(told_now.contains(&named), "{told_now}");
    rename("nothing", REVIEW).await;
    assert_eq!(told(&api).await, None);
}
