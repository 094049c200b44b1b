//! Whether a create stays as quick when there are many sessions.

use super::database::Database;
use super::server::Binaries;
use super::subject::{CREATE, Subject};
use super::table::Samples;
use super::{CUSTOMERS, load};
use crate::process::feed;

/// Sessions of the small database.
pub(super) const SMALL: u32 = 10_000;
/// What the measurements are called.
pub(super) const AT_SMALL: &str = "create, small";
pub(super) const AT_LARGE: &str = "create, large";
/// A server that has just begun is given so long to warm up.
const WARM_UP_SECONDS: u32 = 2;

/// A database of either size.
pub(super) struct Growth<'c> {
    small: Database<'c>,
    large: Database<'c>,
    key: String,
}

impl<'c> Growth<'c> {
    /// Loads `sessions` into a copy of an empty database; the small one is there already.
    pub(super) fn prepare(
        empty: &Database<'c>,
        small: &Database<'c>,
        template: &load::Template,
        key: &str,
        sessions: u32,
    ) -> Result<(Self, f64), String> {
        let large = empty.copy_as("large")?;
        let before = large.size()?;
        println!("loading {sessions} sessions into {}", large.system());
        load::sessions(&large, template, sessions)?;
        let stored = (large.size()? - before) / f64::from(sessions);
        Ok((Self { small: small.clone(), large, key: key.to_owned() }, stored))
    }

    /// What its databases are in.
    pub(super) const fn system(&self) -> &'static str {
        self.small.system()
    }

    /// One round: the small one as it was loaded, then the large one as it has become.
    pub(super) fn round(
        &self,
        binaries: &Binaries,
        seconds: u32,
        samples: &mut Samples,
    ) -> Result<f64, String> {
        let small = self.small.copy_as("now")?;
        self.measure(binaries, &small, AT_SMALL, seconds, samples)?;
        small.remove()?;
        self.measure(binaries, &self.large, AT_LARGE, seconds, samples)
    }

    fn measure(
        &self,
        binaries: &Binaries,
        database: &Database<'c>,
        name: &'static str,
        seconds: u32,
        samples: &mut Samples,
    ) -> Result<f64, String> {
        let server = binaries.serve(database)?;
        let subject = Subject::new(database.clone(), server, &self.key, "")?;
        subject.run(&CREATE, WARM_UP_SECONDS, CUSTOMERS)?;
        let sample = subject.run(&CREATE, seconds, CUSTOMERS)?;
        samples.add((name, database.system()), sample);
        subject.memory()
    }
}

/// What a folder is kept on, such as `ext2/ext3`; a disk in memory makes nothing durable.
pub(super) fn storage(folder: &std::path::Path) -> Result<String, String> {
    let mut stat = std::process::Command::new("stat");
    let kind = feed(stat.args(["--file-system", "--format=%T"]).arg(folder), "")?;
    match kind.trim() {
        "tmpfs" | "ramfs" => Err(format!(
            "{} is kept in memory: name a folder on a disk with TMPDIR",
            folder.display()
        )),
        other => Ok(other.to_owned()),
    }
}
