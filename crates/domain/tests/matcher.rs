//! Thousands of entries as payers and banks mangle them, over thousands of sessions, with the truth
//! known: nothing is ever applied to a wrong session, and what is only formatted is always found.
#![expect(clippy::expect_used, reason = "whatever goes wrong here fails the test")]

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{CustomerId, Id, SessionId};
use domain::matching::{
    AMOUNT_CANDIDATES_MAX, Candidate, Candidates, Decision, Entry, Field, REFERENCES_MAX, Reason,
    Rule, Standing, Verdict, match_entry, references_in,
};
use domain::money::{Currency, Money};
use domain::reference::{Mode, Reference};

/// Changed when other entries are wanted; printed with every failure.
const SEED: u64 = 20_261_123;
/// Sessions of the world.
const SESSIONS: usize = 4_000;
/// Customers, who have some each.
const CUSTOMERS: usize = 1_300;
/// Entries of each kind.
const PER_KIND: usize = 300;

/// A source of choices, the same for the same seed (SplitMix64, Steele and others 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or(0)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.next().to_be_bytes()[0])
    }
}

/// What payers write besides, with letters that references begin with.
const PREFIXES: &[&str] = &[
    "RENT ",
    "REF:",
    "Rent ref ",
    "HYRA ",
    "MIETE ",
    "Invoice no. ",
    "/ROC/",
    "QUINN ",
    "X",
    "TAX Q",
    "payment for flat 12B, ",
    "EREF+",
    "SVWZ+",
    "2026-11-23 ",
    "RF",
    "",
];
const SUFFIXES: &[&str] =
    &[" ROSEN J", " Mr & Mrs Quigley", " MAX MÜLLER", "/FLAT 4", " nov 2026", " 1250,00", "Q", ""];
const NAMES: &[&str] = &[
    "Jenny Rosen",
    "Åsa Bergström",
    "Max Müller",
    "Siobhan Quigley",
    "Acme Lettings Ltd",
    "Li Wei",
];
/// Many sessions ask for the same.
const AMOUNTS: &[i64] = &[45_000, 50_000, 75_050, 95_000, 125_000, 3_300];

/// What is done to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    // Formatting: always found.
    Plain,
    LowerCase,
    Grouped,
    Punctuated,
    Spaced,
    Surrounded,
    GluedToWords,
    CutBehind,
    Wrapped27,
    Wrapped35,
    Wrapped65,
    Wrapped70,
    RfInText,
    RfSpaced,
    OcrInText,
    Twice,
    CentUnder,
    CentOver,
    // Structured fields.
    RfField,
    OcrField,
    EndToEnd,
    // One character for another.
    Confused,
    ConfusedAndWrapped,
    // By the account.
    OwnAccount,
    OwnAccountOfOther,
    // By the payer.
    KnownPayer,
    KnownPayerTypo,
    KnownPayerCentUnder,
    SharedPayer,
    SimilarName,
    // Never applied.
    OneTypo,
    TwoTypos,
    Swapped,
    Missing,
    Inserted,
    CutThrough,
    ConfusedTwice,
    TestReference,
    WrongCurrency,
    TwoReferences,
    NoReference,
    NobodysReference,
}

/// What has to come of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// Applied to the truth, by that rule.
    Applied(Rule),
    /// Applied to the truth by that rule, or by nobody: the world may hold a second that fits.
    AppliedIfSure(Rule),
    /// Not applied.
    Nothing,
    /// Not applied, for that reason.
    Waits(Reason),
    /// Not applied; the truth is suggested, if so few fit.
    Suggested,
}

const KINDS: &[(Kind, Wanted)] = &[
    (Kind::Plain, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::LowerCase, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::Grouped, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::Punctuated, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::Spaced, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::Surrounded, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::GluedToWords, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::CutBehind, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::Wrapped27, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::Wrapped35, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::Wrapped65, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::Wrapped70, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::RfInText, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::RfSpaced, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::OcrInText, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::Twice, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::CentUnder, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::CentOver, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::RfField, Wanted::Applied(Rule::StructuredReference)),
    (Kind::OcrField, Wanted::Applied(Rule::StructuredReference)),
    (Kind::EndToEnd, Wanted::Applied(Rule::StructuredReference)),
    (Kind::Confused, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::ConfusedAndWrapped, Wanted::Applied(Rule::ReferenceInText)),
    (Kind::OwnAccount, Wanted::AppliedIfSure(Rule::OwnAccount)),
    (Kind::OwnAccountOfOther, Wanted::Waits(Reason::AccountDisagrees)),
    (Kind::KnownPayer, Wanted::AppliedIfSure(Rule::KnownPayer)),
    (Kind::KnownPayerTypo, Wanted::AppliedIfSure(Rule::KnownPayer)),
    (Kind::KnownPayerCentUnder, Wanted::Nothing),
    (Kind::SharedPayer, Wanted::Nothing),
    (Kind::SimilarName, Wanted::Suggested),
    (Kind::OneTypo, Wanted::Nothing),
    (Kind::TwoTypos, Wanted::Nothing),
    (Kind::Swapped, Wanted::Nothing),
    (Kind::Missing, Wanted::Nothing),
    (Kind::Inserted, Wanted::Nothing),
    (Kind::CutThrough, Wanted::Nothing),
    (Kind::ConfusedTwice, Wanted::Nothing),
    (Kind::TestReference, Wanted::Waits(Reason::OtherMode)),
    (Kind::WrongCurrency, Wanted::Waits(Reason::WrongCurrency)),
    (Kind::TwoReferences, Wanted::Waits(Reason::TwoReferences)),
    (Kind::NoReference, Wanted::Nothing),
    (Kind::NobodysReference, Wanted::Waits(Reason::UnknownReference)),
];

/// The sessions, and the indexes that a database would have of them.
struct World {
    sessions: Vec<Candidate>,
    by_reference: BTreeMap<Reference, usize>,
    by_customer: BTreeMap<CustomerId, Vec<usize>>,
}

impl World {
    fn new(dice: &mut Dice) -> Self {
        let customers: Vec<CustomerId> =
            (0..CUSTOMERS).map(|_| CustomerId::from_parts(1, dice.bytes())).collect();
        let mut world = Self {
            sessions: Vec::new(),
            by_reference: BTreeMap::new(),
            by_customer: BTreeMap::new(),
        };
        while world.sessions.len() < SESSIONS {
            let reference = Reference::draw(Mode::Live, dice.bytes());
            let at = dice.below(CUSTOMERS);
            let standing = match dice.below(10) {
                0 => *dice.pick(&[Standing::Paid, Standing::Canceled, Standing::Expired]),
                1 => Standing::Busy,
                _ => Standing::Open,
            };
            let currency = *dice.pick(&[Currency::Gbp, Currency::Eur, Currency::Sek]);
            let session = Candidate {
                session: SessionId::from_parts(1, dice.bytes()),
                reference,
                customer: customers[at],
                customer_name: NAMES[at % NAMES.len()].to_owned(),
                remaining: Money::new(*dice.pick(AMOUNTS), currency),
                standing,
            };
            let place = world.sessions.len();
            if world.by_reference.insert(reference, place).is_none() {
                world.by_customer.entry(session.customer).or_default().push(place);
                world.sessions.push(session);
            }
        }
        world
    }

    fn at(&self, places: &[usize]) -> Vec<Candidate> {
        places.iter().map(|&at| self.sessions[at].clone()).collect()
    }

    /// What a caller would load: by index, and never more than a bounded number.
    fn candidates(&self, entry: &Entry, payer_customers: Vec<CustomerId>) -> Candidates {
        let of = |customer: &CustomerId| {
            self.at(self.by_customer.get(customer).map_or(&[], Vec::as_slice))
        };
        let references = references_in(entry);
        let quoted = references.iter().filter_map(|it| self.by_reference.get(it)).copied();
        let exact = |it: &&Candidate| it.remaining == entry.amount;
        Candidates {
            by_reference: self.at(&quoted.collect::<Vec<_>>()),
            of_own_account: entry.own_account_of.iter().flat_map(of).collect(),
            of_payer: payer_customers.iter().flat_map(of).collect(),
            payer_customers,
            of_amount: self
                .sessions
                .iter()
                .filter(exact)
                .take(AMOUNT_CANDIDATES_MAX)
                .cloned()
                .collect(),
        }
    }
}

/// An entry, and what is known of it.
struct Told {
    entry: Entry,
    truth: SessionId,
    payer_customers: Vec<CustomerId>,
}

fn tell(kind: Kind, world: &World, dice: &mut Dice) -> Told {
    let mut session = dice.pick(&world.sessions);
    while !is_fit(kind, session) {
        session = dice.pick(&world.sessions);
    }
    let mut entry = Entry {
        mode: Mode::Live,
        amount: session.remaining,
        own_account_of: None,
        fields: Vec::new(),
        lines: vec!["TRANSFER".to_owned()],
        payer_name: None,
        payer_account: None,
    };
    let mut payer_customers = Vec::new();
    let mut other = dice.pick(&world.sessions);
    while other.session == session.session {
        other = dice.pick(&world.sessions);
    }
    let written = session.remaining.minor();
    let reference = session.reference;
    match kind {
        Kind::RfField => entry.fields.push((Field::CreditorReference, reference.rf())),
        Kind::OcrField => {
            let zeros = "0".repeat(dice.below(9));
            entry.fields.push((Field::CreditorReference, format!("{zeros}{}", reference.ocr())));
        }
        Kind::EndToEnd => entry.fields.push((Field::EndToEndId, reference.to_string())),
        Kind::OwnAccount => entry.own_account_of = Some(session.customer),
        Kind::KnownPayer | Kind::KnownPayerCentUnder => payer_customers.push(session.customer),
        Kind::SharedPayer => {
            payer_customers = vec![session.customer, distant(world, session, dice)]
        }
        Kind::SimilarName => entry.payer_name = Some(backwards(&session.customer_name)),
        Kind::NoReference => entry.lines = text_around("", dice),
        _ => entry.lines = mangled(kind, reference, other.reference, dice),
    }
    match kind {
        Kind::KnownPayerTypo => payer_customers.push(session.customer),
        Kind::OwnAccountOfOther => entry.own_account_of = Some(distant(world, session, dice)),
        Kind::CentUnder | Kind::KnownPayerCentUnder => {
            entry.amount = Money::new(written - 1, session.remaining.currency());
        }
        Kind::CentOver => entry.amount = Money::new(written + 1, session.remaining.currency()),
        Kind::WrongCurrency => entry.amount = Money::new(written, Currency::Usd),
        _ => {}
    }
    Told { entry, truth: session.session, payer_customers }
}

/// Whether the kind can be done to the session.
fn is_fit(kind: Kind, session: &Candidate) -> bool {
    let confusable = session.reference.core()[1..].chars().filter(|it| "015S8B2Z".contains(*it));
    match kind {
        Kind::Confused | Kind::ConfusedAndWrapped => confusable.count() >= 1,
        Kind::ConfusedTwice => confusable.count() >= 2,
        Kind::KnownPayer | Kind::KnownPayerTypo | Kind::SimilarName | Kind::OwnAccount => {
            session.standing == Standing::Open
        }
        _ => true,
    }
}

/// A customer other than the session's.
fn distant(world: &World, session: &Candidate, dice: &mut Dice) -> CustomerId {
    let mut others = world.by_customer.keys().filter(|it| **it != session.customer);
    *others.nth(dice.below(CUSTOMERS / 2)).expect("a second customer")
}

fn backwards(name: &str) -> String {
    name.split(' ').rev().collect::<Vec<_>>().join(" ").to_uppercase()
}

/// The text of the entry, line by line.
fn mangled(kind: Kind, reference: Reference, other: Reference, dice: &mut Dice) -> Vec<String> {
    let core = reference.core();
    match kind {
        Kind::Plain | Kind::CentUnder | Kind::CentOver | Kind::WrongCurrency => {
            vec![format!("RENT {core}")]
        }
        Kind::LowerCase => vec![format!("rent {}", core.to_lowercase())],
        Kind::Grouped => text_around(&reference.grouped(), dice),
        Kind::Punctuated => text_around(&joined(core, &["", "", "-", ".", "/"], dice), dice),
        Kind::Spaced => text_around(&joined(core, &["", "", " ", "  "], dice), dice),
        Kind::GluedToWords => vec![format!("RENT{core}FLAT")],
        Kind::CutBehind => {
            let text = format!("{:.8}{core} and more", dice.pick(PREFIXES));
            vec![text.chars().take(18).collect()]
        }
        Kind::Wrapped27 => wrapped(core, 27, dice),
        Kind::Wrapped35 => wrapped(core, 35, dice),
        Kind::Wrapped65 => wrapped(core, 65, dice),
        Kind::Wrapped70 => wrapped(core, 70, dice),
        Kind::RfInText => text_around(&reference.rf(), dice),
        Kind::RfSpaced => text_around(&joined(&reference.rf(), &["", "", "", " "], dice), dice),
        Kind::OcrInText => text_around(&format!(" {} ", reference.ocr()), dice),
        Kind::Twice => vec![format!("{core} RENT {core}")],
        Kind::Confused => text_around(&confused(core, 1, dice), dice),
        Kind::ConfusedAndWrapped => wrapped(&confused(core, 1, dice), 27, dice),
        Kind::ConfusedTwice => vec![format!("RENT {}", confused(core, 2, dice))],
        Kind::OneTypo | Kind::KnownPayerTypo => vec![format!("RENT {}", mistyped(core, 1, dice))],
        Kind::TwoTypos => vec![format!("RENT {}", mistyped(core, 2, dice))],
        Kind::Swapped => vec![format!("RENT {}", swapped(core, dice))],
        Kind::Missing => {
            let mut text = core.to_owned();
            text.remove(dice.below(core.len()));
            vec![format!("RENT {text}")]
        }
        Kind::Inserted => vec![format!("RENT {}", with_one_more(core, dice))],
        Kind::CutThrough => {
            let text = format!("RENT FLAT {core}");
            vec![text.chars().take(18).collect()]
        }
        Kind::TestReference => vec![format!("RENT {}", Reference::draw(Mode::Test, dice.bytes()))],
        Kind::NobodysReference => {
            vec![format!("RENT {}", Reference::draw(Mode::Live, dice.bytes()))]
        }
        Kind::TwoReferences => vec![format!("{core} and {other}")],
        _ => text_around(core, dice),
    }
}

fn text_around(core: &str, dice: &mut Dice) -> Vec<String> {
    vec![format!("{}{core}{}", dice.pick(PREFIXES), dice.pick(SUFFIXES))]
}

fn joined(text: &str, gaps: &[&str], dice: &mut Dice) -> String {
    text.chars().map(|it| format!("{it}{}", dice.pick(gaps))).collect()
}

/// A long text that a bank breaks at `width`, in the middle of the reference.
fn wrapped(core: &str, width: usize, dice: &mut Dice) -> Vec<String> {
    let lines_before = dice.below(3);
    let before = width * (1 + lines_before) - 1 - dice.below(core.len() - 1);
    let filler: String =
        "rent for flat 12, as agreed by letter ".chars().cycle().take(before).collect();
    let text: Vec<char> = format!("{filler}{core} Mrs Rosen, many thanks").chars().collect();
    text.chunks(width).map(|line| line.iter().collect()).collect()
}

/// The core with so many characters written as others that look alike.
fn confused(core: &str, count: usize, dice: &mut Dice) -> String {
    let alike = |it: u8| match it {
        b'0' => b"O".as_slice(),
        b'1' => b"IL",
        b'5' => b"S",
        b'S' => b"5",
        b'8' => b"B",
        b'B' => b"8",
        b'2' => b"Z",
        b'Z' => b"2",
        _ => b"",
    };
    let mut bytes = core.as_bytes().to_vec();
    let places: Vec<usize> = (1..bytes.len()).filter(|&at| !alike(bytes[at]).is_empty()).collect();
    let first = dice.below(places.len());
    for turn in 0..count {
        let at = places[(first + turn) % places.len()];
        bytes[at] = *dice.pick(alike(bytes[at]));
    }
    String::from_utf8(bytes).expect("ASCII")
}

/// The core with so many characters mistyped as any others but those that look alike.
fn mistyped(core: &str, count: usize, dice: &mut Dice) -> String {
    let mut bytes = core.as_bytes().to_vec();
    let first = dice.below(bytes.len());
    for turn in 0..count {
        let at = (first + turn * 3) % bytes.len();
        bytes[at] = unlike(bytes[at], dice);
    }
    String::from_utf8(bytes).expect("ASCII")
}

/// The core with a character too many, in whose place none of the core's could be read.
fn with_one_more(core: &str, dice: &mut Dice) -> String {
    let mut bytes = core.as_bytes().to_vec();
    let at = 1 + dice.below(bytes.len() - 2);
    bytes.insert(at, unlike(bytes[at], dice));
    String::from_utf8(bytes).expect("ASCII")
}

/// A character that nobody takes for the one that was.
fn unlike(before: u8, dice: &mut Dice) -> u8 {
    const ALIKE: [&[u8]; 6] = [b"S5", b"B8", b"Z2", b"0O", b"1I", b"1L"];
    let alike = |it: u8| ALIKE.iter().any(|pair| pair.contains(&it) && pair.contains(&before));
    loop {
        let typed = *dice.pick(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if typed != before && !alike(typed) {
            return typed;
        }
    }
}

fn swapped(core: &str, dice: &mut Dice) -> String {
    let mut bytes = core.as_bytes().to_vec();
    let differing: Vec<usize> = (1..bytes.len()).filter(|&at| bytes[at] != bytes[at - 1]).collect();
    let at = *dice.pick(&differing);
    bytes.swap(at, at - 1);
    String::from_utf8(bytes).expect("ASCII")
}

/// What came of the entries of a kind.
#[derive(Default)]
struct Tally {
    applied: usize,
    waiting: usize,
    suggested: usize,
    told: usize,
}

fn judge(kind: Kind, wanted: Wanted, told: &Told, decision: &Decision) {
    let context = || {
        let Told { entry, truth, .. } = told;
        format!("seed {SEED}, {kind:?}, {truth}: {entry:?} gave {decision:?}: {}", decision.why())
    };
    let applied = decision.session();
    assert!(applied.is_none_or(|session| session == told.truth), "WRONG: {}", context());
    let by = |rule: Rule| applied.is_some() && decision.rule == Some(rule);
    match wanted {
        Wanted::Applied(rule) => assert!(by(rule), "{}", context()),
        Wanted::AppliedIfSure(rule) => assert!(applied.is_none() || by(rule), "{}", context()),
        Wanted::Nothing | Wanted::Suggested => assert!(applied.is_none(), "{}", context()),
        Wanted::Waits(reason) => assert_eq!(decision.code(), reason.as_str(), "{}", context()),
    }
    assert!(!decision.why().is_empty() && decision.why().ends_with('.'), "{}", context());
}

fn print(tallies: &BTreeMap<Kind, Tally>, by_rule: &BTreeMap<Rule, (usize, usize)>) {
    // A wrong one would have ended the test.
    let entries = KINDS.len() * PER_KIND;
    println!(
        "seed {SEED}: {entries} entries over {SESSIONS} sessions, none applied to a wrong one"
    );
    for (kind, it) in tallies {
        println!(
            "{:<20} applied {:>4}  suggested {:>4}  waiting {:>4}  of {}",
            format!("{kind:?}"),
            it.applied,
            it.suggested,
            it.waiting,
            it.told
        );
    }
    for (rule, (found, all)) in by_rule {
        println!("recall of {rule}: {found} of {all}");
    }
}

fn backward(candidates: &Candidates) -> Candidates {
    let turned = |list: &[Candidate]| list.iter().rev().cloned().collect();
    Candidates {
        by_reference: turned(&candidates.by_reference),
        of_own_account: turned(&candidates.of_own_account),
        payer_customers: candidates.payer_customers.iter().rev().copied().collect(),
        of_payer: turned(&candidates.of_payer),
        of_amount: candidates.of_amount.clone(),
    }
}

#[test]
fn nothing_is_applied_to_a_wrong_session_and_formatting_hides_nothing() {
    let mut dice = Dice(SEED);
    let world = World::new(&mut dice);
    let mut tallies: BTreeMap<Kind, Tally> = BTreeMap::new();
    let mut by_rule: BTreeMap<Rule, (usize, usize)> = BTreeMap::new();
    for &(kind, wanted) in KINDS {
        for _ in 0..PER_KIND {
            let told = tell(kind, &world, &mut dice);
            let candidates = world.candidates(&told.entry, told.payer_customers.clone());
            let decision = match_entry(&told.entry, &candidates);
            judge(kind, wanted, &told, &decision);
            assert_eq!(match_entry(&told.entry, &backward(&candidates)), decision, "seed {SEED}");
            let tally = tallies.entry(kind).or_default();
            tally.told += 1;
            match &decision.verdict {
                Verdict::Apply { .. } | Verdict::Late { .. } => tally.applied += 1,
                Verdict::Suggest { .. } => tally.suggested += 1,
                Verdict::Suspend { .. } => tally.waiting += 1,
            }
            if let Wanted::Applied(rule) | Wanted::AppliedIfSure(rule) = wanted {
                let (found, all) = by_rule.entry(rule).or_default();
                *found += usize::from(decision.session().is_some());
                *all += 1;
            }
        }
    }
    print(&tallies, &by_rule);
    let recall = |rule: Rule| by_rule.get(&rule).map_or(0, |(found, all)| found * 100 / all);
    assert!(KINDS.len() * PER_KIND >= 5_000);
    assert_eq!(recall(Rule::StructuredReference), 100, "seed {SEED}");
    assert_eq!(recall(Rule::ReferenceInText), 100, "seed {SEED}");
    assert!(recall(Rule::OwnAccount) >= 80, "seed {SEED}: {}", recall(Rule::OwnAccount));
    assert!(recall(Rule::KnownPayer) >= 80, "seed {SEED}: {}", recall(Rule::KnownPayer));
    let named = tallies.get(&Kind::SimilarName).map_or(0, |it| it.suggested);
    assert!(named * 10 >= PER_KIND * 9, "seed {SEED}: {named}");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "says how long it takes")]
fn hostile_texts_of_ten_kilobytes_are_read_at_once() {
    let mut dice = Dice(SEED);
    let world = World::new(&mut dice);
    let quoted: String = world.sessions.iter().map(|it| it.reference.core()).collect();
    let numbers: String = world.sessions.iter().map(|it| it.reference.ocr()).collect();
    let noise: String = (0..10_000).map(|_| char::from(*dice.pick(b"QX0158SBZ27"))).collect();
    for seed in ["Q", "Q5S8B2Z", "QX", "17", "1", "\u{1F3E0}q", &quoted, &numbers, &noise] {
        let text: String = seed.chars().cycle().take(10_000).collect();
        let told = tell(Kind::NoReference, &world, &mut dice);
        let mut entry = told.entry;
        entry.lines = vec![text];
        let begun = std::time::Instant::now();
        let candidates = world.candidates(&entry, told.payer_customers);
        let decision = match_entry(&entry, &candidates);
        let took = begun.elapsed().as_millis();
        println!("{took} ms for 10,000 characters of {:.8}: {}", seed, decision.code());
        assert!(candidates.by_reference.len() <= REFERENCES_MAX && decision.session().is_none());
        assert!(took < 2_000, "{took} ms for {seed:.20}");
    }
}

#[test]
fn every_kind_is_told_and_every_reason_is_met() {
    let kinds: BTreeSet<Kind> = KINDS.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds.len(), KINDS.len());
    assert_eq!(kinds.last(), Some(&Kind::NobodysReference));
    assert_eq!(Kind::NobodysReference as usize + 1, KINDS.len());
}
