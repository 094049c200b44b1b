//! Paying by Autogiro: details, the mandate, and its signature at the payer's bank.

use domain::attempt::{Attempt, Progress};
use domain::ids::{Id as _, NoticeId, SessionId};
use domain::method::MethodType::{Autogiro, Card};
use domain::money::Currency::Sek;
use domain::movement::MovementKind;
use domain::session::{PaymentStatus, SessionStatus};
use domain::work::WorkKind;
use futures_util::future::join_all;
use processors::signature;
use serde_json::{Value, json};
use server::inbox;
use server::routing::SANDBOX_AUTOGIRO;
use store::mandates::MandateStatus;
use store::{
    DbError, SystemSource, connections, mandate_drafts, mandate_orders, mandates, work_items,
};

use crate::harness::{House, Page, URL, on_both};

on_both! {
    signs: signs_on_sqlite, signs_on_postgres;
    faults: faults_on_sqlite, faults_on_postgres;
    refuses: refuses_on_sqlite, refuses_on_postgres;
    away: away_on_sqlite, away_on_postgres;
    superseded: superseded_on_sqlite, superseded_on_postgres;
    refused: refused_on_sqlite, refused_on_postgres;
    late: late_on_sqlite, late_on_postgres;
    contradicting_answers: contradicting_answers_on_sqlite, contradicting_answers_on_postgres;
    contradicting_lines: contradicting_lines_on_sqlite, contradicting_lines_on_postgres;
}

const PAYER: [(&str, &str); 5] = [
    ("account_holder_name", "Åsa Öström"),
    ("email", "asa@example.com"),
    ("payer_id", "19900101-0017"),
    ("clearing_number", "9880"),
    ("account_number", "557700-8"),
];

/// The same, with some fields otherwise.
fn payer<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let changed = |name: &str| other.iter().find(|(its, _)| *its == name);
    PAYER.iter().map(|(name, value)| *changed(name).unwrap_or(&(*name, *value))).collect()
}

async fn step(house: &House, id: SessionId, step: &str, fields: &[(&str, &str)]) -> Page {
    let token = house.token(&format!("/sessions/{id}?payment_method_type=autogiro")).await;
    let mut all =
        vec![("token", token.as_str()), ("payment_method_type", "autogiro"), ("step", step)];
    all.extend_from_slice(fields);
    house.post(&format!("/sessions/{id}/pay"), &all).await
}

/// From the form to the bank; gives the path of its page.
async fn to_the_bank(house: &House, id: SessionId, account: &str) -> String {
    let fields = payer(&[("account_number", account)]);
    let review = step(house, id, "details", &fields).await;
    assert_eq!(review.status, 200, "{}", review.html);
    let (date, mandate) =
        (review.field("collection_on").unwrap(), review.field("mandate").unwrap());
    let more = [("collection_on", &*date), ("mandate", &*mandate)];
    let sent = step(house, id, "confirm", &[&fields[..], &more[..]].concat()).await;
    let leaving = house.get(&sent.location()).await;
    let (seconds, url) = leaving.refresh().unwrap_or_else(|| panic!("{}", leaving.html));
    assert_eq!(seconds, 0);
    url.strip_prefix(URL).unwrap_or_else(|| panic!("{url}")).to_owned()
}

/// Signs at the bank; gives the page that the payer comes back to.
async fn sign(house: &House, id: SessionId, account: &str) -> Page {
    let bank = to_the_bank(house, id, account).await;
    let back = house.choose(&bank, "sign").await;
    house.settled().await;
    house.get(&back).await
}

async fn session(house: &House) -> SessionId {
    house.session(Sek, &[Card, Autogiro], |_| {}).await
}

async fn signs(house: House) {
    let url = "https://example.com/success?order=7";
    let id = house.session(Sek, &[Autogiro], |it| it.return_url = Some(url.to_owned())).await;
    let form = house.get(&format!("/sessions/{id}")).await;
    for name in ["payer_id", "clearing_number", "account_number"] {
        assert!(form.says(&format!("name=\"{name}\"")), "{name}: {}", form.html);
    }
    let review = step(&house, id, "details", &PAYER).await;
    assert_eq!(review.status, 200, "{}", review.html);
    for text in
        ["Norrby Hyror AB", "991-2346", "19900101-••••", "Mandate for payment by Autogiro", "SEK"]
    {
        assert!(review.says(text), "{text}: {}", review.html);
    }
    assert!(house.case(id).await.attempts.is_empty(), "nothing is written before the button");
    let bank = to_the_bank(&house, id, "5577008").await;
    let case = house.case(id).await;
    assert_eq!(case.session.state.payment_status, PaymentStatus::RequiresAction);
    let [attempt] = case.attempts.as_slice() else { panic!("{:?}", case.attempts) };
    let (scope, draft_of) = (house.scope, attempt.id);
    let draft = house.app.db.read(move |tx| mandate_drafts::find(tx, &scope, draft_of)).await;
    let draft = draft.map_err(|error: DbError| error).unwrap().unwrap();
    let asked = house.get(&bank).await;
    for text in ["Sandbox Bank", "Norrby Hyror", "991-2346", "9880 ••••008", "100.00"] {
        assert!(asked.says(text), "{text}: {}", asked.html);
    }
    assert!(!asked.says("0017") && !asked.says("5577008"), "the bank knows the payer itself");
    let back = house.choose(&bank, "sign").await;
    assert_eq!(back, format!("/sessions/{id}?returned=1"));
    house.settled().await;
    let page = house.get(&back).await;
    assert_eq!(page.status, 200);
    assert!(!page.says("5577008") && !page.says("19900101"), "{}", page.html);
    let onward =
        format!("https://example.com/success?order=7&payment_session={id}&status=processing");
    assert_eq!(page.refresh(), Some((5, onward)));
    kept(&house, id, &draft.reference).await;
    let over = house.get(&bank).await;
    assert!(over.field("token").is_none(), "nothing is left to sign: {}", over.html);
    house.verified().await;
    house.close().await;
}

/// One attempt under one mandate that waits to be sent, signed as it was shown.
async fn kept(house: &House, id: SessionId, reference: &str) {
    let case = house.case(id).await;
    assert_eq!(case.session.state.payment_status, PaymentStatus::Processing);
    let [attempt] = case.attempts.as_slice() else { panic!("{:?}", case.attempts) };
    let Progress::Scheduled { collection_on, .. } = attempt.progress else { panic!() };
    let (scope, mandate) = (house.scope, attempt.mandate.unwrap());
    let found = house.app.db.read(move |tx| {
        let orders = mandate_orders::of_session(tx, &scope, id)?;
        Ok::<_, DbError>((mandates::find(tx, &scope, mandate)?, orders))
    });
    let (found, orders) = found.await.unwrap();
    let found = found.unwrap();
    assert_eq!((found.reference.as_str(), found.status), (reference, MandateStatus::Pending));
    assert_eq!(orders.len(), 1);
    let evidence: serde_json::Value = serde_json::from_str(&found.evidence).unwrap();
    assert_eq!(evidence["signature"]["channel"], "bank");
    assert!(evidence["signature"]["reference"].as_str().unwrap().starts_with("sgn_"));
    assert_eq!(evidence["text"]["id"], "autogiro/en/1");
    assert_eq!(evidence["shown"]["collection_on"], collection_on.to_string());
    assert!(!found.evidence.contains("0017") && !found.evidence.contains("5577008"));
}

async fn faults(house: House) {
    let id = session(&house).await;
    for (field, value, sentence) in [
        ("payer_id", "19900101-0018", "payer_id-error"),
        ("payer_id", "556016-0681", "payer_id-error"),
        ("payer_id", "", "payer_id-error"),
        ("clearing_number", "1000", "clearing_number-error"),
        ("clearing_number", "98", "clearing_number-error"),
        ("account_number", "5577009", "account_number-error"),
        ("account_number", "", "account_number-error"),
        ("email", "nobody", "email-error"),
    ] {
        let page = step(&house, id, "details", &payer(&[(field, value)])).await;
        assert_eq!(page.status, 422, "{field} {value}");
        assert!(page.says(&format!("id=\"{sentence}\"")), "{field} {value}: {}", page.html);
    }
    // Coordination numbers and organisations pay too.
    for payer_id in ["701063-2391", "556016-0680"] {
        let review = step(&house, id, "details", &payer(&[("payer_id", payer_id)])).await;
        assert_eq!(review.status, 200, "{payer_id}");
    }
    assert!(house.case(id).await.attempts.is_empty());
    house.verified().await;
    house.close().await;
}

async fn refuses(house: House) {
    let id = session(&house).await;
    let bank = to_the_bank(&house, id, "5577008").await;
    let unknown = {
        let token = house.token(&bank).await;
        house.post(&bank, &[("token", &token), ("scenario", "shrug")]).await
    };
    assert_eq!(unknown.status, 422);
    let back = house.choose(&bank, "refuse").await;
    house.settled().await;
    let page = house.get(&back).await;
    assert_eq!(page.status, 200);
    let case = house.case(id).await;
    assert_eq!(case.session.state.payment_status, PaymentStatus::Failed);
    assert!(
        matches!(&case.attempts[0].progress, Progress::Failed { code, .. } if code == "signature_refused")
    );
    let scope = house.scope;
    let made = house.app.db.read(move |tx| mandates::of_session(tx, &scope, id)).await;
    assert!(made.map_err(|error: DbError| error).unwrap().is_empty());
    // Signed at the second try.
    sign(&house, id, "5577008").await;
    assert_eq!(house.case(id).await.session.state.payment_status, PaymentStatus::Processing);
    house.verified().await;
    house.close().await;
}

async fn away(house: House) {
    let id = session(&house).await;
    let bank = to_the_bank(&house, id, "5577008").await;
    house.choose(&bank, "walk_away").await;
    let left = house.get(&format!("/sessions/{id}?returned=1")).await;
    assert!(left.refresh().is_some(), "it looks again: {}", left.html);
    let again = house.get(&bank).await;
    assert!(again.field("token").is_none(), "{}", again.html);
    house.pass_minutes(16).await;
    house.settled().await;
    let case = house.case(id).await;
    assert!(matches!(case.attempts[0].progress, Progress::Canceled { .. }), "{case:?}");
    assert_eq!(case.session.state.payment_status, PaymentStatus::None);
    house.pass_days(20).await;
    assert!(house.case(id).await.movements.is_empty());
    house.verified().await;
    house.close().await;
}

/// Who pays by card while the mandate lies at the bank cannot sign it any more.
async fn superseded(house: House) {
    let id = session(&house).await;
    let bank = to_the_bank(&house, id, "5577008").await;
    let card = house.to_the_card_page(id).await;
    house.pay_by_card(&card, "succeed").await;
    let over = house.get(&bank).await;
    assert!(over.field("token").is_none(), "{}", over.html);
    house.pass_days(20).await;
    let case = house.case(id).await;
    assert_eq!(case.movements.len(), 1);
    assert_eq!(case.session.state.payment_status, PaymentStatus::Settled);
    house.verified().await;
    house.close().await;
}

async fn refused(house: House) {
    let id = session(&house).await;
    sign(&house, id, "5577016").await;
    house.pass_days(8).await;
    let case = house.case(id).await;
    assert!(
        matches!(&case.attempts[0].progress, Progress::Failed { code, .. } if code == "AG73-05")
    );
    let page = house.get(&format!("/sessions/{id}")).await;
    assert_eq!(page.status, 200);
    let card = house.to_the_card_page(id).await;
    house.pay_by_card(&card, "succeed").await;
    assert_eq!(house.case(id).await.session.state.payment_status, PaymentStatus::Settled);
    house.verified().await;
    house.close().await;
}

/// The page tells the new day when the bank's answer is late, and says when it is accepted.
async fn late(house: House) {
    let id = session(&house).await;
    let signed = sign(&house, id, "5577067").await;
    let planned = collection_on(&house, id).await;
    for _ in 0..20 {
        if collection_on(&house, id).await != planned {
            break;
        }
        house.pass_days(1).await;
    }
    assert!(collection_on(&house, id).await > planned);
    let waiting = house.get(&format!("/sessions/{id}")).await;
    assert!(waiting.html != signed.html, "the days have moved");
    house.pass_days(10).await;
    assert_eq!(house.case(id).await.session.state.payment_status, PaymentStatus::Settled);
    house.verified().await;
    house.close().await;
}

async fn collection_on(house: &House, id: SessionId) -> jiff::civil::Date {
    match house.case(id).await.attempts[0].progress {
        Progress::Scheduled { collection_on, .. } | Progress::Exported { collection_on, .. } => {
            collection_on
        }
        ref other => panic!("{other:?}"),
    }
}

/// Lets the bank tell several things at once, each in a notice of its own.
async fn tell_at_once(house: &House, lines: &[Value]) {
    let scope = house.scope;
    let bank =
        house.app.db.read(move |tx| connections::find_by_processor(tx, &scope, SANDBOX_AUTOGIRO));
    let bank = bank.await.map_err(|error: DbError| error).unwrap().unwrap();
    let secret = house.app.vault.open(&bank.secret, &bank.id.to_string()).unwrap();
    let tell = async |line: &Value| {
        let id = NoticeId::fresh(&SystemSource).to_string();
        let body = json!({"id": id, "lines": [line]}).to_string();
        let header = signature::sign(&secret, &body, house.app.source.now());
        inbox::receive(&house.app, bank.id, &header, &body).await.unwrap();
    };
    join_all(lines.iter().map(tell)).await;
    house.settled().await;
}

async fn several_signed(house: &House) -> Vec<SessionId> {
    let mut all = Vec::new();
    for _ in 0..4 {
        let id = session(house).await;
        sign(house, id, "5577008").await;
        all.push(id);
    }
    all
}

/// Lets days pass until the session's debit is as it should be.
async fn days_until(house: &House, id: SessionId, is_so: impl Fn(&Attempt) -> bool) -> Attempt {
    for _ in 0..20 {
        let attempt = house.case(id).await.attempts.remove(0);
        if is_so(&attempt) {
            return attempt;
        }
        house.pass_days(1).await;
    }
    panic!("{:?}", house.case(id).await.attempts)
}

/// A mandate that was refused stays refused, also when the same bank says at once that it has it.
async fn contradicting_answers(house: House) {
    let (scope, all) = (house.scope, several_signed(&house).await);
    for id in &all {
        let mandate = house.case(*id).await.attempts[0].mandate.unwrap();
        let reference = house.app.db.read(move |tx| mandates::find(tx, &scope, mandate)).await;
        let reference = reference.map_err(|error: DbError| error).unwrap().unwrap().reference;
        let answer = |(status, code): (&str, Option<&str>)| {
            json!({
                "id": format!("{reference}:{status}"), "mandate_reference": reference,
                "mandate_status": status, "code": code,
            })
        };
        let both = [("lodged", None), ("ended", Some("AG73-05"))].map(answer);
        tell_at_once(&house, &[&both[..], &both[..], &both[..]].concat()).await;
    }
    house.pass_days(45).await;
    for id in all {
        let case = house.case(id).await;
        let [attempt] = case.attempts.as_slice() else { panic!("{:?}", case.attempts) };
        assert!(
            matches!(&attempt.progress, Progress::Failed { code, .. } if code == "AG73-05"),
            "{attempt:?}"
        );
        assert!(case.movements.is_empty(), "{:?}", case.movements);
        let mandate = attempt.mandate.unwrap();
        let found = house.app.db.read(move |tx| mandates::find(tx, &scope, mandate)).await;
        let found = found.map_err(|error: DbError| error).unwrap().unwrap();
        assert_eq!(found.status, MandateStatus::Inactive);
    }
    house.verified().await;
    house.close().await;
}

/// Told at once that a debit is paid, is tried again, and has come back: both movements are booked,
/// once each. What came back before it was paid contradicts us, and waits for a person.
async fn contradicting_lines(house: House) {
    let (scope, all) = (house.scope, several_signed(&house).await);
    for id in &all {
        let left = |it: &Attempt| matches!(it.progress, Progress::Exported { .. });
        let attempt = days_until(&house, *id, left).await;
        let Progress::Exported { collection_on, .. } = attempt.progress else { panic!() };
        let reference = attempt.reference.unwrap();
        let line = |status: &str, code: Option<&str>, days: i64| {
            let date = collection_on.checked_add(jiff::Span::new().days(days)).unwrap();
            json!({
                "id": format!("{reference}:{status}"), "end_to_end_id": reference, "status": status,
                "code": code, "amount": 10_000, "currency": "sek", "date": date,
            })
        };
        let lines = [
            line("settled", None, 0),
            line("retried", None, 1),
            line("returned", Some("AG77-03"), 0),
        ];
        tell_at_once(&house, &[&lines[..], &lines[..]].concat()).await;
    }
    house.pass_days(45).await;
    for id in all {
        let case = house.case(id).await;
        let kinds: Vec<_> = case.movements.iter().map(|it| it.kind).collect();
        let open = house.app.db.write(move |tx| {
            let kind = WorkKind::ReturnedWithoutCollection;
            work_items::open_of_session(tx, &scope, kind, id)
        });
        let open = open.await.map_err(|error: DbError| error).unwrap().len();
        let amounts = case.session.state.amounts;
        let told = (amounts.received, amounts.returned, case.session.state.status, open);
        match kinds.as_slice() {
            [MovementKind::Collection, MovementKind::PayerRefund] => {
                assert_eq!(told, (10_000, 10_000, SessionStatus::Unpaid, 0));
            }
            [MovementKind::PayerRefund, MovementKind::Collection] => {
                assert_eq!(told, (10_000, 0, SessionStatus::Paid, 1));
            }
            other => panic!("{other:?}"),
        }
    }
    house.verified().await;
    house.close().await;
}
