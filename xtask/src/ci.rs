//! The whole check: what a newcomer runs, and what lands a change.

use std::time::Duration;

use crate::process::cargo;
use crate::{Outcome, install, test, tidy};

/// Every step in turn; the first that fails ends the run.
pub(crate) fn run(_arguments: &[String]) -> Outcome {
    let mut times = Vec::new();
    step(&mut times, "install", || install::run(&[]))?;
    step(&mut times, "format", || cargo(&["fmt", "--all", "--check"]))?;
    step(&mut times, "tidy", || tidy::run(&[]))?;
    step(&mut times, "clippy", || {
        cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"])
    })?;
    step(&mut times, "build", test::build)?;
    for (name, time) in &times {
        println!("{name:8} {:7.1} s", time.as_secs_f64());
    }
    println!("== test");
    // Last, so that the runner's own closing line ends the run.
    test::run(&[])
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
