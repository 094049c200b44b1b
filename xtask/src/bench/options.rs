//! What the benchmark is asked for on its command line.

use std::str::FromStr;

/// How long, how often, how large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Options {
    /// Every measurement is taken so often, in turn with all others.
    pub(super) rounds: usize,
    /// A measurement lasts so long.
    pub(super) seconds: u32,
    /// Sessions of the large database; 0 leaves growth out.
    pub(super) growth: u32,
    /// What is measured.
    pub(super) only: Only,
}

/// A part of the benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Only {
    /// Everything.
    All,
    /// Whole payments by every method, and the matcher.
    Methods,
    /// The books.
    Books,
}

impl Options {
    /// Reads `--rounds N`, `--seconds N`, `--growth N` and `--only methods|books`.
    pub(super) fn read(arguments: &[String]) -> Result<Self, String> {
        let mut options = Self { rounds: 3, seconds: 10, growth: 1_000_000, only: Only::All };
        for pair in arguments.chunks(2) {
            let value = pair.get(1).map_or("", String::as_str);
            match pair[0].as_str() {
                "--rounds" => options.rounds = number(value, 1)?,
                "--seconds" => options.seconds = number(value, 1)?,
                "--growth" => options.growth = number(value, 0)?,
                "--only" if value == "methods" => options.only = Only::Methods,
                "--only" if value == "books" => options.only = Only::Books,
                other => return Err(format!("{other}: not an option; {USAGE}")),
            }
        }
        if options.only == Only::Books && options.growth == 0 {
            return Err(format!("`--only books` needs payments; {USAGE}"));
        }
        Ok(options)
    }
}

const USAGE: &str =
    "usage: cargo xtask bench [--rounds N] [--seconds N] [--growth N] [--only methods|books]";

fn number<N: FromStr + PartialOrd>(text: &str, least: N) -> Result<N, String> {
    let number = text.parse().ok().filter(|number| *number >= least);
    number.ok_or_else(|| format!("`{text}` is not a number that makes sense; {USAGE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::read(&words)
    }

    #[test]
    fn options_have_defaults_and_limits() {
        let all = Options { rounds: 3, seconds: 10, growth: 1_000_000, only: Only::All };
        assert_eq!(read(""), Ok(all));
        let given = read("--seconds 2 --growth 0 --rounds 1");
        assert_eq!(given, Ok(Options { rounds: 1, seconds: 2, growth: 0, ..all }));
        assert_eq!(read("--only books"), Ok(Options { only: Only::Books, ..all }));
        assert_eq!(read("--only methods"), Ok(Options { only: Only::Methods, ..all }));
        let alone = ["--only", "--only sessions", "--only books --growth 0"];
        for wrong in ["--rounds 0", "--rounds", "--seconds x", "--what 1"].iter().chain(&alone) {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
