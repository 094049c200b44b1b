//! The API, called through its router, on both databases.
#![expect(clippy::unwrap_used, reason = "whatever is missing fails the test that asked for it")]

mod account;
mod bank_accounts;
mod bounces;
mod clocks;
mod commands;
mod conventions;
mod customers;
mod departures;
mod description;
mod entries;
mod events;
mod owner_fates;
mod owners;
mod payment_sessions;
mod payouts;
mod reports;
mod statements;
mod support;
mod texts;
mod transactions;
mod transfers;
mod verify;
