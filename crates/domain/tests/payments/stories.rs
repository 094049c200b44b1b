//! Lives of a payment, as a person would tell them.

use domain::attempt::Progress;
use domain::case::{Openness, Refusal};
use domain::finality::FinalityState;
use domain::movement::MovementKind;
use domain::session::{CancellationReason, PaidWhen, Reopen, ReportingType};
use domain::settle::Outcome;
use domain::work::WorkKind;

use crate::world::{AMOUNT, MONDAY, World};

#[test]
fn a_card_is_paid_at_once() {
    let mut world = World::new();
    let attempt = world.card().expect("a page");
    assert_eq!(world.status(), ("unpaid", "requires_action"));
    let received = world.received(AMOUNT);
    world.report(attempt, &received);
    assert_eq!(world.status(), ("paid", "settled"));
    assert_eq!(
        world.told,
        [
            "transaction.created",
            "payment_session.updated",
            "transaction.succeeded",
            "payment_session.paid",
        ]
    );
    assert_eq!((world.balance("in_transit"), world.balance("merchant_funds")), (AMOUNT, -AMOUNT));
    assert_eq!(world.finality(attempt), Some(FinalityState::Cleared));
    world.pass_to(MONDAY.plus_days(121));
    assert_eq!(world.finality(attempt), Some(FinalityState::Final));
    assert!(matches!(world.card(), Err(Refusal::Paid)));
}

#[test]
fn a_deposit_is_held_apart() {
    let mut world = World::new();
    world.case.session.reporting_type = ReportingType::Deposit;
    let attempt = world.card().expect("a page");
    let received = world.received(AMOUNT);
    world.report(attempt, &received);
    assert_eq!((world.balance("held:deposit"), world.balance("merchant_funds")), (-AMOUNT, 0));
}

#[test]
fn a_decline_and_a_second_try_are_one_transaction() {
    let mut world = World::new();
    let first = world.card().expect("a page");
    world.report(first, &Outcome::Declined { code: "insufficient_funds".to_owned() });
    assert_eq!(world.status(), ("unpaid", "failed"));
    let second = world.card().expect("another page");
    let received = world.received(AMOUNT);
    world.report(second, &received);
    assert_eq!((world.status(), world.case.transactions.len()), (("paid", "settled"), 1));
    assert!(world.told.contains(&"transaction.failed".to_owned()), "{:?}", world.told);
    assert_eq!(world.case.transactions[0].state.last_error, None);
}

#[test]
fn two_pages_that_both_succeed_pay_once() {
    let mut world = World::new();
    let (first, second) = (world.card().expect("a page"), world.card().expect("another"));
    let one = world.received(AMOUNT);
    world.report(first, &one);
    let progress = &world.case.attempt(second).expect("the second").progress;
    assert!(matches!(progress, Progress::Canceled { code, .. } if code == "paid_otherwise"));
    let other = world.received(AMOUNT);
    world.report(second, &other);
    assert_eq!(world.status(), ("paid", "settled"));
    assert_eq!(world.case.session.state.amounts.received, AMOUNT);
    let books = ["merchant_funds", "surplus", "refunds_pending"].map(|name| world.balance(name));
    assert_eq!(books, [-AMOUNT, 0, -AMOUNT]);
    let expected = [WorkKind::CollectedAfterCancel, WorkKind::Surplus];
    assert_eq!(world.work(), expected.into());
}

#[test]
fn a_debit_clears_after_five_business_days() {
    let mut world = World::new();
    let attempt = world.sign().expect("signed");
    assert_eq!(world.status(), ("unpaid", "processing"));
    assert!(matches!(world.card(), Err(Refusal::InProgress { .. })));
    let timetable = world.collect(attempt);
    assert_eq!(world.status(), ("unpaid", "processing"));
    assert_eq!(world.finality(attempt), Some(FinalityState::Provisional));
    world.pass_to(timetable.cleared_at.plus_ms(-1));
    assert_eq!(world.status(), ("unpaid", "processing"));
    world.pass_to(timetable.cleared_at);
    assert_eq!(world.status(), ("paid", "settled"));
    assert_eq!(world.case.session.state.paid_at, Some(timetable.cleared_at));
    assert_eq!(world.finality(attempt), Some(FinalityState::Cleared));
    let once = |name: &str| world.told.iter().filter(|told| *told == name).count();
    assert_eq!((once("payment_session.paid"), once("payment_session.processing")), (1, 1));
}

#[test]
fn a_merchant_may_count_what_was_collected() {
    let mut world = World::new();
    world.case.session.terms.paid_when = PaidWhen::Collected;
    let attempt = world.sign().expect("signed");
    world.collect(attempt);
    assert_eq!(world.status().0, "paid");
}

#[test]
fn a_debit_without_funds_comes_back_before_it_clears() {
    let mut world = World::new();
    let attempt = world.sign().expect("signed");
    world.collect(attempt);
    let returned = world.returned(MovementKind::Return, "AM04", AMOUNT);
    let settlement = world.report(attempt, &returned);
    assert!(!settlement.ends_mandate);
    assert_eq!(world.status(), ("unpaid", "returned"));
    assert_eq!(world.case.session.state.first_paid_at, None);
    assert_eq!(world.case.openness(world.now), Openness::Open);
    assert!(world.books.values().all(|balance| *balance == 0), "{:?}", world.books);
    assert!(!world.told.contains(&"payment_session.paid".to_owned()));
}

/// What a bank tells in the wrong order is for a person; until then the collection counts, as the sums say.
#[test]
fn a_return_told_before_its_collection_takes_nothing_from_it() {
    let mut world = World::new();
    let attempt = world.sign().expect("signed");
    world.report(attempt, &Outcome::Exported { batch: world.batch() });
    let returned = world.returned(MovementKind::Return, "AM04", AMOUNT);
    world.report(attempt, &returned);
    assert_eq!(world.work(), [WorkKind::ReturnedWithoutCollection].into());
    let timetable = world.collect(attempt);
    assert_eq!(world.status(), ("unpaid", "processing"));
    assert_eq!(world.finality(attempt), Some(FinalityState::Provisional));
    world.pass_to(timetable.cleared_at);
    assert_eq!(world.status(), ("paid", "settled"));
}

#[test]
fn a_closed_account_ends_the_mandate() {
    let mut world = World::new();
    let attempt = world.sign().expect("signed");
    world.collect(attempt);
    let returned = world.returned(MovementKind::Return, "AC04", AMOUNT);
    assert!(world.report(attempt, &returned).ends_mandate);
}

#[test]
fn a_reject_before_collection_moves_no_money() {
    let mut world = World::new();
    let attempt = world.sign().expect("signed");
    world.report(attempt, &Outcome::Exported { batch: world.batch() });
    world.report(attempt, &Outcome::Declined { code: "AC01".to_owned() });
    assert_eq!((world.status(), world.books.len()), (("unpaid", "failed"), 0));
}

#[test]
fn a_refund_within_eight_weeks_opens_the_debt_and_not_the_page() {
    let mut world = World::new();
    let attempt = world.sign().expect("signed");
    let timetable = world.collect(attempt);
    world.pass_to(timetable.cleared_at);
    let first_paid_at = world.case.session.state.first_paid_at;
    world.pass_to(timetable.cleared_at.plus_days(20));
    let refunded = world.returned(MovementKind::PayerRefund, "MD06", AMOUNT);
    world.report(attempt, &refunded);
    let state = world.case.session.state.clone();
    assert_eq!((world.status(), state.paid_at), (("unpaid", "returned"), None));
    assert_eq!(world.finality(attempt), None, "nothing is left that could be undone");
    assert_eq!(state.first_paid_at, first_paid_at);
    assert_eq!((state.amounts.received, state.amounts.returned), (AMOUNT, AMOUNT));
    assert!(matches!(world.sign(), Err(Refusal::Closed)));
    world.now = world.now.plus_ms(1);
    world.case.reopen(world.now).expect("reopened");
    assert_eq!(world.case.openness(world.now), Openness::Open);
    let second = world.card().expect("another try");
    assert_eq!(world.case.transactions.len(), 2, "the first had succeeded");
    let received = world.received(AMOUNT);
    world.report(second, &received);
    assert_eq!(world.status(), ("paid", "settled"));
    assert_eq!(world.case.session.state.first_paid_at, first_paid_at);
}

#[test]
fn a_merchant_may_let_the_page_open_by_itself() {
    let mut world = World::new();
    world.case.session.terms.reopen = Reopen::Auto;
    let attempt = world.sign().expect("signed");
    let timetable = world.collect(attempt);
    world.pass_to(timetable.cleared_at);
    let refunded = world.returned(MovementKind::PayerRefund, "MD06", AMOUNT);
    world.report(attempt, &refunded);
    assert_eq!(world.case.openness(world.now), Openness::Open);
}

#[test]
fn an_unauthorised_debit_is_disputed() {
    let mut world = World::new();
    let attempt = world.sign().expect("signed");
    let timetable = world.collect(attempt);
    world.pass_to(timetable.cleared_at.plus_days(200));
    let taken = world.returned(MovementKind::PayerRefund, "MD01", AMOUNT);
    let settlement = world.report(attempt, &taken);
    assert!(settlement.ends_mandate);
    assert_eq!(world.status(), ("unpaid", "disputed"));
    assert!(world.told.contains(&"transaction.disputed".to_owned()), "{:?}", world.told);
    world.case.session.terms.reopen = Reopen::Auto;
    assert!(matches!(world.case.openness(world.now), Openness::ContactOnly(_)));
}

#[test]
fn a_part_counts_and_a_part_comes_back() {
    let mut world = World::new();
    let attempt = world.card().expect("a page");
    let part = world.received(6_000);
    world.report(attempt, &part);
    assert_eq!(world.status(), ("unpaid", "partially_paid"));
    assert_eq!(world.case.session.state.amounts.remaining, 4_000);
    assert_eq!(world.work(), [WorkKind::AmountDiffers].into());
    let back = world.returned(MovementKind::Chargeback, "chargeback", 1_000);
    world.report(attempt, &back);
    assert_eq!(world.case.session.state.amounts.remaining, 5_000);
    let refusal = world.cancel();
    assert_eq!(refusal, Err(Refusal::PartPaid));
}

#[test]
fn an_overpayment_is_surplus_and_goes_back_first() {
    let mut world = World::new();
    let attempt = world.card().expect("a page");
    let much = world.received(AMOUNT + 5_000);
    world.report(attempt, &much);
    assert_eq!(world.status(), ("paid", "settled"));
    // By card it goes back by itself, unless the payer's bank takes it first.
    assert_eq!(
        (world.balance("merchant_funds"), world.balance("refunds_pending")),
        (-AMOUNT, -5_000)
    );
    let back = world.returned(MovementKind::Return, "AM04", 6_000);
    world.report(attempt, &back);
    assert_eq!((world.balance("merchant_funds"), world.balance("surplus")), (-9_000, 0));
    assert_eq!(world.case.session.state.amounts.remaining, 1_000);
    let rest = world.returned(MovementKind::Return, "AM04", 9_000);
    world.report(attempt, &rest);
    assert!(world.books.values().all(|balance| *balance == 0), "{:?}", world.books);
}

#[test]
fn money_after_a_cancel_is_surplus_and_was_not_returned() {
    let mut world = World::new();
    let attempt = world.card().expect("a page");
    world.cancel().expect("ok");
    let late = world.received(AMOUNT);
    world.report(attempt, &late);
    assert_eq!(world.status(), ("canceled", "none"));
    assert_eq!(world.case.session.state.amounts.received, 0);
    // By card it goes back: it is reserved for its refund at once.
    assert_eq!((world.balance("surplus"), world.balance("refunds_pending")), (0, -AMOUNT));
    assert!(world.work().contains(&WorkKind::Surplus));
    world.now = world.now.plus_days(1);
    let again = world.cancel();
    assert_eq!(again, Ok(()));
    assert_eq!(world.case.session.canceled.map(|it| it.at), Some(MONDAY));
}

#[test]
fn a_debit_can_be_withdrawn_until_its_batch_leaves() {
    let mut world = World::new();
    let attempt = world.sign().expect("signed");
    let before = world.case.clone();
    world.cancel().expect("withdrawn");
    let progress = world.case.attempt(attempt).expect("the attempt").progress.clone();
    assert!(matches!(progress, Progress::Canceled { .. }), "{progress:?}");
    world.case = before;
    world.report(attempt, &Outcome::Exported { batch: world.batch() });
    let refusal = world.cancel();
    let until = world.timetable().cleared_at;
    assert_eq!(refusal, Err(Refusal::InProgress { until: Some(until) }));
}

#[test]
fn an_expiry_waits_for_money_under_way() {
    let mut world = World::new();
    world.case.session.expires_at = Some(MONDAY.plus_days(1));
    let attempt = world.sign().expect("signed");
    world.pass_to(MONDAY.plus_days(2));
    assert_eq!(world.status(), ("unpaid", "processing"));
    world.report(attempt, &Outcome::Declined { code: "AC01".to_owned() });
    assert_eq!(world.status().0, "canceled");
    world.pass_to(MONDAY.plus_days(3));
    let canceled = world.case.session.canceled.expect("a cancellation");
    assert_eq!((canceled.reason, canceled.at), (CancellationReason::Expired, MONDAY.plus_days(1)));
    let later = Some(MONDAY.plus_days(9));
    world.case.set_expiry(later, world.now).expect("opened again");
    assert_eq!(world.status(), ("unpaid", "failed"));
}

/// Another server's clock is ahead, or ours was set back: what is booked stays booked.
#[test]
fn a_clock_that_is_behind_unpays_nothing() {
    let mut world = World::new();
    let attempt = world.card().expect("a page");
    let received = world.received(AMOUNT);
    world.report(attempt, &received);
    let behind = MONDAY.plus_ms(-5_000);
    assert_eq!(world.case.not_before(behind), MONDAY);
    assert_eq!(world.case.not_before(MONDAY.plus_days(1)), MONDAY.plus_days(1));
    world.case.session.state.as_of = behind;
    assert_eq!(world.case.not_before(behind), MONDAY, "its movements are known too");
}
