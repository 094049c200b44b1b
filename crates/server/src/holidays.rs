//! Holidays that were proclaimed after this program was built: the operator's file of them, read once
//! at the start, so that every timetable of a run counts the same days.

use std::fs;
use std::path::Path;

use domain::calendar::{self, Calendar, Proclaimed};
use jiff::civil::Date;
use serde::Deserialize;

use crate::config::{Config, ConfigError};

/// A hundred holidays are shorter.
const FILE_BYTES_MAX: u64 = 32 * 1024;
/// The setting that names the file.
const SETTING: &str = "holidays_file";

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    holiday: Vec<Holiday>,
}

/// A day on which banks are closed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    /// `england_and_wales`, `sweden` or `target`.
    calendar: String,
    on: String,
    /// The holiday that was moved to it, on which banks are open instead.
    moved_from: Option<String>,
    /// Who proclaimed it, and where that can be read.
    source: String,
}

/// Closes what the operator's file says, for as long as the program runs.
///
/// # Errors
/// Names the holiday at fault, or the file.
pub fn proclaim(config: &Config) -> Result<(), ConfigError> {
    if config.holidays_file.as_os_str().is_empty() {
        return Ok(());
    }
    let path = config.in_data_dir(&config.holidays_file);
    let fault =
        |words: String| ConfigError::setting(SETTING, &format!("{}: {words}", path.display()));
    let text = read(&path).map_err(fault)?;
    for (calendar, proclaimed) in parse(&text).map_err(fault)? {
        calendar
            .proclaim(proclaimed)
            .map_err(|_| fault("the days of this run are set already".to_owned()))?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, String> {
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > FILE_BYTES_MAX {
        return Err(format!("must not be longer than {FILE_BYTES_MAX} bytes"));
    }
    fs::read_to_string(path).map_err(|error| error.to_string())
}

/// What the file says of each calendar that it names.
fn parse(text: &str) -> Result<Vec<(&'static Calendar, Proclaimed)>, String> {
    let file: File = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    let mut all: Vec<(&'static Calendar, Proclaimed)> = Vec::new();
    for (place, holiday) in file.holiday.iter().enumerate() {
        let at = |words: String| format!("holiday {}: {words}", place + 1);
        let calendar = calendar::named(&holiday.calendar).ok_or_else(|| {
            at(format!("`calendar` must be one of: {}", calendar::NAMES.join(", ")))
        })?;
        let index = all.iter().position(|(known, _)| known.name() == calendar.name());
        let index = index.unwrap_or_else(|| {
            all.push((calendar, Proclaimed::default()));
            all.len() - 1
        });
        add(holiday, calendar, &mut all[index].1).map_err(at)?;
    }
    Ok(all)
}

/// Adds a holiday to those of its calendar.
fn add(holiday: &Holiday, calendar: &Calendar, proclaimed: &mut Proclaimed) -> Result<(), String> {
    if holiday.source.trim().is_empty() {
        return Err("`source` must say who proclaimed it".to_owned());
    }
    let day = |name: &str, text: &str| {
        let date: Date =
            text.parse().map_err(|_| format!("`{name}` must be written YYYY-MM-DD"))?;
        let open = calendar.is_business_day(date);
        open.map(|open| (date, open)).map_err(|error| format!("`{name}`: {error}"))
    };
    let (on, open) = day("on", &holiday.on)?;
    if !open {
        return Err(format!("{on} is closed anyway"));
    }
    if proclaimed.closed.contains(&on) {
        return Err(format!("{on} stands there twice"));
    }
    if let Some(text) = &holiday.moved_from {
        let (from, open) = day("moved_from", text)?;
        if open || from.weekday().to_monday_zero_offset() >= 5 {
            return Err(format!("{from} is no holiday that could be moved"));
        }
        proclaimed.reopened.push(from);
    }
    proclaimed.closed.push(on);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FUNERAL: &str = "[[holiday]]\ncalendar = \"england_and_wales\"\non = \"2031-06-04\"\n\
                           source = \"https://www.thegazette.co.uk/\"\n";

    #[test]
    fn a_file_says_which_days_are_closed_and_which_were_moved() {
        let moved = FUNERAL.replace("2031-06-04", "2031-05-08") + "moved_from = \"2031-05-05\"\n";
        let swedish = FUNERAL.replace("england_and_wales", "sweden");
        let read = parse(&format!("{FUNERAL}{moved}{swedish}")).unwrap();
        let told: Vec<(&str, usize, usize)> = read
            .iter()
            .map(|(calendar, it)| (calendar.name(), it.closed.len(), it.reopened.len()))
            .collect();
        assert_eq!(told, [("England and Wales", 2, 1), ("Sweden", 1, 0)]);
        assert!(parse("").unwrap().is_empty());
    }

    #[test]
    fn what_makes_no_sense_is_told_with_its_place() {
        let weekend = FUNERAL.replace("2031-06-04", "2031-06-07");
        let unsaid = FUNERAL.replace("https://www.thegazette.co.uk/", " ");
        for (text, expected) in [
            (FUNERAL.replace("england_and_wales", "scotland"), "holiday 1: `calendar` must be"),
            (FUNERAL.replace("2031-06-04", "4 June"), "holiday 1: `on` must be written"),
            (FUNERAL.replace("2031-06-04", "2131-06-04"), "ends with"),
            (weekend, "2031-06-07 is closed anyway"),
            (FUNERAL.replace("2031-06-04", "2031-12-25"), "closed anyway"),
            (unsaid, "`source` must say"),
            (FUNERAL.repeat(2), "holiday 2: 2031-06-04 stands there twice"),
            (format!("{FUNERAL}moved_from = \"2031-06-03\"\n"), "no holiday that could be moved"),
            (format!("{FUNERAL}until = \"noon\"\n"), "until"),
            ("[[holiday]]\ncalendar = \"sweden\"\n".to_owned(), "on"),
        ] {
            let error = parse(&text).map(|_| ()).unwrap_err();
            assert!(error.contains(expected), "{expected}: {error}");
        }
    }
}
