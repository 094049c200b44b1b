//! What can happen to a paid sum, each story told through the public API of the real binary, on
//! both databases; `quittance verify` has the last word in each.
#![expect(clippy::expect_used, reason = "whatever goes wrong here fails the test")]

mod autogiro;
mod bacs;
mod by_bank;
mod credit;
mod deleted;
mod disputes;
mod harness;
mod marks;
mod owners;
mod refunds;
mod told;
mod transfer_mails;
mod transfers;
mod worked;
