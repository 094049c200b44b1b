//! SEPA creditor identifiers against the Python package `python-stdnum`.

use domain::sepa;
use domain::sepa::creditor::{CreditorId, CreditorIdError};

use crate::{SEED, Tally, oracle};

/// Identifiers made for each country of the schemes.
const PER_COUNTRY: usize = 300;

/// Reads `seed count` and then countries; prints identifiers, each in turn left as it is or
/// changed a little, with the package's verdict. The package takes identifiers without a national
/// part and with letters for check digits, and knows neither the countries of the schemes nor
/// that only one pair of check digits is computed; those rules are added to it here.
const SCRIPT: &str = r"
import random, re, string, sys
from stdnum.eu import at_02
seed, count = sys.stdin.readline().split()
countries = sys.stdin.read().split()
rng = random.Random(int(seed))
letters = string.digits + string.ascii_uppercase

def with_check_digits(country, business, national):
    return country + at_02.calc_check_digits(country + '00' + business + national) + business + national

def fresh(country):
    national = ''.join(rng.choice(letters) for _ in range(rng.randint(1, 28)))
    business = rng.choice(['ZZZ', '000', ''.join(rng.choice(letters) for _ in range(3))])
    return with_check_digits(country, business, national)

def changed(number):
    at = rng.randrange(len(number))
    other = rng.choice(letters)
    kind = rng.randrange(7)
    if kind == 0: return number[:at] + other + number[at + 1:]
    if kind == 1: return number[:at] + number[at + 1:]
    if kind == 2: return number[:at] + other + number[at:]
    if kind == 3: at = max(at, 1); return number[:at - 1] + number[at] + number[at - 1] + number[at + 1:]
    if kind == 4: return number[:2] + '%02d' % rng.randrange(100) + number[4:]
    if kind == 5: return rng.choice(['US', 'XX', 'GB', '9A'] + countries) + number[2:]
    return number[:4] + ''.join(rng.choice(letters) for _ in range(3)) + number[7:]

def verdict(number):
    if not re.fullmatch('[A-Z]{2}[0-9]{2}[A-Z0-9]{4,31}', number): return False
    if number[:2] not in countries or not at_02.is_valid(number): return False
    return at_02.calc_check_digits(number) == number[2:4]

for country in countries:
    for turn in range(int(count)):
        number = fresh(country)
        if turn % 2: number = changed(number)
        print(number, 'valid' if verdict(number) else 'invalid')
";

#[test]
fn no_verdict_on_a_creditor_identifier_differs() {
    let codes: Vec<String> = sepa::countries().map(|country| country.to_string()).collect();
    let lines = oracle::run(SCRIPT, &format!("{SEED} {PER_COUNTRY}\n{}\n", codes.join(" ")));
    let mut tally = Tally::default();
    for line in &lines {
        let Some((id, verdict)) = line.split_once(' ') else { panic!("{line:?}") };
        let ours = id.parse::<CreditorId>();
        assert_eq!(ours.is_ok(), verdict == "valid", "{id}, {ours:?}, seed {SEED}");
        if let Err(CreditorIdError::Country) = ours {
            assert!(!codes.iter().any(|code| id.starts_with(code)), "{id}");
        }
        tally.count(verdict == "valid");
    }
    tally.check("creditor identifiers", 10_000, 4_000);
}
