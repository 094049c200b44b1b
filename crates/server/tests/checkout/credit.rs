//! Paying from what the customer has in credit.

use domain::attempt::Progress;
use domain::ids::{CustomerId, SessionId};
use domain::method::MethodType::{Card, SepaDebit};
use domain::money::Currency::{self, Eur, Gbp};
use domain::movement::MovementKind;
use domain::session::{Amounts, SessionStatus};
use domain::settle::Outcome;
use domain::transaction::TransactionStatus;
use server::checkout::{Manner, credit};
use store::{DbError, cases};

use crate::afterwards::{money, report};
use crate::debit::IBAN;
use crate::harness::{House, Page, on_both};

on_both! {
    covered: covered_on_sqlite, covered_on_postgres;
    in_part: in_part_on_sqlite, in_part_on_postgres;
    spent_elsewhere: spent_elsewhere_on_sqlite, spent_elsewhere_on_postgres;
    mandate_moves: mandate_moves_on_sqlite, mandate_moves_on_postgres;
    after_a_return: after_a_return_on_sqlite, after_a_return_on_postgres;
    card_page_open: card_page_open_on_sqlite, card_page_open_on_postgres;
}

/// A customer who has topped up their balance by card.
async fn with_credit(house: &House, currency: Currency, minor: i64) -> CustomerId {
    let customer = house.customer(house.scope).await.id;
    top_up(house, customer, currency, minor).await;
    customer
}

async fn top_up(house: &House, customer: CustomerId, currency: Currency, minor: i64) {
    let id = house
        .session(currency, &[Card], |it| {
            it.customer = customer;
            it.plan.top_up = true;
            it.plan.given = Some(r#"{"customer_balance":{"apply":true}}"#.to_owned());
            it.terms.amount = minor;
            it.state.amounts = Amounts::untouched(minor);
        })
        .await;
    let card = house.to_the_card_page(id).await;
    let paid = house.pay_by_card(&card, "succeed").await;
    assert!(paid.says("<h1 id=\"title\">Paid</h1>"), "{}", paid.html);
}

/// A session of 100 that the customer's credit may pay.
async fn session(house: &House, customer: CustomerId, currency: Currency) -> SessionId {
    let methods = if currency == Eur { &[Card, SepaDebit][..] } else { &[Card][..] };
    house
        .session(currency, methods, |it| {
            it.customer = customer;
            it.plan.apply_credit = true;
        })
        .await
}

/// Sends a form of the page as it came, with more fields.
async fn send(house: &House, id: SessionId, page: &Page, more: &[(&str, &str)]) -> Page {
    let (token, amount) = (page.field("token").unwrap(), page.field("amount").unwrap());
    let mut fields = vec![("token", token.as_str()), ("amount", amount.as_str())];
    fields.extend_from_slice(more);
    house.post(&format!("/sessions/{id}/pay"), &fields).await
}

const BY_CREDIT: &[(&str, &str)] = &[("step", "credit")];
const BY_CARD: &[(&str, &str)] = &[("payment_method_type", "card")];
const CHANGED: &str = "The amount to pay has changed since you last saw this page.";

async fn covered(house: House) {
    let customer = with_credit(&house, Gbp, 25_000).await;
    let id = session(&house, customer, Gbp).await;
    let path = format!("/sessions/{id}");
    for page in
        [house.get(&path).await, house.get(&format!("{path}?payment_method_type=card")).await]
    {
        assert!(page.says("Pay £100.00 from your credit"), "{}", page.html);
        assert!(page.says("Paid from your credit") && page.says("Rent for March"));
        assert!(page.says("Nothing is taken from your card or bank account."));
        assert!(!page.says("250"), "nobody who has the link learns the balance: {}", page.html);
        let hidden = (page.field("step"), page.field("amount"));
        assert_eq!(hidden, (Some("credit".to_owned()), Some("10000".to_owned())));
    }
    let swedish = house.get(&format!("{path}?lang=sv")).await;
    assert!(swedish.says("med ditt tillgodohavande"), "{}", swedish.html);
    assert_eq!(house.post(&format!("{path}/pay"), BY_CREDIT).await.status, 403);

    let page = house.get(&path).await;
    let paid = house.get(&send(&house, id, &page, BY_CREDIT).await.location()).await;
    assert!(paid.says("<h1 id=\"title\">Paid</h1>") && paid.says("Your credit"), "{}", paid.html);
    assert!(paid.says("Paid from your credit"), "{}", paid.html);
    assert!(!paid.says("On your statement"), "{}", paid.html);
    let again = send(&house, id, &page, BY_CREDIT).await;
    assert!(again.status == 409 && again.says("<h1 id=\"title\">Paid</h1>"), "{}", again.html);

    let case = house.case(id).await;
    assert_eq!(case.session.state.status, SessionStatus::Paid);
    assert_eq!(case.session.state.amounts.credit_applied, 10_000);
    let [transaction] = case.transactions.as_slice() else { panic!("{case:?}") };
    assert_eq!(transaction.state.status, TransactionStatus::Succeeded);
    assert!(case.attempts.is_empty(), "nothing is pulled");
    let kinds: Vec<_> = case.movements.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [MovementKind::CreditApplied]);
    house.verified().await;
    house.close().await;
}

async fn in_part(house: House) {
    let customer = with_credit(&house, Gbp, 3_000).await;
    let id = session(&house, customer, Gbp).await;
    let page = house.get(&format!("/sessions/{id}")).await;
    for text in ["£70.00", "Paid from your credit", "£30.00", "Pay £70.00 by card"] {
        assert!(page.says(text), "{text}: {}", page.html);
    }
    let token = page.field("token").unwrap();
    for wrong in ["10000", "6999", "x", "-1"] {
        let fields = [("token", &*token), ("payment_method_type", "card"), ("amount", wrong)];
        let moved = house.post(&format!("/sessions/{id}/pay"), &fields).await;
        assert_eq!(moved.status, 409, "{wrong}");
        assert!(moved.says(CHANGED) && moved.says("Pay £70.00 by card"), "{}", moved.html);
    }
    assert!(house.case(id).await.movements.is_empty(), "nothing is spent before a payment begins");

    let leaving = house.get(&send(&house, id, &page, BY_CARD).await.location()).await;
    assert!(leaving.says("£70.00") && leaving.says("Paid from your credit"), "{}", leaving.html);
    let (_, url) = leaving.refresh().unwrap();
    let card = url.strip_prefix(crate::harness::URL).unwrap().to_owned();
    // A decline leaves the credit with the session, and takes nothing for paid.
    let again = house.pay_by_card(&card, "decline").await;
    assert!(again.says("The bank declined") && again.says("Pay £70.00 by card"), "{}", again.html);
    let card = house.to_the_card_page(id).await;
    let paid = house.pay_by_card(&card, "succeed").await;
    assert!(paid.says("<h1 id=\"title\">Paid</h1>") && paid.says("£100.00"), "{}", paid.html);
    assert!(paid.says("Paid from your credit") && paid.says("<dd>Card</dd>"), "{}", paid.html);
    let amounts = house.case(id).await.session.state.amounts;
    assert_eq!((amounts.received, amounts.credit_applied, amounts.remaining), (7_000, 3_000, 0));
    house.verified().await;
    house.close().await;
}

async fn spent_elsewhere(house: House) {
    let customer = with_credit(&house, Gbp, 10_000).await;
    let (one, two) = (session(&house, customer, Gbp).await, session(&house, customer, Gbp).await);
    let seen = house.get(&format!("/sessions/{one}")).await;
    let other = house.get(&format!("/sessions/{two}")).await;
    assert_eq!(send(&house, two, &other, BY_CREDIT).await.status, 303);
    let moved = send(&house, one, &seen, BY_CREDIT).await;
    assert_eq!(moved.status, 409);
    assert!(moved.says(CHANGED) && moved.says("Pay £100.00 by card"), "{}", moved.html);
    assert!(!moved.says("from your credit"), "{}", moved.html);
    let case = house.case(one).await;
    assert!(case.movements.is_empty() && case.transactions.is_empty(), "{case:?}");

    // Less than the page said, the other way round: credit came while the page was open.
    top_up(&house, customer, Gbp, 3_000).await;
    let moved = send(&house, one, &moved, BY_CARD).await;
    assert_eq!(moved.status, 409);
    assert!(moved.says(CHANGED) && moved.says("Pay £70.00 by card"), "{}", moved.html);
    top_up(&house, customer, Gbp, 50_000).await;
    let covered = send(&house, one, &moved, BY_CARD).await;
    assert_eq!(covered.status, 409);
    assert!(covered.says(CHANGED), "{}", covered.html);
    assert!(covered.says("Pay £100.00 from your credit"), "{}", covered.html);
    assert!(house.case(one).await.movements.is_empty());
    // Two windows confirm at once: it is paid once.
    let (first, second) = tokio::join!(
        send(&house, one, &covered, BY_CREDIT),
        send(&house, one, &covered, BY_CREDIT)
    );
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409], "{} {}", first.html, second.html);
    let case = house.case(one).await;
    assert_eq!((case.movements.len(), case.session.state.amounts.credit_applied), (1, 10_000));
    house.verified().await;
    house.close().await;
}

/// The mandate is shown again over the new amount, with all that was typed.
async fn mandate_moves(house: House) {
    let customer = house.customer(house.scope).await.id;
    let id = session(&house, customer, Eur).await;
    let typed = [
        ("payment_method_type", "sepa_debit"),
        ("account_holder_name", "Åsa Öström"),
        ("email", "asa@example.com"),
        ("iban", IBAN),
    ];
    let form = house.get(&format!("/sessions/{id}?payment_method_type=sepa_debit")).await;
    let details = [&typed[..], &[("step", "details")]].concat();
    let review = send(&house, id, &form, &details).await;
    assert!(review.status == 200 && review.says("€100.00"), "{}", review.html);

    top_up(&house, customer, Eur, 4_000).await;
    let moved = send(&house, id, &form, &details).await;
    assert!(moved.status == 409 && moved.says(CHANGED), "{}", moved.html);
    let date = review.field("collection_on").unwrap();
    let ticked = [("step", "confirm"), ("accept_mandate", "yes"), ("collection_on", &*date)];
    let moved = send(&house, id, &review, &[&typed[..], &ticked].concat()).await;
    assert!(moved.status == 409 && moved.says(CHANGED), "{}", moved.html);
    assert!(moved.says("€60.00") && moved.says(IBAN) && moved.says("Åsa Öström"), "{}", moved.html);
    assert!(house.case(id).await.attempts.is_empty());
    let signed = send(&house, id, &moved, &[&typed[..], &ticked].concat()).await;
    let page = house.get(&signed.location()).await;
    assert!(page.says("Mandate signed") && page.says("€60.00"), "{}", page.html);
    assert!(page.says("Paid from your credit") && page.says("€40.00"), "{}", page.html);
    assert_eq!(house.case(id).await.attempts[0].amount, 6_000);
    house.verified().await;
    house.close().await;
}

/// A payment came back, and credit pays instead.
async fn after_a_return(house: House) {
    let customer = house.customer(house.scope).await.id;
    let id = session(&house, customer, Gbp).await;
    let card = house.to_the_card_page(id).await;
    house.pay_by_card(&card, "succeed").await;
    let (kind, code) = (MovementKind::Return, "AM04".to_owned());
    let money = money(&house, id, 10_000).await;
    report(&house, id, Outcome::Returned { kind, code, money }).await;
    top_up(&house, customer, Gbp, 4_000).await;
    let path = format!("/sessions/{id}");
    let page = house.get(&path).await;
    assert!(page.says("The payment was returned") && page.says("£60.00"), "{}", page.html);
    top_up(&house, customer, Gbp, 6_000).await;
    assert!(house.get(&path).await.says("The payment was returned"));
    let page = house.get(&format!("{path}?again=1")).await;
    assert!(page.says("Pay £100.00 from your credit"), "{}", page.html);
    let wrong = [("token", &*page.field("token").unwrap()), ("step", "credit"), ("amount", "1")];
    let moved = house.post(&format!("{path}/pay"), &wrong).await;
    assert!(moved.status == 409 && moved.says(CHANGED), "{}", moved.html);
    assert!(moved.says("Pay £100.00 from your credit"), "{}", moved.html);
    let paid = house.get(&send(&house, id, &page, BY_CREDIT).await.location()).await;
    assert!(paid.says("<h1 id=\"title\">Paid</h1>"), "{}", paid.html);
    assert!(paid.says("<dd>Your credit</dd>") && !paid.says("<dd>Card</dd>"), "{}", paid.html);
    house.verified().await;
    house.close().await;
}

/// What waits at a processor's page is closed before credit pays.
async fn card_page_open(house: House) {
    let customer = house.customer(house.scope).await.id;
    let id = session(&house, customer, Gbp).await;
    let card = house.to_the_card_page(id).await;
    top_up(&house, customer, Gbp, 10_000).await;
    let page = house.get(&format!("/sessions/{id}")).await;
    let paid = house.get(&send(&house, id, &page, BY_CREDIT).await.location()).await;
    assert!(paid.says("<h1 id=\"title\">Paid</h1>"), "{}", paid.html);
    assert!(house.get(&card).await.says("This payment is over"));
    let case = house.case(id).await;
    assert!(matches!(case.attempts[0].progress, Progress::Canceled { .. }), "{case:?}");

    // One that the processor did not close in time is given up.
    let id = session(&house, customer, Gbp).await;
    house.to_the_card_page(id).await;
    top_up(&house, customer, Gbp, 10_000).await;
    let (app, scope) = (house.app.clone(), house.scope);
    let manner = Manner { close_first: false, limited: false, shown: None };
    let paid = house.app.db.write(move |tx| {
        let locked = cases::lock(tx, &scope, id)?.unwrap();
        credit::pay(tx, &app, locked, manner)
    });
    paid.await.map_err(|error: DbError| error).unwrap().unwrap();
    let case = house.case(id).await;
    assert!(matches!(case.attempts[0].progress, Progress::Canceled { .. }), "{case:?}");
    house.verified().await;
    house.close().await;
}
