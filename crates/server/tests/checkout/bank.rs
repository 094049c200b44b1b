//! What goes to the bank, and that nothing is forgotten on the way there.

use std::time::Duration;

use domain::attempt::Progress;
use domain::ids::{BatchId, SessionId};
use domain::movement::Allocation;
use processors::signature;
use serde_json::{Value, json};
use server::inbox;
use server::jobs::{EXPORT_BATCH, SEND_BATCH};
use server::verify::{Checked, VerifyError, verify};
use store::jobs::{self, Clock, NewJob};
use store::{DbError, Locking, Statement, Tx, batches, clocks, connections};

use crate::debit::{IBAN, signed_session};
use crate::harness::{House, on_both};

on_both! {
    a_batch_is_never_forgotten: not_forgotten_on_sqlite, not_forgotten_on_postgres;
    a_lost_batch_is_named: lost_on_sqlite, lost_on_postgres;
    what_cannot_be_sent_stays: stays_on_sqlite, stays_on_postgres;
    no_line_blocks_another: lines_on_sqlite, lines_on_postgres;
    a_failing_line_waits_alone: failing_line_on_sqlite, failing_line_on_postgres;
}

/// Makes the bank one that the server cannot reach, or can reach again.
static CHANGE_BANK: Statement = Statement {
    name: "change_bank",
    sql: "UPDATE connections SET processor = $1 WHERE processor = $2",
    locking: Locking::None,
};

/// What a person has to look at.
static WORK: Statement = Statement {
    name: "work",
    sql: "SELECT kind, text FROM work_items ORDER BY kind, id",
    locking: Locking::None,
};
/// Makes an attempt unreadable, or whole again.
static PUT_BATCH: Statement = Statement {
    name: "put_batch",
    sql: "UPDATE attempts SET batch = $1 WHERE payment_session = $2",
    locking: Locking::None,
};

/// Encrypts an account number with a key that nobody has, or with the right one again.
static RENAME_KEY: Statement = Statement {
    name: "rename_key",
    sql: "UPDATE payment_methods SET secret = REPLACE(secret, $1, $2) WHERE id = $3",
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
        jobs::schedule(tx, &scope, &job, &clocks::Clock::REAL)
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

async fn what_cannot_be_sent_stays(house: House) {
    let (shut, open) = (signed_session(&house, IBAN).await, signed_session(&house, IBAN).await);
    let method = house.case(shut).await.attempts[0].payment_method.unwrap().to_string();
    let rename = |from: &'static str, to: &'static str| {
        let method = method.clone();
        write(&house, move |tx| {
            assert_eq!(tx.exec(&RENAME_KEY, &[from.into(), to.into(), (&method).into()])?, 1);
            Ok(())
        })
    };
    rename("k1:", "k9:").await;
    pass_cutoff(&house, open).await;
    acknowledged(&house, batch_of(&house, open).await).await;
    let left = house.case(shut).await;
    assert!(matches!(left.attempts[0].progress, Progress::Scheduled { .. }), "{left:?}");
    verified(&house).await.unwrap();

    rename("k9:", "k1:").await;
    for _ in 0..300 {
        if matches!(house.case(shut).await.attempts[0].progress, Progress::Exported { .. }) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    acknowledged(&house, batch_of(&house, shut).await).await;
    verified(&house).await.unwrap();
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

/// A report line about a session's debit.
async fn line(house: &House, session: SessionId, id: &str, amount: i64) -> Value {
    let case = house.case(session).await;
    let Progress::Exported { collection_on, .. } = case.attempts[0].progress else {
        panic!("{:?}", case.attempts)
    };
    json!({
        "id": id, "end_to_end_id": case.attempts[0].reference, "status": "settled", "code": null,
        "amount": amount, "currency": "eur", "date": collection_on,
    })
}

/// The bank's report comes in.
async fn report(house: &House, id: &str, lines: &[Value]) {
    let scope = house.scope;
    let bank = house.app.db.read(move |tx| {
        let bank = connections::find_by_processor(tx, &scope, "sandbox_bank")?;
        Ok::<_, DbError>(bank.unwrap())
    });
    let bank = bank.await.unwrap();
    let secret = house.app.vault.open(&bank.secret, &bank.id.to_string()).unwrap();
    let body = json!({"id": id, "lines": lines}).to_string();
    let header = signature::sign(&secret, &body, house.app.source.now());
    inbox::receive(&house.app, bank.id, &header, &body).await.unwrap();
    assert!(server::jobs::settle_down(&house.app, scope, Duration::from_secs(30)).await.unwrap());
}

async fn work(house: &House) -> Vec<(String, String)> {
    let found = house.app.db.read(|tx| {
        tx.all(&WORK, &[], |row| Ok::<_, DbError>((row.text()?.to_owned(), row.text()?.to_owned())))
    });
    found.await.unwrap()
}

async fn collected(house: &House, id: SessionId) -> i64 {
    house.case(id).await.session.state.amounts.received
}

async fn no_line_blocks_another(house: House) {
    let (first, second) = (signed_session(&house, IBAN).await, signed_session(&house, IBAN).await);
    pass_cutoff(&house, first).await;
    let nobody = |index: usize, status: &str| {
        json!({
            "id": format!("n{index}"), "end_to_end_id": format!("NOBODY{index}"), "status": status,
            "code": "AC01", "amount": 5, "currency": "eur", "date": "2026-03-02",
        })
    };
    // More than the job takes in one run.
    let mut lines: Vec<Value> = (0..250).map(|index| nobody(index, "rejected")).collect();
    lines.push(line(&house, second, "zero", 0).await);
    lines.push(line(&house, first, "one", 10_000).await);
    lines.push(line(&house, second, "huge", i64::MAX).await);
    lines.push(json!(7));
    lines.push(line(&house, second, "one", 10_000).await);
    lines.push(line(&house, second, "", 10_000).await);
    lines.push(line(&house, second, "nul\0", 10_000).await);
    lines.push(nobody(250, "settled"));
    lines.push(line(&house, second, "two", 10_000).await);
    report(&house, "report 1", &lines).await;

    assert_eq!(collected(&house, first).await, 10_000);
    assert_eq!(collected(&house, second).await, 10_000);
    let listed = work(&house).await;
    let kinds: Vec<&str> = listed.iter().map(|(kind, _)| kind.as_str()).collect();
    let unreadable = ["unreadable_line"; 5];
    assert_eq!(kinds, [&["conflicting_line", "unmatched"], &unreadable[..]].concat());
    assert!(listed[0].1.contains("“one”") && listed[0].1.contains("100.00 EUR"), "{listed:?}");
    let told = |fact: &str| listed.iter().any(|(_, text)| text.contains(fact));
    assert!(told("\"amount\":0") && told(&i64::MAX.to_string()) && told("The line: 7"));

    // The same lines in another report: everything is known.
    report(&house, "report 2", &lines).await;
    assert_eq!(work(&house).await, listed);
    for id in [first, second] {
        let movements = house.case(id).await.movements;
        let [movement] = movements.as_slice() else { panic!("{movements:?}") };
        assert_eq!(movement.allocation, Allocation::Payment);
    }
    verified(&house).await.unwrap();
    house.close().await;
}

async fn a_failing_line_waits_alone(house: House) {
    let (broken, sound) = (signed_session(&house, IBAN).await, signed_session(&house, IBAN).await);
    pass_cutoff(&house, broken).await;
    let batch = batch_of(&house, broken).await.to_string();
    let lines =
        [line(&house, broken, "one", 10_000).await, line(&house, sound, "two", 10_000).await];
    let put = |batch: Option<String>| {
        let id = broken.to_string();
        write(&house, move |tx| tx.exec(&PUT_BATCH, &[batch.as_deref().into(), (&id).into()]))
    };
    put(None).await;
    report(&house, "report", &lines).await;
    assert_eq!(collected(&house, sound).await, 10_000);
    put(Some(batch)).await;
    for _ in 0..300 {
        if collected(&house, broken).await > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(collected(&house, broken).await, 10_000);
    verified(&house).await.unwrap();
    house.close().await;
}
