//! A test clock that walks: what is due later waits while it stands still.

use domain::scope::Scope;
use domain::time::Timestamp;
use store::jobs::{self, Clock, NewJob};
use store::{DbError, Tx, accounts, clocks};

use crate::support::{TestApi, on_both};

on_both! {
    what_is_due_later_waits
    what_waited_runs_on
}

const HOUR_MS: i64 = 3_600_000;

/// Lets the clock stand still a second ahead, with a job due by then and one due a second later.
/// Gives when that was, in real time.
async fn standing_still(api: &TestApi) -> (Scope, Timestamp) {
    let work = |tx: &mut Tx<'_>| {
        let scope = Scope::new(accounts::list(tx)?.remove(0).id, false);
        let now = tx.now_real();
        let clock = clocks::Clock { frozen_at: Some(now.plus_ms(1_000)), ..clocks::Clock::REAL };
        clocks::set(tx, &scope, &clock)?;
        for (subject, wait_ms) in [("by then", 1_000), ("later", 2_000)] {
            let (clock_kind, due_at) = (Clock::Business, now.plus_ms(wait_ms));
            let job = NewJob { kind: "test", subject, payload: "", clock: clock_kind, due_at };
            jobs::schedule(tx, &scope, &job, &clock)?;
        }
        Ok::<_, DbError>((scope, now))
    };
    api.app.db.write(work).await.unwrap()
}

/// What could be claimed at that time, by its subject.
async fn claimed(api: &TestApi, at: Timestamp) -> Vec<String> {
    let claim = move |tx: &mut Tx<'_>| jobs::claim(tx, at, 10);
    let claimed: Result<Vec<jobs::Job>, DbError> = api.app.db.write(claim).await;
    let tests = claimed.unwrap().into_iter().filter(|job| job.kind == "test");
    tests.map(|job| job.subject).collect()
}

async fn what_is_due_later_waits(api: TestApi) {
    let (_, now) = standing_still(&api).await;
    let next: Result<_, DbError> = api.app.db.read(jobs::next_run).await;
    assert!(next.unwrap().unwrap() <= now.plus_ms(1_000));
    // However long the clock stands there.
    assert_eq!(claimed(&api, now.plus_ms(HOUR_MS)).await, ["by then"]);
    assert!(claimed(&api, now.plus_ms(2 * HOUR_MS)).await.iter().all(|job| job != "later"));
}

async fn what_waited_runs_on(api: TestApi) {
    let (scope, now) = standing_still(&api).await;
    server::clock::resume(&api.app).await.unwrap();
    let read = move |tx: &mut Tx<'_>| clocks::read(tx, &scope);
    let clock: Result<_, DbError> = api.app.db.read(read).await;
    let clock = clock.unwrap();
    assert_eq!(clock.frozen_at, None);
    // It runs on from where it stood, so that the later job is due a second from there.
    let due = now.plus_ms(2_000 - clock.offset_ms);
    assert_eq!(claimed(&api, due.plus_ms(-1)).await, ["by then"]);
    assert_eq!(claimed(&api, due).await, ["later"]);
}
