//! Many at once on one session: exactly what the money model says, whoever comes first.
#![expect(clippy::expect_used, reason = "whatever goes wrong here fails the test")]

use futures_util::future::join_all;
use serde_json::json;
use testkit::databases::TempDatabase;
use testkit::server::{TestServer, text};

/// Contenders at the same time.
const MANY: usize = 64;

fn start(database: TempDatabase) -> TestServer {
    TestServer::start(env!("CARGO_BIN_EXE_quittance"), database)
}

#[tokio::test]
async fn sixty_four_payers_on_sqlite() {
    payers(start(TempDatabase::sqlite())).await;
}

#[tokio::test]
async fn sixty_four_payers_on_postgres() {
    payers(start(TempDatabase::postgres())).await;
}

/// The session is paid once; whatever else succeeded is surplus on the work list.
async fn payers(server: TestServer) {
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

#[tokio::test]
async fn one_key_makes_one_session_on_sqlite() {
    one_key(start(TempDatabase::sqlite())).await;
}

#[tokio::test]
async fn one_key_makes_one_session_on_postgres() {
    one_key(start(TempDatabase::postgres())).await;
}

/// The same request sixty-four times has one effect and one answer.
async fn one_key(server: TestServer) {
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

#[tokio::test]
async fn cancel_against_pay_on_sqlite() {
    cancel_against_pay(start(TempDatabase::sqlite())).await;
}

#[tokio::test]
async fn cancel_against_pay_on_postgres() {
    cancel_against_pay(start(TempDatabase::postgres())).await;
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

#[tokio::test]
async fn expiry_against_pay_on_sqlite() {
    expiry_against_pay(start(TempDatabase::sqlite())).await;
}

#[tokio::test]
async fn expiry_against_pay_on_postgres() {
    expiry_against_pay(start(TempDatabase::postgres())).await;
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

#[tokio::test]
async fn updates_against_pay_on_sqlite() {
    updates_against_pay(start(TempDatabase::sqlite())).await;
}

#[tokio::test]
async fn updates_against_pay_on_postgres() {
    updates_against_pay(start(TempDatabase::postgres())).await;
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

#[tokio::test]
async fn a_page_given_up_takes_no_money_on_sqlite() {
    given_up(start(TempDatabase::sqlite())).await;
}

#[tokio::test]
async fn a_page_given_up_takes_no_money_on_postgres() {
    given_up(start(TempDatabase::postgres())).await;
}

/// The payer is at the processor's page when the session expires, or its customer is deleted: the
/// processor closes the page, and nothing is collected that would have to be given back.
async fn given_up(server: TestServer) {
    let clock = server.get("/v1/test_helpers/clock").await.ok();
    let expires_at = clock["now"].as_i64().expect("a time") + 3_600;
    for more in [json!({"expires_at": expires_at}), json!({})] {
        let session = server.session("eur", &["card"], more).await;
        let payer = testkit::payer::Payer::new(&server);
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
