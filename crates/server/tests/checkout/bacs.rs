//! Paying by Bacs Direct Debit: details, read-back with the Guarantee, confirmation.

use domain::attempt::Progress;
use domain::debit::notice::Notice;
use domain::debit::{Scheme, timetable};
use domain::guesses::{self, Guesses};
use domain::ids::SessionId;
use domain::method::MethodType::{BacsDebit, Card};
use domain::money::Currency::Gbp;
use domain::session::PaymentStatus;
use serde_json::{Value, json};
use server::timeline;
use store::accounts::{self, AgreedNotice, Settings};
use store::mandates::MandateStatus;
use store::{DbError, account_guesses, cases, mandate_orders, mandates, messages, work_items};
use testkit::databases::TempDatabase;

use crate::harness::{House, Page, on_both};

on_both! {
    confirms: confirms_on_sqlite, confirms_on_postgres;
    faults: faults_on_sqlite, faults_on_postgres;
    in_swedish: in_swedish_on_sqlite, in_swedish_on_postgres;
    refused: refused_on_sqlite, refused_on_postgres;
    guesses: guesses_on_sqlite, guesses_on_postgres;
    waits_for_notice: waits_for_notice_on_sqlite, waits_for_notice_on_postgres;
}

const PAYER: [(&str, &str); 5] = [
    ("account_holder_name", "Aisha O'Neill"),
    ("email", "aisha@example.com"),
    ("sort_code", "00 00 00"),
    ("account_number", "5577-9911"),
    ("sole_signatory", "yes"),
];

/// The same, with some fields otherwise.
fn payer<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let changed = |name: &str| other.iter().find(|(its, _)| *its == name);
    PAYER.iter().map(|(name, value)| *changed(name).unwrap_or(&(*name, *value))).collect()
}

async fn step(house: &House, id: SessionId, step: &str, fields: &[(&str, &str)]) -> Page {
    let token = house.token(&format!("/sessions/{id}?payment_method_type=bacs_debit")).await;
    let mut all =
        vec![("token", token.as_str()), ("payment_method_type", "bacs_debit"), ("step", step)];
    all.extend_from_slice(fields);
    house.post(&format!("/sessions/{id}/pay"), &all).await
}

/// A session whose debit from an account was confirmed.
async fn signed(house: &House, account: &str) -> SessionId {
    let id = house.session(Gbp, &[Card, BacsDebit], |_| {}).await;
    let fields = payer(&[("account_number", account)]);
    let review = step(house, id, "details", &fields).await;
    let date = review.field("collection_on").unwrap();
    let more = [("accept_mandate", "yes"), ("collection_on", &*date)];
    let sent = step(house, id, "confirm", &[&fields[..], &more[..]].concat()).await;
    assert_eq!(sent.status, 303, "{}", sent.html);
    id
}

async fn confirms(house: House) {
    let id = house.session(Gbp, &[BacsDebit], |_| {}).await;
    let form = house.get(&format!("/sessions/{id}")).await;
    for text in [
        "name=\"sort_code\"",
        "inputmode=\"numeric\"",
        "autocomplete=\"off\"",
        "name=\"sole_signatory\"",
        "paper form",
    ] {
        assert!(form.says(text), "{text}: {}", form.html);
    }
    let review = step(&house, id, "details", &PAYER).await;
    assert_eq!(review.status, 200, "{}", review.html);
    for text in [
        "00-00-00",
        "55779911",
        "Norrby Hyror AB",
        "hello@norrby.example",
        "Not set yet (test mode only)",
        "NORRBY HYROR",
        "The Direct Debit Guarantee",
        "full and immediate refund",
        "Please pay Norrby Hyror AB Direct Debits",
    ] {
        assert!(review.says(text), "{text}: {}", review.html);
    }
    assert!(house.case(id).await.attempts.is_empty(), "nothing is written before the tick");
    let date = review.field("collection_on").unwrap();
    let mandate = review.field("mandate").unwrap();
    let mut fields = PAYER.to_vec();
    fields.extend([("collection_on", &*date), ("mandate", &*mandate)]);
    let unticked = step(&house, id, "confirm", &fields).await;
    assert_eq!(unticked.status, 422);
    assert!(unticked.says("Tick the box to confirm the details"), "{}", unticked.html);
    let edit = step(&house, id, "edit", &fields).await;
    assert!(
        edit.says("value=\"00 00 00\"") && edit.says("value=\"yes\" required checked"),
        "{}",
        edit.html
    );
    fields.push(("accept_mandate", "yes"));
    let sent = step(&house, id, "confirm", &fields).await.location();
    let page = house.get(&sent).await;
    for text in [
        "Direct Debit set up",
        "The Direct Debit Guarantee",
        "hello@norrby.example",
        "NORRBY HYROR",
    ] {
        assert!(page.says(text), "{text}: {}", page.html);
    }
    assert!(!page.says("55779911"), "whoever has the link sees no account number");
    kept(&house, id, &review, &date).await;
    house.verified().await;
    house.close().await;
}

/// One attempt under one instruction that waits to be lodged, its payer told with the Guarantee.
async fn kept(house: &House, id: SessionId, review: &Page, date: &str) {
    let case = house.case(id).await;
    assert_eq!(case.session.state.payment_status, PaymentStatus::Processing);
    let [attempt] = case.attempts.as_slice() else { panic!("{:?}", case.attempts) };
    let Progress::Scheduled { collection_on, cutoff_at } = attempt.progress else { panic!() };
    assert_eq!(collection_on.to_string(), date);
    let (scope, mandate) = (house.scope, attempt.mandate.unwrap());
    let found = house.app.db.read(move |tx| {
        let orders = mandate_orders::of_session(tx, &scope, id)?;
        let mails = messages::of_session(tx, &scope, id)?;
        Ok::<_, DbError>((mandates::find(tx, &scope, mandate)?, orders, mails))
    });
    let (mandate, orders, mails) = found.await.unwrap();
    let mandate = mandate.unwrap();
    assert_eq!((mandate.status, mandate.reference.len()), (MandateStatus::Pending, 18));
    assert!(review.says(&mandate.reference), "the payer saw the reference");
    let [order] = orders.as_slice() else { panic!("{orders:?}") };
    assert!(order.cutoff_at < cutoff_at && order.exported_at.is_none());
    let evidence: Value = serde_json::from_str(&mandate.evidence).unwrap();
    assert_eq!(evidence["shown"]["account_masked"], "00-00-00 ••••9911");
    assert_eq!(evidence["shown"]["sole_signatory"], true);
    assert_eq!(evidence["shown"]["statement_name"], "NORRBY HYROR");
    assert_eq!(evidence["text"]["id"], "bacs_instruction/en/1");
    assert_eq!(evidence["guarantee"]["id"], "bacs_guarantee/en/1");
    assert_eq!(evidence["guarantee"]["verified"], false);
    let notice = &evidence["advance_notice"];
    assert_eq!((&notice["days"], &notice["replaced_by_confirmation"]), (&json!(10), &json!(true)));
    assert_eq!(notice["confirmed"]["amount"], 10_000);
    assert_eq!(notice["confirmed"]["collection_on"], date);
    assert_eq!(notice["confirmed"]["account_masked"], "00-00-00 ••••9911");
    assert_eq!(notice["no_earlier_than"], Value::Null);
    assert!(!mandate.evidence.contains("5577"), "the account number stays out of evidence");
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    assert_eq!(mail.recipient, "aisha@example.com");
    for text in [&*mandate.reference, "The Direct Debit Guarantee", "000000", "••••9911"] {
        assert!(mail.text.contains(text), "{text}: {}", mail.text);
    }
    assert!(!mail.text.contains("5577"));
}

/// Where the bank does not take the confirmation in place of it, the debit waits for the notice, and
/// the page, the evidence and the timeline say so.
async fn waits_for_notice(house: House) {
    let agreed = AgreedNotice { days: 10, confirmation_replaces_notice: false };
    let settings = Settings {
        notice: [(Scheme::Bacs, agreed)].into(),
        ..Settings::clone(&house.account.settings)
    };
    let account = house.account.id;
    let changed = house.app.db.write(move |tx| accounts::update(tx, account, &settings));
    changed.await.map_err(|error: DbError| error).unwrap();
    let id = house.session(Gbp, &[BacsDebit], |_| {}).await;
    let review = step(&house, id, "details", &PAYER).await;
    assert!(review.says("Working days of notice: 10."), "{}", review.html);
    let date = review.field("collection_on").unwrap();
    let notice = Scheme::Bacs.rules().notice;
    let notice = Notice { confirmation_replaces: false, ..notice };
    let now = house.case(id).await.session.created_at;
    let table = timetable::earliest(now, Scheme::Bacs, notice).unwrap();
    assert_eq!(date, table.collection_on.to_string());
    // A day that is too early is not signed for, whatever the form says.
    let soonest = timetable::confirmed_at(now, Scheme::Bacs).unwrap().collection_on.to_string();
    let tick = ("accept_mandate", "yes");
    let early = [&PAYER[..], &[tick, ("collection_on", &*soonest)]].concat();
    let moved = step(&house, id, "confirm", &early).await;
    assert_eq!((moved.status, moved.field("collection_on")), (409, Some(date.clone())));
    let in_time = [&PAYER[..], &[tick, ("collection_on", &*date)]].concat();
    assert_eq!(step(&house, id, "confirm", &in_time).await.status, 303);
    let scope = house.scope;
    let found = house.app.db.read(move |tx| {
        let of_session = mandates::of_session(tx, &scope, id)?;
        let case = cases::find(tx, &scope, id)?.unwrap();
        Ok::<_, DbError>((of_session, timeline::Sources::load(tx, &case)?, case))
    });
    let (of_session, sources, case) = found.await.unwrap();
    let evidence: Value = serde_json::from_str(&of_session[0].evidence).unwrap();
    assert_eq!(evidence["advance_notice"]["replaced_by_confirmation"], false);
    let first = evidence["advance_notice"]["no_earlier_than"].as_str().unwrap();
    assert!(first <= &*date && *first > *soonest, "{first} {date}");
    let told = timeline::TimelineView::of(&case, &sources, now);
    let told = serde_json::to_string(&told).unwrap();
    assert!(told.contains("because the payer has 10 working days of notice"), "{told}");
    house.verified().await;
    house.close().await;
}

async fn faults(house: House) {
    let id = house.session(Gbp, &[BacsDebit], |_| {}).await;
    let wrong =
        payer(&[("sort_code", "00-00-0"), ("account_number", "12345"), ("sole_signatory", "")]);
    let page = step(&house, id, "details", &wrong).await;
    assert_eq!(page.status, 422);
    for text in [
        "id=\"sort_code-error\"",
        "That is not a valid sort code.",
        "id=\"account_number-error\"",
        "That is not a valid account number for this sort code.",
        "id=\"sole_signatory-error\"",
        "Tick the box if you alone can authorise debits.",
        "value=\"00-00-0\"",
    ] {
        assert!(page.says(text), "{text}: {}", page.html);
    }
    // A forged confirmation is checked like the form.
    let forged = [&wrong[..], &[("accept_mandate", "yes")]].concat();
    assert_eq!(step(&house, id, "confirm", &forged).await.status, 422);
    assert!(house.case(id).await.attempts.is_empty());
    house.close().await;
}

/// Numbers that are tried are counted: first they wait, then the page is closed to them, and the
/// merchant hears of it once. Another session, and another way of paying, are not touched.
async fn guesses(house: House) {
    let id = house.session(Gbp, &[Card, BacsDebit], |_| {}).await;
    let wrong = payer(&[("account_number", "1234")]);
    for _ in 0..guesses::FREE {
        assert_eq!(step(&house, id, "details", &wrong).await.status, 422);
    }
    let slow = step(&house, id, "details", &wrong).await;
    let seconds: i64 = slow.header("retry-after").parse().unwrap();
    assert_eq!((slow.status, (1..=31).contains(&seconds)), (429, true), "{seconds}");
    assert!(slow.says("Too many tries"), "{}", slow.html);
    // A confirmation is looked at no sooner; who goes back to change something is.
    assert_eq!(step(&house, id, "confirm", &PAYER).await.status, 429);
    assert_eq!(step(&house, id, "edit", &wrong).await.status, 422);
    // So many more, each after its pause.
    let tried = |tried: u32, ago: i64| {
        let scope = house.scope;
        let write = house.app.db.write(move |tx| {
            let last_at = tx.now_real().plus_ms(-ago);
            account_guesses::write(tx, &scope, id, Guesses { tried, last_at })
        });
        async move { write.await.map_err(|error: DbError| error).unwrap() }
    };
    tried(guesses::MAX - 1, guesses::PAUSE_MS).await;
    assert_eq!(step(&house, id, "details", &wrong).await.status, 422);
    for _ in 0..3 {
        let closed = step(&house, id, "details", &PAYER).await;
        assert_eq!(closed.status, 429);
        assert!(closed.says("No more account numbers for now"), "{}", closed.html);
        let seconds: i64 = closed.header("retry-after").parse().unwrap();
        assert!((86_300..=86_401).contains(&seconds), "{seconds}");
    }
    let scope = house.scope;
    let items = house.app.db.read(move |tx| work_items::of_session(tx, &scope, id));
    let items = items.await.map_err(|error: DbError| error).unwrap();
    let [item] = items.as_slice() else { panic!("{items:?}") };
    assert!(item.kind == "accounts_tried" && item.text.contains("for a day"), "{item:?}");
    let other = house.session(Gbp, &[BacsDebit], |_| {}).await;
    assert_eq!(step(&house, other, "details", &PAYER).await.status, 200);
    house.to_the_card_page(id).await;
    // A day later the page takes numbers again.
    tried(guesses::MAX, guesses::CLOSED_MS).await;
    assert_eq!(step(&house, id, "details", &PAYER).await.status, 200);
    house.verified().await;
    house.close().await;
}

async fn in_swedish(house: House) {
    let id = house.session(Gbp, &[BacsDebit], |it| it.locale = Some("sv".to_owned())).await;
    let review = step(&house, id, "details", &[&PAYER[..], &[("lang", "sv")]].concat()).await;
    for text in [
        "lang=\"sv\"",
        "<div class=\"wording\" lang=\"en\">",
        "Garantin är skriven på engelska",
        "building societies",
    ] {
        assert!(review.says(text), "{text}: {}", review.html);
    }
    house.close().await;
}

async fn refused(house: House) {
    let id = signed(&house, "55779912").await;
    let poor = signed(&house, "55779915").await;
    let dead = signed(&house, "55779913").await;
    house.pass_days(21).await;
    let page = house.get(&format!("/sessions/{id}")).await;
    assert!(page.says("Your bank does not allow this account to be debited."), "{}", page.html);
    let page = house.get(&format!("/sessions/{poor}")).await;
    assert!(page.says("The payment was returned") && page.says("£100.00"), "{}", page.html);
    let page = house.get(&format!("/sessions/{dead}")).await;
    assert!(page.says("Nothing can be paid here"), "{}", page.html);
    house.verified().await;
    house.close().await;
}

/// With the operator's table, an account that cannot exist is refused at its field.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accounts_are_looked_up_in_the_operators_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("weights.txt");
    std::fs::write(&path, "100000 100999 MOD10 0 0 0 0 0 0 0 0 0 0 0 0 0 1\n").unwrap();
    let flags = [("bacs.modulus_table", path.to_str().unwrap())];
    let house = House::with(TempDatabase::sqlite(), &flags).await;
    let id = house.session(Gbp, &[BacsDebit], |_| {}).await;
    let with = |account| payer(&[("sort_code", "10-00-00"), ("account_number", account)]);
    let page = step(&house, id, "details", &with("12345678")).await;
    assert_eq!(page.status, 422);
    assert!(page.says("There is no such account number at this sort code."), "{}", page.html);
    assert_eq!(step(&house, id, "details", &with("12345670")).await.status, 200);
    assert_eq!(step(&house, id, "details", &PAYER).await.status, 200, "the sandbox's passes");
    house.close().await;
}
