//! What processes have used so far, as Linux counts it.

use std::fs;

use crate::process::read;

/// What was used up to a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Usage {
    /// Time of processors, in microseconds.
    pub(super) cpu_us: f64,
    /// Bytes that were to be written to the disk.
    pub(super) written: f64,
}

impl Usage {
    /// What one process used.
    pub(super) fn of(process: u32) -> Result<Self, String> {
        let stat = see(process, "stat")?;
        let ticks = field(&stat, 14)? + field(&stat, 15)?;
        let io = see(process, "io")?;
        let written = labelled(&io, "write_bytes:").ok_or("no write_bytes")?;
        Ok(Self { cpu_us: ticks * tick_us()?, written })
    }

    /// What a process and its children used, those that live.
    pub(super) fn of_family(process: u32) -> Result<Self, String> {
        let mut sum = Self::of(process)?;
        let entries = fs::read_dir("/proc").map_err(|error| error.to_string())?;
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        for other in names.filter_map(|name| name.parse::<u32>().ok()) {
            // Processes come and go while the list is read.
            let parent = see(other, "stat").and_then(|stat| field(&stat, 4));
            if parent.is_ok_and(|parent| parent == f64::from(process))
                && let Ok(usage) = Self::of(other)
            {
                sum.cpu_us += usage.cpu_us;
                sum.written += usage.written;
            }
        }
        Ok(sum)
    }

    /// What was used since.
    pub(super) fn since(self, before: Self) -> Self {
        let written = (self.written - before.written).max(0.0);
        Self { cpu_us: (self.cpu_us - before.cpu_us).max(0.0), written }
    }
}

/// The most memory that a process has had, in bytes.
pub(super) fn peak_memory(process: u32) -> Result<f64, String> {
    let kib = labelled(&see(process, "status")?, "VmHWM:").ok_or("no VmHWM")?;
    Ok(kib * 1024.0)
}

fn see(process: u32, file: &str) -> Result<String, String> {
    let path = format!("/proc/{process}/{file}");
    fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))
}

/// A field of `stat` by its number in proc(5). The second is a name in brackets, which may hold
/// anything, brackets too.
fn field(stat: &str, number: usize) -> Result<f64, String> {
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let text = rest.split_whitespace().nth(number - 3);
    text.and_then(|text| text.parse().ok()).ok_or_else(|| format!("no field {number} in {stat}"))
}

fn labelled(text: &str, label: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(label))?;
    line.split_whitespace().next()?.parse().ok()
}

/// A tick of the kernel's, in microseconds.
fn tick_us() -> Result<f64, String> {
    let text = read("getconf", &["CLK_TCK"])?;
    let ticks: f64 = text.trim().parse().map_err(|_| format!("CLK_TCK is {text}"))?;
    Ok(1_000_000.0 / ticks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_counted_behind_the_name() {
        let stat = "77 (a b) c) S 3 77 0 0 -1 0 0 0 0 0 250 50 0";
        assert_eq!(
            (field(stat, 4), field(stat, 14), field(stat, 15)),
            (Ok(3.0), Ok(250.0), Ok(50.0))
        );
        assert!(field(stat, 40).is_err());
    }

    #[test]
    fn this_process_uses_memory() {
        assert!(peak_memory(std::process::id()).unwrap() > 100_000.0);
        assert!(Usage::of_family(std::process::id()).is_ok());
    }
}
