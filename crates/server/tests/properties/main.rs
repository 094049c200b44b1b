//! Random operations through the public API: whatever happens, in whatever order, the sums are
//! right after each, and `quittance verify` is silent after each run.
//!
//! `QUITTANCE_TEST_SEED` tells a run again; `QUITTANCE_TEST_OPERATIONS` sets how many.
#![expect(clippy::expect_used, reason = "whatever goes wrong here fails the test")]

mod books;
mod money;
mod transfers;
mod world;

use testkit::databases::TempDatabase;
use testkit::dice::Dice;
use testkit::server::TestServer;

use crate::world::World;

/// Operations of one run, which has a server of its own and ends with `verify`.
const RUN: usize = 200;

#[tokio::test]
async fn sums_are_right_whatever_happens_on_sqlite() {
    run(TempDatabase::sqlite, operations(20_000)).await;
}

#[tokio::test]
async fn sums_are_right_whatever_happens_on_postgres() {
    run(TempDatabase::postgres, operations(2_000)).await;
}

fn operations(usual: usize) -> usize {
    let given = std::env::var("QUITTANCE_TEST_OPERATIONS").ok();
    given.and_then(|text| text.parse().ok()).unwrap_or(usual)
}

async fn run(database: fn() -> TempDatabase, operations: usize) {
    let mut dice = Dice::from_env("QUITTANCE_TEST_SEED");
    let mut left = operations;
    while left > 0 {
        let steps = left.min(RUN);
        left -= steps;
        let server = TestServer::start(env!("CARGO_BIN_EXE_quittance"), database());
        let mut world = World::new(server, dice);
        for _ in 0..steps {
            world.step().await;
        }
        world.server.advance_days(60).await;
        world.check_splits().await;
        world.server.verify();
        dice = world.dice;
    }
}

/// One seed, both databases, step by step: the same books in the end. The clock is moved by whole
/// days from the middle of a night, so that no step falls on two sides of a cut-off.
#[tokio::test]
async fn both_databases_keep_the_same_books() {
    let dice = Dice::from_env("QUITTANCE_TEST_SEED");
    let mut books = Vec::new();
    for database in [TempDatabase::sqlite, TempDatabase::postgres] {
        let server = TestServer::start(env!("CARGO_BIN_EXE_quittance"), database());
        let mut world = World::new(server, dice.clone());
        world.move_into_a_night().await;
        for _ in 0..operations(400) {
            world.step().await;
        }
        world.server.advance_days(60).await;
        world.server.verify();
        books.push(world.books().await);
    }
    assert!(!books[0].is_empty());
    assert_eq!(books[0], books[1]);
}
