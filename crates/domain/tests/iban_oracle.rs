//! IBANs against the Python package `python-stdnum`: thousands that are right, and thousands that
//! are almost right.

mod oracle;

use std::collections::BTreeMap;

use domain::sepa;
use domain::sepa::iban::{Iban, IbanError};

/// Numbers made for each country of the list.
const PER_COUNTRY: usize = 400;
/// Changed when other numbers are wanted; printed with every difference.
const SEED: u64 = 20_261_123;

/// Reads `seed count` and then countries; prints numbers that follow the registry's pattern, each
/// in turn left as it is or changed a little, with the package's verdict. Check digits must be
/// the ones that a bank computes: a remainder of 1 alone lets 00, 01 and 99 pass too.
const SCRIPT: &str = r"
import random, re, string, sys
from stdnum import iban, numdb
seed, count = sys.stdin.readline().split()
countries = sys.stdin.read().split()
rng = random.Random(int(seed))
kinds = {'n': string.digits, 'a': string.ascii_uppercase, 'c': string.digits + string.ascii_uppercase}
registry = numdb.get('iban')

def fresh(country):
    pattern = registry.info(country)[0][1]['bban']
    bban = ''.join(
        rng.choice(kinds[kind])
        for length, kind in re.findall(r'([0-9]+)!([nac])', pattern)
        for _ in range(int(length)))
    return country + iban.calc_check_digits(country + '00' + bban) + bban

def changed(number):
    at = rng.randrange(len(number))
    other = rng.choice(kinds['c'])
    kind = rng.randrange(7)
    if kind == 0: return number[:at] + other + number[at + 1:]
    if kind == 1: return number[:at] + number[at + 1:]
    if kind == 2: return number[:at] + other + number[at:]
    if kind == 3: at = max(at, 1); return number[:at - 1] + number[at] + number[at - 1] + number[at + 1:]
    if kind == 4: return number[:2] + '%02d' % rng.randrange(100) + number[4:]
    if kind == 5: return rng.choice(countries) + number[2:]
    bban = number[4:at] + other + number[max(at, 4) + 1:]
    return number[:2] + iban.calc_check_digits(number[:2] + '00' + bban) + bban

def verdict(number):
    if not re.fullmatch('[A-Z]{2}[0-9]{2}[A-Z0-9]+', number): return False
    if not iban.is_valid(number, check_country=False): return False
    return iban.calc_check_digits(number) == number[2:4]

for country in countries:
    for turn in range(int(count)):
        number = fresh(country)
        if turn % 2: number = changed(number)
        print(number, 'valid' if verdict(number) else 'invalid')
";

#[test]
fn no_verdict_differs_from_an_independent_checker() {
    let codes: Vec<String> = sepa::countries().map(|country| country.to_string()).collect();
    let input = format!("{SEED} {PER_COUNTRY}\n{}\n", codes.join(" "));
    let lines = oracle::run(SCRIPT, &input);
    assert!(lines.len() >= 10_000, "only {} numbers were compared", lines.len());
    let mut valid: BTreeMap<String, usize> = BTreeMap::new();
    let mut invalid = 0;
    for line in &lines {
        let Some((number, verdict)) = line.split_once(' ') else { panic!("{line:?}") };
        match number.parse::<Iban>() {
            // A change may lead to a country outside the schemes, where no verdict counts.
            Err(IbanError::Country) => assert!(!codes.iter().any(|code| number.starts_with(code))),
            ours => assert_eq!(ours.is_ok(), verdict == "valid", "{number}, {ours:?}, seed {SEED}"),
        }
        if verdict == "valid" {
            *valid.entry(number.chars().take(2).collect()).or_default() += 1;
        } else {
            invalid += 1;
        }
    }
    assert!(codes.iter().all(|code| valid.get(code) >= Some(&(PER_COUNTRY / 2))), "{valid:?}");
    assert!(invalid >= 5_000, "only {invalid} numbers were wrong");
}
