//! The guide, end to end, as a developer and a payer would live it, on both databases.
#![expect(clippy::expect_used, reason = "whatever goes wrong here fails the test")]

use serde_json::json;
use testkit::databases::TempDatabase;
use testkit::payer::Payer;
use testkit::server::{TestServer, text};

fn start(database: TempDatabase) -> TestServer {
    TestServer::start(env!("CARGO_BIN_EXE_quittance"), database)
}

/// Expands a story into a test for each database.
macro_rules! on_both {
    ($($story:ident => $sqlite:ident, $postgres:ident;)+) => {$(
        #[tokio::test]
        async fn $sqlite() {
            let server = start(TempDatabase::sqlite());
            $story(&server).await;
            server.verify();
        }

        #[tokio::test]
        async fn $postgres() {
            let server = start(TempDatabase::postgres());
            $story(&server).await;
            server.verify();
        }
    )+};
}

on_both! {
    card => card_on_sqlite, card_on_postgres;
    debit => debit_on_sqlite, debit_on_postgres;
    options => options_on_sqlite, options_on_postgres;
}

/// A card payment by plain form posts: open, review, pretend page, paid, back to the merchant.
async fn card(server: &TestServer) {
    let more = json!({"return_url": "https://example.com/success?order=7#top"});
    let session = server.session("gbp", &["card"], more).await;
    assert_eq!(session["status"], "unpaid");
    assert!(session["transaction"].is_null());
    let (id, payer) = (text(&session["id"]), Payer::new(server));

    let review = payer.open(&text(&session["url"])).await;
    assert_eq!(review.status, 200);
    assert!(review.html.contains("£100.00"), "{}", review.html);
    let leaving = payer.send(&review.form()).await;
    let choice = payer.follow(&leaving).await;
    assert!(choice.form().fields["scenario"] == "succeed", "{:?}", choice.form());
    let paid = payer.send(&choice.form()).await;

    let onward = paid.refresh().expect("a Refresh to the merchant");
    assert!(onward.starts_with("https://example.com/success?order=7&"), "{onward}");
    assert!(onward.contains(&format!("payment_session={id}")), "{onward}");
    assert!(onward.ends_with("status=paid#top"), "{onward}");
    let session = server.retrieve(&id).await;
    assert_eq!(
        (&session["status"], &session["payment_status"]),
        (&json!("paid"), &json!("settled"))
    );
    let transaction = text(&session["transaction"]);
    let transaction = server.get(&format!("/v1/transactions/{transaction}")).await.ok();
    assert_eq!(transaction["status"], "succeeded");
    assert_eq!(transaction["amount_received"], 10_000);
    assert_eq!(transaction["finality"]["state"], "cleared");
}

/// A debit: signed on the page, collected, cleared, and refunded by the payer's bank.
async fn debit(server: &TestServer) {
    let session = server.session("eur", &["sepa_debit"], json!({"reporting_type": "rent"})).await;
    let (id, payer) = (text(&session["id"]), Payer::new(server));
    let form = payer.open(&text(&session["url"])).await.form();
    assert_eq!(form.fields.get("email").map(String::as_str), Some(""), "never prefilled");
    let filled = form
        .with("account_holder_name", "A Tenant")
        .with("email", "tenant@example.com")
        .with("iban", "DE89 3704 0044 0532 0130 00");
    let review = payer.send(&filled).await;
    assert!(review.html.contains("DE98ZZZ09999999999"), "{}", review.html);
    let confirm = review
        .forms()
        .into_iter()
        .find(|it| it.fields.get("step").is_some_and(|it| it == "confirm"));
    let form = confirm.unwrap_or_else(|| review.form()).with("step", "confirm");
    let signed = payer.send(&form.with("accept_mandate", "yes")).await;
    assert_eq!(signed.status, 200, "{}", signed.html);

    let now = server.retrieve(&id).await;
    assert_eq!((&now["status"], &now["payment_status"]), (&json!("unpaid"), &json!("processing")));
    assert_eq!(now["amount_in_flight"], 10_000);
    server.advance_days(21).await;
    let now = server.retrieve(&id).await;
    assert_eq!(now["status"], "paid", "{now}");
    let first_paid_at = now["first_paid_at"].clone();

    let transaction = text(&now["transaction"]);
    let path = format!("/v1/test_helpers/transactions/{transaction}/return");
    server.post(&path, json!({"code": "MD06"})).await.ok();
    let now = server.retrieve(&id).await;
    assert_eq!((&now["status"], &now["payment_status"]), (&json!("unpaid"), &json!("returned")));
    assert!(now["paid_at"].is_null());
    assert_eq!(now["first_paid_at"], first_paid_at);
    assert_eq!(now["amount_remaining"], 10_000);
    let transaction = server.get(&format!("/v1/transactions/{transaction}")).await.ok();
    assert_eq!(transaction["status"], "succeeded");
    assert_eq!(transaction["amount_returned"], 10_000);
    let timeline = server.get(&format!("/v1/payment_sessions/{id}/timeline")).await.ok();
    assert!(timeline["data"].to_string().contains("MD06"), "{timeline}");
}

/// Everything optional: mail, reporting types, statement descriptor, cancel, lists, events.
async fn options(server: &TestServer) {
    for kind in ["advance_rent", "charge", "deposit", "holding_fee", "rent"] {
        let session = server.session("gbp", &["card"], json!({"reporting_type": kind})).await;
        assert_eq!(session["reporting_type"], kind);
    }
    let plain = server.session("gbp", &["card"], json!({})).await;
    assert_eq!(plain["reporting_type"], "charge");
    let named =
        server.session("gbp", &["card"], json!({"statement_descriptor": "FLAT 4 RENT"})).await;
    assert!(
        named["descriptor_preview"]["card"].as_str().is_some_and(|it| it.contains("FLAT 4 RENT"))
    );

    let mailed = server.session("gbp", &["card"], json!({"send_email": true})).await;
    let mailbox = Payer::new(server).open(&server.mailbox).await;
    assert!(mailbox.html.contains("tenant@example.com"), "{}", mailbox.html);
    let timeline = format!("/v1/payment_sessions/{}/timeline", text(&mailed["id"]));
    assert!(server.get(&timeline).await.ok()["data"].to_string().contains("tenant@example.com"));

    let path = format!("/v1/payment_sessions/{}/cancel", text(&plain["id"]));
    let canceled = server.post(&path, json!({})).await.ok();
    assert_eq!(
        (&canceled["status"], &canceled["cancellation_reason"]),
        (&json!("canceled"), &json!("requested"))
    );
    assert_eq!(server.post(&path, json!({})).await.ok()["canceled_at"], canceled["canceled_at"]);
    let list = server.get("/v1/payment_sessions?status=canceled").await.ok();
    assert_eq!((&list["count"], &list["data"][0]["id"]), (&json!(1), &plain["id"]));
    let events = server.get("/v1/events?type=payment_session.canceled").await.ok();
    assert_eq!(events["data"][0]["data"]["object"]["id"], plain["id"]);
}
