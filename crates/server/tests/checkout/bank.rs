//! What goes to the bank, and that nothing is forgotten on the way there.

use std::time::Duration;

use domain::attempt::Progress;
use domain::ids::{BatchId, SessionId};
use server::jobs::{EXPORT_BATCH, SEND_BATCH};
use server::verify::{Checked, VerifyError, verify};
use store::jobs::{self, Clock, NewJob};
use store::{DbError, Locking, Statement, Tx, batches};

use crate::debit::{IBAN, signed_session};
use crate::harness::{House, on_both};

on_both! {
    a_batch_is_never_forgotten: not_forgotten_on_sqlite, not_forgotten_on_postgres;
    a_lost_batch_is_named: lost_on_sqlite, lost_on_postgres;
}

/// Makes the bank one that the server cannot reach, or can reach again.
static CHANGE_BANK: Statement = Statement {
    name: "change_bank",
    sql: "UPDATE connections SET processor = $1 WHERE processor = $2",
    locking: Locking::None,
};

async fn change_bank(house: &House, from: &'static str, to: &'static str) {
    write(house, move |tx| tx.exec(&CHANGE_BANK, &[to.into(), from.into()])).await;
}

/// Runs a unit of work that does not fail.
async fn write<T: Send + 'static>(
    house: &House,
    work: impl Fn(&mut Tx<'_>) -> Result<T, DbError> + Send + 'static,
) -> T {
    house.app.db.write(work).await.unwrap()
}

async fn verified(house: &House) -> Result<Checked, VerifyError> {
    let db = house.app.db.clone();
    tokio::task::spawn_blocking(move || verify(&db)).await.unwrap()
}

/// Lets the cut-off of a signed debit pass. Gives the cut-off's job.
async fn pass_cutoff(house: &House, id: SessionId) -> String {
    let case = house.case(id).await;
    let [attempt] = case.attempts.as_slice() else { panic!("{:?}", case.attempts) };
    let Progress::Scheduled { cutoff_at, .. } = attempt.progress else { panic!("{attempt:?}") };
    server::clock::advance(&house.app, house.scope, cutoff_at).await.unwrap();
    format!("{}:{}", attempt.connection, cutoff_at.ms())
}

async fn batch_of(house: &House, id: SessionId) -> BatchId {
    let case = house.case(id).await;
    let Progress::Exported { batch, .. } = case.attempts[0].progress else {
        panic!("{:?}", case.attempts)
    };
    batch
}

async fn a_batch_is_never_forgotten(house: House) {
    let scope = house.scope;
    let id = signed_session(&house, IBAN).await;
    change_bank(&house, "sandbox_bank", "nobody").await;
    let cutoff = pass_cutoff(&house, id).await;
    let batch = batch_of(&house, id).await;

    // Somebody signs late and schedules the same cut-off again.
    let now = house.app.source.now();
    write(&house, move |tx| {
        let (kind, clock) = (EXPORT_BATCH, Clock::Real);
        let job = NewJob { kind, subject: &cutoff, payload: "", clock, due_at: now };
        jobs::schedule(tx, &scope, &job, 0)
    })
    .await;
    assert!(server::jobs::settle_down(&house.app, scope, Duration::from_secs(30)).await.unwrap());
    verified(&house).await.unwrap();

    change_bank(&house, "nobody", "sandbox_bank").await;
    acknowledged(&house, batch).await;
    verified(&house).await.unwrap();
    house.close().await;
}

async fn a_lost_batch_is_named(house: House) {
    let scope = house.scope;
    let id = signed_session(&house, IBAN).await;
    change_bank(&house, "sandbox_bank", "nobody").await;
    pass_cutoff(&house, id).await;
    verified(&house).await.unwrap();
    let batch = batch_of(&house, id).await.to_string();
    let subject = batch.clone();
    write(&house, move |tx| jobs::cancel(tx, &scope, SEND_BATCH, &subject)).await;
    let lost = verified(&house).await.unwrap_err().to_string();
    assert!(lost.contains(&batch), "{lost}");
    house.close().await;
}

/// Waits until the bank has a batch.
async fn acknowledged(house: &House, batch: BatchId) {
    let scope = house.scope;
    for _ in 0..300 {
        let found = house.app.db.read(move |tx| batches::find(tx, &scope, batch)).await;
        let row: Option<batches::Batch> = found.map_err(|error: DbError| error).unwrap();
        if row.is_some_and(|row| row.acknowledged_at.is_some()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the bank never got {batch}");
}
