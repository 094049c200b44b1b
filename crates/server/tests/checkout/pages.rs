//! What every page keeps to, and what each state of a session shows.

use domain::ids::SessionId;
use domain::method::MethodType::{Card, SepaDebit};
use domain::money::Currency::{Eur, Gbp, Sek};
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::harness::{House, Page, on_both};

on_both! {
    protection: protection_on_sqlite, protection_on_postgres;
    getting: getting_on_sqlite, getting_on_postgres;
    ends: ends_on_sqlite, ends_on_postgres;
    choosing: choosing_on_sqlite, choosing_on_postgres;
    odd_names: odd_names_on_sqlite, odd_names_on_postgres;
}

fn is_protected(page: &Page) {
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("referrer-policy"), "same-origin");
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
    assert!(page.headers.get("set-cookie").is_none());
    assert!(!page.says("<script") && !page.says(" style="), "{}", page.html);
}

async fn protection(house: House) {
    let id = house.session(Eur, &[Card, SepaDebit], |_| {}).await;
    let paths = [
        format!("/sessions/{id}"),
        format!("/sessions/{id}?payment_method_type=card"),
        format!("/sessions/{id}?payment_method_type=sepa_debit&lang=sv"),
        house.to_the_card_page(id).await,
        "/sessions/nonsense".to_owned(),
        format!("/sessions/py_sess_{}", "0".repeat(26)),
    ];
    for path in &paths {
        let page = house.get(path).await;
        is_protected(&page);
        // Own files only, each there and kept for ever.
        for link in page.html.split("<link rel=\"").skip(1) {
            let href = link.split("href=\"").nth(1).and_then(|it| it.split('"').next()).unwrap();
            let file = house.get(href).await;
            assert_eq!(file.status, 200, "{href}");
            assert!(file.header("cache-control").contains("immutable"));
        }
    }
    assert_eq!(house.get(&paths[4]).await.status, 404);
    assert!(house.get(&paths[5]).await.says("We cannot find this payment"));
    // Nobody learns who is to pay.
    let page = house.get(&paths[0]).await;
    assert!(!page.says("Tenant") && !page.says("tenant@example.com"));
    house.close().await;
}

async fn getting(house: House) {
    let id = house.session(Eur, &[Card, SepaDebit], |_| {}).await;
    house.to_the_card_page(id).await;
    let before = house.case(id).await;
    for query in ["", "leaving=1", "again=1", "payment_method_type=card", "lang=sv", "x=%zz"] {
        for _ in 0..3 {
            assert_eq!(house.get(&format!("/sessions/{id}?{query}")).await.status, 200, "{query}");
        }
    }
    // An outcome is waited for, and read only.
    assert!(house.get(&format!("/sessions/{id}?returned=1")).await.says("before paying"));
    assert_eq!(house.case(id).await, before);
    house.close().await;
}

async fn ends(house: House) {
    let url = || Some("https://example.com/".to_owned());
    let refresh = |id: SessionId, status: &str| {
        Some((5, format!("https://example.com/?payment_session={id}&status={status}")))
    };
    let id = house.session(Gbp, &[Card], |it| it.return_url = url()).await;
    house.cancel(id).await;
    let page = house.get(&format!("/sessions/{id}")).await;
    assert!(page.says("Nothing to pay"), "{}", page.html);
    assert_eq!(page.refresh(), refresh(id, "canceled"));

    let past = Timestamp::from_ms(house.now().await.ms() - 1_000);
    let expired = house.session(Gbp, &[Card], |it| {
        it.return_url = url();
        it.expires_at = Some(past);
    });
    let id = expired.await;
    let page = house.get(&format!("/sessions/{id}")).await;
    assert!(page.says("This link has expired"), "{}", page.html);
    assert_eq!(page.refresh(), refresh(id, "canceled"));

    // Real money has no connection yet, and the page says so without sending anybody anywhere.
    let live = Scope::new(house.account.id, true);
    let id = house.session_in(live, Gbp, &[Card], |it| it.return_url = url()).await;
    let page = house.get(&format!("/sessions/{id}")).await;
    assert!(page.says("This way of paying is not available") && page.refresh().is_none());
    assert!(!page.says("test-strip"));
    house.close().await;
}

async fn choosing(house: House) {
    let id = house.session(Eur, &[SepaDebit, Card], |_| {}).await;
    let path = format!("/sessions/{id}");
    let chooser = house.get(&path).await;
    let (debit, card) = (chooser.html.find("\"sepa_debit\""), chooser.html.find("\"card\""));
    assert!(debit < card && debit.is_some(), "in the merchant's order: {}", chooser.html);
    assert!(house.get(&format!("{path}?payment_method_type=")).await.says("method-1"));
    let odd = house.get(&format!("{path}?payment_method_type=bank_transfer")).await;
    assert!(odd.says("not available at the moment"), "{}", odd.html);
    assert!(house.get(&format!("{path}?lang=sv")).await.says("<html lang=\"sv\">"));
    // A single method needs no choice, and the merchant's language is taken.
    let id = house.session(Sek, &[Card], |it| it.locale = Some("sv".to_owned())).await;
    let page = house.get(&format!("/sessions/{id}")).await;
    assert!(page.field("token").is_some() && page.says("<html lang=\"sv\">"), "{}", page.html);
    assert!(page.says("100,00\u{a0}kr"));
    house.close().await;
}

/// What cannot be an id names nothing, whatever a database would say to it.
async fn odd_names(house: House) {
    let zeros = "0".repeat(26);
    let unknown = format!("/sandbox/card/sbx_{zeros}");
    assert_eq!(house.get(&unknown).await.status, 404);
    for name in ["%00", "%ff", "sbx_", "sbx_%00", &zeros] {
        for path in ["/sandbox/card", "/sessions"] {
            let page = house.get(&format!("{path}/{name}")).await;
            assert_eq!(page.status, 404, "{path}/{name}: {}", page.html);
            is_protected(&page);
        }
        let form = [("token", "x"), ("scenario", "succeed")];
        assert_eq!(house.post(&format!("/sandbox/card/{name}"), &form).await.status, 404, "{name}");
        assert_eq!(house.post(&format!("/sessions/{name}/pay"), &form).await.status, 404, "{name}");
        is_protected(&house.get(&format!("/sandbox/mail/{name}?token=x")).await);
        for path in ["/assets", "/brand", "/icons/acct_x"] {
            let answer = house.get(&format!("{path}/{name}")).await;
            assert_eq!(answer.status, 404, "{path}/{name}");
            assert!(answer.says("not_found"), "{}", answer.html);
        }
    }
    house.close().await;
}
