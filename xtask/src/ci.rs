//! The whole check: what a newcomer runs, and what lands a change.

use std::time::Duration;

use crate::tools::{self, Cluster};
use crate::{Outcome, tidy};

pub(crate) fn run() -> Outcome {
    let mut times = Vec::new();
    step(&mut times, "install", tools::install)?;
    step(&mut times, "format", || tools::cargo(&["fmt", "--all", "--check"]))?;
    step(&mut times, "clippy", || {
        tools::cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"])
    })?;
    step(&mut times, "tidy", tidy::run)?;
    step(&mut times, "build", || {
        tools::cargo(&["build", "--workspace", "--all-targets"])?;
        // Some tests start, load and kill the real binary as it is shipped.
        tools::cargo(&["build", "--release", "--package", "server"])
    })?;
    for (name, time) in &times {
        println!("{name:8} {:7.1} s", time.as_secs_f64());
    }
    let cluster = Cluster::start()?;
    // Last, so that the runner's own closing line ends the run.
    tools::test(&cluster)
}

fn step(
    times: &mut Vec<(&'static str, Duration)>,
    name: &'static str,
    work: impl FnOnce() -> Outcome,
) -> Outcome {
    println!("== {name}");
    #[expect(clippy::disallowed_methods, reason = "a chore says how long it took")]
    let began = std::time::Instant::now();
    work().map_err(|text| format!("{name}: {text}"))?;
    times.push((name, began.elapsed()));
    Ok(())
}
