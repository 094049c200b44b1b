//! What payers are told after they paid: refunds, returns, disputes; on the page and by mail.

use domain::attempt::Progress;
use domain::debit::Scheme;
use domain::ids::{Id, MovementId, RefundId, SessionId};
use domain::method::MethodType::{Card, SepaDebit};
use domain::money::Currency::{Eur, Gbp};
use domain::movement::{MovementKind, MovementSource};
use domain::refund::{RefundProgress, RefundTerms};
use domain::session::{CancellationReason, ReceivedMoney};
use domain::settle::{CHARGEBACK, MoneyReport, Outcome};
use processors::sandbox::identities;
use server::cases::change;
use server::record::Origin;
use server::settle::settle;
use store::messages::{Message, MessageKind};
use store::{DbError, SystemSource, cases, messages};

use crate::debit::signed_session;
use crate::harness::{House, on_both};

on_both! {
    refunded: refunded_on_sqlite, refunded_on_postgres;
    disputed: disputed_on_sqlite, disputed_on_postgres;
    returned: returned_on_sqlite, returned_on_postgres;
    silent: silent_on_sqlite, silent_on_postgres;
}

/// The pretend account that makes a scenario happen.
fn iban_of(scenario: &str) -> &'static str {
    identities::account_of(Scheme::SepaCore, scenario).unwrap()
}

/// The mails about a session, without those of a mandate's signature.
async fn mails(house: &House, id: SessionId) -> Vec<Message> {
    let scope = house.scope;
    let found = house.app.db.read(move |tx| messages::of_session(tx, &scope, id)).await;
    let mut mails = found.map_err(|error: DbError| error).unwrap();
    mails.retain(|mail| mail.kind != MessageKind::MandateConfirmation);
    mails
}

async fn paid_by_card(house: &House) -> SessionId {
    let id = house.session(Gbp, &[Card], |_| {}).await;
    let card = house.to_the_card_page(id).await;
    house.pay_by_card(&card, "succeed").await;
    id
}

/// Asks for a refund, as the merchant would.
async fn refund(house: &House, id: SessionId, amount: i64) -> RefundId {
    let (app, scope) = (house.app.clone(), house.scope);
    let asked = house.app.db.write(move |tx| {
        let locked = cases::lock(tx, &scope, id)?.unwrap();
        change(tx, &app, &Origin::system(), locked, |case, now| {
            let transaction = case.transactions[0].id;
            let terms = RefundTerms::default();
            Ok(case
                .request_refund(transaction, Some(amount), terms, 0, now, &SystemSource)
                .unwrap())
        })
    });
    asked.await.map_err(|error: DbError| error).unwrap().unwrap().0
}

/// Waits until the processor has sent every refund of a session.
async fn refunds_sent(house: &House, id: SessionId) {
    house.settled().await;
    let case = house.case(id).await;
    let sent = |progress: &RefundProgress| matches!(progress, RefundProgress::Succeeded { .. });
    assert!(case.refunds.iter().all(|it| sent(&it.progress)), "{:?}", case.refunds);
}

/// Reports something of the last attempt, as its rail would.
pub(crate) async fn report(house: &House, id: SessionId, outcome: Outcome) {
    let case = house.case(id).await;
    let attempt = case.attempts.last().unwrap();
    let (id, from) = (attempt.id, MovementSource::Connection(attempt.connection));
    let (app, scope) = (house.app.clone(), house.scope);
    let settled = house.app.db.write(move |tx| settle(tx, &app, &scope, id, from, &outcome));
    settled.await.map_err(|error: DbError| error).unwrap();
}

/// Money that moved by the rail of a session's only collection.
pub(crate) async fn money(house: &House, id: SessionId, amount: i64) -> MoneyReport {
    let case = house.case(id).await;
    let value_date = case.movements[0].value_date;
    let (currency, source_id) =
        (case.session.terms.currency, MovementId::fresh(&SystemSource).to_string());
    MoneyReport { amount, fee: 0, currency, value_date, source_id }
}

async fn refunded(house: House) {
    let id = paid_by_card(&house).await;
    assert!(mails(&house, id).await.is_empty());
    refund(&house, id, 4_000).await;
    refunds_sent(&house, id).await;
    let page = house.get(&format!("/sessions/{id}")).await;
    assert!(page.says("<h1 id=\"title\">Paid</h1>") && page.says("£100.00"), "{}", page.html);
    assert!(page.says("£40.00 was refunded on"), "{}", page.html);
    assert!(page.says("It reaches your account within 5–10 days."), "{}", page.html);
    let swedish = house.get(&format!("/sessions/{id}?lang=sv")).await;
    assert!(swedish.says("återbetalades den"), "{}", swedish.html);
    refund(&house, id, 1_000).await;
    refunds_sent(&house, id).await;
    let all = mails(&house, id).await;
    let [mail, second] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((mail.kind, &*mail.recipient), (MessageKind::Refunded, "tenant@example.com"));
    assert_eq!(mail.subject, "[Test mode] Norrby Hyror: £40.00 refunded");
    for text in ["Rent for March", "within 5–10 days", "Norrby Hyror sent you a refund"] {
        assert!(mail.text.contains(text), "{text}: {}", mail.text);
    }
    assert!(second.subject.contains("£10.00"), "{}", second.subject);

    // A refund by bank is sent by a person, and is on its way until then.
    let debit = signed_session(&house, iban_of("succeed")).await;
    house.pass_days(21).await;
    let sent = refund(&house, debit, 2_500).await;
    let page = house.get(&format!("/sessions/{debit}")).await;
    assert!(page.says("<h1 id=\"title\">Paid</h1>"), "{}", page.html);
    assert!(page.says("A refund of €25.00 is on its way."), "{}", page.html);
    assert!(mails(&house, debit).await.is_empty());
    let money = money(&house, debit, 2_500).await;
    for _ in 0..2 {
        let outcome = Outcome::Refunded { refund: sent, money: money.clone() };
        report(&house, debit, outcome).await;
    }
    assert_eq!(mails(&house, debit).await.len(), 1, "once for each refund");
    // One that came back is not shown as if it had not.
    let back = self::money(&house, debit, 2_500).await;
    report(&house, debit, Outcome::RefundBounced { refund: sent, money: back }).await;
    assert!(!house.get(&format!("/sessions/{debit}")).await.says("€25.00"));
    let money = self::money(&house, debit, 2_500).await;
    report(&house, debit, Outcome::Refunded { refund: sent, money }).await;
    assert!(house.get(&format!("/sessions/{debit}")).await.says("€25.00 was refunded on"));
    assert_eq!(mails(&house, debit).await.len(), 1, "nobody is told twice");
    house.verified().await;
    house.close().await;
}

/// A payment in dispute, a part of it refunded before; then the dispute is won.
async fn disputed(house: House) {
    let id = paid_by_card(&house).await;
    let path = format!("/sessions/{id}");
    refund(&house, id, 3_000).await;
    refunds_sent(&house, id).await;
    let taken = money(&house, id, 7_000).await;
    let (kind, code) = (MovementKind::Chargeback, CHARGEBACK.to_owned());
    report(&house, id, Outcome::Returned { kind, code, money: taken }).await;
    let page = house.get(&path).await;
    assert!(page.says("Payment in dispute") && page.field("token").is_none(), "{}", page.html);
    assert!(page.says("£30.00 was refunded on"), "{}", page.html);
    let won = money(&house, id, 7_000).await;
    report(&house, id, Outcome::DisputeWon { money: won }).await;
    let page = house.get(&path).await;
    assert!(page.says("<h1 id=\"title\">Paid</h1>") && page.says("<dd>Card</dd>"), "{}", page.html);
    assert!(page.says("£30.00 was refunded on"), "{}", page.html);
    assert_eq!(mails(&house, id).await.len(), 1, "of the refund alone");
    house.verified().await;
    house.close().await;
}

async fn returned(house: House) {
    let poor = signed_session(&house, iban_of("insufficient_funds")).await;
    let closed = signed_session(&house, iban_of("account_closed")).await;
    let rejected = signed_session(&house, iban_of("reject")).await;
    house.pass_days(21).await;
    let page = house.get(&format!("/sessions/{poor}")).await;
    assert!(page.says("The payment was returned") && page.says("€100.00"), "{}", page.html);
    let reasons = [
        (poor, "There was not enough money"),
        (closed, "Your bank does not allow this account to be debited."),
        (rejected, "Your bank does not allow this account to be debited."),
    ];
    for (id, reason) in reasons {
        let all = mails(&house, id).await;
        let [mail] = all.as_slice() else { panic!("{reason}: {all:?}") };
        assert_eq!(mail.kind, MessageKind::PaymentReturned);
        assert_eq!(
            mail.subject,
            "[Test mode] Norrby Hyror: your payment came back, €100.00 to pay"
        );
        let link = format!("{}/sessions/{id}", crate::harness::URL);
        for text in [reason, "Your bank did not let your payment of €100.00", &link] {
            assert!(mail.text.contains(text), "{text}: {}", mail.text);
        }
    }
    let again = house.get(&format!("/sessions/{poor}?again=1")).await;
    assert!(again.field("token").is_some(), "it can be paid again: {}", again.html);
    house.verified().await;
    house.close().await;
}

/// The payer's own doing, a death, a withdrawn session, nobody to write to.
async fn silent(house: House) {
    let own = signed_session(&house, iban_of("refund")).await;
    let unauthorised = signed_session(&house, iban_of("unauthorised")).await;
    let dead = signed_session(&house, iban_of("deceased")).await;
    house.pass_days(210).await;
    for (id, title) in [
        (own, "The payment was returned"),
        (unauthorised, "Payment in dispute"),
        (dead, "Nothing can be paid here"),
    ] {
        let page = house.get(&format!("/sessions/{id}")).await;
        assert!(page.says(title), "{title}: {}", page.html);
        assert!(mails(&house, id).await.is_empty(), "{title}");
    }
    let case = house.case(dead).await;
    assert!(matches!(case.attempts[0].progress, Progress::Failed { .. }), "{case:?}");

    // A refund that was on its way when the bank told of the death.
    let late = signed_session(&house, iban_of("succeed")).await;
    house.pass_days(21).await;
    let sent = refund(&house, late, 2_500).await;
    let (kind, code) = (MovementKind::Return, "MD07".to_owned());
    let taken = money(&house, late, 5_000).await;
    report(&house, late, Outcome::Returned { kind, code, money: taken }).await;
    let given = money(&house, late, 2_500).await;
    report(&house, late, Outcome::Refunded { refund: sent, money: given }).await;
    assert!(mails(&house, late).await.is_empty());
    let page = house.get(&format!("/sessions/{late}")).await;
    assert!(page.says("Nothing can be paid here") && !page.says("refund"), "{}", page.html);

    let nobody = house.session(Gbp, &[Card, SepaDebit], |_| {}).await;
    house.forget_address(house.case(nobody).await.session.customer).await;
    let card = house.to_the_card_page(nobody).await;
    house.pay_by_card(&card, "succeed").await;
    refund(&house, nobody, 10_000).await;
    refunds_sent(&house, nobody).await;
    assert!(mails(&house, nobody).await.is_empty());

    // A part-paid session that is withdrawn gives back what it has, and the page says so.
    let part = signed_session(&house, iban_of("succeed")).await;
    let (app, scope) = (house.app.clone(), house.scope);
    let money = MoneyReport {
        amount: 2_000,
        fee: 0,
        currency: Eur,
        value_date: jiff::civil::date(2026, 3, 1),
        source_id: MovementId::fresh(&SystemSource).to_string(),
    };
    let clears_at = house.now().await;
    report(&house, part, Outcome::Received { money, clears_at }).await;
    let partly = house.get(&format!("/sessions/{part}")).await;
    assert!(partly.says("has received €20.00. €80.00 is still to be paid."), "{}", partly.html);
    let canceled = house.app.db.write(move |tx| {
        let locked = cases::lock(tx, &scope, part)?.unwrap();
        let (reason, received) = (CancellationReason::Requested, Some(ReceivedMoney::Refund));
        change(tx, &app, &Origin::system(), locked, |case, now| {
            case.cancel(reason, received, i64::MAX, now, &SystemSource)
        })
    });
    canceled.await.map_err(|error: DbError| error).unwrap().unwrap();
    let page = house.get(&format!("/sessions/{part}")).await;
    assert!(page.says("Nothing to pay"), "{}", page.html);
    assert!(page.says("A refund of €20.00 is on its way."), "{}", page.html);
    house.close().await;
}
