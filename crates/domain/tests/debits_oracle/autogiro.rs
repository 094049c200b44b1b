//! What identifies payers, accounts and payees of Autogiro: against the Python packages
//! `personnummer`, `bankkonto` and `python-stdnum`, and the npm package `kontonummer`.

use domain::autogiro::bank_account::{BankAccount, BankAccountError};
use domain::autogiro::bankgiro::Bankgiro;
use domain::autogiro::person_id::{PayerId, PayerIdError, PayerKind};
use jiff::civil::{Date, date};

use crate::{SEED, Tally, node, oracle};

/// Numbers made by each test that makes as many as it is told.
const COUNT: usize = 12_000;
/// The day on which people have their ages, here and in the scripts.
const TODAY: Date = date(2026, 11, 23);

/// What the Python scripts share: dice, and slight changes.
const CHANGES: &str = r"
import random, sys
seed, count = map(int, sys.stdin.read().split())
rng = random.Random(seed)

def changed(text):
    at = rng.randrange(len(text))
    other = rng.choice('0123456789')
    kind = rng.randrange(4)
    if kind == 0: return text[:at] + other + text[at + 1:]
    if kind == 1: return text[:at] + text[at + 1:]
    if kind == 2: return text[:at] + other + text[at:]
    at = max(at, 1)
    return text[:at - 1] + text[at] + text[at - 1] + text[at + 1:]
";

/// The lines of a Python script that begins with the above, as fields.
fn python(script: &str) -> Vec<Vec<String>> {
    let lines = oracle::run(&format!("{CHANGES}{script}"), &format!("{SEED} {COUNT}\n"));
    let fields = |line: &String| line.split('|').map(str::to_owned).collect();
    lines.iter().map(fields).collect()
}

/// People born from 1890 to the end of the year, a fifth of them with coordination numbers,
/// written in every way; a half of the numbers is changed. Prints a number, the package's verdict
/// and the twelve digits that it makes of it.
const PERSONNUMMER_SCRIPT: &str = r"
import datetime
from personnummer import personnummer
today = datetime.date(2026, 11, 23)
personnummer._get_current_date = lambda: today
first = datetime.date(1890, 1, 1).toordinal()
last = datetime.date(2026, 12, 31).toordinal()

def fresh():
    born = datetime.date.fromordinal(rng.randint(first, last))
    day = born.day + (60 if rng.randrange(5) == 0 else 0)
    ten = '%02d%02d%02d%03d' % (born.year % 100, born.month, day, rng.choice([0] + list(range(1, 1000))))
    ten += str(personnummer._luhn(ten))
    sign = '+' if today.year - born.year >= 100 else '-'
    return rng.choice([
        ten[:6] + sign + ten[6:],
        ten[:6] + rng.choice('+-') + ten[6:],
        ten,
        '%02d' % (born.year // 100) + ten,
        '%02d' % (born.year // 100) + ten[:6] + rng.choice('+-') + ten[6:],
        rng.choice(['17', '18', '19', '20', '21']) + ten])

for turn in range(count):
    number = fresh()
    if turn % 2: number = changed(number)
    try:
        print(number, 'valid', personnummer.parse(number).format(True), sep='|')
    except personnummer.PersonnummerException:
        print(number, 'invalid', '', sep='|')
";

#[test]
fn no_verdict_on_a_personnummer_differs_but_for_named_rules() {
    let mut tally = Tally::default();
    let (mut unborn, mut ancient) = (0, 0);
    for line in python(PERSONNUMMER_SCRIPT) {
        let (number, valid, twelve) = (&line[0], line[1] == "valid", &line[2]);
        // What we read as an organisation number is another test's concern.
        let ours = PayerId::parse(number, TODAY);
        let ours = ours.map(|id| (id.kind() != PayerKind::Organisation, id));
        match &ours {
            // The package takes dates of birth that are still to come.
            Err(PayerIdError::Future) if valid && **twelve > *"20261123" => unborn += 1,
            // It takes every century; ours begin with the one that the oldest could be of.
            Err(PayerIdError::NoSuchNumber) if valid && **twelve < *"1800" => ancient += 1,
            Ok((true, id)) => {
                assert!(valid, "{number}, {id:?}, seed {SEED}");
                assert_eq!(id.twelve_digits(), twelve, "{number}, seed {SEED}");
                // Where we tell a coordination number, its day is past 60.
                let day: u8 = twelve[6..8].parse().unwrap_or_else(|error| panic!("{error}"));
                assert_eq!(id.kind() == PayerKind::Coordination, day > 60, "{number}");
                tally.count(true);
            }
            Ok((false, _)) | Err(_) => {
                assert!(!valid, "{number}, {ours:?}, seed {SEED}");
                tally.count(false);
            }
        }
    }
    println!("named rules: {unborn} not born yet, {ancient} of too old a century");
    tally.check("numbers of people", 10_000, 3_000);
    assert!(unborn > 0 && ancient > 0, "{unborn} unborn, {ancient} ancient");
}

/// Organisation numbers, each in turn left as it is or changed a little, with the package's
/// verdict.
const ORGNR_SCRIPT: &str = r"
from stdnum import luhn
from stdnum.se import orgnr

def fresh():
    nine = rng.choice('1235678') + rng.choice('0123456789') + rng.choice('23456789')
    nine += '%06d' % rng.randrange(10 ** 6)
    ten = nine + luhn.calc_check_digit(nine)
    return rng.choice([ten, ten[:6] + '-' + ten[6:]])

for turn in range(count):
    number = fresh()
    if turn % 2: number = changed(number)
    print(number, 'valid' if orgnr.is_valid(number) else 'invalid', sep='|')
";

#[test]
fn no_verdict_on_an_organisation_number_differs_but_for_named_rules() {
    let mut tally = Tally::default();
    let (mut people, mut hyphens) = (0, 0);
    for line in python(ORGNR_SCRIPT) {
        let (number, valid) = (&line[0], line[1] == "valid");
        let digits = number.replace('-', "");
        let ours = PayerId::parse(number, TODAY);
        let is_organisation = ours.as_ref().is_ok_and(|id| id.kind() == PayerKind::Organisation);
        if valid && digits.as_bytes()[2] < b'2' {
            // The package does not look at the third digit, which tells people's numbers.
            assert!(!is_organisation, "{number}");
            people += 1;
        } else if valid && ours == Err(PayerIdError::Structure) {
            // It takes hyphens anywhere; ours stands before the last four digits.
            assert_ne!(number.find('-'), Some(6), "{number}");
            hyphens += 1;
        } else {
            assert_eq!(is_organisation, valid, "{number}, {ours:?}, seed {SEED}");
            assert!(!valid || ours.is_ok_and(|id| id.twelve_digits() == format!("00{digits}")));
            tally.count(valid);
        }
    }
    println!("named rules: {people} of people, {hyphens} with a hyphen elsewhere");
    tally.check("organisation numbers", 10_000, 4_000);
    assert!(people > 0 && hyphens > 0, "{people} people, {hyphens} hyphens");
}

/// Bankgiro numbers, each in turn left as it is or changed a little. There is no package for
/// them; the verdict is that of `stdnum.luhn` on seven or eight digits, zeros at the beginning
/// apart, with a hyphen before the last four or none.
const BANKGIRO_SCRIPT: &str = r"
import re
from stdnum import luhn

def fresh():
    body = rng.choice('123456789') + '%05d' % rng.randrange(10 ** 5) + rng.choice(['', str(rng.randrange(10))])
    number = body + luhn.calc_check_digit(body)
    return rng.choice([number, number[:-4] + '-' + number[-4:]])

def verdict(number):
    return bool(re.fullmatch('0*[1-9][0-9]{2,3}-?[0-9]{4}', number)) and luhn.is_valid(number.replace('-', ''))

for turn in range(count):
    number = fresh()
    if turn % 2: number = changed(number)
    print(number, 'valid' if verdict(number) else 'invalid', sep='|')
";

#[test]
fn no_verdict_on_a_bankgiro_number_differs() {
    let mut tally = Tally::default();
    for line in python(BANKGIRO_SCRIPT) {
        let (number, valid) = (&line[0], line[1] == "valid");
        let ours = number.parse::<Bankgiro>();
        assert_eq!(ours.is_ok(), valid, "{number}, {ours:?}, seed {SEED}");
        if let Ok(ours) = ours {
            assert_eq!(ours.digits(), number.replace('-', "").trim_start_matches('0'));
        }
        tally.count(valid);
    }
    tally.check("bankgiro numbers", 10_000, 4_000);
}

/// Accounts at each range of the package's own table, of the length that it asks for, with all
/// ten last digits. Prints clearing number, account number, verdict, type and comment.
const BANKKONTO_SCRIPT: &str = r"
from bankkonto import account
from stdnum import luhn
ranges = [(row, 1) for row in account._type_1] + [(row, 2) for row in account._type_2]
for (bank, first, last, form, comment), kind in ranges:
    for turn in range(25):
        clearing = str(rng.choice([first, last, rng.randint(first, last)]))
        if clearing[0] == '8': clearing += luhn.calc_check_digit(clearing)
        length = account.expected_account_length(clearing)
        body = ''.join(rng.choice('0123456789') for _ in range(length - 1))
        for digit in '0123456789':
            try:
                verdict = 'valid' if account.validate(clearing, body + digit) else 'invalid'
            except account.BankkontoValidationError:
                verdict = 'invalid'
            print(clearing, body + digit, verdict, '%d:%d' % (kind, comment), sep='|')
";

#[test]
fn no_verdict_of_bankkonto_on_an_account_differs_but_for_named_rules() {
    let mut tally = Tally::default();
    let mut gone = 0;
    for line in python(BANKKONTO_SCRIPT) {
        let (clearing, account, valid) = (&line[0], &line[1], line[2] == "valid");
        match BankAccount::parse(clearing, account) {
            // Forex Bank and MedMera Bank, whose clearing numbers newer tables do not have.
            Err(BankAccountError::UnknownBank) => {
                let of_forex = ("9400".."9450").contains(&clearing.as_str());
                assert!(of_forex || clearing.starts_with("965"), "{clearing}");
                gone += 1;
            }
            ours => {
                // Where a check digit need not fit, the package calls the account wrong.
                let fits = ours.as_ref().is_ok_and(BankAccount::is_confirmed);
                assert_eq!(fits, valid, "{clearing} {account}, {ours:?}, seed {SEED}");
                let form = ours.map(|account| account.form());
                assert!(form.is_err() || form.is_ok_and(|form| form.as_str() == line[3]));
                tally.count(valid);
            }
        }
    }
    println!("named rules: {gone} at banks that are gone");
    tally.check("accounts, by bankkonto", 10_000, 1_000);
    assert!(gone > 0, "the package has followed: take the rule away");
}

/// Reads the seed. Makes accounts at each range of the package's own table, of the lengths that
/// it takes and sometimes one more or less, with all ten last digits; and for every clearing number the
/// bank. Prints clearing number, account number, verdict, bank, type and comment. At Swedbank it is
/// asked with the zeros that make ten digits of fewer.
const KONTONUMMER_SCRIPT: &str = r"
const { default: Kontonummer } = require('kontonummer');
let state = Number(require('fs').readFileSync(0, 'utf8')) >>> 0;
const below = limit => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor(state / 4294967296 * limit);
};
const bank = clearing => {
  try { return Kontonummer.getSortingCodeInfo(clearing); } catch { return null; }
};
const out = [];
for (let number = 1000; number < 10000; number++) {
  const info = bank(String(number));
  const turns = !info ? 0 : number === info.ranges[0][0] ? 40 : below(100) === 0 ? 10 : 0;
  out.push([number, '', '', info ? info.bankName : '', info ? info.type + ':' + info.comment : ''].join('|'));
  for (let turn = 0; turn < turns; turn++) {
    const least = info.accountMinLength || 7, most = info.accountMaxLength || 7;
    const length = below(5) ? least + below(most - least + 1) : below(2) ? least - 1 : most + 1;
    const body = Array.from({ length: length - 1 }, () => below(10)).join('');
    const clearing = number + (number >= 8000 && number < 9000 && below(2) ? String(below(10)) : '');
    for (let last = 0; last < 10; last++) {
      const account = body + last;
      const asked = info.bankName === 'Swedbank' && info.comment === 3 ? account.padStart(10, '0') : account;
      const verdict = Kontonummer.valid(clearing, asked) ? 'valid' : 'invalid';
      out.push([clearing, account, verdict, info.bankName, info.type + ':' + info.comment].join('|'));
    }
  }
}
console.log(out.join('\n'));
";

/// Where the package takes other lengths, what is said of them: too short with type 1, where it
/// puts zeros before account numbers; too long at Swedbank, where the fifth digit of the clearing
/// number may stand before them; neither at Plusgirot, where it stops at eight digits and `bankkonto`
/// asks for ten.
fn of_other_length(form: &str, bank: &str, account: &str) -> Option<bool> {
    match (form, bank) {
        ("1:1" | "1:2", _) if account.len() < 7 => Some(false),
        ("2:3", "Swedbank") if account.len() > 10 => Some(false),
        ("2:3", "Nordea Plusgirot") if account.len() > 8 => Some(true),
        _ => None,
    }
}

#[test]
fn no_verdict_of_kontonummer_on_an_account_differs_but_for_named_rules() {
    let mut tally = Tally::default();
    let (mut lengths, mut known) = (0, 0);
    for line in node::run(KONTONUMMER_SCRIPT, &SEED.to_string()) {
        let fields: Vec<&str> = line.split('|').collect();
        let [clearing, account, verdict, bank, form] = fields[..] else { panic!("{line:?}") };
        if account.is_empty() {
            known += usize::from(!bank.is_empty());
            compare_bank(clearing, bank, form);
            continue;
        }
        let ours = BankAccount::parse(clearing, account);
        if let Some(taken) = of_other_length(form, bank, account) {
            let refused = matches!(ours, Err(BankAccountError::Length { .. }));
            assert!(ours.is_ok() == taken && refused != taken, "{line}, {ours:?}, seed {SEED}");
            lengths += 1;
            continue;
        }
        // The package calls accounts wrong whose check digits need not fit.
        let fits = ours.as_ref().is_ok_and(BankAccount::is_confirmed);
        assert_eq!(fits, verdict == "valid", "{line}, {ours:?}, seed {SEED}");
        tally.count(fits);
    }
    println!("named rules: {lengths} of other lengths; {known} clearing numbers have a bank");
    tally.check("accounts, by kontonummer", 10_000, 1_000);
    assert!(lengths > 0 && known > 7_000, "{lengths} lengths, {known} clearing numbers");
}

/// Compares the bank of a clearing number; in the package's answer, no bank is an empty name.
fn compare_bank(clearing: &str, bank: &str, form: &str) {
    // Any account whose check digit fits says which bank and form it is. By modulus 11, one
    // beginning in eleven has no such digit.
    let beginnings = ["123456", "123457", "12345678", "12345679", "123456789"];
    let fitting = beginnings.iter().flat_map(|it| (0..10).map(move |last| format!("{it}{last}")));
    let tried: Vec<_> = fitting.map(|account| BankAccount::parse(clearing, &account)).collect();
    let ours = tried.iter().flatten().find(|account| account.is_confirmed());
    let (our_bank, our_form) =
        ours.map_or(("", ""), |account| (account.bank(), account.form().as_str()));
    if ("3410".."3500").contains(&clearing) {
        // The package gives Nordea's clearing numbers from 3410 on to Länsförsäkringar; both have
        // the same form, and `bankkonto` agrees with us.
        assert_eq!((our_bank, bank), ("Nordea", "Länsförsäkringar Bank"));
        return;
    }
    assert_eq!((our_bank, our_form), (bank, form), "clearing number {clearing}");
    let unknown = Err(BankAccountError::UnknownBank);
    assert!(!bank.is_empty() || tried.iter().all(|it| *it == unknown), "{clearing}");
}
