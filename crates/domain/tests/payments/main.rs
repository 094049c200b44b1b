//! What becomes of a payment: the whole table of reports, stories as a person would tell them,
//! and random lives.
#![expect(clippy::expect_used, reason = "whatever goes wrong here fails the test")]

mod holdings;
mod properties;
mod stories;
mod table;
mod waits;
mod world;
