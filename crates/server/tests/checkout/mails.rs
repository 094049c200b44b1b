//! Mails: into the sandbox's mailbox in test mode, to a real mail server in live mode.

use std::time::Duration;

use domain::ids::{MessageId, SessionId};
use domain::method::MethodType::Card;
use domain::money::Currency::Gbp;
use domain::scope::Scope;
use server::jobs::CONCURRENCY;
use server::mail;
use server::sandbox::mail_url;
use store::messages::{Message, MessageState};
use store::{DbError, Locking, Statement, cases, customers, messages};
use testkit::databases::TempDatabase;
use testkit::smtp::{SmtpOptions, SmtpServer};

use crate::harness::{House, URL, on_both};

on_both! {
    mailbox: mailbox_on_sqlite, mailbox_on_postgres;
}

/// Queues the link to a session, to the customer's address or to another one.
async fn queue(house: &House, scope: Scope, id: SessionId, to: Option<&str>) -> MessageId {
    let (app, account) = (house.app.clone(), house.account.clone());
    let to = to.map(str::to_owned);
    let queued = house.app.db.write(move |tx| {
        let case = cases::find(tx, &scope, id)?.unwrap();
        let mut customer = customers::find(tx, &scope, case.session.customer)?.unwrap();
        customer.details.email = to.clone().or(customer.details.email);
        mail::queue_link(tx, &app, &account, &case.session, &customer)
    });
    queued.await.map_err(|error: DbError| error).unwrap().unwrap()
}

/// The mail once it has ended, or as it is after a while.
async fn ended(house: &House, scope: Scope, id: MessageId, patience: u32) -> Message {
    let mut rounds = 0;
    loop {
        let found = house.app.db.read(move |tx| messages::find(tx, &scope, id)).await;
        let message = found.map_err(|error: DbError| error).unwrap().unwrap();
        rounds += 1;
        if message.state != MessageState::Queued || rounds > patience {
            return message;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn mailbox(house: House) {
    let id = house.session(Gbp, &[Card], |it| it.locale = Some("sv".to_owned())).await;
    let mail = queue(&house, house.scope, id, None).await;
    assert_eq!(ended(&house, house.scope, mail, 100).await.state, MessageState::Sent);
    let url = mail_url(&house.app, house.account.id);
    let path = url.strip_prefix(URL).unwrap();
    let list = house.get(path).await;
    assert!(list.says("tenant@example.com"), "{}", list.html);
    let href = list.html.split("<li><a href=\"").nth(1).unwrap().split('"').next().unwrap();
    let page = house.get(&href.replace("&#38;", "&").replace("&amp;", "&")).await;
    assert!(page.says(&format!("{URL}/sessions/{id}")), "{}", page.html);
    assert!(page.says(&format!("{mail}@pay.example.com")) && page.says("srcdoc="));
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    for forged in ["/sandbox/mail", "/sandbox/mail?token=x", &path[..path.len() - 1]] {
        assert_eq!(house.get(forged).await.status, 404, "{forged}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn live_mails_leave_by_smtp() {
    let login = Some(("quittance", "s3cret"));
    let server = SmtpServer::start_with(SmtpOptions { login, ..SmtpOptions::default() });
    let port = server.port().to_string();
    let flags = [
        ("smtp.host", "127.0.0.1"),
        ("smtp.port", port.as_str()),
        ("smtp.tls", "none"),
        ("smtp.user", "quittance"),
        ("smtp.password", "s3cret"),
        ("smtp.from", "Norrby Hyror <rent@norrby.example>"),
    ];
    let house = House::with(TempDatabase::sqlite(), &flags).await;
    let live = Scope::new(house.account.id, true);
    let id = house.session_in(live, Gbp, &[Card], |_| {}).await;
    let good = queue(&house, live, id, None).await;
    let refused = queue(&house, live, id, Some("refused@example.com")).await;
    let later = queue(&house, live, id, Some("later@example.com")).await;
    let forged = queue(&house, live, id, Some("a@example.com\r\nBcc: b@example.com")).await;

    assert_eq!(ended(&house, live, good, 100).await.state, MessageState::Sent);
    let gone = ended(&house, live, refused, 100).await;
    assert_eq!((gone.state, gone.tries), (MessageState::Failed, 1), "{gone:?}");
    let slow = ended(&house, live, later, 100).await;
    assert_eq!((slow.state, slow.tries), (MessageState::Sent, 2), "{slow:?}");
    assert_eq!(ended(&house, live, forged, 100).await.state, MessageState::Failed);

    let mails = server.mails(2);
    let mail = mails.iter().find(|mail| mail.recipients == ["tenant@example.com"]).unwrap();
    assert_eq!(mail.sender, "rent@norrby.example");
    assert_eq!(mail.user.as_deref(), Some("quittance"));
    assert!(mail.text.contains(&format!("Message-ID: <{good}@pay.example.com>")), "{}", mail.text);
    assert!(mail.text.contains("multipart/alternative"));
    assert!(mails.iter().all(|mail| !mail.recipients.contains(&"b@example.com".to_owned())));
    house.close().await;
}

/// Jobs that somebody has a lease on.
static CLAIMED: Statement = Statement {
    name: "claimed",
    sql: "SELECT COUNT(*) FROM jobs WHERE kind = 'send_mail' AND fence > 0",
    locking: Locking::None,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_more_is_claimed_than_runs_on_sqlite() {
    no_more_is_claimed_than_runs(TempDatabase::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_more_is_claimed_than_runs_on_postgres() {
    no_more_is_claimed_than_runs(TempDatabase::postgres()).await;
}

/// A mail server that takes calls and says nothing: whatever waits behind those calls must not
/// have a lease that runs out meanwhile.
async fn no_more_is_claimed_than_runs(database: TempDatabase) {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port().to_string();
    let flags = [
        ("smtp.host", "127.0.0.1"),
        ("smtp.port", port.as_str()),
        ("smtp.tls", "none"),
        ("smtp.from", "Norrby Hyror <rent@norrby.example>"),
    ];
    let house = House::with(database, &flags).await;
    let live = Scope::new(house.account.id, true);
    let id = house.session_in(live, Gbp, &[Card], |_| {}).await;
    let (app, account) = (house.app.clone(), house.account.clone());
    let queued = house.app.db.write(move |tx| {
        let session = cases::find(tx, &live, id)?.unwrap().session;
        let mut customer = customers::find(tx, &live, session.customer)?.unwrap();
        for number in 0..20 {
            customer.details.email = Some(format!("tenant{number}@example.com"));
            mail::queue_link(tx, &app, &account, &session, &customer)?;
        }
        Ok::<_, DbError>(())
    });
    queued.await.unwrap();
    let mut calls = Vec::new();
    for _ in 0..CONCURRENCY {
        let call = tokio::time::timeout(Duration::from_secs(9), silent.accept()).await;
        calls.push(call.unwrap().unwrap());
    }
    let claimed = house.app.db.read(|tx| tx.one(&CLAIMED, &[], |row| row.int())).await;
    assert_eq!(claimed.map_err(|error: DbError| error).unwrap(), Some(CONCURRENCY as i64));
    // Who called hears that nobody is there, and gives up at once.
    drop((calls, silent));
    house.close().await;
}
