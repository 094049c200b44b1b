//! What processes and the disk have used so far, as Linux counts it.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::process::read;

/// Bytes of a sector, whatever the disk calls its own.
const SECTOR: f64 = 512.0;

/// Time of processors that a process has used, in microseconds.
pub(super) fn cpu_us(process: u32) -> Result<f64, String> {
    let stat = see(process, "stat")?;
    Ok((field(&stat, 14)? + field(&stat, 15)?) * tick_us()?)
}

/// The same of a process and its children, those that live.
pub(super) fn family_cpu_us(process: u32) -> Result<f64, String> {
    let mut sum = cpu_us(process)?;
    let entries = fs::read_dir("/proc").map_err(|error| error.to_string())?;
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    for other in names.filter_map(|name| name.parse::<u32>().ok()) {
        // Processes come and go while the list is read.
        let parent = see(other, "stat").and_then(|stat| field(&stat, 4));
        if parent.is_ok_and(|parent| parent == f64::from(process)) {
            sum += cpu_us(other).unwrap_or_default();
        }
    }
    Ok(sum)
}

/// Bytes written so far to the disk that a folder is on, by everybody. Not a number where the
/// folder is on no disk of its own. What Linux counts for each process would be too much: whole
/// folios, however little of them was changed.
pub(super) fn written(folder: &Path) -> Result<f64, String> {
    let device = fs::metadata(folder).map_err(|error| error.to_string())?.dev();
    let (major, minor) = ((device >> 8) & 0xfff, (device & 0xff) | ((device >> 12) & 0xfff00));
    let Ok(stat) = fs::read_to_string(format!("/sys/dev/block/{major}:{minor}/stat")) else {
        return Ok(f64::NAN);
    };
    let sectors = stat.split_whitespace().nth(6).and_then(|text| text.parse::<f64>().ok());
    Ok(sectors.map_or(f64::NAN, |sectors| sectors * SECTOR))
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
        assert!(family_cpu_us(std::process::id()).is_ok());
    }
}
