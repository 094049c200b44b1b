//! How many entries of bank statements are matched in a second.
//!
//! Measured without a database: the rules, and look-ups in indexes that are kept in memory.

use super::Note;
use super::options::Options;
use crate::process::read;

/// Open sessions that the entries may be for.
const SESSIONS: u32 = 100_000;

/// Runs the example of the domain as often as everything is measured, and takes the best: what slows
/// it is the machine.
pub(super) fn measure(options: &Options) -> Result<Note, String> {
    let sessions = SESSIONS.to_string();
    let words = ["run", "--quiet", "--release", "--package", "domain", "--example", "match_speed"];
    let words = [&words[..], &["--", &sessions]].concat();
    let mut best = 0.0_f64;
    for _ in 0..options.rounds {
        let told = read("cargo", &words)?;
        let rate = told.lines().find_map(|line| line.strip_prefix("result "));
        let rate = rate.and_then(|text| text.parse().ok());
        best = best.max(rate.ok_or_else(|| format!("no result in {told}"))?);
    }
    let words = format!("entries matched among {SESSIONS} open sessions, in memory");
    Ok(Note { words, value: best, unit: "/s", is_memory: false })
}
