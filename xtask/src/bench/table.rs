//! Samples, their medians, and the table of them.

use std::fmt::Write as _;

use super::wrk::Load;

/// One measurement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    /// What the load saw.
    pub(super) load: Load,
    /// Processor time of the server, in microseconds for each request.
    pub(super) cpu_us: f64,
    /// The same of PostgreSQL.
    pub(super) database_cpu_us: f64,
    /// Bytes written to the disk for each session.
    pub(super) written: f64,
    /// Bytes of PostgreSQL's write-ahead log for each session.
    pub(super) log: f64,
    /// Bytes by which the database grew for each session.
    pub(super) stored: f64,
}

impl Sample {
    /// What is known of a load alone. What was not measured is not a number.
    pub(super) const fn of(load: Load) -> Self {
        let none = f64::NAN;
        let (cpu_us, database_cpu_us) = (none, none);
        Self { load, cpu_us, database_cpu_us, written: none, log: none, stored: none }
    }
}

/// Which measurement: what was done, and on what.
pub(super) type Place = (&'static str, &'static str);

/// Everything that was measured, in the order in which it came first.
#[derive(Debug, Default)]
pub(super) struct Samples(Vec<(Place, Vec<Sample>)>);

impl Samples {
    /// Adds the sample of one more round.
    pub(super) fn add(&mut self, place: Place, sample: Sample) {
        match self.0.iter_mut().find(|(known, _)| *known == place) {
            Some((_, samples)) => samples.push(sample),
            None => self.0.push((place, vec![sample])),
        }
    }

    fn of(&self, place: Place) -> &[Sample] {
        self.0.iter().find(|(known, _)| *known == place).map_or(&[], |(_, samples)| samples)
    }

    /// The median of a figure.
    pub(super) fn median(&self, place: Place, figure: impl Fn(&Sample) -> f64) -> f64 {
        median(self.of(place).iter().map(figure).collect())
    }

    /// The median of the rounds' ratios of two rates.
    pub(super) fn ratio(&self, place: Place, base: Place) -> f64 {
        let pairs = self.of(place).iter().zip(self.of(base));
        median(pairs.map(|(one, other)| one.load.rate / other.load.rate).collect())
    }

    /// The table, each row with its ratio to the row that `base` gives.
    pub(super) fn markdown(&self, base: impl Fn(Place) -> Option<Place>) -> String {
        let mut text = String::from(
            "| Measurement | on | /s | of | p50 ms | p99 ms | CPU µs | database CPU µs | written B \
             | WAL B | stored B |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
        );
        for (place, _) in &self.0 {
            let ratio = base(*place).map_or(f64::NAN, |base| self.ratio(*place, base));
            let figure = |figure: fn(&Sample) -> f64, digits: usize| {
                number(self.median(*place, figure), digits)
            };
            let cells = [
                figure(|it| it.load.rate, 0),
                number(ratio * 100.0, 1),
                figure(|it| it.load.p50_us / 1_000.0, 2),
                figure(|it| it.load.p99_us / 1_000.0, 2),
                figure(|it| it.cpu_us, 0),
                figure(|it| it.database_cpu_us, 0),
                figure(|it| it.written, 0),
                figure(|it| it.log, 0),
                figure(|it| it.stored, 0),
            ];
            // Writing to a String cannot fail.
            let _ = writeln!(text, "| {} | {} | {} |", place.0, place.1, cells.join(" | "));
        }
        text
    }
}

/// A figure, or nothing where none was taken.
pub(super) fn number(value: f64, digits: usize) -> String {
    if value.is_finite() { format!("{value:.digits$}") } else { String::new() }
}

/// The middle value; of an even number, the lower of the two. Not a number when there is none.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or(f64::NAN)
}

/// One line: what was to be reached, what was, and whether that will do.
pub(super) fn goal(words: &str, reached: f64, wanted: f64, unit: &str, least: bool) -> String {
    let met = if least { reached >= wanted } else { reached <= wanted };
    let (sign, verdict) = (if least { "≥" } else { "≤" }, if met { "met" } else { "not met" });
    if reached.is_nan() {
        return format!("- {words} {sign} {wanted} {unit}: not measured");
    }
    format!("- {words} {sign} {wanted} {unit}: {} {unit}, {verdict}", number(reached, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(rate: f64) -> Sample {
        Sample::of(Load { count: 1.0, rate, p50_us: 1.0, p99_us: 2.0 })
    }

    #[test]
    fn ratios_are_taken_within_a_round() {
        let mut samples = Samples::default();
        let (base, place) = (("no-op", ""), ("create", "SQLite"));
        for (all, some) in [(100.0, 50.0), (10.0, 9.0), (1_000.0, 100.0)] {
            samples.add(base, sample(all));
            samples.add(place, sample(some));
        }
        assert_eq!(samples.ratio(place, base), 0.5);
        assert_eq!(samples.median(place, |it| it.load.rate), 50.0);
        assert!(samples.ratio(("list", ""), base).is_nan());
        let table = samples.markdown(|it| (it == place).then_some(base));
        assert!(table.contains("| create | SQLite | 50 | 50.0 | 0.00 | 0.00 |  |"), "{table}");
    }

    #[test]
    fn goals_say_whether_they_are_met() {
        assert!(goal("memory", 100.0, 128.0, "MB", false).ends_with(", met"));
        assert!(goal("memory", 130.0, 128.0, "MB", false).ends_with("not met"));
        assert!(goal("create", 11.9, 12.0, "%", true).ends_with("not met"));
        assert!(goal("create", f64::NAN, 12.0, "%", true).ends_with("not measured"));
    }
}
