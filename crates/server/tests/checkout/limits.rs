//! How much a page puts up with, and what the server forgets.

use domain::attempt::{Attempt, Progress};
use domain::case::NewAttempt;
use domain::ids::{Id, NoticeId, SessionId};
use domain::method::MethodType::Card;
use domain::money::Currency::Gbp;
use domain::time::DAY_MS;
use server::cases::change;
use server::checkout::TRIES_PER_HOUR;
use server::jobs::CLEAN_UP;
use server::record::Origin;
use server::routing::route;
use store::idempotency::{self, Claim};
use store::{DbError, SystemSource, cases};
use testkit::databases::TempDatabase;

use crate::harness::{House, on_both};

on_both! {
    forgets: forgets_on_sqlite, forgets_on_postgres;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_is_not_loaded_without_end() {
    let flags = [("rate_limit", "100"), ("limits.page_rate", "2")];
    let house = House::with(TempDatabase::sqlite(), &flags).await;
    let id = house.session(Gbp, &[Card], |_| {}).await;
    let mut last = house.get(&format!("/sessions/{id}")).await;
    for _ in 0..100 {
        last = house.get(&format!("/sessions/{id}")).await;
        if last.status != 200 {
            break;
        }
    }
    assert_eq!(last.status, 429);
    assert!(last.says("Too many tries") && !last.header("retry-after").is_empty());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_not_tried_without_end() {
    let house = House::with(TempDatabase::sqlite(), &[("rate_limit", "100000")]).await;
    let id = house.session(Gbp, &[Card], |_| {}).await;
    for _ in 0..TRIES_PER_HOUR {
        try_in_vain(&house, id).await;
    }
    let token = house.token(&format!("/sessions/{id}")).await;
    let fields = [("token", token.as_str()), ("payment_method_type", "card")];
    let sent = house.post(&format!("/sessions/{id}/pay"), &fields).await;
    assert_eq!(sent.status, 429);
    assert_eq!(house.case(id).await.attempts.len(), TRIES_PER_HOUR);
    let later = house.now().await.plus_ms(3_700_000);
    server::clock::advance(&house.app, house.scope, later).await.unwrap();
    house.to_the_card_page(id).await;
    house.close().await;
}

/// A try that was given up at once.
async fn try_in_vain(house: &House, id: SessionId) {
    let (app, scope) = (house.app.clone(), house.scope);
    let tried = house.app.db.write(move |tx| {
        let connection = route(tx, &scope, Card)?.unwrap();
        let locked = cases::lock(tx, &scope, id)?.unwrap();
        change(tx, &app, &Origin::system(), locked, |case, now| {
            let new = NewAttempt {
                method: Card,
                connection,
                progress: Progress::Redirected { url: None },
                payment_method: None,
                mandate: None,
                reference: None,
                shown: None,
            };
            let attempt = case.begin(new, now, &SystemSource)?;
            let gone = |it: &&mut Attempt| it.id == attempt;
            let attempt = case.attempts.iter_mut().find(gone).unwrap();
            attempt.progress = Progress::Canceled { at: now, code: "abandoned".to_owned() };
            case.refresh(now);
            Ok(())
        })
    });
    tried.await.map_err(|error: DbError| error).unwrap().unwrap();
}

/// Old answers and notices go, young ones stay, and the next run is planned.
async fn forgets(house: House) {
    let scope = house.scope;
    let now = house.app.source.now();
    let notice = |days: i64| {
        let ms = now.plus_ms(-days * DAY_MS).ms().unsigned_abs();
        NoticeId::from_parts(ms, [7; 10])
    };
    let (old, young) = (notice(200), notice(2));
    let written = house.app.db.write(move |tx| {
        let connection = route(tx, &scope, Card)?.unwrap();
        for id in [old, young] {
            let (notice, body) = (id.to_string(), String::new());
            let row = store::inbox::Notice { id, connection, notice, body };
            store::inbox::insert(tx, &scope, &row, now)?;
            store::inbox::mark_read(tx, &scope, id, now)?;
        }
        assert_eq!(idempotency::claim(tx, &scope, "key", "content")?, Claim::Fresh);
        server::jobs::clean_up::schedule(tx)
    });
    written.await.map_err(|error: DbError| error).unwrap();
    let deleted = house.app.db.write(move |tx| {
        let notices = store::inbox::delete_older(tx, now.plus_ms(-90 * DAY_MS))?;
        let again = store::inbox::delete_older(tx, now.plus_ms(-90 * DAY_MS))?;
        let answers = idempotency::delete_older(tx, now.plus_ms(-DAY_MS))?;
        let planned = store::jobs::exists(
            tx,
            &domain::scope::Scope::new(scope.account, true),
            CLEAN_UP,
            CLEAN_UP,
        )?;
        Ok((notices, again, answers, planned))
    });
    let deleted = deleted.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(deleted, (1, 0, 0, true));
    house.close().await;
}
