//! Many at once on one session: exactly what the money model says, whoever comes first.
#![expect(clippy::expect_used, reason = "whatever goes wrong here fails the test")]

use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::databases::TempDatabase;
use testkit::payer::{Form, Payer};
use testkit::server::{Answer, TestServer, text};

/// Contenders at the same time.
const MANY: usize = 64;

/// Runs each race on both databases.
macro_rules! on_both {
    ($($name:ident)+) => {$(
        mod $name {
            #[tokio::test]
            async fn on_sqlite() {
                super::$name(super::start(super::TempDatabase::sqlite())).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                super::$name(super::start(super::TempDatabase::postgres())).await;
            }
        }
    )+};
}

on_both! {
    sixty_four_payers
    one_key_makes_one_session
    cancel_against_pay
    expiry_against_pay
    updates_against_pay
    a_page_given_up_takes_no_money
    two_signatures
    signature_against_cancel
    signature_against_expiry
    retry_against_return
    refund_against_return
}

fn start(database: TempDatabase) -> TestServer {
    TestServer::start(env!("CARGO_BIN_EXE_quittance"), database)
}

/// The session is paid once; whatever else succeeded is surplus on the work list.
async fn sixty_four_payers(server: TestServer) {
    let session = server.session("eur", &["card"], json!({})).await;
    let id = text(&session["id"]);
    let tries = (0..MANY).map(|_| server.pay(&id, "card", "succeed"));
    let answers = join_all(tries).await;
    for answer in answers {
        assert!(matches!(answer.status, 200 | 409), "{}", answer.body);
    }
    let now = server.retrieve(&id).await;
    assert_eq!((&now["status"], &now["amount_received"]), (&json!("paid"), &json!(10_000)));
    let list = server.get(&format!("/v1/transactions?payment_session={id}")).await.ok();
    let paid = list["data"]
        .as_array()
        .map(|all| all.iter().filter(|it| it["status"] == "succeeded").count());
    assert_eq!(paid, Some(1), "{list}");
    server.verify();
}

/// The same request sixty-four times has one effect and one answer.
async fn one_key_makes_one_session(server: TestServer) {
    let customer = server.customer().await;
    let body = json!({
        "amount": 10_000, "currency": "gbp", "customer": customer, "mode": "payment",
        "payment_method_types": ["card"],
    });
    let calls = (0..MANY).map(|_| {
        let request = server.client().post(format!("{}/v1/payment_sessions", server.url));
        server.send(request.header("Idempotency-Key", "once").json(&body))
    });
    let answers = join_all(calls).await;
    let ids: Vec<_> = answers.into_iter().map(|it| text(&it.ok()["id"])).collect();
    assert!(ids.windows(2).all(|pair| pair[0] == pair[1]), "{ids:?}");
    assert_eq!(server.get("/v1/payment_sessions").await.ok()["count"], 1);
    server.verify();
}

/// Either it is paid and the cancel was refused, or it is canceled and took no money for itself.
async fn cancel_against_pay(server: TestServer) {
    for _ in 0..20 {
        let session = server.session("eur", &["card"], json!({})).await;
        let id = text(&session["id"]);
        let cancel = format!("/v1/payment_sessions/{id}/cancel");
        let (paid, canceled) =
            tokio::join!(server.pay(&id, "card", "succeed"), server.post(&cancel, json!({})));
        let now = server.retrieve(&id).await;
        match now["status"].as_str() {
            Some("paid") => assert_eq!(canceled.status, 409, "{}", canceled.body),
            Some("canceled") => {
                assert_eq!(canceled.status, 200, "{}", canceled.body);
                assert_eq!(now["amount_received"], 0, "{now} {}", paid.body);
            }
            other => panic!("{other:?}: {now}"),
        }
    }
    server.verify();
}

/// A session that expires while it is being paid is one or the other, never both.
async fn expiry_against_pay(server: TestServer) {
    for _ in 0..5 {
        let clock = server.get("/v1/test_helpers/clock").await.ok();
        let expires_at = clock["now"].as_i64().expect("a time") + 3_600;
        let session = server.session("eur", &["card"], json!({"expires_at": expires_at})).await;
        let id = text(&session["id"]);
        let advance = json!({"to": expires_at + 1});
        let (paid, _) = tokio::join!(
            server.pay(&id, "card", "succeed"),
            server.post("/v1/test_helpers/clock/advance", advance)
        );
        let now = server.retrieve(&id).await;
        match now["status"].as_str() {
            Some("paid") => assert_eq!(paid.status, 200, "{}", paid.body),
            Some("canceled") => {
                assert_eq!(now["cancellation_reason"], "expired");
                assert_eq!(now["amount_received"], 0);
            }
            other => panic!("{other:?}: {now}"),
        }
    }
    server.verify();
}

/// Who waited for the payment to be written has read the clock before, and must not judge by it.
async fn updates_against_pay(server: TestServer) {
    for _ in 0..30 {
        let id = text(&server.session("eur", &["card"], json!({})).await["id"]);
        let path = format!("/v1/payment_sessions/{id}");
        let later = |number: i64| {
            let path = path.clone();
            let server = &server;
            async move {
                let clock = server.get("/v1/test_helpers/clock").await.ok();
                let at = clock["now"].as_i64().expect("a time") + 86_400 + number;
                server.post(&path, json!({"expires_at": at})).await
            }
        };
        let updates = join_all((0..10).map(later));
        let (answers, paid) = tokio::join!(updates, server.pay(&id, "card", "succeed"));
        assert_eq!(paid.status, 200, "{}", paid.body);
        assert!(answers.iter().all(|it| matches!(it.status, 200 | 409)));
        let now = server.retrieve(&id).await;
        assert_eq!((&now["status"], &now["payment_status"]), (&json!("paid"), &json!("settled")));
        assert!(now["paid_at"].is_i64(), "{now}");
        let events = server.get("/v1/events?type=payment_session.paid&limit=100").await.ok();
        let told = events["data"].as_array().expect("events").iter();
        let told = told.filter(|event| event["data"]["object"]["id"] == id.as_str()).count();
        assert_eq!(told, 1);
    }
    server.verify();
}

/// The payer is at the processor's page when the session expires, or its customer is deleted: the
/// processor closes the page, and nothing is collected that would have to be given back.
async fn a_page_given_up_takes_no_money(server: TestServer) {
    let clock = server.get("/v1/test_helpers/clock").await.ok();
    let expires_at = clock["now"].as_i64().expect("a time") + 3_600;
    for more in [json!({"expires_at": expires_at}), json!({})] {
        let session = server.session("eur", &["card"], more).await;
        let payer = Payer::new(&server);
        let review = payer.open(&text(&session["url"])).await;
        let choice = payer.follow(&payer.send(&review.form()).await).await;
        assert_eq!(choice.form().fields["scenario"], "succeed");
        if session["expires_at"].is_i64() {
            let to = json!({"to": expires_at + 1});
            server.post("/v1/test_helpers/clock/advance", to).await.ok();
        } else {
            server.delete(&format!("/v1/customers/{}", text(&session["customer"]))).await.ok();
        }
        payer.send(&choice.form()).await;
        // Whatever the page had said by now would have arrived.
        server.post("/v1/test_helpers/clock/advance", json!({"seconds": 7_200})).await.ok();
        let now = server.retrieve(&text(&session["id"])).await;
        assert_eq!((&now["status"], &now["amount_received"]), (&json!("canceled"), &json!(0)));
        assert_eq!(now["payment_status"], "none", "{now}");
        let path = format!("/v1/payment_sessions/{}/timeline", text(&session["id"]));
        let timeline = server.get(&path).await.ok()["data"].to_string();
        assert!(!timeline.contains("surplus"), "{timeline}");
    }
    server.verify();
}

/// More days than a payment by Autogiro takes, over any holidays.
const LONG: i64 = 45;
/// How often a race is run on one server, each time with another start.
const ROUNDS: usize = 8;

/// Whoever is quicker starts later from round to round, so that the others overtake at some point.
async fn hold_back(server: &TestServer, round: usize) {
    for _ in 0..round * 2 {
        server.get("/v1/account").await.ok();
    }
}

async fn by_autogiro(server: &TestServer, more: Value) -> String {
    text(&server.session("sek", &["autogiro"], more).await["id"])
}

/// Signs a mandate; gives the session and its transaction.
async fn signed(server: &TestServer, scenario: &str) -> (String, String) {
    let session = by_autogiro(server, json!({})).await;
    let paid = server.pay(&session, "autogiro", scenario).await.ok();
    (session, text(&paid["transaction"]))
}

/// From the page of a session to the bank's, where the mandate waits for the signature: that form.
async fn at_the_bank(payer: &Payer<'_>, session: &str) -> Form {
    let mut form = payer.open(&format!("/sessions/{session}")).await.form();
    for (name, value) in [
        ("account_holder_name", "Åsa Öström"),
        ("email", "asa@example.com"),
        ("payer_id", "19900101-0017"),
        ("clearing_number", "9880"),
        ("account_number", "557700-8"),
    ] {
        form = form.with(name, value);
    }
    let review = payer.send(&form).await;
    let leaving = payer.send(&review.form().with("step", "confirm")).await;
    payer.follow(&leaving).await.form().with("scenario", "sign")
}

/// How often something is told of a session.
async fn told(server: &TestServer, session: &str, kind: &str) -> usize {
    let path = format!("/v1/payment_sessions/{session}/timeline");
    let entries = server.get(&path).await.ok();
    let past = |it: &&Value| it["kind"] == kind && it["forecast"] != true;
    entries["data"].as_array().expect("entries").iter().filter(past).count()
}

/// Money received and given back, by which way.
async fn sums(server: &TestServer, transaction: &str) -> (i64, i64, i64) {
    let found = server.get(&format!("/v1/transactions/{transaction}")).await.ok();
    let sum = |name: &str| found[name].as_i64().expect("a sum");
    (sum("amount_received"), sum("amount_returned"), sum("amount_refunded"))
}

async fn give_back(server: &TestServer, transaction: &str, code: &str) -> Answer {
    let path = format!("/v1/test_helpers/transactions/{transaction}/return");
    server.post(&path, json!({"code": code})).await
}

/// However often the button is pressed, it is one mandate and one debit.
async fn two_signatures(server: TestServer) {
    let payer = Payer::new(&server);
    let mut sessions = Vec::new();
    for _ in 0..ROUNDS {
        let session = by_autogiro(&server, json!({})).await;
        let form = at_the_bank(&payer, &session).await;
        let pages = join_all((0..8).map(|_| payer.send(&form))).await;
        assert!(pages.iter().all(|page| page.status == 200), "{pages:?}");
        sessions.push(session);
    }
    server.advance_days(LONG).await;
    for session in &sessions {
        let now = server.retrieve(session).await;
        assert_eq!((&now["status"], &now["amount_received"]), (&json!("paid"), &json!(10_000)));
        for kind in ["mandate_signed", "mandate_sent", "collected"] {
            assert_eq!(told(&server, session, kind).await, 1, "{kind}");
        }
    }
    server.verify();
}

/// A cancel withdraws what was signed, as long as it has not left: nothing is collected either way.
async fn signature_against_cancel(server: TestServer) {
    let payer = Payer::new(&server);
    let mut sessions = Vec::new();
    for round in 0..ROUNDS {
        let session = by_autogiro(&server, json!({})).await;
        let form = at_the_bank(&payer, &session).await;
        let sign = async {
            hold_back(&server, round).await;
            payer.send(&form).await
        };
        let cancel = format!("/v1/payment_sessions/{session}/cancel");
        let (page, canceled) = tokio::join!(sign, server.post(&cancel, json!({})));
        assert_eq!(page.status, 200, "{}", page.html);
        assert_eq!(canceled.ok()["status"], "canceled");
        sessions.push(session);
    }
    server.advance_days(LONG).await;
    for session in &sessions {
        let now = server.retrieve(session).await;
        assert_eq!((&now["status"], &now["amount_received"]), (&json!("canceled"), &json!(0)));
        assert_eq!(told(&server, session, "collected").await, 0, "{now}");
        assert_eq!(told(&server, session, "mandate_sent").await, 0, "{now}");
    }
    server.verify();
}

/// Signed in time the session waits for its money; otherwise it expires and takes none.
async fn signature_against_expiry(server: TestServer) {
    let payer = Payer::new(&server);
    let mut sessions = Vec::new();
    for round in 0..ROUNDS {
        let clock = server.get("/v1/test_helpers/clock").await.ok();
        let expires_at = clock["now"].as_i64().expect("a time") + 300;
        let session = by_autogiro(&server, json!({"expires_at": expires_at})).await;
        let form = at_the_bank(&payer, &session).await;
        let sign = async {
            hold_back(&server, round).await;
            payer.send(&form).await
        };
        let advance = json!({"to": expires_at + 1});
        let (page, advanced) =
            tokio::join!(sign, server.post("/v1/test_helpers/clock/advance", advance));
        assert_eq!(page.status, 200, "{}", page.html);
        advanced.ok();
        sessions.push(session);
    }
    server.advance_days(LONG).await;
    for session in &sessions {
        let now = server.retrieve(session).await;
        let collected = told(&server, session, "collected").await;
        match now["status"].as_str() {
            Some("paid") => assert_eq!((&now["amount_received"], collected), (&json!(10_000), 1)),
            Some("canceled") => {
                assert_eq!(now["cancellation_reason"], "expired");
                assert_eq!((&now["amount_received"], collected), (&json!(0), 0), "{now}");
            }
            other => panic!("{other:?}: {now}"),
        }
    }
    server.verify();
}

/// A debit that is tried again is paid once, and comes back once, whoever asks meanwhile.
async fn retry_against_return(server: TestServer) {
    server.post("/v1/account", json!({"autogiro_retries": true})).await.ok();
    let (session, transaction) = signed(&server, "paid_at_second_try").await;
    let codes = ["AG77-01", "AG77-02", "AG77-03"];
    let (mut days, mut taken) = (0, 0);
    while taken == 0 {
        assert!(days < LONG, "it is never paid");
        days += 1;
        let all = codes.map(|code| give_back(&server, &transaction, code));
        let (answers, ()) = tokio::join!(join_all(all), server.advance_days(1));
        for answer in answers {
            match answer.status {
                200 => taken += 1,
                _ => assert_eq!(answer.refused(409), "nothing_to_return"),
            }
        }
    }
    assert_eq!(taken, 1);
    server.advance_days(LONG).await;
    assert_eq!(sums(&server, &transaction).await, (10_000, 10_000, 0));
    assert_eq!(told(&server, &session, "collection_retried").await, 1);
    assert_eq!(server.retrieve(&session).await["status"], "unpaid");
    server.verify();
}

/// A refund that has not been sent yields to the payer's own; what was sent twice is a debt.
async fn refund_against_return(server: TestServer) {
    let mut paid = Vec::new();
    for _ in 0..2 * ROUNDS {
        paid.push(signed(&server, "succeed").await);
    }
    server.advance_days(LONG).await;
    let today = server.day(0).await;
    let (asked, sent) = paid.split_at(ROUNDS);
    for (round, (_, transaction)) in asked.iter().enumerate() {
        let ask = async {
            hold_back(&server, round).await;
            server.post("/v1/refunds", json!({"transaction": transaction})).await
        };
        let (refund, back) = tokio::join!(ask, give_back(&server, transaction, "AG77-03"));
        back.ok();
        if refund.status == 200 {
            let path = format!("/v1/refunds/{}", text(&refund.body["id"]));
            assert_eq!(server.get(&path).await.ok()["status"], "canceled");
        } else {
            refund.refused(409);
        }
        assert_eq!(sums(&server, transaction).await, (10_000, 10_000, 0));
    }
    let mut debts = 0;
    for (round, (session, transaction)) in sent.iter().enumerate() {
        let refund = server.post("/v1/refunds", json!({"transaction": transaction})).await.ok();
        let path = format!("/v1/refunds/{}/mark_sent", text(&refund["id"]));
        let mark = async {
            hold_back(&server, round).await;
            server.post(&path, json!({"sent_on": today, "reference": "REFUND 1"})).await
        };
        let (marked, back) = tokio::join!(mark, give_back(&server, transaction, "AG77-03"));
        back.ok();
        let refunded = if marked.status == 200 { 10_000 } else { 0 };
        if refunded == 0 {
            marked.refused(409);
        }
        assert_eq!(sums(&server, transaction).await, (10_000, 10_000, refunded));
        debts += usize::from(refunded > 0);
        let customer = text(&server.retrieve(session).await["customer"]);
        let path = format!("/v1/customer_balance_transactions?limit=1&customer={customer}");
        let book = server.get(&path).await.ok();
        assert_eq!(book["data"][0]["ending_balance"].as_i64().unwrap_or(0), -refunded);
    }
    let work = server.get("/v1/work_items?status=open&type=double_recovery&limit=100").await.ok();
    assert_eq!(work["data"].as_array().map(Vec::len), Some(debts));
    server.verify();
}
