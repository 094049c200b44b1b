//! Entries as payers write them and banks hand them on, with what they were meant for.

use domain::ids::{CustomerId, SessionId};
use domain::matching::{Candidate, Entry, Field, Standing};
use domain::money::{Currency, Money};
use domain::reference::{Mode, Reference};

use crate::dice::Dice;
use crate::kinds::Kind;
use crate::world::World;

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
/// An entry, and what is known of it.
pub(crate) struct Told {
    pub(crate) entry: Entry,
    pub(crate) truth: SessionId,
    /// The reference of that session.
    pub(crate) reference: Reference,
    pub(crate) payer_customers: Vec<CustomerId>,
}

pub(crate) fn tell(kind: Kind, world: &World, dice: &mut Dice) -> Told {
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
        Kind::KnownPayer | Kind::KnownPayerBusy | Kind::KnownPayerCentUnder => {
            payer_customers.push(session.customer)
        }
        Kind::SharedPayer => {
            payer_customers = vec![session.customer, distant(world, session, dice)]
        }
        Kind::SimilarName => entry.payer_name = Some(backwards(&session.customer_name)),
        Kind::NoReference => entry.lines = text_around("", dice),
        // Whoever holds an account can have it named as they like.
        Kind::ReferenceInName => entry.payer_name = Some(format!("RENT {}", reference.core())),
        Kind::FieldAgainstText => {
            entry.fields.push((Field::CreditorReference, other.reference.rf()));
            entry.lines = vec![format!("RENT {}", reference.core())];
        }
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
    Told { entry, truth: session.session, reference, payer_customers }
}

/// Whether the kind can be done to the session.
fn is_fit(kind: Kind, session: &Candidate) -> bool {
    let confusable = session.reference.core()[1..].chars().filter(|it| "015S8B2Z".contains(*it));
    match kind {
        Kind::Confused | Kind::ConfusedAndWrapped => confusable.count() >= 1,
        Kind::ConfusedTwice => confusable.count() >= 2,
        Kind::KnownPayer | Kind::KnownPayerTypo => session.standing == Standing::Open,
        Kind::KnownPayerBusy => session.standing == Standing::Busy,
        Kind::SimilarName | Kind::OwnAccount => session.standing.asks(),
        _ => true,
    }
}

/// A customer other than the session's.
fn distant(world: &World, session: &Candidate, dice: &mut Dice) -> CustomerId {
    let half = world.by_customer.len() / 2;
    let mut others = world.by_customer.keys().filter(|it| **it != session.customer);
    *others.nth(dice.below(half)).expect("a second customer")
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

/// The core with a character too many, in whose place none of the core's could be read: not behind
/// its first letter, which might be that character.
fn with_one_more(core: &str, dice: &mut Dice) -> String {
    let mut bytes = core.as_bytes().to_vec();
    let at = 2 + dice.below(bytes.len() - 3);
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
