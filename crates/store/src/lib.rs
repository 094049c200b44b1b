//! The only crate that knows SQL: functions over [`Tx`], one file per table.
//!
//! Every function takes the [`Scope`](domain::scope::Scope) it works in, so that none can
//! forget it. `db` is the engine beneath them.

mod db;
mod rows;

pub mod account_guesses;
pub mod accounts;
pub mod address;
pub mod attempts;
pub mod audit;
pub mod audit_books;
pub mod audit_sessions;
pub mod audit_transfers;
pub mod bank_accounts;
pub mod batches;
pub mod case_pages;
pub mod cases;
pub mod clocks;
pub mod collection_moves;
pub mod connections;
pub mod customer_balances;
pub mod customers;
pub mod disputes;
pub mod events;
pub mod idempotency;
pub mod inbox;
pub mod jobs;
pub mod keys;
pub mod ledger_balances;
pub mod ledger_entries;
pub mod mandate_drafts;
pub mod mandate_orders;
pub mod mandates;
pub mod messages;
pub mod movement_lists;
pub mod movements;
pub mod owner_money;
pub mod owner_payouts;
pub mod owners;
pub mod page;
pub mod payment_methods;
pub mod plans;
pub mod refunds;
pub mod reports;
pub mod sandbox;
pub mod sandbox_bank;
pub mod sandbox_payments;
pub mod sandbox_transfers;
pub mod sealed;
pub mod session_decisions;
pub mod session_lists;
pub mod sessions;
pub mod statement_entries;
pub mod transaction_lists;
pub mod transactions;
pub mod transfers;
pub mod units;
pub mod work_items;

pub use db::{
    AfterJobs, DatabaseUrl, Db, DbError, DbOptions, Locking, MIGRATIONS, Migrated, Migration,
    OpenError, Row, Statement, SystemSource, Tx, UnknownDatabaseUrl, Value,
};

/// Every statement of the program, for the test that prepares them all on both engines.
pub fn all_statements() -> Vec<&'static Statement> {
    let single = modules().into_iter().flat_map(|module| module.iter().copied());
    let listed = lists().into_iter().flat_map(|lists| lists.iter());
    single.chain(listed.flat_map(|list| list.statements())).collect()
}

/// The statements of each module.
fn modules() -> Vec<&'static [&'static Statement]> {
    vec![
        account_guesses::STATEMENTS,
        accounts::STATEMENTS,
        attempts::STATEMENTS,
        audit::STATEMENTS,
        audit_books::STATEMENTS,
        audit_sessions::STATEMENTS,
        audit_transfers::STATEMENTS,
        bank_accounts::STATEMENTS,
        batches::STATEMENTS,
        case_pages::STATEMENTS,
        clocks::STATEMENTS,
        collection_moves::STATEMENTS,
        connections::STATEMENTS,
        customer_balances::STATEMENTS,
        customers::STATEMENTS,
        disputes::STATEMENTS,
        events::STATEMENTS,
        idempotency::STATEMENTS,
        inbox::STATEMENTS,
        jobs::STATEMENTS,
        keys::STATEMENTS,
        ledger_balances::STATEMENTS,
        ledger_entries::STATEMENTS,
        mandate_drafts::STATEMENTS,
        mandate_orders::STATEMENTS,
        mandates::STATEMENTS,
        messages::STATEMENTS,
        movement_lists::STATEMENTS,
        movements::STATEMENTS,
        owner_money::STATEMENTS,
        owner_payouts::STATEMENTS,
        owners::STATEMENTS,
        payment_methods::STATEMENTS,
        refunds::STATEMENTS,
        reports::STATEMENTS,
        sandbox::STATEMENTS,
        sandbox_bank::STATEMENTS,
        sandbox_payments::STATEMENTS,
        sandbox_transfers::STATEMENTS,
        sealed::STATEMENTS,
        session_decisions::STATEMENTS,
        sessions::STATEMENTS,
        statement_entries::STATEMENTS,
        transactions::STATEMENTS,
        transfers::STATEMENTS,
        units::STATEMENTS,
        work_items::STATEMENTS,
    ]
}

/// The lists of each module that has some.
fn lists() -> Vec<&'static [&'static page::List]> {
    vec![
        bank_accounts::LISTS,
        customer_balances::LISTS,
        customers::LISTS,
        disputes::LISTS,
        events::LISTS,
        ledger_entries::LISTS,
        movement_lists::LISTS,
        owner_money::LISTS,
        owner_payouts::LISTS,
        owners::LISTS,
        refunds::LISTS,
        reports::LISTS,
        session_lists::LISTS,
        statement_entries::LISTS,
        transaction_lists::LISTS,
        transfers::LISTS,
        units::LISTS,
        work_items::LISTS,
    ]
}
