//! A server on one database, and what is measured of it.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use super::database::Database;
use super::server::Server;
use super::table::Sample;
use super::usage::{cpu_us, family_cpu_us, peak_memory, written};
use super::wrk;
use crate::Outcome;
use crate::process::{pause, succeed, timed};

/// Something to be measured.
pub(super) struct Measure {
    /// What it is called in the table.
    pub(super) name: &'static str,
    /// What it is compared with: a no-op, or another measure on the same database.
    pub(super) base: &'static str,
    kind: Kind,
}

/// Which script, and what it is told beside the key.
enum Kind {
    /// The path, and whether each request has an idempotency key.
    Create(&'static str, bool),
    /// What a session is asked for with besides, `UNIT` standing for the unit of three owners.
    Pay(&'static str),
    /// The method, to the last movement of the last payment.
    Whole(&'static Method),
    /// The path.
    Get(&'static str),
}

pub(super) const NOOP_POST: Measure = measure("no-op POST", "", Kind::Create("/noop", true));
pub(super) const NOOP_GET: Measure = measure("no-op GET", "", Kind::Get("/noop/ID"));
pub(super) const CREATE: Measure =
    measure("create", NOOP_POST.name, Kind::Create("/v1/payment_sessions", true));
pub(super) const RETRIEVE: Measure =
    measure("retrieve", NOOP_GET.name, Kind::Get("/v1/payment_sessions/ID"));

const PAY: Measure = measure("whole card payment", NOOP_POST.name, Kind::Pay(""));
/// `,"transaction_data":…`: to the owners of a unit.
pub(super) const SPLIT: &str =
    r#","transaction_data":{"unit":"UNIT","transfer_data":{"use_unit_ownership":true}}"#;

/// What is measured on each database, in this order.
pub(super) const MEASURES: [Measure; 7] = [
    CREATE,
    measure(
        "create without idempotency key",
        NOOP_POST.name,
        Kind::Create("/v1/payment_sessions", false),
    ),
    RETRIEVE,
    PAY,
    measure("card payment split in three", PAY.name, Kind::Pay(SPLIT)),
    measure("list of 10", NOOP_GET.name, Kind::Get("/v1/payment_sessions?limit=10")),
    measure("page view", NOOP_GET.name, Kind::Get("/sessions/ID")),
];

/// A way to pay, and what it takes until its money has cleared.
struct Method {
    name: &'static str,
    currency: &'static str,
    /// Days of the scope's clock from the payer's confirmation until then.
    days: u32,
    /// How often a payment takes the road that a card's takes once, from what the payer or a bank says
    /// through the inbox to the books.
    roads: f64,
}

const fn by(name: &'static str, currency: &'static str, days: u32) -> Method {
    Method { name, currency, days, roads: 1.0 }
}

/// What payers send has two movements: the bank tells of it, and it is matched.
const fn sent_by(name: &'static str) -> Method {
    Method { roads: 2.0, ..by(name, "gbp", 0) }
}

static BY_CARD: Method = by("card", "gbp", 0);
static BY_BANK: Method = by("pay_by_bank", "gbp", 0);
// Over Christmas too: two TARGET days to the collection, and five more.
static BY_SEPA: Method = by("sepa_debit", "eur", 21);
// Four working days to the collection, three more, and one until the instruction is called back.
static BY_BACS: Method = by("bacs_debit", "gbp", 24);
// Six bank days for the mandate, two to the debit and its end, and one until the mandate is called back.
// The payer signs at a bank's page, as others pay at one; the debit comes after that.
static BY_AUTOGIRO: Method = Method { roads: 2.0, ..by("autogiro", "sek", 28) };
static BY_BANK_TRANSFER: Method = sent_by("bank_transfer");
static BY_DIRECT_TRANSFER: Method = sent_by("direct_transfer");

const TO_THE_END: &str = "card, to the end";

/// Whole payments by every method, each in turn until nothing of it is left to come. A card's are
/// what the others are compared with: one movement by one road, and nothing else to do.
pub(super) static METHODS: [Measure; 7] = [
    measure(TO_THE_END, NOOP_POST.name, Kind::Whole(&BY_CARD)),
    measure("pay by bank, to the end", TO_THE_END, Kind::Whole(&BY_BANK)),
    measure("SEPA debit, to the end", TO_THE_END, Kind::Whole(&BY_SEPA)),
    measure("Bacs debit, to the end", TO_THE_END, Kind::Whole(&BY_BACS)),
    measure("Autogiro, to the end", TO_THE_END, Kind::Whole(&BY_AUTOGIRO)),
    measure("bank transfer, to the end", TO_THE_END, Kind::Whole(&BY_BANK_TRANSFER)),
    measure("direct transfer, to the end", TO_THE_END, Kind::Whole(&BY_DIRECT_TRANSFER)),
];

impl Measure {
    /// For whole payments: how many roads each takes, and which row tells what one costs.
    pub(super) fn roads(&self) -> Option<(f64, &'static str)> {
        match self.kind {
            Kind::Whole(method) => Some((method.roads, TO_THE_END)),
            _ => None,
        }
    }
}

const fn measure(name: &'static str, base: &'static str, kind: Kind) -> Measure {
    Measure { name, base, kind }
}

/// A server that used no more processor time than this, in microseconds, within so many pauses is
/// calm; and it is looked at so often.
const CALM_US: f64 = 20_000.0;
const PAUSES: usize = 4;
const LOOKS_MAX: usize = 150;

/// Makes the idempotency keys of one run unlike those of any other.
static RUNS: AtomicU32 = AtomicU32::new(0);

/// How far the disk and the database have come.
struct Marks {
    written: f64,
    log: f64,
    size: f64,
}

/// A server on a database.
pub(super) struct Subject<'c> {
    pub(super) database: Database<'c>,
    server: Server,
    key: String,
    unit: String,
    ids: PathBuf,
}

impl<'c> Subject<'c> {
    /// Writes down which sessions there are, to be asked for.
    pub(super) fn new(
        database: Database<'c>,
        server: Server,
        key: &str,
        unit: &str,
    ) -> Result<Self, String> {
        let ids = database.folder.join("ids.txt");
        let text = database.sql(include_str!("../../bench/ids.sql"))?;
        std::fs::write(&ids, text).map_err(|error| error.to_string())?;
        Ok(Self { database, server, key: key.to_owned(), unit: unit.to_owned(), ids })
    }

    /// Takes one measurement.
    pub(super) fn run(
        &self,
        measure: &Measure,
        seconds: u32,
        customers: u32,
    ) -> Result<Sample, String> {
        self.calm_down()?;
        let writes = !matches!(measure.kind, Kind::Get(_));
        let before = if writes { Some(self.marks()?) } else { None };
        let (own, others) = self.usage()?;
        let load = self.load(measure, &self.server.url, seconds, customers)?;
        let (own_now, others_now) = self.usage()?;
        let each = |amount: f64| amount / load.count;
        let mut sample = Sample { cpu_us: each(own_now - own), ..Sample::of(load) };
        if self.database.cluster().is_some() {
            sample.database_cpu_us = each(others_now - others);
        }
        if let Some(before) = before {
            let now = self.marks()?;
            sample.written = each(now.written - before.written);
            sample.log = each(now.log - before.log);
            sample.stored = each(now.size - before.size);
        }
        Ok(sample)
    }

    /// Asks what is measured of the server at `url`.
    fn load(
        &self,
        measure: &Measure,
        url: &str,
        seconds: u32,
        customers: u32,
    ) -> Result<wrk::Load, String> {
        let run = RUNS.fetch_add(1, Ordering::Relaxed);
        let (stem, customers) = (format!("bench-{run}-"), customers.to_string());
        let (key, ids) = (self.key.as_str(), self.ids.display().to_string());
        match measure.kind {
            Kind::Create(path, repeatable) => {
                let stem = if repeatable { stem.as_str() } else { "-" };
                wrk::run("create.lua", url, seconds, &[path, key, &customers, stem])
            }
            Kind::Pay(more) => {
                let more = more.replace("UNIT", &self.unit);
                let arguments = [key, &customers, &stem, "card", "gbp", &more];
                wrk::run("pay.lua", url, seconds, &arguments)
            }
            Kind::Whole(method) => {
                let arguments = [key, &customers, &stem, method.name, method.currency];
                let begun = wrk::run("pay.lua", url, seconds, &arguments)?;
                let (_, waited) = timed(|| self.pass(method.days, &format!("{stem}days")))?;
                Ok(wrk::Load { rate: begun.count / (begun.count / begun.rate + waited), ..begun })
            }
            Kind::Get(path) => wrk::run("get.lua", url, seconds, &[path, key, &ids]),
        }
    }

    /// Lets so many days of the scope's clock pass, with all that falls due in them.
    fn pass(&self, days: u32, repeatable: &str) -> Outcome {
        if days > 0 {
            let body = format!(r#"{{"seconds":{}}}"#, days * 86_400);
            let path = "/v1/test_helpers/clock/advance";
            self.server.post(path, &self.key, repeatable, &body)?;
        }
        Ok(())
    }

    /// Has everything written out, and looks how much that came to so far.
    fn marks(&self) -> Result<Marks, String> {
        let log = self.database.settle()?;
        let mut sync = Command::new("sync");
        succeed(sync.arg("--file-system").arg(&self.database.folder))?;
        let written = written(&self.database.folder)?;
        Ok(Marks { written, log, size: self.database.size()? })
    }

    /// The server's most memory so far, in bytes.
    pub(super) fn memory(&self) -> Result<f64, String> {
        peak_memory(self.server.process())
    }

    /// Waits until what was left over from the measurement before is done: answers that nobody
    /// waits for any more, jobs.
    fn calm_down(&self) -> Outcome {
        for _ in 0..LOOKS_MAX {
            let (own, others) = self.usage()?;
            (0..PAUSES).for_each(|_| pause());
            let (own_now, others_now) = self.usage()?;
            if own_now - own + others_now - others <= CALM_US {
                return Ok(());
            }
        }
        Err("the server does not calm down".to_owned())
    }

    /// Processor time of the server, and of PostgreSQL.
    fn usage(&self) -> Result<(f64, f64), String> {
        let own = cpu_us(self.server.process())?;
        let cluster = self.database.cluster().and_then(|(cluster, _)| cluster.process());
        let others = cluster.map_or(Ok(0.0), family_cpu_us)?;
        Ok((own, others))
    }
}

/// Takes a measurement of the server that does nothing, asking what another is asked.
pub(super) fn run_noop(
    measure: &Measure,
    noop: &Server,
    like: &Subject<'_>,
    seconds: u32,
    customers: u32,
) -> Result<Sample, String> {
    let before = cpu_us(noop.process())?;
    let load = like.load(measure, &noop.url, seconds, customers)?;
    let used = cpu_us(noop.process())? - before;
    Ok(Sample { cpu_us: used / load.count, ..Sample::of(load) })
}
