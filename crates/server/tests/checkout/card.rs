//! Paying by card: away to the processor, and back with an outcome.

use domain::attempt::Progress;
use domain::ids::SessionId;
use domain::method::MethodType::{Card, SepaDebit};
use domain::money::Currency::{Eur, Gbp};
use domain::session::{PaymentStatus, SessionStatus};

use crate::harness::{House, on_both};

on_both! {
    succeeds: succeeds_on_sqlite, succeeds_on_postgres;
    scenarios: scenarios_on_sqlite, scenarios_on_postgres;
    declined_then_paid: declined_then_paid_on_sqlite, declined_then_paid_on_postgres;
    double_submit: double_submit_on_sqlite, double_submit_on_postgres;
    forged: forged_on_sqlite, forged_on_postgres;
    looking: looking_on_sqlite, looking_on_postgres;
}

async fn card_session(house: &House) -> SessionId {
    house.session(Gbp, &[Card], |_| {}).await
}

async fn succeeds(house: House) {
    let url = "https://example.com/success?order=7#top";
    let id = house.session(Gbp, &[Card], |it| it.return_url = Some(url.to_owned())).await;
    let review = house.get(&format!("/sessions/{id}")).await;
    assert_eq!(review.status, 200);
    assert!(review.says("£100.00") && review.says("NORRBY HYROR"), "{}", review.html);
    assert!(review.refresh().is_none());

    let card = house.to_the_card_page(id).await;
    let back = house.choose(&card, "succeed").await;
    assert_eq!(back, format!("/sessions/{id}?returned=1"));
    let paid = house.get(&back).await;
    assert!(paid.says("<h1 id=\"title\">Paid</h1>"), "{}", paid.html);
    let onward =
        format!("https://example.com/success?order=7&payment_session={id}&status=paid#top");
    assert_eq!(paid.refresh(), Some((5, onward)));

    let case = house.case(id).await;
    assert_eq!(case.session.state.status, SessionStatus::Paid);
    assert_eq!(case.attempts.len(), 1);
    // The pretend page is over, and the session asks for nothing any more.
    let over = house.get(&card).await;
    assert!(over.says("This payment is over") && over.field("token").is_none());
    let again = house.get(&format!("/sessions/{id}?payment_method_type=card")).await;
    assert!(again.says("Already paid") && again.field("token").is_none());
    house.close().await;
}

async fn scenarios(house: House) {
    for (scenario, sentence) in [
        ("decline", "The bank declined the payment."),
        ("insufficient_funds", "There was not enough money on the card or account."),
        ("expired_card", "The card has expired."),
        // What a thief should not learn is not said.
        ("lost_card", "The bank declined the payment."),
        ("fraud_suspected", "The bank declined the payment."),
        ("authentication_refused", "The payment was not confirmed with your bank."),
        ("abandon", "You left the card processor’s page before paying."),
        ("answer_late", "We are waiting for an answer"),
        ("answer_twice", "<h1 id=\"title\">Paid</h1>"),
    ] {
        let id = card_session(&house).await;
        let card = house.to_the_card_page(id).await;
        let back = house.choose(&card, scenario).await;
        let page = house.get(&back).await;
        assert!(page.says(sentence), "{scenario}: {}", page.html);
        assert!(page.refresh().is_none(), "{scenario}: without a return address nobody is sent on");
    }
    for (answer, status) in [("approve", PaymentStatus::Settled), ("refuse", PaymentStatus::Failed)]
    {
        let id = card_session(&house).await;
        let card = house.to_the_card_page(id).await;
        let asked = house.choose(&card, "authenticate").await;
        assert!(asked.starts_with(&card), "{asked}");
        let token = house.token(&asked).await;
        let back = house.post(&card, &[("token", &token), ("answer", answer)]).await.location();
        house.get(&back).await;
        assert_eq!(house.case(id).await.session.state.payment_status, status, "{answer}");
    }
    house.close().await;
}

async fn declined_then_paid(house: House) {
    let id = house.session(Eur, &[Card, SepaDebit], |_| {}).await;
    let card = house.to_the_card_page(id).await;
    let back = house.choose(&card, "decline").await;
    let chooser = house.get(&back).await;
    assert!(chooser.says("The bank declined") && chooser.says("SEPA Direct Debit"));
    let card = house.to_the_card_page(id).await;
    let back = house.choose(&card, "succeed").await;
    assert!(house.get(&back).await.says("<h1 id=\"title\">Paid</h1>"));
    let case = house.case(id).await;
    assert_eq!((case.transactions.len(), case.attempts.len()), (1, 2));
    house.close().await;
}

async fn double_submit(house: House) {
    let id = card_session(&house).await;
    let token = house.token(&format!("/sessions/{id}")).await;
    let fields = [("token", token.as_str()), ("payment_method_type", "card")];
    let path = format!("/sessions/{id}/pay");
    let (first, second) = tokio::join!(house.post(&path, &fields), house.post(&path, &fields));
    assert_eq!((first.status, second.status), (303, 303), "{} {}", first.html, second.html);
    let open = |case: &domain::case::Case| {
        let waits = |progress: &Progress| matches!(progress, Progress::Redirected { .. });
        case.attempts.iter().filter(|it| waits(&it.progress)).count()
    };
    // The second try closed the page of the first.
    assert_eq!(open(&house.case(id).await), 1);
    let leaving = house.get(&second.location()).await;
    let Some((0, url)) = leaving.refresh() else { panic!("{}", leaving.html) };
    let card = url.strip_prefix(crate::harness::URL).unwrap().to_owned();
    let back = house.choose(&card, "succeed").await;
    assert!(house.get(&back).await.says("<h1 id=\"title\">Paid</h1>"));
    // The same form once more: nothing is taken, and the page says so.
    let late = house.post(&path, &fields).await;
    assert_eq!(late.status, 409);
    assert!(late.says("Already paid"), "{}", late.html);
    let case = house.case(id).await;
    assert_eq!((case.session.state.amounts.received, case.movements.len()), (10_000, 1));
    house.close().await;
}

async fn forged(house: House) {
    let id = card_session(&house).await;
    let other = card_session(&house).await;
    let path = format!("/sessions/{id}/pay");
    let token = house.token(&format!("/sessions/{id}")).await;
    let foreign = house.token(&format!("/sessions/{other}")).await;
    for bad in ["", "x", foreign.as_str(), &token[..token.len() - 1]] {
        let sent = house.post(&path, &[("token", bad), ("payment_method_type", "card")]).await;
        assert_eq!(sent.status, 403, "{bad}");
        assert!(sent.says("Please start again"));
    }
    let fields = [("token", token.as_str()), ("payment_method_type", "card")];
    for site in ["cross-site", "same-site", ""] {
        assert_eq!(house.post_from(site, &path, &fields).await.status, 403, "{site}");
    }
    let unknown = format!("/sessions/py_sess_{}/pay", "0".repeat(26));
    assert_eq!(house.post(&unknown, &fields).await.status, 404);
    let long = "x".repeat(20_000);
    assert_eq!(house.post(&path, &[("token", &long)]).await.status, 413);
    assert!(house.case(id).await.attempts.is_empty());
    // The same at the pretend processor's page.
    let card = house.to_the_card_page(id).await;
    let sent = house.post(&card, &[("token", &token), ("scenario", "succeed")]).await;
    assert_eq!(sent.status, 403);
    let own = house.token(&card).await;
    let sent = house.post(&card, &[("token", &own), ("scenario", "win_the_lottery")]).await;
    assert_eq!(sent.status, 422);
    house.close().await;
}

/// Looking at the processor's page waits for nobody who changes the payment.
async fn looking(house: House) {
    let id = house.session(Gbp, &[Card], |_| {}).await;
    let card = house.to_the_card_page(id).await;
    let reference = card.rsplit('/').next().unwrap().to_owned();
    let (begin, begun) = std::sync::mpsc::channel();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let released = std::sync::Mutex::new(released);
    let changing = house.app.db.write(move |tx| {
        let found = store::sandbox_payments::find(tx, &reference)?;
        begin.send(found.is_some()).unwrap();
        let _ = released.lock().unwrap().recv();
        Ok::<_, store::DbError>(())
    });
    let looking = async {
        assert!(begun.recv().unwrap());
        let page = tokio::time::timeout(std::time::Duration::from_secs(10), house.get(&card)).await;
        drop(release);
        assert_eq!(page.unwrap().status, 200);
    };
    let (changed, ()) = tokio::join!(changing, looking);
    changed.unwrap();
    house.close().await;
}
