//! Paying by bank: away to the payer's bank, and back with an outcome, or without one.

use domain::attempt::Progress;
use domain::finality::{self, FinalityState};
use domain::ids::SessionId;
use domain::method::MethodType::{Card, PayByBank};
use domain::money::Currency::Gbp;
use domain::session::{PaymentStatus, SessionStatus};
use domain::work::WorkKind;

use crate::harness::{House, Page, URL, on_both};

on_both! {
    succeeds: succeeds_on_sqlite, succeeds_on_postgres;
    banks: banks_on_sqlite, banks_on_postgres;
    declined: declined_on_sqlite, declined_on_postgres;
    silent: silent_on_sqlite, silent_on_postgres;
    late: late_on_sqlite, late_on_postgres;
    lapses: lapses_on_sqlite, lapses_on_postgres;
    surplus: surplus_on_sqlite, surplus_on_postgres;
    after_cancel: after_cancel_on_sqlite, after_cancel_on_postgres;
    closed: closed_on_sqlite, closed_on_postgres;
    expires: expires_on_sqlite, expires_on_postgres;
    wrong: wrong_on_sqlite, wrong_on_postgres;
}

async fn bank_session(house: &House) -> SessionId {
    house.session(Gbp, &[PayByBank], |_| {}).await
}

/// Chooses a bank; gives the path of its page.
async fn to_the_bank(house: &House, id: SessionId, bank: &str) -> String {
    let sent = choose_bank(house, id, bank).await;
    assert_eq!(sent.status, 303, "{}", sent.html);
    let leaving = house.get(&sent.location()).await;
    let (seconds, url) = leaving.refresh().unwrap_or_else(|| panic!("{}", leaving.html));
    assert_eq!(seconds, 0);
    assert_eq!(leaving.header("referrer-policy"), "same-origin");
    url.strip_prefix(URL).unwrap_or_else(|| panic!("{url}")).to_owned()
}

async fn choose_bank(house: &House, id: SessionId, bank: &str) -> Page {
    let token = house.token(&format!("/sessions/{id}?payment_method_type=pay_by_bank")).await;
    let fields = [("token", &*token), ("payment_method_type", "pay_by_bank"), ("bank", bank)];
    house.post(&format!("/sessions/{id}/pay"), &fields).await
}

/// Goes to a bank and lets happen there what happens; gives the page that the payer comes back to.
async fn pay(house: &House, id: SessionId, bank: &str, scenario: &str) -> Page {
    let page = to_the_bank(house, id, bank).await;
    let back = house.choose(&page, scenario).await;
    house.get(&back).await
}

fn is_paid(page: &Page) -> bool {
    page.says("<h1 id=\"title\">Paid</h1>")
}

/// The work items of a session.
async fn work(house: &House, id: SessionId) -> Vec<String> {
    let scope = house.scope;
    let rows = house.app.db.read(move |tx| store::work_items::of_session(tx, &scope, id)).await;
    let rows = rows.map_err(|error: store::DbError| error).unwrap();
    rows.into_iter().map(|row| row.kind).collect()
}

async fn succeeds(house: House) {
    let url = "https://example.com/success?order=7";
    let id = house.session(Gbp, &[PayByBank], |it| it.return_url = Some(url.to_owned())).await;
    let review = house.get(&format!("/sessions/{id}")).await;
    assert_eq!(review.status, 200);
    let reference = domain::descriptor::short_reference(&id.to_string());
    for text in ["£100.00", "Norrby Hyror", &reference, "Sandbox Bank North", "Go to your bank"] {
        assert!(review.says(text), "{text}: {}", review.html);
    }
    let bank = to_the_bank(&house, id, "sandbox_bank_north").await;
    let asked = house.get(&bank).await;
    for text in ["£100.00", "Norrby Hyror", &reference, "Sandbox Bank North, which does not exist"]
    {
        assert!(asked.says(text), "{text}: {}", asked.html);
    }
    assert!(asked.says("value=\"succeed\" checked"), "{}", asked.html);
    let back = house.choose(&bank, "succeed").await;
    assert_eq!(back, format!("/sessions/{id}?returned=1"));
    let paid = house.get(&back).await;
    assert!(is_paid(&paid) && paid.says("Pay by bank") && paid.says(&reference), "{}", paid.html);
    let onward = format!("https://example.com/success?order=7&payment_session={id}&status=paid");
    assert_eq!(paid.refresh(), Some((5, onward)));

    let case = house.case(id).await;
    assert_eq!(case.session.state.status, SessionStatus::Paid);
    let final_at_once = finality::of_case(&case, &case.attempts[0], house.now().await).unwrap();
    assert_eq!((final_at_once.state, final_at_once.windows.len()), (FinalityState::Final, 0));
    let over = house.get(&bank).await;
    assert!(over.says("This payment is over") && over.field("token").is_none());
    house.verified().await;
    house.close().await;
}

/// Each pretend bank makes its own thing happen, when nothing else is chosen at its page.
async fn banks(house: House) {
    for bank in server::routing::banks() {
        let id = bank_session(&house).await;
        let page = to_the_bank(&house, id, bank.id).await;
        let asked = house.get(&page).await;
        assert!(asked.says(bank.name), "{}", asked.html);
        let chosen = format!("value=\"{}\" checked", bank.scenario);
        assert!(asked.says(&chosen), "{chosen}: {}", asked.html);
        assert_eq!(asked.html.matches(" checked").count(), 1);
        house.choose(&page, bank.scenario).await;
        house.settled().await;
        let status = house.case(id).await.session.state.payment_status;
        let expected = match bank.scenario {
            "succeed" | "answer_twice" => PaymentStatus::Settled,
            "refuse" | "insufficient_funds" => PaymentStatus::Failed,
            "answer_late" => PaymentStatus::Processing,
            _ => PaymentStatus::RequiresAction,
        };
        assert_eq!(status, expected, "{}", bank.scenario);
        // However often it is told, it counts once.
        assert!(house.case(id).await.movements.len() <= 1);
    }
    house.pass_days(1).await;
    house.verified().await;
    house.close().await;
}

/// What the bank refuses leads back to the page, with the reason and a chance to choose again.
async fn declined(house: House) {
    for (scenario, sentence) in [
        ("refuse", "The payment was not confirmed with your bank."),
        ("insufficient_funds", "There was not enough money on the card or account."),
    ] {
        let id = bank_session(&house).await;
        let again = pay(&house, id, "sandbox_bank_north", scenario).await;
        assert!(again.says(sentence) && again.says("Sandbox Bank South"), "{}", again.html);
        assert!(is_paid(&pay(&house, id, "sandbox_bank_south", "succeed").await));
        let case = house.case(id).await;
        assert_eq!((case.transactions.len(), case.attempts.len()), (1, 2));
    }
    let id = house.session(Gbp, &[Card, PayByBank], |_| {}).await;
    let chooser = pay(&house, id, "sandbox_bank_east", "refuse").await;
    assert!(chooser.says("The payment was not confirmed with your bank."), "{}", chooser.html);
    assert!(chooser.says("value=\"card\"") && chooser.says("value=\"pay_by_bank\""));
    let card = house.to_the_card_page(id).await;
    assert!(is_paid(&house.pay_by_card(&card, "succeed").await));
    house.verified().await;
    house.close().await;
}

/// The payer is back, and the bank says nothing: the page says so, and looks again.
async fn silent(house: House) {
    let id = bank_session(&house).await;
    let waiting = pay(&house, id, "sandbox_silent_bank", "return_without_result").await;
    assert!(waiting.says("We are waiting for your bank"), "{}", waiting.html);
    assert!(waiting.says("We do not know yet.") && waiting.says("£100.00"), "{}", waiting.html);
    let next = format!("/sessions/{id}?lang=en&returned=2");
    assert_eq!(waiting.refresh(), Some((5, next.clone())));
    let asked_late = house.get(&format!("/sessions/{id}?lang=en&returned=60")).await;
    assert!(asked_late.refresh().is_none() && asked_late.says("Check again"));
    // Whoever does not want to wait can choose again.
    let again = house.get(&format!("/sessions/{id}?lang=en&again=1")).await;
    assert!(again.field("token").is_some() && again.says("Sandbox Bank North"), "{}", again.html);
    house.pass_minutes(11).await;
    assert!(is_paid(&house.get(&next).await));
    house.verified().await;
    house.close().await;
}

/// Approved, and settled an hour later: until then nothing else can be paid.
async fn late(house: House) {
    let id = bank_session(&house).await;
    let waiting = pay(&house, id, "sandbox_slow_savings", "answer_late").await;
    assert!(waiting.says("your bank is carrying it out"), "{}", waiting.html);
    assert!(waiting.refresh().is_some());
    let busy = house.get(&format!("/sessions/{id}?payment_method_type=pay_by_bank")).await;
    assert!(busy.field("token").is_none() && busy.says("Please do not pay again"));
    house.pass_minutes(31).await;
    assert!(matches!(house.case(id).await.attempts[0].progress, Progress::Submitted));
    house.pass_minutes(30).await;
    assert!(is_paid(&house.get(&format!("/sessions/{id}")).await));
    house.verified().await;
    house.close().await;
}

/// The payer walks away; a quarter of an hour later the consent lapses, and the page is as before.
async fn lapses(house: House) {
    let id = bank_session(&house).await;
    let bank = to_the_bank(&house, id, "sandbox_bank_west").await;
    let away = house.choose(&bank, "walk_away").await;
    let away = house.get(&away).await;
    assert!(away.says("You walked away") && away.field("token").is_none(), "{}", away.html);
    house.pass_minutes(16).await;
    let back = house.get(&format!("/sessions/{id}?returned=1")).await;
    assert!(back.says("The payment was not approved at your bank."), "{}", back.html);
    let case = house.case(id).await;
    let code = "abandoned".to_owned();
    assert!(
        matches!(&case.attempts[0].progress, Progress::Canceled { code: it, .. } if *it == code)
    );
    assert!(is_paid(&pay(&house, id, "sandbox_bank_north", "succeed").await));
    house.verified().await;
    house.close().await;
}

/// A silent bank cannot be made to forget: what it pays after another payment is the customer's
/// credit, and a person hears of it.
async fn surplus(house: House) {
    let id = bank_session(&house).await;
    pay(&house, id, "sandbox_silent_bank", "return_without_result").await;
    assert!(is_paid(&pay(&house, id, "sandbox_bank_north", "succeed").await));
    house.pass_minutes(11).await;
    house.settled().await;
    let case = house.case(id).await;
    let received: i64 = case.movements.iter().map(|it| it.amount).sum();
    assert_eq!((received, case.session.state.amounts.received), (20_000, 10_000));
    assert_eq!(case.session.state.status, SessionStatus::Paid);
    let work = work(&house, id).await;
    assert!(work.contains(&WorkKind::Surplus.to_string()), "{work:?}");
    assert!(is_paid(&house.get(&format!("/sessions/{id}")).await));
    house.verified().await;
    house.close().await;
}

/// Money that a bank tells of after the session was withdrawn is surplus too.
async fn after_cancel(house: House) {
    let id = bank_session(&house).await;
    pay(&house, id, "sandbox_silent_bank", "return_without_result").await;
    assert!(!server::cases::expire_redirected(&house.app, house.scope, id).await.unwrap());
    house.cancel(id).await;
    house.pass_minutes(11).await;
    house.settled().await;
    let case = house.case(id).await;
    assert_eq!(case.session.state.status, SessionStatus::Canceled);
    assert_eq!(case.movements.len(), 1);
    let work = work(&house, id).await;
    assert!(work.contains(&WorkKind::CollectedAfterCancel.to_string()), "{work:?}");
    house.verified().await;
    house.close().await;
}

/// Another try, or a cancel, closes a consent that nobody has approved.
async fn closed(house: House) {
    let id = house.session(Gbp, &[Card, PayByBank], |_| {}).await;
    let first = to_the_bank(&house, id, "sandbox_bank_north").await;
    let card = house.to_the_card_page(id).await;
    assert!(house.get(&first).await.says("This payment is over"));
    let second = to_the_bank(&house, id, "sandbox_bank_north").await;
    assert!(house.get(&card).await.says("This payment is over"));
    assert!(server::cases::expire_redirected(&house.app, house.scope, id).await.unwrap());
    house.cancel(id).await;
    let over = house.get(&second).await;
    assert!(over.says("This payment is over") && over.field("token").is_none());
    house.settled().await;
    assert!(house.case(id).await.movements.is_empty());
    house.verified().await;
    house.close().await;
}

/// A session that expires while its payer is at the bank takes the consent with it.
async fn expires(house: House) {
    let soon = house.now().await.plus_ms(300_000);
    let id = house.session(Gbp, &[PayByBank], |it| it.expires_at = Some(soon)).await;
    let scope = house.scope;
    let planned = house.app.db.write(move |tx| {
        let case = store::cases::find(tx, &scope, id)?.unwrap();
        server::cases::schedule_review(tx, &case)
    });
    planned.await.map_err(|error: store::DbError| error).unwrap();
    let bank = to_the_bank(&house, id, "sandbox_bank_north").await;
    house.pass_minutes(6).await;
    house.settled().await;
    assert_eq!(house.case(id).await.session.state.status, SessionStatus::Canceled);
    let over = house.get(&bank).await;
    assert!(over.says("This payment is over") && over.field("token").is_none(), "{}", over.html);
    assert!(house.get(&format!("/sessions/{id}")).await.says("This link has expired"));
    house.verified().await;
    house.close().await;
}

/// No choice, an unknown bank, forged forms, unknown payments.
async fn wrong(house: House) {
    let id = bank_session(&house).await;
    let none = choose_bank(&house, id, "").await;
    assert_eq!(none.status, 422);
    assert!(none.says("<a href=\"#bank-1\">Choose your bank.</a>"), "{}", none.html);
    let unknown = choose_bank(&house, id, "a_real_bank").await;
    assert_eq!(unknown.status, 422);
    assert!(unknown.says("That bank is not available at the moment."), "{}", unknown.html);
    assert!(house.case(id).await.attempts.is_empty());
    let bank = to_the_bank(&house, id, "sandbox_bank_north").await;
    let other = house.token(&format!("/sessions/{}", bank_session(&house).await)).await;
    let forged = house.post(&bank, &[("token", &other), ("scenario", "succeed")]).await;
    assert_eq!(forged.status, 403);
    let token = house.token(&bank).await;
    let lottery = house.post(&bank, &[("token", &token), ("scenario", "win_the_lottery")]).await;
    assert_eq!(lottery.status, 422);
    assert!(lottery.says("There is no such scenario."));
    let site = house.post_from("cross-site", &bank, &[("token", &token)]).await;
    assert_eq!(site.status, 403);
    for nowhere in ["/sandbox/bank/x".to_owned(), bank.replace("/bank/", "/card/")] {
        assert_eq!(house.get(&nowhere).await.status, 404, "{nowhere}");
    }
    house.close().await;
}
