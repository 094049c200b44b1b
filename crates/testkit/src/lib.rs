//! What tests share: databases, power cuts, the running server, payers, a browser, a mail server, dice.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "whatever goes wrong here fails the test that called"
)]

pub mod browser;
pub mod cutter;
pub mod databases;
pub mod dice;
pub mod payer;
pub mod server;
pub mod smtp;
