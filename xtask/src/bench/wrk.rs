//! The load: `wrk`, with the scripts in `xtask/bench`.

use std::process::Command;

use crate::process::feed;
use crate::root;

/// Connections that ask all the time.
pub(super) const CONNECTIONS: u32 = 32;

/// What came of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Load {
    /// Requests that were answered, or payments made.
    pub(super) count: f64,
    /// How many in a second.
    pub(super) rate: f64,
    /// The median of the latency, in microseconds.
    pub(super) p50_us: f64,
    /// Its 99th percentile.
    pub(super) p99_us: f64,
}

/// Runs a script against a server; every error fails the run.
pub(super) fn run(
    script: &str,
    url: &str,
    seconds: u32,
    arguments: &[&str],
) -> Result<Load, String> {
    let path = root().join("xtask/bench").join(script);
    let mut wrk = Command::new("wrk");
    wrk.arg("--threads=1").arg(format!("--connections={CONNECTIONS}"));
    wrk.arg(format!("--duration={seconds}s")).arg("--timeout=15s");
    wrk.arg("--script").arg(path).arg(url).arg("--").args(arguments);
    let printed = feed(&mut wrk, "")?;
    result(&printed).map_err(|error| format!("{script} {arguments:?}: {error}\n{printed}"))
}

/// Reads the line that `report.lua` prints.
fn result(printed: &str) -> Result<Load, String> {
    let line = printed.lines().find_map(|line| line.strip_prefix("result "));
    let numbers: Vec<f64> =
        line.unwrap_or_default().split(' ').filter_map(|it| it.parse().ok()).collect();
    let &[count, duration_us, errors, p50_us, p99_us] = numbers.as_slice() else {
        return Err("no result".to_owned());
    };
    if errors > 0.0 {
        return Err(format!("{errors} errors"));
    }
    if count < 1.0 {
        return Err("nothing was answered".to_owned());
    }
    Ok(Load { count, rate: count * 1_000_000.0 / duration_us, p50_us, p99_us })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_is_one_line_of_many() {
        let load = result("Running 2s test\nresult 5000 2000000 0 900 4000\n").unwrap();
        assert_eq!(load, Load { count: 5000.0, rate: 2500.0, p50_us: 900.0, p99_us: 4000.0 });
    }

    #[test]
    fn errors_and_silence_fail() {
        for printed in ["", "result 5 2000000 1 900 4000", "result 0 2000000 0 0 0", "result 5"] {
            assert!(result(printed).is_err(), "{printed}");
        }
    }
}
