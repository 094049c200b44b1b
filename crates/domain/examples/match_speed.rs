//! How many entries of a statement are matched in a second, among so many open sessions: the entries
//! and the world of the matcher's test, with its indexes in memory. Takes the number of sessions.

#![expect(clippy::expect_used, reason = "whatever goes wrong here ends the measurement")]

#[path = "../tests/matcher/dice.rs"]
mod dice;
#[path = "../tests/matcher/kinds.rs"]
mod kinds;
#[path = "../tests/matcher/mangle.rs"]
mod mangle;
#[path = "../tests/matcher/world.rs"]
mod world;

use domain::matching::{match_entry, references_in};

use dice::Dice;
use kinds::{KINDS, Wanted};
use mangle::{Told, tell};
use world::World;

/// Entries of each kind.
const PER_KIND: usize = 500;
/// Sessions that a customer has, one with another.
const EACH: usize = 3;

fn main() {
    let sessions = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(100_000);
    let mut dice = Dice(20_261_123);
    let world = World::of(&mut dice, sessions, sessions / EACH);
    let mut entries: Vec<(Wanted, Told)> = Vec::new();
    for &(wanted, kinds) in KINDS {
        for &kind in kinds {
            entries.extend((0..PER_KIND).map(|_| (wanted, tell(kind, &world, &mut dice))));
        }
    }
    let (mut applied, mut due, mut read) = (0, 0, 0);
    #[expect(clippy::disallowed_methods, reason = "durations are what is measured")]
    let began = std::time::Instant::now();
    for (wanted, told) in &entries {
        let candidates = world.candidates(&told.entry, told.payer_customers.clone());
        let decision = match_entry(&told.entry, &candidates);
        let session = decision.session();
        assert!(session.is_none_or(|session| session == told.truth), "{:?}", told.entry);
        applied += usize::from(session.is_some());
        due += usize::from(matches!(wanted, Wanted::Applied(_)));
    }
    let seconds = began.elapsed().as_secs_f64();
    for (_, told) in &entries {
        read += usize::from(references_in(&told.entry).contains(&told.reference));
    }
    let count = entries.len();
    assert!(due <= applied && due <= read, "{due} of {applied} and {read}");
    println!(
        "{count} entries among {sessions} sessions, {applied} applied, {read} references read"
    );
    println!("result {:.0}", f64::from(u32::try_from(count).expect("a small number")) / seconds);
}
