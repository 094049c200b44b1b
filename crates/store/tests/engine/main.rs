//! What a unit of work may rely on, on both engines.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "whatever goes wrong in a helper fails the test that called"
)]

mod files;
mod groups;
mod migrations;
mod postgres;
mod races;
mod support;
mod values;
