//! Bacs direct debits, as a merchant's program sees them.

use domain::calendar::{self, ENGLAND_AND_WALES, LONDON};
use domain::debit::codes::{Kind, Stage};
use domain::debit::{Scheme, timetable};
use domain::source::Source as _;
use serde_json::{Value, json};
use store::SystemSource;
use testkit::databases::TempDatabase;
use testkit::server::{Answer, TestServer, text};

use crate::harness::{Merchant, on_both};

on_both! {
    each_outcome_has_its_status
    an_instruction_is_lodged_used_and_called_back
    each_return_comes_within_three_days_and_not_later
    a_claim_under_the_guarantee_comes_long_after_clearing
    a_bank_refuses_when_it_is_told_to
    what_is_withdrawn_is_called_back_where_it_was_told
    what_a_session_asks_for_fits_the_rail
    a_debit_pays_when_it_is_collected
}

/// More days than it takes to lodge, collect, clear and call back, over any holidays.
const LONG: i64 = 25;

async fn session(merchant: &Merchant) -> Value {
    merchant.server.session("gbp", &["card", "bacs_debit"], json!({})).await
}

/// Signs a debit; gives the session and its transaction's id.
async fn signed(merchant: &Merchant, scenario: &str) -> (Value, String) {
    let session = session(merchant).await;
    let paid = merchant.server.pay(&text(&session["id"]), "bacs_debit", scenario).await.ok();
    (session, text(&paid["transaction"]))
}

async fn transaction(merchant: &Merchant, id: &str) -> Value {
    merchant.get(&format!("/v1/transactions/{id}?expand[]=mandate&expand[]=payment_method")).await
}

/// Lets days pass until the transaction is as it should be.
async fn until(merchant: &Merchant, id: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..LONG {
        let now = transaction(merchant, id).await;
        if is_so(&now) {
            return now;
        }
        merchant.server.advance_days(1).await;
    }
    panic!("not within {LONG} days: {}", transaction(merchant, id).await);
}

async fn collected(merchant: &Merchant, id: &str) -> Value {
    until(merchant, id, |it| it["amount_received"] == 10_000).await
}

async fn fail(merchant: &Merchant, id: &str, code: &str) -> Answer {
    let path = format!("/v1/test_helpers/transactions/{id}/fail");
    merchant.server.post(&path, json!({"code": code})).await
}

async fn timeline(merchant: &Merchant, session: &Value) -> Vec<(String, bool, String)> {
    let path = format!("/v1/payment_sessions/{}/timeline", text(&session["id"]));
    let told = merchant.get(&path).await;
    let entries = told["data"].as_array().expect("entries").iter();
    let entry = |it: &Value| (text(&it["kind"]), it["forecast"] == true, text(&it["text"]));
    entries.map(entry).collect()
}

fn tells(entries: &[(String, bool, String)], kind: &str, forecast: bool) -> bool {
    entries.iter().any(|(its, ahead, _)| its == kind && *ahead == forecast)
}

async fn each_outcome_has_its_status(merchant: Merchant) {
    let outcomes = [
        ("succeed", ("paid", "settled"), 0, "used"),
        ("instruction_refused", ("unpaid", "failed"), 0, "AUDDIS-5"),
        ("deceased", ("unpaid", "failed"), 0, "AUDDIS-2"),
        ("instruction_canceled", ("unpaid", "failed"), 0, "ADDACS-1"),
        ("insufficient_funds", ("unpaid", "returned"), 10_000, "used"),
        ("account_closed", ("unpaid", "returned"), 10_000, "ARUDD-B"),
        ("late_return", ("unpaid", "returned"), 10_000, "used"),
        ("indemnity_claim", ("paid", "settled"), 0, "used"),
    ];
    let mut all = Vec::new();
    for (scenario, ..) in outcomes {
        let (session, id) = signed(&merchant, scenario).await;
        assert_eq!(merchant.status(&session).await, ("unpaid".into(), "processing".into()));
        all.push((session, id));
    }
    merchant.server.advance_days(LONG).await;
    for ((scenario, (status, standing), returned, ended), (session, id)) in
        outcomes.iter().zip(&all)
    {
        let now = merchant.status(session).await;
        assert_eq!(now, ((*status).into(), (*standing).into()), "{scenario}");
        let told = transaction(&merchant, id).await;
        assert_eq!(told["amount_returned"], *returned, "{scenario}");
        assert_eq!(told["mandate"]["status"], "inactive", "{scenario}");
        assert_eq!(told["mandate"]["end_reason"], *ended, "{scenario}");
        if *standing == "failed" {
            assert_eq!(told["last_payment_error"]["code"], *ended, "{scenario}");
            assert_eq!(told["amount_received"], 0, "{scenario}");
        }
    }
    assert_eq!(merchant.work().await, Vec::<String>::new());
    // Eight weeks after the collection a claim opens a dispute, and its money leaves later.
    merchant.server.advance_days(100).await;
    let (session, id) = &all[7];
    assert_eq!(merchant.status(session).await, ("unpaid".into(), "disputed".into()));
    assert_eq!(transaction(&merchant, id).await["amount_returned"], 10_000);
    merchant.verify();
}

async fn an_instruction_is_lodged_used_and_called_back(merchant: Merchant) {
    let (session, id) = signed(&merchant, "succeed").await;
    let first = transaction(&merchant, &id).await;
    let mandate = &first["mandate"];
    assert_eq!((&mandate["scheme"], &mandate["status"]), (&json!("bacs"), &json!("pending")));
    let reference = text(&mandate["reference"]);
    let whole = text(&mandate["id"]).to_ascii_uppercase();
    assert_eq!(reference, whole[whole.len() - 18..]);
    let asked = merchant.server.retrieve(&text(&session["id"])).await;
    assert_eq!(asked["amount_in_flight"], 10_000);
    let account = json!({"sort_code": "00-00-00", "last4": "9911"});
    assert_eq!(first["payment_method"]["bacs_debit"], account, "{first}");
    assert!(first["processing"]["bacs_debit"]["timings"]["customer_debit_at"].is_i64(), "{first}");
    let told = timeline(&merchant, &session).await;
    for ahead in ["mandate_lodging", "export", "collection", "clearing"] {
        assert!(tells(&told, ahead, true), "{ahead}: {told:?}");
    }

    let lodged = until(&merchant, &id, |it| it["mandate"]["status"] == "active").await;
    assert!(lodged["mandate"]["lodged_at"].is_i64() && lodged["amount_received"] == 0, "{lodged}");
    let paid = collected(&merchant, &id).await;
    assert_eq!(merchant.status(&session).await, ("unpaid".into(), "processing".into()));
    let indemnity = json!([{"right": "indemnity", "until": null, "open_ended": true}]);
    assert_eq!(paid["finality"]["windows"], indemnity, "{paid}");
    merchant.server.advance_days(LONG).await;
    assert_eq!(merchant.status(&session).await, ("paid".into(), "settled".into()));
    let over = transaction(&merchant, &id).await;
    assert_eq!(
        (&over["mandate"]["status"], &over["finality"]["state"]),
        (&json!("inactive"), &json!("cleared"))
    );
    let told = timeline(&merchant, &session).await;
    for past in
        ["mandate_signed", "mandate_sent", "mandate_lodged", "mandate_called_back", "mandate_ended"]
    {
        assert!(tells(&told, past, false), "{past}: {told:?}");
    }
    assert!(told.iter().all(|(.., forecast, _)| !forecast), "{told:?}");
    merchant.verify();
}

async fn each_return_comes_within_three_days_and_not_later(merchant: Merchant) {
    let codes = || Scheme::Bacs.reasons().iter().filter(|it| it.may_occur(Stage::Return));
    assert_eq!(codes().count(), 12);
    let mut all = Vec::new();
    for _ in codes() {
        all.push(signed(&merchant, "succeed").await);
    }
    let (late, late_id) = signed(&merchant, "succeed").await;
    collected(&merchant, &late_id).await;
    for (reason, (session, id)) in codes().zip(&all) {
        let code = reason.code;
        collected(&merchant, id).await;
        assert_eq!(merchant.give_back(id, "AC04").await.refused(400), "return_code_unknown");
        assert_eq!(merchant.give_back(id, "AUDDIS-5").await.refused(400), "return_code_unknown");
        let back = merchant.give_back(id, code).await.ok();
        assert_eq!(back["amount_returned"], 10_000, "{code}");
        assert_eq!(merchant.status(session).await, ("unpaid".into(), "returned".into()), "{code}");
        let mandate = transaction(&merchant, id).await["mandate"].clone();
        if reason.ends_mandate {
            assert_eq!(
                (&mandate["status"], &mandate["end_reason"]),
                (&json!("inactive"), &json!(code))
            );
        } else {
            assert_eq!(mandate["status"], "active", "{code}");
        }
        // Who has died is asked for nothing; everybody else can pay another way.
        let again = merchant.server.pay(&text(&session["id"]), "card", "succeed").await;
        let expected = if reason.kind == Kind::Deceased { 409 } else { 200 };
        assert_eq!(again.status, expected, "{code}: {}", again.body);
    }
    merchant.server.advance_days(LONG).await;
    assert_eq!(merchant.status(&late).await, ("paid".into(), "settled".into()));
    assert_eq!(merchant.give_back(&late_id, "ARUDD-0").await.refused(409), "outside_return_window");
    merchant.verify();
}

async fn a_claim_under_the_guarantee_comes_long_after_clearing(merchant: Merchant) {
    let codes = || Scheme::Bacs.reasons().iter().filter(|it| it.kind == Kind::Indemnity);
    let mut all = Vec::new();
    for _ in codes() {
        all.push(signed(&merchant, "succeed").await);
    }
    merchant.server.advance_days(LONG).await;
    merchant.server.advance_days(400).await;
    for (reason, (session, id)) in codes().zip(&all) {
        let code = reason.code;
        let told = merchant.give_back(id, code).await.ok();
        assert_eq!(
            (&told["disputed"], &told["amount_returned"]),
            (&json!(true), &json!(0)),
            "{code}"
        );
        assert_eq!(merchant.status(session).await, ("paid".into(), "disputed".into()), "{code}");
        assert_eq!(merchant.give_back(id, code).await.refused(409), "nothing_to_return", "{code}");
        let words = timeline(&merchant, session).await;
        let claim = "claims 100.00 GBP back under the Direct Debit Guarantee";
        assert!(words.iter().any(|(.., text)| text.contains(claim)), "{code}: {words:?}");
        assert!(tells(&words, "dispute_debit", true), "{code}: {words:?}");
    }
    assert!(merchant.work().await.iter().all(|kind| kind == "dispute_opened"));
    merchant.server.advance_days(35).await;
    for (reason, (session, id)) in codes().zip(&all) {
        let told = transaction(&merchant, id).await;
        assert_eq!(told["amount_returned"], 10_000, "{}", reason.code);
        assert_eq!(merchant.status(session).await, ("unpaid".into(), "disputed".into()));
        merchant.server.pay(&text(&session["id"]), "card", "succeed").await.refused(409);
    }
    assert_eq!(merchant.ledger("merchant_funds").await, 0);
    merchant.verify();
}

async fn a_bank_refuses_when_it_is_told_to(merchant: Merchant) {
    let (session, id) = signed(&merchant, "succeed").await;
    // The instruction has not left, so no bank could refuse it.
    assert_eq!(fail(&merchant, &id, "AUDDIS-5").await.refused(409), "nothing_to_fail");
    until(&merchant, &id, |it| it["mandate"]["status"] == "active").await;
    for code in ["ARUDD-0", "DDICA-1", "AC01", "XX99"] {
        assert_eq!(fail(&merchant, &id, code).await.refused(400), "fail_code_unknown", "{code}");
    }
    let failed = fail(&merchant, &id, "ADDACS-B").await.ok();
    assert_eq!(failed["last_payment_error"]["code"], "ADDACS-B");
    assert_eq!(failed["last_payment_error"]["message"], "The account is closed.");
    assert_eq!(merchant.status(&session).await, ("unpaid".into(), "failed".into()));
    assert_eq!(fail(&merchant, &id, "ADDACS-B").await.refused(409), "nothing_to_fail");
    merchant.server.advance_days(LONG).await;
    assert_eq!(transaction(&merchant, &id).await["amount_received"], 0);

    // One that has left is refused too, and the payer pays another way.
    let (session, id) = signed(&merchant, "succeed").await;
    let due = async || {
        let told = timeline(&merchant, &session).await;
        !tells(&told, "export", true)
    };
    for _ in 0..LONG {
        if due().await {
            break;
        }
        merchant.server.advance_days(1).await;
    }
    let failed = fail(&merchant, &id, "ADDACS-1").await.ok();
    assert_eq!(failed["last_payment_error"]["code"], "ADDACS-1", "{failed}");
    assert_eq!(merchant.pay(&session, "card").await.0["status"], "paid");

    // The same helper at the other scheme.
    let euros = merchant.session(10_000, json!({})).await;
    let (_, id) = merchant.pay(&euros, "sepa_debit").await;
    assert_eq!(fail(&merchant, &id, "AC01").await.refused(409), "nothing_to_fail");
    for _ in 0..LONG {
        if !tells(&timeline(&merchant, &euros).await, "export", true) {
            break;
        }
        merchant.server.advance_days(1).await;
    }
    assert_eq!(fail(&merchant, &id, "ADDACS-1").await.refused(400), "fail_code_unknown");
    let failed = fail(&merchant, &id, "AC01").await.ok();
    assert_eq!(failed["last_payment_error"]["code"], "AC01");
    merchant.verify();
}

async fn what_is_withdrawn_is_called_back_where_it_was_told(merchant: Merchant) {
    let (session, id) = signed(&merchant, "succeed").await;
    let cancel = format!("/v1/payment_sessions/{}/cancel", text(&session["id"]));
    merchant.post(&cancel, json!({})).await;
    let told = transaction(&merchant, &id).await;
    assert_eq!(
        (&told["mandate"]["status"], &told["mandate"]["end_reason"]),
        (&json!("inactive"), &json!("withdrawn"))
    );
    merchant.server.advance_days(LONG).await;
    let words = timeline(&merchant, &session).await;
    assert!(
        !tells(&words, "mandate_sent", false) && !tells(&words, "mandate_called_back", false),
        "{words:?}"
    );

    let (session, id) = signed(&merchant, "succeed").await;
    until(&merchant, &id, |it| it["mandate"]["status"] == "active").await;
    let cancel = format!("/v1/payment_sessions/{}/cancel", text(&session["id"]));
    merchant.post(&cancel, json!({})).await;
    assert_eq!(transaction(&merchant, &id).await["mandate"]["end_reason"], "withdrawn");
    assert!(tells(&timeline(&merchant, &session).await, "mandate_calling_back", true));
    merchant.server.advance_days(LONG).await;
    assert!(tells(&timeline(&merchant, &session).await, "mandate_called_back", false));
    assert_eq!(transaction(&merchant, &id).await["amount_received"], 0);
    merchant.verify();
}

async fn what_a_session_asks_for_fits_the_rail(merchant: Merchant) {
    let customer = merchant.server.customer().await;
    let ask = async |currency: &str, more: Value| {
        let mut body = json!({
            "amount": 10_000, "currency": currency, "mode": "payment", "customer": customer,
            "payment_method_types": ["bacs_debit"],
        });
        if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        merchant.server.post("/v1/payment_sessions", body).await
    };
    for currency in ["eur", "sek", "usd"] {
        let refused = ask(currency, json!({})).await;
        assert_eq!(refused.body["error"]["param"], "payment_method_types[0]");
        assert_eq!(refused.refused(400), "currency_not_supported", "{currency}");
    }
    let long = ask("gbp", json!({"statement_descriptor": "Rent for March 2026"})).await;
    assert_eq!(long.refused(400), "statement_descriptor_invalid");
    let fits = ask("gbp", json!({"statement_descriptor": "Flat 5/Mar & Apr"})).await.ok();
    assert_eq!(fits["descriptor_preview"]["bacs_debit"], "FLAT 5/MAR & APR");
    merchant.verify();
}

/// A holiday that the operator proclaims moves the debit, for as long as the server runs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proclaimed_holiday_is_no_working_day() {
    let now = SystemSource.now();
    let usual = timetable::confirmed_at(now, Scheme::Bacs).unwrap().collection_on;
    let folder = tempfile::tempdir().unwrap();
    let (file, config) = (folder.path().join("holidays.toml"), folder.path().join("config.toml"));
    let holiday = |on: &str| {
        let text = format!(
            "[[holiday]]\ncalendar = \"england_and_wales\"\non = \"{on}\"\nsource = \"GOV.UK\"\n"
        );
        std::fs::write(&file, text).unwrap();
    };
    holiday(&usual.to_string());
    std::fs::write(&config, format!("holidays_file = \"{}\"\n", file.display())).unwrap();
    let arguments = ["--rate-limit", "off", "--config", config.to_str().unwrap()];
    let binary = env!("CARGO_BIN_EXE_quittance");
    let server = TestServer::start_with(binary, TempDatabase::sqlite(), &arguments);
    let mut merchant = Merchant { server };
    let (_, id) = signed(&merchant, "succeed").await;
    let under_way = transaction(&merchant, &id).await["processing"]["bacs_debit"].clone();
    let debit_at = under_way["timings"]["customer_debit_at"].as_i64().unwrap();
    let next = ENGLAND_AND_WALES.next(usual).unwrap();
    let first = calendar::local_start_of_day(next, &LONDON).unwrap().seconds();
    // A cut-off may have passed in between.
    assert!(debit_at >= first, "{debit_at} {next}");
    merchant.server.stop();
    // A file that makes no sense is named.
    holiday("2031-12-25");
    let mut serve = merchant.server.command("serve");
    let refused = serve.args(["--listen", "127.0.0.1:0"]).args(arguments).output().unwrap();
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && told.contains("holidays_file"), "{told}");
    assert!(told.contains("holiday 1: 2031-12-25 is closed anyway"), "{told}");
    holiday(&usual.to_string());
    merchant.server.launch();
    merchant.server.verify();
}

/// A merchant who takes the collection for the payment is paid on that day, and no longer is when the
/// bank returns it within its three days.
async fn a_debit_pays_when_it_is_collected(merchant: Merchant) {
    merchant.post("/v1/account", json!({"paid_when": "collected"})).await;
    let (session, id) = signed(&merchant, "succeed").await;
    let (poor, poor_id) = signed(&merchant, "insufficient_funds").await;
    for (session, id) in [(&session, &id), (&poor, &poor_id)] {
        let paid = collected(&merchant, id).await;
        assert_eq!(
            (&paid["status"], &paid["finality"]["state"]),
            (&json!("succeeded"), &json!("provisional"))
        );
        assert_eq!(merchant.status(session).await, ("paid".into(), "settled".into()));
    }
    merchant.server.advance_days(LONG).await;
    assert_eq!(merchant.status(&session).await, ("paid".into(), "settled".into()));
    assert_eq!(transaction(&merchant, &id).await["finality"]["state"], "cleared");
    assert_eq!(merchant.status(&poor).await, ("unpaid".into(), "returned".into()));
    let now = merchant.server.retrieve(&text(&poor["id"])).await;
    assert!(now["paid_at"].is_null() && now["first_paid_at"].is_i64(), "{now}");
    // It was the payment, so it stays one that succeeded and came back; the next is another.
    let back = transaction(&merchant, &poor_id).await;
    assert_eq!((&back["status"], &back["amount_returned"]), (&json!("succeeded"), &json!(10_000)));
    let (again, second) = merchant.pay(&poor, "card").await;
    assert_eq!((&again["status"], second != poor_id), (&json!("paid"), true));
    merchant.verify();
}
