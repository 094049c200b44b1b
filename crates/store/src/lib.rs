//! The only crate that knows SQL: functions over [`Tx`], one file per table.
//!
//! Every function takes the [`Scope`](domain::scope::Scope) it works in, so that none can
//! forget it. `db` is the engine beneath them.

mod db;
mod rows;

pub mod accounts;
pub mod address;
pub mod attempts;
pub mod audit;
pub mod batches;
pub mod cases;
pub mod clocks;
pub mod connections;
pub mod customers;
pub mod events;
pub mod idempotency;
pub mod inbox;
pub mod jobs;
pub mod keys;
pub mod mandates;
pub mod messages;
pub mod movements;
pub mod page;
pub mod payment_methods;
pub mod sandbox;
pub mod sealed;
pub mod session_lists;
pub mod sessions;
pub mod transaction_lists;
pub mod transactions;
pub mod work_items;

pub use db::{
    AfterJobs, DatabaseUrl, Db, DbError, DbOptions, Locking, MIGRATIONS, Migrated, Migration,
    OpenError, Row, Statement, SystemSource, Tx, UnknownDatabaseUrl, Value,
};

/// Every statement of the program, for the test that prepares them all on both engines.
pub fn all_statements() -> Vec<&'static Statement> {
    let modules = [
        accounts::STATEMENTS,
        attempts::STATEMENTS,
        audit::STATEMENTS,
        batches::STATEMENTS,
        clocks::STATEMENTS,
        connections::STATEMENTS,
        customers::STATEMENTS,
        events::STATEMENTS,
        idempotency::STATEMENTS,
        inbox::STATEMENTS,
        jobs::STATEMENTS,
        keys::STATEMENTS,
        mandates::STATEMENTS,
        messages::STATEMENTS,
        movements::STATEMENTS,
        payment_methods::STATEMENTS,
        sandbox::STATEMENTS,
        sealed::STATEMENTS,
        sessions::STATEMENTS,
        transactions::STATEMENTS,
        work_items::STATEMENTS,
    ];
    let lists = [customers::LISTS, events::LISTS, session_lists::LISTS, transaction_lists::LISTS];
    let single = modules.iter().flat_map(|module| module.iter().copied());
    let listed = lists.iter().flat_map(|lists| lists.iter());
    single.chain(listed.flat_map(|list| list.statements())).collect()
}
