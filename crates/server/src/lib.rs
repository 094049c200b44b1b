//! The server: axum, jobs, settings and commands. Wiring, and nothing that decides about money.

pub mod app;
pub mod changes;
pub mod config;
pub mod extract;
pub mod health;
pub mod limits;
pub mod logging;
pub mod metrics;
pub mod middleware;
pub mod openapi;
pub mod problem;
pub mod record;
pub mod router;
pub mod setup;
pub mod vault;
