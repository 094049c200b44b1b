//! The one place that asks the operating system for time and randomness.

use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::source::Source;
use domain::time::Timestamp;

/// What the latest id of this process was made of.
static LATEST: Mutex<Stamp> = Mutex::new(Stamp { ms: 0, random: 0 });

/// A clock that was set back by more than this begins anew; by less, its ids wait for it.
const BACK_MAX_MS: u64 = 60_000;

/// What an id is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stamp {
    ms: u64,
    /// 80 bits.
    random: u128,
}

impl Stamp {
    /// The one behind this: of a later time, or else a little more, by so much as cannot be
    /// guessed.
    fn next(self, ms: u64, random: [u8; 10]) -> Self {
        let random = random.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        if ms > self.ms || self.ms - ms > BACK_MAX_MS {
            // The first bit stays free, so that what follows within the millisecond has room.
            return Self { ms, random: random >> 1 };
        }
        Self { ms: self.ms, random: self.random + 1 + (random & 0xffff_ffff) }
    }

    fn parts(self) -> (u64, [u8; 10]) {
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&self.random.to_be_bytes()[6..]);
        (self.ms, bytes)
    }
}

/// Real time and the operating system's random bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemSource;

impl Source for SystemSource {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    #[expect(clippy::expect_used, reason = "without randomness no secret can be made: stop")]
    #[expect(clippy::disallowed_methods, reason = "the one place that draws random bytes")]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }

    fn stamp(&self) -> (u64, [u8; 10]) {
        let mut random = [0; 10];
        self.fill(&mut random);
        let mut latest = LATEST.lock().unwrap_or_else(PoisonError::into_inner);
        // Asked within the lock: who asks later is later.
        *latest = latest.next(self.now().ms().max(0).unsigned_abs(), random);
        latest.parts()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_more_than_the_one_before() {
        let mut stamp = Stamp { ms: 0, random: 0 };
        for (ms, random) in [(5, 255), (5, 255), (5, 0), (4, 7), (6, 0), (6, 1)] {
            let next = stamp.next(ms, [random; 10]);
            assert!(next > stamp && next.parts() > stamp.parts(), "{next:?} after {stamp:?}");
            stamp = next;
        }
        assert_eq!(stamp.ms, 6);
    }

    #[test]
    fn a_clock_that_was_far_ahead_is_forgotten() {
        let ahead = Stamp { ms: 10 * BACK_MAX_MS, random: 9 };
        assert_eq!(ahead.next(5, [0; 10]), Stamp { ms: 5, random: 0 });
    }

    #[test]
    fn ids_of_many_threads_go_up_in_each() {
        use domain::ids::{Id as _, MovementId};
        let threads = (0..4).map(|_| {
            std::thread::spawn(|| {
                let made: Vec<_> =
                    (0..5_000).map(|_| MovementId::fresh(&SystemSource).to_string()).collect();
                assert!(made.is_sorted());
                made
            })
        });
        let threads: Vec<_> = threads.collect();
        let mut all: Vec<String> = threads.into_iter().flat_map(|it| it.join().unwrap()).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 20_000);
    }
}
