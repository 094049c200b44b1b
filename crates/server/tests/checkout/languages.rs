//! Which language a page is in, and in whose words a mandate is signed.

use axum::body::Body;
use axum::http::Request;
use domain::ids::SessionId;
use domain::method::MethodType::{Card, SepaDebit};
use domain::money::Currency::Eur;
use pages::Locale;
use store::{DbError, customers, mandates};
use testkit::databases::TempDatabase;
use testkit::server::TestServer;

use crate::debit::{IBAN, details, step};
use crate::harness::{House, Page, on_both};

on_both! {
    every_language: every_language_on_sqlite, every_language_on_postgres;
    nearest_wish: nearest_wish_on_sqlite, nearest_wish_on_postgres;
    other_words: other_words_on_sqlite, other_words_on_postgres;
}

const SWEDISH: &str = "version = 3\nsource = \"https://bank.example\"\nverified = true\n\
    title = \"Medgivande enligt banken\"\nwording = \"{creditor} får dra pengar.\"\n";

fn is_in(page: &Page, locale: Locale) -> bool {
    page.says(&format!("<html lang=\"{}\">", locale.tag()))
}

/// Each page can be had in each language, by a link.
async fn every_language(house: House) {
    let id = house.session(Eur, &[Card, SepaDebit], |_| {}).await;
    let path = format!("/sessions/{id}?payment_method_type=sepa_debit");
    for locale in Locale::ALL {
        let page = house.get(&format!("{path}&lang={}", locale.tag())).await;
        assert!(page.status == 200 && is_in(&page, locale), "{locale:?}: {}", page.html);
        assert_eq!(page.field("lang").as_deref(), Some(locale.tag()));
        for other in Locale::ALL {
            let link = switch(&page, other);
            assert!(link.contains("payment_method_type=sepa_debit"), "{link}");
            assert!(is_in(&house.get(&link).await, other), "{link}");
        }
        let lost = house.get(&format!("/sessions/nonsense?lang={}", locale.tag())).await;
        assert!(lost.status == 404 && is_in(&lost, locale), "{}", lost.html);
    }
    let card = house.to_the_card_page(id).await;
    assert!(is_in(&house.get(&format!("{card}?lang=nl")).await, Locale::Nl));
    house.close().await;
}

/// Where a page's link to a language leads.
fn switch(page: &Page, to: Locale) -> String {
    let mark = format!("\" lang=\"{0}\" hreflang=\"{0}\"", to.tag());
    let (before, _) = page.html.split_once(&mark).unwrap_or_else(|| panic!("{}", page.html));
    before.rsplit_once("href=\"").unwrap().1.replace("&#38;", "&").replace("&amp;", "&")
}

/// The payer's own choice, then the merchant's, then the customer's, then the browser's.
async fn nearest_wish(house: House) {
    let id = house.session(Eur, &[Card], |_| {}).await;
    assert!(is_in(&ask(&house, id, "", "pl, de-AT;q=0.9, fr;q=0.5").await, Locale::De));
    assert!(is_in(&ask(&house, id, "", "pl").await, Locale::En));
    let customer = house.case(id).await.session.customer;
    let scope = house.scope;
    let told = house.app.db.write(move |tx| {
        let mut customer = customers::lock(tx, &scope, customer)?.unwrap();
        customer.locale = Some("it".to_owned());
        customers::update(tx, &customer)
    });
    told.await.map_err(|error: DbError| error).unwrap();
    assert!(is_in(&ask(&house, id, "", "de").await, Locale::It));
    assert!(is_in(&ask(&house, id, "lang=fr", "de").await, Locale::Fr));
    assert!(is_in(&ask(&house, id, "lang=xx", "de").await, Locale::It));
    let id = house.session(Eur, &[Card], |it| it.locale = Some("es".to_owned())).await;
    assert!(is_in(&ask(&house, id, "", "de").await, Locale::Es));
    assert!(is_in(&ask(&house, id, "lang=nl", "de").await, Locale::Nl));
    house.close().await;
}

/// A session's page, for a browser that prefers languages.
async fn ask(house: &House, id: SessionId, query: &str, accepted: &str) -> Page {
    let request = Request::get(format!("/sessions/{id}?{query}"));
    house.send(request.header("accept-language", accepted).body(Body::empty()).unwrap()).await
}

/// Nobody signs a wording that they were not shown.
async fn other_words(house: House) {
    let id = house.session(Eur, &[SepaDebit], |_| {}).await;
    let typed = details(IBAN);
    let review = step(&house, id, "details", &typed).await;
    let (date, offer) = (review.field("collection_on").unwrap(), review.field("mandate").unwrap());
    let signed = |lang, offer| {
        let ticked = [("accept_mandate", "yes"), ("collection_on", &*date)];
        [&typed[..], &ticked, &[("mandate", offer), ("lang", lang)]].concat()
    };
    let german = step(&house, id, "confirm", &signed("de", &offer)).await;
    assert_eq!(german.status, 409, "{}", german.html);
    assert!(german.says("Der Wortlaut des Mandats hat sich geändert"), "{}", german.html);
    assert!(german.says("<div class=\"wording\" lang=\"de\">"), "{}", german.html);
    assert!(house.case(id).await.attempts.is_empty());
    let offer = german.field("mandate").unwrap();
    assert_eq!(step(&house, id, "confirm", &signed("de", &offer)).await.status, 303);
    assert_eq!(evidence(&house, id).await["text"]["id"], "sepa_core/de/1");
    house.close().await;
}

/// What is kept of the signature under a session's debit.
async fn evidence(house: &House, id: SessionId) -> serde_json::Value {
    let scope = house.scope;
    let mandate = house.case(id).await.attempts[0].mandate.unwrap();
    let found = house.app.db.read(move |tx| mandates::find(tx, &scope, mandate)).await;
    let mandate = found.map_err(|error: DbError| error).unwrap().unwrap();
    serde_json::from_str(&mandate.evidence).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wording_from_a_file_is_shown_and_signed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("sepa_core.sv.toml"), SWEDISH).unwrap();
    let texts = folder.path().display().to_string();
    let house = House::with(TempDatabase::sqlite(), &[("texts_dir", &texts)]).await;
    let id = house.session(Eur, &[SepaDebit], |it| it.locale = Some("sv".to_owned())).await;
    let typed = [&details(IBAN)[..], &[("lang", "sv")]].concat();
    let review = step(&house, id, "details", &typed).await;
    assert!(review.says("<h2 id=\"mandate-title\">Medgivande enligt banken</h2>"));
    assert!(
        review.says("<div class=\"wording\" lang=\"sv\"><p>Norrby Hyror AB får dra pengar.</p>")
    );
    let (date, offer) = (review.field("collection_on").unwrap(), review.field("mandate").unwrap());
    let ticked = [("accept_mandate", "yes"), ("collection_on", &date), ("mandate", &offer)];
    let signed = [&typed[..], &ticked].concat();
    assert_eq!(step(&house, id, "confirm", &signed).await.status, 303);
    let kept = evidence(&house, id).await;
    assert_eq!(kept["text"]["id"], "sepa_core/sv/3");
    assert_eq!(kept["text"]["verified"], true);
    assert_eq!(kept["shown"]["paragraphs"][0], "Norrby Hyror AB får dra pengar.");
    house.close().await;
}

#[test]
fn a_server_with_live_keys_says_which_wordings_nobody_has_verified() {
    let database = TempDatabase::sqlite();
    let mut server = TestServer::start(env!("CARGO_BIN_EXE_quittance"), database);
    assert!(!server.log_text().contains("sepa_core"), "{}", server.log_text());
    let made = server.command("key create").args(["--mode", "live"]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    server.stop();
    server.launch();
    let log = server.log_text();
    assert!(log.contains("WARN") && log.contains("sepa_core/en/1 sepa_core/de/1"), "{log}");
    assert!(log.contains("bacs_guarantee/en/1") && log.contains("sponsoring bank"), "{log}");
}
