//! The log: standard error, as text or JSON. Keys, account numbers and bodies never go there.

use std::io::IsTerminal as _;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::prelude::*;

use crate::config::{Log, LogFormat, LogLevel};

/// Starts the log of this process. A second call changes nothing.
pub fn start(log: &Log) {
    let level = match log.level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
    };
    // Libraries say much at debug that nobody asked for.
    let targets = tracing_subscriber::filter::Targets::new()
        .with_default(level.min(LevelFilter::INFO))
        .with_target("server", level)
        .with_target("store", level)
        .with_target("processors", level)
        .with_target("quittance", level);
    let registry = tracing_subscriber::registry().with(targets);
    let writer = std::io::stderr;
    // Only the first subscriber of a process counts; tests may start several servers.
    let _ = match log.format {
        LogFormat::Text => {
            let colours = std::io::stderr().is_terminal();
            registry.with(fmt::layer().with_ansi(colours).with_writer(writer)).try_init()
        }
        LogFormat::Json => {
            registry.with(fmt::layer().json().flatten_event(true).with_writer(writer)).try_init()
        }
    };
}
