//! The hosted pages, as a payer without scripts sees them: plain requests through the real router,
//! with the job runner beside it.
#![expect(clippy::unwrap_used, reason = "whatever goes wrong here fails the test")]

mod afterwards;
mod autogiro;
mod bacs;
mod bank;
mod by_bank;
mod card;
mod credit;
mod debit;
mod harness;
mod languages;
mod limits;
mod mails;
mod pages;
