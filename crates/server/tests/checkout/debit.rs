//! Paying by SEPA Direct Debit: details, mandate, confirmation.

use domain::attempt::Progress;
use domain::ids::SessionId;
use domain::method::MethodType::SepaDebit;
use domain::money::Currency::Eur;
use domain::session::PaymentStatus;
use store::{DbError, batches, mandates, messages};

use crate::harness::{House, Page, on_both};

on_both! {
    signs: signs_on_sqlite, signs_on_postgres;
    faults: faults_on_sqlite, faults_on_postgres;
    address: address_on_sqlite, address_on_postgres;
    date_moves: date_moves_on_sqlite, date_moves_on_postgres;
}

pub(crate) const IBAN: &str = "DE89 3704 0044 0532 0130 00";
const NAME: (&str, &str) = ("account_holder_name", "Åsa Öström");
const EMAIL: (&str, &str) = ("email", "asa@example.com");

async fn debit_session(house: &House) -> SessionId {
    let url = Some("https://example.com/done".to_owned());
    house.session(Eur, &[SepaDebit], |it| it.return_url = url).await
}

/// What a payer types.
pub(crate) fn details(iban: &str) -> [(&str, &str); 3] {
    [NAME, EMAIL, ("iban", iban)]
}

/// Posts a step of the debit, with a fresh token.
pub(crate) async fn step(
    house: &House,
    id: SessionId,
    step: &str,
    fields: &[(&str, &str)],
) -> Page {
    let token = house.token(&format!("/sessions/{id}")).await;
    let mut all =
        vec![("token", token.as_str()), ("payment_method_type", "sepa_debit"), ("step", step)];
    all.extend_from_slice(fields);
    house.post(&format!("/sessions/{id}/pay"), &all).await
}

/// A session whose debit was signed.
pub(crate) async fn signed_session(house: &House, iban: &str) -> SessionId {
    let id = debit_session(house).await;
    let review = step(house, id, "details", &[NAME, EMAIL, ("iban", iban)]).await;
    let date = review.field("collection_on").unwrap();
    let more = [("iban", iban), ("accept_mandate", "yes"), ("collection_on", &*date)];
    let sent = step(house, id, "confirm", &[&[NAME, EMAIL], &more[..]].concat()).await;
    assert_eq!(sent.status, 303, "{}", sent.html);
    id
}

async fn signs(house: House) {
    let id = debit_session(&house).await;
    let details = [NAME, EMAIL, ("iban", IBAN)];
    let review = step(&house, id, "details", &details).await;
    assert_eq!(review.status, 200);
    for text in ["SEPA Direct Debit Mandate", "DE98ZZZ09999999999", "Norrby Hyror AB", IBAN] {
        assert!(review.says(text), "{text}: {}", review.html);
    }
    assert!(house.case(id).await.attempts.is_empty(), "nothing is written before the tick");
    let date = review.field("collection_on").unwrap();

    let unticked = [NAME, EMAIL, ("iban", IBAN), ("collection_on", &date)];
    let again = step(&house, id, "confirm", &unticked).await;
    assert_eq!(again.status, 422);
    assert!(again.says("Tick the box to sign the mandate."));
    let edit = step(&house, id, "edit", &unticked).await;
    assert!(edit.says("value=\"Åsa Öström\"") && edit.status == 200, "{}", edit.html);

    let mut ticked = unticked.to_vec();
    ticked.push(("accept_mandate", "yes"));
    let token = house.token(&format!("/sessions/{id}")).await;
    ticked.extend([("token", &*token), ("payment_method_type", "sepa_debit"), ("step", "confirm")]);
    let pay = format!("/sessions/{id}/pay");
    let signed = house.post(&pay, &ticked).await.location();
    // The same form again signs nothing twice.
    let again = house.post(&pay, &ticked).await;
    assert!(again.status == 409 && again.says("Mandate signed"), "{}", again.html);
    let page = house.get(&signed).await;
    assert!(page.says("Mandate signed"), "{}", page.html);
    let onward = format!("https://example.com/done?payment_session={id}&status=processing");
    assert_eq!(page.refresh(), Some((5, onward)));
    evidence(&house, id, &date).await;

    assert_eq!(page.field("token"), None);
    house.close().await;
}

/// One attempt under one mandate, its account encrypted, its payer told.
async fn evidence(house: &House, id: SessionId, date: &str) {
    let case = house.case(id).await;
    assert_eq!(case.session.state.payment_status, PaymentStatus::Processing);
    let [attempt] = case.attempts.as_slice() else { panic!("{:?}", case.attempts) };
    let Progress::Scheduled { collection_on, .. } = attempt.progress else { panic!() };
    assert_eq!(collection_on.to_string(), date);
    let (scope, mandate) = (house.scope, attempt.mandate.unwrap());
    let found = house.app.db.read(move |tx| mandates::find(tx, &scope, mandate)).await;
    let mandate = found.map_err(|error: DbError| error).unwrap().unwrap();
    assert!(mandate.reference.len() <= 35);
    let evidence: serde_json::Value = serde_json::from_str(&mandate.evidence).unwrap();
    assert_eq!(evidence["shown"]["iban_masked"], "DE89 •••• 3000");
    assert_eq!(evidence["collection_date_confirmed"], date);
    assert_eq!((&evidence["language"], &evidence["read_back"]), (&"en".into(), &true.into()));
    assert_eq!(evidence["user_agent"], "Test/1.0");
    assert_eq!(evidence["text"]["id"], "sepa_core/en/1");
    assert!(!mandate.evidence.contains("0532"), "the account number stays out of evidence");
    let mails = house.app.db.read(move |tx| messages::of_session(tx, &scope, id)).await;
    let mails = mails.map_err(|error: DbError| error).unwrap();
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    assert_eq!(mail.recipient, "asa@example.com");
    assert!(mail.text.contains(&mandate.reference) && !mail.text.contains("0532"));
    let batch = domain::ids::Id::from_parts(0, [0; 10]);
    let none = house.app.db.read(move |tx| batches::find(tx, &scope, batch)).await;
    assert!(none.map_err(|error: DbError| error).unwrap().is_none());
}

async fn faults(house: House) {
    let id = debit_session(&house).await;
    let bad = [("account_holder_name", ""), ("email", "asa@"), ("iban", "DE00 3704 0044")];
    let page = step(&house, id, "details", &bad).await;
    assert_eq!(page.status, 422);
    for text in [
        "Enter the account holder’s name.",
        "Enter an e-mail address such as name@example.com.",
        "That is not a valid IBAN.",
        "value=\"asa@\"",
        "value=\"DE00 3704 0044\"",
    ] {
        assert!(page.says(text), "{text}: {}", page.html);
    }
    // A forged confirmation is checked like the form.
    let mut forged = bad.to_vec();
    forged.push(("accept_mandate", "yes"));
    assert_eq!(step(&house, id, "confirm", &forged).await.status, 422);
    assert!(house.case(id).await.attempts.is_empty());
    house.close().await;
}

async fn address(house: House) {
    let id = debit_session(&house).await;
    let swiss = ("iban", "CH93 0076 2011 6238 5295 7");
    let asked = step(&house, id, "details", &[NAME, EMAIL, swiss]).await;
    assert_eq!(asked.status, 200);
    assert!(asked.says("name=\"address_line1\"") && !asked.says("role=\"alert\""));
    let empty = [
        NAME,
        EMAIL,
        swiss,
        ("address_line1", ""),
        ("address_city", "Bern"),
        ("address_postal_code", ""),
        ("address_country", "CH"),
    ];
    let wrong = step(&house, id, "details", &empty).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.says("Enter your address.") && wrong.says("Enter your postcode."));
    let full = [
        NAME,
        EMAIL,
        swiss,
        ("address_line1", "Bundesplatz 3"),
        ("address_city", "Bern"),
        ("address_postal_code", "3003"),
        ("address_country", "CH"),
    ];
    let review = step(&house, id, "details", &full).await;
    assert!(review.status == 200 && review.says("Switzerland"), "{}", review.html);
    house.close().await;
}

async fn date_moves(house: House) {
    let id = debit_session(&house).await;
    let review = step(&house, id, "details", &[NAME, EMAIL, ("iban", IBAN)]).await;
    let seen = review.field("collection_on").unwrap();
    let later = house.now().await.plus_days(7);
    server::clock::advance(&house.app, house.scope, later).await.unwrap();
    let signed = [NAME, EMAIL, ("iban", IBAN), ("accept_mandate", "yes"), ("collection_on", &seen)];
    let moved = step(&house, id, "confirm", &signed).await;
    assert_eq!(moved.status, 409);
    assert!(moved.says("The collection date has moved"), "{}", moved.html);
    let new = moved.field("collection_on").unwrap();
    assert_ne!(new, seen);
    assert!(house.case(id).await.attempts.is_empty());
    let signed = [NAME, EMAIL, ("iban", IBAN), ("accept_mandate", "yes"), ("collection_on", &new)];
    let page = house.get(&step(&house, id, "confirm", &signed).await.location()).await;
    assert!(page.says("Mandate signed"));
    house.close().await;
}
