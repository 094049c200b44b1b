//! Debits that wait: for the payer's signature at the bank, for the bank's answer about the mandate,
//! and for money in the account.

use domain::attempt::Progress;
use domain::debit::{Scheme, timetable};
use domain::method::MethodType;
use domain::settle::{NO_CALENDAR, Outcome, SUPERSEDED};
use domain::time::Timestamp;
use jiff::civil::Date;

use crate::world::World;

/// A session that a payer went on to sign a mandate for.
fn at_the_bank() -> (World, domain::ids::AttemptId) {
    let mut world = World::new();
    world.case.session.terms.methods = vec![MethodType::Card, MethodType::Autogiro];
    let attempt = world.begin(MethodType::Autogiro, Progress::Redirected { url: None });
    (world, attempt.expect("an attempt begins"))
}

fn progress(world: &World, attempt: domain::ids::AttemptId) -> Progress {
    world.case.attempt(attempt).expect("the attempt").progress.clone()
}

fn scheduled(world: &World, attempt: domain::ids::AttemptId) -> (Timestamp, Date) {
    match progress(world, attempt) {
        Progress::Scheduled { cutoff_at, collection_on } => (cutoff_at, collection_on),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_signature_schedules_the_debit_by_its_own_time() {
    let (mut world, attempt) = at_the_bank();
    assert_eq!(world.status(), ("unpaid", "requires_action"));
    assert!(world.report(attempt, &Outcome::Signed).changed);
    let days = timetable::confirmed_at(world.now, Scheme::Autogiro).expect("days");
    assert_eq!(scheduled(&world, attempt), (days.cutoff, days.collection_on));
    let signed = world.case.attempt(attempt).expect("the attempt");
    assert_eq!(signed.reference.as_ref().map(String::len), Some(26));
    assert!(signed.confirmed_at.is_some());
    assert_eq!(world.status(), ("unpaid", "processing"));
    // Told twice it counts once.
    assert!(!world.report(attempt, &Outcome::Signed).changed);
}

#[test]
fn a_signature_that_comes_too_late_collects_nothing() {
    let (mut world, attempt) = at_the_bank();
    let card = world.card().expect("another try");
    world.report(card, &Outcome::Submitted);
    world.report(attempt, &Outcome::Signed);
    let Progress::Canceled { code, .. } = progress(&world, attempt) else { panic!("collected") };
    assert_eq!((code.as_str(), world.status()), (SUPERSEDED, ("unpaid", "processing")));

    // A payment that is over has withdrawn it already.
    let (mut world, attempt) = at_the_bank();
    let card = world.card().expect("another try");
    let paid = world.received(crate::world::AMOUNT);
    world.report(card, &paid);
    assert!(!world.report(attempt, &Outcome::Signed).changed);
    assert_eq!(world.status(), ("paid", "settled"));

    let (mut world, attempt) = at_the_bank();
    world.cancel().expect("canceled");
    assert!(!world.report(attempt, &Outcome::Signed).changed);

    let (mut world, attempt) = at_the_bank();
    world.pass_to(world.now.plus_days(365 * 20));
    world.report(attempt, &Outcome::Signed);
    let Progress::Canceled { code, .. } = progress(&world, attempt) else { panic!("collected") };
    assert_eq!(code, NO_CALENDAR);
}

#[test]
fn a_card_is_not_signed_for() {
    let mut world = World::new();
    let attempt = world.card().expect("a try");
    assert!(!world.report(attempt, &Outcome::Signed).changed);
}

#[test]
fn a_debit_moves_while_it_waits_and_no_longer() {
    let (mut world, attempt) = at_the_bank();
    world.report(attempt, &Outcome::Signed);
    let (cutoff_at, collection_on) = scheduled(&world, attempt);
    let later = Outcome::Postponed {
        cutoff_at: cutoff_at.plus_days(1),
        collection_on: collection_on.tomorrow().expect("a day"),
    };
    // What has not left is not tried again.
    let again =
        Outcome::Retried { collection_on: collection_on.saturating_add(jiff::Span::new().days(4)) };
    assert!(!world.report(attempt, &again).changed);
    assert!(world.report(attempt, &later).changed);
    assert_eq!(scheduled(&world, attempt).0, cutoff_at.plus_days(1));
    world.report(attempt, &Outcome::Exported { batch: world.batch() });
    assert!(!world.report(attempt, &later).changed, "what has left is not held back");
    assert!(world.report(attempt, &again).changed);
    assert!(!world.report(attempt, &again).changed, "the same try");
    let Progress::Exported { collection_on: day, .. } = progress(&world, attempt) else {
        panic!("not exported")
    };
    assert_eq!(Outcome::Retried { collection_on: day }, again);
    assert_eq!(world.books.len(), 0);
}
