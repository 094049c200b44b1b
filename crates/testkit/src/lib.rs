//! What tests share: a browser, a mail server.
#![expect(clippy::expect_used, reason = "whatever goes wrong here fails the test that called")]

pub mod browser;
pub mod smtp;
