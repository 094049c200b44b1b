//! Measures the server on both databases, beside a server that does nothing and beside pgbench.
//!
//! Everything is measured in turn, round after round, so that a machine that grows slower slows
//! all alike. What it prints is explained in docs/operating/performance.md.

mod books;
mod database;
mod growth;
mod load;
mod matcher;
mod options;
mod pgbench;
mod server;
mod subject;
mod table;
mod usage;
mod wrk;

use std::path::{Path, PathBuf};

use self::books::Books;
use self::database::Database;
use self::growth::{AT_LARGE, AT_SMALL, Growth, SMALL, storage};
use self::load::Template;
use self::options::{Only, Options};
use self::server::{Binaries, text_of};
use self::subject::{CREATE, MEASURES, METHODS, NOOP_GET, NOOP_POST, RETRIEVE, Subject, run_noop};
use self::table::{Place, Sample, Samples, goal, number};
use crate::Outcome;
use crate::install::{self, Package, Sign};
use crate::postgres::{Cluster, Durability};
use crate::process::read;

/// What the benchmark needs beside Rust.
const PACKAGES: &[Package] = &[
    ("postgresql", Sign::File("/usr/lib/postgresql/*/bin/pgbench")),
    ("sqlite3", Sign::Runs(&["sqlite3", "--version"])),
    ("curl", Sign::Runs(&["curl", "--version"])),
    ("wrk", Sign::File("/usr/bin/wrk")),
];
/// Customers that sessions are created for, in turn.
const CUSTOMERS: u32 = 100;
/// pgbench is run with as many clients as the server has connections, and as `wrk` has.
const PGBENCH: [(&str, u32); 2] =
    [("pgbench, 12 clients", 12), ("pgbench, 32 clients", wrk::CONNECTIONS)];
const SQLITE: &str = "SQLite";
const POSTGRES: &str = "PostgreSQL";
const MEGABYTE: f64 = 1_000_000.0;

/// A folder that is gone when the run is.
struct Folder(PathBuf);

impl Folder {
    fn make() -> Result<Self, String> {
        let path = std::env::temp_dir().join(format!("quittance-bench-{}", std::process::id()));
        std::fs::create_dir(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One engine, ready to be measured.
struct Bed<'c> {
    empty: Database<'c>,
    small: Database<'c>,
    template: Template,
    key: String,
    /// A unit with three owners, in the small one.
    unit: String,
}

/// The whole run.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let options = Options::read(arguments)?;
    install::packages(PACKAGES)?;
    let folder = Folder::make()?;
    let storage = storage(&folder.0)?;
    let binaries = Binaries::build()?;
    let cluster = Cluster::start(Durability::Kept)?;
    let sqlite = Bed::make(&binaries, Database::sqlite(&folder.0))?;
    let postgres = Bed::make(&binaries, Database::postgres(&folder.0, &cluster)?)?;
    let script = pgbench::Script::of_log(&cluster.log(), &postgres.template, CUSTOMERS)?;
    let beds = [sqlite, postgres];
    let (mut samples, mut notes) = (Samples::default(), Vec::new());
    if options.only != Only::Books {
        notes = measure(&options, &binaries, &folder.0, &beds, &script, &mut samples)?;
    }
    if options.growth > 0 && options.only != Only::Methods {
        if options.only == Only::All {
            notes.extend(grow(&options, &binaries, &beds, &mut samples)?);
        }
        notes.extend(keep_books(&options, &binaries, &beds, &mut samples)?);
    }
    if options.only != Only::Books {
        notes.push(matcher::measure(&options)?);
    }
    print(&options, &storage, &cluster, &samples, &notes)
}

impl<'c> Bed<'c> {
    /// A database with an account, customers and one session; and a copy of it with 10 000.
    fn make(binaries: &Binaries, empty: Database<'c>) -> Result<Self, String> {
        println!("preparing {}", empty.system());
        // The log tells which statements a create runs, for pgbench.
        log_statements(&empty, "ALTER DATABASE bench SET log_statement = 'all';")?;
        let server = binaries.serve(&empty)?;
        let key = server.key.clone().ok_or("the server made no key")?;
        let customer = r#"{"email":"tenant@example.com","name":"A Tenant"}"#;
        let customer = server.post("/v1/customers", &key, "the-only-customer", customer)?;
        let customer = text_of(&customer, "id")?;
        let create = |repeatable: &str| {
            let body = session_body(&customer, "");
            server.post("/v1/payment_sessions", &key, repeatable, &body)
        };
        create("bulk-load-template-0000001")?;
        let repeatable = "bulk-load-template-0000002".to_owned();
        let session = text_of(&create(&repeatable)?, "id")?;
        drop(server);
        log_statements(&empty, "ALTER DATABASE bench RESET log_statement;")?;
        let template = Template { session, key: repeatable, customer };
        load::customers(&empty, &template, CUSTOMERS)?;
        let small = empty.copy_as("small")?;
        load::sessions(&small, &template, SMALL)?;
        let unit = books::make_unit(&binaries.serve(&small)?, &key)?;
        Ok(Self { empty, small, template, key, unit })
    }
}

fn log_statements(database: &Database<'_>, words: &str) -> Outcome {
    if database.cluster().is_none() { Ok(()) } else { database.sql(words).map(|_| ()) }
}

/// What the scripts ask for too.
fn session_body(customer: &str, more: &str) -> String {
    format!(
        r#"{{"customer":"{customer}","mode":"payment","amount":10000,"currency":"gbp","payment_method_types":["card"],"return_url":"https://example.com/success"{more}}}"#
    )
}

/// The rounds of everything but growth. Gives the servers' memory, to be told.
fn measure(
    options: &Options,
    binaries: &Binaries,
    folder: &Path,
    beds: &[Bed<'_>],
    script: &pgbench::Script,
    samples: &mut Samples,
) -> Result<Vec<Note>, String> {
    let noop = binaries.serve_nothing(folder)?;
    let mut subjects = Vec::new();
    let mut rival = None;
    for bed in beds {
        rival = rival.or(bed.small.cluster().map(|_| bed.small.copy_as("rival")).transpose()?);
        let database = bed.small.copy_as("main")?;
        let server = binaries.serve(&database)?;
        subjects.push(Subject::new(database, server, &bed.key, &bed.unit)?);
    }
    // The round before the first warms caches, and is not counted.
    for round in 0..=options.rounds {
        let (seconds, mut unused) =
            (if round == 0 { 1 } else { options.seconds }, Samples::default());
        let into = if round == 0 { &mut unused } else { &mut *samples };
        println!("round {round} of {}", options.rounds);
        for measure in [&NOOP_POST, &NOOP_GET] {
            let sample = run_noop(measure, &noop, &subjects[0], seconds, CUSTOMERS)?;
            into.add((measure.name, "nothing"), sample);
        }
        for subject in &subjects {
            let rows = if options.only == Only::Methods { &[] } else { &MEASURES[..] };
            for measure in rows.iter().chain(&METHODS) {
                let place = (measure.name, subject.database.system());
                into.add(place, subject.run(measure, seconds, CUSTOMERS)?);
            }
        }
        for (place, (name, clients)) in PGBENCH.into_iter().enumerate() {
            if options.only == Only::Methods {
                break;
            }
            let Some((cluster, database)) = rival.as_ref().and_then(Database::cluster) else {
                break;
            };
            let turn = round * PGBENCH.len() + place;
            let load = script.run(turn, cluster, database, clients, seconds)?;
            into.add((name, POSTGRES), Sample::of(load));
        }
    }
    let memory = |subject: &Subject<'_>| {
        let words = format!("memory of the server on {}", subject.database.system());
        Ok(Note { words, value: subject.memory()? / MEGABYTE, unit: "MB", is_memory: true })
    };
    subjects.iter().map(memory).collect()
}

/// A figure that has no row in the table.
struct Note {
    words: String,
    value: f64,
    unit: &'static str,
    /// Held to the goal of the server's memory.
    is_memory: bool,
}

/// The rounds of growth.
fn grow(
    options: &Options,
    binaries: &Binaries,
    beds: &[Bed<'_>],
    samples: &mut Samples,
) -> Result<Vec<Note>, String> {
    let mut grown = Vec::new();
    let mut notes = Vec::new();
    for bed in beds {
        let (growth, stored) =
            Growth::prepare(&bed.empty, &bed.small, &bed.template, &bed.key, options.growth)?;
        let words = format!("stored for each of {} sessions, {}", options.growth, growth.system());
        notes.push(Note { words, value: stored, unit: "bytes", is_memory: false });
        grown.push((growth, 0.0_f64));
    }
    for round in 1..=options.rounds {
        println!("growth, round {round} of {}", options.rounds);
        for (growth, memory) in &mut grown {
            *memory = memory.max(growth.round(binaries, options.seconds, samples)?);
        }
    }
    notes.extend(grown.into_iter().map(|(growth, memory)| {
        let words = format!("memory at {} sessions, {}", options.growth, growth.system());
        Note { words, value: memory / MEGABYTE, unit: "MB", is_memory: true }
    }));
    Ok(notes)
}

/// The rounds of the books: as many payments as the large database has sessions. Gives the memory
/// of verification.
fn keep_books(
    options: &Options,
    binaries: &Binaries,
    beds: &[Bed<'_>],
    samples: &mut Samples,
) -> Result<Vec<Note>, String> {
    let mut kept = Vec::new();
    for bed in beds {
        kept.push((Books::prepare(binaries, bed, options.growth)?, 0.0_f64));
    }
    for round in 1..=options.rounds {
        println!("books, round {round} of {}", options.rounds);
        for (books, memory) in &mut kept {
            *memory = memory.max(books.round(binaries, samples)?);
        }
    }
    let note = |(books, memory): (Books<'_>, f64)| {
        let words = format!("memory of verify at {} payments, {}", options.growth, books.system());
        Note { words, value: memory / MEGABYTE, unit: "MB", is_memory: true }
    };
    Ok(kept.into_iter().map(note).collect())
}

/// What a row of the table is compared with.
fn base((name, system): Place) -> Option<Place> {
    if let Some((_, base)) = [(AT_LARGE, AT_SMALL), books::VERIFY, books::REPORT]
        .into_iter()
        .find(|(compared, _)| *compared == name)
    {
        return Some((base, system));
    }
    let measure = MEASURES.iter().chain(&METHODS).find(|measure| measure.name == name)?;
    let noop = measure.base == NOOP_POST.name || measure.base == NOOP_GET.name;
    Some((measure.base, if noop { "nothing" } else { system }))
}

fn print(
    options: &Options,
    storage: &str,
    cluster: &Cluster,
    samples: &Samples,
    notes: &[Note],
) -> Outcome {
    let commit = read("git", &["describe", "--always", "--dirty"])?;
    let cores = read("nproc", &[])?;
    let settings = cluster.client("psql", "postgres");
    println!(
        "\nCommit {}, {} processors, data on {storage}. SQLite: WAL, synchronous FULL. {}: fsync \
         and synchronous_commit on. wrk: 1 thread, {} connections. Medians of {} rounds of {} s. \
         Small: {SMALL} sessions; large: {}.\n",
        commit.trim(),
        cores.trim(),
        version(settings)?,
        wrk::CONNECTIONS,
        options.rounds,
        options.seconds,
        options.growth,
    );
    println!("{}", samples.markdown(base));
    for note in notes {
        println!("- {}: {} {}", note.words, number(note.value, 1), note.unit);
    }
    println!("\n{}", goals(options, samples, notes).join("\n"));
    Ok(())
}

fn version(mut psql: std::process::Command) -> Result<String, String> {
    psql.arg("--version");
    let told = crate::process::feed(&mut psql, "")?;
    Ok(told.trim().replace("psql (PostgreSQL)", POSTGRES))
}

/// A line for each goal.
fn goals(options: &Options, samples: &Samples, notes: &[Note]) -> Vec<String> {
    let memory = notes.iter().filter(|note| note.is_memory);
    let memory = memory.map(|note| goal(&note.words, note.value, 128.0, "MB", false));
    match options.only {
        Only::Books => memory.collect(),
        Only::Methods => goals_of_methods(samples),
        Only::All => goals_of_all(samples).into_iter().chain(memory).collect(),
    }
}

fn goals_of_all(samples: &Samples) -> Vec<String> {
    let percent = |place: Place, base: Place| samples.ratio(place, base) * 100.0;
    let on = |name| (name, SQLITE);
    let create = percent(on(CREATE.name), (NOOP_POST.name, "nothing"));
    let retrieve = percent(on(RETRIEVE.name), (NOOP_GET.name, "nothing"));
    let mut lines = vec![
        goal("create on SQLite, of the no-op POST", create, 12.0, "%", true),
        goal("retrieve on SQLite, of the no-op GET", retrieve, 55.0, "%", true),
    ];
    for (name, _) in PGBENCH {
        let reached = percent((CREATE.name, POSTGRES), (name, POSTGRES));
        lines.push(goal(&format!("create on {POSTGRES}, of {name}"), reached, 80.0, "%", true));
    }
    for system in [SQLITE, POSTGRES] {
        let reached = percent((AT_LARGE, system), (AT_SMALL, system));
        let words = format!("create on {system} when large, of that when small");
        lines.push(goal(&words, reached, 70.0, "%", true));
    }
    lines.extend(goals_of_methods(samples));
    lines
}

fn goals_of_methods(samples: &Samples) -> Vec<String> {
    let mut lines = Vec::new();
    for measure in METHODS.iter().skip(1) {
        let Some((roads, one)) = measure.roads() else { continue };
        for system in [SQLITE, POSTGRES] {
            let times = samples.ratio((one, system), (measure.name, system)) / roads;
            let words = format!("{} on {system}, of {roads} times a card's", measure.name);
            lines.push(goal(&words, times, 1.5, "times", false));
        }
    }
    lines
}
