//! Every report at every point of an attempt's way.

use domain::attempt::Progress;
use domain::ids::AttemptId;
use domain::method::MethodType;
use domain::movement::MovementKind;
use domain::settle::Outcome;
use domain::work::WorkKind;
use jiff::civil::date;

use crate::world::{AMOUNT, MONDAY, Reported, World};

/// The points, in the order of the rows.
const POINTS: [&str; 8] = [
    "asked for a page",
    "at the page",
    "submitted",
    "scheduled",
    "exported",
    "collected",
    "failed",
    "canceled",
];
/// The reports, in the order of the columns.
const REPORTS: [&str; 8] = [
    "redirected",
    "submitted",
    "exported",
    "received",
    "declined",
    "abandoned",
    "returned",
    "disputed",
];
/// What follows: where the attempt is then and `!` what a person has to look at; a dot where
/// nothing changes.
const TABLE: [[&str; 8]; 8] = [
    // Asked for a page.
    [
        "redirected",
        "submitted",
        ".",
        "collected",
        "failed",
        "canceled",
        "redirected !returned_without_collection",
        ". !disputed_without_collection",
    ],
    // At the page.
    [
        ".",
        "submitted",
        ".",
        "collected",
        "failed",
        "canceled",
        "redirected !returned_without_collection",
        ". !disputed_without_collection",
    ],
    // Submitted.
    [
        ".",
        ".",
        ".",
        "collected",
        "failed",
        "canceled",
        "submitted !returned_without_collection",
        ". !disputed_without_collection",
    ],
    // Scheduled.
    [
        ".",
        ".",
        "exported",
        "collected !collected_before_export",
        "failed",
        "canceled",
        "scheduled !returned_without_collection",
        ". !disputed_without_collection",
    ],
    // Exported.
    [
        ".",
        ".",
        ".",
        "collected",
        "failed",
        "canceled",
        "exported !returned_without_collection",
        ". !disputed_without_collection",
    ],
    // Collected.
    [
        ".",
        ".",
        ".",
        "collected !collected_twice !surplus",
        ". !declined_after_collection",
        ". !abandoned_after_collection",
        "collected",
        "collected !dispute_opened",
    ],
    // Failed.
    [
        ".",
        ".",
        ".",
        "collected !collected_after_decline",
        ".",
        ".",
        "failed !returned_without_collection",
        ". !disputed_without_collection",
    ],
    // Canceled.
    [
        ".",
        ".",
        ".",
        "collected !collected_after_cancel",
        ".",
        ".",
        "canceled !returned_without_collection",
        ". !disputed_without_collection",
    ],
];

#[test]
fn every_report_at_every_point() {
    for (point, row) in POINTS.iter().zip(TABLE) {
        for (report, expected) in REPORTS.iter().zip(row) {
            let (mut world, attempt) = arrive(point);
            let outcome = told(&mut world, report);
            let settlement = world.report(attempt, &outcome);
            assert_eq!(seen(&world, attempt, &settlement), expected, "{point}, {report}");
        }
    }
}

#[test]
fn a_report_that_is_repeated_changes_nothing() {
    for point in POINTS {
        for report in REPORTS {
            let (mut world, attempt) = arrive(point);
            let outcome = told(&mut world, report);
            world.report(attempt, &outcome);
            let (case, work, told) = (world.case.clone(), world.work.clone(), world.told.len());
            let again = world.report(attempt, &outcome);
            assert!(!again.changed && again.movements == 0, "{point}, {report}");
            assert_eq!((&world.case, &world.work), (&case, &work), "{point}, {report}");
            assert_eq!(world.told.len(), told, "{point}, {report}");
        }
    }
}

/// Money that moved is in the books whatever we thought of the attempt, and adds up.
#[test]
fn money_is_never_refused() {
    for point in POINTS {
        for report in ["received", "returned"] {
            let (mut world, attempt) = arrive(point);
            let booked = world.told_of();
            let outcome = told(&mut world, report);
            world.report(attempt, &outcome);
            assert_eq!(world.told_of(), booked + 1, "{point}, {report}");
            assert_eq!(world.books.values().sum::<i64>(), 0, "{point}, {report}");
        }
    }
}

/// What arises around a case, or from what the merchant decides: the stories reach it.
const ELSEWHERE: [WorkKind; 17] = [
    WorkKind::RepeatDiffers,
    WorkKind::DoubleRecovery,
    WorkKind::RefundToSend,
    WorkKind::RefundFailed,
    WorkKind::SurplusRefundFailed,
    WorkKind::CustomerDebt,
    WorkKind::RefundContradicted,
    WorkKind::OwnerDebt,
    WorkKind::DeletedOwnerPaid,
    WorkKind::DeletedCustomerCredit,
    WorkKind::Unallocated,
    WorkKind::Unmatched,
    WorkKind::StuckLine,
    WorkKind::UnmatchedEntry,
    WorkKind::MarkDiffers,
    WorkKind::UnknownBankAccount,
    WorkKind::AccountsTried,
];

/// Every contradiction is reached: those that the table leaves out need an unusual sum.
#[test]
fn every_contradiction_has_its_case() {
    let mut reached: Vec<WorkKind> = Vec::new();
    for point in POINTS {
        for report in REPORTS {
            let (mut world, attempt) = arrive(point);
            let outcome = told(&mut world, report);
            world.report(attempt, &outcome);
            reached.extend(world.work());
        }
    }
    let (mut world, attempt) = arrive("submitted");
    let part = world.received(AMOUNT / 2);
    world.report(attempt, &part);
    let too_much = world.returned(MovementKind::Return, "AM04", AMOUNT);
    world.report(attempt, &too_much);
    reached.extend(world.work());
    let (mut world, attempt) = arrive("submitted");
    let mut foreign = world.money(AMOUNT);
    foreign.currency = domain::money::Currency::Sek;
    world.report(attempt, &Outcome::Received { money: foreign, clears_at: MONDAY });
    assert_eq!((world.status(), world.balance("suspense")), (("unpaid", "none"), -AMOUNT));
    reached.extend(world.work());
    for kind in WorkKind::ALL.iter().filter(|kind| !ELSEWHERE.contains(kind)) {
        assert!(reached.contains(kind), "{kind}");
    }
}

/// A case with an attempt at that point of its way.
fn arrive(point: &str) -> (World, AttemptId) {
    let mut world = World::new();
    let page = |url| Progress::Redirected { url };
    let scheduled =
        Progress::Scheduled { cutoff_at: MONDAY.plus_days(1), collection_on: date(2026, 3, 5) };
    let (method, start, report) = match point {
        "asked for a page" => (MethodType::Card, page(None), None),
        "at the page" => (MethodType::Card, page(Some("https://a.example".to_owned())), None),
        "submitted" => (MethodType::Card, page(None), Some("submitted")),
        "scheduled" => (MethodType::SepaDebit, scheduled, None),
        "exported" => (MethodType::SepaDebit, scheduled, Some("exported")),
        "collected" => (MethodType::Card, page(None), Some("received")),
        "failed" => (MethodType::Card, page(None), Some("declined")),
        "canceled" => (MethodType::Card, page(None), Some("abandoned")),
        other => panic!("no such point: {other}"),
    };
    let attempt = world.begin(method, start).expect("an attempt begins");
    if let Some(report) = report {
        let outcome = told(&mut world, report);
        assert!(world.report(attempt, &outcome).changed, "{point}");
    }
    (world, attempt)
}

fn told(world: &mut World, report: &str) -> Outcome {
    let code = || "AM04".to_owned();
    match report {
        "redirected" => Outcome::Redirected {
            url: "https://card.example/2".to_owned(),
            reference: "ref".to_owned(),
        },
        "submitted" => Outcome::Submitted,
        "exported" => Outcome::Exported { batch: world.batch() },
        "received" => world.received(AMOUNT),
        "declined" => Outcome::Declined { code: code() },
        "abandoned" => Outcome::Abandoned { code: "abandoned".to_owned() },
        "returned" => world.returned(MovementKind::Return, "AM04", AMOUNT),
        "disputed" => Outcome::Disputed { code: "MD01".to_owned(), debit_at: world.now },
        other => panic!("no such report: {other}"),
    }
}

fn seen(world: &World, attempt: AttemptId, settlement: &Reported) -> String {
    let progress = &world.case.attempt(attempt).expect("the attempt").progress;
    let place = if settlement.changed { progress.as_str() } else { "." };
    let work = settlement.work.iter().map(|kind| format!(" !{kind}"));
    std::iter::once(place.to_owned()).chain(work).collect()
}
